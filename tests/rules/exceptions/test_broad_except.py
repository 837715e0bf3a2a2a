"""What a finding says, and why the rule is in preview and has no fix."""

import pytest

from pyguide.engine import check
from pyguide.source import Source
from pyguide_rules.exceptions.broad_except import BroadExcept

CODE = """\
def read(path):
    try:
        return path.read()
    except {clause}:
        return {result}
"""


@pytest.mark.parametrize(
    ("clause", "shown"),
    [
        ("Exception", "Exception"),
        ("BaseException as error", "BaseException"),
        ("(ValueError, Exception)", "(ValueError, Exception)"),
        ("(ValueError, KeyError, OSError, Exception)", "(ValueError, KeyError,…"),
    ],
)
def test_the_message_names_what_is_caught(clause, shown):
    (found,) = check(Source(CODE.format(clause=clause, result="None")), [BroadExcept])
    assert found.message.startswith(f"`except {shown}` handles bugs like errors")
    assert len(found.message) <= 100
    assert (found.fix, found.repair) == (None, None)
    assert found.reason == "which errors are expected, only you know"


@pytest.mark.parametrize(
    ("result", "flagged"),
    [
        ("error", False),
        ("(path, error)", False),
        ("[error]", False),
        ("error or None", False),
        ("Failed(error)", False),
        ("str(error)", True),
        ("to_text(error)", True),
        ("'%s: %s' % (path, error)", True),
        ("'failed: ' + error.text", True),
        ("f'{error}'", True),
        ("error.args", True),
        ("error is None", True),
        ("format_exc()", False),
        ("path.errback()", False),
        ("lambda: error", False),
    ],
)
def test_whether_the_exception_is_handed_over(result, flagged):
    code = CODE.format(clause="Exception as error", result=result)
    assert bool(check(Source(code), [BroadExcept])) is flagged


def test_it_is_in_preview():
    assert BroadExcept.preview
