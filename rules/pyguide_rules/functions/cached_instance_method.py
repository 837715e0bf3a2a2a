"""PYG706: a cache on a method, which keeps every object it was called on."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics import structure
from pyguide.semantics.functions import caching


class CachedInstanceMethod(Rule):
    """`@lru_cache` on a method with `self`."""

    code = "PYG706"
    category = Category.SUSPICIOUS
    message = "the cache of `{name}` belongs to the class and keeps each `{owner}` it is called on"
    guide = ("Q102", "Q27")
    twins = {"ruff": ("B019",), "flake8-bugbear": ("B019",), "pylint": ("W1518",)}
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    mentions = ("cache",)
    reach = Reach.HEADER
    preview = True

    @classmethod
    def suspicious(cls, node: structure.DefNode, context: Semantics) -> bool:
        found = caching.cached(context, node) if node.decorator_list else None
        return found is not None and caching.owner(context, found) is not None

    def judge(self, method: structure.DefNode) -> None:
        found = caching.cached(self.semantics, method)
        owner = caching.owner(self.semantics, found) if found is not None else None
        if found is None or owner is None:
            return
        reason = "the cache may be meant to be shared by all instances"
        if len(structure.parameters(method.args)) == 1:
            reason = f"`cached_property` would change every call of `{method.name}`"
        self.report(found.decorator, reason=reason, name=method.name, owner=owner.name)
