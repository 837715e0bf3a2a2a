"""What every fix must pass: no comment is lost, and no bracket is left alone."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from pyguide.finding import Edit, Fix, Span
from pyguide.region import first_line, stands_alone
from pyguide.source import Source, SourceError

_BLANKS = re.compile(r"[ \t\f]*")


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` after all ``edits``, which must not overlap, were applied."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        if edit.span.start < at:
            raise ValueError("edits of one fix overlap")
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def keeps_comments(source: Source, fix: Fix) -> bool:
    """Whether the file holds the same comments after ``fix`` as before, each as often."""
    # The lines around too: code that joins the line of a comment would become part of it.
    if not any("#" in edit.text or _is_beside_hash(source, edit.span) for edit in fix.edits):
        return True
    try:
        window = _window(source, fix.span)
    except SourceError:
        return False
    old = source.text_of(window)
    before = comments(old)
    return before is not None and before == comments(apply(old, _within(window, fix)))


def is_parsed(source: Source, fix: Fix) -> bool:
    """Whether Python can read the statement around ``fix`` afterwards; may only err to yes.

    Only brackets that open and do not close, or the other way round, are worth the question.
    """
    old, new = (
        "".join(texts)
        for texts in zip(*((source.text_of(e.span), e.text) for e in fix.edits), strict=True)
    )
    if _unclosed(old) == _unclosed(new):
        return True
    try:
        return any(
            _stays_readable(source, fix, window(source, fix.span)) for window in (_window, _outer)
        )
    except (SourceError, ValueError):
        return True


def _stays_readable(source: Source, fix: Fix, window: Span) -> bool:
    """Whether the lines of ``window`` can be read after ``fix``; True where they never could."""
    blanks = _BLANKS.match(source.text, window.start, window.end)
    text, margin = source.text_of(window), blanks[0] if blanks else ""
    return _is_read(apply(text, _within(window, fix)), margin) or not _is_read(text, margin)


def _within(window: Span, fix: Fix) -> list[Edit]:
    """The edits of ``fix`` as those of the text of ``window``."""
    return [
        Edit(Span(edit.span.start - window.start, edit.span.end - window.start), edit.text)
        for edit in fix.edits
    ]


def _unclosed(text: str) -> list[int]:
    return [text.count(begin) - text.count(end) for begin, end in ("()", "[]", "{}")]


def _is_read(text: str, margin: str) -> bool:
    """Whether Python can read ``text`` as statements that stand behind ``margin``."""
    head = "if 1:\n" if margin else ""
    try:
        ast.parse(f"{head}{text}\n{margin}pass\n")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _window(source: Source, span: Span) -> Span:
    """The lines of the innermost statement around ``span``, or of several outermost ones.

    These can be tokenised alone. To tokenise the whole file for each fix would make a long file's
    cost grow with its square.
    """
    first, last = (source.location(offset)[0] for offset in (span.start, span.end))
    held = _statement(source, first, last)
    if held is not None:
        return Span(source.starts[first_line(held) - 1], source.line_span(_last_line(held)).end)
    return _outer(source, span)


def _outer(source: Source, span: Span) -> Span:
    """The lines of the outermost statements around ``span``."""
    first, last = (source.location(offset)[0] for offset in (span.start, span.end))
    body = source.tree.body
    low = max(bisect_right(body, first, key=lambda s: s.lineno) - 1, 0)
    high = bisect_right(body, last, key=lambda s: s.lineno)
    if body:
        # A statement may begin on the line on which the one before it ends.
        while low and (body[low - 1].end_lineno or 0) >= first_line(body[low]):
            low -= 1
        first = min(first, first_line(body[low]))
        last = max(last, *((s.end_lineno or s.lineno) for s in body[low : max(high, low + 1)]))
    return Span(source.starts[first - 1], source.line_span(last).end)


def _statement(source: Source, first: int, last: int) -> ast.stmt | None:
    """The innermost statement that holds two lines and shares none of its own with another."""
    found: ast.stmt | None = None
    around: list[ast.AST] = [source.tree]
    for node in around:  # which grows while something inside holds both
        for child in _holding(node, first, last):
            around.append(child)
            if isinstance(child, ast.stmt) and stands_alone(source, child, first_line(child)):
                found = child
    return found


def _holding(node: ast.AST, first: int, last: int) -> Iterator[ast.AST]:
    """The statements and clauses right below ``node`` that may hold two lines.

    They are looked up and not gone through, since a file may have as many as it has findings.
    """
    for name in ("body", "handlers", "orelse", "finalbody"):
        block: object = getattr(node, name, None)
        if isinstance(block, list):
            at = bisect_right(block, first, key=lambda one: one.lineno)
            while at and _last_line(block[at - 1]) >= last:
                at -= 1
                yield block[at]
    yield from getattr(node, "cases", ())


def _last_line(node: ast.stmt | ast.excepthandler) -> int:
    return node.end_lineno or node.lineno


def _is_beside_hash(source: Source, span: Span) -> bool:
    return source.has_hash(*(source.location(offset)[0] for offset in span))


def comments(text: str) -> Counter[str] | None:
    """How often each comment stands in ``text``; None where the text cannot be tokenised."""
    try:
        tokens = tokenize.generate_tokens(io.StringIO(text, newline="").readline)
        return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)
    except (tokenize.TokenError, SyntaxError):
        return None
