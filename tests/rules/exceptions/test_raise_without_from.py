"""The chained error is the same error; only its cause is new."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.raise_without_from import RaiseWithoutFrom
from pyguide_rules.exceptions.verbose_raise import VerboseRaise

PROLOGUE = """\
class Odd(Exception):
    def __init__(self, *args):
        print("made", *args)
        super().__init__(*args)

def fail(kind):
    if kind == 1:
        raise ValueError("first", 1)
    if kind == 2:
        raise KeyError("second")
    if kind == 3:
        raise KeyboardInterrupt
    return kind

"""

# Each defines `run(kind)`; the number says how often the rule gives an error its cause.
PROGRAMS = {
    "named": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        raise Odd(error.args)
""",
    ),
    "nameless": (
        2,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError:
        raise Odd("a value")
    except (KeyError):
        raise Odd
""",
    ),
    "the name of another handler": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as problem:
        return problem.args
    except KeyError:
        raise Odd("a key")
""",
    ),
    "the habitual name is a variable": (
        1,
        """
def other():
    try:
        fail(1)
    except ValueError as seen:
        print(seen)

def run(kind):
    seen = "kept"
    try:
        return fail(kind)
    except ValueError:
        if kind == 1:
            print(seen)
            raise Odd(seen)
    except KeyError:
        pass
    return seen
""",
    ),
    "the habitual name is read by a closure": (
        1,
        """
def other():
    try:
        fail(1)
    except ValueError as seen:
        print(seen)

def run(kind):
    seen = "kept"
    def show():
        return seen
    try:
        return fail(kind)
    except ValueError:
        if kind == 5:
            raise Odd(show())
    return show()
""",
    ),
    "the outer handler has the habitual name": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as seen:
        try:
            fail(2)
        except KeyError:
            if kind == 5:
                raise Odd("inner")
        return repr(seen)
""",
    ),
    "several in one handler": (
        2,
        """
def run(kind):
    try:
        return fail(kind)
    except Exception:
        if kind == 1:
            raise Odd("one")
        raise Odd("other")
""",
    ),
    "generator": (
        1,
        """
def steps(kind):
    try:
        yield fail(kind)
    except ValueError:
        yield "between"
        raise Odd("late")

def run(kind):
    return list(steps(kind))
""",
    ),
    "the name is no exception any more": (
        0,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        error = "text"
        raise Odd(error)
""",
    ),
    "caught inside the handler": (
        0,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        try:
            raise Odd("jump")
        except Odd as inner:
            return repr(inner.__cause__)
""",
    ),
    "nothing is handled": (
        0,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        def later():
            raise Odd("later")
    later()
""",
    ),
}

EPILOGUE = """
try:
    RESULT = run(KIND)
except BaseException as error:
    RESULT = repr(error), repr(error.__context__)
    CAUSE = repr(error.__cause__)
    raise
finally:
    print(sorted(name for name in globals() if not name.startswith("_"))[:3])
"""


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_but_the_cause_changes(name):
    places, code = PROGRAMS[name]
    rules = [RaiseWithoutFrom]
    done = fix(Source(PROLOGUE + code), partial(check, rules=rules), Applicability.UNSAFE)
    assert done.counts.get("PYG305", 0) == places
    for kind in range(6):
        before, after = (
            observe(f"KIND = {kind}\n{text}{EPILOGUE}")
            for text in (PROLOGUE + code, done.source.text)
        )
        assert after == before


@pytest.mark.parametrize("header", ["except ValueError as error", "except (ValueError)"])
def test_the_cause_is_what_was_caught(header):
    code = f"""
try:
    try:
        int("x")
    {header}:
        raise KeyError("y")
except KeyError as outer:
    RESULT = outer.__cause__ is outer.__context__, outer.__cause__
"""
    fixed = fix(Source(code), partial(check, rules=[RaiseWithoutFrom]), Applicability.UNSAFE)
    assert observe(code)[1] == "(False, None)"
    assert observe(fixed.source.text)[1].startswith("(True, ValueError(")


@pytest.mark.parametrize("first", ["raise error", "raise Odd('x')"])
def test_a_name_is_not_dropped_while_another_fix_needs_it(first):
    second = "raise Odd('y')" if first == "raise error" else "raise error"
    code = f"""
def run(kind):
    try:
        return fail(kind)
    except Exception as error:
        if kind == 1:
            {first}
        {second}
"""
    rules = [VerboseRaise, RaiseWithoutFrom]
    done = fix(Source(PROLOGUE + code), partial(check, rules=rules), Applicability.UNSAFE)
    assert done.counts == {"PYG304": 1, "PYG305": 1}
    for kind in range(3):
        before, after = (
            observe(f"KIND = {kind}\n{text}{EPILOGUE}")
            for text in (PROLOGUE + code, done.source.text)
        )
        assert after == before
