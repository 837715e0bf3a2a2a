"""``--output-format sarif``: SARIF 2.1.0 as GitHub code scanning wants it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import PurePath

from pyguide import __version__
from pyguide.finding import Edit
from pyguide.fingerprint import VERSION
from pyguide.outcome import Outcome, RuleFacts, Silenced
from pyguide.report import Looks
from pyguide.report.handbook import manual, why
from pyguide.report.json import HERE, around
from pyguide.report.line_hash import line_hashes
from pyguide.report.places import STANDARD_INPUT, absolute, below, uri
from pyguide.report.rdjson import HOME
from pyguide.report.rows import Row, known_rows
from pyguide.report.severity import worded
from pyguide.source import Source

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "SRCROOT"
_LONGEST = 1024
"""Characters of a description that GitHub takes."""

_FAILURES = {
    "invalid-syntax": "Python cannot read this file.",
    "io-error": "This file cannot be read or written.",
    "not-parsed": "libcst cannot parse this code, so it was not looked at.",
    "rule-crash": "A rule crashed, which is a bug of the rule.",
    "too-deep": "This code is nested too deeply to be looked at.",
    "too-slow": "This file took more processor time than the settings allow.",
    "too-big": "To look at this file takes more memory than there is.",
    "worker-died": "The process that looked at this file died.",
}


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """One log with one run, without a final newline.

    Paths start from the repository where ``GITHUB_WORKSPACE`` or ``CI_PROJECT_DIR`` name it, else
    from the working directory. Findings that a comment silences are among the results, marked as
    suppressed; but not on GitHub Actions, because GitHub opens alerts for them all the same.
    """
    silenced = os.environ.get("GITHUB_ACTIONS") != "true"
    codes = _codes(outcome, silenced=silenced)
    project = _Project(looks.root)
    any_silenced = silenced and any(file.silenced for file in outcome.files)
    document = {
        "$schema": SCHEMA,
        "runs": [
            {
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_BASE: {"uri": f"{uri(PurePath(project.root))}/"}},
                "results": HERE,
                "tool": {
                    "driver": {
                        "informationUri": HOME,
                        "name": "pyguide",
                        "rules": [_rule(code, outcome.rules) for code in codes],
                        "version": __version__,
                    }
                },
            }
        ],
        "version": "2.1.0",
    }
    indices = {code: index for index, code in enumerate(codes)}
    shown = (row for row in known_rows(outcome) if silenced or not row.silenced)
    results = (
        _result(row, indices[row.code], line_hash, project, suppressible=any_silenced)
        for row, line_hash in _with_line_hashes(shown)
    )
    return around(document, results, looks)


class _Project:
    """The folder that the report's paths start from."""

    def __init__(self, root: str) -> None:
        self._working = absolute(".", root)
        self._places: dict[str, dict[str, str]] = {}
        named = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
        inside = named and PurePath(self._working).is_relative_to(named)
        self.root = named if named and inside else self._working

    def place(self, path: str) -> dict[str, str]:
        """Where a file is, as SARIF says it."""
        if path not in self._places:
            self._places = {path: self._place(path)}  # findings come file by file
        return self._places[path]

    def _place(self, path: str) -> dict[str, str]:
        if path == STANDARD_INPUT:
            return {"uri": path}
        found = below(absolute(path, self._working), self.root)
        place = {"uri": uri(found)}
        return place if found.is_absolute() else {**place, "uriBaseId": _BASE}


def _codes(outcome: Outcome, *, silenced: bool) -> list[str]:
    """Every code and kind of failure that the results will name, sorted."""
    found: set[str] = set()
    for file in outcome.files:
        found |= {one.code for one in file.findings} | {one.kind for one in file.failures}
        found |= {one.finding.code for one in file.silenced if silenced}
    return sorted(found)


def _rule(code: str, rules: Mapping[str, RuleFacts]) -> dict[str, object]:
    """What is known of a rule; of a kind of failure that is one sentence."""
    rule = rules.get(code)
    if rule is None:
        text = {"text": _FAILURES.get(code, code)}
        return {
            "defaultConfiguration": {"enabled": True, "level": "error"},
            "fullDescription": text,
            "help": text,
            "id": code,
            "properties": {"id": code, "name": code, "problem.severity": "error"},
            "shortDescription": text,
        }
    return {
        "defaultConfiguration": {"enabled": not rule.preview, "level": "error"},
        "fullDescription": {"text": _clipped(why(rule))},
        "help": {"markdown": manual(rule) or rule.summary, "text": rule.summary or rule.name},
        **({"helpUri": rule.url} if rule.url else {}),
        "id": code,
        "name": rule.name,
        "properties": {
            "id": code,
            "kind": rule.category,
            "name": rule.name,
            "precision": "medium" if rule.preview else "high",
            "problem.severity": worded("error", "sarif-problem"),
            "tags": ["python", rule.category],
        },
        "shortDescription": {"text": _clipped(rule.summary or rule.name)},
    }


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _with_line_hashes(found: Iterator[Row]) -> Iterator[tuple[Row, str | None]]:
    """Each row with GitHub's hash of its first line; None where that line is not known."""
    for _, group in groupby(found, key=lambda row: row.file.path):
        hashes: dict[int, str] | None = None
        for row in group:
            if hashes is None:
                hashes = line_hashes(row.source, _lines(row))
            yield row, hashes.get(row.start[0])


def _lines(row: Row) -> set[int]:
    """The first lines of all that is to be shown of the row's file."""
    file = row.file
    found = [*file.findings, *(one.finding for one in file.silenced)]
    lines = {row.source.location(finding.span.start)[0] for finding in found}
    return lines | {failure.line for failure in file.failures}


def _result(
    row: Row, index: int, line_hash: str | None, project: _Project, *, suppressible: bool
) -> dict[str, object]:
    place = project.place(row.file.path)
    prints = {f"pyguide/v{VERSION}": row.fingerprint}
    if line_hash is not None:
        prints["primaryLocationLineHash"] = line_hash
    result: dict[str, object] = {
        "level": worded(row.severity, "sarif"),
        "locations": [
            {"physicalLocation": {"artifactLocation": place, "region": _region(row.start, row.end)}}
        ],
        "message": {"text": row.message},
        "partialFingerprints": prints,
        "ruleId": row.code,
        "ruleIndex": index,
    }
    fix, edits = row.finding.fix if row.finding else None, row.edits()
    if fix and edits:
        replacements = [_replacement(row.source, edit) for edit in edits]
        changes = [{"artifactLocation": place, "replacements": replacements}]
        result["fixes"] = [{"artifactChanges": changes, "description": {"text": fix.title}}]
    # SARIF wants them on all results of a run or on none.
    if suppressible:
        result["suppressions"] = [_suppression(row.silenced)] if row.silenced else []
    return dict(sorted(result.items()))


def _suppression(silenced: Silenced) -> dict[str, str]:
    reason = {"justification": silenced.reason} if silenced.reason else {}
    return {**reason, "kind": "inSource"}


def _replacement(source: Source, edit: Edit) -> dict[str, object]:
    start, end = source.location(edit.span.start), source.location(edit.span.end)
    inserted = {"insertedContent": {"text": edit.text}} if edit.text else {}
    return {"deletedRegion": _region(start, end), **inserted}


def _region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {
        "endColumn": end[1],
        "endLine": end[0],
        "startColumn": start[1],
        "startLine": start[0],
    }
