"""Findings, failures and facts of rules as JSON and back; what has another shape is refused."""

from __future__ import annotations

from collections.abc import Sequence

from pyguide.finding import Applicability, Edit, Finding, Fix, Import, Span
from pyguide.outcome import Failure, RuleFacts, Silenced

Json = object


def of_finding(finding: Finding) -> Json:
    """A finding with all its fixes."""
    return [
        finding.code,
        finding.message,
        [finding.span.start, finding.span.end],
        _of_fix(finding.fix),
        finding.reason,
        _of_fix(finding.repair),
        finding.fingerprint,
    ]


def _of_fix(fix: Fix | None) -> Json:
    if fix is None:
        return None
    edits = [[edit.span.start, edit.span.end, edit.text] for edit in fix.edits]
    imports = [[one.module, one.name] for one in fix.imports]
    ground = None if fix.ground is None else [fix.ground.start, fix.ground.end]
    return [fix.title, edits, int(fix.applicability), imports, ground]


def to_finding(value: Json) -> Finding:
    """The finding; raises TypeError or ValueError for anything else."""
    match value:
        case [
            str(code), str(message), [int(start), int(end)], fix, str() | None as reason, repair,
            str(fingerprint),
        ]:  # fmt: skip
            return Finding(
                code,
                message,
                Span(start, end),
                _to_fix(fix),
                reason,
                _to_fix(repair),
                fingerprint=fingerprint,
            )
    raise TypeError(value)


def _to_fix(value: Json) -> Fix | None:
    match value:
        case None:
            return None
        case [str(title), [*edits], int(trust), [*imports], ground]:
            return Fix(
                title,
                tuple(map(_to_edit, edits)),
                Applicability(trust),
                tuple(map(_to_import, imports)),
                _to_ground(ground),
            )
    raise TypeError(value)


def _to_ground(value: Json) -> Span | None:
    match value:
        case None:
            return None
        case [int(start), int(end)]:
            return Span(start, end)
    raise TypeError(value)


def _to_edit(value: Json) -> Edit:
    match value:
        case [int(start), int(end), str(text)]:
            return Edit(Span(start, end), text)
    raise TypeError(value)


def _to_import(value: Json) -> Import:
    match value:
        case [str(module), str() | None as name]:
            return Import(module, name)
    raise TypeError(value)


def of_silenced(silenced: Silenced) -> Json:
    """A silenced finding with the reason."""
    return [of_finding(silenced.finding), silenced.reason]


def to_silenced(value: Json) -> Silenced:
    """The silenced finding; raises TypeError or ValueError for anything else."""
    match value:
        case [finding, str() | None as reason]:
            return Silenced(to_finding(finding), reason)
    raise TypeError(value)


def of_failure(failure: Failure) -> Json:
    """Why a file could not be looked at."""
    return list(failure)


def to_failure(value: Json) -> Failure:
    """The failure; raises TypeError for anything else."""
    match value:
        case [str(kind), str(message), int(line), int(column)]:
            return Failure(kind, message, line, column)
    raise TypeError(value)


def of_facts(facts: RuleFacts) -> Json:
    """What reports say about a rule."""
    return list(facts)


def to_facts(value: Json) -> RuleFacts:
    """The facts; raises TypeError for anything else."""
    match value:
        case [
            str(code), str(name), str(category), str(summary), str(url), bool(fixable),
            bool(preview), str(page), str(answer),
        ]:  # fmt: skip
            return RuleFacts(code, name, category, summary, url, fixable, preview, page, answer)
    raise TypeError(value)


def to_list(value: Json) -> Sequence[Json]:
    """The array; raises TypeError for anything else."""
    if not isinstance(value, list):
        raise TypeError(value)
    return value
