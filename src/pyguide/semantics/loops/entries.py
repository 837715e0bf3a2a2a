"""Entries of a mapping that are made where they are missing, and then changed."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.loops.lookups import why_noticed
from pyguide.semantics.objects.purity import is_steady
from pyguide.semantics.values import library
from pyguide.tree import walk

_LIBRARY_DICTS = ("collections.OrderedDict", "collections.defaultdict", "collections.Counter")
_REBINDS = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
# Types whose objects are neither a mapping nor a view of one.
_NO_VIEWS = library.IMMUTABLE | {"NoneType", "list", "set", "bytearray"}


class Entry(NamedTuple):
    """`mapping[key]`, made of ``start`` where ``test`` finds no such key, and changed by ``use``.

    ``place`` is `mapping[key]` where ``use`` evaluates it. The statement ``use`` follows ``test``
    if ``always``; else it is the other branch, so that ``start`` stands for the first change.
    """

    test: ast.If
    mapping: ast.expr
    key: ast.expr
    start: ast.expr
    use: ast.stmt
    place: ast.Subscript
    always: bool


def entry(semantics: Semantics, node: ast.If) -> Entry | None:
    """What ``node`` and the statement behind it do with an entry, if they do no more than that."""
    found = _missing_key(node.test)
    if found is None:
        return None
    mapping, key, negated = found
    missing, present = (node.body, node.orelse) if negated else (node.orelse, node.body)
    match missing:
        case [ast.Assign(targets=[ast.Subscript() as made], value=start)]:
            pass
        case _:
            return None
    if not _same(made.value, mapping) or not _same(made.slice, key):
        return None
    if not _is_plain(mapping) or any(isinstance(n, (ast.Call, *_REBINDS)) for n in walk(key)):
        return None
    always = not present
    if always:
        block = semantics.block(node)
        at = next(number for number, stmt in enumerate(block) if stmt is node)
        present = block[at + 1 : at + 2]
    if len(present) != 1:
        return None
    place = _place(present[0], made)
    if place is None:
        return None
    return Entry(node, mapping, key, start, present[0], place, always)


def tested(semantics: Semantics, test: ast.expr) -> ast.AST | None:
    """The node around ``test``, or around the `not` before it."""
    around = semantics.parent(test)
    return semantics.parent(around) if isinstance(around, ast.UnaryOp) else around


def _missing_key(test: ast.expr) -> tuple[ast.expr, ast.expr, bool] | None:
    """The mapping and the key of `key in mapping`, and whether the test is for its absence."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(ops=[ast.In()]) as inner):
            found = _missing_key(inner)
            return found and (found[0], found[1], True)
        case ast.Compare(left=key, ops=[ast.In() | ast.NotIn() as op], comparators=[mapping]):
            match mapping:
                case ast.Call(func=ast.Attribute(value=whole, attr="keys"), args=[], keywords=[]):
                    mapping = whole
            return mapping, key, isinstance(op, ast.NotIn)
    return None


def _is_plain(mapping: ast.expr) -> bool:
    return all(
        isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Constant)
        for node in walk(mapping)
    )


def _place(use: ast.stmt, made: ast.Subscript) -> ast.Subscript | None:
    """The spelling of ``made`` that the statement ``use`` changes or changes something in."""
    match use:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=target))):
            pass
        case ast.AugAssign(target=target) | ast.Assign(targets=[target]):
            pass
        case _:
            return None
    while True:
        match target:
            case ast.Subscript(value=inner):
                if _same(target, made):
                    return target
                target = inner
            case ast.Call(func=ast.Attribute(value=inner, attr="setdefault")):
                target = inner
            case _:
                return None


def _same(one: ast.expr, other: ast.expr) -> bool:
    return type(one) is type(other) and ast.unparse(one) == ast.unparse(other)


def needs_entry(found: Entry, value: ast.expr) -> bool:
    """Whether ``value`` asks ``mapping``, whose entry a rewrite would make only afterwards."""
    return any(isinstance(node, ast.expr) and _same(node, found.mapping) for node in walk(value))


def is_mapping(semantics: Semantics, found: Entry) -> bool:
    """Whether nothing shows that ``mapping`` is something else, such as a list."""
    names = semantics.type_of(found.mapping).names
    return not names or "dict" in names


def why_not_plain(semantics: Semantics, found: Entry) -> str | None:
    """Why asking ``mapping`` once instead of several times may differ; None if it does not."""
    kind = semantics.type_of(found.mapping)
    if not kind.within("dict") and not _is_library_dict(semantics, found.mapping):
        shown = semantics.shown(found.mapping)
        others = " or ".join(sorted((kind.names or frozenset()) - {"dict"}))
        return kind.why or f"{shown} may be {others or 'of a subclass'}"
    for key in _keys(found):
        same = is_steady(key) or isinstance(key, ast.Attribute | ast.Subscript)
        same = same or semantics.type_of(key).within("str", "bytes", "int", "bool")
        if not same or not semantics.pure(key, "no_effect"):
            return f"{semantics.shown(key)} is asked for several times, and may differ"
    return why_noticed(semantics, found.test.test)


def _keys(found: Entry) -> list[ast.expr]:
    """The key, and those by which the mapping itself is found in others."""
    within = (one.slice for one in walk(found.mapping) if isinstance(one, ast.Subscript))
    return [found.key, *within]


def _is_library_dict(semantics: Semantics, mapping: ast.expr) -> bool:
    """Whether ``mapping`` holds a dict of `collections`, whose lookups differ in no way here."""
    value = semantics.value_of(mapping) if isinstance(mapping, ast.Name) else None
    return isinstance(value, ast.Call) and semantics.qualified(value.func) in _LIBRARY_DICTS


def why_not_across(semantics: Semantics, found: Entry, value: ast.expr) -> str | None:
    """Why it may matter whether ``value`` is evaluated before or after the entry is made.

    None where evaluating it cannot fail and sees no mapping, or where nobody sees the mapping
    in between.
    """
    runs = any(map(_runs, walk(value)))
    looks = _is_looked_at(semantics, found, value)
    if not runs and not looks and semantics.pure(value, "no_raise"):
        return None
    return why_not_unseen(semantics, found, value)


def _runs(node: ast.AST) -> bool:
    """Whether ``node`` may run code: of a function, or of an iterator that it goes through."""
    if isinstance(node, ast.Compare):
        return any(isinstance(op, ast.In | ast.NotIn) for op in node.ops)
    return isinstance(node, ast.Call | ast.Starred | ast.comprehension)


def _is_looked_at(semantics: Semantics, found: Entry, value: ast.expr) -> bool:
    """Whether ``value`` may ask the mapping, by one of its own names or by another."""
    names = {node.id for node in walk(found.mapping) if isinstance(node, ast.Name)}
    read = [node for node in walk(value) if isinstance(node, ast.Name)]
    if any(node.id in names for node in read):
        return True
    return not is_steady(value) and any(
        not semantics.type_of(node).within(*_NO_VIEWS) for node in read
    )


def why_not_swapped(semantics: Semantics, one: ast.expr, other: ast.expr) -> str | None:
    """Why it may matter which of the two is evaluated first; None if it provably does not."""
    for first, second in ((one, other), (other, one)):
        if not semantics.pure(first, "no_raise") and not is_steady(second):
            return f"{semantics.shown(first)} may change {semantics.shown(second)}"
    return None


def why_not_unseen(semantics: Semantics, found: Entry, value: ast.expr) -> str | None:
    """Why somebody may see if ``value`` fails, or looks at the mapping, at another moment."""
    shown, holder = semantics.shown(value), _holder(semantics, found.mapping)
    if any(isinstance(node, _REBINDS) for node in walk(value)):
        return f"{shown} does more than give a value"
    if any(map(_runs, walk(value))):
        for key in _keys(found):
            if not is_steady(key):
                return f"{shown} may change {semantics.shown(key)}"
    if holder is None or semantics.uses.leak(holder, found.use) is not None:
        return f"{shown} may fail, and others see {semantics.shown(found.mapping)}"
    if semantics.uses.watcher(holder, found.use) is not None:
        return f"{shown} may look at {semantics.shown(holder)} through another object"
    if semantics.read_in(holder.id, [value]) is not None:
        return f"{shown} looks at `{holder.id}`"
    if semantics.observed_in_handler(holder.id, found.test) is not None:
        return f"{shown} may fail, and a handler sees `{holder.id}`"
    for node in (*walk(found.key), *walk(found.mapping)):
        if isinstance(node, ast.Name) and not semantics.is_local(node.id, node):
            return f"{shown} may change `{node.id}`"
    return None


def _holder(semantics: Semantics, mapping: ast.expr) -> ast.Name | None:
    """The variable by which alone the function knows ``mapping``: its own, or that of a dict."""
    match mapping:
        case ast.Name():
            return mapping
        case ast.Subscript(value=ast.Name() as name) if semantics.holdings.is_own(mapping):
            return name
    return None


class Stored:
    """What a function puts into a dict that nobody else knows."""

    def __init__(self, semantics: Semantics, name: ast.Name) -> None:
        self.semantics = semantics
        self.name = name

    @cached_property
    def why_not_numbers(self) -> str | None:
        """Why the dict may hold something other than numbers; None if it provably does not."""
        semantics, name = self.semantics, self.name
        why = semantics.uses.leak(name, None)
        function, owner = semantics.function(name), semantics.owner(name.id, name)
        if why is not None or function is None or isinstance(function, ast.Lambda):
            return why or f"`{name.id}` is not a plain local variable"
        for binding in semantics.bindings(name) or ():
            if binding.kind != "annotation" and not self._starts_with_numbers(binding.value):
                return f"`{name.id}` may hold something other than numbers"
        for node in semantics.flow.mentions(name.id, function.body, owner):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                why = self._puts(node)
                if why is not None:
                    return f"{why} may be no number"
        return None

    def _starts_with_numbers(self, value: ast.expr | None) -> bool:
        match value:
            case ast.Dict(keys=keys, values=values):
                return None not in keys and all(map(self._is_number, values))
            case ast.DictComp(value=inner):
                return self._is_number(inner)
            case ast.Call(func=func, args=[], keywords=[]):
                return self.semantics.is_builtin(func, "dict")
        return False

    def _puts(self, use: ast.Name) -> str | None:
        """What is no number and gets into the dict at ``use``; None for nothing."""
        around, shown = self.semantics.parent(use), self.semantics.shown
        match around:
            case ast.Subscript(ctx=ast.Store()):
                match stmt := self.semantics.parent(around):
                    case ast.Assign(targets=[_], value=value) | ast.AugAssign(value=value):
                        return None if self._is_number(value) else shown(value)
                return shown(stmt)
            case ast.Attribute(attr="setdefault" | "update"):
                return shown(self.semantics.parent(around))
        return None

    def _is_number(self, value: ast.expr) -> bool:
        """Whether ``value`` is a number if all that the dict holds so far are numbers."""
        match value:
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
                return self._is_number(left) and self._is_number(right)
            case ast.Subscript(value=ast.Name(id=name)) if name == self.name.id:
                return True
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_, default]
            ) if name == self.name.id:
                return self._is_number(default)
        return self.semantics.type_of(value).within(*library.NUMBERS)
