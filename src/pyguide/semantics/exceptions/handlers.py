"""Which exception is being handled at a place, and what the name of a handler is needed for."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Collection
from functools import cached_property
from types import EllipsisType
from typing import TYPE_CHECKING

from pyguide.semantics.structure import FUNCTIONS, TRIES, FunctionNode
from pyguide.tree import children, walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class Handlers:
    """Answers about `except` clauses."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def around(self, node: ast.AST) -> ast.ExceptHandler | None:
        """The handler whose exception a bare `raise` at ``node`` would pass on; None if unsure.

        A `finally` inside a handler may run while another exception passes through.
        """
        child = node
        for around in self._s.ancestors(node):
            if isinstance(around, (*FUNCTIONS, ast.ClassDef)):
                return None
            if isinstance(around, ast.ExceptHandler):
                return around
            if isinstance(around, TRIES) and any(child is stmt for stmt in around.finalbody):
                return None
            child = around
        return None

    def named(self, handler: ast.ExceptHandler) -> list[ast.expr]:
        """The exceptions that ``handler`` names, one by one; none for a bare `except:`."""
        if handler.type is None:
            return []
        return handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]

    def broad(self, handler: ast.ExceptHandler) -> bool:
        """Whether ``handler`` takes every error: it is bare or names `Exception` or its base.

        The names count as the builtins unless the file binds them; that is no proof.
        """
        return handler.type is None or any(
            isinstance(one, ast.Name)
            and one.id in ("Exception", "BaseException")
            and self._s.owner(one.id, one) is None
            for one in self.named(handler)
        )

    def expects_failure(self, handler: ast.ExceptHandler) -> bool:
        """Whether the `try` of ``handler`` ends by raising on purpose or complains about success.

        Tests do so: the last statement of the `else`, or of the body, is a `raise` or `x.fail()`.
        """
        attempt = self._s.parent(handler)
        assert isinstance(attempt, TRIES)
        last = (attempt.orelse or attempt.body)[-1]
        while isinstance(last, ast.With | ast.AsyncWith):
            last = last.body[-1]
        match last:
            case ast.Raise() | ast.Expr(value=ast.Call(func=ast.Attribute(attr="fail"))):
                return True
        return False

    def catches_inside(self, handler: ast.ExceptHandler, node: ast.AST) -> bool:
        """Whether a `try` inside ``handler`` has handlers that what ``node`` raises meets first."""
        child = node
        for around in self._s.ancestors(node):
            if around is handler:
                return False
            tried = isinstance(around, TRIES) and any(child is stmt for stmt in around.body)
            if tried and around.handlers:  # type: ignore[attr-defined]
                return True
            child = around
        return False

    def keeps_name(self, handler: ast.ExceptHandler) -> bool:
        """Whether the name of ``handler`` means what was caught throughout its body."""
        if handler.name is None or self._s.dynamic(handler):
            return False
        if self._s.names.in_own_namespace(handler):
            return False
        owner = self._s.owner(handler.name, handler)
        if owner is None or self._s.names.is_foreign(owner, handler.name):
            return False
        return self._s.bound_in(handler.name, handler.body) is None

    def name_serves_only(self, handler: ast.ExceptHandler, reads: Collection[ast.AST]) -> bool:
        """Whether dropping the name of ``handler`` is seen by nothing but ``reads``.

        Other reads of the variable must stand below handlers that bind it themselves.
        """
        name, function = handler.name, self._s.function(handler)
        if name is None or function is None or not self._s.is_local(name, handler):
            return False
        if self._s.names.are_shown:
            return False
        owner = self._s.owner(name, handler)
        return all(
            node in reads or node is handler or self._is_elsewhere(node, name, handler)
            for node in self._s.flow.mentions(name, children(function), owner)
        )

    def _is_elsewhere(self, node: ast.AST, name: str, handler: ast.ExceptHandler) -> bool:
        """Whether ``node`` is or reads the ``name`` of a handler neither in nor around this one."""
        around = set(self._s.ancestors(handler))
        above = [node, *self._s.ancestors(node)]
        if handler in above:
            return False
        return any(
            isinstance(one, ast.ExceptHandler) and one.name == name and one not in around
            for one in above
        )

    def does_nothing(self, handler: ast.ExceptHandler) -> bool:
        """Whether the body of ``handler`` is there only because Python wants one."""
        return all(
            isinstance(stmt, ast.Pass | ast.Continue)
            or (
                isinstance(stmt, ast.Expr)
                and isinstance(stmt.value, ast.Constant)
                and isinstance(stmt.value.value, str | EllipsisType)
            )
            for stmt in handler.body
        )

    def named_by(self, raised: ast.Raise) -> ast.ExceptHandler | None:
        """The handler around ``raised`` if that raises nothing but the handler's name."""
        if not isinstance(raised.exc, ast.Name) or raised.cause is not None:
            return None
        handler = self.around(raised)
        return handler if handler is not None and handler.name == raised.exc.id else None

    def sets_traceback(self, handler: ast.ExceptHandler) -> bool:
        """Whether ``handler`` gives what it caught another traceback."""
        return any(
            isinstance(node, ast.Attribute)
            and node.attr in ("with_traceback", "__traceback__")
            and isinstance(node.value, ast.Name)
            and node.value.id == handler.name
            for node in walk(*handler.body)
        )

    def free_name(self, handler: ast.ExceptHandler) -> str:
        """A name for what the nameless ``handler`` catches, as the file's other handlers say it.

        Nothing around the handler means anything else by it, before or after.
        """
        function = self._s.function(handler)
        for name in (*self._habits, "error", "exc", "err"):
            if function is not None and self._is_free(name, function, handler):
                return name
        return self._s.fresh_name("error", handler)

    @cached_property
    def _habits(self) -> list[str]:
        """The names that the handlers of the file use, the most frequent first."""
        names = (node.name for node in self._s.structure.nodes(ast.ExceptHandler))
        return [name for name, _ in Counter(filter(None, names)).most_common()]

    def _is_free(self, name: str, function: FunctionNode, handler: ast.ExceptHandler) -> bool:
        if hasattr(builtins, name) or name.startswith("__"):
            return False
        structure = self._s.structure
        if any(
            name in declared.names and function in self._s.ancestors(declared)
            for declared in structure.nodes(ast.Global, ast.Nonlocal)
        ):
            return False
        mentions = structure.spelling_below(name, {function})
        return all(self._is_elsewhere(node, name, handler) for node in mentions)
