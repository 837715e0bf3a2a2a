"""PYG511: membership asked of a list that is written out in place."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.semantics.values import library


class LiteralListMembership(Rule):
    """`color in ["red", "green"]`."""

    code = "PYG511"
    category = Category.STYLE
    message = "the list in `{test}` never changes; write a {kind}"
    guide = ("Q8", "Q12")
    twins = {"ruff": ("PLR6201",), "pylint": ("R6201",), "refurb": ("FURB109",)}
    suspects = (ast.In, ast.NotIn)
    reach = Reach.EXPRESSION
    optional = True

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        return _searched(node) is not None

    def judge(self, test: ast.Compare) -> None:
        found = _searched(test)
        if found is None:
            return
        hashed = all(isinstance(one, ast.Constant) for one in found.elts)
        fix, why = self._fix(test, found, hashed)
        self.report(test, fix, reason=why, test=self.excerpt(test, 44), kind=_kind(hashed))

    def _fix(
        self, test: ast.Compare, found: ast.List, hashed: bool
    ) -> tuple[Fix | None, str | None]:
        """Other brackets; a tuple does all that a list does."""
        why = None
        asked = self.semantics.type_of(test.left)
        if hashed and not asked.within(*library.SCALARS):
            why = f"{self.semantics.shown(test.left)} may have no hash"
        elif hashed and self.semantics.purity.mixes_bytes([test.left, *found.elts]):
            why = "comparing bytes with others fails under `python -bb`"
        span = self.span(found)
        ends = (Span(span.start, span.start + 1), Span(span.end - 1, span.end))
        edits: list[Edit] = [
            self.edit(end, new) for end, new in zip(ends, "{}" if hashed else "()", strict=True)
        ]
        return self.fix(f"Write a {_kind(hashed)}", Applicability.unless(why), edits), why


def _kind(hashed: bool) -> str:
    return "set" if hashed else "tuple"


def _searched(test: ast.Compare) -> ast.List | None:
    """The list of several items that ``test`` is about."""
    match test:
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.List() as found]):
            starred = any(isinstance(one, ast.Starred) for one in found.elts)
            return found if len(found.elts) > 1 and not starred else None
    return None
