"""How often code runs: collections seen to be short, and ways out of a loop."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from math import prod

from pyguide.semantics import Semantics
from pyguide.semantics.structure import COMPREHENSIONS, FUNCTIONS, LOOPS, Comprehension, LoopNode

_PASSING = ("list", "tuple", "set", "frozenset", "sorted", "reversed", "enumerate", "iter")


def size(semantics: Semantics, iterable: ast.expr) -> int | None:
    """How many items ``iterable`` is seen to hold at most; None if that cannot be seen."""
    match iterable:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            if any(isinstance(one, ast.Constant) and one.value is ... for one in parts):
                return None  # `["a", "b", ...]`: an example that leaves most items out
            return _sum(
                size(semantics, one.value) if isinstance(one, ast.Starred) else 1 for one in parts
            )
        case ast.Dict(keys=keys):
            return None if None in keys else len(keys)
        case ast.Constant(value=str() | bytes() as value):
            return len(value)
        case ast.IfExp(body=body, orelse=orelse):
            both = [size(semantics, body), size(semantics, orelse)]
            return None if None in both else max(one for one in both if one is not None)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _sum([size(semantics, left), size(semantics, right)])
        case ast.ListComp(generators=parts) | ast.GeneratorExp(generators=parts):
            counts = [size(semantics, part.iter) for part in parts]
            return None if None in counts else prod(one for one in counts if one is not None)
        case ast.Name():
            origin = semantics.value_of(iterable)
            if origin is not None and not semantics.changed_before(iterable):
                return size(semantics, origin)
        case ast.Call():
            return _given(semantics, iterable)
    return None


def _sum(counts: Iterable[int | None]) -> int | None:
    found = list(counts)
    return None if None in found else sum(one for one in found if one is not None)


def _given(semantics: Semantics, call: ast.Call) -> int | None:
    """The most items that a call gives."""
    constants = [one.value for one in call.args if isinstance(one, ast.Constant)]
    if semantics.is_builtin(call.func, "range"):
        whole = [one for one in constants if isinstance(one, int)]
        if len(whole) != len(call.args) or len(whole) not in (1, 2, 3) or 0 in whole[2:]:
            return None
        return len(range(*whole))
    if semantics.is_builtin(call.func, *_PASSING) and call.args:
        return size(semantics, call.args[0])
    match call:
        case ast.Call(func=ast.Attribute(attr="split" | "rsplit", value=text)):
            limits = [word.value for word in call.keywords if word.arg == "maxsplit"]
            match [*limits, *call.args[1:2]]:
                case [ast.Constant(value=int(most))] if most >= 0:
                    return most + 1
            match text, constants:
                case ast.Constant(value=str(value)), [] if not call.args:
                    return len(value.split())
                case ast.Constant(value=str(value)), [str(separator)] if separator:
                    return len(value.split(separator))
    return None


def is_short(semantics: Semantics, loop: LoopNode, few: int) -> bool:
    """Whether a loop is seen to make at most ``few`` rounds."""
    found = None if isinstance(loop, ast.While) else size(semantics, loop.iter)
    return found is not None and found <= few


def exit_after(semantics: Semantics, stmt: ast.AST, loop: ast.AST) -> type[ast.stmt] | None:
    """How ``loop`` is always left after ``stmt``: by `return`, or at least `break`, or not."""
    child: ast.AST = stmt
    while child is not loop:
        if isinstance(child, ast.stmt):
            block = semantics.block(child)
            rest = block[next(i for i, one in enumerate(block) if one is child) + 1 :]
            if semantics.always_leaves(rest, (ast.Return, ast.Raise)):
                return ast.Return
            if semantics.always_leaves(rest, (ast.Break, ast.Return, ast.Raise)):
                return ast.Break
        around = semantics.parent(child)
        if around is None or isinstance(around, ast.Try | ast.TryStar):
            return None
        child = around
    return None


def repeaters(semantics: Semantics, node: ast.AST) -> Iterator[LoopNode | Comprehension]:
    """The loops around ``node`` in the same function that evaluate it anew, the innermost first."""
    child, inner = node, node
    for around in semantics.ancestors(node):
        if isinstance(around, (*FUNCTIONS, ast.ClassDef)):
            return
        if isinstance(around, COMPREHENSIONS):
            first = around.generators[0]
            if not (child is first and inner is first.iter):
                yield around
        elif isinstance(around, LOOPS):
            asked = isinstance(around, ast.While) and child is around.test
            if asked or any(child is one for one in around.body):
                yield around
        child, inner = around, child
