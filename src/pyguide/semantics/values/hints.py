"""What an annotation lets a parameter be, quoted or not, without resolving every alias."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.structure import last_name

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_IMMUTABLE = frozenset({
    "AbstractSet", "ByteString", "Callable", "Collection", "Container", "FrozenSet", "Hashable",
    "ItemsView", "Iterable", "KeysView", "Literal", "LiteralString", "Mapping", "MappingView",
    "None", "NoneType", "Reversible", "Sequence", "Sized", "Tuple", "Type", "ValuesView", "bool",
    "bytes", "complex", "float", "frozenset", "int", "object", "range", "str", "tuple", "type",
})  # fmt: skip
_CONTAINERS = frozenset({
    "AbstractSet", "Any", "ByteString", "ChainMap", "Collection", "Container", "Counter",
    "DefaultDict", "Deque", "Dict", "FrozenSet", "ItemsView", "Iterable", "KeysView", "List",
    "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet", "None",
    "OrderedDict", "Reversible", "Sequence", "Set", "Sized", "Text", "Tuple", "ValuesView",
    "bytearray", "bytes", "defaultdict", "deque", "dict", "frozenset", "list", "object", "range",
    "set", "str", "tuple",
})  # fmt: skip
_ANYTHING = frozenset({"Any", "None", "NoneType", "object"})


class Annotations:
    """Answers about annotations, by the last word of the names they use."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def is_immutable(self, annotation: ast.expr) -> bool:
        """Whether an annotation promises that the object will not be changed through it.

        The read-only ABCs do (`Sequence`, `Mapping`, `Iterable`, ...), and immutable types.
        """
        node = read(annotation)
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self.is_immutable(left) and self.is_immutable(right)
            case ast.Subscript(value=value, slice=index):
                match last_name(value), index:
                    case "Optional", one:
                        return self.is_immutable(one)
                    case "Union", ast.Tuple(elts=parts):
                        return all(map(self.is_immutable, parts))
                    case "Union", one:
                        return self.is_immutable(one)
                    case "Annotated", ast.Tuple(elts=[one, *_]):
                        return self.is_immutable(one)
                return self.is_immutable(value)
            case ast.Constant(value=None):
                return True
            case ast.Name() | ast.Attribute():
                # `typing.Set` can be changed, `collections.abc.Set` cannot.
                full = self._s.qualified(node) if node is annotation else None
                return last_name(node) in _IMMUTABLE or full == "collections.abc.Set"
        return False

    def is_container(self, annotation: ast.expr) -> bool:
        """Whether an annotation names builtin containers, their ABCs, or nothing certain."""
        node = read(annotation)
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self.is_container(left) and self.is_container(right)
            case ast.Subscript(value=value, slice=index):
                parts = index.elts if isinstance(index, ast.Tuple) else [index]
                match last_name(value):
                    case "Optional" | "Union":
                        return all(map(self.is_container, parts))
                    case "Annotated" | "Final" | "ClassVar":
                        return self.is_container(parts[0])
                return self.is_container(value)
            case ast.Constant(value=None):
                return True
        return last_name(node) in _CONTAINERS

    def of_name(self, name: ast.Name) -> ast.expr | None:
        """An annotation of the variable that ``name`` reads, if it has one."""
        for one in self._s.bindings(name) or ():
            around = self._s.parent(one.node)
            if isinstance(one.node, ast.arg) and one.node.annotation is not None:
                args = around
                starred = isinstance(args, ast.arguments) and one.node in (args.vararg, args.kwarg)
                return None if starred else one.node.annotation
            if isinstance(around, ast.AnnAssign):
                return around.annotation
        return None

    def allows_none(self, annotation: ast.expr) -> bool:
        """Whether an annotation names None among what it allows."""
        node = read(annotation)
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self.allows_none(left) or self.allows_none(right)
            case ast.Subscript(value=value, slice=index):
                parts = index.elts if isinstance(index, ast.Tuple) else [index]
                match last_name(value):
                    case "Optional":
                        return True
                    case "Union":
                        return any(map(self.allows_none, parts))
                    case "Annotated":
                        return self.allows_none(parts[0])
                return False
            case ast.Constant(value=None):
                return True
        return last_name(node) in _ANYTHING

    def is_type(self, annotation: ast.expr) -> bool:
        """Whether ``annotation | None`` surely means something when it is evaluated.

        A string does not, nor does a function that was written where a type is meant.
        """
        match annotation:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self.is_type(left) and self.is_type(right)
            case ast.Subscript(value=ast.Name() | ast.Attribute()):
                return True
            case ast.Attribute():
                return True
            case ast.Name():
                if self._s.is_builtin(annotation):
                    return self._s.classes.is_class(annotation)
                found = self._s.bindings(annotation) or ()
                return all(one.kind in ("import", "class", "assign", "type") for one in found)
        return False


def read(annotation: ast.expr) -> ast.expr:
    """The expression that an annotation means: the content of a quoted one."""
    match annotation:
        case ast.Constant(value=str(text)):
            try:
                return ast.parse(text.strip(), mode="eval").body
            except (SyntaxError, ValueError):
                return annotation
    return annotation


def is_class_variable(annotation: ast.expr) -> bool:
    """Whether an annotation says that the class, not each instance, has the object."""
    node = read(annotation)
    named = node.value if isinstance(node, ast.Subscript) else node
    return last_name(named) in ("ClassVar", "Final")
