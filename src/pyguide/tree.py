"""Walk the stdlib tree: what `ast.walk` does, in the order of fields and far faster."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# What these fields hold is no node, or one that says nothing by itself and is shared: `ast.Load`.
_WORDS = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level",
    "module", "op", "ops", "rest", "simple", "type_comment", "type_ignores",
})  # fmt: skip
# These hold words in all classes but the ones named.
_NODES_IN = {"name": ("TypeAlias",), "names": ("Import", "ImportFrom")}


class _Fields(dict[type, tuple[str, ...] | None]):
    """Names of the fields that can hold nodes, by class; None for what is no node."""

    def __missing__(self, kind: type) -> tuple[str, ...] | None:
        names: tuple[str, ...] | None = None
        if issubclass(kind, ast.Constant | ast.MatchSingleton | ast.alias):
            names = ()
        elif issubclass(kind, ast.AST):
            names = tuple(
                name
                for name in kind._fields
                if name not in _WORDS and kind.__name__ in _NODES_IN.get(name, (kind.__name__,))
            )
        self[kind] = names
        return names


FIELDS = _Fields()
"""Names of the fields that can hold nodes, by class; None for classes that are no nodes."""


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below ``node`` but operators and contexts, in the order of its fields."""
    found: list[ast.AST] = []
    for name in FIELDS[node.__class__] or ():
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
