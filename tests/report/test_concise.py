"""One line a finding, in ruff's words."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pyguide.finding import Applicability, Edit, Finding, Fix, Span
from pyguide.outcome import Failure, FileResult, Outcome, RuleFacts
from pyguide.report import FORMATS, render

TEXT = "import os\ntry:\n    pass\nexcept:\n    pass\n"
RULES = {
    "PYG301": RuleFacts("PYG301", "bare-except", "suspicious", "Why.", "https://x.test/301", True)
}


def finding(applicability: Applicability | None = None, message: str = "bare except") -> Finding:
    fix = applicability is not None and Fix(
        "Catch `Exception`", (Edit(Span(30, 30), " Exception"),), applicability
    )
    safe = applicability is Applicability.SAFE
    return Finding("PYG301", message, Span(24, 31), fix or None, None if safe else "reasons")


def outcome(
    *findings: Finding, path: str = "a.py", unsafe: bool = False, **more: object
) -> Outcome:
    file = FileResult(path, findings, TEXT, **more)  # type: ignore[arg-type]
    return Outcome((file,), RULES, 1, unsafe)


SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY
LINE = "a.py:4:1: PYG301 bare except"
MARKED = "a.py:4:1: PYG301 [*] bare except"
UNSAFE_LEFT = "unsafe fix available with `--fix --unsafe-fixes`"


@pytest.mark.parametrize(
    ("findings", "unsafe", "expected"),
    [
        ((), False, ["All checks passed!"]),
        ((finding(),), False, [LINE, "Found 1 error."]),
        ((finding(SAFE),), False, [MARKED, "Found 1 error.", "[*] 1 fixable with `--fix`."]),
        ((finding(UNSAFE),), False, [LINE, "Found 1 error.", f"1 {UNSAFE_LEFT}."]),
        ((finding(UNSAFE),), True, [MARKED, "Found 1 error.", "[*] 1 fixable with `--fix`."]),
        ((finding(DISPLAY),), True, [LINE, "Found 1 error."]),
        (
            (finding(SAFE), finding(SAFE), finding(UNSAFE)),
            False,
            [
                *(MARKED, MARKED, LINE, "Found 3 errors."),
                f"[*] 2 fixable with `--fix` (1 {UNSAFE_LEFT}).",
            ],
        ),
        (
            (finding(UNSAFE), finding(UNSAFE)),
            False,
            [
                *(LINE, LINE, "Found 2 errors."),
                "2 unsafe fixes available with `--fix --unsafe-fixes`.",
            ],
        ),
    ],
)
def test_marks_and_closing_lines_follow_what_can_be_fixed(
    findings: tuple[Finding, ...], unsafe: bool, expected: list[str]
) -> None:
    text = render("concise", outcome(*findings, unsafe=unsafe))
    assert text == "\n".join([*expected, ""])


def test_fixed_findings_are_counted() -> None:
    fixed = (("PYG301", 2), ("PYG101", 1))
    assert render("concise", outcome(finding(), fixed=fixed)).splitlines()[1] == (
        "Found 4 errors (3 fixed, 1 remaining)."
    )
    assert render("concise", outcome(fixed=(("PYG301", 1),))) == (
        "Found 1 error (1 fixed, 0 remaining).\n"
    )


def test_failures_are_lines_too_and_no_run_with_them_passes() -> None:
    failures = (Failure("invalid-syntax", "expected ':'", 3, 7), Failure("io-error", "denied"))
    text = render("concise", outcome(failures=failures))
    assert text == (
        "a.py:1:1: io-error: denied\na.py:3:7: invalid-syntax: expected ':'\nFound 2 errors.\n"
    )


@pytest.mark.parametrize("nasty", ["\n", "\r", "\x1b[31m", "\x07", "\x9b", "\u202e", "\u2028"])
def test_nothing_drives_the_terminal_and_a_finding_is_one_line(nasty: str) -> None:
    text = render("concise", outcome(finding(message=f"a{nasty}b"), path=f"c{nasty}d.py"))
    assert len(text.splitlines()) == 2
    assert nasty not in text.replace("\n", "", 2)
    escaped = nasty.encode("unicode_escape").decode()
    assert text.startswith(f"c{escaped}d.py:4:1: PYG301 a{escaped}b\n")


def test_undecodable_file_names_can_be_written() -> None:
    render("concise", outcome(finding(), path="\udcff.py")).encode()


def test_columns_count_code_points_whatever_the_line_ends() -> None:
    text = "a = 1\r\né = 日 == None\rb\n"
    start = text.index("None")
    file = FileResult("a.py", (Finding("X", "m", Span(start, start + 4)),), text)
    assert render("concise", Outcome((file,), {})).startswith("a.py:2:10: X m\n")


def test_colour_and_links_only_where_asked_for() -> None:
    painted = render("concise", outcome(finding(SAFE)), color=True, hyperlinks=True)
    assert "\x1b[1ma.py\x1b[0m\x1b[36m:\x1b[0m4" in painted
    assert "\x1b]8;;https://x.test/301\x1b\\\x1b[1;91mPYG301\x1b[0m\x1b]8;;\x1b\\" in painted
    assert "\x1b" not in render("concise", outcome(finding(SAFE)))


def test_only_the_format_asked_for_is_imported() -> None:
    code = (
        "import sys, pyguide.report as r, pyguide.outcome as o\n"
        "r.render('concise', o.Outcome((), {}))\n"
        "print([m for m in ('rich', 'json', 'difflib', 'pyguide.report.full', 'pyguide.imports',"
        " 'libcst') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": ":".join(sys.path)})  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_formats_are_known_by_name() -> None:
    assert {"full", "concise", "json"} <= set(FORMATS)
    with pytest.raises(KeyError):
        render("yaml", outcome())


def test_the_words_are_those_of_ruff(tmp_path: Path) -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not installed")
    (tmp_path / "a.py").write_text("import os\ndef f():\n    x = 1\n")
    done = subprocess.run(
        [ruff, "check", "--isolated", "--no-cache", "--select=F", "--output-format=concise"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    if "unsafe fix available" not in done.stdout:
        pytest.skip("this ruff words its summary in another way")
    text = "import os\ndef f():\n    x = 1\n"
    edit = (Edit(Span(0, 1), ""),)
    file = FileResult(
        "a.py",
        (
            Finding("F401", "`os` imported but unused", Span(7, 9), Fix("t", edit, SAFE)),
            Finding(
                "F841",
                "Local variable `x` is assigned to but never used",
                Span(23, 24),
                Fix("t", edit, UNSAFE),
                "it may run code",
            ),
        ),
        text,
    )
    assert render("concise", Outcome((file,), {})) == done.stdout
