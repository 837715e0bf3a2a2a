"""Dicts that count: one more for each key, with a test or a default for the first time."""

from __future__ import annotations

import ast
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.loops.entries import (
    Entry,
    Stored,
    entry,
    why_not_across,
    why_not_plain,
    why_not_unseen,
)
from pyguide.semantics.loops.laziness import is_small_number

_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-"}
_CACHED = range(-5, 257)
"""Integers of which CPython has one object each."""


class Count(NamedTuple):
    """An entry that ``amount`` is added to (or taken from, by ``sign``).

    ``first`` is the number a new entry starts from; None stands for zero.
    """

    entry: Entry
    amount: ast.expr
    sign: str
    first: ast.expr | None

    @property
    def is_one_more(self) -> bool:
        """Whether this counts, rather than adds up."""
        return self.sign == "+" and is_number(self.amount, 1)


class Tally(NamedTuple):
    """A ``loop`` that does no more than count into the dict that ``start`` has just made."""

    start: ast.expr
    loop: ast.For
    stmt: ast.Assign
    mapping: ast.Name
    key: ast.expr


def is_number(node: ast.expr, value: int | None = None) -> bool:
    """Whether ``node`` is a literal number, or just ``value``; True and False are none."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, int | float):
        return False
    if isinstance(node.value, bool):
        return False
    return value is None or node.value == value


def count(semantics: Semantics, node: ast.If) -> Count | None:
    """How ``node`` and the statement behind it count."""
    found = entry(semantics, node)
    if found is None:
        return None
    match found.use:
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() as op, value=amount):
            pass
        case ast.Assign(
            targets=[target],
            value=ast.BinOp(left=old, op=ast.Add() | ast.Sub() as op, right=amount),
        ) if ast.unparse(old) == ast.unparse(target):
            pass
        case _:
            return None
    if target is not found.place:
        return None
    sign = _SIGNS[type(op)]
    if found.always:
        return Count(found, amount, sign, found.start) if is_number(found.start, 0) else None
    same = sign == "+" and ast.dump(amount) == ast.dump(found.start)
    return Count(found, amount, sign, None) if same else None


def why_not_get(semantics: Semantics, found: Count) -> str | None:
    """Why `get` with a default and one addition may differ; None if they provably do not."""
    place, amount = found.entry, found.amount
    why = why_not_plain(semantics, place)
    if why is not None:
        return why
    if not isinstance(place.mapping, ast.Name):
        return f"{semantics.shown(place.mapping)} may hold something other than numbers"
    why = Stored(semantics, place.mapping).why_not_numbers
    if why is not None:
        return why
    if not semantics.pure(amount, "no_effect"):
        return f"{semantics.shown(amount)} may do more than give a number"
    if place.always:
        # The sum of a float and an integer that is too large for one fails.
        fits = is_number(place.start) and isinstance(ast.literal_eval(place.start), int)
        fails = not fits and not is_small_number(semantics, amount)
        why_not = why_not_unseen if fails else why_not_across
        return why_not(semantics, place, amount)
    if not (is_number(amount) or semantics.type_of(amount).within("int")):
        return f"{semantics.shown(amount)} added to 0 may be another number"
    if not _is_known_to_nobody(semantics, amount):
        return f"{semantics.shown(amount)} added to 0 is an equal number, not the very same"
    return None


def _is_known_to_nobody(semantics: Semantics, amount: ast.expr) -> bool:
    """Whether nobody can tell the number from an equal one: it is new, or there is but one."""
    match amount:
        case ast.Constant(value=int(number)):
            return number in _CACHED
        case ast.Call(func=func):
            return semantics.is_builtin(func, "hash", "id", "len", "ord")
    return isinstance(amount, ast.BinOp)


def adds_numbers(semantics: Semantics, found: Count) -> bool:
    """Whether what is added is a number, as a zero or a literal shows, or its type."""
    return found.first is not None or semantics.type_of(found.amount).within("int", "float")


def tally(semantics: Semantics, stmt: ast.Assign) -> Tally | None:
    """The loop around `counts[key] = counts.get(key, 0) + 1`, if it does nothing else."""
    match stmt:
        case ast.Assign(
            targets=[ast.Subscript(value=ast.Name() as mapping, slice=key)],
            value=ast.BinOp(
                left=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="get"),
                    args=[asked, zero],
                    keywords=[],
                ),
                op=ast.Add(),
                right=one,
            ),
        ) if name == mapping.id and is_number(zero, 0) and is_number(one, 1):
            pass
        case _:
            return None
    inner: ast.stmt = stmt
    loop = semantics.parent(stmt)
    if isinstance(loop, ast.If) and not loop.orelse and loop.body == [stmt]:
        inner, loop = loop, semantics.parent(loop)
    if not isinstance(loop, ast.For) or loop.body != [inner] or loop.orelse:
        return None
    start = _empty_dict(semantics, loop, name)
    if start is None or ast.unparse(asked) != ast.unparse(key):
        return None
    return Tally(start, loop, stmt, mapping, key)


def _empty_dict(semantics: Semantics, loop: ast.For, name: str) -> ast.expr | None:
    """The empty dict that the statement before ``loop`` binds to ``name``."""
    block = semantics.block(loop)
    at = next(number for number, one in enumerate(block) if one is loop)
    match block[at - 1 : at]:
        case [
            ast.Assign(targets=[ast.Name(id=bound)], value=value)
            | ast.AnnAssign(target=ast.Name(id=bound), value=ast.expr() as value)
        ] if bound == name:
            match value:
                case ast.Dict(keys=[]):
                    return value
                case ast.Call(func=func, args=[], keywords=[]):
                    return value if semantics.is_builtin(func, "dict") else None
    return None
