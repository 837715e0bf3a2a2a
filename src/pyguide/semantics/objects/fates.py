"""What becomes of an object: how the code around an expression uses what the expression gives."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

FateKind = Literal[
    "dropped", "bound", "entered", "returned", "yielded", "stored", "passed", "method",
    "attribute", "iterated", "inspected", "deleted",
]  # fmt: skip


class Fate(NamedTuple):
    """One use of an object.

    ``node`` is what uses it: the statement that drops, binds or returns it, the call that gets it
    or runs its method, the attribute that is read, the loop that iterates it. ``name`` is the name
    it is bound to, the method or the attribute. ``maybe`` says that another object may come in its
    place (``x if c else y``), ``later`` that the use stands in a function or generator that runs at
    some other time.
    """

    kind: FateKind
    node: ast.AST
    name: str = ""
    maybe: bool = False
    later: bool = False


class Use(NamedTuple):
    """A read or deletion of a name; ``sure`` where it can see no other binding of that name."""

    name: ast.Name
    fate: Fate
    sure: bool


class Fates:
    """Answers about uses."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def of(self, expr: ast.expr) -> Fate:
        """What the code directly around ``expr`` does with its value."""
        child: ast.AST = expr
        around = self._s.parent(child)
        while around is not None and _hands_on(around, child):
            child, around = around, self._s.parent(around)
        kind, node, name = self._kind(around, child)
        return Fate(kind, node, name, child is not expr, self._runs_later(expr))

    def _runs_later(self, expr: ast.expr) -> bool:
        """Whether ``expr`` stands in a generator expression that is not used up on the spot."""
        for around in self._s.ancestors(expr):
            if isinstance(around, ast.stmt):
                break
            if isinstance(around, ast.GeneratorExp) and not self._s.dominance.consumed(around):
                return True
        return False

    def _kind(self, around: ast.AST | None, child: ast.AST) -> tuple[FateKind, ast.AST, str]:
        match around:
            case ast.Expr():
                return "dropped", around, ""
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return "bound", around, name
            case ast.withitem(context_expr=value) if value is child:
                return "entered", around, ""
            case ast.Return() | ast.Lambda():
                return "returned", around, ""
            case ast.Yield() | ast.YieldFrom():
                return "yielded", around, ""
            case ast.Attribute(attr=attr, ctx=ast.Load()):
                call = self._s.parent(around)
                if isinstance(call, ast.Call) and call.func is around:
                    return "method", call, attr
                return "attribute", around, attr
            case ast.Call() if around.func is not child:
                return "passed", around, ""
            case ast.keyword(arg=arg):
                return "passed", self._s.parent(around) or around, arg or ""
            case ast.For(iter=source) | ast.comprehension(iter=source) if source is child:
                return "iterated", around, ""
            case ast.Starred():
                return "iterated", around, ""
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]) if right is child:
                return "iterated", around, ""
            case ast.Subscript(value=held) if held is child:
                return "inspected", around, ""
            case ast.Compare() | ast.FormattedValue() | ast.UnaryOp():
                return "inspected", around, ""
            case ast.If() | ast.While() | ast.Assert() | ast.IfExp():
                return "inspected", around, ""
            case ast.Delete():
                return "deleted", around, ""
        return "stored", around or child, ""

    def uses(self, target: ast.Name) -> list[Use]:
        """Every use of what is bound to the name ``target`` right there, in the order of the text.

        Reads that surely see another binding of the same name are left out.
        """
        owner = self._s.owner(target.id, target)
        if owner is None:
            return []
        home = self._s.function(target)
        bindings = [one for one in self._s.names.owned(owner, target.id) if one.kind != "delete"]
        found: list[Use] = []
        for node in self._s.flow.mentions(target.id, [owner.node], owner):
            if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Store):
                continue
            seen = self._s.dominance.definition(node) if len(bindings) > 1 else bindings[0]
            if seen is not None and seen.node is not target:
                continue
            fate = self.of(node)
            if self._s.function(node) is not home:
                fate = fate._replace(later=True)
            found.append(Use(node, fate, seen is not None))
        return found

    def untouched(self, name: ast.Name) -> ast.Name | None:
        """The target that binds what ``name`` reads, if nothing mentions it on the way to there.

        That is asked of code in functions only, where nobody else can get at the variable.
        """
        binding = self._s.dominance.definition(name)
        if binding is None or not isinstance(binding.node, ast.Name):
            return None
        if not self._s.is_local(name.id, name):
            return None
        if self._s.loop(name) is not self._s.loop(binding.node):
            return None
        place = (name.lineno, name.col_offset)
        uses = (use.name for use in self.uses(binding.node))
        later = all((one.lineno, one.col_offset) >= place for one in uses)
        return binding.node if later else None


def _hands_on(around: ast.AST, child: ast.AST) -> bool:
    """Whether the value of ``around`` may be that of the part ``child``."""
    match around:
        case ast.IfExp(test=test):
            return test is not child
        case ast.BoolOp() | ast.Await():
            return True
    return False
