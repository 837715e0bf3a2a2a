"""What `__eq__` and `__hash__` make of an instance: which of its attributes they look at."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.classes import storing
from pyguide.semantics.structure import DefNode
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_KIND = ("isinstance", "type", "issubclass", "id")


class Reads(NamedTuple):
    """The attributes that a method reads of its instance or of the other one, the first first.

    ``whole`` says that an instance goes elsewhere as a whole, so that any attribute may be read.
    """

    attributes: tuple[str, ...]
    whole: bool


def body(method: DefNode) -> list[ast.stmt]:
    """The statements of ``method`` without its docstring."""
    match method.body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return method.body


def names(method: DefNode) -> list[str]:
    """The names of the positional parameters."""
    return [arg.arg for arg in (*method.args.posonlyargs, *method.args.args)]


def reads(method: DefNode) -> Reads:
    """What ``method`` reads of the objects that its positional parameters name."""
    subjects, found, shown = set(names(method)), dict[str, None](), set[ast.AST]()
    for node in (node for stmt in method.body for node in walk(stmt)):
        match node:
            case ast.Attribute(value=ast.Name(id=name) as subject, attr=attr) if name in subjects:
                shown.add(subject)
                found[attr] = None
            case ast.Call(func=ast.Name(id=name), args=[ast.Name() as subject, *_]):
                if name in _KIND:
                    shown.add(subject)
            case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
                shown.update((node.left, *node.comparators))
    loose = (
        node
        for stmt in method.body
        for node in walk(stmt)
        if isinstance(node, ast.Name) and node.id in subjects and node not in shown
    )
    whole = any(True for _ in loose) or not found.keys().isdisjoint(("__dict__", "__slots__"))
    return Reads(tuple(found), whole)


def says_nothing(eq: DefNode) -> bool:
    """Whether ``eq`` looks at no operand: it is only described, gives one answer, or raises."""
    match body(eq):
        case [] | [ast.Raise(), *_]:
            return True
        case [only]:
            asks = any(isinstance(node, ast.Compare | ast.Call) for node in walk(only))
            return not (asks or reads(eq).attributes or reads(eq).whole)
    return False


def compared(eq: DefNode) -> tuple[str, ...] | None:
    """The attributes by which two instances are equal exactly if these are; None if not so simple.

    The class of the other one, its identity and `NotImplemented` may be asked and given on the way.
    """
    match names(eq):
        case [one, other]:
            pass
        case _:
            return None
    found: list[str] = []
    statements = body(eq)
    for number, stmt in enumerate(statements):
        last = number == len(statements) - 1
        match stmt:
            case ast.Return(value=ast.expr() as value) if last:
                ok = (_is_refusal(stmt) and bool(found)) or _conjunct(value, one, other, found)
            case ast.If(test=test, body=[ast.Return(value=ast.expr() as value)], orelse=rest):
                refused = _is_refusal(stmt.body[0]) and _asks_kind(test, one, other)
                agreed = _asks_kind(test, one, other) and _conjunct(value, one, other, found)
                ok = (refused or agreed or _is_same(test, value)) and (
                    not rest or (len(rest) == 1 and _is_refusal(rest[0]))
                )
            case _:
                ok = False
        if not ok:
            return None
    return tuple(dict.fromkeys(found)) or None


def _is_refusal(stmt: ast.stmt) -> bool:
    match stmt:
        case ast.Return(value=ast.Name(id="NotImplemented") | ast.Constant(value=False)):
            return True
    return False


def _is_same(test: ast.expr, value: ast.expr) -> bool:
    """`if self is other: return True`."""
    match test, value:
        case ast.Compare(left=ast.Name(), ops=[ast.Is()], comparators=[ast.Name()]), ast.Constant():
            return value.value is True
    return False


def _asks_kind(test: ast.expr, one: str, other: str) -> bool:
    """Whether only the classes of the two are asked for."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _asks_kind(inner, one, other)
        case ast.BoolOp(values=parts):
            return all(_asks_kind(part, one, other) for part in parts)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), _]):
            return name in (one, other)
        case ast.Compare(left=left, comparators=[right]):
            return _is_kind(left) and (_is_kind(right) or isinstance(right, ast.Name))
    return False


def _is_kind(expr: ast.expr) -> bool:
    match expr:
        case ast.Call(func=ast.Name(id="type"), args=[ast.Name()]):
            return True
        case ast.Attribute(value=ast.Name(), attr="__class__"):
            return True
    return False


def _conjunct(expr: ast.expr, one: str, other: str, found: list[str]) -> bool:
    """Whether ``expr`` holds if attributes are equal, which are added to ``found``."""
    match expr:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_conjunct(part, one, other, found) for part in parts)
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            pairs = [(left, right)]
            if isinstance(left, ast.Tuple) and isinstance(right, ast.Tuple):
                if len(left.elts) != len(right.elts):
                    return False
                pairs = list(zip(left.elts, right.elts, strict=True))
            if _asks_kind(expr, one, other):
                return True
            return all(_same(a, b, one, other, found) for a, b in pairs)
    return _asks_kind(expr, one, other) and not isinstance(expr, ast.UnaryOp)


def _same(left: ast.expr, right: ast.expr, one: str, other: str, found: list[str]) -> bool:
    match left, right:
        case (
            ast.Attribute(value=ast.Name(id=first), attr=attr),
            ast.Attribute(value=ast.Name(id=second), attr=same),
        ) if attr == same and {first, second} == {one, other} and not attr.endswith("__"):
            found.append(attr)
            return True
    return False


def hashed_alone(semantics: Semantics, class_: ast.ClassDef) -> list[str]:
    """The attributes that `__hash__` reads and `__eq__` provably does not depend on.

    Only attributes count that `__init__` makes of nothing that decides about a compared one, and
    those that nobody sets. None where either method is not written out in the class.
    """
    eq, hash_ = (semantics.attributes.method(class_, name) for name in ("__eq__", "__hash__"))
    init = semantics.attributes.method(class_, "__init__")
    if eq is None or hash_ is None or init is None:
        return []
    seen = _own(semantics, class_, eq)
    if not seen:
        return []
    decisive = {name for attr in seen for name in _made_of(semantics, class_, attr) or ()}
    found = []
    for attr in reads(hash_).attributes:
        if attr not in seen and "hash" not in attr.lower() and not attr.endswith("__"):
            made_of = _made_of(semantics, class_, attr)
            apart = made_of and made_of.isdisjoint((*decisive, *names(init)[:1]))
            if apart or storing.is_given_nowhere(semantics, class_, attr):
                found.append(attr)
    return found


def _own(semantics: Semantics, class_: ast.ClassDef, eq: DefNode) -> tuple[str, ...]:
    """The attributes on which ``eq`` depends; none where it may depend on more, or on identity."""
    seen = reads(eq)
    plain = tuple(attr for attr in seen.attributes if not attr.endswith("__"))
    if seen.whole or any(semantics.attributes.is_bound(class_, attr) for attr in plain):
        return ()
    for node in (node for stmt in eq.body for node in walk(stmt)):
        match node:
            case ast.Return(value=ast.Compare(left=ast.Name(), ops=[ast.Is()])):
                return ()
    return plain


def _made_of(semantics: Semantics, class_: ast.ClassDef, attr: str) -> set[str] | None:
    """The names that the one value of ``attr``, given in `__init__`, is made of."""
    places = storing.assigned(semantics, class_, attr)
    if len(places) != 1 or not isinstance(places[0], ast.Assign | ast.AnnAssign):
        return None
    if getattr(semantics.function(places[0]), "name", "") != "__init__":
        return None
    value = places[0].value
    inner = walk(value) if value is not None else ()
    return {node.id for node in inner if isinstance(node, ast.Name)}


def hashes_nothing(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether `__hash__` gives the same number for all instances that `__eq__` tells apart."""
    eq, hash_ = (semantics.attributes.method(class_, name) for name in ("__eq__", "__hash__"))
    if eq is None or hash_ is None or len(body(hash_)) != 1:
        return False
    match body(hash_)[0]:
        case ast.Return(value=ast.Constant(value=int())):
            return any(not attr.endswith("__") for attr in reads(eq).attributes)
    return False
