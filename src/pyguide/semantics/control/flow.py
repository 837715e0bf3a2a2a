"""What can run before and after a point: later reads, exits, handlers that look on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from pyguide.semantics.control import exits
from pyguide.semantics.control.exits import EXITS, own_exits
from pyguide.semantics.names.resolution import Names
from pyguide.semantics.names.scopes import Scope, Scopes
from pyguide.semantics.structure import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    SPELLERS,
    TRIES,
    Structure,
    binds,
    blocks,
    spelled,
)
from pyguide.semantics.values.library import CONSUMERS, SWALLOW_NOTHING
from pyguide.tree import walk

__all__ = ["EXITS", "Flow", "own_exits"]


class Flow:
    """Answers about order and exits, from the tree alone."""

    def __init__(self, structure: Structure, scopes: Scopes, names: Names) -> None:
        self._structure = structure
        self._scopes = scopes
        self._names = names
        self._local: dict[tuple[ast.AST, str], bool] = {}

    # -- reads and bindings --------------------------------------------------

    def mentions(
        self, name: str, nodes: Sequence[ast.AST], owner: Scope | None
    ) -> Iterator[ast.AST]:
        """Every node below ``nodes`` that reads or binds the ``name`` that ``owner`` owns."""
        if len(nodes) == 1 and isinstance(nodes[0], ast.expr):
            found: Iterable[ast.AST] = _spelling(name, nodes[0])
        else:
            found = self._structure.spelling_below(name, frozenset(nodes))
        return (node for node in found if self._means(name, node, owner))

    def _means(self, name: str, node: ast.AST, owner: Scope | None) -> bool:
        if isinstance(node, ast.Global | ast.Nonlocal):
            return False
        return self._names.owner(name, self._lookup(node)) is owner

    def _lookup(self, node: ast.AST) -> Scope:
        """The scope in which the name that ``node`` spells is resolved."""
        return self._scopes.at(node)

    def owner_at(self, name: str, nodes: Sequence[ast.AST]) -> Scope | None:
        """The scope that owns ``name`` where ``nodes`` stand."""
        return self._names.owner(name, self._scopes.at(nodes[0])) if nodes else None

    def read_in(self, name: str, nodes: Sequence[ast.AST]) -> ast.AST | None:
        """The first read of ``name`` below ``nodes``, nested scopes that see it included."""
        owner = self.owner_at(name, nodes)
        return next((n for n in self.mentions(name, nodes, owner) if self._reads(n)), None)

    def bound_in(self, name: str, nodes: Sequence[ast.AST]) -> ast.AST | None:
        """The first binding or deletion of ``name`` below ``nodes``, in whatever nested scope."""
        owner = self.owner_at(name, nodes)
        return next((n for n in self.mentions(name, nodes, owner) if binds(n)), None)

    def _reads(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Name):
            return False
        if isinstance(node.ctx, ast.Load):
            return True
        around = self._structure.parent(node)
        return isinstance(around, ast.AugAssign) and around.target is node

    def is_local(self, name: str, at: ast.AST) -> bool:
        """Whether ``name`` is a local of the function around ``at`` that no other function sees."""
        function = self._structure.function(at)
        if function is None or self._names.dynamic_node(function):
            return False
        scope = self._scopes.of_node(function)
        if self._names.owner(name, self._scopes.at(at)) is not scope:
            return False
        if self._names.is_foreign(scope, name):
            return False
        found = self._local.get((function, name))
        if found is None:
            found = self._local[function, name] = all(
                self._structure.function(node) is function and not self._in_class_body(node)
                for node in self.mentions(name, _inside(function), scope)
            )
        return found

    def _in_class_body(self, node: ast.AST) -> bool:
        return isinstance(self._scopes.at(node).node, ast.ClassDef)

    # -- after a statement --------------------------------------------------

    def used_after(self, name: str, stmt: ast.stmt) -> ast.AST | None:
        """A read of ``name`` that can run after ``stmt`` has ended; None if provably none."""
        owner = self.owner_at(name, [stmt])
        function = self._structure.function(stmt)
        if owner is None or owner.node is not function:
            return self._used_elsewhere(name, stmt, owner)
        if self._names.dynamic_node(owner.node):
            return stmt
        for node in self.mentions(name, _inside(owner.node), owner):
            deferred = self._structure.function(node) is not function or (
                stmt not in self._structure.ancestors(node)
                and self.lazy_generator(node) is not None
            )
            # A function or generator made before or after may run at any later time.
            if (deferred or self._in_class_body(node)) and (self._reads(node) or binds(node)):
                return node
        return self._read_later(name, stmt, owner)

    def lazy_generator(self, node: ast.AST) -> ast.GeneratorExp | None:
        """The generator expression in which ``node`` runs, whenever somebody iterates it."""
        found = self._structure.scope_node(node)
        while isinstance(found, COMPREHENSIONS):
            if isinstance(found, ast.GeneratorExp) and not self.consumed(found):
                return found
            found = self._structure.scope_node(found)
        return None

    def consumed(self, node: ast.GeneratorExp) -> bool:
        """Whether a builtin iterates the generator before the call it is passed to returns."""
        call = self._structure.parent(node)
        return (
            isinstance(call, ast.Call)
            and call.args[:1] == [node]
            and self._names.is_builtin(call.func, CONSUMERS)
        )

    def _used_elsewhere(self, name: str, stmt: ast.stmt, owner: Scope | None) -> ast.AST | None:
        """Reads of a name that lives outside the function: anything may read it, unless deleted."""
        if owner is None or owner.kind not in ("module", "class"):
            return stmt
        reads = [n for n in self.mentions(name, [owner.node], owner) if self._reads(n)]
        if self._is_deleted_after(name, stmt, owner):
            later = (n for n in reads if self._structure.function(n) is not None)
            return next(later, None)
        return next(iter(reads), stmt)

    def _is_deleted_after(self, name: str, stmt: ast.stmt, owner: Scope) -> bool:
        """Whether `del name` follows in the same block, with no read in between and no loop."""
        if self._structure.function(stmt) is not None or self._structure.loop(stmt) is not None:
            return False
        if self._names.is_foreign(owner, name):
            return False
        block = self._structure.block(stmt)
        for later in block[_index(block, stmt) + 1 :]:
            if isinstance(later, ast.Delete):
                targets = [one.id for one in later.targets if isinstance(one, ast.Name)]
                if name in targets and len(targets) == len(later.targets):
                    return True
            if self.read_in(name, [later]) is not None or _may_jump(later):
                return False
        return False

    def _read_later(self, name: str, stmt: ast.stmt, owner: Scope) -> ast.AST | None:
        child: ast.AST = stmt
        for around in self._structure.ancestors(stmt):
            if around is owner.node:
                return self._first_read(name, _following(around, child), owner)
            if isinstance(around, LOOPS) and _holds(around.body, child):
                # The back edge: all of the loop may run again, stmt too, but after the target.
                back = [*around.body[: _index(around.body, child) + 1]]
                if isinstance(around, ast.While):
                    found = self._first_read(name, [around.test], owner)
                    if found is not None:
                        return found
                anew = not isinstance(around, ast.While) and name in _target_names(around.target)
                found = None if anew else self._after_back_edge(name, back, owner)
                if found is not None:
                    return found
            found = self._first_read(name, _following(around, child), owner)
            if found is not None:
                return found
            child = around
        return None

    def _after_back_edge(self, name: str, back: list[ast.stmt], owner: Scope) -> ast.AST | None:
        """A read in the next round of a loop that does not see a new binding first."""
        for one in back:
            if self._always_binds_first(name, one, owner):
                return None
            found = self._first_read(name, [one], owner)
            if found is not None:
                return found
        return None

    def _always_binds_first(self, name: str, stmt: ast.stmt, owner: Scope) -> bool:
        """Whether ``stmt`` binds ``name`` whenever it completes, and does not read it before."""
        match stmt:
            case ast.Assign(targets=[ast.Name(id=target)], value=value):
                return target == name and self._first_read(name, [value], owner) is None
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value):
                return target == name and self._first_read(name, [value], owner) is None
        return False

    def _first_read(self, name: str, nodes: Sequence[ast.AST], owner: Scope) -> ast.AST | None:
        """A read that can see a value from before ``nodes``, before they surely rebind it."""
        for number, node in enumerate(nodes):
            found = next(
                (
                    n
                    for n in self.mentions(name, [node], owner)
                    if self._reads(n) and not self._sees_target(name, n, node)
                ),
                None,
            )
            if found is not None:
                return found
            before = nodes[:number]
            # Handlers and `finally` run even where a rebinding before them did not.
            tried = isinstance(self._structure.parent(node), TRIES)
            straight = not tried and not any(map(_may_jump, before))
            if (
                straight
                and isinstance(node, ast.stmt)
                and self._always_binds_first(name, node, owner)
            ):
                return None
        return None

    def _sees_target(self, name: str, read: ast.AST, top: ast.AST) -> bool:
        """Whether a loop below ``top`` binds ``name`` anew before each run of ``read``."""
        child = read
        for around in self._structure.ancestors(read):
            if child is top or isinstance(around, FUNCTIONS):
                return False
            looped = isinstance(around, ast.For | ast.AsyncFor) and _holds(around.body, child)
            if looped and name in _target_names(around.target):  # type: ignore[attr-defined]
                return True
            child = around
        return False

    # -- exceptions --------------------------------------------------

    def observed_in_handler(self, name: str, stmt: ast.stmt) -> ast.AST | None:
        """A read of ``name`` that runs if ``stmt`` raises midway and a `try` or `with` catches."""
        owner = self.owner_at(name, [stmt])
        function = self._structure.function(stmt)
        if owner is None or owner.node is not function:
            return self._escapes_function(name, stmt)
        child: ast.AST = stmt
        for around in self._structure.ancestors(stmt):
            if around is owner.node:
                break
            if isinstance(around, TRIES) and not _holds(around.finalbody, child):
                found = self._seen_in_try(name, around, child, owner)
                if found is not None:
                    return found
            elif isinstance(around, ast.With | ast.AsyncWith) and self.may_swallow(around):
                found = self._wanted_after(name, around, owner)
                if found is not None:
                    return found
            child = around
        if not self.is_local(name, stmt):
            return self._escapes_function(name, stmt)
        return None

    def _seen_in_try(
        self, name: str, stmt: ast.Try | ast.TryStar, child: ast.AST, owner: Scope
    ) -> ast.AST | None:
        """A use of ``name`` that runs if the part ``child`` of ``stmt`` raises."""
        found = self._first_use(name, stmt.finalbody, owner)
        jumps = {one.__class__ for one in own_exits(stmt.finalbody)}
        if found is None and jumps & {ast.Break, ast.Continue}:
            # A jump out of `finally` ends the exception.
            found = self._wanted_after(name, stmt, owner)
        if found is None and _holds(stmt.body, child):
            found = self._seen_by_handlers(name, stmt, owner)
        if found is None and isinstance(stmt, ast.TryStar) and _holds(stmt.handlers, child):
            # What one handler of `except*` raises waits until the others have run.
            later = stmt.handlers[_index(stmt.handlers, child) + 1 :]
            found = self._first_use(name, later, owner)
        return found

    def may_swallow(self, node: ast.With | ast.AsyncWith) -> bool:
        """Whether a context manager of ``node`` may end an exception of the body."""
        return any(map(self._may_end, node.items))

    def _may_end(self, item: ast.withitem) -> bool:
        call = item.context_expr
        full = self._names.qualified(call.func) if isinstance(call, ast.Call) else None
        return full not in SWALLOW_NOTHING

    def surely_enters(self, node: ast.With | ast.AsyncWith, bound: ast.AST) -> bool:
        """Whether the target ``bound`` of ``node`` has got its value whenever ``node`` has ended.

        A manager may end an exception of those that are entered behind it, and one that is raised
        while what it gives is unpacked. Not so for what the body or a manager itself binds.
        """
        for item in node.items:
            if item.optional_vars is bound:
                return True
            if item.optional_vars is not None and bound in walk(item.optional_vars):
                return not self._may_end(item)
            if self._may_end(item):
                return False
        return False

    def _escapes_function(self, name: str, stmt: ast.stmt) -> ast.AST | None:
        """A name that others see is seen by whoever catches; prefer to show a real read."""
        return self.used_after(name, stmt) or stmt

    def _seen_by_handlers(
        self, name: str, stmt: ast.Try | ast.TryStar, owner: Scope
    ) -> ast.AST | None:
        """A use, in the handlers of ``stmt`` or behind them, of what its body left in ``name``."""
        goes_on = not self.always_leaves(stmt.finalbody, (ast.Return, ast.Raise))
        for handler in stmt.handlers:
            kind = [] if handler.type is None else [handler.type]
            for part in (kind, handler.body):
                found = self._first_use(name, part, owner)
                if found is not None:
                    return found
            ends = self.always_leaves(handler.body, (ast.Return, ast.Raise))
            if goes_on and not ends and not self._starts_anew(name, handler.body, owner):
                found = self._wanted_after(name, stmt, owner)
                if found is not None:
                    return found
        return None

    def _wanted_after(self, name: str, stmt: ast.stmt, owner: Scope) -> ast.AST | None:
        """A read of ``name`` that can run after ``stmt`` has ended, or a `del` outside of it."""
        found = self.used_after(name, stmt)
        if found is not None:
            return found
        mentions = self.mentions(name, _inside(owner.node), owner)
        deleted = (n for n in mentions if isinstance(getattr(n, "ctx", None), ast.Del))
        return next((n for n in deleted if stmt not in self._structure.ancestors(n)), None)

    def _first_use(self, name: str, nodes: Sequence[ast.AST], owner: Scope) -> ast.AST | None:
        """A read of what ``name`` held before ``nodes``, or a `del`, which wants it bound."""
        found = self._first_read(name, nodes, owner)
        if found is not None:
            return found
        mentions = self.mentions(name, nodes, owner)
        return next((n for n in mentions if isinstance(getattr(n, "ctx", None), ast.Del)), None)

    def _starts_anew(self, name: str, body: Sequence[ast.stmt], owner: Scope) -> bool:
        """Whether ``body`` binds ``name`` before control can leave it but by an exception."""
        for stmt in body:
            if self._always_binds_first(name, stmt, owner):
                return True
            if _may_jump(stmt):
                return False
        return False

    # -- exits --------------------------------------------------

    def always_leaves(self, body: Sequence[ast.stmt], by: tuple[type[ast.stmt], ...]) -> bool:
        """Whether every path through ``body`` ends in one of the statements ``by``."""
        return exits.always_leaves(body, by)

    def always_reraises(self, handler: ast.ExceptHandler) -> bool:
        """Whether every path of ``handler`` ends by raising the exception it caught."""
        return exits.always_reraises(handler)


def _target_names(target: ast.expr) -> set[str]:
    match target:
        case ast.Name(id=name):
            return {name}
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return {name for part in parts for name in _target_names(part)}
        case ast.Starred(value=value):
            return _target_names(value)
    return set()


def _may_jump(node: ast.AST) -> bool:
    """Whether control may leave ``node`` other than by its end, exceptions left out."""
    return not isinstance(node, ast.stmt) or any(True for _ in own_exits([node]))


def _following(around: ast.AST, child: ast.AST) -> list[ast.AST]:
    """What can run inside ``around`` after its part ``child``, back edges left out."""
    match around:
        case ast.Try() | ast.TryStar():
            if _holds(around.body, child):
                rest = around.body[_index(around.body, child) + 1 :]
                return [*rest, *around.handlers, *around.orelse, *around.finalbody]
            if child in around.handlers:
                return list(around.finalbody)
    for block in blocks(around):
        if _holds(block, child):
            later: list[ast.AST] = list(block[_index(block, child) + 1 :])
            if isinstance(around, LOOPS) and block is around.body:
                later += around.orelse
            if isinstance(around, TRIES) and block is not around.finalbody:
                later += around.finalbody
            return later
    return []


def _inside(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Lambda):
        return [node.body]
    return list(node.body)  # type: ignore[attr-defined]


def _holds(block: Sequence[ast.AST], child: ast.AST) -> bool:
    return any(child is one for one in block)


def _index(block: Sequence[ast.AST], child: ast.AST) -> int:
    return next(number for number, one in enumerate(block) if one is child)


def _spelling(name: str, root: ast.AST) -> Iterator[ast.AST]:
    """The nodes from ``root`` down that spell ``name``, in source order."""
    for node in walk(root):
        if isinstance(node, ast.Name):
            if node.id == name:
                yield node
        elif node.__class__ in SPELLERS and name in spelled(node):
            yield node
