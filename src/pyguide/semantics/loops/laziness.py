"""Lists that a builtin only iterates: what changes if their items are made one by one instead."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.objects.purity import is_steady
from pyguide.semantics.structure import walk_run
from pyguide.semantics.values import library
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

SHORT = frozenset({"all", "any"})
"""Builtins that stop at the first item that decides."""

FULL = frozenset({"max", "min", "sum"})
"""Builtins that go through all items."""

_ORDERED = (frozenset({"bool", "int", "float"}), frozenset({"str"}), frozenset({"bytes"}))
"""Types whose objects can all be compared with each other."""


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
    return (
        _stops_early(semantics, found)
        or _runs_between(semantics, found)
        or _why_another_error(semantics, found.made)
    )


def _why_another_error(semantics: Semantics, made: ast.ListComp) -> str | None:
    """Why making an item may raise StopIteration; a generator makes a RuntimeError of it."""
    first, *others = made.generators
    inside: list[ast.AST] = list(walk_run([*_each_time(made), first.target]))
    if not isinstance(first.target, ast.Name):
        inside.append(first)
    for node in (*inside, *others):
        if semantics.stopping.may_stop(node):
            return f"{semantics.shown(node)} may raise StopIteration, which a generator replaces"
    for test in _tests(made):
        if semantics.stopping.truth_may_stop(test):
            return f"the truth of {semantics.shown(test)} may raise StopIteration"
    return None


def _runs_between(semantics: Semantics, found: Consumption) -> str | None:
    """What may tell whether all items were there before the first was used."""
    usable = _are_usable(semantics, found)
    for other in found.others:
        done = semantics.effects([other])
        acts = done.calls_unknown or done.mutates or done.rebinds or done.suspends
        if acts or not (_is_no_key(found, other) or semantics.effects_of.is_quiet_function(other)):
            return f"{semantics.shown(other)} may do something before the items are made"
        if isinstance(other, ast.Name) and not _is_bound(semantics, other):
            return f"{semantics.shown(other)} may be unbound, which would show before the items"
    for clause in found.made.generators:
        # It may hand out one object again and again, and change it in between.
        if not usable and "generator" in (semantics.type_of(clause.iter).names or ()):
            return f"{semantics.shown(clause.iter)} may change its items while they are used"
    for node in _between(semantics, found, usable):
        if isinstance(node, ast.Call) and semantics.effects_of.runs_unknown(node):
            return f"{semantics.shown(node)} is unknown code that would run while items are used"
        if semantics.effects_of.changed(node) is not None:
            return f"{semantics.shown(node)} changes something while items are used"
    if found.function in FULL and not _is_unnoticed(semantics, found.made):
        if not usable:
            return f"where `{found.function}` fails, items it has not come to would not be made"
        for other in found.others:
            if not _is_kept(semantics, found, other):
                return f"{semantics.shown(other)} may be bound anew while the items are made"
            if not _cannot_fail(semantics, other):
                return f"{semantics.shown(other)} may fail, which would show before the items"
            if not (_is_fixed(semantics, other) or _iterates_quietly(semantics, found.made)):
                return f"{semantics.shown(other)} may be another value before the items are made"
    return None


def _between(semantics: Semantics, found: Consumption, usable: bool) -> list[ast.AST]:
    """What is evaluated while the items are used.

    The first source is not: it is there before. It may run code when it is iterated, but then all
    items have to be ``usable``.
    """
    source = found.made.generators[0].iter
    early = usable or semantics.effects_of.iterates_quietly(source)
    before = {*walk(source)} if early else set()
    return [node for node in walk_run([found.made]) if node not in before]


def _is_bound(semantics: Semantics, name: ast.Name) -> bool:
    return bool(semantics.bindings(name)) or semantics.is_builtin(name)


def _is_no_key(found: Consumption, value: ast.expr) -> bool:
    """Whether an argument is not called for each item."""
    keys = (word.value for word in found.call.keywords if word.arg == "key")
    return all(value is not one for one in keys)


# -- what cannot fail to be used --------------------------------------------------


def _are_usable(semantics: Semantics, found: Consumption) -> bool:
    """Whether the builtin takes all items without fail, and nobody can change one before it does.

    These are numbers, texts and lists that are made on the spot.
    """
    words = {word.arg: word.value for word in found.call.keywords}
    if found.function == "sum":
        known = len(found.others) < 2 and words.keys() <= {"start"}
        return known and _can_be_added(semantics, found.made.elt, *found.others)
    key = words.get("key")
    return words.keys() <= {"key", "default"} and _can_be_compared(semantics, found.made.elt, key)


def _can_be_added(semantics: Semantics, item: ast.expr, *start: ast.expr) -> bool:
    match start:
        case [ast.List()]:
            return _is_own_list(semantics, item)
        case [ast.Tuple()]:
            return semantics.type_of(item).within("tuple")
    parts = [item, *start]
    for numbers in ({"bool", "int"}, library.NUMBERS - {"int"}):
        if all(semantics.type_of(part).within(*numbers) for part in parts):
            return True
    # A float and an integer that is too large for one cannot be added.
    return all(is_small_number(semantics, part) for part in parts)


def is_small_number(semantics: Semantics, value: ast.expr) -> bool:
    """Whether a value is a number that fits into a float, as many times as there are items."""
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            return is_small_number(semantics, body) and is_small_number(semantics, orelse)
        case ast.Constant(value=int(number)):
            return abs(number) < sys.maxsize
        case ast.Call(func=func) if semantics.is_builtin(func, "len", "ord"):
            return True
    return semantics.type_of(value).within(*library.NUMBERS - {"int"})


def _can_be_compared(semantics: Semantics, item: ast.expr, key: ast.expr | None) -> bool:
    kind = semantics.type_of(item)
    if key is None or (isinstance(key, ast.Constant) and key.value is None):
        return any(kind.within(*names) for names in _ORDERED)
    if semantics.is_builtin(key, "abs"):
        return kind.within("bool", "int", "float")
    lengths = kind.within("str", "bytes", "tuple", "frozenset") or _is_own_list(semantics, item)
    return lengths and semantics.is_builtin(key, "len")


def _is_own_list(semantics: Semantics, item: ast.expr) -> bool:
    """Whether an item is a list that nobody else can know before it is used."""
    match item:
        case ast.List() | ast.ListComp():
            return True
        case ast.Call(func=func):
            return semantics.is_builtin(func, "list", "sorted")
    return False


def _cannot_fail(semantics: Semantics, value: ast.expr) -> bool:
    match value:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
    return _is_infinity(semantics, value) or semantics.pure(value, "no_raise")


def _is_infinity(semantics: Semantics, value: ast.expr) -> bool:
    match value:
        case ast.Call(func=func, args=[ast.Constant(value="inf" | "-inf")], keywords=[]):
            return semantics.is_builtin(func, "float")
    return False


def _is_fixed(semantics: Semantics, value: ast.expr) -> bool:
    """Whether code that runs while the items are made cannot change what ``value`` gives."""
    if isinstance(value, ast.List):
        return all(map(is_steady, value.elts))
    return is_steady(value) or _is_infinity(semantics, value)


def _iterates_quietly(semantics: Semantics, made: ast.ListComp) -> bool:
    """Whether going through the sources runs no code at all."""
    sources = [clause.iter for clause in made.generators]
    return all(map(semantics.effects_of.iterates_quietly, sources)) and not any(
        isinstance(node, ast.GeneratorExp) for node in walk(*sources)
    )


def _is_kept(semantics: Semantics, found: Consumption, value: ast.expr) -> bool:
    """Whether no name in ``value`` can get another object while the items are made."""
    home = semantics.function(found.call)
    for name in walk(value):
        if not isinstance(name, ast.Name) or semantics.is_builtin(name):
            continue
        owner = semantics.owner(name.id, name)
        if owner is None or (home is not None and owner.kind == "module"):
            return False
        # The call itself binds nothing, so all other code of its function rests.
        if any(_binder(semantics, one.node) is not home for one in semantics.bindings(name) or ()):
            return False
    return True


def _binder(semantics: Semantics, binds: ast.AST) -> ast.AST | None:
    """The function whose variable a name or parameter binds."""
    around = semantics.parent(binds)
    if isinstance(around, ast.arguments):
        return semantics.parent(around)
    return semantics.function(binds)


# -- what nobody notices --------------------------------------------------


def _is_unnoticed(semantics: Semantics, made: ast.ListComp) -> bool:
    """Whether it cannot be told how many of the items are made, and making one cannot fail."""
    return (
        all(semantics.pure(part, "no_raise") for part in _each_time(made))
        and all(semantics.purity.has_plain_truth(test) for test in _tests(made))
        and all(_is_left_alone(semantics, clause.iter) for clause in made.generators)
        and all(_unpacks(semantics, clause) for clause in made.generators)
    )


def _is_left_alone(semantics: Semantics, source: ast.expr) -> bool:
    """Whether nobody else can see how far ``source`` is iterated, which cannot fail either."""
    if semantics.type_of(source).within(*library.SIZED):
        return True
    match source:
        case ast.Call(func=func, args=[*args], keywords=[]):
            if semantics.is_builtin(func, "zip"):
                return all(_is_left_alone(semantics, arg) for arg in args)
            if semantics.is_builtin(func, "enumerate", "reversed"):
                return all(_is_left_alone(semantics, arg) for arg in args[:1])
    return False


def _unpacks(semantics: Semantics, clause: ast.comprehension) -> bool:
    """Whether each item of the source surely fits the target."""
    match clause.target, clause.iter:
        case ast.Name(), _:
            return True
        case ast.Tuple(elts=names), ast.Call(func=func, args=args):
            if any(isinstance(one, ast.Starred) for one in args):
                return False
            pairs = semantics.is_builtin(func, "enumerate")
            width = 2 if pairs or semantics.type_of(clause.iter).within("dict_items") else None
            if semantics.is_builtin(func, "zip"):
                width = len(args)
            return len(names) == width and all(isinstance(one, ast.Name) for one in names)
    return False


def _stops_early(semantics: Semantics, found: Consumption) -> str | None:
    """What would no longer happen for the items behind the one that decides."""
    if found.function not in SHORT:
        return None
    stops = f"`{found.function}` stops early, and"
    for part in _each_time(found.made):
        if not semantics.pure(part, "no_raise"):
            return f"{stops} {semantics.shown(part)} may have an effect or fail"
    for test in _tests(found.made):
        if not semantics.purity.has_plain_truth(test):
            return f"{stops} the truth of {semantics.shown(test)} may have an effect or fail"
    for clause in found.made.generators:
        if not _is_left_alone(semantics, clause.iter):
            return f"{stops} {semantics.shown(clause.iter)} may be an iterator that others use"
        if not _unpacks(semantics, clause):
            return f"{stops} unpacking {semantics.shown(clause.target)} may fail"
    return None


def _each_time(made: ast.ListComp) -> list[ast.expr]:
    """The expressions that are evaluated for each item."""
    return [*(clause.iter for clause in made.generators[1:]), *_tests(made), made.elt]


def _tests(made: ast.ListComp) -> list[ast.expr]:
    return [test for clause in made.generators for test in clause.ifs]


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
