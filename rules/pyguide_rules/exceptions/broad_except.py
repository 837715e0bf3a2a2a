"""PYG302: a handler for all errors that neither passes them on nor reports them."""

from __future__ import annotations

import ast
import re

from pyguide import Category, Rule, Semantics
from pyguide.semantics import comments

# Calls that report or keep the exception being handled, end the program, or judge as tests do.
_REPORTS = (
    r"(?i)exc_|_exc|exchook|exception|traceback|errback|deferr|\berr$|fail|exit|abort|skip|assert"
    r"|handle_?error|re_?raise"
)
# Functions in which no error may get through.
_SHIELDS = frozenset(["main", "__del__", "__repr__", "__str__"])
# Calls that only look at an exception or turn it into text.
_TEXTS = frozenset(
    ["print", "str", "repr", "format", "type", "isinstance", "getattr", "hasattr", "bytes", "join",
     "write", "debug", "info", "warning", "warn", "error", "critical", "log", "msg"]
)  # fmt: skip


class BroadExcept(Rule):
    """`except Exception` that handles bugs like expected errors."""

    code = "PYG302"
    category = Category.SUSPICIOUS
    message = "`except {kind}` handles bugs like errors; name what you expect, or log a traceback"
    guide = ("Q39", "Q107")
    twins = {"ruff": ("BLE001",), "flake8-bugbear": ("B036",), "pylint": ("W0718",)}
    exact_twins = ("BLE001",)
    suspects = (ast.ExceptHandler,)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.ExceptHandler, context: Semantics) -> bool:
        if node.type is None or isinstance(node.body[-1], ast.Raise):
            return False
        return context.handlers.broad(node) and not (
            _is_last_resort(context, node) or _passes_on(context, node)
        )

    def judge(self, handler: ast.ExceptHandler) -> None:
        if handler.type is None or not self.suspicious(handler, self.semantics):
            return
        if self.semantics.handlers.expects_failure(handler):
            return
        if comments.explain_handler(self.source, handler, handler.body[0].lineno - 1):
            return
        self.report(
            handler,
            reason="which errors are expected, only you know",
            kind=self.excerpt(handler.type, 24),
        )


def _is_last_resort(semantics: Semantics, handler: ast.ExceptHandler) -> bool:
    """Whether the handler stands where no error may get through."""
    if "pragma: no cover" in semantics.source.line(handler.lineno):
        return True
    function = semantics.function(handler)
    if getattr(function, "name", "") in _SHIELDS:
        return True
    match semantics.loop(handler):
        case ast.While(test=ast.Constant()):
            return True
    return function is None and any(
        isinstance(around, ast.If) and ast.unparse(around.test).startswith("__name__ ==")
        for around in semantics.ancestors(handler)
    )


def _passes_on(semantics: Semantics, handler: ast.ExceptHandler) -> bool:
    """Whether the exception is raised, reported with its traceback, or given to others."""
    if any(isinstance(one, ast.Raise) for one in semantics.exits(handler.body)):
        return True
    for node in (inner for stmt in handler.body for inner in ast.walk(stmt)):
        match node:
            case ast.Call(func=func, keywords=words):
                if re.search(_REPORTS, ast.unparse(func)) or any(map(_asks_for_traceback, words)):
                    return True
            case ast.Assert():
                return True
            case ast.Name(id=name) if name == handler.name and _hands_over(semantics, node):
                return True
    # What does nothing at all is another rule's concern.
    return all(isinstance(stmt, ast.Pass | ast.Continue) for stmt in handler.body)


def _hands_over(semantics: Semantics, caught: ast.Name) -> bool:
    """Whether somebody else gets the exception itself at this read of its name."""
    fate = semantics.fates.of(caught)
    match fate.kind:
        case "returned" | "yielded" | "bound":
            return True
        case "passed":
            called = _last_name(getattr(fate.node, "func", fate.node))
            textual = called.startswith(("to_", "force_")) or called.endswith(("str", "text"))
            return called not in _TEXTS and not textual
        case "stored":
            around = semantics.parent(fate.node)
            formats = isinstance(fate.node, ast.BinOp) or isinstance(around, ast.BinOp)
            return not formats
    return False


def _asks_for_traceback(word: ast.keyword) -> bool:
    # Loggers of their own have forms such as `exc_info_on_loglevel=`.
    if word.arg != "exception" and not (word.arg or "").startswith("exc_info"):
        return False
    return not isinstance(word.value, ast.Constant) or bool(word.value.value)


def _last_name(func: ast.AST) -> str:
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
