"""Whether running some code can change the object that an expression denotes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyguide.semantics.objects.effects import changed_form, is_suspension, may_be
from pyguide.semantics.structure import walk_run
from pyguide.semantics.values import library
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class Changes:
    """Proofs that an object stays as it is."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._forms: dict[ast.AST, dict[str, list[ast.AST]]] = {}

    def may_change(self, nodes: Sequence[ast.AST], obj: ast.expr) -> str | None:
        """Why running ``nodes`` may rebind, resize or refill ``obj``; None = provably not."""
        if not nodes:
            return None
        if isinstance(obj, ast.Name):
            return self._name(nodes, obj)
        if isinstance(obj, ast.Attribute):
            return self._attribute(nodes, obj)
        if isinstance(obj, ast.Constant):
            return None
        return f"{self._s.shown(obj)} is not a name"

    def by_item(self, stmt: ast.AugAssign, obj: ast.Name | ast.Attribute) -> str | None:
        """Why ``stmt``, which adds to an item of the list ``obj``, may change the list itself.

        A list that was given away may have become an item of its own.
        """
        target = self._s.effects_of.changed(stmt)
        if target is None or self._refused(stmt) or self._is_other(target, obj):
            return None
        if not isinstance(stmt.op, ast.Add | ast.Mult):
            return None  # no other operator changes a list in place
        if isinstance(obj, ast.Name) and self._s.uses.leak(obj, stmt) is None:
            return None
        return f"{self._s.shown(target)} is changed and may be {self._s.shown(obj)}"

    def before(self, name: ast.Name) -> bool:
        """Whether anything may have changed the object of ``name`` by the end of its statement."""
        function = self._s.function(name)
        if function is None or isinstance(function, ast.Lambda):
            return True
        statement = self._s.statement(name)
        if self._s.uses.leak(name, statement) is not None:
            return True
        return any(
            self._s.uses.may_precede(node, statement, name.id)
            and self._s.effects_of.changed(node) is not None
            for node in self._changing(function).get(name.id, ())
        )

    def _changing(self, function: ast.AST) -> dict[str, list[ast.AST]]:
        """The nodes of a function that by their form may change the object of a name."""
        found = self._forms.get(function)
        if found is None:
            found = self._forms[function] = {}
            for node in walk(function):
                target = changed_form(node)
                for one in () if target is None else may_be(target):
                    found.setdefault(one.id, []).append(node)
        return found

    def _name(self, nodes: Sequence[ast.AST], name: ast.Name) -> str | None:
        shown = f"`{name.id}`"
        owner = self._s.owner(name.id, name)
        if owner is None or self._s.dynamic(name):
            return f"{shown} cannot be followed"
        for node in self._s.flow.mentions(name.id, nodes, owner):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                return f"{shown} is rebound"
        if not self._s.is_local(name.id, name) and owner.kind != "comprehension":
            # Someone else's code can give the name another object.
            why = self._outside(nodes, shown)
            if why is not None:
                return why
        found = self._s.type_of(name)
        if found.within(*library.IMMUTABLE):
            return None
        if self._s.uses.leak(name, self._last(nodes)) is None:
            return self._direct(nodes, name)
        return self._shared(nodes, name, shown)

    def _last(self, nodes: Sequence[ast.AST]) -> ast.AST:
        return nodes[-1]

    def _outside(self, nodes: Sequence[ast.AST], shown: str) -> str | None:
        for node in walk_run(list(nodes)):
            if is_suspension(node):
                return f"the code awaits or yields while {shown} is shared"
            if self._s.effects_of.runs_unknown(node):
                return f"{self._s.shown(node)} may change {shown}"
        return None

    def _direct(self, nodes: Sequence[ast.AST], name: ast.Name) -> str | None:
        """Changes made through the name itself, the only way to the object."""
        for node in walk_run(list(nodes)):
            target = self._s.effects_of.changed(node)
            if target is not None and any(one.id == name.id for one in may_be(target)):
                return self._how(node, target)
        return None

    def _how(self, node: ast.AST, target: ast.expr) -> str:
        shown = self._s.shown(target)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            return f"`{ast.unparse(node.func)}` changes it"
        return f"{shown} is changed in place"

    def _attribute(self, nodes: Sequence[ast.AST], obj: ast.Attribute) -> str | None:
        shown = self._s.shown(obj)
        base = obj.value
        if not isinstance(base, ast.Name | ast.Attribute):
            return f"{shown} is not a plain attribute"
        root: ast.expr = base
        attrs = {obj.attr}
        while isinstance(root, ast.Attribute):
            attrs.add(root.attr)
            root = root.value
        if not isinstance(root, ast.Name):
            return f"{shown} is not a plain attribute"
        owner = self._s.owner(root.id, root)
        for node in self._s.flow.mentions(root.id, nodes, owner):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                return f"`{root.id}` is rebound"
        for node in walk_run(list(nodes)):
            stored = isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
            if stored and getattr(node, "attr", None) in attrs:
                return f"{shown} is rebound"
        return self._shared(nodes, obj, shown)

    def _shared(self, nodes: Sequence[ast.AST], obj: ast.expr, shown: str) -> str | None:
        """Changes to an object that others may hold, so that any unknown code can reach it."""
        mine = self._s.type_of(obj)
        for node in walk_run(list(nodes)):
            if is_suspension(node):
                return f"the code awaits or yields while {shown} is shared"
            target = self._s.effects_of.changed(node)
            harmless = mine.known and mine.exact and self._refused(node)
            if target is not None and not harmless and not self._is_other(target, obj):
                if _same_text(target, obj):
                    return self._how(node, target)
                return f"{self._s.shown(target)} is changed and may be {shown}"
            if self._s.effects_of.runs_unknown(node):
                return f"{self._s.shown(node)} may change {shown}"
            if not mine.known and self._consumes(node, obj):
                return f"iterating {shown} may use it up"
        return None

    def _consumes(self, node: ast.AST, obj: ast.expr) -> bool:
        text = ast.unparse(obj)
        match node:
            case ast.For(iter=source) | ast.comprehension(iter=source) | ast.Starred(value=source):
                return ast.unparse(source) == text
            case ast.Compare(ops=ops, comparators=right):
                return any(
                    isinstance(op, ast.In | ast.NotIn) and ast.unparse(one) == text
                    for op, one in zip(ops, right, strict=True)
                )
        return False

    def _is_other(self, target: ast.expr, obj: ast.expr) -> bool:
        """Whether the object of ``target`` provably is not the object of ``obj``."""
        first, second = self._s.type_of(target), self._s.type_of(obj)
        exact = first.exact and second.exact
        if exact and first.names and second.names and not first.names & second.names:
            return True
        if isinstance(target, ast.Name):
            same = isinstance(obj, ast.Name) and obj.id == target.id
            return not same and self._s.uses.leak(target, target) is None
        return False

    def _refused(self, node: ast.AST) -> bool:
        """Whether plain containers refuse what ``node`` does: new attributes, adding a number."""
        match node:
            case ast.Attribute():
                return True
            case ast.AugAssign(op=op, value=value):
                number = self._s.type_of(value).within(*library.NUMBERS)
                return number and not isinstance(op, ast.Mult)
        return False


def _same_text(one: ast.expr, other: ast.expr) -> bool:
    return ast.unparse(one) == ast.unparse(other)
