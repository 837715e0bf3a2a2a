"""Fingerprints that know a finding again after the file around it has changed.

A fingerprint is a digest of four things:

1. the code of the rule;
2. the qualified name of the innermost ``def`` or ``class`` whose lines, from the first decorator
   on, hold the finding's first line (``Store.save``; empty at module level or where Python cannot
   parse the file);
3. the text of the lines that the finding touches, without indentation, comments and blank lines,
   every run of blanks as one;
4. how many findings above it in the same file share the first three.

So it stays when code moves within its scope, when lines come and go above it, when it is indented
anew, or when a comment is put beside it. It changes with the code itself, and two equal findings
have two fingerprints: one that goes while another comes shows. Neither line numbers nor the
message nor the path of the file are part of it; who gathers those of several files adds the path.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from pyguide.finding import Span
from pyguide.source import Source, SourceError

VERSION = 1
"""Goes up when the same finding gets another fingerprint."""

_DIGEST_BYTES = 16
# Code up to a comment. A quote that closes nothing on its line belongs to a longer string; nothing
# is ever tried twice, so any line takes linear time.
_CODE = re.compile(r"""(?>[^#'"]+|'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|['"])*+""")


def fingerprints(source: Source, places: Sequence[tuple[str, Span]]) -> list[str]:
    """The fingerprint of each of ``places``, pairs of code and span, in their order.

    Gives 32 hexadecimal digits each. ``places`` must hold all findings of the file, silenced ones
    included, since equal ones are counted.
    """
    names = scopes(source, {_lines(source, span)[0] for _, span in places})
    texts: dict[tuple[int, int], str] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    found = [""] * len(places)
    for index in sorted(range(len(places)), key=lambda index: places[index][1]):
        code, where = places[index][0], _lines(source, places[index][1])
        # Thousands of findings may share one endless line.
        if where not in texts:
            texts[where] = _digest(_normal(source.line(n) for n in range(where[0], where[1] + 1)))
        same = (code, names.get(where[0], ""), texts[where])
        found[index] = _digest([*same, str(seen[same])])
        seen[same] += 1
    return found


def _lines(source: Source, span: Span) -> tuple[int, int]:
    """First and last line that a span touches, counted from 1."""
    first = source.location(span.start)[0]
    return first, max(first, source.location(max(span.start, span.end - 1))[0])


def _normal(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        code = _CODE.match(line) if "#" in line else None
        words = " ".join((code.group() if code else line).split())
        if words:
            yield words


def scopes(source: Source, lines: set[int]) -> dict[int, str]:
    """The qualified name of the innermost scope for each of ``lines`` that stands in one.

    Empty where Python cannot parse the file.
    """
    try:
        tree = source.tree
    except SourceError:
        return {}
    found: dict[int, str] = {}
    blocks: list[tuple[ast.AST, str, list[int]]] = [(tree, "", sorted(lines))]
    while blocks:
        node, outer, left = blocks.pop()
        for child in _statements(node):
            name, first = outer, child.lineno
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{outer}.{child.name}" if outer else child.name
                first = min([first, *(each.lineno for each in child.decorator_list)])
            last = child.end_lineno or first
            inside = left[bisect_left(left, first) : bisect_right(left, last)]
            if inside:
                found.update(dict.fromkeys(inside, name))
                blocks.append((child, name, inside))
    return found


def _statements(node: ast.AST) -> Iterator[ast.stmt | ast.excepthandler]:
    """The statements right below a node; handlers, which hold statements, count as such."""
    for name in ("body", "handlers", "orelse", "finalbody"):
        yield from getattr(node, name, ())
    for case in getattr(node, "cases", ()):
        yield from case.body


def _digest(parts: Iterable[str]) -> str:
    text = "\0".join(parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()
