"""Lists that a builtin only iterates: what changes if their items are made one by one instead."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics import library
from pyguide.semantics.structure import walk_run
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

SHORT = frozenset({"all", "any"})
"""Builtins that stop at the first item that decides."""

FULL = frozenset({"max", "min", "sum"})
"""Builtins that go through all items."""


class Consumption(NamedTuple):
    """``call`` of the builtin ``function`` with the comprehension ``made`` as its first argument.

    ``others`` are the values of its further arguments.
    """

    function: str
    call: ast.Call
    made: ast.ListComp
    others: tuple[ast.expr, ...]


def consumption(semantics: Semantics, made: ast.ListComp) -> Consumption | None:
    """The call that takes the list's items and forgets the list, if there is one.

    What awaits is left out, since a generator that awaits cannot be iterated by a builtin, and so
    is ``all([form.is_valid() for form in forms])``, which may mean to ask them all.
    """
    call = semantics.parent(made)
    if not isinstance(call, ast.Call) or call.args[:1] != [made]:
        return None
    if not semantics.is_builtin(call.func, *SHORT, *FULL):
        return None
    function = ast.unparse(call.func)
    words = {word.arg: word.value for word in call.keywords}
    allowed = {"sum": 2}.get(function, 1)
    if len(call.args) > allowed or any(isinstance(one, ast.Starred) for one in call.args):
        # `min` and `max` of several arguments compare those with each other.
        return None
    if None in words or any(map(_awaits, walk(made))):
        return None
    if function in SHORT and _is_run_for_all(made):
        return None
    return Consumption(function, call, made, (*call.args[1:], *words.values()))


def obstacle(found: Consumption) -> str | None:
    """Why the items cannot be made by a generator; None if they can."""
    for node in walk(found.made):
        if isinstance(node, ast.NamedExpr):
            return f"`{node.target.id}` is bound by the list, and would be at another time"
        if isinstance(node, ast.Call) and not node.args and getattr(node.func, "id", "") == "super":
            return "`super()` means something else inside a generator"
    return None


def doubt(semantics: Semantics, found: Consumption) -> str | None:
    """Why making the items one by one may behave otherwise; None if it provably does not."""
    if semantics.dynamic(found.made):
        return "the code looks at its own variables"
    return _stops_early(semantics, found) or _runs_between(semantics, found)


def _runs_between(semantics: Semantics, found: Consumption) -> str | None:
    """What may tell whether all items were there before the first was used."""
    for other in found.others:
        done = semantics.effects([other])
        acts = done.calls_unknown or done.mutates or done.rebinds or done.suspends
        if acts or not (_is_no_key(found, other) or semantics.effects_of.is_quiet_function(other)):
            return f"{semantics.shown(other)} may do something before the items are made"
        if isinstance(other, ast.Name) and not _is_bound(semantics, other):
            return f"{semantics.shown(other)} may be unbound, which would show before the items"
    for clause in found.made.generators:
        # It may hand out one object again and again, and change it in between.
        generates = "generator" in (semantics.type_of(clause.iter).names or ())
        if generates and not _are_numbers(semantics, found):
            return f"{semantics.shown(clause.iter)} may change its items while they are used"
    for node in _between(semantics, found):
        if isinstance(node, ast.Call) and semantics.effects_of.runs_unknown(node):
            return f"{semantics.shown(node)} is unknown code that would run while items are used"
        if semantics.effects_of.changed(node) is not None:
            return f"{semantics.shown(node)} changes something while items are used"
    if found.function in FULL and _is_tried(semantics, found.call) and _may_fail(semantics, found):
        return "another error may be caught where making an item and using one both fail"
    return None


def _between(semantics: Semantics, found: Consumption) -> list[ast.AST]:
    """What is evaluated while the items are used.

    The first source is not: it is there before. It may run code when it is iterated, but then all
    items have to be numbers, which nobody can change and which cannot fail to be used.
    """
    source = found.made.generators[0].iter
    early = semantics.effects_of.iterates_quietly(source) or _are_numbers(semantics, found)
    before = {*walk(source)} if early else set()
    return [node for node in walk_run([found.made]) if node not in before]


def _are_numbers(semantics: Semantics, found: Consumption) -> bool:
    """Whether the builtin gets nothing but numbers that it can use."""
    numbers = library.NUMBERS if found.function == "sum" else library.NUMBERS - {"complex"}
    return semantics.type_of(found.made.elt).within(*numbers) and not found.others


def _is_bound(semantics: Semantics, name: ast.Name) -> bool:
    return bool(semantics.bindings(name)) or semantics.is_builtin(name)


def _is_no_key(found: Consumption, value: ast.expr) -> bool:
    """Whether an argument is not called for each item."""
    keys = (word.value for word in found.call.keywords if word.arg == "key")
    return all(value is not one for one in keys)


def _stops_early(semantics: Semantics, found: Consumption) -> str | None:
    """What would no longer happen for the items behind the one that decides."""
    if found.function not in SHORT:
        return None
    stops = f"`{found.function}` stops early, and"
    for part in _each_time(found.made):
        if not semantics.pure(part, "no_raise"):
            return f"{stops} {semantics.shown(part)} may have an effect or fail"
    for clause in found.made.generators:
        if not semantics.type_of(clause.iter).within(*library.SIZED):
            return f"{stops} {semantics.shown(clause.iter)} may be an iterator that others use"
        if not isinstance(clause.target, ast.Name):
            return f"{stops} unpacking {semantics.shown(clause.target)} may fail"
    return None


def _may_fail(semantics: Semantics, found: Consumption) -> bool:
    """Whether both making an item and using it may raise."""
    if _are_numbers(semantics, found):
        return False
    made = all(semantics.pure(part, "no_raise") for part in _each_time(found.made))
    sources = [clause.iter for clause in found.made.generators]
    return not made or not all(map(semantics.effects_of.iterates_quietly, sources))


def _each_time(made: ast.ListComp) -> list[ast.expr]:
    """The expressions that are evaluated for each item."""
    tests = [test for clause in made.generators for test in clause.ifs]
    return [*(clause.iter for clause in made.generators[1:]), *tests, made.elt]


def _is_tried(semantics: Semantics, call: ast.Call) -> bool:
    """Whether a `try` or `with` of the same function may catch what the call raises."""
    home = semantics.function(call)
    for around in semantics.ancestors(call):
        match around:
            case ast.Try(handlers=[_, *_]) | ast.TryStar():
                catches = True
            case ast.With() | ast.AsyncWith():
                catches = semantics.flow.may_swallow(around)
            case _:
                continue
        if catches and semantics.function(around) is home:
            return True
    return False


def _is_run_for_all(made: ast.ListComp) -> bool:
    """Whether each item is what a method gives that is called on it with nothing else to say."""
    match made:
        case ast.ListComp(
            elt=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[]),
            generators=[ast.comprehension(target=ast.Name(id=target))],
        ):
            return name == target and ("str", attr) not in library.METHOD_RESULTS
    return False


def _awaits(node: ast.AST) -> bool:
    return isinstance(node, ast.Await) or bool(getattr(node, "is_async", False))
