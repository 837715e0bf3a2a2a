"""Read an `__all__` that is written out, in one place or in several."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyguide.modules.namespace import Namespace, Star
from pyguide.semantics import Semantics
from pyguide.tree import walk

# What leaves a list as it is: methods, and builtins that read or copy it.
_HARMLESS_METHODS = frozenset({"copy", "count", "index", "sort"})
_READERS = frozenset({"enumerate", "frozenset", "len", "map", "print"})
_COPIERS = frozenset({"list", "set", "sorted", "tuple"})


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of an `__all__`; not ``certain`` if a condition decides about it."""

    entry: str | Star
    certain: bool = True


class ComputedError(Exception):
    """An `__all__` whose entries are known only at run time."""


class Listing:
    """Reads an `__all__` that is written out, in one place or in several."""

    def __init__(self, semantics: Semantics, namespace: Namespace) -> None:
        self._semantics = semantics
        self._namespace = namespace
        self._seen: set[ast.AST] = set()
        self._entries: list[Listed] | None = None

    def entries(self) -> tuple[Listed, ...] | None:
        """The entries, None where there is no `__all__`; raises `ComputedError`."""
        if "__all__" not in self._semantics.source.text:
            return None
        tree = self._semantics.source.tree
        for stmt, certain in self._namespace.blocks(tree.body, True):
            self._run(stmt, certain)
        if not self._is_only_read("__all__"):
            raise ComputedError
        return None if self._entries is None else tuple(self._entries)

    def _run(self, stmt: ast.stmt, certain: bool) -> None:
        match stmt:
            case (
                ast.Assign(targets=[ast.Name(id="__all__") as target], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id="__all__") as target, value=ast.expr() as value)
            ) if certain:
                self._entries = self._list(value)
            case ast.AugAssign(target=ast.Name(id="__all__") as target, op=ast.Add(), value=value):
                self._extend(self._list(value), certain)
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id="__all__") as target, attr=method),
                    args=[value],
                    keywords=[],
                )
            ):
                self._call(method, value, certain)
            case ast.ImportFrom(names=names, module=module, level=level):
                if any(one.name == "__all__" and one.asname is None for one in names):
                    self._entries = [Listed(Star(module, level), certain)]
                return
            case _:
                return
        self._seen.add(target)

    def _call(self, method: str, value: ast.expr, certain: bool) -> None:
        match method, value:
            case "extend", _:
                self._extend(self._list(value), certain)
            case "append", ast.Constant(value=str(name)):
                self._extend([Listed(name)], certain)
            case "remove", ast.Constant(value=str(name)) if self._entries is not None:
                doubtful = [] if certain else [Listed(name, certain=False)]
                self._entries = [one for one in self._entries if one.entry != name] + doubtful
            case _:
                raise ComputedError

    def _extend(self, more: Iterable[Listed], certain: bool) -> None:
        if self._entries is None:
            raise ComputedError
        self._entries += [replace(one, certain=one.certain and certain) for one in more]

    def _list(self, value: ast.expr) -> list[Listed]:
        """The entries that an expression spells."""
        match value:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return [one for element in elements for one in self._element(element)]
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._list(left) + self._list(right)
            case ast.Call(func=ast.Name(id=name), args=[inner]) if name in _COPIERS:
                return self._list(inner)
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(words)), attr="split"), args=[]):  # fmt: skip  # noqa: E501
                return [Listed(word) for word in words.split()]
            case ast.Name(id="__all__") if self._entries is not None:
                return list(self._entries)
            case ast.Name(id=name):
                found = self._namespace.table.get(name, [])
                if len(found) == 1 and found[0].value is not None and self._is_only_read(name):
                    return self._list(found[0].value)
            case ast.Attribute(value=holder, attr="__all__"):
                return [Listed(self._module(holder))]
        raise ComputedError

    def _element(self, element: ast.expr) -> list[Listed]:
        match element:
            case ast.Constant(value=str(name)):
                return [Listed(name)]
            case ast.Starred(value=inner):
                return self._list(inner)
        raise ComputedError

    def _module(self, holder: ast.expr) -> Star:
        """The module that an expression denotes through the imports of the file."""
        if isinstance(holder, ast.Attribute):
            outer = self._module(holder.value)
            return Star(f"{outer.module}.{holder.attr}", outer.level)
        if not isinstance(holder, ast.Name):
            raise ComputedError
        found = self._namespace.table.get(holder.id, [])
        origin = self._namespace.origin(found[0]) if len(found) == 1 else None
        if origin is not None:
            parts = filter(None, (origin.module, origin.name))
            return Star(".".join(parts), origin.level)
        # In an `__init__`, a submodule is bound as soon as anything is imported from it.
        if not found and any(
            holder.id in self._namespace.submodules(stmt) for stmt in self._namespace.imports
        ):
            return Star(holder.id, 1)
        raise ComputedError

    def _is_only_read(self, name: str) -> bool:
        """Whether nothing changes the list of that name but the statements that were followed."""
        return all(
            self._is_read(node)
            for node in walk(self._semantics.source.tree)
            if isinstance(node, ast.Name) and node.id == name and node not in self._seen
        )

    def _is_read(self, node: ast.Name) -> bool:
        public = node.id == "__all__"
        scope = self._semantics.owner(node.id, node)
        if scope is not None and scope.kind != "module":
            return True
        if not isinstance(node.ctx, ast.Load):
            return not public
        match self._semantics.parent(node):
            case ast.Attribute(attr=attr):
                return attr in _HARMLESS_METHODS
            case ast.Subscript(ctx=context):
                return isinstance(context, ast.Load)
            case ast.Call(func=ast.Name(id=function)):
                return not public or function in _READERS | _COPIERS
            case ast.Call():
                # A function that is handed the public list may well be there to extend it.
                return not public
        return True
