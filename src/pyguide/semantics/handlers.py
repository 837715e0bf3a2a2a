"""Which exception is being handled at a place, and what the name of a handler is needed for."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import TYPE_CHECKING

from pyguide.semantics.structure import FUNCTIONS, TRIES

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

    def keeps_name(self, handler: ast.ExceptHandler) -> bool:
        """Whether the name of ``handler`` means what was caught throughout its body."""
        if handler.name is None or self._s.dynamic(handler):
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
        owner = self._s.owner(name, handler)
        return all(
            node in reads or isinstance(node, ast.ExceptHandler) or self._bound_by(node, handler)
            for node in self._s.flow.mentions(name, list(ast.iter_child_nodes(function)), owner)
        )

    def _bound_by(self, node: ast.AST, other: ast.ExceptHandler) -> bool:
        """Whether a handler of that name that has nothing to do with ``other`` holds ``node``."""
        outside = {other, *self._s.ancestors(other)}
        inside = [one for one in self._s.ancestors(node) if isinstance(one, ast.ExceptHandler)]
        if other in inside:
            return False
        return any(one.name == other.name and one not in outside for one in inside)
