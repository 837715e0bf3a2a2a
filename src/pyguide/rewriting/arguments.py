"""Arguments of calls, written the way the call is laid out."""

from __future__ import annotations

import ast
import re

from pyguide.finding import Edit, Span
from pyguide.rewriting.lines import indent
from pyguide.source import Source

# Brackets of the last argument, a comma, blanks and comments: what stands behind it in a call.
_CLOSED = r"(?:\s|\\|#[^\r\n]*+|\))*"


def append(source: Source, call: ast.Call, text: str) -> Edit:
    """The edit that puts the argument ``text`` behind all others of ``call``.

    It gets a line of its own where the last argument has one, and a comma behind it if that does.
    """
    given = sorted((*call.args, *call.keywords), key=lambda node: source.span(node).start)
    end = source.span(call).end - 1
    if not given:
        return Edit(Span(end, end), text)
    last = source.span(given[-1])
    tail = source.text[last.end : end]
    comma = re.match(_CLOSED + ",", tail)
    place = last.end + comma.end() if comma else end_of(source, call, given[-1])
    start = last.start
    for _ in range(source.text.count(")", last.end, place)):
        start = source.text.rindex("(", 0, start)
    line = source.location(start)[0]
    alone = not source.text[source.starts[line - 1] : start].strip(" \t\f*")
    joint = source.newline + indent(source, line) if alone else " "
    if comma:
        return Edit(Span(place, place), f"{joint}{text}{',' if alone else ''}")
    return Edit(Span(place, place), f",{joint}{text}")


def end_of(source: Source, call: ast.Call, argument: ast.AST) -> int:
    """The offset behind ``argument`` of ``call`` and the brackets around it."""
    start = source.span(argument).end
    found = re.match(r"(?:" + _CLOSED + r"\))?", source.text[start : source.span(call).end - 1])
    return start + (found.end() if found else 0)
