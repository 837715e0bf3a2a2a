"""Two stages: scan the stdlib tree for suspects, then let libcst visitors decide.

The scan gathers nodes by class and by callee. Only where a rule's suspicion holds is a region cut,
parsed with libcst and walked; libcst is imported there and not before.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from time import perf_counter
from typing import ClassVar

from pyguide.depth import is_deep
from pyguide.finding import Finding
from pyguide.region import Extent, Misprinted, Region, cut, whole
from pyguide.rule import Look, Rule
from pyguide.scan import Scan, plan, scan
from pyguide.semantics import Semantics
from pyguide.source import Source, SourceError
from pyguide.timings import Timings
from pyguide.tree import parents

Rules = tuple[type[Rule], ...]
Wanted = Mapping[Extent, Collection[type[Rule]]]


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
    timings: Timings | None = None,
    trust: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Every finding of ``rules`` in ``source``, in the order of the text, then of the code.

    ``options`` holds the options of single rules by rule name. Without ``prefilter`` the visitors
    walk the whole file, which must give the same findings and takes many times as long. Raises
    `SourceError` where Python refuses the file, `RuleCrash` where a rule fails and `Skipped` where
    libcst cannot look; the latter goes to ``skipped`` where given, and the rest is looked at.
    What it took is added to ``timings``; ``trust`` is what `Semantics` may take as proof.
    """
    chosen = tuple(rules)
    clock = timings or Timings()
    # A dict, not a set: what is equal to the sort below keeps its order from run to run.
    found: dict[Finding, None] = {}
    with clock.stage("parse"):
        tree = source.tree
    with clock.stage("scan"):
        above = parents(tree)
        scanned = scan((tree, *above))
    with closing(Semantics(source, above, trust, options, scanned.nodes)) as semantics:
        visits = _Visits(source, semantics, target_version, options or {}, clock)
        if prefilter:
            with clock.stage("suspect"):
                suspects = list(_suspects(chosen, scanned, semantics, clock))
            with clock.stage("cut"):
                wanted = _merge((cut(source, node, above, r.reach), r) for node, r in suspects)
        else:
            wanted = {whole(source): set(chosen)}
        for extent, looking in wanted.items():
            try:
                found |= dict.fromkeys(visits.look(extent, looking))
            except Skipped as trouble:
                if skipped is None:
                    raise
                skipped.append(trouble)
    return sorted(found, key=lambda finding: (finding.span, finding.code, finding.message))


def _suspects(
    rules: Rules, scanned: Scan, semantics: Semantics, clock: Timings
) -> Iterator[tuple[ast.AST, type[Rule]]]:
    """Suspicious nodes with the rule that suspects them."""
    for rule, nodes in scanned.suspects(plan(rules), semantics):
        began, number, suspicious = perf_counter(), 0, rule.suspicious
        for node in nodes:
            try:
                if not suspicious(node, semantics):
                    continue
            except RecursionError:
                pass  # the visitor will find out that this is too deep
            except Exception as error:
                raise RuleCrash(rule, getattr(node, "lineno", 1), error) from error
            number += 1
            yield node, rule
        took = clock.rule(rule.code)
        took.suspecting += perf_counter() - began
        took.suspects += number


def _merge(wanted: Iterable[tuple[Extent, type[Rule]]]) -> dict[Extent, set[type[Rule]]]:
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


class _Visits:
    """The second stage on one file."""

    def __init__(
        self,
        source: Source,
        semantics: Semantics,
        target_version: tuple[int, int],
        options: Mapping[str, Mapping[str, object]],
        clock: Timings,
    ) -> None:
        self.source = source
        self.semantics = semantics
        self.target_version = target_version
        self.options = options
        self.clock = clock

    def look(self, extent: Extent, rules: Collection[type[Rule]]) -> Iterable[Finding]:
        """What the visitors of ``rules`` report in one region."""
        region = self._region(extent)
        line = self.source.location(extent.start)[0]
        looking = [
            rule(Look(region, self.semantics, self.target_version, self.options.get(rule.name, {})))
            for rule in sorted(rules, key=lambda rule: rule.code)
        ]
        with self.clock.stage("visit"):
            self._visit(region, looking, line)
        for rule in looking:
            self.clock.rule(rule.code).findings += len(rule.findings)
        return [finding for rule in looking for finding in rule.findings]

    def _region(self, extent: Extent) -> Region:
        """The parsed region; the whole file where libcst takes no part of it by itself."""
        with self.clock.stage("import libcst"):
            import libcst as cst

            refusals = (cst.ParserSyntaxError, cst.CSTValidationError)
        source = self.source
        line, last = source.location(extent.start)[0], source.location(extent.end)[0]
        if is_deep(extent.root, extent.end - extent.start):
            raise TooDeep(line)
        self.clock.regions += 1
        self.clock.region_lines += last - line + 1
        try:
            with self.clock.stage("region parse"):
                return Region(source, extent)
        except refusals as error:
            if extent == whole(source):
                raise Unparsed(line) from error
        except RecursionError as error:
            raise TooDeep(line) from error
        try:
            return self._region(whole(source))
        except Skipped as error:
            raise Unparsed(line) from error

    def _visit(self, region: Region, rules: Iterable[Rule], line: int) -> None:
        """Show every node of the region to the rules that want to see it."""
        visitors: dict[str, list[tuple[Rule, object]]] = {}
        for rule in rules:
            for name in rule.visitors:
                visitors.setdefault(name[len("visit_") :], []).append((rule, getattr(rule, name)))
        for node in region.nodes():
            for rule, visit in visitors.get(type(node).__name__, ()):
                began = perf_counter()
                try:
                    visit(node)  # type: ignore[operator]
                except RecursionError as error:
                    raise TooDeep(line) from error
                except Misprinted as error:
                    raise Unparsed(line) from error
                except Exception as error:
                    raise RuleCrash(type(rule), line, error) from error
                self.clock.rule(rule.code).visiting += perf_counter() - began


__all__ = ["RuleCrash", "Skipped", "SourceError", "TooDeep", "Unparsed", "check"]
