"""A deep copy: the copy works as before, and the original stays as it was."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.mutability.shallow_copy_aliasing import ShallowCopyAliasing

UNSAFE = Applicability.UNSAFE


def fixed(code: str, times: int = 1, least: Applicability = UNSAFE) -> str:
    """``code`` after its fixes, of which there must be ``times``."""
    done = fix(Source(code), partial(check, rules=[ShallowCopyAliasing]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG104"] == times
    return done.source.text


DICT = "{'a': {'x': [1]}, 'b': [1], 'c': {1}, 'n': 1}"
LIST = "[{'x': [1]}, [1], {1}, 1]"
CHANGES = (
    ("b[{0}]['y'] = 2", "b[{0}]['x'].append(2)", "b[{0}]['x'][0] = 2", "del b[{0}]['x']",
     "b[{0}].update(z=1)", "b[{0}].clear()", "b[{0}] |= {{'z': 1}}"),
    ("b[{1}].append(2)", "b[{1}] += [2]", "b[{1}][:] = []", "b[{1}][0] += 5"),
    ("b[{2}].add(2)", "b[{2}] |= {{3}}", "b[{2}].discard(1)"),
)  # fmt: skip


@pytest.mark.parametrize("change", [one for group in CHANGES for one in group])
@pytest.mark.parametrize("copied", ["A.copy()", "copy.copy(A)", "{kind}(A)", "spread"])
@pytest.mark.parametrize("kind", ["dict", "list"])
def test_the_copy_changes_as_before_and_the_original_does_not(change, copied, kind):
    original, keys = (DICT, ("'a'", "'b'", "'c'")) if kind == "dict" else (LIST, (0, 1, 2))
    copied = copied.format(kind=kind)
    if copied == "spread":
        copied = "{**A}" if kind == "dict" else "[*A]"
    code = f"""
import copy
A = {original}

def run():
    b = {copied}
    {change.format(*keys)}
    return b

RESULT = run()
"""
    unchanged = repr(eval(original))
    assert observe(code)[1] == observe(fixed(code))[1]
    assert observe(code + "RESULT = A\n")[1] != unchanged
    assert observe(fixed(code) + "RESULT = A\n")[1] == unchanged


@pytest.mark.parametrize(
    "change",
    [
        "b['n'] += 1", "b['a'] = {}", "del b['a']", "b['a'] = {}; b['a']['y'] = 1", "b['n']",
        "b['a']['x']", "b = {'a': {}}; b['a']['y'] = 1", "b.pop('a')", "c = b['n']",
        "b.setdefault('q', []).append(1)", "b.update(a={}); b['a']['y'] = 1",
    ],
)  # fmt: skip
def test_what_leaves_the_original_alone_is_left_alone(change):
    code = f"A = {DICT}\ndef run():\n    b = A.copy()\n    {change}\nrun()\nRESULT = A\n"
    assert observe(code)[1] == repr(eval(DICT))
    assert fixed(code, times=0) == code


def test_no_fix_is_safe():
    code = f"A = {DICT}\ndef run():\n    b = A.copy()\n    b['b'].append(1)\n"
    assert fixed(code, 0, Applicability.SAFE) == code


def test_a_call_after_another_starts_from_the_same_defaults():
    code = """
DEFAULTS = {"tags": []}

def tagged(tag):
    found = dict(DEFAULTS)
    found["tags"].append(tag)
    return found["tags"]

tagged("a")
RESULT = tagged("b")
"""
    assert observe(code)[1] == "['a', 'b']"
    assert observe(fixed(code))[1] == "['b']"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    lines = ["import copy", "A = {1: []}", "def f():", "\tb = A.copy()", "\tb[1].append(2)", ""]
    new = [*lines[:3], "\tb = copy.deepcopy(A)", *lines[4:]]
    assert fixed(newline.join(lines)) == newline.join(new)


def test_what_is_said():
    code = "A = {1: []}\ndef f():\n    b = A.copy()\n    b[1].append(2)\n"
    (finding,) = check(Source(code), [ShallowCopyAliasing])
    assert finding.message == "changing `b[1]` changes `A` too: `b` shares its nested list"
    assert finding.reason == "code may rely on what `b` and `A` share"
