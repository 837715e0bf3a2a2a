"""PYG507: a whole sort of which only the first or the last items are wanted."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import spelling

_FEW = 20


class SortedSlice(Rule):
    """`sorted(xs)[0]` and `sorted(xs)[:3]`."""

    code = "PYG507"
    category = Category.PERFORMANCE
    message = "all of `{source}` is sorted for {what}; `{cure}` needs one pass"
    guide = ("Q15",)
    twins = {"ruff": ("FURB192",), "refurb": ("FURB192",)}
    suspects = (ast.Call,)
    callees = frozenset({"sorted"})
    reach = Reach.EXPRESSION
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _chosen(node, context) is not None

    def judge(self, call: ast.Call) -> None:
        chosen = _chosen(call, self.semantics)
        if chosen is None:
            return
        part, cure, count = chosen
        fix, why = self._fix(part, call, cure, count)
        what = "one item" if count is None else f"{count} items"
        self.report(part, fix, reason=why, source=self.excerpt(call.args[0]), what=what, cure=cure)

    def _fix(
        self, part: ast.Subscript, call: ast.Call, cure: str, count: int | None
    ) -> tuple[Fix | None, str]:
        source = self.text(call.args[0])
        kept = [self.text(word) for word in call.keywords if word.arg != "reverse"]
        if isinstance(call.args[0], ast.GeneratorExp) and kept and not source.startswith("("):
            source = f"({source})"
        if "\n" in self.text(part):
            return None, "the call is written over several lines"
        if count is None:
            if not self.semantics.builtin(cure, part):
                return None, f"`{cure}` is not the builtin here"
            new = f"{cure}({', '.join([source, *kept])})"
            if isinstance(call.args[0], ast.GeneratorExp) and not kept:
                new = f"{cure}{source if source.startswith('(') else f'({source})'}"
            why = f"an empty {self.semantics.shown(call.args[0])} raises ValueError, no IndexError"
            if isinstance(part.slice, ast.UnaryOp):
                why = f"`{cure}` gives the first of equal items, the end of a sort the last"
            return self.replace(part, new, f"Use `{cure}`", Applicability.UNSAFE), why
        found = spelling.spelling(self.semantics, "heapq", cure.removeprefix("heapq."), part)
        if found is None:
            return None, f"the name `{cure.removeprefix('heapq.')}` is taken"
        if isinstance(call.args[0], ast.GeneratorExp) and not source.startswith("("):
            source = f"({source})"
        new = f"{found.text}({', '.join([str(count), source, *kept])})"
        fix = self.fix(f"Use `{cure}`", Applicability.UNSAFE, [self.edit(part, new)], found.imports)
        return fix, "items without a total order may come out in another order"


def _chosen(call: ast.Call, semantics: Semantics) -> tuple[ast.Subscript, str, int | None] | None:
    """What is taken of a sort, by which function it is found, and how many for a slice."""
    part = semantics.parent(call)
    if not isinstance(part, ast.Subscript) or part.value is not call or len(call.args) != 1:
        return None
    if not isinstance(part.ctx, ast.Load) or isinstance(call.args[0], ast.Starred):
        return None
    reverse = False
    for word in call.keywords:
        if word.arg not in ("key", "reverse"):
            return None
        if word.arg == "reverse":
            if not isinstance(word.value, ast.Constant):
                return None
            reverse = bool(word.value.value)
    count: int | None = None
    cure = f"heapq.n{'largest' if reverse else 'smallest'}"
    match part.slice:
        case ast.Constant(value=0):
            cure = "max" if reverse else "min"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            cure = "min" if reverse else "max"
        case ast.Slice(lower=None, upper=ast.Constant(value=int() as wanted), step=None):
            if not 1 < wanted <= _FEW:
                return None
            count = wanted
        case _:
            return None
    return (part, cure, count) if semantics.is_builtin(call.func, "sorted") else None
