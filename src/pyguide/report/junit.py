"""``--output-format junit``: test results, one failed case a finding, one suite a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.places import absolute
from pyguide.report.rows import Row, rows
from pyguide.report.terminal import visible

_PACKAGE = "org.pyguide"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_MARKUP = re.compile("[&<>\"']")
# No XML may hold these, not even spelled as references.
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """The document as ruff indents it; a clean run is one case that passes."""
    for piece in _document(outcome, looks):
        # References are what any encoding of XML can hold.
        yield piece.encode("ascii", "xmlcharrefreplace").decode() if looks.ascii_only else piece


def _document(outcome: Outcome, looks: Looks) -> Iterator[str]:
    total = sum(len(file.findings) + len(file.failures) for file in outcome.files)
    counts = f'tests="{total or 1}" skipped="0" failures="{total}" errors="0"'
    yield f'{_HEAD}<testsuites name="pyguide" {counts}>\n'
    if not total:
        yield from _suite("pyguide", 1, 0)
        yield '        <testcase name="No errors found" classname="pyguide"/>\n    </testsuite>\n'
    for path, group in groupby(rows(outcome), key=lambda row: row.file.path):
        found = list(group)
        name = absolute(path, looks.root)
        yield from _suite(_escaped(name), len(found), len(found))
        for row in found:
            yield _case(row, _escaped(str(PurePath(name).with_suffix(""))))
        yield "    </testsuite>\n"
    yield "</testsuites>\n"


def _suite(name: str, tests: int, failures: int) -> Iterator[str]:
    counts = f'tests="{tests}" skipped="0" errors="0" failures="{failures}"'
    yield f'    <testsuite name="{name}" {counts} package="{_PACKAGE}">\n'


def _case(row: Row, classname: str) -> str:
    line, column = row.start
    name, message = f"{_PACKAGE}.{_escaped(row.code)}", _escaped(row.message)
    return (
        f'        <testcase name="{name}" classname="{classname}" line="{line}" '
        f'column="{column}">\n'
        "            <properties>\n"
        f'                <property name="severity" value="{row.severity}"/>\n'
        "            </properties>\n"
        f'            <failure message="{message}">line {line}, col {column}, {message}'
        "</failure>\n"
        "        </testcase>\n"
    )


def _escaped(text: str) -> str:
    """``text`` as XML can hold it; control characters are spelled as Python escapes."""
    shown = _NO_CHARACTERS.sub(lambda match: f"\\u{ord(match.group()):04x}", visible(text))
    return _MARKUP.sub(lambda match: _ENTITIES[match.group()], shown)
