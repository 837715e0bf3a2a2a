"""Comments that say something to a reader."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from pyguide.source import Source

# Not those for a tool, nor those that put the work off.
_WORDS = re.compile(
    r"#(?!\s*(?:noqa|nosec|pragma|type(?=:)|pylint|pyright|mypy|ruff|flake8|pyguide|fmt"
    r"|TODO|FIXME|XXX)\b)[\W_]*\w"
)

_BEGINS_COMMENT = re.compile(r"[^\S\r\n]*+#")


def explained(source: Source, lines: Iterable[int]) -> bool:
    """Whether a comment on one of the 1-based ``lines`` says something.

    Comments for tools and notes on what is still to be done do not count. The lines must hold no
    string with a ``#`` in it.
    """
    return any(_WORDS.search(source.line(number)) for number in lines)


def above(source: Source, line: int) -> int:
    """The 1-based line on which the comments begin that stand right above ``line``."""
    while line > 1 and _BEGINS_COMMENT.match(source.text, source.starts[line - 2]):
        line -= 1
    return line


def explain_handler(source: Source, handler: ast.ExceptHandler, last: int) -> bool:
    """Whether a comment right above ``handler``, or in it up to line ``last``, says something."""
    first = above(source, handler.lineno)
    return explained(source, range(first, max(last, first) + 1))


__all__ = ["above", "explain_handler", "explained"]
