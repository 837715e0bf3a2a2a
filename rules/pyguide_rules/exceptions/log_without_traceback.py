"""PYG311: a handler for all errors whose log message has no traceback."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Edit, Fix, Rule, Semantics, Span
from pyguide.rewriting import arguments
from pyguide.semantics.exceptions import loggers

# Calls that report the traceback in another way, or end a program whose user gets a message.
_REPORTS = r"(?i)exc_|_exc|exception|traceback|exit|abort|fail|skip|assert"
_METHODS = frozenset({"error", "critical", "fatal"})


class LogWithoutTraceback(Rule):
    """`logger.error(...)` in `except Exception`."""

    code = "PYG311"
    category = Category.SUSPICIOUS
    message = "`{call}` leaves out where the unexpected error came from; log it with `{cure}`"
    guide = ("Q39",)
    twins = {"ruff": ("TRY400",), "tryceratops": ("TRY400",)}
    suspects = (ast.Call,)
    callees = _METHODS
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _handler(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        if _handler(self.semantics, call) is None:
            return
        assert isinstance(call.func, ast.Attribute)
        is_error = call.func.attr == "error"
        fix = self._with_traceback(call, is_error)
        self.report(
            call,
            fix,
            reason="the log gets the traceback, too" if fix else "arguments are unpacked",
            call=self.excerpt(call.func, 24),
            cure="exception()" if is_error else "exc_info=True",
        )

    def _with_traceback(self, call: ast.Call, is_error: bool) -> Fix | None:
        if any(word.arg in (None, "exc_info") for word in call.keywords):
            return None
        if is_error:
            end = self.span(call.func).end
            edit = Edit(Span(end - len("error"), end), "exception")
        else:
            edit = arguments.append(self.source, call, "exc_info=True")
        return self.fix("Log the traceback", Applicability.UNSAFE, [edit])


def _handler(semantics: Semantics, call: ast.Call) -> ast.ExceptHandler | None:
    """The handler for all errors that ``call`` logs and that does nothing else with them."""
    func = call.func
    if not isinstance(func, ast.Attribute) or func.attr not in _METHODS or not call.args:
        return None
    if any(word.arg == "exc_info" and not _is_false(word.value) for word in call.keywords):
        return None
    handler = semantics.handlers.around(call)
    if handler is None or not semantics.handlers.broad(handler):
        return None
    if not loggers.is_logger(semantics, func.value):
        return None
    if any(isinstance(one, ast.Raise) for one in semantics.exits(handler.body)):
        return None
    return None if _is_used_otherwise(handler, call) else handler


def _is_used_otherwise(handler: ast.ExceptHandler, call: ast.Call) -> bool:
    """Whether the exception goes somewhere else, too, with its traceback."""
    inside = {id(node) for node in ast.walk(call)}
    for stmt in handler.body:
        for node in ast.walk(stmt):
            if id(node) in inside and not isinstance(node, ast.Call):
                continue
            match node:
                case ast.Call(func=func, keywords=words):
                    if re.search(_REPORTS, ast.unparse(func)):
                        return True
                    if any(word.arg == "exc_info" for word in words) and node is not call:
                        return True
                case ast.Name(id=name) if name == handler.name:
                    return True
    return False


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value
