"""The header of an `except` clause: where the name of what it catches stands."""

from __future__ import annotations

import ast
import re

from pyguide.finding import Span
from pyguide.source import Source

# Possessive: a comment ends with its line, however many ways there are to cut it in two.
_BRACKETS = re.compile(r"(?:(?:\s|\\|#[^\r\n]*+)*+\))*+")
_NAMED = re.compile(r"(?:\s|\\)*as(?:\s|\\)+[^\s:\\#)]+")


def name_place(source: Source, handler: ast.ExceptHandler) -> Span:
    """The span of ` as name`, empty where the name is still to be written.

    Raises ValueError for a handler without a type.
    """
    if handler.type is None:
        raise ValueError("a handler without a type can have no name")
    brackets = _BRACKETS.match(source.text, source.span(handler.type).end)
    assert brackets is not None
    named = _NAMED.match(source.text, brackets.end()) if handler.name else None
    return Span(brackets.end(), named.end() if named else brackets.end())


__all__ = ["name_place"]
