"""The first stage: gather the nodes of the stdlib tree that rules may want to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from pyguide.rule import Rule


class Plan(NamedTuple):
    """What has to be gathered: nodes of these classes, and calls of what has these names."""

    kinds: frozenset[type[ast.AST]]
    callees: frozenset[str]


@cache
def plan(rules: tuple[type[Rule], ...]) -> Plan:
    """The plan for ``rules``."""
    kinds = {kind for rule in rules if not rule.callees for kind in rule.suspects}
    return Plan(frozenset(kinds), frozenset().union(*(rule.callees for rule in rules)))


class Scan(NamedTuple):
    """The nodes of one file that a plan asked for: by class, and calls by the callee's name."""

    nodes: dict[type[ast.AST], list[Any]]
    calls: dict[str, list[ast.Call]]

    def suspects(self, rule: type[Rule]) -> Iterator[ast.AST]:
        """The nodes about which ``rule`` wants to be asked."""
        if rule.callees:
            for name in rule.callees & self.calls.keys():
                yield from self.calls[name]
        else:
            for kind in rule.suspects:
                yield from self.nodes[kind]


def scan(nodes: Iterable[ast.AST], wanted: Plan) -> Scan:
    """Gather what is ``wanted`` among ``nodes``."""
    kinds = {*wanted.kinds, ast.Call, ast.alias}
    found: dict[type[ast.AST], list[Any]] = {kind: [] for kind in kinds}
    for node in nodes:
        bucket = found.get(node.__class__)
        if bucket is not None:
            bucket.append(node)
    return Scan(found, _by_callee(found[ast.Call], found[ast.alias], wanted.callees))


def _by_callee(
    calls: list[ast.Call], aliases: list[ast.alias], callees: frozenset[str]
) -> dict[str, list[ast.Call]]:
    """The ``calls`` by the last names of their callees, as these were before ``aliases``."""
    meant = {name: [name] for name in callees}
    for alias in aliases:
        original = alias.name.rpartition(".")[2]
        if alias.asname and original in callees:
            meant.setdefault(alias.asname, []).append(original)
    found: dict[str, list[ast.Call]] = {}
    for call in calls:
        name: str = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
        for original in meant.get(name, ()):
            found.setdefault(original, []).append(call)
    return found
