"""PYG906: a global counter that several threads change at once."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics.concurrency import locking, threads
from pyguide.semantics.objects import mutables


class GlobalAugmentedRace(Rule):
    """`counter += 1` on a global, in a function that threads run."""

    code = "PYG906"
    category = Category.CORRECTNESS
    message = "`{text}` in `{function}` reads and writes in two steps; a thread may come between"
    guide = ("Q53",)
    suspects = (ast.AugAssign,)
    mentions = ("global",)
    reach = Reach.STATEMENT

    @classmethod
    def suspicious(cls, node: ast.AugAssign, context: Semantics) -> bool:
        return _is_race(node, context)

    def judge(self, stmt: ast.AugAssign) -> None:
        if not _is_race(stmt, self.semantics):
            return
        function = self.semantics.function(stmt)
        assert isinstance(function, ast.FunctionDef) and isinstance(stmt.target, ast.Name)
        why = f"only you know which lock guards `{stmt.target.id}`"
        self.report(stmt, reason=why, text=self.excerpt(stmt, 24), function=function.name)


def _is_race(stmt: ast.AugAssign, semantics: Semantics) -> bool:
    """Whether two threads may change the same global by ``stmt`` with no lock between them."""
    if not isinstance(stmt.target, ast.Name) or not _is_global(stmt.target.id, semantics):
        return False
    function, owner = semantics.function(stmt), semantics.owner(stmt.target.id, stmt.target)
    if not isinstance(function, ast.FunctionDef) or owner is None or owner.kind != "module":
        return False
    # What is added to a list or set in place is not lost.
    values = semantics.structure.assigned.get(stmt.target.id, ())
    if any(isinstance(one, tuple(mutables.DISPLAYS)) for one in values):
        return False
    if locking.is_guarded(semantics, stmt):
        return False
    return threads.run_by_several(semantics, function)


def _is_global(name: str, semantics: Semantics) -> bool:
    return any(name in node.names for node in semantics.structure.nodes(ast.Global))
