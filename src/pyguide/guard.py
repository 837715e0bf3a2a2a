"""The one guard that every fix passes: no comment may be lost."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from collections.abc import Iterable

from pyguide.finding import Edit, Fix
from pyguide.source import Source


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
    touched = (source.text_of(edit.span) + edit.text for edit in fix.edits)
    if not any("#" in text for text in touched):
        return True
    return comments(source.text) == comments(apply(source.text, fix.edits))


def comments(text: str) -> Counter[str] | None:
    """How often each comment stands in ``text``; None where the text cannot be tokenised."""
    try:
        tokens = tokenize.generate_tokens(io.StringIO(text, newline="").readline)
        return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)
    except (tokenize.TokenError, SyntaxError):
        return None
