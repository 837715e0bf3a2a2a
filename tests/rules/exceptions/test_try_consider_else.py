"""A `return` that cannot fail does the same outside; a call outside is no longer guarded."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.try_consider_else import TryConsiderElse

PROLOGUE = """\
def work(kind):
    print("work", kind)
    if kind == 1:
        raise ValueError("first", 1)
    if kind == 2:
        raise KeyError("second")
    if kind == 3:
        raise KeyboardInterrupt
    return [kind]

"""

# Each defines `run(kind)`; the number says how many statements move.
PROGRAMS = {
    "handlers leave": (
        1,
        """
def run(kind):
    try:
        found = work(kind)
        return found
    except ValueError as error:
        return error.args
    except KeyError:
        raise
""",
    ),
    "a handler goes on": (
        1,
        """
def run(kind):
    found = None
    try:
        found = work(kind)
        return found
    except ValueError:
        print("bad")
    except KeyError:
        return "key"
    print("after")
""",
    ),
    "finally rebinds the name": (
        1,
        """
def run(kind):
    found = 0
    try:
        found = work(kind)
        return found
    except ValueError:
        return found
    finally:
        found = "finally"
        print(found)
""",
    ),
    "finally overrides": (
        1,
        """
def run(kind):
    try:
        work(kind)
        return True
    except ValueError:
        return False
    finally:
        if kind == 4:
            return "finally"
""",
    ),
    "loop with every exit": (
        1,
        """
def run(kind):
    for number in (1, 2, kind, 0):
        try:
            found = work(number)
            return found, number
        except ValueError:
            continue
        except KeyError:
            print("key")
    else:
        print("else")
""",
    ),
    "retry": (
        1,
        """
def run(kind):
    while True:
        try:
            found = work(kind)
            return found
        except (ValueError, KeyError):
            kind += 1
        print("again")
""",
    ),
    "generator": (
        1,
        """
def steps(kind):
    try:
        yield "first"
        found = work(kind)
        return found
    except ValueError:
        yield "bad"

def run(kind):
    done = yield_from(kind)
    return list(done)

def yield_from(kind):
    last = yield from steps(kind)
    yield last
""",
    ),
    "nested": (
        2,
        """
def run(kind):
    try:
        try:
            work(kind)
            return True
        except ValueError:
            return False
    except KeyError:
        return None
""",
    ),
    "a with that swallows": (
        1,
        """
import contextlib

def run(kind):
    with contextlib.suppress(KeyError):
        try:
            work(kind)
            return "done"
        except ValueError:
            return "bad"
    return "swallowed"
""",
    ),
    "the name of the handler": (
        0,
        """
def run(kind):
    try:
        error = work(kind)
        return error
    except ValueError as error:
        print(error)
""",
    ),
    "a name that may have no value": (
        0,
        """
def run(kind):
    try:
        if kind:
            found = work(kind)
        return found
    except UnboundLocalError:
        return "unbound"
""",
    ),
    "an attribute that may fail": (
        0,
        """
def run(kind):
    try:
        found = work(kind)
        return found.size
    except AttributeError:
        return "no size"
""",
    ),
    "a global that may be gone": (
        0,
        """
def run(kind):
    global found
    try:
        found = work(kind)
        forget()
        return found
    except NameError:
        return "gone"

def forget():
    del globals()["found"]
""",
    ),
}

EPILOGUE = "\nRESULT = run(KIND)\n"


def fixed(code, least=Applicability.SAFE):
    return fix(Source(code), partial(check, rules=[TryConsiderElse]), least)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_moved_return_changes_nothing(name):
    places, code = PROGRAMS[name]
    done = fixed(PROLOGUE + code)
    assert done.counts.get("PYG307", 0) == places
    for kind in range(5):
        before, after = (
            observe(f"KIND = {kind}\n{text}{EPILOGUE}")
            for text in (PROLOGUE + code, done.source.text)
        )
        assert after == before


CALL = """
def run(kind):
    table = {0: work, 1: work, 2: work}
    try:
        step = table[kind]
        return step(kind)
    except KeyError as error:
        return "no step"
"""


def test_a_moved_call_lets_its_own_errors_out():
    done = fixed(PROLOGUE + CALL, Applicability.UNSAFE)
    assert done.counts == {"PYG307": 1}
    results = {
        kind: [
            observe(f"KIND = {kind}\n{text}{EPILOGUE}")[1:]
            for text in (PROLOGUE + CALL, done.source.text)
        ]
        for kind in (0, 1, 2, 9)
    }
    assert results[0] == [("[0]", None)] * 2
    assert results[1] == [("None", "ValueError('first', 1)")] * 2
    assert results[2] == [("'no step'", None), ("None", "KeyError('second',)")]
    assert results[9] == [("'no step'", None)] * 2


def test_without_unsafe_fixes_the_call_stays():
    done = fixed(PROLOGUE + CALL)
    assert done.source.text == PROLOGUE + CALL
    (found,) = check(Source(PROLOGUE + CALL), [TryConsiderElse])
    assert found.reason == "errors that are handled today would get out"


@pytest.mark.parametrize("end", ["\r\n", "\n", ""])
def test_line_ends_stay_as_they_are(end):
    newline = end or "\n"
    lines = ["def f(a):", "\ttry:", "\t\ta()", "\t\treturn 1", "\texcept A:", "\t\treturn 2"]
    moved = [*lines[:3], *lines[4:], "\treturn 1"]
    assert fixed(newline.join(lines) + end).source.text == newline.join(moved) + end
