"""Two stages: scan the stdlib tree for suspects, then let the rules decide.

The scan gathers nodes by class and by callee. Most rules judge the suspects themselves. Only where
one needs the concrete syntax is a region cut, parsed with libcst and walked by its visitors; libcst
is imported there and not before.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from time import perf_counter
from typing import ClassVar

from pyguide.depth import is_deep
from pyguide.finding import Finding
from pyguide.region import Extent, Misprinted, Parents, Reach, Region, cut, whole
from pyguide.rule import Look, Rule
from pyguide.scan import Scan, plan, scan
from pyguide.semantics import Semantics
from pyguide.source import POSITIONS_IN_FSTRINGS, Source, SourceError
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
        verdicts = _Verdicts(semantics, above, target_version, options or {}, clock)
        if prefilter:
            with clock.stage("suspect"):
                suspects = list(_suspects(chosen, scanned, semantics, clock))
            with clock.stage("cut"):
                wanted = _merge(
                    (cut(source, node, above, rule.reach), rule)
                    for rule, nodes in suspects
                    for node in nodes
                    if rule.visitors
                )
        else:
            suspects = [(rule, list(scanned.kinds(rule.suspects))) for rule in chosen]
            wanted = {whole(source): {rule for rule in chosen if rule.visitors}}
        with clock.stage("judge"):
            for rule, nodes in suspects:
                if not rule.visitors:
                    found |= dict.fromkeys(verdicts.judge(rule, nodes))
        for extent, looking in wanted.items():
            found |= dict.fromkeys(verdicts.look(extent, looking))
    if skipped is not None:
        skipped += verdicts.skipped
    elif verdicts.skipped:
        raise verdicts.skipped[0]
    return sorted(found, key=lambda finding: (finding.span, finding.code, finding.message))


def _suspects(
    rules: Rules, scanned: Scan, semantics: Semantics, clock: Timings
) -> Iterator[tuple[type[Rule], list[ast.AST]]]:
    """Rules with the nodes that they suspect; a rule may come several times."""
    for rule, nodes in scanned.suspects(plan(rules), semantics):
        began, suspicious = perf_counter(), rule.suspicious
        suspects: list[ast.AST] = []
        for node in nodes:
            try:
                if not suspicious(node, semantics):
                    continue
            except RecursionError:
                pass  # whoever decides will find out that this is too deep
            except Exception as error:
                raise RuleCrash(rule, getattr(node, "lineno", 1), error) from error
            suspects.append(node)
        took = clock.rule(rule.code)
        took.suspecting += perf_counter() - began
        took.suspects += len(suspects)
        if suspects:
            yield rule, suspects


def _merge(wanted: Iterable[tuple[Extent, type[Rule]]]) -> Wanted:
    """Extents by the rules that look there; what lies inside a greater extent joins it."""
    merged: dict[Extent, frozenset[type[Rule]]] = {}
    # Hundreds of thousands of extents may share a few sets.
    shared: dict[frozenset[type[Rule]], frozenset[type[Rule]]] = {}
    for extent, rule in wanted:
        rules = merged.get(extent, frozenset()) | {rule}
        merged[extent] = shared.setdefault(rules, rules)
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


class _Verdicts:
    """The second stage on one file; ``skipped`` is what could not be looked at."""

    def __init__(
        self,
        semantics: Semantics,
        above: Parents,
        target_version: tuple[int, int],
        options: Mapping[str, Mapping[str, object]],
        clock: Timings,
    ) -> None:
        self.source = semantics.source
        self.skipped: list[Skipped] = []
        self._semantics = semantics
        self._above = above
        self._target_version = target_version
        self._options = options
        self._clock = clock

    def judge(self, rule: type[Rule], nodes: Iterable[ast.AST]) -> list[Finding]:
        """What ``rule`` reports of ``nodes``."""
        began, judging = perf_counter(), self._made(rule)
        for node in nodes:
            if not POSITIONS_IN_FSTRINGS and self._semantics.in_fstring(node):
                continue
            line = getattr(node, "lineno", 1)
            try:
                judging.judge(node)
            except RecursionError:
                self.skipped.append(TooDeep(line))
            except Misprinted:
                self.skipped.append(Unparsed(line))
            except Skipped as trouble:
                self.skipped.append(trouble)
            except Exception as error:
                raise RuleCrash(rule, line, error) from error
        took = self._clock.rule(rule.code)
        took.judging += perf_counter() - began
        took.findings += len(judging.findings)
        return judging.findings

    def look(self, extent: Extent, rules: Collection[type[Rule]]) -> list[Finding]:
        """What the visitors of ``rules`` report in one region."""
        try:
            region = self._region(extent)
            looking = [
                self._made(rule, region) for rule in sorted(rules, key=lambda rule: rule.code)
            ]
            with self._clock.stage("visit"):
                self._visit(region, looking, self.source.location(extent.start)[0])
        except Skipped as trouble:
            self.skipped.append(trouble)
            return []
        for rule in looking:
            self._clock.rule(rule.code).findings += len(rule.findings)
        return [finding for rule in looking for finding in rule.findings]

    def _made(self, rule: type[Rule], region: Region | None = None) -> Rule:
        options = self._options.get(rule.name, {})
        return rule(Look(self._semantics, self._parse, region, self._target_version, options))

    def _parse(self, node: ast.AST, reach: Reach) -> Region:
        return self._region(cut(self.source, node, self._above, reach))

    def _region(self, extent: Extent) -> Region:
        """The parsed region; the whole file where libcst takes no part of it by itself."""
        with self._clock.stage("import libcst"):
            import libcst as cst

            # Of a lambda in brackets right behind a word, such as `return(`, it fails to ask.
            refusals = (cst.ParserSyntaxError, cst.CSTValidationError, TypeError)
        source = self.source
        line, last = source.location(extent.start)[0], source.location(extent.end)[0]
        if is_deep(extent.root, extent.end - extent.start):
            raise TooDeep(line)
        self._clock.regions += 1
        self._clock.region_lines += last - line + 1
        try:
            with self._clock.stage("region parse"):
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
                self._clock.rule(rule.code).judging += perf_counter() - began


__all__ = ["RuleCrash", "Skipped", "SourceError", "TooDeep", "Unparsed", "check"]
