"""Walk the stdlib tree, parents first and far faster than `ast.walk`; and what it does not say."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

# What these fields hold is no node, or one that says nothing by itself and is shared: `ast.Load`.
_WORDS = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level",
    "module", "op", "ops", "rest", "simple", "str", "type_comment", "type_ignores",
})  # fmt: skip
# These hold words in all classes but the ones named.
_NODES_IN = {"name": {"TypeAlias"}, "names": {"Import", "ImportFrom"}}
# These hold a list of nodes in all classes but the ones named.
_LISTS: dict[str, frozenset[str]] = {
    "args": frozenset({"FunctionDef", "AsyncFunctionDef", "Lambda"}),
    "body": frozenset({"Expression", "IfExp", "Lambda"}),
    "orelse": frozenset({"IfExp"}),
    **dict.fromkeys(
        (
            "argtypes", "bases", "cases", "comparators", "decorator_list", "defaults", "elts",
            "finalbody", "generators", "handlers", "ifs", "items", "keys", "keywords",
            "kw_defaults", "kwd_patterns", "kwonlyargs", "names", "patterns", "posonlyargs",
            "targets", "type_params", "values",
        ),
        frozenset(),
    ),
}  # fmt: skip
_LEAVES = (ast.Constant, ast.MatchSingleton, ast.alias)


class Fields(NamedTuple):
    """Names of a class's fields that can hold nodes: all in order, those of one node, of lists."""

    all: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


class _FieldsByClass(dict[type, Fields]):
    """Filled when a class is first met; it may be that of None, which a list can hold."""

    def __missing__(self, kind: type) -> Fields:
        self[kind] = found = Fields()
        if issubclass(kind, ast.AST) and not issubclass(kind, _LEAVES):
            names = tuple(
                name
                for name in kind._fields
                if name not in _WORDS and kind.__name__ in _NODES_IN.get(name, {kind.__name__})
            )
            listed = {n for n in names if n in _LISTS and kind.__name__ not in _LISTS[n]}
            single = tuple(name for name in names if name not in listed)
            lists = tuple(name for name in names if name in listed)
            self[kind] = found = Fields(names, single, lists)
        return found


FIELDS = _FieldsByClass()
"""The fields of each class of nodes; a class without any has no nodes below it."""


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below ``node`` but operators and contexts, in the order of its fields."""
    found: list[ast.AST] = []
    for name in FIELDS[node.__class__][0]:
        child = getattr(node, name)
        if child.__class__ is list:
            found += [one for one in child if one is not None]
        elif child is not None:
            found.append(child)
    return found


def walk(*roots: ast.AST) -> Iterator[ast.AST]:
    """The ``roots`` and all nodes below them but operators and contexts, parents first."""
    stack = [*reversed(roots)]
    while stack:
        node = stack.pop()
        yield node
        inner = children(node)
        inner.reverse()
        stack += inner


ByClass = Mapping[type[ast.AST], Sequence[Any]]
"""Nodes by their class, in no particular order within one."""


def by_class(nodes: Iterable[ast.AST]) -> ByClass:
    """``nodes`` by their class."""
    found: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
    for node in nodes:
        found[node.__class__].append(node)
    return found


def parents(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    """Every node of ``tree`` but itself, operators and contexts, with the node that holds it.

    Those that stand higher come first.
    """
    found: dict[ast.AST, ast.AST] = {}
    nodes: list[ast.AST] = [tree]
    for node in nodes:  # which grows meanwhile
        _, single, lists = FIELDS[node.__class__]
        for name in single:
            child = getattr(node, name)
            if child is not None:
                found[child] = node
                nodes.append(child)
        for name in lists:
            inner = getattr(node, name)
            for child in inner:
                found[child] = node
            nodes += inner
    # Where a dictionary unpacks another one, None stands for the key.
    found.pop(None, None)  # type: ignore[call-overload]
    return found


def is_bare(text: str) -> bool:
    """Whether no parentheses stand around the whole of ``text``, which is that of a tuple."""
    # Behind a name, the parentheses of a tuple become those of a call, and no others do.
    try:
        return not isinstance(ast.parse(f"f {text}", mode="eval").body, ast.Call)
    except SyntaxError:
        return True
