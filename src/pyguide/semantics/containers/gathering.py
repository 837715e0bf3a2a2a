"""Whether a list can gather what a loop adds to a variable, to be joined when the loop is over."""

from __future__ import annotations

import ast
import itertools
from functools import cached_property
from typing import NamedTuple

from pyguide.semantics.containers.growth import Growth, Step
from pyguide.semantics.structure import LOOPS

_BRANCHES = (ast.If, ast.Match, ast.Try, ast.TryStar, ast.With, ast.AsyncWith)


class Run(NamedTuple):
    """Statements of one block, the growing loop among them, that only add to the variable.

    ``start`` is the assignment with which it begins, if the block shows one; then nothing from
    there to ``last`` looks at the variable or leaves the block but for good.
    """

    start: ast.stmt | None
    last: ast.stmt
    after: ast.stmt | None
    steps: tuple[Step, ...]


class Gathering:
    """The proofs that a list may take the place of a growing variable."""

    def __init__(self, growth: Growth) -> None:
        self.growth = growth
        self._s = growth.semantics
        self._name = growth.name
        self._loop = growth.loop

    @cached_property
    def obstacle(self) -> str | None:
        """Why no list can take the variable's place in the loop, to be joined behind it."""
        grown = self.growth
        if next(grown.mentions([self._loop], grown.steps), None) is not None:
            return f"the loop reads `{self._name}`"
        if self._s.dynamic(self._loop):
            return "the code around the loop looks at its own variables"
        if self._jumps(self._loop):
            return "the `else` of the loop jumps past what follows it"
        if grown.owner.kind == "class":
            return f"`{self._name}` is an attribute of the class"
        home = self._s.function(self._loop)
        for node in grown.mentions([grown.owner.node], ()):
            if self._s.function(node) not in (home, None):
                return f"another function uses `{self._name}`"
            if self._s.dominance.is_deferred(node):
                return f"a generator uses `{self._name}`, whenever it runs"
        if self._is_local and self._is_tried and self._seen_when_caught is not None:
            return f"`{self._name}` is read where an exception of the loop is caught"
        return None

    @cached_property
    def doubt(self) -> str | None:
        """Why the list may show another text, or raise at another time; None if it cannot."""
        if not self._is_local:
            return f"`{self._name}` is a variable that others can see"
        if self._seen_when_caught is not None:
            return f"`{self._name}` is read after a `with` that may swallow an exception"
        grown = self.growth
        if grown.start_not_text is not None:
            return grown.start_not_text
        return next((why for why in map(grown.not_text, grown.steps) if why is not None), None)

    @cached_property
    def _is_local(self) -> bool:
        return self._s.is_local(self._name, self._loop)

    @cached_property
    def _seen_when_caught(self) -> ast.AST | None:
        return self._s.observed_in_handler(self._name, self._loop)

    @property
    def _is_tried(self) -> bool:
        around = self._s.ancestors(self._loop)
        inside = itertools.takewhile(lambda node: node is not self.growth.owner.node, around)
        return any(isinstance(node, ast.Try | ast.TryStar) for node in inside)

    @cached_property
    def returned(self) -> ast.Return | None:
        """The `return` of the variable, and of no more, that comes right behind the run."""
        match self.run.after:
            case ast.Return(value=ast.Name(id=name)) as found if name == self._name:
                return found if self._is_local else None
        return None

    @cached_property
    def may_vanish(self) -> bool:
        """Whether the run and the `return` behind it can do without the variable.

        Where it is read elsewhere, it must be bound elsewhere too, to stay a local one.
        """
        known = {id(one) for found in self.run.steps for one in found.own}
        frame = (self.run.start, self.returned)
        mentions = self.growth.mentions([self.growth.owner.node], ())
        others = [n for n in mentions if id(n) not in known and self._s.statement(n) not in frame]
        reads = [n for n in others if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        return len(reads) < len(others) or not others

    @cached_property
    def run(self) -> Run:
        """The longest run of statements around the loop that a list could take part in."""
        block = self._s.block(self._loop)
        at = next(number for number, one in enumerate(block) if one is self._loop)
        steps, before = list(self.growth.steps), list[Step]()
        start: ast.stmt | None = None
        for stmt in reversed(block[:at]):
            if (value := _started(stmt, self._name)) is not None:
                mention = next(self.growth.mentions([value], ()), None)
                if mention is None and self.growth.start_not_text is None:
                    start, steps = stmt, [*before, *steps]
                break
            more = self._only_adds(stmt)
            if more is None or (more and isinstance(stmt, _BRANCHES)):
                break
            before = [*more, *before]
        last, behind = self._behind(block, at)
        steps += behind
        after = block[last + 1] if last + 1 < len(block) else None
        return Run(start, block[last], after, tuple(steps))

    def _behind(self, block: list[ast.stmt], at: int) -> tuple[int, list[Step]]:
        """Where the run ends that begins with the loop ``block[at]``, and what it adds behind it.

        Nobody wants a list for what a condition adds once, unless another loop follows.
        """
        last, steps, waiting = at, list[Step](), list[Step]()
        branched = False
        for number, stmt in enumerate(block[at + 1 :], at + 1):
            more = self._only_adds(stmt)
            shared = any(one.lineno == stmt.end_lineno for one in block[number + 1 :])
            if more is None or shared:
                break
            waiting += more
            branched = branched or (bool(more) and isinstance(stmt, _BRANCHES))
            if more and (not branched or isinstance(stmt, LOOPS)):
                last, branched = number, False
                steps += waiting
                waiting.clear()
        return last, steps

    def _only_adds(self, stmt: ast.stmt) -> list[Step] | None:
        """The steps of a statement near the loop; None where it does more to the variable."""
        steps = list(self.growth.steps_in(stmt))
        if next(self.growth.mentions([stmt], steps), None) is not None or self._jumps(stmt):
            return None
        return None if any(self.growth.not_text(one) for one in steps) else steps

    def _jumps(self, stmt: ast.stmt) -> bool:
        """Whether a `break` or `continue` leads out of a statement, past what follows it."""
        return any(isinstance(one, ast.Break | ast.Continue) for one in self._s.exits([stmt]))


def _started(stmt: ast.stmt, name: str) -> ast.expr | None:
    """What ``stmt`` assigns to the variable and to nothing else."""
    match stmt:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
            return value
        case ast.AnnAssign(target=ast.Name(id=target), value=value) if target == name:
            return value
    return None
