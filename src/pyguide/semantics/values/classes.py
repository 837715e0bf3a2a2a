"""Classes: which expressions are one, what they are called, and how they compare."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from pyguide.semantics.structure import last_name
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_BUILTINS = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
# Decorators that hand out a class where they are given one.
_CLASS_DECORATORS = frozenset({
    "dataclasses.dataclass", "functools.total_ordering", "enum.unique", "typing.final",
    "typing.runtime_checkable", "typing_extensions.final", "typing_extensions.runtime_checkable",
})  # fmt: skip
_EQUALITIES = frozenset({"__eq__", "__ne__"})
_METACLASSES = frozenset({"type", "ABCMeta", "EnumMeta", "EnumType"})
_CAP_WORDS = re.compile(r"(?:.*\.)?_*[A-Z]\w*[a-z]\w*")
_LITERALS = (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set)


_KINDS: dict[type[ast.cmpop], Literal["equality", "identity", "membership"]] = {
    ast.Eq: "equality", ast.NotEq: "equality", ast.Is: "identity", ast.IsNot: "identity",
    ast.In: "membership", ast.NotIn: "membership",
}  # fmt: skip


class ClassQuestion(NamedTuple):
    """Whether the class of ``subject`` is one of ``classes``, or, if ``negative``, none of them.

    ``whole`` is what asks it: the comparison, or the `not` right in front of it.
    """

    compare: ast.Compare
    whole: ast.expr
    kind: Literal["equality", "identity", "membership"]
    negative: bool
    subject: ast.expr
    classes: list[ast.expr]

    @property
    def is_for_none(self) -> bool:
        """Whether ``type(None)`` is what the class is compared with."""
        match self.classes:
            case [ast.Call(args=[ast.Constant(value=None)])]:
                return True
        return False


class Classes:
    """Answers about the classes that expressions denote."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._questions: dict[ast.AST, Mapping[str, Iterable[type]]] = {}

    def asked(self, expr: ast.expr) -> ast.expr | None:
        """The ``x`` where ``expr`` is ``type(x)`` and `type` is the builtin."""
        if not isinstance(expr, ast.Call) or len(expr.args) != 1 or expr.keywords:
            return None
        (one,) = expr.args
        plain = not isinstance(one, ast.Starred) and self._s.is_builtin(expr.func, "type")
        return one if plain else None

    def question(self, compare: ast.Compare, link: int = 0) -> ClassQuestion | None:
        """What a link of a comparison asks with ``type(x)``; None where it does not ask so."""
        left, right = [compare.left, *compare.comparators][link : link + 2]
        operator = compare.ops[link]
        kind = _KINDS.get(type(operator))
        subject, other, classes = self.asked(left), self.asked(right), [right]
        if kind == "membership":
            shown = isinstance(right, ast.Tuple | ast.List | ast.Set)
            classes = right.elts if shown else []  # type: ignore[attr-defined]
        elif other is not None and (subject is None or _is_none(subject)):
            subject, classes = other, [left]
        if kind is None or subject is None or not classes:
            return None
        whole = self._with_not(compare)
        negative = isinstance(operator, ast.NotEq | ast.IsNot | ast.NotIn)
        return ClassQuestion(
            compare, whole, kind, negative != (whole is not compare), subject, classes
        )

    def _with_not(self, compare: ast.Compare) -> ast.expr:
        """The `not` that stands right in front of ``compare``, without brackets in between."""
        around, source = self._s.parent(compare), self._s.source
        if isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not):
            between = source.text[source.span(around).start : source.span(compare).start]
            return around if between.rstrip() == "not" else compare
        return compare

    def is_class(self, expr: ast.expr) -> bool:
        """Whether ``expr`` surely is a class: a builtin, ``type(x)``, or a class of this file."""
        if not isinstance(expr, ast.Name):
            return self.asked(expr) is not None
        return self._s.is_builtin(expr, *_BUILTINS) or self._is_own(expr)

    def _is_own(self, name: ast.Name) -> bool:
        found = self._s.bindings(name)
        if not found or len(found) != 1 or not isinstance(found[0].node, ast.ClassDef):
            return False
        decorators = (
            one.func if isinstance(one, ast.Call) else one for one in found[0].node.decorator_list
        )
        plain = all(self._s.qualified(one) in _CLASS_DECORATORS for one in decorators)
        return plain and self._makes_class(found[0].node)

    def _makes_class(self, class_: ast.ClassDef) -> bool:
        """Whether a class statement gives a class: what it calls to make one may give anything."""
        kin = (class_, *lineage.lineage(self._s, class_).classes)
        makers = (lineage.metaclass(self._s, one) for one in kin)
        return all(
            one is None
            or last_name(one) in _METACLASSES
            or lineage.class_named(self._s, one) is not None
            for one in makers
        )

    def name(self, expr: ast.expr) -> str | None:
        """How to name the class that ``expr`` most likely denotes; None where it is no name of one.

        An imported name and a name in CapWords pass for a class. ``type("")`` is named `str`.
        """
        asked, text = self.asked(expr), ast.unparse(expr)
        if isinstance(asked, _LITERALS):
            name = next(iter(self._s.type_of(asked).names or ()), "")
            if name == "NoneType":
                return text
            return name if name in _BUILTINS and self._s.builtin(name, expr) else None
        if not isinstance(expr, ast.Name | ast.Attribute) or text.endswith(".__class__"):
            return None
        if self._s.is_builtin(expr):
            return text if text in _BUILTINS and text != "object" else None
        known = _CAP_WORDS.fullmatch(text) or self.is_class(expr) or self._s.qualified(expr)
        return text if known else None

    def subclass_asked_of(self, subject: ast.expr, classes: Sequence[ast.expr]) -> str | None:
        """A builtin subclass of one of ``classes`` that the function asks ``subject`` for, too."""
        kinds = tuple(
            _BUILTINS[one.id]
            for one in classes
            if isinstance(one, ast.Name) and self._s.is_builtin(one, *_BUILTINS)
        )
        around = self._s.function(subject) or self._s.source.tree
        asked_for = self._asked_in(around).get(ast.dump(subject), ()) if kinds else ()
        for kind in asked_for:
            if kind not in kinds and issubclass(kind, kinds):
                return kind.__name__
        return None

    def _asked_in(self, around: ast.AST) -> Mapping[str, Iterable[type]]:
        """The builtin classes for which a function asks each subject, by the subject's dump."""
        if around in self._questions:
            return self._questions[around]
        found: dict[str, dict[type, None]] = {}
        named_in: dict[ast.AST, dict[type, None]] = {}
        named: ast.AST
        for node in walk(around):
            match node:
                case ast.Call(func=ast.Name(id="isinstance"), args=[one, other]):
                    asked, named = one, other
                case ast.Call(func=ast.Name(id="type"), args=[one]):
                    asked, named = one, self._s.parent(node) or node
                case _:
                    continue
            if named not in named_in:
                # Thousands of questions may stand in one display.
                names = (one.id for one in walk(named) if isinstance(one, ast.Name))
                named_in[named] = {_BUILTINS[name]: None for name in names if name in _BUILTINS}
            found.setdefault(ast.dump(asked), {}).update(named_in[named])
        self._questions[around] = found
        return found

    @cached_property
    def peculiar_equality(self) -> str | None:
        """A metaclass of the file, by name, if there is one and something defines an equality.

        A metaclass may inherit it, or get it from outside of its body.
        """
        if "__eq__" not in self._s.source.text and "__ne__" not in self._s.source.text:
            return None
        classes = list(self._s.structure.nodes(ast.ClassDef))
        known = self._metaclasses(classes)
        named = {node.name: node for node in classes}
        for node in classes:
            if node.name in known and (self._sets_equality or _defines_equality(node, named)):
                return str(node.name)
        return self._made_metaclass(classes) if self._sets_equality else None

    def _metaclasses(self, classes: list[ast.ClassDef]) -> set[str]:
        """The names of all that may be a metaclass, by their bases and by how they are used."""
        known = set(_METACLASSES)
        words = (word for node in classes for word in node.keywords)
        known.update(last_name(word.value) for word in words if last_name(word.value))
        for name, values in self._s.structure.assigned.items():
            if not known.isdisjoint(map(last_name, values)):
                known.add(name)
        for node in classes * 2:
            bases = set(map(last_name, node.bases))
            called = any(isinstance(base, ast.Call) for base in node.bases)
            meta = any(base.lower().endswith("meta") for base in bases)
            if called or meta or bases & known:
                known.add(node.name)
        return known

    @cached_property
    def _sets_equality(self) -> bool:
        """Whether the file gives something an equality outside of a class body, or spells it."""
        nodes = self._s.structure.nodes
        return (
            any(n.attr in _EQUALITIES for n in nodes(ast.Attribute) if isinstance(n.ctx, ast.Store))
            or any(n.value in _EQUALITIES for n in nodes(ast.Constant) if isinstance(n.value, str))
            or any(n.arg in _EQUALITIES for n in nodes(ast.keyword))
        )

    def _made_metaclass(self, classes: Sequence[ast.ClassDef]) -> str | None:
        """A metaclass, by name, that no class statement of the file makes; None if there is none.

        What `type` makes may be one, as may what it is called through.
        """
        for node in classes:
            for word in node.keywords:
                if word.arg == "metaclass" and last_name(word.value) not in _METACLASSES:
                    return last_name(word.value) or "metaclass"
        for call in self._s.structure.nodes(ast.Call):
            if len(call.args) == 3 and last_name(call.func) in _METACLASSES:
                return last_name(call.func)
        return None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _defines_equality(class_: ast.ClassDef, named: dict[str, ast.ClassDef]) -> bool:
    """Whether the class, or one of the file that it inherits from, has an equality of its own."""
    waiting = [class_]
    for one in waiting:  # which grows meanwhile
        if any(not _EQUALITIES.isdisjoint(_defined(part)) for part in walk(one)):
            return True
        found = (named.get(last_name(base)) for base in one.bases)
        waiting += [base for base in found if base is not None and base not in waiting]
    return False


def _defined(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name
