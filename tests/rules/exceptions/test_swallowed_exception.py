"""The fix only adds a message to the log: what the program does and returns stays the same."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.swallowed_exception import SwallowedException

PROLOGUE = """\
import logging

LOGGED = []

class Sink(logging.Handler):
    def emit(self, record):
        LOGGED.append((record.getMessage(), record.exc_info[0].__name__))

log = logging.getLogger("pyguide.test.swallowed")
log.propagate = False
log.handlers[:] = [Sink()]

def fail(kind):
    print("fail", kind)
    if kind == 1:
        raise ValueError("first", 1)
    if kind == 2:
        raise KeyError("second")
    if kind == 3:
        raise KeyboardInterrupt
    return kind

"""

# Each defines `run(kind)`; the number says how often `run(1)` logs after the fix.
PROGRAMS = {
    "pass": (
        1,
        """
def run(kind):
    try:
        return fail(kind)
    except Exception:
        pass
    return "after"
""",
    ),
    "continue": (
        2,
        """
def run(kind):
    done = []
    for number in (kind, 0, kind, 4):
        try:
            fail(number)
        except Exception:
            continue
        done.append(number)
    return done
""",
    ),
    "continue on the line of the clause": (
        1,
        """
def run(kind):
    done = []
    while len(done) < 2:
        done.append(kind)
        try: fail(kind - len(done) + 1)
        except Exception: continue
        done.append("else")
    return done
""",
    ),
    "bare, in a nested function": (
        1,
        """
def run(kind):
    def inner():
        try:
            return fail(kind)
        except:
            ...
    return inner()
""",
    ),
    "with else and finally": (
        1,
        """
def run(kind):
    try:
        fail(kind)
    except KeyError:
        print("key")
    except Exception as error:
        pass
    else:
        print("else")
    finally:
        print("finally")
""",
    ),
}

EPILOGUE = """
try:
    RESULT = run(KIND)
finally:
    print(len(LOGGED) if COUNT else "")
"""


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_but_the_log_changes(name):
    times, code = PROGRAMS[name]
    rules = [SwallowedException]
    done = fix(Source(PROLOGUE + code), partial(check, rules=rules), Applicability.UNSAFE)
    assert done.counts == {"PYG303": 1}
    for kind in range(5):
        before, after = (
            observe(f"KIND = {kind}\nCOUNT = False\n{text}{EPILOGUE}")
            for text in (PROLOGUE + code, done.source.text)
        )
        assert after == before
    printed, _, _ = observe(f"KIND = 1\nCOUNT = True\n{done.source.text}{EPILOGUE}")
    assert printed.splitlines()[-1] == str(times)


def test_the_log_shows_where_and_what():
    _, code = PROGRAMS["pass"]
    rules = [SwallowedException]
    done = fix(Source(PROLOGUE + code), partial(check, rules=rules), Applicability.UNSAFE)
    shown = observe(f"{done.source.text}\nrun(2)\nRESULT = LOGGED")[1]
    assert shown == repr([("Ignored an exception in run()", "KeyError")])


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("", "there is no logger"),
        (
            "import logging\nlog = logging.getLogger('a')\n",
            "`log` would report what is silent today",
        ),
    ],
)
def test_why_there_is_no_safe_fix(head, reason):
    code = f"{head}def run():\n    try:\n        work()\n    except Exception:\n        pass\n"
    (found,) = check(Source(code), [SwallowedException])
    assert found.reason == reason
    assert bool(found.fix) is bool(head)
