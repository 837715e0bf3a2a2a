"""PYG805: a loop over the lines of a file that is read as one text and split first."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.rewriting import blocks, lines
from pyguide.semantics.files import reading


class WholeFileLineLoop(Rule):
    """`for line in file.read().splitlines()`."""

    code = "PYG805"
    category = Category.PERFORMANCE
    message = "`{call}` holds the whole file twice, as a text and as a list of its lines"
    guide = ("Q33", "Q31")
    suspects = (ast.Call,)
    callees = frozenset({"split", "splitlines"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _found(node, context) is not None

    def judge(self, call: ast.Call) -> None:
        found = _found(call, self.semantics)
        if found is not None:
            fix, reason = self._one_by_one(found)
            self.report(call, fix, reason=reason, call=self.excerpt(call, 40))

    def _one_by_one(self, found: reading.Reading) -> tuple[Fix | None, str]:
        """The file in the place of the list, and lines without their ends."""
        call = found.call
        if found.file.held == "call":
            return None, "no name holds the open file"
        if reading.may_outlive(self.semantics, found):
            return None, "the generator may run when the file is closed"
        binary = reading.gives_bytes(self.semantics, found.file)
        if binary is None:
            return None, f"{self.semantics.shown(found.file.expr)} may give text or bytes"
        edits = [self.edit(call, self.text(found.file.expr))]
        if not _keeps_ends(call):
            stripping = self._stripping(found, '.rstrip(b"\\n")' if binary else '.rstrip("\\n")')
            if isinstance(stripping, str):
                return None, stripping
            edits += stripping
        why = "`splitlines` also splits at form feeds and the like"
        if _name(call) == "split":
            why = "`split` gives an empty last line where the file ends in a line end"
        return self.fix("Iterate the file itself", Applicability.UNSAFE, edits), why

    def _stripping(self, found: reading.Reading, strip: str) -> list[Edit] | str:
        """Edits that take the end off each line, or why there is no clear place for that."""
        line = reading.line_name(found)
        if line is None:
            return "no plain name holds the line"
        reads = [
            node
            for part in found.body
            for node in ast.walk(part)
            if isinstance(node, ast.Name) and node.id == line and isinstance(node.ctx, ast.Load)
        ]
        if all(map(self._loses_end, reads)):
            return []
        if isinstance(found.loop, ast.For):
            first = found.loop.body[0]
            if first.lineno == found.loop.lineno or not blocks.has_own_lines(self.source, first):
                return "the body of the loop shares its line"
            return [lines.above(self.source, first, f"{line} = {line}{strip}")]
        if len(reads) > 1 or self.semantics.in_fstring(reads[0]):
            return f"`{line}` is used in several places"
        end = self.span(reads[0]).end
        return [Edit(Span(end, end), strip)]

    def _loses_end(self, read: ast.Name) -> bool:
        """Whether ``read`` is stripped or split at blanks, which takes the line end off anyway."""
        fate = self.semantics.fates.of(read)
        bare = isinstance(fate.node, ast.Call) and not fate.node.args
        return bare and fate.kind == "method" and fate.name in ("strip", "rstrip", "split")


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _keeps_ends(call: ast.Call) -> bool:
    given = [*call.args, *(word.value for word in call.keywords)]
    return any(isinstance(one, ast.Constant) and one.value is True for one in given)


def _holder(call: ast.Call) -> ast.expr | None:
    """``file`` in `file.read().splitlines()` and `file.read().split("\\n")`."""
    match call.func:
        case ast.Attribute(
            value=ast.Call(func=ast.Attribute(value=holder, attr="read"), args=[], keywords=[]),
            attr=attr,
        ):
            return holder if _cuts_lines(attr, call) else None
    return None


def _cuts_lines(method: str, call: ast.Call) -> bool:
    match [*call.args, *(word.value for word in call.keywords)]:
        case []:
            return method == "splitlines"
        case [ast.Constant(value=value)]:
            return value in {"split": ("\n", b"\n"), "splitlines": (True, False)}.get(method, ())
    return False


def _found(call: ast.Call, semantics: Semantics) -> reading.Reading | None:
    """The loop over the lines into which ``call`` splits what was just read from a file."""
    holder = _holder(call)
    found = None if holder is None else reading.reading(semantics, call, holder)
    return None if found is None or reading.is_own(found.file.opening) else found
