"""PYG705: a cache that keeps a result for each argument it was ever asked for."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Import, Reach, Rule, Semantics
from pyguide.rewriting import spelling
from pyguide.semantics import structure
from pyguide.semantics.functions import caching

_SIZE = "maxsize=128"


class UnboundedCache(Rule):
    """`@functools.cache`, or `@lru_cache(maxsize=None)`, on a function with arguments."""

    code = "PYG705"
    category = Category.PERFORMANCE
    message = "the cache of `{name}` keeps each argument and result until the program ends"
    guide = ("Q102",)
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    mentions = ("cache",)
    reach = Reach.HEADER
    preview = True

    @classmethod
    def suspicious(cls, node: structure.DefNode, context: Semantics) -> bool:
        found = caching.cached(context, node) if node.decorator_list else None
        return found is not None and found.unbounded and caching.may_grow(context, found)

    def judge(self, function: structure.DefNode) -> None:
        found = caching.cached(self.semantics, function)
        if found is None or not found.unbounded or caching.owner(self.semantics, found):
            return
        if caching.may_grow(self.semantics, found):
            fix, reason = self._bounded(found)
            self.report(found.decorator, fix, reason=reason, name=function.name)

    def _bounded(self, found: caching.Cached) -> tuple[Fix | None, str]:
        """A cache that drops what was not asked for lately."""
        title = "Keep the 128 results asked for last"
        imports: tuple[Import, ...] = ()
        match found.decorator:
            case ast.Call(args=[size, *_]):
                edit = self.edit(size, _SIZE if len(found.decorator.args) == 1 else "128")
            case ast.Call(keywords=words):
                edit = self.edit(next(one.value for one in words if one.arg == "maxsize"), "128")
            case _:
                said = spelling.spelling(self.semantics, "functools", "lru_cache", found.function)
                if said is None:
                    return None, "`lru_cache` means something else here"
                edit, imports = self.edit(found.decorator, f"{said.text}({_SIZE})"), said.imports
        fix = self.fix(title, Applicability.UNSAFE, [edit], imports)
        return fix, f"`{found.function.name}` runs again for what was dropped"
