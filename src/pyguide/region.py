"""A slice of a source that libcst parses alone, with every position in the whole file.

A region is made of whole, unmodified lines (or of one expression), so nothing is dedented and no
column moves; what libcst needs around them goes into a prefix and a suffix outside the file.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyguide.finding import Span
from pyguide.source import POSITIONS_IN_FSTRINGS, Source
from pyguide.tree import children

if TYPE_CHECKING:
    import libcst as cst

    from pyguide.codegen import Positions

_BLANKS = re.compile(r"[ \t\f]*+")
Parents = Mapping[ast.AST, ast.AST]


class Reach(IntEnum):
    """How much of the file a rule's visitor needs around its suspect, smallest first."""

    EXPRESSION = 0
    HEADER = 1
    STATEMENT = 2
    FUNCTION = 3
    CLASS = 4
    MODULE = 5


class Extent(NamedTuple):
    """Where a region lies: offsets ``start`` to ``end`` and what is put around them to parse.

    ``root`` is the stdlib node that the region shows. Two extents are equal if they cover the same
    text in the same way.
    """

    start: int
    end: int
    prefix: str
    suffix: str
    expression: bool
    root: ast.AST

    def covers(self, other: Extent) -> bool:
        """Whether a visitor that walks this region also sees all of ``other``."""
        if (self.expression or self.suffix) and not other.expression:
            return False
        return self.start <= other.start and other.end <= self.end


def cut(source: Source, node: ast.AST, parents: Parents, reach: Reach) -> Extent:
    """The smallest extent around ``node`` that satisfies ``reach`` and can be parsed alone."""
    if reach is Reach.EXPRESSION and isinstance(node, ast.expr):
        if not _position_unsure(node, parents):
            span = source.span(node)
            return Extent(span.start, span.end, "(", ")", True, node)
        reach = Reach.STATEMENT
    if reach is Reach.MODULE:
        return whole(source)
    statement = _holder(node, parents, reach)
    header = reach is Reach.HEADER or (
        reach <= Reach.STATEMENT and not isinstance(node, ast.stmt | ast.excepthandler)
    )
    return _lines(source, statement, parents, header=header)


def whole(source: Source) -> Extent:
    """The extent of the whole file."""
    return Extent(0, len(source.text), "", "", False, source.tree)


def _position_unsure(node: ast.AST, parents: Parents) -> bool:
    if isinstance(node, ast.Slice | ast.Starred):
        return True
    above: ast.AST | None = node
    while not POSITIONS_IN_FSTRINGS and above is not None and not isinstance(above, ast.stmt):
        above = parents.get(above)
        if isinstance(above, ast.JoinedStr):
            return True
    return False


def _holder(node: ast.AST, parents: Parents, reach: Reach) -> ast.stmt | None:
    """The innermost statement of the kind that ``reach`` names, None for the whole module."""
    kinds: tuple[type[ast.AST], ...] = (ast.stmt,)
    if reach is Reach.FUNCTION:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    elif reach is Reach.CLASS:
        kinds = (ast.ClassDef,)
    above: ast.AST | None = node
    while above is not None and not isinstance(above, kinds):
        above = parents.get(above)
    return above if isinstance(above, ast.stmt) else None


def _lines(source: Source, statement: ast.stmt | None, parents: Parents, *, header: bool) -> Extent:
    """Whole lines around ``statement``; climbs while it shares a line with another one."""
    while statement is not None:
        first = first_line(statement)
        if stands_alone(source, statement, first):
            break
        statement, header = _holder(parents[statement], parents, Reach.STATEMENT), False
    if statement is None:
        return whole(source)
    start = source.starts[first - 1]
    indent = margin(source, first)
    prefix = f"if 1:{source.newline}" if indent else ""
    if isinstance(statement, ast.If) and source.text.startswith("elif", start + len(indent)):
        prefix += f"{indent}if 0: pass{source.newline}"
    last = statement.end_lineno or first
    body = getattr(statement, "body", None)
    if header and body and isinstance(body[0], ast.stmt) and not _is_try(statement):
        inner = first_line(body[0])
        if stands_alone(source, body[0], inner, before_only=True):
            end = source.starts[inner - 1]
            return Extent(start, end, prefix, f"{indent} pass", False, statement)
    end = source.starts[last] if last < len(source.starts) else len(source.text)
    return Extent(start, end, prefix, "", False, statement)


def _is_try(statement: ast.stmt) -> bool:
    """Whether the statement cannot end with its header."""
    return isinstance(statement, ast.Try | ast.TryStar)


def stands_alone(
    source: Source, statement: ast.stmt, first: int, *, before_only: bool = False
) -> bool:
    """Whether no other statement begins or ends on the lines of ``statement``."""
    decorators = getattr(statement, "decorator_list", None)
    column = 0 if decorators else statement.col_offset
    # Slices would copy an endless line for each of its statements.
    text, start = source.text, source.starts[first - 1]
    if _margin_end(text, start, start + column) < start + column:
        return False
    if first > 1 and text.endswith("\\", 0, source.line_span(first - 1).end):
        return False
    if before_only:
        return True
    end = source.line_span(statement.end_lineno or 1).end
    after = _margin_end(text, source.span(statement).end, end)
    return after >= end or text[after] == "#"


def end_line(source: Source, statement: ast.stmt | ast.ExceptHandler) -> int:
    """1-based line on which a statement ends, those counted that backslashes behind it add."""
    last = statement.end_lineno or statement.lineno
    rest = source.text[source.span(statement).end : source.line_span(last).end]
    while rest.endswith("\\") and "#" not in rest:
        last += 1
        rest = source.line(last)
    return last


def first_line(statement: ast.stmt) -> int:
    """1-based line on which a statement begins, its first decorator counted."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return decorators[0].lineno if decorators else statement.lineno


def margin(source: Source, line: int) -> str:
    """The whitespace with which a 1-based line begins."""
    # A slice would copy the whole line, which may be endless.
    return source.text[source.starts[line - 1] : _margin_end(source.text, source.starts[line - 1])]


def _margin_end(text: str, start: int, end: int = sys.maxsize) -> int:
    """The offset of what is no blank, from ``start`` on and before ``end``."""
    blanks = _BLANKS.match(text, start, end)
    return blanks.end() if blanks else start


SIMPLE = (
    ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Raise, ast.Delete,
    ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Assert, ast.Pass, ast.Break,
    ast.Continue,
)  # fmt: skip
"""Statements without a body, whose places both trees give alike."""


class Misprinted(Exception):
    """libcst printed something else than it read, so nobody knows where its nodes stand."""


class Region:
    """One parsed extent: its libcst tree, its places in the file, the stdlib nodes of its code."""

    def __init__(self, source: Source, extent: Extent) -> None:
        """Parse the extent; raises libcst's `ParserSyntaxError` where libcst refuses it."""
        import libcst as cst

        self.source = source
        self.extent = extent
        self.text = extent.prefix + source.text[extent.start : extent.end] + extent.suffix
        self.tree: cst.Module | cst.BaseExpression = (
            cst.parse_expression(self.text) if extent.expression else cst.parse_module(self.text)
        )

    def nodes(self) -> Iterator[cst.CSTNode]:
        """Every node but whitespace, punctuation and comments, parents before children."""
        from pyguide.codegen import walk

        return walk(self.tree)

    @cached_property
    def positions(self) -> Positions:
        """Where the nodes stand in the region's own text."""
        from pyguide.codegen import Positions

        return Positions.of(self.tree, self.text)

    @property
    def trusted(self) -> bool:
        """Whether all places that were asked for are right.

        Python vouches for those of stdlib nodes. Those of libcst nodes are right where libcst
        reproduces the region to the letter.
        """
        return "positions" not in vars(self) or self.exact

    @cached_property
    def exact(self) -> bool:
        """Whether libcst reproduces the region to the letter."""
        # The lone carriage return that libcst drops at the very end belongs to no node.
        return self.positions.code in (self.text, self.text.removesuffix("\r"))

    def span(self, node: cst.CSTNode) -> Span:
        """Span of ``node`` in the file, without its own parentheses and outer whitespace."""
        if isinstance(self.extent.root, SIMPLE) and node is self._shown:
            return self.source.span(self.extent.root)
        return self._in_file(*self.positions.bare[node])

    def outer_span(self, node: cst.CSTNode) -> Span:
        """Span of ``node`` in the file with its own parentheses and all whitespace it owns."""
        return self._in_file(*self.positions.outer[node])

    def _in_file(self, start: int, end: int) -> Span:
        if not self.exact:
            # libcst takes a last line end back after it was counted.
            start, end = (self._aligned[min(at, len(self._aligned) - 1)] for at in (start, end))
        shift = self.extent.start - len(self.extent.prefix)
        low, high = self.extent.start, self.extent.end
        return Span(min(max(start + shift, low), high), min(max(end + shift, low), high))

    @cached_property
    def _aligned(self) -> list[int]:
        """Offset in the region's text of each character that libcst printed, and of the end.

        libcst drops some form feeds from indentation and repeats others; it drops a backslash
        before a statement and a lone carriage return at the end.
        """
        offsets: list[int] = []
        text, at, blank = f"{self.text}\0", 0, " \t\f\r\n\\"
        for character in self.positions.code:
            while text[at] != character and text[at] in blank:
                at += 1
            offsets.append(at)
            if text[at] == character:
                at += 1
            elif character not in blank:
                raise Misprinted
        return [*offsets, at]

    def ast_of(self, node: cst.CSTNode) -> ast.AST | None:
        """The stdlib node that stands for the same code; None where there is none.

        There is none for parts of f-strings before Python 3.12, where stdlib positions are wrong,
        and for the inner halves of ``a and b and c``, which the stdlib tree holds flat.
        """
        from pyguide.codegen import stdlib_names

        names = stdlib_names(node)
        if node is self._shown and type(self.extent.root).__name__ in names:
            return self.extent.root
        for span in self._spellings(node):
            for found in self._by_start.get(span.start, ()):
                if type(found).__name__ in names and (
                    isinstance(found, ast.stmt | ast.excepthandler)
                    or self.source.span(found) == span
                ):
                    return found
        return None

    @cached_property
    def _shown(self) -> cst.CSTNode | None:
        """The node of the one statement or expression for which the region was cut out."""
        import libcst as cst

        if isinstance(self.tree, cst.BaseExpression):
            return self.tree
        found: cst.CSTNode = self.tree
        wrapped = bool(self.extent.prefix)
        while isinstance(found, cst.Module | cst.IndentedBlock | cst.SimpleStatementLine):
            if len(found.body) != 1:
                return None
            found = found.body[0]
            if wrapped and isinstance(found, cst.If):
                found, wrapped = found.body, False
        # Before an `elif` there is an `if` that the file has not.
        return None if "if 0" in self.extent.prefix else found

    def _spellings(self, node: cst.CSTNode) -> Iterator[Span]:
        """Spans under which the stdlib may know ``node``: bare, and within its inner brackets.

        The stdlib counts the brackets of a tuple and of a generator expression as part of it, even
        where the latter borrows those of a call.
        """
        yield self.span(node)
        if type(node).__name__ == "Param":
            # To the stdlib a parameter has neither stars nor a default.
            name: cst.CSTNode = node.name  # type: ignore[attr-defined]
            annotation: cst.CSTNode | None = node.annotation  # type: ignore[attr-defined]
            yield Span(self.span(name).start, self.outer_span(annotation or name).end)
        lpar, rpar = getattr(node, "lpar", ()), getattr(node, "rpar", ())
        if lpar and rpar:
            yield Span(self.outer_span(lpar[-1]).start, self.outer_span(rpar[0]).end)
        if type(node).__name__ == "GeneratorExp":
            bare, text = self.span(node), self.source.text
            start, end = text.rfind("(", 0, bare.start), text.find(")", bare.end)
            yield Span(start, end + 1)

    @cached_property
    def _by_start(self) -> dict[int, list[ast.AST]]:
        """Stdlib nodes of the region by the offset at which they start."""
        found: dict[int, list[ast.AST]] = {}
        stack: list[ast.AST] = [self.extent.root]
        while stack:
            node = stack.pop()
            if hasattr(node, "lineno") and hasattr(node, "col_offset"):
                found.setdefault(self.source.offset(node.lineno, node.col_offset), []).append(node)
            if POSITIONS_IN_FSTRINGS or not isinstance(node, ast.JoinedStr):
                stack.extend(children(node))
        return found
