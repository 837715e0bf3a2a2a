"""The table at the end of a codemod."""

from pyguide.finding import Applicability, Edit, Finding, Fix, Span
from pyguide.outcome import Failure, FileResult, Outcome, RuleFacts
from pyguide.report import summary

RULES = {
    code: RuleFacts(code, name, "style", "Why.", "", True)
    for code, name in [("PYG101", "mutable-default"), ("PYG301", "bare-except"), ("PYG4", "日本")]
}


def found(code: str, applicability: Applicability | None = None) -> Finding:
    if applicability is None:
        return Finding(code, "m", Span(0, 1), None, "r")
    return Finding(code, "m", Span(0, 1), Fix("t", (Edit(Span(0, 1), "y"),), applicability), "r")


UNSAFE = found("PYG101", Applicability.UNSAFE)
FILES = (
    FileResult(
        "a.py",
        (UNSAFE, found("PYG101"), found("PYG4", Applicability.DISPLAY)),
        "x\n",
        fixed=(("PYG101", 12), ("PYG301", 1)),
        before="x",
        after="y",
    ),
    FileResult("b.py", (UNSAFE,), "x\n", fixed=(("PYG301", 2),), before="x", after="y"),
)


def test_what_was_fixed_what_could_be_and_what_cannot() -> None:
    assert (
        summary.render(Outcome(FILES, RULES, files_seen=9))
        == """\
Rule                    Fixed  With --unsafe-fixes  No fix
PYG101 mutable-default     12                    2       1
PYG301 bare-except          3                    -       -
PYG4 日本                   -                    -       1
Total                      15                    2       2

2 files changed, 7 left unchanged.
"""
    )


def test_what_is_not_applied_yet_has_a_column_of_its_own() -> None:
    assert (
        summary.render(Outcome((FileResult("a.py", (UNSAFE,), "x\n"),), RULES, 1, True))
        == """\
Rule                    Fixed  Fixable  With --unsafe-fixes  No fix
PYG101 mutable-default      -        1                    -       -
Total                       -        1                    -       -

0 files changed, 1 left unchanged.
"""
    )


def test_nothing_found_is_one_line() -> None:
    assert summary.render(Outcome((), RULES, 3)) == "0 files changed, 3 left unchanged.\n"


def test_files_with_failures_are_counted_apart() -> None:
    files = (
        FileResult("a.py", failures=(Failure("io-error", "m"),)),
        FileResult("b.py", fixed=(("PYG301", 1),), before="x", after="y"),
    )
    assert summary.render(Outcome(files, RULES, 5)).endswith(
        "\n1 file changed, 3 left unchanged, 1 not fully checked.\n"
    )


def test_narrow_terminals_clip_the_names_and_colour_only_the_rims() -> None:
    lines = summary.render(Outcome(FILES, RULES), color=True, width=55).splitlines()
    assert lines[1].startswith("PYG101 mutable-def…  ")
    assert [line.startswith("\x1b[1m") for line in lines[:5]] == [True, False, False, False, True]
