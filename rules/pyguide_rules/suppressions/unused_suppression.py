"""PYG090: a comment that silences what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide import Applicability, Category, Finding, Fix, Span, SuppressionRule

if TYPE_CHECKING:
    from pyguide import Audit, Suppression, Word


class UnusedSuppression(SuppressionRule):
    """`# noqa: PYG301` where PYG301 finds nothing."""

    code = "PYG090"
    category = Category.STYLE
    message = "nothing to silence: no finding of {codes} is here"
    guide = ()
    twins = {"ruff": ("RUF100",), "pylint": ("I0021",)}

    @classmethod
    def judge_comment(cls, suppression: Suppression, audit: Audit) -> Iterator[Finding]:
        unused = cls._unused(suppression, audit)
        if not unused:
            return
        edits = suppression.without(audit.source, unused)
        reason = None
        if suppression.tool == "flake8":
            reason = "flake8 leaves out the whole file because of this comment"
        elif suppression.hides_another and len(unused) == len(suppression.words):
            reason = "the noqa behind it would begin to count"
        fix = Fix(
            "Remove the suppression",
            tuple(sorted(edits)),
            Applicability.unless(reason),
        )
        span = Span(suppression.span.start, suppression.tail)
        codes = ", ".join(dict.fromkeys(word.text for word in unused))
        yield cls.found(span, fix, reason, codes=codes)

    @classmethod
    def _unused(cls, suppression: Suppression, audit: Audit) -> list[Word]:
        """The words that silence nothing, or what another word of the comment silences already."""
        if suppression.reach is None:
            return []
        unused, seen = [], set()
        for word in suppression.words:
            code = audit.vocabulary.own_code(word.text)
            if code not in audit.looked_for:
                continue
            if code in seen or not audit.silences(suppression, word):
                unused.append(word)
            seen.add(code)
        return unused
