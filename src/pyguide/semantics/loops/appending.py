"""Loops that do nothing but append to a list which has just been made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.loops.clauses import is_in_generator, means_the_same
from pyguide.semantics.structure import spelled, walk_run
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# A comprehension forbids these, gives them another meaning, or would hide that they are there.
_FOREIGN = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await)


class Appending(NamedTuple):
    """``name = []`` and, later in the block, ``for …: name.append(value)``, maybe under a test.

    ``start`` is the assignment and ``call`` the statement that appends.
    """

    name: str
    start: ast.Assign | ast.AnnAssign
    loop: ast.For
    branch: ast.If | None
    call: ast.Expr
    value: ast.expr

    @property
    def parts(self) -> list[ast.expr]:
        """The expressions of the loop, without its target."""
        tests = [self.branch.test] if self.branch is not None else []
        return [self.loop.iter, *tests, self.value]

    @property
    def is_copy(self) -> bool:
        """Whether every item is appended as it is."""
        same = isinstance(self.value, ast.Name) and ast.dump(self.value) == ast.dump(
            ast.Name(getattr(self.loop.target, "id", ""), ast.Load())
        )
        return same and self.branch is None


def appending(semantics: Semantics, loop: ast.For) -> Appending | None:
    """What ``loop`` appends to which list, if it could be one comprehension by what it says.

    It is none where the loop looks at the list, where its variables are needed when it is over, or
    where something between the list's making and the loop knows the list.
    """
    branch: ast.If | None = None
    match loop:
        case ast.For(body=[ast.If(body=[call], orelse=[]) as branch], orelse=[]):
            pass
        case ast.For(body=[call], orelse=[]):
            pass
        case _:
            return None
    match call:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="append"),
                args=[value],
                keywords=[],
            )
        ) if not isinstance(value, ast.Starred):
            pass
        case _:
            return None
    start = _start(semantics, loop, name)
    if start is None:
        return None
    found = Appending(name, start, loop, branch, call, value)
    if any(map(_is_foreign, walk(loop))):
        return None
    if semantics.flow.read_in(name, found.parts) or name in _names(loop.target):
        return None
    return None if _needs_target(semantics, loop) else found


def obstacle(semantics: Semantics, found: Appending) -> str | None:
    """Why no comprehension can take the place of the loop; None if one can."""
    if semantics.scope(found.loop).kind == "class":
        return "a comprehension does not see the names of the class around it"
    # The first iterable is evaluated outside the comprehension's own scope.
    for node in (node for part in found.parts[1:] for node in walk(part)):
        if isinstance(node, ast.Name) and node.id in ("super", "__class__"):
            return f"`{node.id}` means something else inside a comprehension"
    return None


def doubt(semantics: Semantics, found: Appending) -> str | None:
    """Why a comprehension may behave otherwise than the loop; None if it provably does not."""
    name, loop = found.name, found.loop
    if not semantics.is_local(name, loop):
        return f"`{name}` is a variable that others can see while it grows"
    if semantics.observed_in_handler(name, loop) is not None:
        return f"`{name}` may be read where an exception of the loop is caught"
    if is_in_generator(semantics, name, loop):
        return f"`{name}` is used by a generator, which may run in the loop"
    for target in _targets(loop.target):
        if isinstance(target, ast.Name) and _is_shared(semantics, target, loop):
            return f"`{target.id}` is read by a function that runs later"
    for inner in walk_run(list(found.parts[1:])):
        if isinstance(inner, ast.Name) and not means_the_same(semantics, inner, loop):
            return f"`{inner.id}` may be unbound, which a comprehension reports differently"
    return None


def _is_foreign(node: ast.AST) -> bool:
    return isinstance(node, _FOREIGN) or bool(getattr(node, "is_async", False))


def _start(semantics: Semantics, loop: ast.For, name: str) -> ast.Assign | ast.AnnAssign | None:
    """The statement of the same block that makes the list, if all in between ignores it."""
    block = semantics.block(loop)
    at = next(number for number, one in enumerate(block) if one is loop)
    for stmt in reversed(block[:at]):
        match stmt:
            case (
                ast.Assign(targets=[ast.Name(id=target)], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value)
            ) if target == name:
                return stmt if _is_empty_list(semantics, value) else None
        if any(name in spelled(node) for node in walk(stmt)):
            return None
        if any(isinstance(one, ast.Break | ast.Continue) for one in semantics.exits([stmt])):
            return None
    return None


def _is_empty_list(semantics: Semantics, value: ast.expr) -> bool:
    match value:
        case ast.List(elts=[]):
            return True
        case ast.Call(func=func, args=[], keywords=[]):
            return semantics.is_builtin(func, "list")
    return False


def _needs_target(semantics: Semantics, loop: ast.For) -> bool:
    """Whether what the loop binds is needed when it is over, or is no plain variable of its own."""
    for node in _targets(loop.target):
        if not isinstance(node, ast.Name):
            return True
        owner = semantics.owner(node.id, node)
        if owner is None or semantics.names.is_foreign(owner, node.id):
            return True
        if semantics.rounds.needed_afterwards(node, loop) is not None:
            return True
    return False


def _is_shared(semantics: Semantics, target: ast.Name, loop: ast.For) -> bool:
    """Whether a function or generator made in the loop keeps the variable ``target``."""
    if not semantics.is_local(target.id, loop):
        return True
    owner = semantics.owner(target.id, target)
    mentions = semantics.flow.mentions(target.id, [loop], owner)
    return any(map(semantics.dominance.is_deferred, mentions))


def _targets(target: ast.expr) -> Iterator[ast.expr]:
    """What a loop binds: names, attributes, items."""
    match target:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _targets(part)
        case ast.Starred(value=value):
            yield from _targets(value)
        case _:
            yield target


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in _targets(target) if isinstance(node, ast.Name)}
