"""Loops that number what they walk by a counter of their own."""

from __future__ import annotations

import ast
from typing import NamedTuple

from pyguide.semantics import Semantics


class Numbering(NamedTuple):
    """A ``loop`` before which ``start`` sets the counter ``name``, and which does ``step`` to it.

    ``first`` is the number of the first item.
    """

    name: ast.Name
    start: ast.Assign
    loop: ast.For
    step: ast.AugAssign
    first: int


def numbered(semantics: Semantics, step: ast.AugAssign) -> Numbering | None:
    """The loop whose items ``step`` numbers, if the counter serves for nothing else, else None.

    The step is the first or the last statement of the loop, and every round takes it.
    """
    match step:
        case ast.AugAssign(
            target=ast.Name() as name, op=ast.Add(), value=ast.Constant(value=int(1) as one)
        ) if type(one) is int:
            pass
        case _:
            return None
    loop = semantics.parent(step)
    if not isinstance(loop, ast.For) or len(loop.body) == 1 or isinstance(loop.iter, ast.Yield):
        return None
    leads = loop.body[0] is step
    if not leads and loop.body[-1] is not step:
        return None
    rest = loop.body[1:] if leads else loop.body[:-1]
    start = _start(semantics, loop, name.id)
    if start is None or semantics.read_in(name.id, rest) is None:
        return None
    bound = semantics.bound_in(name.id, [loop.target, *rest]) is not None
    bound = bound or semantics.read_in(name.id, [loop.target]) is not None
    if bound or semantics.read_in(name.id, [loop.iter]) is not None:
        return None
    skips = any(isinstance(one, ast.Continue) for one in semantics.exits(rest))
    if (skips and not leads) or semantics.read_in(name.id, loop.orelse) is not None:
        return None
    alone = semantics.function(loop) is None or semantics.is_local(name.id, loop)
    # Where there is no item, `enumerate` binds nothing that could be deleted.
    alone = alone and all(one.kind != "delete" for one in semantics.bindings(name) or ())
    if not alone or semantics.used_after(name.id, loop) is not None:
        return None
    return Numbering(name, start, loop, step, ast.literal_eval(start.value) + leads)


def _start(semantics: Semantics, loop: ast.For, name: str) -> ast.Assign | None:
    """The statement before ``loop`` that sets ``name`` to a number not read in between."""
    block = semantics.block(loop)
    at = next(number for number, one in enumerate(block) if one is loop)
    for number in range(at - 1, -1, -1):
        match block[number]:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) as start if bound == name:
                plain = isinstance(value, ast.Constant) and type(value.value) is int
                return start if plain else None
        between = [block[number]]
        if semantics.read_in(name, between) or semantics.bound_in(name, between):
            return None
    return None
