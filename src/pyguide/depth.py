"""How deep code goes, asked before native code recurses over it and overflows its stack."""

from __future__ import annotations

import ast

from pyguide.source import Source
from pyguide.tree import children, walk

MOST_DEEP = 1_500
"""Levels that libcst is shown; measured: at 10,000 its parser kills the process."""
MOST_CLAUSES = 10_000
"""Clauses of one comprehension that Python compiles; measured: 60,000 kill the process."""

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def is_deep(root: ast.AST, length: int) -> bool:
    """Whether code of ``length`` characters under ``root`` has more than `MOST_DEEP` levels.

    What is flat in the stdlib tree and nested in libcst's counts as nested: operands of ``and`` and
    ``or``, clauses of a comprehension.
    """
    if length <= MOST_DEEP:
        return False  # a level takes a character
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > MOST_DEEP:
            return True
        if isinstance(node, ast.BoolOp):
            depth += len(node.values)
        elif isinstance(node, _COMPREHENSIONS):
            depth += len(node.generators)
        stack += [(child, depth + 1) for child in children(node)]
    return False


def overflows_compiler(source: Source) -> bool:
    """Whether Python's compiler might die of ``source``; raises what parsing it raises."""
    return source.text.count("for") > MOST_CLAUSES and any(
        isinstance(node, _COMPREHENSIONS) and len(node.generators) > MOST_CLAUSES
        for node in walk(source.tree)
    )
