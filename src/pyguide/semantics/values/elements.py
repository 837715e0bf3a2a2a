"""What iterating a value yields."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from pyguide.semantics.structure import walk_scope
from pyguide.semantics.values import library, patterns
from pyguide.semantics.values.types import BOTTOM, Type, known, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding

_PASSING = frozenset({
    "builtins.frozenset", "builtins.iter", "builtins.list", "builtins.reversed", "builtins.set",
    "builtins.sorted", "builtins.tuple",
})  # fmt: skip
"""Builtins that hand on the items of what they are given."""
_LASTING = ("list", "tuple", "set", "frozenset", "dict")
"""Types whose objects hold their items, where an iterator would look for them later."""
_SPLITTERS = frozenset({"split", "rsplit", "splitlines", "partition", "rpartition", "readlines"})
_KEEPING = ("partition", "rpartition")
"""Methods of text that hand out the very separator they are given."""


class Elements:
    """Types of the items that containers and iterators give."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def of(self, expr: ast.expr) -> Type:
        """The types of what iterating ``expr`` yields."""
        match expr:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return self._parts(parts)
            case ast.ListComp(elt=elt) | ast.SetComp(elt=elt) | ast.GeneratorExp(elt=elt):
                return self._s.type_of(elt)
            case ast.Dict(keys=keys):
                if None not in keys:
                    return union([self._s.type_of(key) for key in keys if key is not None])
            case ast.DictComp(key=key):
                return self._s.type_of(key)
            case ast.IfExp(body=body, orelse=orelse):
                return union([self.of(body), self.of(orelse)])
            case ast.Call():
                found = self._call(expr)
                if found is not None:
                    return found
            case ast.Subscript(value=value, slice=ast.Slice()):
                if self._s.type_of(value).within("list", "tuple"):
                    return self.of(value)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                if self._s.type_of(expr).within("list", "tuple"):
                    return union([self.of(left), self.of(right)])
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                if self._s.type_of(expr).within("list", "tuple"):
                    return self.of(left if self._s.type_of(right).within("int", "bool") else right)
            case ast.Name():
                found = self._name(expr) or self._s.contents.of(expr)
                if found is not None:
                    return found
        return self._by_type(expr)

    def _by_type(self, expr: ast.expr) -> Type:
        whole = self._s.type_of(expr)
        if whole.names == frozenset():
            return BOTTOM
        if whole.within("str", "io.TextIOWrapper"):
            return known("str", "element", expr)
        if whole.within("bytes", "bytearray", "range"):
            return known("int", "element", expr)
        return unknown(f"{self._s.shown(expr)} holds items of unknown type")

    def _parts(self, parts: list[ast.expr]) -> Type:
        found = [
            self.of(part.value) if isinstance(part, ast.Starred) else self._s.type_of(part)
            for part in parts
        ]
        return union(found)

    def _call(self, call: ast.Call) -> Type | None:
        full = self._s.qualified(call.func)
        first = call.args[0] if call.args and not isinstance(call.args[0], ast.Starred) else None
        plain = all(self._s.type_of(arg).within("str", "int") for arg in call.args)
        if full in library.STR_ELEMENTS and not call.keywords and plain:
            return known("str", "library", call)
        if full is not None and full.startswith("builtins."):
            if full in _PASSING and first is not None and len(call.args) == 1:
                return self.of(first)
            if full in ("builtins.enumerate", "builtins.zip"):
                return known("tuple", "element", call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _SPLITTERS:
            base = self._s.type_of(call.func.value)
            if base.names == frozenset():
                return BOTTOM
            if call.func.attr in _KEEPING and not all(
                self._s.type_of(arg).within("str", "bytes") for arg in call.args
            ):
                return unknown(f"{self._s.shown(call)} hands out its separator")
            if base.within("str", "io.TextIOWrapper"):
                return known("str", "element", call)
            if base.within("bytes"):
                return known("bytes", "element", call)
        found = self._view(call) or patterns.items(self._s, call) or self._handed_out(call)
        return None if found is None or found.names is None else found

    def _handed_out(self, call: ast.Call) -> Type | None:
        """The items of what a function of this file returns, or yields if it is a generator."""
        function = self._s.callee(call.func)
        if function is None or self._s.calls.given(function) is not None:
            return self._of_returned(call, "items", self._held)
        if self._s.dynamic(function.body[0]):
            return None
        return self._s.values.fixpoint((function, "yields"), lambda: self._yielded(function))

    def _yielded(self, function: ast.FunctionDef) -> Type:
        parts: list[Type] = []
        for node in walk_scope(list(function.body)):
            if isinstance(node, ast.YieldFrom):
                parts.append(self.of(node.value))
            elif isinstance(node, ast.Yield):
                none = known("NoneType", "element", node)
                parts.append(self._s.type_of(node.value) if node.value else none)
        return union(parts)

    def _view(self, call: ast.Call) -> Type | None:
        func = call.func
        if not isinstance(func, ast.Attribute) or call.args:
            return None
        if func.attr == "values":
            return self._s.holdings.values(func.value)
        if not self._s.type_of(func.value).within("dict"):
            return None
        if func.attr == "items":
            return known("tuple", "element", call)
        return self.of(func.value) if func.attr == "keys" else None

    def _name(self, name: ast.Name) -> Type | None:
        """The elements of what a name holds, when nothing can have put others into it."""
        value = self._unchanged(name)
        return None if value is None else self.of(value)

    def _unchanged(self, name: ast.Name) -> ast.expr | None:
        """The expression that made what ``name`` holds, if that is still as it was made."""
        binding = self._s.dominance.definition(name)
        if binding is None:
            found = self._s.bindings(name)
            if not found or len(found) != 1:
                return None
            binding = found[0]
        if binding.value is None or self._s.is_read_first(name, binding.value):
            return None
        if not self._s.type_of(name).known:
            return None
        if not self._s.type_of(name).within(*library.IMMUTABLE) and self._s.changed_before(name):
            return None
        return binding.value

    # -- targets of loops --------------------------------------------------

    def target(self, binding: Binding) -> Type:
        """The types of a loop's or comprehension's variable."""
        source = binding.source
        if source is None:
            return unknown(f"`{binding.name}` has an unknown type")
        if self._is_async(binding):
            return unknown(f"`{binding.name}` comes from an asynchronous iterator")
        if not binding.path:
            found = self.of(source)
        elif binding.path[-1] == -1 and len(binding.path) == 1:
            return known("list", "unpacking", binding.node)
        else:
            found = self._unpacked(source, binding.path)
        if found.names is None:
            return unknown(
                f"`{binding.name}` runs over {self._s.shown(source)}, whose items are unknown"
            )
        return found

    def _is_async(self, binding: Binding) -> bool:
        for around in self._s.ancestors(binding.node):
            if isinstance(around, ast.AsyncFor):
                return True
            if isinstance(around, ast.comprehension):
                return bool(around.is_async)
            if isinstance(around, ast.stmt):
                return False
        return False

    def _unpacked(self, source: ast.expr, path: tuple[int, ...], kept: bool = False) -> Type:
        """The types at ``path`` in each item of ``source``; lists among them may change if kept."""
        nothing = unknown("")
        match source:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                found = [self.inside(part, path, kept) for part in parts]
                return union(found) if parts else nothing
            case ast.ListComp(elt=elt) | ast.GeneratorExp(elt=elt) | ast.SetComp(elt=elt):
                return self.inside(elt, path, kept)
            case ast.Call(func=ast.Attribute(value=base, attr="items"), args=[]):
                if self._s.type_of(base).within("dict") and path == (0,):
                    return self.of(base)
                if path == (1,):
                    return self._s.holdings.values(base) or nothing
            case ast.Call(args=args) if not any(isinstance(arg, ast.Starred) for arg in args):
                return self._made(source, path, kept) or nothing
            case ast.Name():
                value = self._unchanged(source)
                if value is not None and self._s.type_of(source).within(*_LASTING):
                    return self._unpacked(value, path, kept=True)
        return nothing

    def _made(self, call: ast.Call, path: tuple[int, ...], kept: bool) -> Type | None:
        """The types at ``path`` in each item of what a builtin or a function of the file gives."""
        full, args = self._s.qualified(call.func), call.args
        if full == "builtins.enumerate" and args:
            if path == (0,):
                start = [*args[1:], *(word.value for word in call.keywords)]
                whole = all(self._s.type_of(one).within("int", "bool") for one in start)
                return known("int", "element", call) if whole else None
            if path[0] == 1:
                rest = path[1:]
                return self._unpacked(args[0], rest, kept) if rest else self.of(args[0])
        if full == "builtins.zip" and 0 <= path[0] < len(args):
            one, rest = args[path[0]], path[1:]
            return self._unpacked(one, rest, kept) if rest else self.of(one)
        if full in _PASSING and len(args) == 1:
            return self._unpacked(args[0], path, kept)
        return self._of_returned(
            call, f"items{path}{kept}", lambda value: self._lasting(value, path, kept)
        )

    def _lasting(self, value: ast.expr, path: tuple[int, ...], kept: bool) -> Type:
        """What `_unpacked` says, where it is no iterator, which looks at its source later on."""
        if not self._s.type_of(value).within(*_LASTING):
            return unknown("")
        return self._unpacked(value, path, kept)

    def _held(self, value: ast.expr) -> Type:
        """The items of a value that holds them itself, or that is text."""
        whole = self._s.type_of(value)
        if whole.names == frozenset() or whole.within(*_LASTING, "str"):
            return self.of(value)
        return unknown("")

    def _of_returned(
        self, call: ast.Call, what: str, ask: Callable[[ast.expr], Type]
    ) -> Type | None:
        """What ``ask`` says of all that a function of the file returns; None if it is no such."""
        function = self._s.callee(call.func)
        if function is None or self._s.dynamic(function.body[0]):
            return None
        # What returns None gives no items.
        values = [one for one in self._s.calls.given(function) or () if one is not None]
        if not values or any(map(self._is_delayed, values)):
            return None
        return self._s.values.fixpoint((function, what), lambda: union([*map(ask, values)]))

    def _is_delayed(self, value: ast.expr) -> bool:
        """Whether a `finally` may still change or hand out what is about to be returned."""
        return any(getattr(around, "finalbody", None) for around in self._s.ancestors(value))

    def inside(self, whole: ast.expr, path: tuple[int, ...], kept: bool = False) -> Type:
        """The types of what stands at ``path`` in displays of tuples and lists.

        If ``kept``, the object may have been known to others, who could have changed its lists.
        """
        if not path:
            return self._s.type_of(whole)
        match whole:
            case ast.IfExp(body=body, orelse=orelse):
                return union([self.inside(body, path, kept), self.inside(orelse, path, kept)])
            case ast.Tuple(elts=parts) | ast.List(elts=parts) if not (
                kept and isinstance(whole, ast.List)
            ):
                # A star may stand for any number of items, or for none.
                starred = any(isinstance(part, ast.Starred) for part in parts)
                if not starred and 0 <= path[0] < len(parts):
                    return self.inside(parts[path[0]], path[1:], kept)
            case ast.Call(func=ast.Attribute(attr="groups")) if len(path) == 1 and path[0] >= 0:
                return patterns.items(self._s, whole) or unknown("")
            case ast.Call():
                given = self._of_returned(
                    whole, f"parts{path}{kept}", lambda value: self.inside(value, path, kept)
                )
                return given or unknown("")
        return unknown("")
