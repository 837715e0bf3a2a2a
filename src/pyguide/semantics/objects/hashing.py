"""What code hashes, and which of it cannot be hashed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from pyguide.semantics.objects.mutables import DISPLAYS
from pyguide.semantics.structure import FUNCTIONS, last_name
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_BUILDERS = (ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.SetComp, ast.GeneratorExp)
# What gives a list, dict, set or bytearray, by its last name.
_MAKERS = frozenset({
    "bytearray", "copy", "deepcopy", "dict", "findall", "list", "readlines", "set", "sorted",
    "split", "splitlines",
})  # fmt: skip
# Bases without a hash, so that a class loses nothing by its own `__eq__`.
_UNHASHABLE = frozenset({
    "ChainMap", "Counter", "DataFrame", "Dict", "List", "Mapping", "MutableMapping", "MutableSet",
    "OrderedDict", "Set", "UserDict", "bytearray", "defaultdict", "deque", "dict", "list",
    "ndarray", "set",
})  # fmt: skip
# Methods of containers that change, and so are not meant to be hashed.
_CHANGERS = ("__setitem__", "__delitem__", "append", "add", "insert")
_CATCHES = frozenset({"TypeError", "Exception", "BaseException"})


class Hashed(NamedTuple):
    """An expression that becomes a member of a set or a key of a dict."""

    member: ast.expr
    role: Literal["a member of a set", "a key of a dict"]


def hashed(node: ast.AST) -> Iterator[Hashed]:
    """What ``node`` hashes by its form: of calls and subscripts, whatever their object may be."""
    match node:
        case ast.Set(elts=members):
            yield from (Hashed(one, "a member of a set") for one in members)
        case ast.SetComp(elt=member):
            yield Hashed(member, "a member of a set")
        case ast.Dict(keys=keys):
            yield from (Hashed(key, "a key of a dict") for key in keys if key is not None)
        case ast.DictComp(key=key):
            yield Hashed(key, "a key of a dict")
        case ast.Subscript(slice=key):
            yield Hashed(key, "a key of a dict")
        case ast.Call(func=ast.Attribute(attr="add"), args=[member], keywords=[]):
            yield Hashed(member, "a member of a set")
        case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[source, *_], keywords=[]):
            yield from (Hashed(key, "a key of a dict") for key in _items(source))
        case ast.Call(func=ast.Name(id="set" | "frozenset"), args=[source], keywords=[]):
            yield from (Hashed(one, "a member of a set") for one in _items(source))


def _items(source: ast.expr) -> list[ast.expr]:
    match source:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.ListComp(elt=elt) | ast.GeneratorExp(elt=elt):
            return [elt]
    return []


def parts(member: ast.expr) -> Iterator[ast.expr]:
    """The expressions that are hashed when ``member`` is: itself, or the items of a tuple."""
    if isinstance(member, ast.Tuple):
        yield from (one for part in member.elts for one in parts(part))
    elif not isinstance(member, ast.Starred):
        yield member


class Hashing:
    """Answers about members and keys that raise TypeError."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def unhashable(self, node: ast.AST) -> Iterator[tuple[ast.expr, str, str]]:
        """Each expression that ``node`` surely cannot hash, its type, and what it was to be."""
        for one in hashed(node):
            for part in parts(one.member):
                kind = self._kind(part, node)
                if kind is not None and self._surely_hashes(node):
                    yield part, kind, one.role

    def _surely_hashes(self, node: ast.AST) -> bool:
        match node:
            case ast.Subscript(value=ast.Name(id=name)) if self._is_type(name):
                return False
            case ast.Subscript(value=value):
                return self._s.type_of(value).within("dict")
            case ast.Call(func=ast.Attribute(value=value, attr="add")):
                return self._s.type_of(value).within("set")
            case ast.Call(func=func):
                known = ("builtins.set", "builtins.frozenset", "builtins.dict.fromkeys")
                return self._s.qualified(func) in known
        return True

    def _is_type(self, name: str) -> bool:
        """Whether a name looks like that of a type, as in ``Callable[[int], str]``."""
        return name[:1].isupper() and name not in self._s.structure.assigned

    def _kind(self, expr: ast.expr, node: ast.AST) -> str | None:
        """The mutable type of what ``node`` hashes; names and calls count in displays only."""
        display = DISPLAYS.get(type(expr))
        if display is not None:
            return display
        if not isinstance(node, ast.Set | ast.Dict) or not self._may_be_made(expr):
            return None
        found = self._s.type_of(expr)
        if found.within("list", "dict", "set", "bytearray"):
            return min(found.names or ())
        return None

    def _may_be_made(self, expr: ast.expr) -> bool:
        """Whether a name or call looks as if it gave a container, which is cheap to see."""
        if isinstance(expr, ast.Call):
            return last_name(expr.func) in _MAKERS
        if not isinstance(expr, ast.Name):
            return False
        if not any(map(_looks_made, self._s.structure.assigned.get(expr.id, ()))):
            return False
        found = self._s.bindings(expr) or ()
        kinds = (*DISPLAYS, ast.Call, ast.Name)
        return bool(found) and all(isinstance(one.value, kinds) for one in found)

    def is_refusal_expected(self, node: ast.AST) -> bool:
        """Whether the code around ``node`` catches a TypeError, or a test waits for one."""
        child: ast.AST = node
        for around in self._s.ancestors(node):
            match around:
                case ast.With(items=items):
                    managers = (item.context_expr for item in items)
                    if any(is_expecting(one) for one in managers):
                        return True
                case ast.Try(body=body, handlers=handlers) if any(s is child for s in body):
                    if any(map(_catches, handlers)):
                        return True
                case ast.Call() if is_expecting(around):
                    return True
            child = around
        return False


def _looks_made(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return last_name(value.func) in _MAKERS
    return isinstance(value, (*DISPLAYS, ast.Name))


def is_expecting(manager: ast.expr) -> bool:
    """Whether an expression is a test's call that waits for an exception, or swallows it."""
    called = last_name(manager.func).lower() if isinstance(manager, ast.Call) else ""
    return called.startswith(("assertraises", "raises", "suppress"))


def expects_failure(semantics: Semantics, node: ast.AST) -> bool:
    """Whether ``node`` stands in a `with` that waits for an exception."""
    return any(
        is_expecting(item.context_expr)
        for around in semantics.ancestors(node)
        if isinstance(around, ast.With)
        for item in around.items
    )


def _catches(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or last_name(kind) in _CATCHES for kind in kinds)


def loses_hash(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether ``class_`` has no `__hash__` only because it defines `__eq__`.

    Not judged are classes whose methods a decorator writes, containers that can be changed, and
    classes inside functions, which are seldom more than the double of a test.
    """
    path = semantics.source.path
    if any(isinstance(one, FUNCTIONS) for one in semantics.ancestors(class_)):
        return False
    known = semantics.attributes
    if any(known.is_bound(class_, name) for name in ("__hash__", *_CHANGERS)):
        return False
    if not _keeps_equality(semantics, class_) or _has_slot(semantics, class_):
        return False
    if lineage.has_written_methods(class_) or (path is not None and path.suffix == ".pyi"):
        return False
    if _sets_hashes(semantics):
        return False
    found = lineage.lineage(semantics, class_)
    return not any(last_name(base) in _UNHASHABLE for base in found.foreign) and not any(
        _refuses(one) or (known.is_bound(one, "__eq__") and not known.is_bound(one, "__hash__"))
        for one in found.classes
    )


def is_noticed(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether the file may notice that the body of ``class_`` binds a `__hash__` itself.

    What the class holds then comes in another order.
    """
    read = semantics.read_in("__hash__", class_.body) is not None
    shown = semantics.names.shows_namespace(class_) or semantics.attributes.is_listed(class_)
    return read or shown


def _keeps_equality(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether the `__eq__` and `__hash__` of the body are the class's own when it ends."""
    table = semantics.scopes.table(semantics.scopes.of_node(class_))
    bound = table.bound.get("__eq__", ())
    ours = table.globals.isdisjoint({"__eq__", "__hash__"})
    return ours and not any(one.kind == "delete" for one in bound)


def _has_slot(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether instances may keep their `__hash__` in a slot."""
    table = semantics.scopes.table(semantics.scopes.of_node(class_))
    slots = [one.value for one in table.bound.get("__slots__", ()) if one.value is not None]
    return any(isinstance(n, ast.Constant) and n.value == "__hash__" for n in walk(*slots))


def _refuses(class_: ast.ClassDef) -> bool:
    """Whether the class body says `__hash__ = None`."""
    for stmt in class_.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id="__hash__")], value=ast.Constant(value=None)):
                return True
    return False


def _sets_hashes(semantics: Semantics) -> bool:
    """Whether the file sets the `__hash__` of some class from outside."""
    return any(
        node.attr == "__hash__" and isinstance(node.ctx, ast.Store)
        for node in semantics.structure.nodes(ast.Attribute)
    )


def why_no_part(semantics: Semantics, class_: ast.ClassDef, name: str) -> str | None:
    """Why the attribute ``name`` should be no part of a hash; None if nothing speaks against it."""
    for node in semantics.structure.nodes(ast.Attribute):
        if node.attr != name or isinstance(node.ctx, ast.Load):
            continue
        function = semantics.function(node)
        if getattr(function, "name", "") not in ("__init__", "__new__", "__post_init__"):
            return f"`{name}` is set anew after the instance was made"
        around = semantics.parent(node)
        value = getattr(around, "value", None)
        if isinstance(value, tuple(DISPLAYS)) or (
            isinstance(value, ast.Call) and last_name(value.func) in _MAKERS
        ):
            return f"`{name}` cannot be hashed itself"
    if semantics.attributes.change(class_, name) is not None:
        return f"`{name}` is changed in place"
    return None
