"""Defaults of parameters: which parameter has which, and what moving one into the body changes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.objects.effects import changed_form
from pyguide.semantics.structure import COMPREHENSIONS, DefNode, FunctionNode
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_BUILDERS = (
    "bool", "bytearray", "bytes", "complex", "dict", "float", "frozenset", "int", "list",
    "range", "set", "str", "tuple",
)  # fmt: skip
_LIBRARY_BUILDERS = frozenset({
    "collections.Counter", "collections.OrderedDict", "collections.defaultdict",
    "collections.deque",
})  # fmt: skip


def defaults(function: FunctionNode) -> Iterator[tuple[ast.arg, ast.expr]]:
    """The parameters that have a default, in order, each with it."""
    args = function.args
    positional = [*args.posonlyargs, *args.args]
    yield from zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True)
    for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        if default is not None:
            yield arg, default


class Defaults:
    """Proofs about evaluating a default in the body instead of at the `def`."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    @cached_property
    def are_looked_at(self) -> bool:
        """Whether the file asks functions for their defaults."""
        return re.search(r"__(?:kw)?defaults__", self._s.source.text) is not None

    def differs_inside(self, default: ast.expr, function: DefNode) -> str | None:
        """Why ``default``, evaluated in the body, may give another value; None if it does not."""
        for node in walk(default):
            why = self._differs(node, function)
            if why is not None:
                return why
        return None

    def _differs(self, node: ast.AST, function: DefNode) -> str | None:
        shown = self._s.shown(node) if isinstance(node, ast.expr) else ""
        match node:
            case ast.Name(ctx=ast.Load()):
                return self._renamed(node, function)
            case ast.Call(func=func):
                plain = self._s.is_builtin(func, *_BUILDERS)
                if plain or self._s.qualified(func) in _LIBRARY_BUILDERS:
                    return None
                return f"{shown} runs once, and would run at every call"
            case ast.Attribute():
                imported = self._s.qualified(node) is not None
                return None if imported else f"{shown} may be another object at the call"
            case ast.Subscript() | ast.Starred() | ast.comprehension() if not _is_fixed(node):
                return "the default depends on an object that may change"
            case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom() | ast.Lambda():
                return "the default does more than make an object"
        return None

    def _renamed(self, name: ast.Name, function: DefNode) -> str | None:
        """Why ``name`` may mean something else when it is read in the body of ``function``."""
        outside = self._s.owner(name.id, name)
        if outside is not None and isinstance(outside.node, COMPREHENSIONS):
            return None
        inside = self._s.owner(name.id, function.body[0])
        if inside is not outside:
            return f"`{name.id}` means something else inside `{function.name}`"
        if outside is None:
            known = self._s.is_builtin(name)
            return None if known else f"`{name.id}` cannot be resolved in this file"
        found = self._s.bindings(name) or ()
        once = outside.kind == "module" and len(found) == 1 and self._s.loop(found[0].node) is None
        if once and found[0].kind in ("import", "class", "def", "assign"):
            return None
        return f"`{name.id}` may be another object at the call"

    @cached_property
    def _constants(self) -> frozenset[str]:
        """Names in capitals that the module assigns: few, so others need no closer look."""
        return frozenset(
            target.id
            for stmt in self._s.source.tree.body
            if isinstance(stmt, ast.Assign)
            for target in stmt.targets
            if isinstance(target, ast.Name) and target.id.isupper()
        )

    def constant(self, default: ast.expr) -> ast.expr | None:
        """The value of the module's constant that ``default`` names, where that is bound once.

        A constant is what is written in capitals; other names may well be meant to change.
        """
        if not isinstance(default, ast.Name) or default.id not in self._constants:
            return None
        owner, found = self._s.owner(default.id, default), self._s.bindings(default)
        if owner is None or owner.kind != "module" or not found or len(found) > 1:
            return None
        return found[0].value if found[0].kind == "assign" else None

    def is_let_out(self, parameter: str, function: FunctionNode) -> bool:
        """Whether the body changes the object in place, or gives it away to be changed."""
        for node in walk(function):
            given = changed_form(node)
            match node:
                case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                    given = value
                case ast.Assign(targets=targets, value=value):
                    if any(isinstance(one, ast.Attribute | ast.Subscript) for one in targets):
                        given = value
            for one in _alternatives(given):
                if isinstance(one, ast.Name) and one.id == parameter:
                    seen = self._s.dominance.definition(one)
                    if seen is None or seen.kind == "parameter":
                        return True
        return False

    def is_filled(self, parameter: str, function: FunctionNode) -> bool:
        """Whether the body stores or deletes items of what ``parameter`` holds."""
        for node in walk(function):
            match node:
                case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    if name == parameter:
                        return True
        return False

    def tests_none(self, parameter: str, function: DefNode) -> bool:
        """Whether the body compares ``parameter`` with None, so that None means something."""
        for node in walk(function):
            match node:
                case ast.Compare(left=left, comparators=right):
                    operands = [left, *right]
                    if any(map(_is_none, operands)) and _has_name(operands, parameter):
                        return True
                case ast.Match(subject=subject, cases=cases) if _has_name([subject], parameter):
                    patterns = (inner for case in cases for inner in walk(case.pattern))
                    if any(isinstance(p, ast.MatchSingleton) and p.value is None for p in patterns):
                        return True
        return False


def _alternatives(expr: ast.expr | None) -> Iterator[ast.expr]:
    """The expressions of which one gives the value of ``expr``."""
    match expr:
        case ast.BoolOp(values=parts):
            yield from (one for part in parts for one in _alternatives(part))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (one for part in (body, orelse) for one in _alternatives(part))
        case ast.expr():
            yield expr


def _is_fixed(node: ast.AST) -> bool:
    """Whether what is iterated or looked into is written out."""
    match node:
        case ast.comprehension(iter=source) | ast.Starred(value=source):
            return isinstance(source, ast.Constant | ast.Tuple | ast.List | ast.Call)
    return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _has_name(nodes: list[ast.expr], name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in nodes)
