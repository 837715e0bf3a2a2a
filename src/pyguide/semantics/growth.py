"""Variables that a loop makes longer: `text += part` or `text = text + part`, round after round."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyguide.semantics import Semantics
from pyguide.semantics.arrivals import Arrivals, arrivals
from pyguide.semantics.scopes import Binding, Scope
from pyguide.semantics.structure import LoopNode
from pyguide.semantics.text import makes_text
from pyguide.semantics.types import BOTTOM, Type, union, unknown

FEW = 3
"""A loop that is seen to make at most so many rounds makes nothing long."""

_TEXT = frozenset({"str"})
_NOTHING = frozenset({"NoneType"})


@dataclass(frozen=True, slots=True)
class Step:
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


@dataclass(frozen=True, slots=True)
class Run:
    """Statements of one block, the growing loop among them, that only add to the variable.

    ``start`` is the assignment with which it begins, if the block shows one; then nothing from
    there to ``last`` looks at the variable or leaves the block but for good.
    """

    start: ast.stmt | None
    last: ast.stmt
    after: ast.stmt | None
    steps: tuple[Step, ...]


class Growth:
    """A variable and the outermost loop that never gives it a new start."""

    def __init__(self, semantics: Semantics, name: str, loop: LoopNode, owner: Scope) -> None:
        self._s = semantics
        self._owner = owner
        self.name = name
        self.loop = loop

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every statement of the loop that adds to the variable, in the order of the text."""
        return tuple(self._steps_in(self.loop))

    def _steps_in(self, node: ast.AST) -> Iterator[Step]:
        for inner in self._s.flow.mentions(self.name, [node], self._owner):
            found = step(self._s.statement(inner))
            if found is not None and found.own[0] is inner:
                yield found

    def mention(self, nodes: Sequence[ast.AST], besides: Sequence[Step]) -> ast.AST | None:
        """The first mention of the variable below ``nodes`` that is no part of a step."""
        return next(self._mentions(nodes, besides), None)

    def _mentions(self, nodes: Sequence[ast.AST], besides: Sequence[Step]) -> Iterator[ast.AST]:
        own = {id(one) for found in besides for one in found.own}
        mentions = self._s.flow.mentions(self.name, nodes, self._owner)
        return (node for node in mentions if id(node) not in own)

    @cached_property
    def first(self) -> Step | None:
        """The first step that more than a few rounds of a loop can run."""
        return next((one for one in self.steps if self._repeats(one.stmt)), None)

    def _repeats(self, stmt: ast.stmt) -> bool:
        child = stmt
        for around in self._loops(stmt):
            exit_ = self._exit(child, around)
            if exit_ is ast.Return:
                return False
            if exit_ is None and not _is_short(self._s, around):
                return True
            child = around
        return False

    def _loops(self, stmt: ast.stmt) -> Iterator[LoopNode]:
        """The loops from that around ``stmt`` out to the whole one."""
        around = self._s.loop(stmt)
        while around is not None:
            yield around
            if around is self.loop:
                return
            around = self._s.loop(around)

    def _exit(self, stmt: ast.stmt, loop: LoopNode) -> type[ast.stmt] | None:
        """How ``loop`` is always left after ``stmt``: by `return`, or at least `break`, or not."""
        child: ast.AST = stmt
        while child is not loop:
            if isinstance(child, ast.stmt):
                block = self._s.block(child)
                rest = block[next(i for i, one in enumerate(block) if one is child) + 1 :]
                if self._s.always_leaves(rest, (ast.Return, ast.Raise)):
                    return ast.Return
                if self._s.always_leaves(rest, (ast.Break, ast.Return, ast.Raise)):
                    return ast.Break
            around = self._s.parent(child)
            if around is None or isinstance(around, ast.Try | ast.TryStar):
                return None
            child = around
        return None

    @cached_property
    def is_needed(self) -> bool:
        """Whether the loop works with the variable as it grows, so that no join can come later."""
        return any(not self._only_looks(node) for node in self._mentions([self.loop], self.steps))

    def _only_looks(self, node: ast.AST) -> bool:
        """Whether a mention asks for no more than the length, the ends, or leaves the loop."""
        around = self._s.parent(node)
        while isinstance(around, ast.UnaryOp | ast.BoolOp):
            node, around = around, self._s.parent(around)
        match around:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if test is node:
                return True
            case ast.Call(func=func):
                if self._s.is_builtin(func, "len", "bool"):
                    return True
            case ast.Attribute(attr="endswith" | "startswith"):
                return True
            case ast.Subscript(slice=index, ctx=ast.Load()) if not isinstance(index, ast.Slice):
                return True
            case ast.Compare(left=left, comparators=[right]):
                return "" in (getattr(one, "value", None) for one in (left, right))
        stmt = self._s.statement(node)
        if isinstance(stmt, ast.Return | ast.Raise):
            return True
        return not hasattr(stmt, "body") and self._exit(stmt, self.loop) is not None

    # -- types ------------------------------------------------------------------------------------

    @cached_property
    def arrivals(self) -> Arrivals:
        """What the variable may be bound to when the loop begins."""
        return arrivals(self._s, self.name, self.loop)

    @cached_property
    def is_text(self) -> bool:
        """Whether the start or what is added is a `str`, and neither is anything else."""
        added = [self._s.text.type_of(part) for found in self.steps for part in found.parts]
        held = [self._s.values.binding_type(one) for one in self.arrivals.bindings
                if one.kind != "augment" and step(self._s.statement(one.node)) is None]  # fmt: skip
        known = [one.names - _NOTHING for one in (*held, *added) if one.names]
        return _TEXT in known and all(names <= _TEXT for names in known)

    def not_text(self, found: Step) -> str | None:
        """Why a step may add something else than plain text; None if it surely adds that."""
        for part in found.parts:
            added = self._s.text.type_of(part)
            if not added.within("str"):
                shown = self._s.shown(part)
                return added.why or f"{shown} may be of a subclass of `str`"
        return None

    @cached_property
    def _start_not_text(self) -> str | None:
        """Why the variable may hold something else than plain text before the loop."""
        found = union([self._before(one) for one in self.arrivals.bindings])
        if found.names is None:
            return found.why
        if not found.within("str"):
            return f"`{self.name}` may not be a plain `str` before the loop"
        return None if self.arrivals.sure else f"`{self.name}` may be unbound before the loop"

    def _before(self, binding: Binding) -> Type:
        found = step(self._s.statement(binding.node))
        if found is not None and binding.kind in ("assign", "augment"):
            why = self.not_text(found)
            return BOTTOM if why is None else unknown(why)
        # A loop that makes no round hands on its start, so this must be plain without assumption.
        value = binding.value
        if value is not None and makes_text(value):
            return self._s.text.type_of(value)
        return self._s.values.binding_type(binding)

    # -- a list in its place ----------------------------------------------------------------------

    @cached_property
    def obstacle(self) -> str | None:
        """Why no list can take the variable's place in the loop, to be joined behind it."""
        if self.mention([self.loop], self.steps) is not None:
            return f"the loop reads `{self.name}`"
        if self._s.dynamic(self.loop):
            return "the code around the loop looks at its own variables"
        if _jumps(self._s, self.loop):
            return "the `else` of the loop jumps past what follows it"
        if self._owner.kind == "class":
            return f"`{self.name}` is an attribute of the class"
        home = self._s.function(self.loop)
        mentions = self._s.flow.mentions(self.name, [self._owner.node], self._owner)
        if any(self._s.function(node) not in (home, None) for node in mentions):
            return f"another function uses `{self.name}`"
        if self._is_local and self._is_tried and self._seen_when_caught is not None:
            return f"`{self.name}` is read where an exception of the loop is caught"
        return None

    @cached_property
    def doubt(self) -> str | None:
        """Why the list may show another text, or raise at another time; None if it cannot."""
        if not self._is_local:
            return f"`{self.name}` is a variable that others can see"
        if self._seen_when_caught is not None:
            return f"`{self.name}` is read after a `with` that may swallow an exception"
        if self._start_not_text is not None:
            return self._start_not_text
        return next((why for why in map(self.not_text, self.steps) if why is not None), None)

    @cached_property
    def _is_local(self) -> bool:
        return self._s.is_local(self.name, self.loop)

    @cached_property
    def _seen_when_caught(self) -> ast.AST | None:
        return self._s.observed_in_handler(self.name, self.loop)

    @property
    def _is_tried(self) -> bool:
        around = self._s.ancestors(self.loop)
        inside = itertools.takewhile(lambda node: node is not self._owner.node, around)
        return any(isinstance(node, ast.Try | ast.TryStar) for node in inside)

    def is_last_word(self, run: Run) -> bool:
        """Whether ``run`` is all that there is about the variable, but for a `return` of it."""
        match run.after:
            case ast.Return(value=ast.Name(id=name) as read) if name == self.name:
                mentions = self._s.flow.mentions(self.name, [self._owner.node], self._owner)
                known = {id(one) for found in run.steps for one in found.own} | {id(read)}
                start = run.start
                return all(id(n) in known or self._s.statement(n) is start for n in mentions)
        return False

    @cached_property
    def run(self) -> Run:
        """The longest run of statements around the loop that a list could take part in."""
        block = self._s.block(self.loop)
        at = next(number for number, one in enumerate(block) if one is self.loop)
        steps, before = list(self.steps), list[Step]()
        start: ast.stmt | None = None
        for stmt in reversed(block[:at]):
            if (value := _started(stmt, self.name)) is not None:
                if self.mention([value], ()) is None:
                    start, steps = stmt, [*before, *steps]
                break
            more = self._only_adds(stmt)
            if more is None:
                break
            before = [*more, *before]
        last = at
        for number, stmt in enumerate(block[at + 1 :], at + 1):
            more = self._only_adds(stmt)
            if more is None:
                break
            if more:
                last = number
                steps += more
        after = block[last + 1] if last + 1 < len(block) else None
        return Run(start, block[last], after, tuple(steps))

    def _only_adds(self, stmt: ast.stmt) -> list[Step] | None:
        """The steps of a statement near the loop; None where it does more to the variable."""
        steps = list(self._steps_in(stmt))
        if self.mention([stmt], steps) is not None or _jumps(self._s, stmt):
            return None
        if any(self.not_text(one) is not None for one in steps):
            return None
        return steps


def growth(semantics: Semantics, stmt: ast.stmt) -> Growth | None:
    """The growth of which ``stmt`` is a step; None where each round starts the variable anew."""
    found, loop = step(stmt), semantics.loop(stmt)
    if found is None or loop is None:
        return None
    owner = semantics.owner(found.name, stmt)
    home: LoopNode | None = None
    while owner is not None and loop is not None:
        if _restarts(semantics, found.name, owner, loop):
            break
        home, loop = loop, semantics.loop(loop)
    return Growth(semantics, found.name, home, owner) if home is not None and owner else None


def _restarts(semantics: Semantics, name: str, owner: Scope, loop: LoopNode) -> bool:
    """Whether the loop binds the variable to something that does not come from it."""
    for one in semantics.names.owned(owner, name):
        if one.kind in ("augment", "annotation") or loop not in semantics.ancestors(one.node):
            continue
        origin = one.value or one.source
        if origin is None or semantics.flow.read_in(name, [origin]) is None:
            return True
    return False


def _is_short(semantics: Semantics, loop: LoopNode) -> bool:
    """Whether a loop is seen to make only a few rounds."""
    if isinstance(loop, ast.While):
        return False
    match loop.iter:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return len(parts) <= FEW and not any(isinstance(one, ast.Starred) for one in parts)
        case ast.Dict(keys=keys):
            return len(keys) <= FEW and None not in keys
        case ast.Constant(value=str() | bytes() as value):
            return len(value) <= FEW
        case ast.Call(func=func, args=args) if semantics.is_builtin(func, "range"):
            numbers = [one.value for one in args if isinstance(one, ast.Constant)]
            whole = [one for one in numbers if isinstance(one, int)]
            return len(whole) == len(args) and len(range(*whole)) <= FEW
    return False


def _jumps(semantics: Semantics, stmt: ast.stmt) -> bool:
    return any(isinstance(one, ast.Break | ast.Continue) for one in semantics.exits([stmt]))


def _started(stmt: ast.stmt, name: str) -> ast.expr | None:
    """What ``stmt`` assigns to the variable and to nothing else."""
    match stmt:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
            return value
        case ast.AnnAssign(target=ast.Name(id=target), value=value) if target == name:
            return value
    return None
