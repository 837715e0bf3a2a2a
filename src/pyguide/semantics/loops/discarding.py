"""Comprehensions whose result nobody takes: what a loop in their place would change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.control.arrivals import arrivals
from pyguide.semantics.structure import Comprehension, spelled
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class Discarded(NamedTuple):
    """A statement that runs something over items and drops the results.

    ``kind`` is how it says so: a "comprehension" (``made``), or a call of "map", "any" or "all".
    """

    stmt: ast.Expr | ast.Assign
    kind: str
    made: Comprehension | None
    mapped: ast.Call | None = None


def discarded(semantics: Semantics, stmt: ast.Expr | ast.Assign) -> Discarded | None:
    """What ``stmt`` does to each item for the effect alone, if it does."""
    if isinstance(stmt, ast.Assign):
        match stmt.targets:
            case [ast.Name(id="_")]:
                pass
            case _:
                return None
    match stmt.value:
        case ast.ListComp() | ast.SetComp() | ast.DictComp() as made:
            return Discarded(stmt, "comprehension", made) if _acts(made) else None
        case ast.Call(func=ast.Name(id="list" | "any" | "all") as func, args=[arg], keywords=[]):
            pass
        case _:
            return None
    match arg:
        case ast.GeneratorExp() | ast.ListComp() if func.id != "list" and _acts(arg):
            found = Discarded(stmt, func.id, arg)
        case ast.GeneratorExp() if _acts(arg):
            found = Discarded(stmt, "generator", arg)
        case ast.Call(func=ast.Name(id="map"), args=[_, _], keywords=[]) if func.id == "list":
            found = Discarded(stmt, "map", None, arg)
        case _:
            return None
    plain = semantics.is_builtin(func) and (
        found.mapped is None or semantics.is_builtin(found.mapped.func)
    )
    return found if plain else None


def obstacle(semantics: Semantics, found: Discarded) -> str | None:
    """Why no loop can be written in the place of the statement; None if one can."""
    if found.kind in ("any", "all"):
        return f"`{found.kind}` stops at the first item that decides, or its answer was forgotten"
    if found.mapped is not None:
        function = found.mapped.args[0]
        plain = isinstance(function, ast.Name | ast.Attribute)
        return None if plain else f"{semantics.shown(function)} has no name to call it by"
    made = found.made
    assert made is not None
    if isinstance(made, ast.DictComp):
        return "a loop would not notice keys that cannot be hashed"
    if any(isinstance(node, ast.NamedExpr) for node in walk(made)):
        return "the comprehension binds a name on its way"
    return _hidden(semantics, found.stmt, made)


def _hidden(semantics: Semantics, stmt: ast.stmt, made: Comprehension) -> str | None:
    """What the function reads from outside and would look for in vain if a loop bound it."""
    function, home = semantics.function(made), semantics.scope(made)
    outer = {
        target.id: semantics.owner(target.id, stmt)
        for target in _targets(made)
        if home.kind == "function" and semantics.owner(target.id, stmt) is not home
    }
    if function is None or not outer:
        return None
    inside = set(walk(stmt)) - set(walk(made.generators[0].iter))
    declared: set[str] = set()
    read: list[str] = []
    for node in walk(function):
        if isinstance(node, ast.Global | ast.Nonlocal):
            declared.update(node.names)
        elif (
            isinstance(node, ast.Name)
            and node.id in outer
            and node not in inside
            and semantics.owner(node.id, node) is outer[node.id]
        ):
            read.append(node.id)
    name = next((name for name in read if name not in declared), None)
    return f"the function reads another `{name}`, which a loop would hide" if name else None


def doubt(semantics: Semantics, found: Discarded) -> str | None:
    """Why a loop may behave otherwise than the statement; None if it provably does not."""
    made = found.made
    if found.mapped is not None:
        called = semantics.shown(found.mapped.args[0], call=True)
        return f"`map` takes a StopIteration of {called} for the end of the items"
    assert made is not None
    if found.kind == "generator":
        return "a generator turns a StopIteration into a RuntimeError"
    if isinstance(made, ast.SetComp):
        return "a loop would not notice items that cannot be hashed"
    if _makes_objects(made):
        return "the objects would be dropped one by one, not together"
    function = semantics.function(made)
    if semantics.scope(made).kind != "function" or function is None:
        return f"the names of the loop would become variables of the {semantics.scope(made).kind}"
    if semantics.dynamic(made):
        return "the code looks at its own variables"
    names = {target.id for target in _targets(made)}
    if isinstance(found.stmt, ast.Assign):
        names.add("_")
    inside = set(walk(found.stmt))
    for node in walk(function):
        said = () if node in inside else names.intersection(spelled(node))
        for name in said:
            if _is_seen(semantics, name, node, made):
                return f"`{name}` is also another variable of the function"
        if isinstance(node, ast.Global | ast.Nonlocal) and names.intersection(node.names):
            return f"`{min(names.intersection(node.names))}` is a variable of an outer scope"
    return _differs_inside(semantics, found, made, names)


def _differs_inside(
    semantics: Semantics, found: Discarded, made: Comprehension, names: set[str]
) -> str | None:
    """What a name means or how it fails in the comprehension and not in the loop."""
    home = semantics.scope(made)
    for node in walk(made):
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        if node.id in names:
            late = semantics.dominance.is_deferred(node)
            if late or semantics.function(node) is not semantics.function(made):
                return f"`{node.id}` is read by a function that runs later"
            continue
        own = semantics.owner(node.id, node) is home
        if own and not arrivals(semantics, node.id, found.stmt).sure:
            return f"`{node.id}` may be unbound, which a loop reports differently"
    return None


def _is_seen(semantics: Semantics, name: str, node: ast.AST, made: Comprehension) -> bool:
    """Whether a mention of ``name`` elsewhere would mean the variable of the loop."""
    owner = semantics.owner(name, node)
    if owner is None:
        return True
    function = semantics.function(made)
    return owner.node is function or all(a is not function for a in semantics.ancestors(owner.node))


def _targets(made: Comprehension) -> Iterator[ast.Name]:
    """The names that the clauses bind."""
    for clause in made.generators:
        for node in walk(clause.target):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node


def _makes_objects(made: Comprehension) -> bool:
    """Whether what is dropped may be there for its finalizer: instances, files, several values."""
    match made:
        case ast.ListComp(elt=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name))):
            return name[:1].isupper() or name == "open"
        case ast.ListComp(elt=ast.Await()):
            return False
    return True


def _acts(made: Comprehension) -> bool:
    """Whether something is called for each item, so that an effect may be what is wanted."""
    values = [made.key, made.value] if isinstance(made, ast.DictComp) else [made.elt]
    tests = [test for clause in made.generators for test in clause.ifs]
    acting = (ast.Call, ast.Await)
    return any(isinstance(node, acting) for one in (*values, *tests) for node in walk(one))
