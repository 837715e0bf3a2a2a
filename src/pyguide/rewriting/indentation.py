"""Indent a whole file anew, by how deeply its lines are nested."""

from __future__ import annotations

import ast
import tokenize

from pyguide.finding import Edit
from pyguide.guard import apply
from pyguide.rewriting.lines import indent
from pyguide.source import Source

_STEP = "    "


def tabbed_lines(source: Source) -> list[int]:
    """The 1-based lines with code or a comment behind a tab; not those that begin in a string."""
    kept = source.lines_in_strings
    return [
        number
        for number in range(1, len(source.starts) + 1)
        if "\t" in indent(source, number) and source.line(number).strip() and number not in kept
    ]


def spaced(source: Source) -> list[Edit] | None:
    """Edits that indent each line by four spaces a level; None where the code would change.

    What follows the indentation of a line stays, and so do lines that begin inside a string. Lines
    that continue another one keep their distance from it, a tab counting as four spaces.
    """
    try:
        edits = [
            Edit.between(source.starts[number - 1], old, new)
            for number, old, new in _margins(source)
            if old != new
        ]
        after = ast.parse(apply(source.text, edits))
        same = ast.dump(after) == ast.dump(source.tree)
    except (SyntaxError, RecursionError, tokenize.TokenError):
        return None
    return edits if same else None


def _margins(source: Source) -> list[tuple[int, str, str]]:
    """Line numbers with their old and new indentation."""
    depths = _depths(source)
    kept, found = source.lines_in_strings, list[tuple[int, str, str]]()
    outer, margin = "", ""
    stack: list[str] = []
    for number in range(1, len(source.starts) + 1):
        old, text = indent(source, number), source.line(number).strip()
        if not text or number in kept:
            continue
        if number in depths:
            depth = depths[number]
            stack[depth:] = [old]
            outer, margin = old, _STEP * depth
            new = margin
        elif text.startswith("#") and old in stack:
            new = _STEP * stack.index(old)
        elif old.startswith(outer):
            new = margin + old[len(outer) :].expandtabs(4)
        else:
            new = old.expandtabs(4)
        found.append((number, old, new))
    return found


def _depths(source: Source) -> dict[int, int]:
    """How deep each line stands that begins a logical line."""
    depths: dict[int, int] = {}
    depth, begins = 0, True
    # The tokenizer knows no lone carriage return.
    lines = [source.line(number) + "\n" for number in range(1, len(source.starts) + 1)]
    for token in tokenize.generate_tokens(iter(lines).__next__):
        if token.type == tokenize.INDENT:
            depth += 1
        elif token.type == tokenize.DEDENT:
            depth -= 1
        elif token.type == tokenize.NEWLINE:
            begins = True
        elif begins and token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER):
            depths[token.start[0]] = depth
            begins = False
    return depths


__all__ = ["spaced", "tabbed_lines"]
