"""The first stage: gather the nodes of the stdlib tree that rules may want to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pyguide.rule import Rule
from pyguide.tree import ByClass, by_class


@cache
def callees(rules: tuple[type[Rule], ...]) -> frozenset[str]:
    """The names by which some of the ``rules`` want calls."""
    return frozenset().union(*(rule.callees for rule in rules))


class Scan(NamedTuple):
    """The nodes of one file by their class, and calls by the callee's name."""

    nodes: ByClass
    calls: dict[str, list[ast.Call]]

    def suspects(self, rule: type[Rule]) -> Iterator[ast.AST]:
        """The nodes about which ``rule`` wants to be asked."""
        for kind in rule.suspects:
            if kind is ast.Call and rule.callees:
                for name in rule.callees & self.calls.keys():
                    yield from self.calls[name]
            else:
                yield from self.nodes.get(kind, ())


def scan(nodes: Iterable[ast.AST], callees: frozenset[str]) -> Scan:
    """Gather ``nodes``, and the calls of what is named like one of the ``callees``."""
    found = by_class(nodes)
    return Scan(found, _by_callee(found.get(ast.Call, ()), found.get(ast.alias, ()), callees))


def _by_callee(
    calls: Sequence[ast.Call], aliases: Sequence[ast.alias], callees: frozenset[str]
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
