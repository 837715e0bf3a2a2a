"""Walking backwards from a read: the binding that must have happened, the tests that must hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from pyguide.semantics.control.flow import Flow
from pyguide.semantics.names.resolution import Names
from pyguide.semantics.names.scopes import Binding, Scope, Scopes
from pyguide.semantics.structure import (
    COMPREHENSIONS,
    Structure,
)
from pyguide.tree import walk


class Guard(NamedTuple):
    """A test that was true (``holds``) or false when the read runs, the name not rebound since."""

    test: ast.expr
    holds: bool
    asserted: bool = False
    """Whether only an `assert` says so, which `python -O` leaves out."""


class Dominance:
    """What dominates a read, along straight lines and out of blocks."""

    def __init__(self, structure: Structure, scopes: Scopes, names: Names, flow: Flow) -> None:
        self._structure = structure
        self._scopes = scopes
        self._names = names
        self._flow = flow
        self._steps: dict[ast.Name, list[Binding | Guard]] = {}
        # For each variable, the nodes that hold bindings of it.
        self._held: dict[tuple[Scope, str], dict[ast.AST, list[Binding]]] = {}

    def definition(self, name: ast.Name) -> Binding | None:
        """The binding whose value a read must see; None where several may reach it."""
        return next((step for step in self.steps(name) if isinstance(step, Binding)), None)

    def guards(self, name: ast.Name) -> list[Guard]:
        """The tests around and before a read that still hold there, the nearest first."""
        found: list[Guard] = []
        for step in self.steps(name):
            if isinstance(step, Binding):
                break
            found.append(step)
        return found

    def steps(self, read: ast.Name) -> list[Binding | Guard]:
        """Guards from near to far, then the binding, if nothing else may bind in between."""
        found = self._steps.get(read)
        if found is None:
            found = self._steps[read] = list(self.back(read))
        return found

    def back(self, read: ast.Name) -> Iterator[Binding | Guard]:
        """The same one by one, walked anew."""
        scope = self._scopes.at(read)
        owner = self._names.owner(read.id, scope)
        if owner is None or self._names.is_foreign(owner, read.id):
            return
        if self._names.bindings(read.id, read) is None and owner.kind != "class":
            return
        if self._is_elsewhere(read, owner) and len(self._names.owned(owner, read.id)) > 1:
            return
        if any(self.is_deferred(one.node) for one in self._names.owned(owner, read.id)):
            return
        trail = _Trail(self, read.id, owner)
        yield from trail.expression(read)

    def _is_elsewhere(self, read: ast.Name, owner: Scope) -> bool:
        """Whether the read stands in another function than the one that binds the name."""
        if owner.kind not in ("function", "lambda"):
            return False
        return self._structure.function(read) is not owner.node

    def is_deferred(self, node: ast.AST) -> bool:
        """Whether ``node`` runs in a generator expression, whenever somebody iterates it."""
        found = self._flow.lazy_generator(node)
        return found is not None and self._binds_outside(node, found)

    def _binds_outside(self, node: ast.AST, generator: ast.GeneratorExp) -> bool:
        """Whether ``node`` is no target of ``generator`` itself, whose variables are its own."""
        if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Load):
            return True
        return not any(
            node is inner for part in generator.generators for inner in walk(part.target)
        )

    def consumed(self, node: ast.GeneratorExp) -> bool:
        """Whether a builtin iterates the generator before the call it is passed to returns."""
        return self._flow.consumed(node)

    def binders(self, name: str, owner: Scope, node: ast.AST) -> list[Binding]:
        """The bindings of ``name`` in ``owner`` that stand inside ``node``."""
        held = self._held.get((owner, name))
        if held is None:
            held = self._held[owner, name] = {}
            for one in self._names.owned(owner, name):
                if one.kind == "annotation":
                    continue
                for around in (one.node, *self._structure.ancestors(one.node)):
                    held.setdefault(around, []).append(one)
                    if around is owner.node:
                        break
        return held.get(node, [])

    def always_leaves(self, body: list[ast.stmt]) -> bool:
        """Whether no path falls out of the end of ``body``."""
        exits = (ast.Return, ast.Raise, ast.Continue, ast.Break)
        return self._flow.always_leaves(body, exits)

    def surely_enters(self, stmt: ast.With | ast.AsyncWith, binding: Binding) -> bool:
        """Whether ``binding`` is a target of ``stmt`` that surely got its value there."""
        return self._flow.surely_enters(stmt, binding.node)

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around ``node``."""
        return self._structure.parent(node)


class _Trail:
    """One walk back from one read of one name."""

    def __init__(self, dominance: Dominance, name: str, owner: Scope) -> None:
        self._dominance = dominance
        self._name = name
        self._owner = owner

    def _binds(self, *nodes: ast.AST | None) -> bool:
        return any(
            node is not None and self._dominance.binders(self._name, self._owner, node)
            for node in nodes
        )

    def expression(self, read: ast.AST) -> Iterator[Binding | Guard]:
        """Climb from the read to its statement, then on."""
        child, around = read, self._dominance.parent(read)
        if self._walrus_near(read):
            return
        while around is not None and not isinstance(around, ast.stmt):
            if isinstance(around, ast.match_case | ast.ExceptHandler):
                break
            first = _evaluated_outside(around, child, self._dominance.parent(around))
            if first is not None:
                child, around = first, self._dominance.parent(first)
                continue
            yield from self._tests(around, child)
            if around is self._owner.node:
                yield from self._opened(around)
                return
            if self._runs_later(around, child):
                return
            child, around = around, self._dominance.parent(around)
        if isinstance(around, ast.stmt):
            yield from self._header(around, child)
        elif around is not None:
            yield from self._outwards(child)

    def _walrus_near(self, read: ast.AST) -> bool:
        """Whether the statement of the read rebinds the name by an assignment expression."""
        top = read
        around = self._dominance.parent(read)
        while around is not None and not isinstance(around, ast.stmt):
            top, around = around, self._dominance.parent(around)
        return self._walrus(top)

    def _runs_later(self, around: ast.AST, child: ast.AST) -> bool:
        """Whether the walk leaves code that runs later than where it is written."""
        if isinstance(around, ast.Lambda):
            return child is around.body
        return isinstance(around, ast.GeneratorExp) and not self._dominance.consumed(around)

    def _opened(self, node: ast.AST) -> Iterator[Binding]:
        """The one binding that the comprehension or lambda ``node`` makes itself."""
        found = self._dominance.binders(self._name, self._owner, node)
        if len(found) == 1:
            yield found[0]

    def _walrus(self, node: ast.AST) -> bool:
        found = self._dominance.binders(self._name, self._owner, node)
        return any(one.kind == "walrus" for one in found)

    def _tests(self, around: ast.AST, child: ast.AST) -> Iterator[Guard]:
        """Tests inside one expression that hold where ``child`` runs."""
        match around:
            case ast.BoolOp(op=op, values=values):
                before = values[: next(i for i, one in enumerate(values) if one is child)]
                for test in reversed(before):
                    yield Guard(test, isinstance(op, ast.And))
            case ast.IfExp(test=test) if child is not test:
                yield Guard(test, child is around.body)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                if not isinstance(child, ast.comprehension):
                    for at, generator in enumerate(around.generators):
                        if not self._binds(*(one.target for one in around.generators[at + 1 :])):
                            yield from (Guard(test, True) for test in generator.ifs)

    def _header(self, stmt: ast.stmt, child: ast.AST) -> Iterator[Binding | Guard]:
        """From an expression of ``stmt`` to what runs before ``stmt``."""
        if isinstance(stmt, ast.With | ast.AsyncWith) and self._binds(*stmt.items):
            return
        if isinstance(stmt, ast.While) and self._binds(stmt):
            return
        if isinstance(stmt, ast.Assert) and child is stmt.msg:
            yield Guard(stmt.test, False)
        yield from self._outwards(stmt)

    def _outwards(self, child: ast.AST) -> Iterator[Binding | Guard]:
        """From a statement (or handler, or case) up through its block and what holds it."""
        while True:
            around = self._dominance.parent(child)
            if around is None:
                return
            block = _block_of(around, child)
            if block is not None:
                for before in reversed(block[: _at(block, child)]):
                    found = list(self._statement(before))
                    yield from found
                    if any(isinstance(step, Binding) for step in found) or self._binds(before):
                        return
            if around is self._owner.node:
                yield from self._parameter(around)
                return
            if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                return
            steps = list(self._around(around, child, block))
            stop = None in steps
            yield from [step for step in steps if step is not None]
            if stop or any(isinstance(step, Binding) for step in steps):
                return
            child = around

    def _parameter(self, function: ast.AST) -> Iterator[Binding]:
        for found in self._dominance.binders(self._name, self._owner, function):
            if found.kind == "parameter":
                yield found
                return

    def _statement(self, stmt: ast.stmt) -> Iterator[Binding | Guard]:
        """What a statement that ran to its end before the read proves."""
        match stmt:
            case ast.Assert(test=test):
                if not self._binds(stmt):
                    yield Guard(test, True, asserted=True)
            case ast.If(test=test, body=body, orelse=orelse):
                if not self._walrus(test):
                    if self._dominance.always_leaves(body) and not self._binds(*orelse):
                        yield Guard(test, False)
                    elif (
                        orelse and self._dominance.always_leaves(orelse) and not self._binds(*body)
                    ):
                        yield Guard(test, True)
            case _:
                found = self._dominance.binders(self._name, self._owner, stmt)
                if len(found) == 1 and self._is_definite(stmt, found[0]):
                    yield found[0]

    def _is_definite(self, stmt: ast.stmt, binding: Binding) -> bool:
        """Whether ``stmt``, once it has ended, has surely made ``binding`` at its top level."""
        match stmt:
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                return binding.kind in ("assign", "augment")
            case ast.Import() | ast.ImportFrom() | ast.Delete():
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return binding.node is stmt
            case ast.With() | ast.AsyncWith():
                return binding.kind == "with" and self._dominance.surely_enters(stmt, binding)
        return False

    def _around(
        self, around: ast.AST, child: ast.AST, block: list[ast.stmt] | None
    ) -> Iterator[Binding | Guard | None]:
        """What holds on entering the part ``child`` of a compound statement; None stops."""
        match around:
            case ast.If(test=test):
                if self._walrus(test):
                    yield None
                else:
                    yield Guard(test, block is around.body)
            case ast.While(test=test, body=body):
                yield from self._loop(around)
                if not self._binds(around):
                    yield Guard(test, block is body)
            case ast.For() | ast.AsyncFor():
                yield from self._loop(around, in_body=block is around.body)
            case ast.With() | ast.AsyncWith():
                yield from self._only(self._binders(*around.items))
            case ast.ExceptHandler(name=name):
                if name == self._name:
                    yield from self._binders(around)[:1]
            case ast.Try() | ast.TryStar():
                if block is not around.body and self._tried(around, child, block):
                    yield None
            case ast.match_case(pattern=pattern, guard=guard):
                if self._binds(pattern, guard):
                    yield None
            case ast.Match(subject=subject, cases=cases):
                heads = [part for case in cases for part in (case.pattern, case.guard)]
                if self._binds(subject, *heads):
                    yield None
            case ast.Module():
                yield None

    def _binders(self, *nodes: ast.AST) -> list[Binding]:
        return [b for n in nodes for b in self._dominance.binders(self._name, self._owner, n)]

    def _only(self, found: list[Binding]) -> Iterator[Binding | None]:
        if len(found) > 1:
            yield None
        yield from found

    def _loop(
        self, loop: ast.While | ast.For | ast.AsyncFor, in_body: bool = True
    ) -> Iterator[Binding | None]:
        """The back edge brings every binding of the loop; a target comes before the body.

        What comes behind the last round, or where there was none, sees no target for sure.
        """
        if in_body and not isinstance(loop, ast.While):
            target = self._binders(loop.target)
            if target:
                yield from self._only(target)
                return
        if self._binds(loop):
            yield None

    def _tried(
        self, stmt: ast.Try | ast.TryStar, child: ast.AST, block: list[ast.stmt] | None
    ) -> bool:
        """Whether parts of a `try` that may have run before ``child`` bind the name."""
        if isinstance(child, ast.ExceptHandler):
            # The types of handlers are evaluated one by one, the bodies of `except*` run so.
            before = stmt.handlers if isinstance(stmt, ast.TryStar) else ()
            kinds = (handler.type for handler in stmt.handlers)
            return self._binds(*stmt.body, *before, *kinds)
        if block is stmt.orelse:
            return self._binds(*stmt.body)
        return self._binds(*stmt.body, *stmt.handlers, *stmt.orelse)


def _block_of(around: ast.AST, child: ast.AST) -> list[ast.stmt] | None:
    for field in ("body", "orelse", "finalbody"):
        block = getattr(around, field, None)
        if isinstance(block, list) and any(one is child for one in block):
            return block
    return None


def _at(block: list[ast.stmt], child: ast.AST) -> int:
    return next(number for number, one in enumerate(block) if one is child)


def _evaluated_outside(around: ast.AST, child: ast.AST, owner: ast.AST | None) -> ast.AST | None:
    """The comprehension itself when ``child`` is its first iterable, evaluated before it."""
    if not isinstance(around, ast.comprehension) or not isinstance(owner, COMPREHENSIONS):
        return None
    return owner if child is around.iter and owner.generators[0] is around else None
