"""PYG951: an assignment to a part of a part of a data frame."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.semantics.arrays import frames

_TODAY = "today the value may go to a copy, and does from pandas 3 on"


class ChainedAssignment(Rule):
    """`df["price"][0] = 3`."""

    code = "PYG951"
    category = Category.CORRECTNESS
    message = "`{target} = ...` may change a copy and leave `{frame}` as it is"
    guide = ("Q66",)
    suspects = (ast.Assign, ast.AugAssign)

    @classmethod
    def suspicious(cls, node: ast.Assign | ast.AugAssign, context: Semantics) -> bool:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(
            one.__class__ is ast.Subscript and frames.chain(context, one) is not None
            for one in targets
        )

    def judge(self, node: ast.Assign | ast.AugAssign) -> None:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            found = frames.chain(self.semantics, target)
            if found is not None:
                fix, reason = self._at_once(target, found)
                shown = self.excerpt(target, 40), self.excerpt(found.frame, 20)
                self.report(target, fix, reason=reason, target=shown[0], frame=shown[1])

    def _at_once(self, target: ast.expr, found: frames.Chain) -> tuple[Fix | None, str]:
        """One subscript for row and column together."""
        if found.rows is None or found.column is None:
            return None, "it cannot be told which is the row and which the column"
        if found.accessor == "iloc":
            return None, "`iloc` counts columns, and the position of the column is not to be seen"
        parts = (found.rows, found.column)
        if isinstance(found.column, ast.Tuple | ast.Slice) or isinstance(found.rows, ast.Tuple):
            return None, "several columns or levels are meant"
        if any(map(frames.has_walrus, parts)):
            return None, "an assignment expression would run at another time"
        rows, column = map(self.text, parts)
        new = f"{self.text(found.frame)}.loc[{rows}, {column}]"
        return self.replace(target, new, "Assign by `.loc`", Applicability.UNSAFE), _TODAY
