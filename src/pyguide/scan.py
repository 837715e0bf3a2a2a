"""The first stage: one walk over the stdlib tree that gathers what rules may want to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyguide.rule import Rule
from pyguide.tree import FIELDS


@dataclass(frozen=True, slots=True)
class Plan:
    """What a walk has to gather: nodes of these classes, and calls of what has these names."""

    kinds: frozenset[type[ast.AST]]
    callees: frozenset[str]


@cache
def plan(rules: tuple[type[Rule], ...]) -> Plan:
    """The plan for ``rules``."""
    kinds = {kind for rule in rules if not rule.callees for kind in rule.suspects}
    return Plan(frozenset(kinds), frozenset().union(*(rule.callees for rule in rules)))


@dataclass(frozen=True, slots=True)
class Scan:
    """The nodes of one file that a plan asked for: by class, and calls by the callee's name."""

    nodes: dict[type[ast.AST], list[ast.AST]]
    calls: dict[str, list[ast.Call]]

    def suspects(self, rule: type[Rule]) -> Iterator[ast.AST]:
        """The nodes about which ``rule`` wants to be asked."""
        if rule.callees:
            for name in rule.callees & self.calls.keys():
                yield from self.calls[name]
        else:
            for kind in rule.suspects:
                yield from self.nodes[kind]


def scan(tree: ast.Module, wanted: Plan, parents: dict[ast.AST, ast.AST]) -> Scan:
    """Gather what is ``wanted``; fills ``parents`` for the whole tree."""
    inner: list[ast.AST] = [tree]
    renamed: list[ast.alias] = []
    for node in inner:
        for field in FIELDS[node.__class__] or ():
            child = getattr(node, field)
            for item in child if child.__class__ is list else (child,):
                below = FIELDS[item.__class__]
                if below is not None:
                    parents[item] = node
                    if below:
                        inner.append(item)
                    elif item.__class__ is ast.alias and item.asname:
                        renamed.append(item)
    nodes: dict[type[ast.AST], list[ast.AST]] = {kind: [] for kind in wanted.kinds}
    calls: dict[str, list[ast.Call]] = {}
    meant = {name: [name] for name in wanted.callees}
    for one in renamed:
        original = one.name.rpartition(".")[2]
        if original in wanted.callees:
            meant.setdefault(one.asname or "", []).append(original)
    has_leaves = not all(FIELDS[kind] for kind in nodes)
    for node in (tree, *parents) if has_leaves else inner:
        if node.__class__ in nodes:
            nodes[node.__class__].append(node)
        if node.__class__ is ast.Call:
            called: str = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            for name in meant.get(called, ()):
                calls.setdefault(name, []).append(node)
    return Scan(nodes, calls)
