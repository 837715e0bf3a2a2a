"""``--output-format html``: one page that needs nothing but a browser.

Everything is on the page: style, script, code, diffs, explanations. It works without its script,
which only filters. A policy in the page itself forbids whatever else a browser could be made to
load or run, and every text that comes from files is escaped.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path

from pyguide import __version__
from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.breakdown import Breakdown, found_in
from pyguide.report.html import explanations, filters, findings, overview
from pyguide.report.links import Finder
from pyguide.report.tally import counted

_HERE = Path(__file__).parent


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """The page, piece by piece: no more than one file's findings are held at a time."""
    pieces = _page(outcome, looks)
    if not looks.ascii_only:
        return pieces
    return (piece.encode("ascii", "xmlcharrefreplace").decode() for piece in pieces)


def _page(outcome: Outcome, looks: Looks) -> Iterator[str]:
    numbers = Breakdown.of(outcome)
    style, script = _asset("page.css"), _asset("page.js")
    yield _head(numbers, style, script)
    yield "<main>\n"
    yield from overview.sections(outcome, numbers)
    if numbers.every.total:
        yield '<section aria-labelledby="findings">\n<h2 id="findings">Findings</h2>\n'
        yield filters.form(outcome, numbers)
        yield from findings.sections(outcome, Finder(looks.links, looks.root))
        yield "</section>\n"
        found = sorted(found_in(numbers.rules))
        broken = (outcome.rules[code] for code in found if code in outcome.rules)
        yield from explanations.sections(broken)
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _head(numbers: Breakdown, style: str, script: str) -> str:
    noun = "new finding" if numbers.has_trend else "finding"
    found = counted(numbers.every.total, noun) if numbers.every.total else f"no {noun}s"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="pyguide {escape(__version__)}">
<title>pyguide: {found}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>pyguide</h1>
<p>{found.capitalize()} in {counted(numbers.files_seen, "file")}{_made()}.</p>
<nav aria-label="Parts of the report"><a href="#overview">Overview</a>{_ways(numbers)}</nav>
</header>
"""


def _ways(numbers: Breakdown) -> str:
    """Links to the parts that a report without findings lacks."""
    if not numbers.every.total:
        return ""
    return '\n<a href="#findings">Findings</a>\n<a href="#rules">Rules explained</a>'


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, and nothing else: no network, no handlers, no forms."""
    allowed = f"style-src {_digest(style)}; script-src {_digest(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _made() -> str:
    """When the report was made, where the caller says when: else equal runs give equal bytes."""
    try:
        moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return ""
    return f", {moment:%Y-%m-%d %H:%M} UTC"


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="ascii")
