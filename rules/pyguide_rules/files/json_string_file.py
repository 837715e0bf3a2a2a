"""PYG806: JSON that takes a detour through a string between a file and the program."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.rewriting import arguments, lines, spelling
from pyguide.semantics.files import reading

Offer = tuple[Fix | None, str | None]


class JsonStringFile(Rule):
    """`json.loads(file.read())` and `file.write(json.dumps(data))`."""

    code = "PYG806"
    category = Category.STYLE
    message = "`{call}` is what `json.{direct}` does in one call"
    guide = ("Q36",)
    suspects = (ast.Call,)
    callees = frozenset({"loads", "dumps"})
    reach = Reach.EXPRESSION
    options = {"flag-write": False}

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        if _read(node, context) is not None:
            return True
        return bool(cls.wish(context, "flag-write")) and _written(node, context) is not None

    def judge(self, call: ast.Call) -> None:
        source = _read(call, self.semantics)
        if source is not None:
            fix, reason = self._load(call, source)
            shown = self.excerpt(call, 48)
            self.report(call, fix, reason=reason, call=shown, direct="load")
        stmt = _written(call, self.semantics) if self.option("flag-write") else None
        if stmt is not None:
            fix, reason = self._dump(call, stmt)
            shown = self.excerpt(stmt, 48)
            self.report(stmt, fix, reason=reason, call=shown, direct="dump")

    def _function(self, call: ast.Call, name: str) -> tuple[str, spelling.Spelling] | None:
        """How the call of `json.load` or `json.dump` that takes the place of ``call`` begins."""
        if isinstance(call.func, ast.Attribute):
            return f"{self.text(call.func.value)}.{name}", spelling.Spelling("")
        found = spelling.spelling(self.semantics, "json", name, call)
        return None if found is None else (found.text, found)

    def _load(self, call: ast.Call, source: ast.expr) -> Offer:
        """`json.load(file)`, which calls `file.read()` itself."""
        begin = self._function(call, "load")
        if begin is None:
            return None, "the name `load` is taken"
        edits = [self.edit(call.func, begin[0]), self.edit(call.args[0], self.operand(source))]
        why = next(
            (
                f"the file would be read after {self.semantics.shown(word.value)}"
                for word in call.keywords
                if not self.semantics.purity.survives_calls(word.value)
            ),
            None,
        )
        why = why or begin[1].doubt or self._known(call)
        safety = Applicability.unless(why)
        return self.fix("Load from the file", safety, edits, begin[1].imports), why

    def _known(self, call: ast.Call) -> str | None:
        """Why `json.load` may take other words than `json.loads`, or be another function."""
        if self.semantics.names.replacements.covers("json.load"):
            return "the file puts something else in the place of `json.load`"
        taken = {None, "fp", "s"} & {word.arg for word in call.keywords}
        return "`json.load` may refuse a word in other words" if taken else None

    def _dump(self, call: ast.Call, stmt: ast.Expr) -> Offer:
        """`json.dump(data, file)`."""
        begin = self._function(call, "dump")
        write = stmt.value
        assert isinstance(write, ast.Call) and isinstance(write.func, ast.Attribute)
        if begin is None:
            return None, "the name `dump` is taken"
        inner, whole = self.span(call), self.span(stmt)
        if call.lineno != stmt.lineno and call.end_lineno != call.lineno:
            return None, "the call is spread over several lines"
        place = arguments.end_of(self.source, call, call.args[0])
        edits = [
            Edit(Span(whole.start, inner.start), ""),
            self.edit(call.func, begin[0]),
            Edit(Span(place, place), f", {self.text(write.func.value)}"),
            Edit(Span(inner.end, whole.end), ""),
        ]
        grown = len(begin[0]) - len(self.text(call.func))
        hung = lines.hang(self.source, stmt, whole.start - inner.start + grown)
        # What hangs below the call goes with its brackets.
        edits += [edit for edit in hung if edit.span.start < inner.end]
        why = "where a value cannot be written, part of the text would be in the file already"
        fix = self.fix("Dump into the file", Applicability.UNSAFE, edits, begin[1].imports)
        return fix, why


def _read(call: ast.Call, semantics: Semantics) -> ast.expr | None:
    """``file`` in `json.loads(file.read())`."""
    match call.args:
        case [ast.Call(func=ast.Attribute(value=source, attr="read"), args=[], keywords=[])]:
            is_self = isinstance(source, ast.Name) and source.id in ("self", "cls")
            if is_self or semantics.qualified(call.func) != "json.loads":
                return None
            return source
    return None


def _written(call: ast.Call, semantics: Semantics) -> ast.Expr | None:
    """The statement `file.write(json.dumps(data))` around its inner call."""
    write = semantics.parent(call)
    match write:
        case ast.Call(func=ast.Attribute(value=file, attr="write"), args=[only], keywords=[]):
            stmt = semantics.parent(write)
            if only is not call or not isinstance(stmt, ast.Expr):
                return None
            if len(call.args) != 1 or isinstance(call.args[0], ast.Starred | ast.GeneratorExp):
                return None
            if semantics.qualified(call.func) != "json.dumps":
                return None
            return stmt if reading.open_file(semantics, file) else None
    return None
