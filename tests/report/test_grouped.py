"""Findings under their file or their rule."""

import re

import outcomes
from pyguide.finding import Finding, Span
from pyguide.outcome import Failure, FileResult
from pyguide.report import render

BROKEN = FileResult("b.py", text="x\n", failures=(Failure("invalid-syntax", "no", 1, 1),))


def test_by_file() -> None:
    late = Finding("PYG303", "too late", Span(0, 3))
    file = FileResult("a.py", (outcomes.FINDING, late), outcomes.TEXT)
    assert render("grouped", outcomes.outcome(file, BROKEN)) == (
        "a.py:\n"
        "  1:1 PYG303 too late\n"
        "  4:5 PYG301 [*] `except:` catches all\n"
        "\n"
        "b.py:\n"
        "  1:1 invalid-syntax: no\n"
        "\n"
        "Found 3 errors.\n"
        "[*] 1 fixable with `--fix`.\n"
    )


def test_by_rule_the_most_frequent_first() -> None:
    other = Finding("PYG101", "shared", Span(0, 3))
    files = [
        outcomes.found("a.py"),
        FileResult("c.py", (other, outcomes.FINDING), outcomes.TEXT),
        BROKEN,
    ]
    assert render("grouped-by-rule", outcomes.outcome(*files)) == (
        "PYG301 bare-except (2 times):\n"
        "  a.py:4:5: [*] `except:` catches all\n"
        "  c.py:4:5: [*] `except:` catches all\n"
        "\n"
        "PYG101 (1 time):\n"
        "  c.py:1:1: shared\n"
        "\n"
        "invalid-syntax (1 time):\n"
        "  b.py:1:1: no\n"
        "\n"
        "Found 4 errors.\n"
        "[*] 2 fixable with `--fix`.\n"
    )


def test_colour_and_links_change_nothing_but_the_looks() -> None:
    result = outcomes.outcome(outcomes.found(), BROKEN)
    for form in ("grouped", "grouped-by-rule"):
        painted = render(form, result, color=True, hyperlinks=True)
        assert "\x1b[" in painted
        assert "https://x.test/301" in painted
        bare = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\|\x1b\[[\d;]*m", "", painted)
        assert bare == render(form, result)
