"""What has to stand before a statement that takes the place of an `if`."""

from __future__ import annotations

import ast

from pyguide.rewriting.lines import indent, step
from pyguide.source import Source


def in_place_of(source: Source, test: ast.If) -> str:
    """What comes before a statement put in the place of ``test``: `else:` if it is an `elif`."""
    start = source.span(test).start
    if not source.text.startswith("elif", start):
        return ""
    margin = indent(source, test.lineno)
    return f"else:{source.newline}{margin}{step(source, test.lineno, test.body[0].lineno)}"
