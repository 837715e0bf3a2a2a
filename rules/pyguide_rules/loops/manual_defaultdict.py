"""PYG411: a container that is put into a dict by hand where its key is missing."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.rewriting import branches, lines
from pyguide.semantics.loops import entries, filling
from pyguide.semantics.values import library

_EMPTY = {"list": "[]", "set": "set()", "dict": "{}"}


class ManualDefaultdict(Rule):
    """`if key not in groups: groups[key] = []` before `groups[key].append(...)`."""

    code = "PYG411"
    category = Category.COMPLEXITY
    message = "`{mapping}` gets a missing {kind} by hand; use {advice}"
    guide = ("Q11",)
    suspects = (ast.In, ast.NotIn)

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        test = entries.tested(context, node)
        found = entries.entry(context, test) if isinstance(test, ast.If) else None
        return found is not None and filling.container(found) is not None

    def judge(self, compare: ast.Compare) -> None:
        test = entries.tested(self.semantics, compare)
        found = entries.entry(self.semantics, test) if isinstance(test, ast.If) else None
        kind = None if found is None else filling.container(found)
        if found is None or kind is None or not entries.is_mapping(self.semantics, found):
            return
        fix, why = None, self._obstacle(found, kind)
        if why is None:
            why = entries.why_not_plain(self.semantics, found) or self._doubt(found)
            fix = self.fix("Use `setdefault`", Applicability.unless(why), self._edits(found, kind))
        # One key of many has a default of its own; all of them have it in a `defaultdict`.
        single = isinstance(found.key, ast.Constant) or kind == "defaultdict"
        advice = "`setdefault`" if single else f"`defaultdict({kind})` or `setdefault`"
        name = self.excerpt(found.mapping)
        self.report(found.test, fix, reason=why, mapping=name, kind=kind, advice=advice)

    def _obstacle(self, found: entries.Entry, kind: str) -> str | None:
        """Why there is no rewrite at all."""
        if isinstance(found.use, ast.AugAssign) and found.use.target is found.place:
            return "`+=` and its like also store, which `setdefault` cannot"
        if isinstance(found.use, ast.Assign) and entries.needs_entry(found, found.use.value):
            return f"`{self.excerpt(found.use.value)}` needs the entry before it is made"
        if found.place.end_lineno != found.use.lineno:
            return "the key is written over several lines"
        if not isinstance(found.start, ast.Call) and kind != "set":
            return None
        called = found.start.func if isinstance(found.start, ast.Call) else None
        if called is None:
            return None if self.semantics.builtin(kind, found.test) else f"`{kind}` is rebound"
        # What another module offers under that name will be such a container; what this file
        # binds itself need not be.
        known = self.semantics.qualified(called) is not None
        return None if known else f"`{self.text(called)}` is not known to make a new {kind}"

    def _doubt(self, found: entries.Entry) -> str | None:
        """Why what is evaluated, or in which order, may matter."""
        if isinstance(found.start, ast.Call):
            made = self.semantics.qualified(found.start.func) or ""
            if made.rpartition(".")[0] not in ("builtins", "collections"):
                return f"`{self.text(found.start.func)}` would be called each time"
        factories = getattr(found.start, "args", []) if found.always else []
        for factory in factories:
            if not self.semantics.is_builtin(factory, *_EMPTY, "int", "float", "str"):
                return f"`{self.text(factory)}` would be needed each time"
        match found.use:
            case ast.Assign(targets=[ast.Subscript(slice=index)], value=value):
                why = entries.why_not_across(self.semantics, found, value)
                if why is None and not found.always:
                    why = entries.why_not_swapped(self.semantics, index, value)
                return why or (None if found.always else self._hashed(found, index))
            case ast.Expr(value=ast.Call(args=[item])) if not found.always:
                if isinstance(found.start, ast.Set):
                    return self._hashed(found, item)
                return entries.why_not_across(self.semantics, found, item)
        return None

    def _hashed(self, found: entries.Entry, item: ast.expr) -> str | None:
        """Why it may matter that ``item`` is evaluated and hashed when the entry is there."""
        if self.semantics.type_of(item).within(*library.SCALARS):
            return entries.why_not_across(self.semantics, found, item)
        return entries.why_not_unseen(self.semantics, found, item)

    def _edits(self, found: entries.Entry, kind: str) -> list[Edit]:
        test, use = self.span(found.test), self.span(found.use)
        default = self.text(found.start) if found.always else self._empty(found, kind)
        call = f"{self.text(found.mapping)}.setdefault({self.text(found.key)}, {default})"
        if found.always:
            return [self.edit(Span(test.start, self.enclosed(found.place).end), call)]
        head = branches.in_place_of(self.source, found.test)
        edits = [self.edit(Span(test.start, self.enclosed(found.place).end), head + call)]
        last = self.source.line_span(found.use.end_lineno or 1).end
        if last < test.end:
            edits.append(Edit(Span(last, test.end), ""))
        inner = lines.indent(self.source, found.use.lineno)
        if not head and use.start - self.source.starts[found.use.lineno - 1] == len(inner):
            below = range(found.use.lineno + 1, (found.use.end_lineno or 0) + 1)
            edits += lines.shift(
                self.source, below, inner, lines.indent(self.source, found.test.lineno)
            )
        return edits

    def _empty(self, found: entries.Entry, kind: str) -> str:
        """What makes an empty container of the kind that the new entry is of."""
        if isinstance(found.start, ast.Call):
            return f"{self.text(found.start.func)}()"
        return _EMPTY[kind]
