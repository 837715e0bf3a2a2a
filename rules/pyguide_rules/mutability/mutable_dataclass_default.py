"""PYG103: a list or dict as the default of a dataclass field."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from pyguide import Applicability, Category, Fix, Import, Reach, Rule, Semantics
from pyguide.rewriting import factories
from pyguide.semantics import structure
from pyguide.semantics.mutability import fields
from pyguide.semantics.objects import hashing, mutables
from pyguide.semantics.values import hints

_DATACLASS = "dataclasses.dataclass"
# What makes a field of a class that the decorator processes, and the word for its factory.
_FIELDS = {
    _DATACLASS: ("dataclasses", "field", "default_factory"),
    "pydantic.dataclasses.dataclass": ("dataclasses", "field", "default_factory"),
    **{f"attr.{name}": ("attr", "ib", "factory") for name in ("s", "attrs", "dataclass")},
    **{
        f"{home}.{name}": (home, "field", "factory")
        for home in ("attr", "attrs")
        for name in ("define", "mutable", "frozen")
    },
}
_NEEDS_AUTO = frozenset({"attr.s", "attr.attrs"})
# Dataclasses refuse these on every Python; since 3.11 they refuse all that cannot be hashed.
_ALWAYS_REFUSED = frozenset({"list", "dict", "set", "Counter", "OrderedDict", "defaultdict"})
_NO_FIELD = frozenset({"ClassVar", "InitVar"})
_BLOCKS = (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)


class MutableDataclassDefault(Rule):
    """`tags: list[str] = []` in a dataclass."""

    code = "PYG103"
    category = Category.CORRECTNESS
    message = "`{owner}` {verb} the default {kind} of `{name}`; it takes a `{factory}`"
    guide = ("Q104",)
    twins = {"ruff": ("RUF008",)}
    suspects = (ast.ClassDef,)
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        return bool(
            node.decorator_list
            and any(mutables.made(context, value) for _, value in _fields(node))
            and any(context.qualified(_bare(one)) in _FIELDS for one in node.decorator_list)
        )

    def judge(self, class_: ast.ClassDef) -> None:
        if self._is_expected_to_fail(class_):
            return
        for decorator in class_.decorator_list:
            full = self.semantics.qualified(_bare(decorator))
            if full in _FIELDS and (full not in _NEEDS_AUTO or _asks_auto(decorator)):
                self._look(class_, _bare(decorator), full)
                return

    def _is_expected_to_fail(self, class_: ast.ClassDef) -> bool:
        """Whether a test holds the class to be refused."""
        return hashing.expects_failure(self.semantics, class_)

    def _look(self, class_: ast.ClassDef, decorator: ast.expr, full: str) -> None:
        for stmt, value in _fields(class_):
            kind = mutables.made(self.semantics, value)
            if kind is None or not isinstance(stmt.target, ast.Name):
                continue
            newly = kind not in _ALWAYS_REFUSED and self.target_version < (3, 11)
            shares = _FIELDS[full][0] != "dataclasses" or newly
            name = stmt.target.id
            doubt = self._doubt(class_)
            if doubt is None and not fields.is_field(self.semantics, class_, stmt):
                doubt = f"`{name}` may be no field, or another one by the end of the class"
            if shares:
                doubt = f"code may rely on the one default of `{name}` for all instances"
            fix, reason = self._fix(value, decorator, full, safe=doubt is None)
            self.report(
                stmt,
                fix,
                reason=reason or doubt,
                owner=class_.name,
                verb="shares" if shares else "refuses",
                kind=kind,
                name=name,
                factory=_FIELDS[full][2],
            )

    def _doubt(self, class_: ast.ClassDef) -> str | None:
        """Why some program may get past the refusal; None if none can."""
        bare = _bare(class_.decorator_list[-1])
        if self.semantics.qualified(bare) != _DATACLASS:
            shown = self.semantics.shown(bare)
            return f"{shown} decides what becomes of the default"
        if class_.bases or class_.keywords:
            return f"what else makes `{class_.name}` decides what becomes of the default"
        tried = any(isinstance(around, _BLOCKS) for around in self.semantics.ancestors(class_))
        if tried or self.semantics.function(class_) is not None:
            return "code around the class may expect the ValueError"
        if not fields.stay(self.semantics, class_):
            return f"what the body of `{class_.name}` runs or holds may take fields away"
        return None

    def _fix(
        self, value: ast.expr, decorator: ast.expr, full: str, *, safe: bool
    ) -> tuple[Fix | None, str | None]:
        """A factory in the place of the object; or why there can be none."""
        home, name, word_ = _FIELDS[full]
        imports: Collection[Import] = ()
        called = name
        if isinstance(decorator, ast.Attribute) and full.startswith(f"{home}."):
            called = f"{self.text(decorator.value)}.{name}"
        elif self.semantics.meaning(name, value) != f"{home}.{name}":
            if self.semantics.bindings((name, value)) != ():
                return None, f"`{name}` means something else here"
            imports = (Import(home, name),)
        maker = factories.factory(self.semantics, value)
        if maker is None:
            return None, "the default depends on the class body"
        how = Applicability.SAFE if safe else Applicability.UNSAFE
        edit = self.edit(value, f"{called}({word_}={maker})")
        return self.fix(f"Make the default with a `{word_}`", how, [edit], imports), None


def _fields(class_: ast.ClassDef) -> Iterator[tuple[ast.AnnAssign, ast.expr]]:
    """The fields whose default is an object that the class body makes."""
    for stmt in class_.body:
        if isinstance(stmt, ast.AnnAssign):
            annotation, value = hints.read(stmt.annotation), stmt.value
            bare = annotation.value if isinstance(annotation, ast.Subscript) else annotation
            if value is None or structure.last_name(bare) in _NO_FIELD:
                continue
            if isinstance(value, (*mutables.DISPLAYS, ast.Call)):
                yield stmt, value


def _bare(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _asks_auto(decorator: ast.expr) -> bool:
    """Whether `attr.s` is told to make fields of annotations."""
    return isinstance(decorator, ast.Call) and any(
        one.arg == "auto_attribs"
        and isinstance(one.value, ast.Constant)
        and one.value.value is True
        for one in decorator.keywords
    )
