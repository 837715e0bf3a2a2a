"""One decoded file: its text, its lines, its encoding, its stdlib tree on demand."""

from __future__ import annotations

import ast
import codecs
import re
import sys
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from pyguide.finding import Span
from pyguide.tree import children, walk

# PEP 263: the cookie stands in a comment on one of the first two lines.
_COOKIE = rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)"
# What follows these names does not count, such as the line end in Emacs' `utf-8-unix`.
_UTF_8 = r"(?i)utf[-_]8(?:[-_].*)?"
_LATIN_1 = r"(?i)(?:latin[-_]1|iso[-_]8859[-_]1|iso[-_]latin[-_]1)(?:[-_].*)?"
_BLANK_OR_COMMENT = rb"^[ \t\f]*(?:#.*)?$"
_LINE_END_BYTES = rb"\r\n|\n|\r"
_LINE_END = re.compile(r"\r\n|\n|\r")
_TRIPLE = ('"""', "'''")
_REST_FROM_HASH = re.compile(r"#[^\r\n]*+")
_STEP = 256


class SourceError(Exception):
    """Bytes that Python itself refuses, with the 1-based line and column where known."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Source:
    """A file's bytes and all that is derived from them alone.

    Offsets count code points of ``text``; lines count from 1, columns from 1 where people see them.
    Line ends are ``\\n``, ``\\r\\n`` and a lone ``\\r``, as in Python's grammar.
    """

    def __init__(
        self,
        text: str,
        path: Path | None = None,
        *,
        encoding: str = "utf-8",
        bom: bool = False,
        tree: ast.Module | None = None,
    ) -> None:
        """A file that holds ``text``; a ``tree`` that somebody parsed from it already is reused."""
        self.text = text
        self.path = path
        self.encoding = encoding
        self.bom = bom
        self._raw: bytes | None = None
        self._mentions: dict[tuple[str, ...], bool] = {}
        self._remarks: dict[tuple[re.Pattern[str], int, int], bool] = {}
        self._columns: dict[int, list[int]] = {}
        if tree is not None:
            self.tree = tree

    @classmethod
    def decode(cls, raw: bytes, path: Path | None = None) -> Source:
        """The file that holds ``raw``; raises `SourceError` where the cookie lies or is unknown."""
        bom = raw.startswith(codecs.BOM_UTF8)
        encoding = _encoding(raw)
        try:
            text = raw[len(codecs.BOM_UTF8) if bom else 0 :].decode(encoding)
        except (ValueError, LookupError) as error:  # some codecs raise a plain UnicodeError
            line = 1
            if isinstance(error, UnicodeDecodeError):
                line += len(re.findall(_LINE_END_BYTES, raw[: error.start]))
            raise SourceError(f"cannot decode the file as {encoding}: {error}", line) from error
        source = cls(text, path, encoding=encoding, bom=bom)
        source._raw = raw
        return source

    def with_text(self, text: str) -> Source:
        """The same file holding ``text``; path, encoding and byte-order mark are kept."""
        return Source(text, self.path, encoding=self.encoding, bom=self.bom)

    @property
    def raw(self) -> bytes:
        """The file's bytes; raises UnicodeEncodeError where its encoding cannot spell the text."""
        if self._raw is None:
            mark = codecs.BOM_UTF8 if self.bom else b""
            self._raw = mark + self.text.encode(self.encoding)
        return self._raw

    @property
    def is_reproduced(self) -> bool:
        """Whether the encoding spells the text as the file does; some, as UTF-7, know many ways."""
        try:
            return self._raw is None or self.with_text(self.text).raw == self._raw
        except ValueError:
            return False

    @cached_property
    def starts(self) -> list[int]:
        """Offset at which each line begins; ``starts[0]`` is line 1."""
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        starts = list(accumulate([len(line) + 1 for line in self.text.split("\n")], initial=0))
        return starts[:-1]

    @cached_property
    def tree(self) -> ast.Module:
        """The stdlib tree; raises `SourceError` for code that the running Python refuses."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.text if self._raw is None else self._raw)
        except SyntaxError as error:
            line = min(max(error.lineno or 1, 1), len(self.starts))
            raise SourceError(error.msg, line, max(error.offset or 1, 1)) from error
        except ValueError as error:
            raise SourceError(str(error)) from error
        except (RecursionError, MemoryError) as error:
            raise SourceError("nested too deeply for Python's own parser") from error

    def mentions(self, words: tuple[str, ...]) -> bool:
        """Whether the text has one of ``words``, or spells names in ways that would hide them."""
        found = self._mentions.get(words)
        if found is None:
            found = not self.text.isascii() or any(word in self.text for word in words)
            self._mentions[words] = found
        return found

    @cached_property
    def hashes(self) -> list[int]:
        """Offset of the first ``#`` of each line that has one, in a string or not, in order."""
        return [match.start() for match in _REST_FROM_HASH.finditer(self.text)]

    def has_hash(self, first: int, last: int) -> bool:
        """Whether a ``#`` stands on one of the 1-based lines ``first`` to ``last``."""
        index = bisect_left(self.hashes, self.starts[first - 1])
        return index < len(self.hashes) and self.hashes[index] < self.line_span(last).end

    def remarks(self, pattern: re.Pattern[str], first: int, last: int) -> bool:
        """Whether the 1-based lines ``first`` to ``last`` hold what ``pattern`` finds.

        It must begin with a ``#`` and stay on a line. Many findings may ask about one endless line.
        """
        if not self.has_hash(first, last):
            return False
        key = (pattern, first, last)
        if key not in self._remarks:
            begin = bisect_left(self.hashes, self.starts[first - 1])
            end = bisect_left(self.hashes, self.line_span(last).end)
            self._remarks[key] = any(
                pattern.search(self.text, at, self.line_span(self.location(at)[0]).end)
                for at in self.hashes[begin:end]
            )
        return self._remarks[key]

    @cached_property
    def newline(self) -> str:
        """The first line end of the file, ``\\n`` where it has none."""
        match = _LINE_END.search(self.text)
        return match.group() if match else "\n"

    @cached_property
    def lines_in_strings(self) -> frozenset[int]:
        """1-based lines whose first character belongs to a string that began above."""
        return frozenset(
            node.lineno + line for node in _strings(self.tree) for line in self._begun_inside(node)
        )

    def _begun_inside(self, node: ast.expr) -> Iterable[int]:
        """The lines, counted from 0, of an expression of strings that begin inside one of them."""
        text = self.text_of(node)
        if _is_one_string(text):
            assert node.end_lineno is not None
            return range(1, node.end_lineno - node.lineno + 1)
        return _begun_inside(text)

    @cached_property
    def first_block(self) -> tuple[int, int] | None:
        """The 1-based lines of the first statement with an indented block, and of that block."""
        for node in walk(self.tree):
            body = getattr(node, "body", None)
            if not isinstance(node, ast.stmt) or not isinstance(body, list):
                continue
            if body[0].lineno != node.lineno:
                return node.lineno, body[0].lineno
        return None

    def line(self, number: int) -> str:
        """Text of 1-based line ``number`` without its line end."""
        return self.text[self.line_span(number).start : self.line_span(number).end]

    def line_span(self, number: int) -> Span:
        """Span of 1-based line ``number`` without its line end."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def location(self, offset: int) -> tuple[int, int]:
        """1-based line and column (code points) of ``offset``."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Offset of a stdlib position: 1-based line, 0-based column in UTF-8 bytes."""
        start = self.starts[line - 1]
        if self.text.isascii():  # which costs nothing
            return start + column
        if column > _STEP:
            # The way through an endless line is measured once, not for each of its nodes.
            steps = self._steps(line)
            index = min(bisect_right(steps, column) - 1, len(steps) - 1)
            start, column = start + index * _STEP, column - steps[index]
        head = self.text[start : start + column]
        if head.isascii():
            return start + column
        rest = head.encode(errors="surrogatepass")
        return start + len(rest[:column].decode(errors="ignore"))

    def _steps(self, line: int) -> list[int]:
        """Of each code point of a line whose number is a multiple of `_STEP`, its UTF-8 column."""
        if line not in self._columns:
            start = self.starts[line - 1]
            end = self.starts[line] if line < len(self.starts) else len(self.text)
            pieces = (self.text[at : at + _STEP] for at in range(start, end, _STEP))
            sizes = [len(piece.encode(errors="surrogatepass")) for piece in pieces]
            self._columns[line] = [*accumulate(sizes[:-1], initial=0)]
        return self._columns[line]

    def span(self, node: ast.AST) -> Span:
        """Span of a stdlib node that has a position (statement, expression, handler, …)."""
        return Span(
            self.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def text_of(self, where: ast.AST | Span) -> str:
        """The text of a span, or the text at which a stdlib node stands."""
        span = where if isinstance(where, Span) else self.span(where)
        return self.text[span.start : span.end]


def _encoding(raw: bytes) -> str:
    """Encoding that Python would use (PEP 263), by codec name; raises `SourceError`."""
    bom = raw.startswith(codecs.BOM_UTF8)
    body = raw[len(codecs.BOM_UTF8) :] if bom else raw
    head = body[:2000]
    if b"coding" not in head:
        return "utf-8"
    for number, line in enumerate(re.split(_LINE_END_BYTES, head, maxsplit=2)[:2], start=1):
        match = re.match(_COOKIE, line)
        if match:
            name = match.group(1).decode("ascii", "replace")
            try:
                codec = codecs.lookup(_normal(name)).name
            except LookupError as error:
                raise SourceError(f"unknown encoding: {name}", number) from error
            if bom and codec != "utf-8":
                raise SourceError(f"encoding problem: {name} with a byte-order mark", number)
            return codec
        if not re.match(_BLANK_OR_COMMENT, line):
            break
    return "utf-8"


def _normal(name: str) -> str:
    """The name that Python looks up for the one in a cookie."""
    if re.fullmatch(_UTF_8, name):
        return "utf-8"
    return "iso-8859-1" if re.fullmatch(_LATIN_1, name) else name


def _strings(tree: ast.Module) -> Iterator[ast.expr]:
    """The strings that spread over several lines, those in one another left out."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant | ast.JoinedStr) or type(node).__name__ == "TemplateStr":
            assert isinstance(node, ast.expr)
            if node.lineno != node.end_lineno:
                yield node
        else:
            stack += [child for child in children(node) if not _is_on_one_line(child)]


def _is_on_one_line(node: ast.AST) -> bool:
    return getattr(node, "lineno", 0) == getattr(node, "end_lineno", None)


def _is_one_string(text: str) -> bool:
    """Whether an expression of strings surely is one alone, as docstrings are."""
    quotes = text[:3]
    return quotes in _TRIPLE and text.count(quotes) == 2 and text.endswith(quotes)


def _begun_inside(text: str) -> Iterator[int]:
    """The same for strings of all kinds, for which the tokenizer is asked."""
    import io
    import tokenize

    # An f-string is one token before Python 3.12 and many since; PEP 750 adds its twin.
    opening, closing = (
        {getattr(tokenize, f"{kind}STRING_{end}", None) for kind in "FT"}
        for end in ("START", "END")
    )
    depth, start = 0, 0
    # In brackets, lines mean nothing to the tokenizer; it knows no lone carriage return.
    lines = io.StringIO(f"({_LINE_END.sub(chr(10), text)})")
    for token in tokenize.generate_tokens(lines.readline):
        if token.type == tokenize.STRING:
            yield from range(token.start[0], token.end[0])
        elif token.type in opening:
            start = start if depth else token.start[0]
            depth += 1
        elif token.type in closing:
            depth -= 1
            if not depth:
                yield from range(start, token.end[0])


POSITIONS_IN_FSTRINGS = sys.version_info >= (3, 12)
"""Whether stdlib positions inside f-strings are right (PEP 701)."""
