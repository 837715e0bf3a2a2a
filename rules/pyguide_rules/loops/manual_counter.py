"""PYG412: counting in a dict by hand."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Import, Rule, Semantics, Span
from pyguide.rewriting import branches
from pyguide.semantics.loops import clauses, counting, entries
from pyguide.semantics.values import library

_COUNTER = Import("collections", "Counter")


class ManualCounter(Rule):
    """`if word in counts: counts[word] += 1`, else `counts[word] = 1`."""

    code = "PYG412"
    category = Category.COMPLEXITY
    message = "`{mapping}` {counts} by hand; use {advice}"
    guide = ("Q11",)
    suspects = (ast.In, ast.NotIn, ast.Call)
    callees = frozenset({"get"})

    @classmethod
    def suspicious(cls, node: ast.Compare | ast.Call, context: Semantics) -> bool:
        around = entries.tested(context, node)
        if isinstance(around, ast.If):
            found = counting.count(context, around)
            return found is not None and counting.adds_numbers(context, found)
        stmt = context.parent(around) if isinstance(around, ast.BinOp) else None
        return isinstance(stmt, ast.Assign) and counting.tally(context, stmt) is not None

    def judge(self, node: ast.Compare | ast.Call) -> None:
        around = entries.tested(self.semantics, node)
        if isinstance(around, ast.If):
            self._judge_test(around)
        elif isinstance(around, ast.BinOp):
            self._judge_sum(self.semantics.parent(around))

    def _judge_test(self, test: ast.If) -> None:
        found = counting.count(self.semantics, test)
        if found is None or not entries.is_mapping(self.semantics, found.entry):
            return
        if not counting.adds_numbers(self.semantics, found):
            return
        why, fix = counting.why_not_get(self.semantics, found), None
        if "\n" in self.text(found.amount):
            why = f"`{self.excerpt(found.amount)}` is written over several lines"
        elif entries.needs_entry(found.entry, found.amount):
            why = f"`{self.excerpt(found.amount)}` needs the entry before it is made"
        else:
            fix = self._get(found, Applicability.unless(why))
        self.report(
            test,
            fix,
            reason=why,
            mapping=self.excerpt(found.entry.mapping),
            counts="counts" if found.is_one_more else "adds up",
            advice=self._advice(found),
        )

    def _judge_sum(self, stmt: ast.AST | None) -> None:
        found = counting.tally(self.semantics, stmt) if isinstance(stmt, ast.Assign) else None
        if found is None or stmt is None:
            return
        fix, why = self._counter(found), "a `Counter` is no plain dict and answers 0 for any key"
        if fix is None:
            why = "the loop does more than an expression in its place can do"
        name = found.mapping.id
        self.report(stmt, fix, reason=why, mapping=name, counts="counts", advice="`Counter`")

    def _advice(self, found: counting.Count) -> str:
        if isinstance(found.entry.key, ast.Constant):
            return "`get` with a default"
        return "`Counter`" if found.is_one_more else "`defaultdict`"

    def _get(self, found: counting.Count, how: Applicability) -> Fix:
        """One addition to what `get` finds."""
        place = found.entry
        mapping, key = self.text(place.mapping), self.text(place.key)
        first = self.text(found.first) if found.first is not None else "0"
        old = f"{mapping}.get({key}, {first})"
        line = f"{self.text(place.place)} = {old} {found.sign} {self.operand(found.amount)}"
        start, end = self.span(place.test), self.span(place.use if place.always else place.test)
        whole = Span(start.start, end.end)
        return self.replace(
            whole, branches.in_place_of(self.source, place.test) + line, "Use `get`", how
        )

    def _counter(self, found: counting.Tally) -> Fix | None:
        """One call in the place of the loop and of the empty dict."""
        within = clauses.clauses(self.semantics, found.loop, found.stmt)
        if within is None:
            return None
        items = f"{self.argument(found.key)} {within}"
        plain = self.text(found.key) == within.target and not within.test
        plain = plain and not isinstance(found.key, ast.Tuple)
        if plain and self.semantics.type_of(found.loop.iter).within(*library.CONTAINERS - {"dict"}):
            # What `Counter` gets from a mapping are its values.
            items = within.source
        span = Span(self.span(found.start).start, self.span(found.loop).end)
        edit = self.edit(span, f"Counter({items})")
        return self.fix("Use `Counter`", Applicability.UNSAFE, [edit], [_COUNTER])
