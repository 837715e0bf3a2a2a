"""Loops that a comprehension can stand for: the same values, in the same order."""

from __future__ import annotations

import ast

from pyguide.semantics import Semantics

# What a comprehension forbids, or runs in a scope or at a time of its own.
_FOREIGN = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await, ast.Lambda, ast.GeneratorExp)
_BRACKETED = (ast.IfExp, ast.Starred)


def clauses(semantics: Semantics, loop: ast.stmt, stmt: ast.stmt) -> str | None:
    """`for x in xs if test`, where ``loop`` does no more than run ``stmt`` under one test.

    None where the expressions would mean something else in a list comprehension there, where what
    the loop leaves in its variables can be read later, or where comments would be lost.
    """
    if not isinstance(loop, ast.For) or loop.orelse:
        return None
    body, tests = loop.body, list[ast.expr]()
    match body:
        case [ast.If(test=test, body=body, orelse=[])]:
            tests = [test]
    if len(body) != 1 or body[0] is not stmt or not _is_plain_target(semantics, loop):
        return None
    if semantics.scope(loop).kind == "class":
        return None
    for node in ast.walk(loop):
        if isinstance(node, _FOREIGN):
            return None
        if isinstance(node, ast.Name) and node.id in ("super", "__class__"):
            return None
    text = semantics.source.text_of
    if "#" in text(loop):
        return None
    words = [f"for {text(loop.target)} in {_operand(loop.iter, text(loop.iter))}"]
    words += [f"if {_operand(test, text(test))}" for test in tests]
    return None if any(mark in word for word in words for mark in "\r\n") else " ".join(words)


def _is_plain_target(semantics: Semantics, loop: ast.For) -> bool:
    """Whether the loop binds names alone, and nobody reads them when it is over."""
    for node in ast.walk(loop.target):
        if isinstance(node, ast.Name):
            if not semantics.is_local(node.id, loop) or semantics.used_after(node.id, loop):
                return False
        elif not isinstance(node, ast.Tuple | ast.List | ast.Starred | ast.expr_context):
            return False
    return True


def _operand(node: ast.expr, text: str) -> str:
    bare = isinstance(node, ast.Tuple) and not text.startswith("(")
    return f"({text})" if bare or isinstance(node, _BRACKETED) else text
