"""The base class of rules that judge comments instead of code."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from pyguide.finding import Finding, Fix, Span
from pyguide.rule import Rule

if TYPE_CHECKING:
    from pyguide.suppressions.comment import Suppression
    from pyguide.suppressions.heeding import Audit


class SuppressionRule(Rule, abstract=True):
    """One thing that can be wrong with a comment that silences findings.

    Such a rule has a code, a page and a place among the rules like any other, but no visitor: it is
    asked after the others have looked, because what they found is what it judges by.
    """

    suspects: ClassVar[tuple[type[ast.AST], ...]] = ()
    judges_comments: ClassVar[bool] = True

    @classmethod
    def judge_comment(cls, suppression: Suppression, audit: Audit) -> Iterable[Finding]:
        """What is wrong with one comment of a file."""
        raise NotImplementedError

    @classmethod
    def found(
        cls, span: Span, fix: Fix | None = None, reason: str | None = None, **facts: object
    ) -> Finding:
        """A finding of this rule; ``reason`` says why there is no safe fix."""
        return Finding(cls.code, cls.message.format_map(facts), span, fix, reason)
