"""With `return False` exceptions get out; a block that raises nothing does the same as before."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.exit_returns_true import ExitReturnsTrue

# Each defines `Manager`; the number says how many values the fix changes.
PROGRAMS = {
    "plain": (
        1,
        """
class Manager:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, *args):
        print("exit")
        return True
""",
    ),
    "every path": (
        2,
        """
class Manager:
    open = True

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if self.open:
            print("close")
            return (True)
        else:
            return 1
""",
    ),
    "base": (
        1,
        """
import io

class Manager(io.StringIO):
    def __exit__(self, *args):
        super().__exit__(*args)
        print(self.closed)
        return True
""",
    ),
}

RUN = """
with Manager() as manager:
    if FAIL:
        raise FAIL("stop")
    RESULT = "to the end"
RESULT = "behind"
"""


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("failure", ["None", "ValueError", "KeyboardInterrupt", "SystemExit"])
def test_exceptions_get_out_and_nothing_else_changes(name, failure):
    places, code = PROGRAMS[name]
    done = fix(Source(code), partial(check, rules=[ExitReturnsTrue]), Applicability.UNSAFE)
    assert done.counts == {"PYG308": places}
    before, after = (observe(f"FAIL = {failure}\n{text}{RUN}") for text in (code, done.source.text))
    assert before[1:] == ("'behind'", None)
    assert after[0] == before[0]
    if failure == "None":
        assert after == before
    else:
        assert after[2] == f"{failure}('stop',)"


def test_safe_fixes_leave_it_alone():
    _, code = PROGRAMS["plain"]
    done = fix(Source(code), partial(check, rules=[ExitReturnsTrue]), Applicability.SAFE)
    assert done.source.text == code
