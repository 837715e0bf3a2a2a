"""Variables that a loop makes longer: `text += part` or `text = text + part`, round after round."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.control.arrivals import Arrivals, arrivals
from pyguide.semantics.control.repetition import exit_after, is_short
from pyguide.semantics.names.scopes import Binding, Scope
from pyguide.semantics.structure import LoopNode
from pyguide.semantics.values.text import makes_text
from pyguide.semantics.values.types import BOTTOM, Type, union, unknown

FEW = 3
"""A loop that is seen to make at most so many rounds makes nothing long."""

_NO_TEXT = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.List, ast.ListComp, ast.Tuple, ast.Dict,
            ast.DictComp, ast.Set, ast.SetComp, ast.GeneratorExp, ast.Lambda)  # fmt: skip
_TEXT = frozenset({"str"})
_NOTHING = frozenset({"NoneType"})


class Step(NamedTuple):
    """A statement that adds ``parts`` to the end of ``name``; ``own`` are its mentions of it."""

    stmt: ast.AugAssign | ast.Assign
    name: str
    own: tuple[ast.Name, ...]
    parts: tuple[ast.expr, ...]


def step(stmt: ast.AST) -> Step | None:
    """``stmt`` as a step, if it is one by its looks."""
    match stmt:
        case ast.AugAssign(target=ast.Name(id=name) as target, op=ast.Add(), value=value):
            return Step(stmt, name, (target,), (value,))
        case ast.Assign(targets=[ast.Name(id=name) as target], value=ast.BinOp() as value):
            parts: list[ast.expr] = []
            left: ast.expr = value
            while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
                parts.insert(0, left.right)
                left = left.left
            if parts and isinstance(left, ast.Name) and left.id == name:
                return Step(stmt, name, (target, left), tuple(parts))
    return None


class Growth:
    """A variable and the outermost loop that never gives it a new start."""

    def __init__(self, semantics: Semantics, name: str, loop: LoopNode, owner: Scope) -> None:
        self.semantics = semantics
        self.name = name
        self.loop = loop
        self.owner = owner

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every statement of the loop that adds to the variable, in the order of the text."""
        return tuple(self.steps_in(self.loop))

    def steps_in(self, node: ast.AST) -> Iterator[Step]:
        """The statements below ``node`` that add to the variable."""
        for inner in self.semantics.flow.mentions(self.name, [node], self.owner):
            found = step(self.semantics.statement(inner))
            if found is not None and found.own[0] is inner:
                yield found

    def mentions(self, nodes: Sequence[ast.AST], besides: Sequence[Step]) -> Iterator[ast.AST]:
        """Mentions of the variable below ``nodes`` that are no part of the steps ``besides``."""
        own = {id(one) for found in besides for one in found.own}
        mentions = self.semantics.flow.mentions(self.name, nodes, self.owner)
        return (node for node in mentions if id(node) not in own)

    @cached_property
    def first(self) -> Step | None:
        """The first step that more than a few rounds of a loop can run."""
        return next((one for one in self.steps if self._repeats(one.stmt)), None)

    def _repeats(self, stmt: ast.stmt) -> bool:
        child = stmt
        for around in self._loops(stmt):
            exit_ = exit_after(self.semantics, child, around)
            if exit_ is ast.Return:
                return False
            if exit_ is None and not is_short(self.semantics, around, FEW):
                return True
            child = around
        return False

    def _loops(self, stmt: ast.stmt) -> Iterator[LoopNode]:
        """The loops from that around ``stmt`` out to the whole one."""
        around = self.semantics.loop(stmt)
        while around is not None:
            yield around
            if around is self.loop:
                return
            around = self.semantics.loop(around)

    @cached_property
    def is_needed(self) -> bool:
        """Whether the loop works with the variable as it grows, so that no join can come later."""
        return any(not self._only_looks(node) for node in self.mentions([self.loop], self.steps))

    def _only_looks(self, node: ast.AST) -> bool:
        """Whether a mention asks for no more than the length, the ends, or leaves the loop."""
        around = self.semantics.parent(node)
        while isinstance(around, ast.UnaryOp | ast.BoolOp):
            node, around = around, self.semantics.parent(around)
        match around:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if test is node:
                return True
            case ast.Call(func=func):
                if self.semantics.is_builtin(func, "len", "bool"):
                    return True
            case ast.Attribute(attr="endswith" | "startswith"):
                return True
            case ast.Subscript(slice=index, ctx=ast.Load()) if not isinstance(index, ast.Slice):
                return True
            case ast.Compare(left=left, comparators=[right]):
                return "" in (getattr(one, "value", None) for one in (left, right))
        stmt = self.semantics.statement(node)
        if isinstance(stmt, ast.Return | ast.Raise):
            return True
        return not hasattr(stmt, "body") and exit_after(self.semantics, stmt, self.loop) is not None

    # -- types --------------------------------------------------

    @cached_property
    def arrivals(self) -> Arrivals:
        """What the variable may be bound to when the loop begins."""
        return arrivals(self.semantics, self.name, self.loop)

    @cached_property
    def is_text(self) -> bool:
        """Whether the start or what is added is a `str`, and neither is anything else."""
        added = [self.semantics.text.type_of(part) for found in self.steps for part in found.parts]
        starts = [one for one in self.arrivals.bindings if self._step_of(one) is None]
        held = [self.semantics.values.binding_type(one) for one in starts]
        known = [one.names - _NOTHING for one in (*held, *added) if one.names]
        return _TEXT in known and all(names <= _TEXT for names in known)

    def not_text(self, found: Step) -> str | None:
        """Why a step may add something else than plain text; None if it surely adds that."""
        for part in found.parts:
            added = self.semantics.text.type_of(part)
            if not added.within("str"):
                shown = self.semantics.shown(part)
                return added.why or f"{shown} may be of a subclass of `str`"
        return None

    @cached_property
    def start_not_text(self) -> str | None:
        """Why the variable may hold something else than plain text before the loop."""
        found = union([self._before(one) for one in self.arrivals.bindings])
        if found.names is None:
            return found.why
        if not found.within("str"):
            return f"`{self.name}` may not be a plain `str` before the loop"
        return None if self.arrivals.sure else f"`{self.name}` may be unbound before the loop"

    def _step_of(self, binding: Binding) -> Step | None:
        """The step that makes ``binding``, if one does."""
        if binding.kind not in ("assign", "augment"):
            return None
        return step(self.semantics.statement(binding.node))

    def _before(self, binding: Binding) -> Type:
        found = self._step_of(binding)
        if found is not None:
            why = self.not_text(found)
            return BOTTOM if why is None else unknown(why)
        # A loop that makes no round hands on its start, so this must be plain without assumption.
        value = binding.value
        if value is not None and makes_text(self.semantics, value):
            return self.semantics.text.type_of(value)
        return self.semantics.values.binding_type(binding)


def growth(semantics: Semantics, stmt: ast.stmt) -> Growth | None:
    """The growth of which ``stmt`` is a step, unless each round starts the variable anew.

    What cannot be text, by the looks of it, is left out.
    """
    found = step(stmt)
    if found is None or any(map(_is_no_text, found.parts)):
        return None
    loop = semantics.loop(stmt)
    if loop is None:
        return None
    owner = semantics.owner(found.name, stmt)
    if owner is None or _is_counter(semantics, found.name, owner):
        return None
    home: LoopNode | None = None
    while loop is not None:
        if _restarts(semantics, found.name, owner, loop):
            break
        home, loop = loop, semantics.loop(loop)
    return Growth(semantics, found.name, home, owner) if home is not None else None


def _is_counter(semantics: Semantics, name: str, owner: Scope) -> bool:
    """Whether the variable holds a number or a container somewhere, by the looks of it.

    Such sums are by far the most frequent; this spares them every further question.
    """
    bound = semantics.scopes.table(owner).bound.get(name, ())
    values = (one.value for one in bound if one.kind == "assign")
    return any(
        isinstance(value, ast.List | ast.Dict | ast.Set | ast.Tuple | ast.ListComp)
        or (isinstance(value, ast.Constant) and isinstance(value.value, int | float | bytes))
        for value in values
    )


def _is_no_text(expr: ast.expr) -> bool:
    """Whether an expression is something else than text by its looks."""
    match expr:
        case ast.Constant(value=value):
            return not isinstance(value, str)
        case ast.BinOp(op=ast.Add() | ast.Mult() | ast.Mod(), left=left, right=right):
            return _is_no_text(left) and _is_no_text(right)
    return isinstance(expr, _NO_TEXT)


def _restarts(semantics: Semantics, name: str, owner: Scope, loop: LoopNode) -> bool:
    """Whether the loop binds the variable to something that does not come from it."""
    for one in semantics.names.owned(owner, name):
        if one.kind in ("augment", "annotation") or loop not in semantics.ancestors(one.node):
            continue
        origin = one.value or one.source
        if origin is None or semantics.flow.read_in(name, [origin]) is None:
            return True
    return False
