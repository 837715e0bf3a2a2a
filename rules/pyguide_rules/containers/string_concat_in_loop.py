"""PYG501: a string that a loop makes longer piece by piece."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.rewriting import additions, lines
from pyguide.semantics.containers import gathering, growth
from pyguide.semantics.loops import clauses

_WIDTH = 88


class StringConcatInLoop(Rule):
    """`text += part` in a loop."""

    code = "PYG501"
    category = Category.PERFORMANCE
    message = "`{name}` grows in a loop and may be copied each time; join its parts once"
    guide = ("Q107",)
    twins = {"pylint": ("R1713",)}
    suspects = (ast.AugAssign, ast.BinOp)

    @classmethod
    def suspicious(cls, node: ast.AugAssign | ast.BinOp, context: Semantics) -> bool:
        if not isinstance(node.op, ast.Add):
            return False
        stmt = context.parent(node) if isinstance(node, ast.BinOp) else node
        if not isinstance(stmt, ast.Assign if isinstance(node, ast.BinOp) else ast.AugAssign):
            return False
        return _growing(context, stmt) is not None

    def judge(self, node: ast.AugAssign | ast.BinOp) -> None:
        stmt = node if isinstance(node, ast.AugAssign) else self.semantics.parent(node)
        grown = _growing(self.semantics, stmt)
        if stmt is None or grown is None:
            return
        gathered = gathering.Gathering(grown)
        fix, why = None, gathered.obstacle
        if why is None:
            why = gathered.doubt
            edits = self._expression(gathered) or self._list(gathered)
            if edits:
                how = Applicability.unless(why)
                fix = self.fix(f"Join the parts of `{grown.name}` once", how, edits)
            else:
                why = "the statements cannot be rewritten in place"
        self.report(stmt, fix, reason=why, name=grown.name)

    # -- the loop as one expression -------------------------------------------------------------

    def _expression(self, gathered: gathering.Gathering) -> list[Edit]:
        """One `join` in the place of a loop that does nothing else, and of an empty start."""
        grown, run, joined = gathered.growth, gathered.run, self._joined(gathered.growth)
        if joined is None or lines.last_line(self.source, grown.loop) != grown.loop.end_lineno:
            return []
        name, loop, start = grown.name, grown.loop, run.start
        if run.steps[0] != grown.steps[0] or not self._is_bare(start):
            start = None
        begin, end = self.span(loop).start, self.span(loop).end
        new = f"{name} = {joined}" if start else f"{name} += {joined}"
        after = (
            gathered.returned if run.last is loop and (gathered.may_vanish or not start) else None
        )
        if after is not None and not self.source.text[end : self.span(after).start].strip():
            new = f"return {joined}" if start else f"return {name} + {joined}"
            end = self.span(after).end
        if len(lines.indent(self.source, loop.lineno)) + len(new) > _WIDTH:
            return []
        if start is None:
            return [self.edit(Span(begin, end), new)]
        if self.source.text[self.span(start).end : begin].strip():
            whole_line = lines.remove(self.source, start.lineno, start.lineno)
            return [whole_line, self.edit(Span(begin, end), new)]
        return [self.edit(Span(self.span(start).start, end), new)]

    def _joined(self, grown: growth.Growth) -> str | None:
        """`"".join(...)` of all that the loop adds, where a comprehension can give that."""
        found = clauses.clauses(self.semantics, grown.loop, grown.steps[0].stmt)
        added = additions.addition(self.source, grown.steps[0])
        if found is None or added is None or "\n" in added.code:
            return None
        assert isinstance(grown.loop, ast.For)
        # What may be None is refused by a comprehension in the words of the loop.
        sure = "NoneType" not in (self.semantics.type_of(grown.loop.iter).names or ())
        if added.code == found.target and not found.test and sure:
            return f'"".join({found.source})'
        # A list: a generator would turn a StopIteration of a call into a RuntimeError.
        return f'"".join([{added.code} {found}])'

    def _is_bare(self, start: ast.stmt | None) -> bool:
        """Whether a line holds nothing but the start of the variable as the empty string."""
        if start is None or not _is_empty(start):
            return False
        return self.source.line(start.lineno).strip() == self.text(start)

    # -- a list ---------------------------------------------------------------------------------

    def _list(self, gathered: gathering.Gathering) -> list[Edit]:
        """A list that takes each part, and one `join` when all are there."""
        grown, run = gathered.growth, gathered.run
        name, parts, steps = grown.name, self._list_name(grown), run.steps
        start = self._first_parts(run.start, parts)
        if start is None:
            steps = steps[steps.index(grown.steps[0]) :]
        edits = [start or lines.above(self.source, grown.loop, f"{parts} = []")]
        for step in steps:
            added = additions.addition(self.source, step)
            if added is None:
                return []
            edits += added.as_call(self.source, f"{parts}.append")
        after, joined = gathered.returned, f'"".join({parts})'
        if after is not None and after.value is not None and (gathered.may_vanish or not start):
            return [*edits, self.edit(after.value, joined if start else f"{name} + {joined}")]
        return [
            *edits,
            lines.below(self.source, run.last, f"{name} {'=' if start else '+='} {joined}"),
        ]

    def _list_name(self, grown: growth.Growth) -> str:
        """`text_parts` or the like, whatever is free, in the style of the variable's own name."""
        name = grown.name.lower() if grown.name.isupper() else grown.name
        hints = [f"{name}_parts", f"more_{name}_parts"]
        if len(name) <= 2:
            hints.insert(0, "parts")
        elif "_" not in name and name != name.lower():
            hints.insert(0, f"{name}Parts")
        free = [self.semantics.fresh_name(hint, grown.loop) for hint in hints]
        return next((one for one in free if one in hints), free[0])

    def _first_parts(self, start: ast.stmt | None, parts: str) -> Edit | None:
        """The start of the variable as that of the list, where it stands on one line."""
        if not isinstance(start, ast.Assign | ast.AnnAssign) or start.value is None:
            return None
        value, whole = self.span(start.value), self.span(start)
        if start.lineno != start.end_lineno or "# type:" in self.source.line(start.lineno):
            return None
        if value.end != whole.end:
            return None
        noted = isinstance(start, ast.AnnAssign) and self.text(start.annotation) == "str"
        note = ": list[str]" if noted and self.target_version >= (3, 9) else ""
        first = "" if _is_empty(start) else self.text(value)
        return self.edit(start, f"{parts}{note} = [{first}]")


def _is_empty(start: ast.stmt) -> bool:
    """Whether the variable starts as the empty string."""
    value = getattr(start, "value", None)
    return isinstance(value, ast.Constant) and value.value == ""


def _growing(semantics: Semantics, stmt: ast.AST | None) -> growth.Growth | None:
    """The growth that is reported at ``stmt``."""
    if not isinstance(stmt, ast.AugAssign | ast.Assign):
        return None
    grown = growth.growth(semantics, stmt)
    if grown is None or grown.first is None or grown.first.stmt is not stmt:
        return None
    return grown if grown.is_text and not grown.is_needed else None
