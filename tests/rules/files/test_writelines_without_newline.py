"""Line ends where the method's name promises lines: the same texts, one a line."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.writelines_without_newline import WritelinesWithoutNewline

PROGRAM = """
import io
def run(rows):
    out = io.StringIO()
    out.writelines({written})
    return out.getvalue()
RESULT = run(["a", "b'c"])
"""


def fixed(code: str, least: Applicability = Applicability.UNSAFE) -> str:
    done = fix(Source(code), partial(check, rules=[WritelinesWithoutNewline]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ('["one", "two"]', ["one", "two"]),
        ("('one', 'it\"s')", ["one", 'it"s']),
        ('[f"<{row}>" for row in rows]', ["<a>", "<b'c>"]),
        ('(f"row {n}" for n in range(2))', ["row 0", "row 1"]),
    ],
)
def test_each_text_gets_a_line(written, lines):
    code = PROGRAM.format(written=written)
    assert observe(code)[1] == repr("".join(lines))
    assert observe(fixed(code))[1] == repr("".join(f"{line}\n" for line in lines))
    assert fixed(code, Applicability.SAFE) == code


@pytest.mark.parametrize(
    "written",
    ['["one\\n", "two\\n"]', '["a", "b\\n"]', "rows", '(f"> {row}" for row in rows)', '["one"]'],
)
def test_what_may_be_lines_is_left_alone(written):
    code = PROGRAM.format(written=written)
    assert observe(code)[2] is None
    assert check(Source(code), [WritelinesWithoutNewline]) == []


def test_what_is_said():
    code = 'with open(p, "w") as file:\n    file.writelines(["one", "two"])\n'
    (finding,) = check(Source(code), [WritelinesWithoutNewline])
    assert finding.message == (
        '`writelines` adds no line ends, so `"one"` and what follows share a line'
    )
    assert finding.reason == "the file gets line ends"
