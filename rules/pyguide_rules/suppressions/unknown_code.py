"""PYG091: a comment that names a code which no rule has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide import Applicability, Category, Finding, Fix, SuppressionRule

if TYPE_CHECKING:
    from pyguide import Audit, Suppression

_OURS = r"(?i)PYG[0-9]*"


class UnknownCode(SuppressionRule):
    """`# noqa: PYG999`."""

    code = "PYG091"
    category = Category.SUSPICIOUS
    message = "no rule has the code {code}{hint}"
    guide = ()
    twins = {"ruff": ("RUF102",), "pylint": ("W0012",)}

    @classmethod
    def judge_comment(cls, suppression: Suppression, audit: Audit) -> Iterator[Finding]:
        if suppression.action == "enable":
            return
        for word in suppression.words:
            code = word.text.upper()
            if not re.fullmatch(_OURS, word.text) or code in audit.vocabulary.codes:
                continue
            begun = any(known.startswith(code) for known in audit.vocabulary.codes)
            by_flake8 = begun and not suppression.has_brackets
            if by_flake8 and audit.in_flake8:
                continue
            reason = None
            if by_flake8:
                reason = f"flake8 takes it for all codes that begin with {code}"
            elif suppression.hides_another and len(suppression.words) == 1:
                reason = "the noqa behind it would begin to count"
            fix = Fix(
                f"Remove `{word.text}` from the comment",
                tuple(sorted(suppression.without(audit.source, [word]))),
                Applicability.unless(reason),
            )
            hint = "; the codes that begin so must be spelled out" if begun else ""
            yield cls.found(word.span, fix, reason, code=word.text, hint=hint)
