"""The first stage: gather the nodes of the stdlib tree that rules may want to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pyguide.rule import Rule
from pyguide.tree import ByClass, by_class

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class Plan:
    """Which rules want to be asked about what, so that a file costs what stands in it.

    ``by_class`` holds rules by the classes of nodes and of operators, ``by_callee`` by the names of
    callees; ``asking`` are the rules that find more callees in a file.
    """

    def __init__(self, rules: Iterable[type[Rule]]) -> None:
        self.by_class: dict[type[ast.AST], list[type[Rule]]] = {}
        self.by_callee: dict[str, list[type[Rule]]] = {}
        self.asking: list[type[Rule]] = []
        for rule in rules:
            for kind in rule.suspects:
                if kind is not ast.Call or not (rule.callees or rule.finds_callees):
                    self.by_class.setdefault(kind, []).append(rule)
            for name in rule.callees:
                self.by_callee.setdefault(name, []).append(rule)
            if rule.finds_callees:
                self.asking.append(rule)


@cache
def plan(rules: tuple[type[Rule], ...]) -> Plan:
    """The plan for ``rules``, made once."""
    return Plan(rules)


class Scan(NamedTuple):
    """The nodes of one file by their class.

    ``comparisons`` are found by the classes of their operators, and ``calls`` by the last name of
    what is called; ``aliases`` are the names that imports give to what has another name.
    """

    nodes: ByClass
    comparisons: Mapping[type[ast.AST], Sequence[ast.Compare]]
    calls: Mapping[str, Sequence[ast.Call]]
    aliases: Sequence[tuple[str, str]]

    def suspects(
        self, plan: Plan, context: Semantics
    ) -> Iterator[tuple[type[Rule], Sequence[ast.AST]]]:
        """Rules of ``plan``, each with nodes about which it wants to be asked."""
        for rule, nodes in self._asked(plan, context):
            if not rule.mentions or context.source.mentions(rule.mentions):
                yield rule, nodes

    def kinds(self, kinds: Iterable[type[ast.AST]]) -> Iterator[ast.AST]:
        """All nodes of these classes, and all comparisons with operators of these classes."""
        for kind in kinds:
            yield from self.nodes.get(kind, ())
            yield from self.comparisons.get(kind, ())

    def _asked(
        self, plan: Plan, context: Semantics
    ) -> Iterator[tuple[type[Rule], Sequence[ast.AST]]]:
        for gathered in (self.nodes, self.comparisons):
            for kind in plan.by_class.keys() & gathered.keys():
                for rule in plan.by_class[kind]:
                    yield rule, gathered[kind]
        for name in plan.by_callee.keys() & self.calls.keys():
            for rule in plan.by_callee[name]:
                yield rule, self.calls[name]
        for original, alias in self.aliases:
            for rule in plan.by_callee.get(original, ()):
                if alias not in rule.callees:
                    yield rule, self.calls.get(alias, ())
        for rule in plan.asking:
            for name in rule.callees_in(context) - rule.callees:
                yield rule, self.calls.get(name, ())


def scan(nodes: Iterable[ast.AST]) -> Scan:
    """Gather ``nodes``."""
    found = by_class(nodes)
    aliases = [
        (alias.name.rpartition(".")[2], alias.asname)
        for alias in found.get(ast.alias, ())
        if alias.asname
    ]
    comparisons = _by_operator(found.get(ast.Compare, ()))
    return Scan(found, comparisons, _by_callee(found.get(ast.Call, ())), aliases)


def _by_operator(comparisons: Sequence[ast.Compare]) -> dict[type[ast.AST], list[ast.Compare]]:
    found: dict[type[ast.AST], list[ast.Compare]] = {}
    for comparison in comparisons:
        for kind in {operator.__class__ for operator in comparison.ops}:
            found.setdefault(kind, []).append(comparison)
    return found


def _by_callee(calls: Sequence[ast.Call]) -> dict[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = {}
    for call in calls:
        func: Any = call.func
        kind = func.__class__
        name = func.attr if kind is ast.Attribute else func.id if kind is ast.Name else ""
        found.setdefault(name, []).append(call)
    return found
