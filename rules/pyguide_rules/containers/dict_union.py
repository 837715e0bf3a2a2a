"""PYG508: dicts that are merged by unpacking, or by a copy and `update`."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics, Span

_SINCE = (3, 9)
_WIDTH = 88
_TIGHTER = (ast.BinOp, ast.UnaryOp, ast.Attribute, ast.Subscript, ast.Await)


class DictUnion(Rule):
    """`{**a, **b}`, and `c = a.copy()` before `c.update(b)`, where both are dicts."""

    code = "PYG508"
    category = Category.STYLE
    message = "dicts are merged by {way}; `{union}` says so since Python 3.9"
    guide = ("Q11",)
    twins = {"refurb": ("FURB173",)}
    suspects = (ast.Dict, ast.Call)
    callees = frozenset({"update"})
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Dict | ast.Call, context: Semantics) -> bool:
        if isinstance(node, ast.Dict):
            return _is_merge(node) and _are_dicts(context, node.values)
        return _copied(context, context.parent(node)) is not None

    def judge(self, node: ast.Dict | ast.Call) -> None:
        if self.target_version < _SINCE:
            return
        if isinstance(node, ast.Dict):
            self._judge_merge(node)
        else:
            self._judge_update(self.semantics.parent(node))

    def _judge_merge(self, merge: ast.Dict) -> None:
        if not _is_merge(merge) or not _are_dicts(self.semantics, merge.values):
            return
        fix, why = self._union(merge, merge.values)
        self.report(merge, fix, reason=why, way="unpacking", union=self._named(merge.values))

    def _judge_update(self, update: ast.AST | None) -> None:
        found = _copied(self.semantics, update)
        if found is None or update is None:
            return
        copy, other = found
        parts = [_original(self.semantics, copy.value), other]
        fix, why = self._union(copy.value, parts, Span(self.span(copy).end, self.span(update).end))
        self.report(update, fix, reason=why, way="a copy and `update`", union=self._named(parts))

    def _named(self, parts: list[ast.expr]) -> str:
        return " | ".join(self.excerpt(part, 16) for part in parts[:3])

    def _union(
        self, old: ast.expr, parts: list[ast.expr], rest: Span | None = None
    ) -> tuple[Fix | None, str | None]:
        """Put the union of ``parts`` in the place of ``old``, and nothing in that of ``rest``."""
        span = self.span(old)
        text = " | ".join(map(self._beside_bar, parts))
        if span.start - self.source.starts[old.lineno - 1] + len(text) > _WIDTH:
            return None, "the union does not fit on one line"
        if isinstance(self.semantics.parent(old), _TIGHTER):
            text = f"({text})"
        edits = [self.edit(span, text), *([self.edit(rest, "")] if rest else [])]
        why = self._doubt(parts) or (self._seen_unfilled(old, parts[-1]) if rest else None)
        return self.fix("Use `|`", Applicability.unless(why), edits), why

    def _beside_bar(self, part: ast.expr) -> str:
        return self.text(part) if isinstance(part, ast.Dict | ast.DictComp) else self.operand(part)

    def _doubt(self, parts: list[ast.expr]) -> str | None:
        """Why the union may be something else."""
        for part in parts:
            if not self.semantics.type_of(part).within("dict"):
                return f"{self.semantics.shown(part)} may be of a subclass"
        for part in parts[1:]:
            # All operands are evaluated before the first is copied.
            if not self.semantics.pure(part, "no_effect"):
                return f"{self.semantics.shown(part)} may change the dicts before it"
        return None

    def _seen_unfilled(self, copy: ast.expr, other: ast.expr) -> str | None:
        """Why somebody may see the copy without ``other``, which fails to be evaluated."""
        stmt = self.semantics.statement(copy)
        assert isinstance(stmt, ast.Assign) and isinstance(stmt.targets[0], ast.Name)
        name = stmt.targets[0].id
        if not self.semantics.is_local(name, stmt):
            return f"adding {self.semantics.shown(other)} may fail when `{name}` is bound"
        seen = self.semantics.observed_in_handler(name, stmt)
        return f"a handler may see `{name}` without the update" if seen is not None else None


def _is_merge(node: ast.Dict) -> bool:
    return len(node.keys) > 1 and not any(node.keys)


def _are_dicts(semantics: Semantics, parts: list[ast.expr]) -> bool:
    """Whether all ``parts`` are dicts that a union can name on one line."""
    return all(
        part.lineno == part.end_lineno and semantics.type_of(part).within("dict", subclasses=True)
        for part in parts
    )


def _original(semantics: Semantics, value: ast.expr) -> ast.expr:
    """`a` of `a.copy()`, and of `dict(a)`."""
    match value:
        case ast.Call(func=ast.Attribute(value=original, attr="copy"), args=[], keywords=[]):
            return original
        case ast.Call(func=ast.Name(id="dict") as func, args=[original], keywords=[]):
            return original if semantics.is_builtin(func) else value
    return value


def _copied(semantics: Semantics, update: ast.AST | None) -> tuple[ast.Assign, ast.expr] | None:
    """The copy made right before the statement ``update``, and the dict that this adds to it."""
    match update:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="update"),
                args=[other],
                keywords=[],
            )
        ):
            pass
        case _:
            return None
    block = semantics.block(update)
    at = next(number for number, one in enumerate(block) if one is update)
    match block[at - 1 : at]:
        case [ast.Assign(targets=[ast.Name(id=bound)], value=value) as copy] if bound == name:
            original = _original(semantics, value)
        case _:
            return None
    if original is value or isinstance(other, ast.Starred):
        return None
    if any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(other)):
        return None
    return (copy, other) if _are_dicts(semantics, [original, other]) else None
