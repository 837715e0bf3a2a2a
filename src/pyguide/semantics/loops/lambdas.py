"""Calls of `map` and `filter` with a lambda, and whether a comprehension does the same."""

from __future__ import annotations

import ast
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.control.arrivals import arrivals
from pyguide.semantics.structure import TRIES, last_name
from pyguide.semantics.values import library
from pyguide.tree import walk

_SUSPENDS = (ast.Yield, ast.YieldFrom, ast.Await)
_DEFERS = (ast.Lambda, ast.GeneratorExp)
_DISPLAYS = frozenset({"list", "set", "dict"})


class LambdaCall(NamedTuple):
    """`map(lambda parameter: body, source)`, or `filter`.

    ``display`` is the call of `list`, `set` or `dict` that gets nothing but these items, so that a
    comprehension takes its place.
    """

    call: ast.Call
    name: str
    parameter: str
    body: ast.expr
    source: ast.expr
    display: ast.Call | None

    @property
    def kind(self) -> str:
        """`list`, `set` or `dict`; `generator` where none of these is made."""
        return str(getattr(self.display.func, "id", "")) if self.display else "generator"


def lambda_call(semantics: Semantics, call: ast.Call) -> LambdaCall | None:
    """``call`` as one of `map` or `filter` with a lambda of one plain parameter."""
    match call:
        case ast.Call(
            func=ast.Name(id="map" | "filter" as name) as func,
            args=[ast.Lambda(args=args, body=body), source],
            keywords=[],
        ) if not isinstance(source, ast.Starred):
            pass
        case _:
            return None
    plain = [*args.posonlyargs, *args.args]
    if len(plain) != 1 or args.vararg or args.kwarg or args.kwonlyargs or args.defaults:
        return None
    if not semantics.is_builtin(func):
        return None
    if any(isinstance(node, _SUSPENDS) for node in walk(body)):
        return None
    display = _display(semantics, call, name, body)
    return LambdaCall(call, name, plain[0].arg, body, source, display)


def _display(semantics: Semantics, call: ast.Call, name: str, body: ast.expr) -> ast.Call | None:
    around = semantics.parent(call)
    if not isinstance(around, ast.Call) or around.args != [call] or around.keywords:
        return None
    if not semantics.is_builtin(around.func, *_DISPLAYS):
        return None
    pair = name == "map" and isinstance(body, ast.Tuple) and len(body.elts) == 2
    starred = any(isinstance(part, ast.Starred) for part in getattr(body, "elts", ()))
    if semantics.is_builtin(around.func, "dict") and (not pair or starred):
        return None
    return around


def why_no_comprehension(semantics: Semantics, found: LambdaCall) -> str | None:
    """Why a comprehension in the same place would mean something else; None if there is one."""
    for node in walk(found.body):
        if isinstance(node, _DEFERS):
            return "a function made in the lambda would see a later item"
        if isinstance(node, ast.NamedExpr) or getattr(node, "id", "") in ("super", "__class__"):
            return "the lambda does what a comprehension cannot"
    if any(isinstance(node, (ast.NamedExpr, *_SUSPENDS)) for node in walk(found.source)):
        return f"{semantics.shown(found.source)} does what a comprehension forbids"
    if semantics.in_fstring(found.call):
        return "an f-string would read the brackets as its own"
    return None


def why_not_same(semantics: Semantics, found: LambdaCall) -> str | None:
    """Why a comprehension may behave otherwise; None if it provably does not."""
    if found.display is None and not _is_used_up(semantics, found.call):
        return f"a generator is no `{found.name}` object"
    if semantics.dynamic(found.call):
        return "the code looks at its own variables"
    if _is_closed(semantics, found.source) and not semantics.pure(found.body, "no_raise"):
        return f"{semantics.shown(found.source)} would be closed later where the lambda fails"
    if found.name == "filter" and semantics.stopping.truth_may_stop(found.body):
        return f"the truth of {semantics.shown(found.body)} may raise StopIteration"
    for node in walk(found.body):
        if semantics.stopping.may_stop(node):
            why = "may run code that raises StopIteration, which ends"
            return f"{semantics.shown(node)} {why} `{found.name}` quietly"
        if isinstance(node, ast.Call) and not _returns_or_fails(semantics, found, node):
            why = "may raise StopIteration, which ends"
            return f"{semantics.shown(node)} {why} `{found.name}` quietly"
        if isinstance(node, ast.Name) and not _is_bound(semantics, node, found):
            return f"`{node.id}` may be unbound, which is another error there"
    return None


def _is_closed(semantics: Semantics, source: ast.expr) -> bool:
    """Whether ``source`` makes a generator of this file that does something when it is closed."""
    made = {last_name(node.func) for node in walk(source) if isinstance(node, ast.Call)}
    return any(
        isinstance(around, (*TRIES, ast.With)) and semantics.function(around) is function
        for node in semantics.structure.nodes(ast.Yield, ast.YieldFrom)
        for function in [semantics.function(node)]
        if getattr(function, "name", "") in made
        for around in semantics.ancestors(node)
    )


def _is_used_up(semantics: Semantics, call: ast.Call) -> bool:
    """Whether what happens to the items is all that happens to the iterator."""
    around = semantics.parent(call)
    match around:
        case ast.For(iter=source) | ast.comprehension(iter=source):
            return source is call
        case ast.Starred(ctx=ast.Load()) | ast.Assign(targets=[ast.Tuple() | ast.List()]):
            return True
        case ast.Call(func=ast.Attribute(value=text, attr="join"), args=[only]):
            return only is call and semantics.type_of(text).within("str", "bytes")
        case ast.Call(func=func, args=[first, *others]):
            compared = others and semantics.is_builtin(func, "min", "max")
            used = semantics.is_builtin(func, "next", *library.CONSUMERS)
            return first is call and used and not compared
    return False


def _returns_or_fails(semantics: Semantics, found: LambdaCall, call: ast.Call) -> bool:
    """Whether ``call`` surely runs nothing that could raise StopIteration on purpose."""
    if not all(isinstance(word.value, ast.Constant) for word in call.keywords):
        return False  # a function among them would be called
    if semantics.is_builtin(call.func, *library.QUIET_BUILTINS - {"super", "input", "print"}):
        return True
    full = semantics.qualified(call.func)
    if full in library.LIBRARY_RESULTS or full in library.QUIET_LIBRARY:
        return all(_is_no_function(semantics, found, arg) for arg in call.args)
    return isinstance(call.func, ast.Attribute) and bool(_type_of(semantics, found, call))


def _is_no_function(semantics: Semantics, found: LambdaCall, expr: ast.expr) -> bool:
    item = isinstance(expr, ast.Name) and expr.id == found.parameter
    kinds = _type_of(semantics, found, expr)
    return "function" not in kinds and (item or isinstance(expr, ast.Constant) or bool(kinds))


def _type_of(semantics: Semantics, found: LambdaCall, expr: ast.expr) -> frozenset[str]:
    """The types of ``expr`` within the lambda, whose parameter is an item; none if unknown."""
    match expr:
        case ast.Name(id=name) if name == found.parameter:
            known = semantics.element_type(found.source)
        case ast.Call(func=ast.Attribute(value=value, attr=method)):
            results = {
                library.METHOD_RESULTS.get((owner, method), "")
                for owner in _type_of(semantics, found, value)
            }
            return frozenset() if "" in results else frozenset(results)
        case _:
            known = semantics.type_of(expr)
    return known.names or frozenset() if known.exact else frozenset()


def _is_bound(semantics: Semantics, name: ast.Name, found: LambdaCall) -> bool:
    """Whether ``name`` is bound for sure, or looked up alike by a lambda and a comprehension."""
    owner = semantics.owner(name.id, name)
    if owner is None or owner.kind == "module" or found.kind == "generator":
        return True
    if owner is not semantics.scope(found.call):
        return True
    return arrivals(semantics, name.id, semantics.statement(found.call)).sure
