"""Write the parts of a loop as a comprehension, on one line or a clause a line, comments kept."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pyguide.finding import Span
from pyguide.rewriting.lines import indent, last_line, reindented, step
from pyguide.source import Source
from pyguide.tree import is_bare

WIDTH = 88
"""How long a line may become, unless the lines that it replaces are longer."""

_BRACKETED = (ast.IfExp, ast.Lambda)


@dataclass(slots=True)
class Piece:
    """One line of the comprehension, with the comments above it and at its end.

    ``start`` is where the statement begins that says it in the loop.
    """

    start: int
    text: str
    above: list[str] = field(default_factory=list)
    behind: str = ""


class Comment(NamedTuple):
    """A comment, where it begins, and whether it has its line for itself."""

    place: int
    text: str
    alone: bool


def comprehension(
    source: Source,
    loop: ast.For,
    branch: ast.If | None,
    call: ast.Expr,
    value: ast.expr,
    head: str,
    tail: str = "",
) -> str | None:
    """``head[value for … if …]`` and the comment ``tail``, for a loop that begins its own line.

    ``call`` is the statement that makes use of ``value``, under the test of ``branch``. None where
    the comments cannot be told apart.
    """
    margin, below = indent(source, loop.lineno), loop.body[0].lineno
    deeper = step(source, loop.lineno, below) if below > loop.lineno else step(source)
    pieces = _pieces(source, loop, branch, call, value, margin + deeper)
    comments = _comments(source, loop, [loop.iter, value, *([branch.test] if branch else [])])
    if comments is None or "#" in source.text_of(loop.target):
        return None
    after = _attach(comments, pieces, source.span(value))
    # In a loop the value comes last, in a comprehension first.
    pieces = [pieces[-1], *pieces[:-1]]
    typed = tail.replace(" ", "").startswith("#type:")
    ending = f"  {tail}" if tail else ""
    top, bottom = (
        (f"{head}[", f"{margin}]{ending}") if typed else (f"{head}[{ending}", f"{margin}]")
    )
    flat = " ".join(piece.text for piece in pieces)
    if not comments and len(flat.splitlines()) == 1:
        lines = range(loop.lineno, (loop.end_lineno or loop.lineno) + 1)
        width = max(WIDTH, *(len(source.line(line)) for line in lines))
        whole = f"{head}[{flat}]{ending}"
        if len(margin) + len(whole) <= width:
            return whole
        if len(margin) + len(deeper) + len(flat) <= width:
            return source.newline.join([top, f"{margin}{deeper}{flat}", bottom])
    rows = [top]
    for piece in pieces:
        rows += [f"{margin}{deeper}{comment}" for comment in piece.above]
        rows.append(f"{margin}{deeper}{piece.text}{piece.behind and f'  {piece.behind}'}")
    rows += [f"{margin}{deeper}{comment}" for comment in after]
    return source.newline.join([*rows, bottom])


def _pieces(
    source: Source,
    loop: ast.For,
    branch: ast.If | None,
    call: ast.Expr,
    value: ast.expr,
    margin: str,
) -> list[Piece]:
    """What the loop says, in its own order: the clauses, then the value."""
    words = f"for {source.text_of(loop.target)} in "
    found = [Piece(source.span(loop).start, words + _moved(source, loop.iter, margin, words))]
    if branch is not None:
        test = _moved(source, branch.test, margin, "if ")
        found.append(Piece(source.span(branch).start, f"if {test}"))
    return [*found, Piece(source.span(call).start, _moved(source, value, margin, ""))]


def _attach(comments: list[Comment], pieces: list[Piece], value: Span) -> list[str]:
    """Give each comment to the piece it stands by; comes back what stands behind the ``value``."""
    after: list[str] = []
    for comment in comments:
        if comment.alone and comment.place > value.end:
            after.append(comment.text)
        elif comment.alone:
            later = (one for one in pieces if one.start > comment.place)
            next(later, pieces[-1]).above.append(comment.text)
        else:
            piece = [one for one in pieces if one.start < comment.place][-1]
            early = piece is pieces[-1] and comment.place < value.start
            if early or piece.behind:
                piece.above.append(comment.text)
            else:
                piece.behind = comment.text
    return after


def _moved(source: Source, node: ast.expr, margin: str, before: str) -> str:
    """The text of ``node`` behind ``margin`` and ``before``; its further lines move along."""
    span = source.span(node)
    brackets = isinstance(node, _BRACKETED) and before
    if brackets or (isinstance(node, ast.Tuple) and is_bare(source.text_of(span))):
        return f"({reindented(source, span, margin, f'{before}(')})"
    return reindented(source, span, margin, before)


def _comments(source: Source, loop: ast.For, inside: Sequence[ast.expr]) -> list[Comment] | None:
    """The comments of the loop outside the expressions ``inside``; None where there is a doubt."""
    first, last = loop.lineno, last_line(source, loop)
    text = source.text_of(Span(source.starts[first - 1], source.line_span(last).end))
    if "#" not in text:
        return []
    spans = [source.span(node) for node in inside]
    found: list[Comment] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            row, column = token.start
            place = source.starts[first + row - 2] + column if token.string else 0
            if token.type == tokenize.COMMENT and not any(s.start <= place < s.end for s in spans):
                alone = not source.line(first + row - 1)[:column].strip()
                found.append(Comment(place, token.string, alone))
    except (tokenize.TokenError, SyntaxError):
        return None
    return found
