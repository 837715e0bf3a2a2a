"""What a statement such as `text += part` adds, as it is written, and calls that take it."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from pyguide.finding import Edit, Span
from pyguide.rewriting.lines import hang, unescaped
from pyguide.semantics.containers.growth import Step
from pyguide.source import Source

# These keep their own brackets within those of a call.
_BRACKETED = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.GeneratorExp)
_HEAD = re.compile(r"(?:\s|\\)*=(?:\s|\\)*\(?\s*")
_PLUS = re.compile(r"(?:\s|\\)*\+=?(?:\s|\\)*")


class Addition(NamedTuple):
    """The ``code`` that a step adds.

    It is written from ``start``; a call needs ``opening`` and ``closing`` around it. Lines that
    hang below are aligned with a bracket right before ``origin``.
    """

    step: Step
    code: str
    start: int
    origin: int
    opening: str
    closing: str

    def as_call(self, source: Source, function: str) -> list[Edit]:
        """Edits that make ``function(code)`` of the step and move hanging lines along."""
        span, call = source.span(self.step.stmt), f"{function}{self.opening}"
        edits = [Edit(Span(span.start, self.start), call)]
        if self.closing:
            # With the last character, since a line may be inserted at the very end.
            last = source.text[span.end - 1 : span.end]
            edits.append(Edit(Span(span.end - 1, span.end), last + self.closing))
        edits += unescaped(source, self.step.stmt, self.start)
        hung = hang(source, self.step.stmt, len(call) - (self.origin - span.start))
        # Where the sum stands below its bracket, the call takes those lines away.
        return edits + [edit for edit in hung if edit.span.start >= self.start]


def addition(source: Source, step: Step) -> Addition | None:
    """What ``step`` adds; None where it cannot be cut out of the statement."""
    text, whole, value = source.text, source.span(step.stmt), source.span(step.stmt.value)
    old, part = source.span(step.own[-1]), source.span(step.parts[0])
    plus, head = _PLUS.match(text, old.end), text[source.span(step.own[0]).end : old.start]
    if plus is None or isinstance(step.parts[0], ast.Tuple):
        return None
    start = plus.end()
    if head and not _HEAD.fullmatch(head):
        return None
    if head.rstrip().endswith("("):
        # The brackets around the whole sum become those of the call.
        if value.start != old.start or text[value.end : whole.end].strip() != ")":
            return None
        return Addition(step, text[start : value.end], start, old.start, "(", "")
    alone = len(step.parts) == 1 and not isinstance(step.parts[0], _BRACKETED)
    if alone and start < part.start:
        return Addition(step, text[part.start : part.end], start, start, "", "")
    bare = isinstance(step.parts[0], ast.Yield | ast.YieldFrom) and start == part.start
    opening, closing = ("((", "))") if bare else ("(", ")")
    return Addition(step, text[start : whole.end], start, start, opening, closing)
