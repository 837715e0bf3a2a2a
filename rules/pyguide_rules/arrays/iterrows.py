"""PYG950: a loop over the rows of a data frame by `iterrows()`."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Rule, Semantics, Span
from pyguide.semantics.arrays import frames


class Iterrows(Rule):
    """`for label, row in df.iterrows()`."""

    code = "PYG950"
    category = Category.PERFORMANCE
    message = "`{call}` builds a Series for each row; work on whole columns instead"
    guide = ("Q66",)
    suspects = (ast.Call,)
    callees = frozenset({"iterrows"})

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _is_looped(node, context)

    def judge(self, call: ast.Call) -> None:
        match call.func:
            case ast.Attribute(attr="iterrows") if _is_looped(call, self.semantics):
                fix, reason = self._tuples(call)
                self.report(call, fix, reason=reason, call=f"{self.excerpt(call.func, 40)}()")

    def _tuples(self, call: ast.Call) -> tuple[Fix | None, str]:
        """A loop over `itertuples()`, which reads columns as attributes."""
        found = frames.as_tuples(self.semantics, call)
        if isinstance(found, str):
            return None, found
        loop, row = found.loop, found.row
        labels = frames.mentions(self.semantics, found.label, loop.body)
        if any(self.semantics.in_fstring(one) for one in labels):
            return None, f"`{found.label.id}` is written in an f-string"
        edits = [self.edit(label, f"{row.id}.Index") for label in labels]
        for read in frames.mentions(self.semantics, row, loop.body):
            found_column = frames.column(self.semantics, read)
            if found_column is not None:
                item, name = found_column
                edits.append(Edit(Span(self.span(read).end, self.span(item).end), f".{name}"))
        assert isinstance(call.func, ast.Attribute)
        method = self.span(call.func).end - len(call.func.attr)
        arguments = "" if labels else "index=False"
        edits.append(Edit(Span(method, self.span(call).end), f"itertuples({arguments})"))
        edits.append(Edit(self.span(loop.target), row.id))
        fix = self.fix("Iterate over named tuples", Applicability.UNSAFE, edits)
        return fix, "`itertuples` keeps each column's type, `iterrows` brings a row to one type"


def _is_looped(call: ast.Call, semantics: Semantics) -> bool:
    """Whether a loop takes the rows, and of pandas."""
    if not isinstance(call.func, ast.Attribute) or call.args or call.keywords:
        return False
    return frames.row_loop(semantics, call) is not None and frames.uses_pandas(semantics)
