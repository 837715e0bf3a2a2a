"""An immutable counterpart: what raised TypeError goes on, with the same items."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.mutability.unhashable_member import UnhashableMember

UNSAFE = Applicability.UNSAFE

MEMBERS = {
    "[1, 2]": (1, 2),
    "[1]": (1,),
    "[1,]": (1,),
    "[]": (),
    "[*'ab']": ("a", "b"),
    "[(1)]": (1,),
    "[x for x in 'ab' if x]": ("a", "b"),
    "[[1], 2]": ((1,), 2),
    "(1, [2])": (1, (2,)),
    "{1, 2}": frozenset({1, 2}),
    "{x for x in 'ab'}": frozenset("ab"),
    "{*'ab'}": frozenset("ab"),
    "[\n    1  # one\n]": (1,),
    "[\n    1,  # one\n    2\n]": (1, 2),
}

PLACES = {
    "{{{0}}}": "set",
    "{{{0}: 1}}": "dict",
    "{{{0} for _ in 'a'}}": "set",
    "{{{0}: _ for _ in 'a'}}": "dict",
    "set([{0}])": "set",
    "frozenset(({0},))": "set",
    "set({0} for _ in 'a')": "set",
    "dict.fromkeys([{0}])": "dict",
}


def fixed(code: str, least: Applicability = UNSAFE) -> str:
    """``code`` after its fixes, of which there must be some if they are wanted."""
    done = fix(Source(code), partial(check, rules=[UnhashableMember]), least)
    assert done.converged
    assert not done.dropped
    assert (done.counts["PYG105"] > 0) is (least is UNSAFE)
    return done.source.text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("member", MEMBERS)
def test_the_repaired_member_has_the_same_items(member, place):
    code = f"found = {place.format(member)}\nRESULT = list(found) == [{MEMBERS[member]!r}]\n"
    assert "unhashable" in (observe(code)[2] or "")
    assert observe(fixed(code)) == ("", "True", None)


@pytest.mark.parametrize("member", MEMBERS)
def test_keys_of_a_known_dict_and_members_of_a_known_set(member):
    code = f"""
def run():
    d, s = {{}}, set()
    d = {{}}
    s = set()
    d[{member}] = 1
    s.add({member})
    return list(d) == list(s), d[{member}]

RESULT = run()
"""
    assert "unhashable" in (observe(code)[2] or "")
    assert observe(fixed(code)) == ("", "(True, 1)", None)


@pytest.mark.parametrize(
    ("member", "items"),
    [("list('ab')", ("a", "b")), ("set('a')", frozenset("a")), ("sorted('ba')", ("a", "b")),
     ("bytearray(b'x')", b"x"), ("'a b'.split()", ("a", "b"))],
)  # fmt: skip
def test_calls_in_displays(member, items):
    code = f"RESULT = {{{member}: 1}} == {{{items!r}: 1}}\n"
    assert "unhashable" in (observe(code)[2] or "")
    assert observe(fixed(code))[1] == "True"


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    x = {[1]}\nexcept TypeError:\n    x = 3\n",
        "import contextlib\nx = 3\nwith contextlib.suppress(TypeError):\n    x = {[1]: 2}\n",
    ],
)
def test_code_that_expects_the_error_is_left_alone(code):
    assert observe(code + "RESULT = x")[1] == "3"
    assert check(Source(code), [UnhashableMember]) == []


def test_no_fix_is_safe():
    code = "x = {[1]}\n"
    assert fixed(code, Applicability.SAFE) == code


def test_an_unknown_object_may_take_lists():
    code = """
class Frame:
    def __getitem__(self, key):
        return key
    def add(self, item):
        return item

def run(frame):
    return frame[[1]], frame[[1], {2}], frame.add([1])

RESULT = run(Frame())
"""
    assert observe(code)[2] is None
    assert check(Source(code), [UnhashableMember]) == []


def test_a_shadowed_counterpart_is_not_used():
    code = "def frozenset(x):\n    return 3\nx = {{1}}\n"
    (finding,) = check(Source(code), [UnhashableMember])
    assert finding.fix is None
    assert finding.reason == "`frozenset` is not the builtin here"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    code = newline.join(["x = {[", "\t1", "]: 2}", ""])
    assert fixed(code) == newline.join(["x = {(", "\t1,", "): 2}", ""])


def test_what_is_said():
    (finding,) = check(Source("x = {[1, 2]: 3}\n"), [UnhashableMember])
    assert finding.message == "the list `[1, 2]` cannot be hashed, so it cannot be a key of a dict"
    assert finding.reason == "the code raised a TypeError and now goes on"
