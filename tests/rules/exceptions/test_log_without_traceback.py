"""The fix adds the traceback to what is logged, and nothing else."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.log_without_traceback import LogWithoutTraceback

PROLOGUE = """\
import logging

SHOW = False

class Sink(logging.Handler):
    def emit(self, record):
        print(record.levelname, record.getMessage())
        if SHOW:
            print(record.exc_info and record.exc_info[0].__name__)

log = logging.getLogger("pyguide.test.traceback")
log.propagate = False
log.handlers[:] = [Sink()]

"""
PROGRAMS = {
    "error": "def f():\n    try:\n        1 / 0\n    except Exception as e:\n"
    "        log.error('%s of %s', e, 2)\n        return 3\nRESULT = f()",
    "critical": "try:\n    {}[1]\nexcept:\n    log.critical('lost')\n    RESULT = 1",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_only_the_traceback_is_new(name):
    old = PROLOGUE + PROGRAMS[name]
    new = fix(
        Source(old), lambda one: check(one, [LogWithoutTraceback]), Applicability.UNSAFE
    ).source.text
    assert new != old
    assert observe(new) == observe(old)
    shown = [observe(one.replace("SHOW = False", "SHOW = True"))[0] for one in (old, new)]
    assert shown[0].endswith("None\n")
    assert shown[1].endswith("Error\n")
