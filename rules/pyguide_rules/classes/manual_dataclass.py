"""PYG604: a class that writes by hand what `@dataclass` writes."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Import, Reach, Rule, Semantics, Span
from pyguide.rewriting import blocks, lines, spelling
from pyguide.semantics.classes import records

_NAMES = (("dataclasses", "dataclass"), ("typing", "Any"))
_KEYWORD_ONLY = (3, 10)
_HASHABLE = ("int", "float", "complex", "bool", "str", "bytes", "None", "NoneType")


class ManualDataclass(Rule):
    """`__init__` with `self.x = x` for each `x`, and an `__eq__` that compares each."""

    code = "PYG604"
    category = Category.STYLE
    message = "`{owner}` writes {methods} by hand, which `@dataclass` does"
    guide = ("Q104", "Q18")
    twins = {"ruff": ("B903",), "flake8-bugbear": ("B903",), "pylint": ("R0903",)}
    suspects = (ast.ClassDef,)
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        if node.decorator_list or records.keeps_all(node) is None:
            return False
        return records.record(context, node) is not None

    def judge(self, class_: ast.ClassDef) -> None:
        found = records.record(self.semantics, class_)
        if found is None:
            return
        fix, reason = self._decorated(class_, found)
        methods = [one.name for one in (found.init, found.repr, found.eq) if one is not None]
        *first, last = (f"`{name}`" for name in methods)
        shown = f"{', '.join(first)} and {last}" if first else last
        self.report(class_, fix, reason=reason, owner=class_.name, methods=shown)

    def _decorated(self, class_: ast.ClassDef, found: records.Record) -> tuple[Fix | None, str]:
        """The decorator, the fields, and no method that it writes itself."""
        why = self._why_not(class_, found)
        if why is not None:
            return None, why
        imports: list[Import] = []
        spelled: dict[str, str] = {}
        untyped = any(field.annotation is None for field in found.fields)
        for module, name in _NAMES[: 1 + untyped]:
            spelling_ = spelling.spelling(self.semantics, module, name, class_)
            if spelling_ is None:
                return None, f"the name `{name}` is taken"
            spelled[name] = spelling_.text
            imports += spelling_.imports
        words = ["eq=False"] * (found.eq is None) + ["kw_only=True"] * found.keyword_only
        said = f"({', '.join(words)})" if words else ""
        edits = [
            self._under(class_, f"@{spelled['dataclass']}{said}"),
            self.edit(found.init, self._fields(found, spelled.get("Any", ""))),
        ]
        for method in (found.eq, found.repr):
            if method is not None:
                last = method.end_lineno or method.lineno
                edits.append(blocks.drop(self.source, method.lineno, last))
        fix = self.fix("Make it a dataclass", Applicability.UNSAFE, edits, imports)
        return fix, self._change(class_, found)

    def _under(self, class_: ast.ClassDef, decorator: str) -> Edit:
        """The decorator, in an edit that imports at the same place can come before."""
        start = self.span(class_).start
        margin = lines.indent(self.source, class_.lineno)
        text = f"{decorator}{self.source.newline}{margin}class"
        return Edit(Span(start, start + len("class")), text)

    def _fields(self, found: records.Record, unknown: str) -> str:
        rows = []
        for field in found.fields:
            kind = unknown if field.annotation is None else self.text(field.annotation)
            default = "" if field.default is None else f" = {self.text(field.default)}"
            rows.append(f"{field.name}: {kind}{default}")
        margin = lines.indent(self.source, found.init.lineno)
        return f"{self.source.newline}{margin}".join(rows)

    def _why_not(self, class_: ast.ClassDef, found: records.Record) -> str | None:
        """Why a decorator would not do, or what of the class it would lose."""
        init = found.init
        if found.keyword_only and (len(init.args.args) > 1 or self.target_version < _KEYWORD_ONLY):
            return "only some of the parameters are keyword-only"
        if ast.get_docstring(init, clean=False) is not None:
            return "the docstring of `__init__` would be lost"
        if any(isinstance(stmt, ast.AnnAssign) for stmt in class_.body):
            return "the class body has annotations, which would become fields"
        for field in found.fields:
            if field.default is not None and not self._is_hashable(field.default):
                return f"the default of `{field.name}` may not be one that dataclasses take"
            parts = (field.annotation, field.default)
            if any(part is not None and part.lineno != part.end_lineno for part in parts):
                return f"`{field.name}` spans several lines"
        removed = (one for one in (class_, init, found.eq, found.repr) if one is not None)
        if not all(blocks.has_own_lines(self.source, one) for one in removed):
            return "the class shares its lines with other code"
        hidden = records.clashes(self.semantics, class_, {field.name for field in found.fields})
        return None if hidden is None else f"the class body uses the name `{hidden}` itself"

    def _is_hashable(self, default: ast.expr) -> bool:
        if isinstance(default, ast.Tuple):
            return all(map(self._is_hashable, default.elts))
        return self.semantics.type_of(default).within(*_HASHABLE)

    def _change(self, class_: ast.ClassDef, found: records.Record) -> str:
        if not self.semantics.attributes.is_bound(class_, "__repr__"):
            return f"`repr()` of `{class_.name}` objects changes"
        if found.eq is not None:
            return f"objects of classes built on `{class_.name}` may compare otherwise"
        return "some libraries treat dataclasses in a way of their own"
