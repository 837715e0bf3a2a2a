"""Write a comprehension as the nested statements that it stands for."""

from __future__ import annotations

import ast

from pyguide.rewriting.lines import indent, reindented, step
from pyguide.semantics.structure import Comprehension
from pyguide.source import Source


def unrolled(source: Source, stmt: ast.stmt, made: Comprehension) -> str | None:
    """``for … in …:`` and ``if …:`` around the value, for the place of ``stmt``.

    None for a dict's comprehension, whose items are two values.
    """
    if isinstance(made, ast.DictComp):
        return None
    unit, margin = step(source), indent(source, stmt.lineno)
    rows: list[str] = []
    for clause in made.generators:
        word = "async for" if clause.is_async else "for"
        target = _said(source, clause.target, margin, f"{word} ")
        head = f"{word} {target} in "
        rows.append(f"{margin}{head}{_said(source, clause.iter, margin, head)}:")
        margin += unit
        for test in clause.ifs:
            rows.append(f"{margin}if {_said(source, test, margin, 'if ')}:")
            margin += unit
    rows.append(margin + _said(source, made.elt, margin, ""))
    return source.newline.join(rows).removeprefix(indent(source, stmt.lineno))


def _said(source: Source, node: ast.expr, margin: str, before: str) -> str:
    """The text of ``node``, in brackets where its line ends would end the statement."""
    text = reindented(source, source.span(node), margin, before)
    try:
        alone = len(text.splitlines()) == 1 or len(ast.parse(text.lstrip()).body) == 1
    except SyntaxError:
        alone = False
    return text if alone else f"({reindented(source, source.span(node), margin, f'{before}(')})"
