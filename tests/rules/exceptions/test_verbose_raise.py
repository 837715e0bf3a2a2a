"""A bare `raise` passes on the same object; only the repeated entry of the traceback goes."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.verbose_raise import VerboseRaise

PROLOGUE = """\
import asyncio, contextlib

CAUGHT = []

class Odd(ValueError):
    def __init__(self, *args):
        print("made", *args)
        super().__init__(*args)

    def __eq__(self, other):
        print("compared")
        return True

    __hash__ = None

def fail(kind):
    if kind == 1:
        error = Odd("first", 1)
        CAUGHT.append(error)
        raise error
    if kind == 2:
        raise KeyError("second")
    if kind == 3:
        raise KeyboardInterrupt
    return kind

"""

# Each defines `run(kind)` and names the exception that it raises again in as many places as said.
PROGRAMS = {
    "plain": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        raise error
""",
    ),
    "the name is used": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except (ValueError, KeyError) as error:
        error.seen = True
        error.args += ("more",)
        print(type(error).__name__)
        raise error
""",
    ),
    "conditions": (
        2,
        """
def run(kind):
    try:
        return fail(kind)
    except Exception as error:
        if kind == 1:
            raise error
        for _ in range(2):
            print("again")
            if _:
                raise error
""",
    ),
    "a try inside that succeeds": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except Exception as error:
        try:
            int("x")
        except ValueError:
            print("inner")
        raise error
""",
    ),
    "raised inside a try that catches it": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except Exception as error:
        try:
            raise error
        except KeyError as inner:
            return repr(inner)
        finally:
            print("finally")
""",
    ),
    "a cause and a context of its own": (
        1,
        """
def run(kind):
    try:
        try:
            return fail(kind)
        except ValueError as first:
            raise TypeError("outer") from first
    except TypeError as error:
        raise error
""",
    ),
    "generator": (
        1,
        """
def steps(kind):
    try:
        yield fail(kind)
    except ValueError as error:
        print((yield "between"))
        raise error

def run(kind):
    work = steps(kind)
    try:
        int("other")
    except ValueError:
        first = next(work)
        return first, list(work)
""",
    ),
    "context manager": (
        1,
        """
@contextlib.contextmanager
def guard():
    try:
        yield
    except ValueError as error:
        print("guard")
        raise error

def run(kind):
    with guard():
        return fail(kind)
""",
    ),
    "coroutine": (
        1,
        """
async def work(kind):
    try:
        return fail(kind)
    except ValueError as error:
        await asyncio.sleep(0)
        raise error

def run(kind):
    return asyncio.run(work(kind))
""",
    ),
    "the name is read in another handler": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        raise error
    except KeyError as error:
        return error.args
""",
    ),
    "the name is read after the handler": (
        1,
        """
def run(kind):
    error = None
    for number in (0, kind):
        try:
            fail(number)
        except ValueError as error:
            if kind == 5:
                raise error
    return error
""",
    ),
    "a closure sees the name": (
        1,
        """
def run(kind):
    shown = lambda: error
    try:
        return fail(kind)
    except ValueError as error:
        print(repr(shown()))
        raise error
""",
    ),
    "an inner handler takes the name of the outer": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        try:
            fail(2)
        except KeyError as error:
            if kind == 5:
                raise error
        return repr(error)
""",
    ),
    "rebound": (
        0,
        """
def run(kind):
    try:
        return fail(kind)
    except Exception as error:
        error = RuntimeError("other")
        raise error
""",
    ),
    "another exception is handled": (
        0,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        try:
            fail(2)
        except KeyError:
            raise error
""",
    ),
    "finally on the way of another exception": (
        0,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        try:
            fail(2)
        finally:
            raise error
""",
    ),
    "a function made in the handler": (
        0,
        """
def run(kind):
    try:
        return fail(kind)
    except ValueError as error:
        caught = error
        def again(error=error):
            raise error
        def later():
            raise caught
    again()
""",
    ),
    "a function rebinds the name": (
        0,
        """
def run(kind):
    def swap():
        nonlocal error
        error = RuntimeError("swapped")
    try:
        return fail(kind)
    except ValueError as error:
        swap()
        raise error
""",
    ),
    "group": (
        0,
        """
def run(kind):
    try:
        raise ExceptionGroup("all", [ValueError(kind), TypeError(kind)])
    except* ValueError as error:
        raise error
    except* TypeError as error:
        raise error
""",
    ),
}

EPILOGUE = """
try:
    RESULT = run(KIND)
except BaseException as error:
    chain = [error, error.__cause__, error.__context__]
    RESULT = [repr(one) for one in chain], vars(error), error.__suppress_context__
    RESULT = *RESULT, [error is one for one in CAUGHT], getattr(error, "exceptions", None)
    raise
"""


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_but_the_traceback_changes(name):
    places, code = PROGRAMS[name]
    done = fix(Source(PROLOGUE + code), partial(check, rules=[VerboseRaise]), Applicability.SAFE)
    assert done.counts.get("PYG304", 0) == places
    for kind in range(6):
        before, after = (
            observe(f"KIND = {kind}\n{text}{EPILOGUE}")
            for text in (PROLOGUE + code, done.source.text)
        )
        assert after == before


def test_the_traceback_loses_the_repeated_entry():
    code = """
def run():
    try:
        int("x")
    except ValueError as error:
        raise error
"""
    show = """
import traceback
try:
    run()
except ValueError as error:
    RESULT = [entry.name for entry in traceback.extract_tb(error.__traceback__)][1:]
"""
    fixed = fix(Source(code), partial(check, rules=[VerboseRaise]), Applicability.SAFE).source.text
    assert "as error" not in fixed
    assert observe(code + show)[1] == repr(["run", "run"])
    assert observe(fixed + show)[1] == repr(["run"])


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("raise error", "raise"),
        ("raise\terror", "raise"),
        ("raise \\\n            error", "raise"),
        ("raise(error)", "raise"),
        ("raise error;", "raise;"),
        ("raise error  # why", "raise  # why"),
        ("raise (error  # why\n        )", None),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_stands_beside_the_name_stays(line, fixed, newline):
    head = "try:\n    work()\nexcept ValueError as error:\n        "
    code = f"{head}{line}\nelse:\n    pass\n".replace("\n", newline)
    done = fix(Source(code), partial(check, rules=[VerboseRaise]), Applicability.SAFE)
    expected = f"{head}{line if fixed is None else fixed}\nelse:\n    pass\n"
    assert done.source.text == expected.replace("\n", newline)
