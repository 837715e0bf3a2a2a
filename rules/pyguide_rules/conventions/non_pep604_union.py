"""PYG012: `Optional[X]` and `Union[X, Y]` in annotations."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Reach, Rule, Semantics
from pyguide.semantics.conventions import alternatives
from pyguide.semantics.values import hints

_SINCE = (3, 10)
_TYPES = (ast.Attribute, ast.BinOp, ast.Name, ast.Subscript)
# What a bar beside it would tear apart.
_LOOSE = (ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.NamedExpr, ast.UnaryOp)


class NonPep604Union(Rule):
    """`Optional[int]` where `int | None` says the same."""

    code = "PYG012"
    category = Category.STYLE
    message = "`{union}` is spelled `{bar}` since Python 3.10"
    guide = ("Q103",)
    twins = {"ruff": ("UP007", "UP045"), "pylint": ("R6003",)}
    suspects = (ast.Subscript,)
    mentions = ("typing",)
    reach = Reach.EXPRESSION
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Subscript, context: Semantics) -> bool:
        return alternatives.of_union(context, node) is not None

    def judge(self, union: ast.Subscript) -> None:
        if self.target_version < _SINCE:
            return
        choice = alternatives.of_union(self.semantics, union)
        annotation = self.semantics.introspection.annotation(union)
        if choice is None or annotation is None:
            return
        runs = self.semantics.introspection.is_evaluated(annotation)
        texts = [self._beside_bar(part, runs) for part in choice.parts]
        if None in texts:
            return
        bar = " | ".join([*filter(None, texts), *["None"] * choice.adds_none])
        doubt = alternatives.doubt(self.semantics, choice.parts) if runs else None
        doubt = doubt or self.semantics.introspection.computing(union, annotation)
        doubt = doubt or self.semantics.introspection.reader(annotation)
        fix = self.replace(union, bar, "Use a bar", Applicability.unless(doubt))
        shown = " ".join(bar.split())
        shown = shown if len(shown) <= 36 else f"{shown[:35].rstrip()}…"
        self.report(union, fix, reason=doubt, union=self.excerpt(union, 36), bar=shown)

    def _beside_bar(self, part: ast.expr, runs: bool) -> str | None:
        """How ``part`` is spelled beside a bar; None where a quoted one cannot stand there."""
        if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
            loose = isinstance(part, _LOOSE)
            return self.operand(part) if loose else self.unbroken(part)
        plain = not runs and part.value == self.text(part)[1:-1]
        return part.value if plain and isinstance(hints.read(part), _TYPES) else None
