"""Classes that only hold data: what they keep, and which methods a dataclass would write."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.classes import equality, storing
from pyguide.semantics.structure import DEFS, DefNode
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# They show or compare what is kept, and do nothing else with it.
_PASSIVE = frozenset({"__init__", "__repr__", "__str__", "__ne__", "__hash__"})
# They make instances or their copies something else than what `__init__` stores.
_SPECIAL = frozenset({
    "__new__", "__slots__", "__setattr__", "__getattr__", "__getattribute__", "__post_init__",
    "__init_subclass__", "__dict__", "__match_args__", "__annotations__", "__getstate__",
    "__setstate__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__getinitargs__",
    "__deepcopy__", "__copy__",
})  # fmt: skip
_LEAST = 2


class Field(NamedTuple):
    """What one parameter of `__init__` says about the attribute of its name."""

    name: str
    annotation: ast.expr | None
    default: ast.expr | None


class Record(NamedTuple):
    """A class whose `__init__` keeps each parameter under its own name and does nothing else.

    ``eq`` and ``repr`` are there where they do what a dataclass's own would do: compare all
    fields, show them by name.
    """

    init: ast.FunctionDef
    fields: tuple[Field, ...]
    keyword_only: bool
    eq: DefNode | None
    repr: DefNode | None


def keeps_all(class_: ast.ClassDef) -> ast.FunctionDef | None:
    """The `__init__` whose statements all look like `self.x = x`; None if it is not like that."""
    for stmt in class_.body:
        if isinstance(stmt, ast.FunctionDef) and stmt.name == "__init__":
            args = stmt.args
            plain = not (args.vararg or args.kwarg or args.posonlyargs or stmt.decorator_list)
            count = len(args.args) - 1 + len(args.kwonlyargs)
            body = equality.body(stmt)
            kept = _LEAST <= count == len(body) and all(_is_kept(one) for one in body)
            return stmt if plain and kept else None
    return None


def _is_kept(stmt: ast.stmt) -> bool:
    match stmt:
        case ast.Assign(targets=[ast.Attribute(attr=attr)], value=ast.Name(id=name)):
            return attr == name
        case ast.AnnAssign(target=ast.Attribute(attr=attr), value=ast.Name(id=name)):
            return attr == name
    return False


def record(semantics: Semantics, class_: ast.ClassDef) -> Record | None:
    """What ``class_`` holds, if it is there to hold data.

    It has no base, decorator or metaclass, and either compares its instances by all that they
    hold, or has no method that would do something with it and no class built on it in the file.
    """
    init = keeps_all(class_)
    if init is None or class_.decorator_list or class_.keywords:
        return None
    if any(not semantics.is_builtin(base, "object") for base in class_.bases):
        return None
    fields = tuple(_fields(init))
    names = {field.name for field in fields}
    if storing.stored(semantics, init) != {field.name: field.name for field in fields}:
        return None
    bound = set(semantics.scopes.table(semantics.scopes.of_node(class_)).bound)
    if bound & (names | _SPECIAL) or any(name.startswith("__") for name in names):
        return None
    eq = semantics.attributes.method(class_, "__eq__")
    if eq is not None and set(equality.compared(eq) or ()) != names:
        return None
    methods = {stmt.name for stmt in class_.body if isinstance(stmt, DEFS)}
    if eq is None and (not methods <= _PASSIVE or _has_heirs(semantics, class_)):
        return None
    shown = semantics.attributes.method(class_, "__repr__")
    if shown is not None and not _names_all(shown, names):
        shown = None
    return Record(init, fields, bool(init.args.kwonlyargs), eq, shown)


def _fields(init: ast.FunctionDef) -> Iterator[Field]:
    said = {
        stmt.target.attr: stmt.annotation
        for stmt in init.body
        if isinstance(stmt, ast.AnnAssign) and isinstance(stmt.target, ast.Attribute)
    }
    args, defaults = init.args.args[1:], init.args.defaults
    padded: list[ast.expr | None] = [None] * (len(args) - len(defaults))
    padded += defaults
    pairs = [*zip(args, padded, strict=True)]
    pairs += zip(init.args.kwonlyargs, init.args.kw_defaults, strict=True)
    for arg, default in pairs:
        yield Field(arg.arg, said.get(arg.arg, arg.annotation), default)


def _has_heirs(semantics: Semantics, class_: ast.ClassDef) -> bool:
    return any(
        lineage.class_named(semantics, base) is class_
        for one in semantics.structure.nodes(ast.ClassDef)
        for base in lineage.bases(one)
    )


def _names_all(method: DefNode, names: set[str]) -> bool:
    """Whether ``method`` returns a text with `name=` for each of ``names``, and its value."""
    found = equality.reads(method)
    text = "".join(
        node.value
        for stmt in equality.body(method)
        for node in walk(stmt)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    shown = {name for name in found.attributes if not name.endswith("__")}
    return (
        len(equality.body(method)) == 1
        and shown == names
        and not found.whole
        and all(f"{name}=" in text for name in names)
    )


def clashes(semantics: Semantics, class_: ast.ClassDef, names: set[str]) -> str | None:
    """The first of ``names`` that the class body reads and that a field's default would hide."""
    scope = semantics.scopes.of_node(class_)
    return next(
        (
            node.id
            for node in walk(class_)
            if isinstance(node, ast.Name)
            and node.id in names
            and semantics.scopes.at(node) is scope
        ),
        None,
    )
