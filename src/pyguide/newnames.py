"""The new names that fixes write: two rules may each have found the same one free."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from bisect import bisect
from functools import cached_property
from operator import itemgetter

from pyguide.finding import Finding, Span
from pyguide.source import Source
from pyguide.tree import children, walk

# What may be a variable: no attribute and no keyword of a call.
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*+(?!=)")
_KNOWN = frozenset({*dir(builtins), *keyword.kwlist, *keyword.softkwlist})


class NewNames:
    """The names that the fixes of one pass bring to each outermost function."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._bringers: dict[tuple[ast.AST, str], str] = {}

    def take(self, finding: Finding) -> bool:
        """Reserve what a fix writes; False where one of another rule has brought such a name.

        Fixes of one rule know of each other: loops one after another may share a name.
        """
        assert finding.fix is not None
        edits = finding.fix.edits
        written = {word for one in edits for word in _NAME.findall(one.text)} - _KNOWN
        function = self._around(finding.fix.span.start) if written else None
        if function is None:
            return True
        for word in written:
            bringer = self._bringers.setdefault((function, word), finding.code)
            if bringer != finding.code and not self._is_used(word, function):
                return False
        return True

    def _around(self, offset: int) -> ast.AST | None:
        at = bisect(self._functions, offset, key=lambda one: one[0].start) - 1
        if at < 0 or offset >= self._functions[at][0].end:
            return None
        return self._functions[at][1]

    @cached_property
    def _functions(self) -> list[tuple[Span, ast.AST]]:
        """The outermost functions and where they stand, in source order."""
        found: list[tuple[Span, ast.AST]] = []
        waiting: list[ast.AST] = [self._source.tree]
        for node in waiting:  # which grows meanwhile
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.append((self._source.span(node), node))
            elif isinstance(node, ast.Module | ast.stmt | ast.ExceptHandler | ast.match_case):
                waiting += children(node)
        return sorted(found, key=itemgetter(0))

    def _is_used(self, word: str, function: ast.AST) -> bool:
        """Whether the function knows the name already, so that no fix brings it."""
        return any(
            word in (getattr(node, "id", ""), getattr(node, "arg", ""), getattr(node, "name", ""))
            for node in walk(function)
        )
