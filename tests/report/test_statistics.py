"""How often each rule was broken."""

import json

from pyguide.finding import Applicability, Edit, Finding, Fix, Span
from pyguide.outcome import Failure, FileResult, Outcome, RuleFacts
from pyguide.report import statistics

RULES = {
    code: RuleFacts(code, name, "style", "Why.", "", True)
    for code, name in [("PYG301", "bare-except"), ("PYG201", "none-comparison"), ("PYG9", "zero")]
}
FIX = Fix("t", (Edit(Span(0, 1), "y"),), Applicability.SAFE)


def outcome(*codes: str, failures: tuple[Failure, ...] = ()) -> Outcome:
    """Findings of the codes; a code with a star has a safe fix."""
    findings = [
        Finding(code.strip("*"), "m", Span(0, 1), FIX if "*" in code else None) for code in codes
    ]
    return Outcome((FileResult("a.py", tuple(findings), "x\n", failures),), RULES)


def test_most_frequent_first_and_aligned() -> None:
    many = outcome(
        *["PYG201"] * 10, "PYG301*", "PYG9*", "PYG9", failures=(Failure("invalid-syntax", "m"),)
    )
    assert statistics.render(many) == (
        "10\tPYG201\t[ ] none-comparison\n"
        " 2\tPYG9  \t[-] zero\n"
        " 1\tPYG301\t[*] bare-except\n"
        " 1\t      \t[ ] invalid-syntax\n"
        "Found 14 errors.\n"
        "[*] 2 fixable with `--fix`.\n"
    )


def test_without_anything_fixable_no_brackets() -> None:
    assert statistics.render(outcome("PYG301")) == "1\tPYG301\tbare-except\nFound 1 error.\n"


def test_a_clean_run() -> None:
    assert statistics.render(outcome()) == "All checks passed!\n"
    assert statistics.render(outcome(), as_json=True) == "[]"


def test_json_says_the_same() -> None:
    some = outcome("PYG9*", "PYG9", "PYG301*", failures=(Failure("io-error", "m"),))
    entries = json.loads(statistics.render(some, as_json=True))
    assert [list(entry.values()) for entry in entries] == [
        ["PYG9", "zero", 2, False, 1],
        ["PYG301", "bare-except", 1, True, 1],
        [None, "io-error", 1, False, 0],
    ]
    assert list(entries[0]) == ["code", "name", "count", "fixable", "fixable_count"]
