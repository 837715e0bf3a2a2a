"""PYG093: a comment that silences a finding and does not say why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide import Category, Finding, Span, SuppressionRule

if TYPE_CHECKING:
    from pyguide import Audit, Suppression


class SuppressionWithoutReason(SuppressionRule):
    """`# noqa: PYG301` and not a word more."""

    code = "PYG093"
    category = Category.PEDANTIC
    message = "{codes} is silenced without a reason; write it behind the codes"
    guide = ()
    optional = True

    @classmethod
    def judge_comment(cls, suppression: Suppression, audit: Audit) -> Iterator[Finding]:
        known = audit.vocabulary
        ours = [
            w.text for w in suppression.words if known.code(w.text) and w.text not in known.shared
        ]
        if not ours or suppression.reach is None:
            return
        if any(character.isalnum() for character in suppression.reason(audit.source)):
            return
        span = Span(suppression.span.start, suppression.tail)
        yield cls.found(span, reason="only you know the reason", codes=", ".join(ours))
