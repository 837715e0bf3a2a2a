"""Two stages: scan the stdlib tree for suspects, then let libcst visitors decide.

The scan is one pruned walk that dispatches by node type. Only where a rule's suspicion holds is a
region cut, parsed with libcst and walked; libcst is imported there and not before.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from functools import cache
from typing import ClassVar

from pyguide.finding import Finding
from pyguide.region import Extent, Misprinted, Region, cut, whole
from pyguide.rule import Look, Rule
from pyguide.semantics import Semantics
from pyguide.source import Source, SourceError

Rules = tuple[type[Rule], ...]

# Fields that hold no nodes, or none that a rule can suspect.
_PRUNED = frozenset({
    "ctx", "op", "ops", "kind", "type_comment", "type_ignores", "id", "attr", "asname", "module",
    "level", "conversion", "is_async", "simple",
})  # fmt: skip


class RuleCrash(Exception):
    """A rule raised: a bug of the rule, which its file and line help to find."""

    def __init__(self, rule: type[Rule], line: int, cause: BaseException) -> None:
        why = " ".join(str(cause).split())[:200]  # a KeyError of a node spells out the node
        super().__init__(f"{rule.code} {rule.name}: {type(cause).__name__}: {why}")
        self.rule = rule
        self.line = line


class Skipped(Exception):
    """A region that cannot be looked at; ``line`` is where it begins, ``kind`` says why."""

    kind: ClassVar[str]
    message: ClassVar[str]

    def __init__(self, line: int) -> None:
        super().__init__(self.message)
        self.line = line


class TooDeep(Skipped):
    """Code nested so deeply that libcst cannot walk it."""

    kind = "too-deep"
    message = "nested too deeply to look at"


class Unparsed(Skipped):
    """Code that Python takes and libcst refuses."""

    kind = "not-parsed"
    message = "libcst cannot parse this code"


def check(
    source: Source,
    rules: Iterable[type[Rule]],
    *,
    target_version: tuple[int, int] = (3, 11),
    options: Mapping[str, Mapping[str, object]] | None = None,
    prefilter: bool = True,
    skipped: list[Skipped] | None = None,
) -> list[Finding]:
    """Every finding of ``rules`` in ``source``, in the order of the text, then of the code.

    ``options`` holds the options of single rules by rule name. Without ``prefilter`` the visitors
    walk the whole file, which must give the same findings and takes many times as long. Raises
    `SourceError` where Python refuses the file, `RuleCrash` where a rule fails and `Skipped` where
    libcst cannot look; the latter goes to ``skipped`` where given, and the rest is looked at.
    """
    chosen = tuple(rules)
    parents: dict[ast.AST, ast.AST] = {}
    # A dict, not a set: what is equal to the sort below keeps its order from run to run.
    found: dict[Finding, None] = {}
    with closing(Semantics(source, parents)) as semantics:
        suspects = _scan(source.tree, _table(chosen), parents, semantics)
        if prefilter:
            extents = _merge(
                (cut(source, node, parents, rule.reach), rule) for node, rule in suspects
            )
        else:
            extents = {whole(source): set(chosen)}
        for extent, wanted in extents.items():
            try:
                seen = _look(source, extent, wanted, semantics, target_version, options or {})
            except Skipped as trouble:
                if skipped is None:
                    raise
                skipped.append(trouble)
            else:
                found |= dict.fromkeys(seen)
    return sorted(found, key=lambda finding: (finding.span, finding.code, finding.message))


@cache
def _table(rules: Rules) -> dict[type[ast.AST], Rules]:
    kinds = {kind for rule in rules for kind in rule.suspects}
    return {kind: tuple(rule for rule in rules if kind in rule.suspects) for kind in kinds}


class _Fields(dict[type, tuple[str, ...] | None]):
    """Names of the fields that can hold nodes, by class; None for what is no node."""

    def __missing__(self, kind: type) -> tuple[str, ...] | None:
        names: tuple[str, ...] | None = None
        if issubclass(kind, ast.AST):
            constant = issubclass(kind, ast.Constant | ast.MatchSingleton)
            names = tuple(n for n in kind._fields if n not in _PRUNED and not constant)
        self[kind] = names
        return names


_FIELDS = _Fields()


def _scan(
    tree: ast.Module,
    table: Mapping[type[ast.AST], Rules],
    parents: dict[ast.AST, ast.AST],
    semantics: Semantics,
) -> list[tuple[ast.AST, type[Rule]]]:
    """Suspicious nodes with the rule that suspects them; fills ``parents`` for the whole tree."""
    nodes: list[ast.AST] = [tree] if ast.Module in table else []
    stack: list[tuple[ast.AST, tuple[str, ...]]] = [(tree, ("body",))]
    fields = _FIELDS
    while stack:
        node, names = stack.pop()
        for name in names:
            child = getattr(node, name)
            for item in child if child.__class__ is list else (child,):
                kind = item.__class__
                inner = fields[kind]
                if inner is None:
                    continue
                parents[item] = node
                if kind in table:
                    nodes.append(item)
                if inner:
                    stack.append((item, inner))
    # Only now: a suspicion may ask about any part of the file, so all parents must be known.
    return [
        (node, rule)
        for node in nodes
        for rule in table[node.__class__]
        if _suspicious(rule, node, semantics)
    ]


def _suspicious(rule: type[Rule], node: ast.AST, semantics: Semantics) -> bool:
    try:
        return rule.suspicious(node, semantics)
    except RecursionError:
        return True  # the visitor will find out that this is too deep
    except Exception as error:
        raise RuleCrash(rule, getattr(node, "lineno", 1), error) from error


def _merge(
    wanted: Iterable[tuple[Extent, type[Rule]]],
) -> dict[Extent, set[type[Rule]]]:
    """Extents by the rules that look there; what lies inside a greater extent joins it."""
    merged: dict[Extent, set[type[Rule]]] = {}
    for extent, rule in wanted:
        merged.setdefault(extent, set()).add(rule)
    outer: list[Extent] = []
    for extent in sorted(merged, key=lambda e: (e.start, -e.end, e.expression, bool(e.suffix))):
        while outer and outer[-1].end <= extent.start:
            outer.pop()
        home = next((o for o in reversed(outer) if o.covers(extent)), None)
        if home is not None:
            merged[home] |= merged.pop(extent)
        else:
            outer.append(extent)
    return merged


def _look(
    source: Source,
    extent: Extent,
    rules: Collection[type[Rule]],
    semantics: Semantics,
    target_version: tuple[int, int],
    options: Mapping[str, Mapping[str, object]],
) -> Iterable[Finding]:
    """What the visitors of ``rules`` report in one region."""
    import libcst as cst

    line = source.location(extent.start)[0]
    try:
        region = Region(source, extent)
    except (cst.ParserSyntaxError, cst.CSTValidationError) as error:
        if extent.start == 0 and extent.end == len(source.text) and not extent.expression:
            raise Unparsed(line) from error
        try:
            return _look(source, whole(source), rules, semantics, target_version, options)
        except Unparsed as unparsed:
            raise Unparsed(line) from unparsed
    except RecursionError as error:
        raise TooDeep(line) from error
    looking = [
        rule(Look(region, semantics, target_version, options.get(rule.name, {})))
        for rule in sorted(rules, key=lambda rule: rule.code)
    ]
    visitors: dict[str, list[tuple[Rule, object]]] = {}
    for rule in looking:
        for name in rule.visitors:
            visitors.setdefault(name[len("visit_") :], []).append((rule, getattr(rule, name)))
    for node in region.nodes():
        for rule, visit in visitors.get(type(node).__name__, ()):
            try:
                visit(node)  # type: ignore[operator]
            except RecursionError as error:
                raise TooDeep(line) from error
            except Misprinted as error:
                raise Unparsed(line) from error
            except Exception as error:
                raise RuleCrash(type(rule), line, error) from error
    return [finding for rule in looking for finding in rule.findings]


__all__ = ["RuleCrash", "Skipped", "SourceError", "TooDeep", "Unparsed", "check"]
