"""Which code may raise StopIteration, and so end an iteration that it is part of."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.structure import walk_run
from pyguide.semantics.values import library

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.objects.implicit import Code

_QUIET = library.QUIET_BUILTINS - {"super"}


class Stopping:
    """Answers about the code of one file; calls of unknown code may raise it."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def may_stop(self, node: ast.AST) -> bool:
        """Whether ``node`` itself, and no call of a function, may raise it by code of this file."""
        return any(self._may_stop(code, set()) for code in self._s.implicit.code(node))

    def truth_may_stop(self, expr: ast.expr) -> bool:
        """Whether asking for the truth of ``expr`` may raise it by code of this file."""
        return any(self._may_stop(code, set()) for code in self._s.implicit.code_of_truth(expr))

    def _may_stop(self, code: Code, seen: set[ast.AST]) -> bool:
        if not isinstance(code, ast.FunctionDef):
            # A coroutine has not begun to run, and out of a generator comes another error.
            return code is None
        # What asks for a next item takes the error for the end, and a finalizer lets none out.
        inner = code.name in ("__next__", "__del__", *self._s.structure.generators)
        if inner or code in seen:
            return False
        seen.add(code)
        return any(self._raises(node, seen) for node in walk_run([*code.body]))

    def _raises(self, node: ast.AST, seen: set[ast.AST]) -> bool:
        match node:
            case ast.Raise(exc=ast.Name() as raised) if not self._is_other_error(raised):
                return True
            case ast.Call(func=func):
                function = self._s.callee(func)
                if function is not None:
                    return self._may_stop(function, seen)
                quiet = self._s.is_builtin(func, *_QUIET) or self._is_other_error(func)
                if not quiet and not self._is_known_method(func):
                    return True
        return any(self._may_stop(code, seen) for code in self._s.implicit.code(node))

    def _is_other_error(self, func: ast.expr) -> bool:
        return self._s.is_builtin(func, *(library.EXCEPTIONS - {"StopIteration"}))

    def _is_known_method(self, func: ast.expr) -> bool:
        match func:
            case ast.Attribute(value=value):
                return self._s.type_of(value).within(*library.SCALARS, *library.SIZED)
        return False
