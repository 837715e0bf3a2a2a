"""From where to where a resource is needed, if that is a run of whole statements."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.files.custody import Unmanaged
from pyguide.semantics.objects.fates import Use
from pyguide.semantics.structure import TRIES, walk_run

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# What may be asked of a resource after it was closed.
_STILL_KNOWN = frozenset({"closed", "name", "mode"})


class Lifetime(NamedTuple):
    """The neighbouring statements that need a resource.

    ``anchor`` opens it, or is the `if` or `try` that does in a part of it. ``body`` follows, or is
    the `else` of that `try`; ``close`` is the call of `close` behind it, None where there is none.
    """

    anchor: ast.stmt
    body: list[ast.stmt]
    close: ast.stmt | None


class Lifetimes:
    """Answers about lifetimes."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def of(self, found: Unmanaged) -> Lifetime | str:
        """The lifetime of a resource that has a name, or one clause on why it has no clear one."""
        opening, target, noun = found.fate.node, found.target, found.resource.noun
        assert isinstance(opening, ast.stmt) and target is not None
        name = target.id
        if len(found.closes) > 1:
            return f"`{name}.close()` stands in {len(found.closes)} places"
        if not found.uses:
            return f"nothing uses `{name}`"
        if not found.closes and noun not in ("file", "archive"):
            return f"only you know for how long the {noun} is needed"
        life = self._stretch(opening, found)
        if isinstance(life, str):
            return life
        return self._obstacle(name, found, life) or life

    def _stretch(self, opening: ast.stmt, found: Unmanaged) -> Lifetime | str:
        """From the opening, or what holds it, to the close or the last use behind it."""
        assert found.target is not None
        name, anchor = found.target.id, opening
        close = self._s.statement(found.closes[0]) if found.closes else None
        while True:
            around = self._s.parent(anchor)
            if isinstance(around, ast.Try) and around.orelse and anchor is around.body[-1]:
                life = self._within(around, around.orelse, found, close)
                if life is not None:
                    return life
            life = self._within(anchor, self._later(anchor), found, close)
            if life is not None:
                return life
            around = self._s.parent(around) if isinstance(around, ast.ExceptHandler) else around
            if not isinstance(around, (ast.If, *TRIES)):
                break
            if not self._binds(name, [around]):
                return f"`{name}` is opened on some paths only"
            anchor = around
        if close is None:
            return f"`{name}` is used in another block than it is opened in"
        return f"`{name}.close()` stands in another block than the opening"

    def _within(
        self, anchor: ast.stmt, later: list[ast.stmt], found: Unmanaged, close: ast.stmt | None
    ) -> Lifetime | None:
        """The part of ``later`` up to ``close`` or the last use, if that stands in there."""
        if close is not None:
            ends = isinstance(close, ast.Expr) and close in later
            return Lifetime(anchor, later[: later.index(close)], close) if ends else None
        places = [self._place(use.name, later) for use in found.uses]
        last = max((place for place in places if place is not None), default=0)
        return None if None in places else Lifetime(anchor, later[: last + 1], None)

    def _later(self, stmt: ast.stmt) -> list[ast.stmt]:
        block = self._s.block(stmt)
        return block[block.index(stmt) + 1 :]

    def _place(self, node: ast.AST, block: Sequence[ast.stmt]) -> int | None:
        around = {id(one) for one in self._s.ancestors(node)}
        return next((n for n, stmt in enumerate(block) if id(stmt) in around), None)

    def _binds(self, name: str, body: Sequence[ast.stmt]) -> bool:
        """Whether ``name`` is bound whenever ``body`` has run to its end."""
        return self._s.always_leaves(body) or any(self._surely_binds(name, one) for one in body)

    def _surely_binds(self, name: str, stmt: ast.stmt) -> bool:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value):
                return bound == name and not isinstance(value, ast.Constant)
            case ast.If(body=body, orelse=orelse):
                return self._binds(name, body) and self._binds(name, orelse)
            case ast.Try(body=body, handlers=handlers):
                return all(self._binds(name, part) for part in (body, *(h.body for h in handlers)))
        return False

    # -- what stands against a block of its own --------------------------------------------------

    def _obstacle(self, name: str, found: Unmanaged, life: Lifetime) -> str | None:
        if any(use.fate.later for use in found.uses):
            return f"a function or generator that runs later uses `{name}`"
        if self._s.bound_in(name, life.body):
            return f"`{name}` is rebound before it is closed"
        if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in walk_run([*life.body])):
            return f"the generator yields while `{name}` is open"
        inside = [life.anchor, *life.body, *([life.close] if life.close else [])]
        if any(self._is_outside(use, inside) for use in found.uses):
            return f"`{name}` is used after it is closed"
        return self._overlap(name, life)

    def _is_outside(self, use: Use, inside: Sequence[ast.stmt]) -> bool:
        if use.fate.kind in ("attribute", "inspected") and use.fate.name in _STILL_KNOWN | {""}:
            return False
        around = {id(node) for node in self._s.ancestors(use.name)}
        return not any(id(stmt) in around for stmt in inside)

    def _overlap(self, name: str, life: Lifetime) -> str | None:
        """A resource that is opened in the body and closed behind it, or the other way round."""
        for stmt in self._s.block(life.anchor):
            call = stmt.value if isinstance(stmt, ast.Assign) else None
            other = self._s.unmanaged(call) if isinstance(call, ast.Call) else None
            if other is None or other.target is None or stmt is life.anchor:
                continue
            ends = (
                any(around in life.body for around in self._s.ancestors(close))
                for close in other.closes
            )
            if any(end != (stmt in life.body) for end in ends):
                return f"`{other.target.id}` and `{name}` are open at overlapping times"
        return None
