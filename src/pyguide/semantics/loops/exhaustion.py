"""Iterators that are gone through a second time, when they have nothing left to give."""

from __future__ import annotations

import ast
from typing import Literal, NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.control.repetition import exit_after, repeaters, size
from pyguide.semantics.loops.iterators import ITERATORS, LAST_NAMES
from pyguide.semantics.objects.fates import Use
from pyguide.semantics.structure import COMPREHENSIONS, FUNCTIONS, LOOPS, TRIES
from pyguide.tree import children, walk

_MEMBERS = frozenset(
    name.rpartition(".")[2] for name in ITERATORS if not name.startswith("builtins.")
)
_FULL = ("list", "tuple", "set", "frozenset", "dict", "sorted", "sum")
_EXTREMES = ("max", "min")
_COLLECTIONS = frozenset({"collections.Counter", "collections.deque"})
_PARTIAL = ("any", "all")
_LAZY = ("enumerate", "filter", "map")
_TAKING = frozenset({"join", "extend", "writelines", "writerows"})

Extent = Literal["full", "partial"]


class Exhaustion(NamedTuple):
    """An iterator that is gone through again.

    ``maker`` is the expression that makes it, ``again`` the name in the pass that finds nothing,
    ``before`` that of the pass that took all; they are the same where a loop repeats one pass.
    ``steps`` says that something asks for single items too, which only an iterator answers.
    """

    maker: ast.expr
    before: ast.Name
    again: ast.Name
    steps: bool


def makes_iterator(semantics: Semantics, expr: ast.expr | None) -> bool:
    """Whether ``expr`` gives a new iterator that can be gone through once."""
    match expr:
        case ast.GeneratorExp():
            return not any(part.is_async for part in expr.generators)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name) as func):
            names = LAST_NAMES if isinstance(func, ast.Name) else _MEMBERS
            if name in names and semantics.qualified(func) in ITERATORS:
                return True
            if name not in semantics.structure.generators:
                return False
            function = semantics.callee(func)
            return function is not None and _yields(function)
    return False


def _yields(function: ast.FunctionDef) -> bool:
    stack: list[ast.AST] = [*function.body]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            stack += children(node)
    return False


def exhaustion(semantics: Semantics, stmt: ast.AST | None) -> Exhaustion | None:
    """The first vain pass over the iterator that ``stmt`` binds to a name."""
    match stmt:
        case ast.Assign(targets=[ast.Name() as target], value=maker):
            pass
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as maker):
            pass
        case _:
            return None
    if not _is_reused(semantics, target) or not makes_iterator(semantics, maker):
        return None
    return _Passes(semantics, target, maker).exhaustion()


def _is_reused(semantics: Semantics, target: ast.Name) -> bool:
    """Whether the variable is read more than once, as far as its name tells."""
    reads = [
        node
        for node in semantics.structure.nodes(ast.Name)
        if node.id == target.id and node.ctx.__class__ is ast.Load
    ]
    return len(reads) > 1 or any(True for read in reads for _ in repeaters(semantics, read))


class _Passes:
    """The passes over one iterator."""

    def __init__(self, semantics: Semantics, target: ast.Name, maker: ast.expr) -> None:
        self._s = semantics
        self._target = target
        self._maker = maker
        self._uses = semantics.fates.uses(target)

    def exhaustion(self) -> Exhaustion | None:
        """The first pass that finds nothing."""
        if self._is_rewound():
            return None
        passes = [(use.name, self._extent(use)) for use in self._uses]
        took = [(name, extent) for name, extent in passes if extent is not None]
        if any(self._nested(one, two) for one, _ in took for two, _ in took):
            # A loop that takes more items of what it runs over knows what it does.
            return None
        for number, (again, _) in enumerate(took):
            if self._is_checked(again):
                continue
            for before, extent in took[:number]:
                if extent == "full" and self._may_follow(again, before):
                    return self._found(before, again)
            if took[number][1] == "full" and not self._steps and self._is_repeated(again):
                return self._found(again, again)
        return None

    def _found(self, before: ast.Name, again: ast.Name) -> Exhaustion:
        return Exhaustion(self._maker, before, again, self._steps)

    @property
    def _steps(self) -> bool:
        """Whether the code takes single items, or uses what only an iterator has."""
        return any(
            use.fate.kind in ("method", "attribute") or self._is_next(use) for use in self._uses
        )

    def _is_next(self, use: Use) -> bool:
        node = use.fate.node
        return isinstance(node, ast.Call) and self._s.is_builtin(node.func, "next", "iter")

    # -- one pass --------------------------------------------------

    def _extent(self, use: Use) -> Extent | None:
        """How much a use surely takes of the iterator, None if it may take nothing."""
        if not use.sure or use.fate.maybe or use.fate.later:
            return None
        return self._taken(use.name, use.fate.node)

    def _taken(self, expr: ast.expr, node: ast.AST) -> Extent | None:
        match node:
            case ast.For(iter=source) if source is expr:
                return "partial" if self._may_break(node) else "full"
            case ast.comprehension(iter=source) if source is expr:
                return self._by_comprehension(node)
            case ast.Starred() | ast.YieldFrom():
                return "full"
            case ast.Compare():
                return "partial"
            case ast.Call(args=args) if args.count(expr) == 1:
                return self._by_call(node, expr)
        return None

    def _may_break(self, loop: ast.For) -> bool:
        return any(isinstance(exit_, ast.Break) for exit_ in self._s.exits(loop.body))

    def _by_comprehension(self, node: ast.comprehension) -> Extent | None:
        whole = self._s.parent(node)
        if not isinstance(whole, ast.GeneratorExp):
            return "full"
        call = self._s.parent(whole)
        return self._by_call(call, whole) if isinstance(call, ast.Call) else None

    def _by_call(self, call: ast.Call, expr: ast.expr) -> Extent | None:
        """What a call takes of its argument."""
        func = call.func
        if call.args[:1] == [expr]:
            if self._s.is_builtin(func, *_FULL) or self._s.qualified(func) in _COLLECTIONS:
                return "full"
            if self._s.is_builtin(func, *_EXTREMES) and len(call.args) == 1:
                return "full"
            if self._s.is_builtin(func, *_PARTIAL):
                return "partial"
            if isinstance(func, ast.Attribute) and func.attr in _TAKING and len(call.args) == 1:
                return "full"
        if self._s.is_builtin(func, *_LAZY) and not (len(call.args) > 2 or call.keywords):
            around = self._s.parent(call)
            if isinstance(around, ast.For | ast.comprehension | ast.Call | ast.Starred):
                return self._taken(call, around)
        return None

    # -- which passes count --------------------------------------------------

    def _is_rewound(self) -> bool:
        """Whether the code seeks in a file, over which the iterator may go on."""
        home = self._s.function(self._target) or self._s.source.tree
        return any(isinstance(node, ast.Attribute) and node.attr == "seek" for node in walk(home))

    def _nested(self, one: ast.Name, two: ast.Name) -> bool:
        """Whether ``two`` stands in the body of the loop over ``one``."""
        loop = self._s.parent(one)
        while isinstance(loop, ast.Call | ast.comprehension):
            loop = self._s.parent(loop)
        if one is two or not isinstance(loop, (ast.For, *COMPREHENSIONS)):
            return False
        around = {two, *self._s.ancestors(two)}
        if isinstance(loop, ast.For):
            return any(stmt in around for stmt in loop.body)
        return loop in around

    def _is_checked(self, again: ast.Name) -> bool:
        """Whether a test sees to it that nothing is left."""
        for around in self._s.ancestors(again):
            if isinstance(around, ast.Assert):
                return True
            match around:
                case ast.Call(func=ast.Attribute(attr=name)) if name.lower().startswith("assert"):
                    return True
                case ast.stmt():
                    return False
        return False

    def _may_follow(self, again: ast.Name, before: ast.Name) -> bool:
        """Whether one path leads from the one pass to the other, with the same iterator."""
        for around in self._s.ancestors(before):
            if isinstance(around, TRIES) and around in self._s.ancestors(again):
                body = [node for stmt in around.body for node in walk(stmt)]
                if before in body and again not in body:
                    # The pass may have ended early, by what the handler is for.
                    return False
        stmt = self._s.statement(before)
        if isinstance(stmt, ast.Return) and stmt is not self._s.statement(again):
            return False
        holder = self._s.parent(before)
        while isinstance(holder, ast.Call):
            holder = self._s.parent(holder)
        passed = holder if isinstance(holder, ast.For) else before
        return self._s.rounds.may_follow(again, passed, self._round())

    def _round(self) -> ast.AST:
        """The innermost loop or function that makes the iterator anew each time."""
        for around in self._s.ancestors(self._target):
            if isinstance(around, (*LOOPS, *FUNCTIONS, ast.ClassDef)):
                return around
        return self._s.source.tree

    def _is_repeated(self, name: ast.Name) -> bool:
        """Whether a loop that does not make the iterator goes through it in each round."""
        made = set(self._s.ancestors(self._target))
        child: ast.AST = self._s.statement(name)
        for loop in repeaters(self._s, name):
            if loop in made:
                return False
            if isinstance(loop, LOOPS):
                if isinstance(child, ast.Return | ast.Raise):
                    return False
                if exit_after(self._s, child, loop) is None and not self._is_single(loop):
                    return True
                child = loop
            else:
                return True
        return False

    def _is_single(self, loop: ast.AST) -> bool:
        return isinstance(loop, ast.For) and size(self._s, loop.iter) == 1


__all__ = ["Exhaustion", "exhaustion", "makes_iterator"]
