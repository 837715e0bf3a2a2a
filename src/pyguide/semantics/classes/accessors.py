"""Methods that only read or set one private attribute, and where the file calls them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.classes.equality import body, names
from pyguide.semantics.structure import DEFS, DefNode, parameters
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_ACCESSOR = r"(get|set)(?:_([a-z]\w*)|([A-Z]\w*))"
_HUMP = r"(?<=[a-z0-9])(?=[A-Z])"


class Accessor(NamedTuple):
    """What `get_x` and `set_x` of ``owner`` come to: a property ``name`` of ``attribute``.

    The setter may do more than set, see `only_sets`.
    """

    owner: ast.ClassDef
    name: str
    attribute: str
    getter: ast.FunctionDef
    setter: ast.FunctionDef | None


def accessors(semantics: Semantics, owner: ast.ClassDef) -> Iterator[Accessor]:
    """The pairs, or getters alone, of a class that nobody else has to say about."""
    found: dict[tuple[str, str], ast.FunctionDef] = {}
    for stmt in owner.body:
        parts = re.fullmatch(_ACCESSOR, getattr(stmt, "name", None) or "")
        if parts is not None and isinstance(stmt, ast.FunctionDef) and not stmt.decorator_list:
            kind, plain, humped = parts.groups()
            found[kind, plain or re.sub(_HUMP, "_", humped).lower()] = stmt
    getters = {name: one for (kind, name), one in found.items() if kind == "get" and reads_of(one)}
    if not getters or not _is_own(semantics, owner):
        return
    for spelled, getter in getters.items():
        attribute, setter = reads_of(getter), found.get(("set", spelled))
        if attribute is None or _words(attribute) != _words(spelled):
            continue
        name = attribute.lstrip("_")
        if semantics.attributes.is_bound(owner, name) or _is_shared(semantics, owner, getter):
            continue
        yield Accessor(owner, name, attribute, getter, setter)


def _words(name: str) -> str:
    return name.replace("_", "").lower()


def reads_of(getter: DefNode) -> str | None:
    """The private attribute that ``getter`` returns, if that is all it does."""
    match body(getter):
        case [ast.Return(value=ast.Attribute(value=ast.Name(id=base), attr=attr))]:
            if [base] == [arg.arg for arg in parameters(getter.args)] and attr.startswith("_"):
                return None if attr.endswith("__") else attr
    return None


def only_sets(setter: DefNode, attribute: str) -> bool:
    """Whether ``setter`` gives the attribute what it gets, perhaps after it refused some values."""
    match names(setter), body(setter):
        case [one, value], [
            *checks,
            ast.Assign(targets=[ast.Attribute(value=ast.Name(id=base), attr=attr)], value=given),
        ]:
            refuses = all(
                isinstance(check, ast.If) and isinstance(check.body[-1], ast.Raise)
                for check in checks
            )
            plain = len(parameters(setter.args)) == 2 and not setter.args.defaults
            return (
                plain and refuses and base == one and attr == attribute
                and isinstance(given, ast.Name) and given.id == value
            )  # fmt: skip
    return False


def _is_own(semantics: Semantics, owner: ast.ClassDef) -> bool:
    return not lineage.lineage(semantics, owner).foreign and semantics.function(owner) is None


def _is_shared(semantics: Semantics, owner: ast.ClassDef, getter: DefNode) -> bool:
    """Whether others count on the method: another class has it too, or it is handed on uncalled."""
    return any(
        isinstance(stmt, DEFS) and stmt.name == getter.name
        for one in semantics.structure.nodes(ast.ClassDef)
        if one is not owner
        for stmt in one.body
    ) or any(
        node.attr == getter.name and not _is_called(semantics, node)
        for node in semantics.structure.nodes(ast.Attribute)
    )


def _is_called(semantics: Semantics, node: ast.expr) -> bool:
    call = semantics.parent(node)
    return isinstance(call, ast.Call) and call.func is node


class Calls(NamedTuple):
    """The calls of both methods in the file; ``other`` is one with unusual arguments or use."""

    gets: tuple[ast.Call, ...]
    sets: tuple[ast.Call, ...]
    other: ast.AST | None


def calls(semantics: Semantics, found: Accessor) -> Calls:
    """Where the file uses the methods, whatever the object may be."""
    gets: list[ast.Call] = []
    sets: list[ast.Call] = []
    other: ast.AST | None = None
    for node in semantics.structure.nodes(ast.Attribute):
        call = semantics.parent(node)
        if found.setter is not None and node.attr == found.setter.name:
            plain = isinstance(call, ast.Call) and isinstance(semantics.parent(call), ast.Expr)
            kind, count = sets, 1
        elif node.attr == found.getter.name:
            plain, kind, count = True, gets, 0
        else:
            continue
        if (
            plain and isinstance(call, ast.Call) and call.func is node
            and len(call.args) == count and not call.keywords
            and not any(isinstance(one, ast.Starred) for one in call.args)
        ):  # fmt: skip
            kind.append(call)
        else:
            other = other or node
    return Calls(tuple(gets), tuple(sets), other)


def why_no_property(semantics: Semantics, found: Accessor) -> str | None:
    """Why a property cannot take the place of the methods; None if it can."""
    if found.setter is not None:
        if not only_sets(found.setter, found.attribute):
            return f"`{found.setter.name}` does more than set `{found.attribute}`"
        if found.setter.decorator_list or found.setter.lineno < found.getter.lineno:
            return f"`{found.setter.name}` stands before `{found.getter.name}`"
    for node in walk(found.owner):
        taken = getattr(node, "attr", None) == found.name or (
            isinstance(node, ast.Name)
            and node.id == found.name
            and semantics.scope(node).node is found.owner
        )
        if taken:
            return f"`{found.owner.name}` uses a `{found.name}` already"
    return None
