"""Calls that name the parent class, or the own one, where `super()` knows both."""

from __future__ import annotations

import ast
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

from pyguide.semantics.structure import COMPREHENSIONS, DEFS, DefNode, last_name
from pyguide.semantics.values import lineage

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class ParentCall(NamedTuple):
    """`super(Owner, self)` or `Base.method(self, ...)` in ``method`` of ``owner``."""

    kind: Literal["super", "named"]
    call: ast.Call
    owner: ast.ClassDef
    method: DefNode


def parent_call(semantics: Semantics, call: ast.Call) -> ParentCall | None:
    """``call`` as a call for the next class in line, if it names a class by hand for that."""
    func = call.func
    if func.__class__ is ast.Attribute:
        if last_name(func.value) not in semantics.structure.bases:
            return None
    elif last_name(func) != "super":
        return None
    match call:
        case ast.Call(
            func=ast.Name(id="super"), args=[ast.Name() as named, ast.Name(id=first)], keywords=[]
        ):
            found = _method(semantics, call, first)
            if found is None or lineage.class_named(semantics, named) is not found[0]:
                return None
            if "super" in semantics.names.bound:
                return None
            return ParentCall("super", call, *found)
        case ast.Call(
            func=ast.Attribute(
                value=ast.Name(id=base) | ast.Attribute(attr=base) as named, attr=attr
            ),
            args=[ast.Name(id=first), *_],
        ):
            function = semantics.function(call)
            if getattr(function, "name", None) != attr:
                return None
            found = _method(semantics, call, first)
            if found is None or base in ("object", "type"):
                return None
            parents = [*lineage.bases(found[0])]
            if len(parents) != 1 or ast.dump(parents[0]) != ast.dump(named):
                return None
            return ParentCall("named", call, *found)
    return None


def _method(
    semantics: Semantics, call: ast.Call, first: str
) -> tuple[ast.ClassDef, DefNode] | None:
    """The class and the method that run ``call`` with ``first`` as what the method is called on."""
    method = semantics.function(call)
    owner = semantics.parent(method) if method is not None else None
    if not isinstance(method, DEFS) or not isinstance(owner, ast.ClassDef):
        return None
    args = [*method.args.posonlyargs, *method.args.args]
    if not args or args[0].arg != first or "staticmethod" in map(last_name, method.decorator_list):
        return None
    # What stands in the body of a class inside of the method runs in no method.
    inside = takewhile(lambda around: around is not method, semantics.ancestors(call))
    return None if any(isinstance(around, ast.ClassDef) for around in inside) else (owner, method)


def why_not_bare(semantics: Semantics, found: ParentCall) -> str | None:
    """Why `super()` would not work or mean the same in that place; None if it does."""
    first = found.call.args[0 if found.kind == "named" else 1]
    for around in semantics.ancestors(found.call):
        if around is found.method:
            break
        if isinstance(around, COMPREHENSIONS):
            return "a comprehension is a function of its own before Python 3.12"
    if found.kind == "super" and semantics.loop(found.owner) is not None:
        return f"`{found.owner.name}` is another class after the next round of the loop"
    bound = semantics.bindings(first) if isinstance(first, ast.Name) else None
    if bound is None or len(bound) != 1:
        return f"`{ast.unparse(first)}` is rebound in `{found.method.name}`"
    is_super = semantics.builtin("super", found.call)
    if "super" in semantics.names.bound or (found.kind == "super" and not is_super):
        return "`super` may not be the builtin here"
    if found.kind == "super" and found.owner.decorator_list:
        return f"a decorator may put another class in the place of `{found.owner.name}`"
    if "__class__" in semantics.names.bound:
        return "`__class__` means something else here"
    return None


def doubt(semantics: Semantics, found: ParentCall) -> str | None:
    """Why the name in `super(Owner, self)` may mean no class yet, or another one; None if not.

    While its statement runs the class has no name. What asks for a name fails then, and `super()`
    need not.
    """
    owner = found.owner
    if semantics.owner(owner.name, owner) is not semantics.scopes.at(owner):
        return f"the next class `{owner.name}` takes the name of the one before"
    if _may_be_called_early(semantics, found):
        return f"`{found.method.name}` may be called before `{owner.name}` has its name"
    return None


def _may_be_called_early(semantics: Semantics, found: ParentCall) -> bool:
    """Whether the file shows code that is run to make the class and may call the method."""
    above = lineage.lineage(semantics, found.owner).classes
    makers = (lineage.metaclass(semantics, one) for one in (found.owner, *above))
    hooks = semantics.attributes.mentions("__init_subclass__")
    return (
        any(one.name == "__set_name__" for one in semantics.structure.nodes(*DEFS))
        or any(semantics.attributes.is_bound(one, "__init_subclass__") for one in above)
        or any(isinstance(one.ctx, ast.Store) for one in hooks)
        or any(_is_made_here(semantics, one) for one in makers if one is not None)
        or lineage.is_enumeration(semantics, found.owner)
        or _is_called_in_body(semantics, found)
    )


def _is_made_here(semantics: Semantics, maker: ast.expr) -> bool:
    """Whether the file itself makes the metaclass, or the function in its place."""
    root = maker
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name):
        return True
    return any(one.kind != "import" for one in semantics.bindings(root) or ())


def _is_called_in_body(semantics: Semantics, found: ParentCall) -> bool:
    scope = semantics.scopes.of_node(found.owner)
    for node in semantics.structure.spelling_below(found.method.name, [found.owner]):
        call = semantics.parent(node)
        if isinstance(call, ast.Call) and call.func is node and semantics.scopes.at(node) is scope:
            return True
    return False
