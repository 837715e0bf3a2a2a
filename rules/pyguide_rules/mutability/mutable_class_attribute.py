"""PYG102: a list or dict that all instances of a class share and change."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Edit, Reach, Rule, Semantics, Span
from pyguide.rewriting import blocks, initializers
from pyguide.semantics import structure
from pyguide.semantics.mutability import attributes
from pyguide.semantics.objects import mutables
from pyguide.semantics.values import hints

_SHARED = r"_*(?:\w+_)?(?:cache[ds]?|memo|pools?|registry|registered|instances|shared)(?:_\w+)?"
_PLAIN_BASES = frozenset({"object", "ABC", "Generic"})


class MutableClassAttribute(Rule):
    """`items = []` in a class body, which methods change through `self`."""

    code = "PYG102"
    category = Category.CORRECTNESS
    message = "all instances of `{owner}` share the {kind} `{name}`{change}"
    guide = ("Q18", "Q4")
    twins = {"ruff": ("RUF012",)}
    suspects = (ast.ClassDef,)
    reach = Reach.HEADER
    preview = True
    options = {"flag-unchanged": False, "allow-caches": True}

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        known = context.attributes
        return any(
            cls.wish(context, "flag-unchanged") or known.change(node, name) is not None
            for _, name, _ in attributes.containers(node)
        )

    def judge(self, class_: ast.ClassDef) -> None:
        if self.semantics.attributes.are_managed(class_):
            return
        fixed = False
        for stmt, name, value in attributes.containers(class_):
            kind = mutables.made(self.semantics, value)
            if kind is not None and self._is_shared(class_, stmt, name):
                fixed = self._judge(class_, stmt, name, value, kind, fixed) or fixed

    def _is_shared(self, class_: ast.ClassDef, stmt: ast.stmt, name: str) -> bool:
        """Whether instances share the object without the code saying that they are meant to."""
        if isinstance(stmt, ast.AnnAssign) and hints.is_class_variable(stmt.annotation):
            return False
        if self.option("allow-caches") and re.fullmatch(_SHARED, name):
            return False
        known = self.semantics.attributes
        changed = known.change(class_, name) is not None or self.option("flag-unchanged")
        return (
            changed
            and not known.is_rebound(class_, name)
            and not known.is_asked_of_class(class_, name)
        )

    def _judge(
        self,
        class_: ast.ClassDef,
        stmt: ast.Assign | ast.AnnAssign,
        name: str,
        value: ast.expr,
        kind: str,
        later: bool,
    ) -> bool:
        """Report one attribute; whether it was offered a new `__init__`."""
        changer = self.semantics.attributes.change(class_, name)
        init = self.semantics.attributes.method(class_, "__init__")
        reason = self._obstacle(class_, stmt, name, value, init)
        fix = None
        if reason is None and changer is None:
            reason = f"nothing in `{class_.name}` changes `{name}`"
        if reason is None and init is None and later:
            reason = "another attribute needs the new `__init__` first"
        if reason is None:
            edits = self._moved(class_, stmt, name, value, init)
            title = f"Make `{name}` a new object in each instance"
            fix = self.fix(title, Applicability.UNSAFE, edits) if edits else None
            reason = f"code may rely on the one `{name}` of all instances"
            if fix is None:
                reason = "the code has no line of its own for a new statement"
        change = "" if changer is None else f", which `{changer.name}` changes"
        self.report(
            stmt, fix, reason=reason, owner=class_.name, name=name, kind=kind, change=change
        )
        return fix is not None and init is None

    def _obstacle(
        self,
        class_: ast.ClassDef,
        stmt: ast.stmt,
        name: str,
        value: ast.expr,
        init: structure.DefNode | None,
    ) -> str | None:
        """Why the assignment cannot move into `__init__`."""
        if len(self.text(stmt).splitlines()) > 1:
            return "the value is written on several lines"
        if self.semantics.attributes.is_read_in_body(class_, name):
            return f"the class body itself uses `{name}`"
        if not blocks.has_own_lines(self.source, stmt):
            return "another statement shares its line"
        if init is not None:
            if init.decorator_list or not isinstance(init, ast.FunctionDef):
                return "`__init__` is not a plain method"
            return self.semantics.defaults.differs_inside(value, init)
        if self.semantics.attributes.is_bound(class_, "__init__"):
            return "`__init__` is not a plain method"
        bases = (base.value if isinstance(base, ast.Subscript) else base for base in class_.bases)
        if class_.keywords or not set(map(structure.last_name, bases)) <= _PLAIN_BASES:
            return f"`{class_.name}` has bases and no `__init__` of its own"
        for node in ast.walk(value):
            if isinstance(node, ast.Name) and self.semantics.qualified(node) is None:
                return f"`{node.id}` may be another object when an instance is made"
        return None

    def _moved(
        self,
        class_: ast.ClassDef,
        stmt: ast.Assign | ast.AnnAssign,
        name: str,
        value: ast.expr,
        init: structure.DefNode | None,
    ) -> list[Edit]:
        """The edits that make the object in `__init__`; none where there is no place for it."""
        if isinstance(stmt, ast.AnnAssign):
            line = f"{name} = {self.text(value)}"
            gone = Edit(Span(self.span(stmt.annotation).end, self.span(stmt).end), "")
        else:
            end = self.source.line_span(stmt.lineno).end
            line = self.source.text[self.span(stmt).start : end].rstrip()
            gone = initializers.take_out(self.source, class_, stmt)
        if init is None:
            made_in = initializers.write(self.source, class_, line)
        else:
            made_in = initializers.assign_first(self.semantics, init, line)
        return [gone, made_in] if made_in is not None else []
