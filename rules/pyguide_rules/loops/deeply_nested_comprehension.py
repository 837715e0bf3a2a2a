"""PYG407: a comprehension with more loops in it than a reader can hold."""

from __future__ import annotations

import ast
from itertools import takewhile

from pyguide import Category, Rule, Semantics

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_FEWEST = 2


class DeeplyNestedComprehension(Rule):
    """`[x for a in b for c in a for x in c]`, `[[[x for x in c] for c in a] for a in b]`."""

    code = "PYG407"
    category = Category.COMPLEXITY
    message = "this comprehension {shape}; loops or a function of its own would have names"
    guide = ("Q10",)
    twins = {"wemake-python-styleguide": ("WPS224",)}
    suspects = _COMPREHENSIONS
    preview = True
    options = {"max-comprehension-depth": _FEWEST}

    @classmethod
    def suspicious(cls, node: _Comprehension, context: Semantics) -> bool:
        limit: int = max(_FEWEST, cls.wish(context, "max-comprehension-depth"))
        if len(node.generators) > limit:
            return True
        around = takewhile(lambda one: not isinstance(one, ast.stmt), context.ancestors(node))
        return len([one for one in around if isinstance(one, _COMPREHENSIONS)]) >= limit

    def judge(self, node: _Comprehension) -> None:
        # Fewer than two is no nesting, and is not looked for.
        limit = max(_FEWEST, self.option("max-comprehension-depth"))
        nest = (node, *self.semantics.ancestors(node))
        around = [one for one in nest if isinstance(one, _COMPREHENSIONS) and _shape(one, limit)]
        if around:
            reason, outermost = "how to divide it is for its author to say", around[-1]
            self.report(outermost, reason=reason, shape=_shape(outermost, limit))


def _shape(node: _Comprehension, limit: int) -> str | None:
    """What is too much in a comprehension, if anything is."""
    clauses = len(node.generators)
    if clauses > limit:
        return f"has {clauses} `for` clauses"
    depth = _depth(node)
    return f"nests {depth} comprehensions" if depth > limit else None


def _depth(node: ast.AST) -> int:
    """How many comprehensions stand in one another; what a lambda holds is another expression."""
    inner = [_depth(c) for c in ast.iter_child_nodes(node) if not isinstance(c, ast.Lambda)]
    return isinstance(node, _COMPREHENSIONS) + max(inner, default=0)
