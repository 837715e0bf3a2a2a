"""Text: the proofs of a file where all that formatting gives is taken for plain `str`."""

from __future__ import annotations

import ast
import re
from functools import cached_property

from pyguide.semantics import Semantics
from pyguide.semantics.structure import last_name
from pyguide.semantics.values.formats import format_shows_text
from pyguide.semantics.values.inference import Values
from pyguide.semantics.values.types import Type, known

_TEXT = frozenset({"str"})
# By which a class of text makes something else of a sum, or of a pattern that it is put into.
_MIXING = frozenset({"__add__", "__radd__", "__rmod__"})
_BASES = frozenset({"str", "StrEnum"})
_FORMATTERS = (ast.Call, ast.JoinedStr, ast.BinOp)
# A pattern that is one hole, or that could be: it begins and ends with one.
_LONE_HOLE = re.compile(r"%(?:\([^)]*\))?[^a-zA-Z%]*[sra]|\{.*\}", re.DOTALL)


class Text(Semantics):
    """Proofs under one more assumption: no class of text overloads `+`, or `%` from the right.

    It is not made in a file that has such a class itself.

    What `str()`, `repr()`, `format()`, `%` and a replacement field give may be of a subclass of
    `str`, where an object says so. Here it counts as plain, and so does the name of a class.
    """

    def __init__(self, base: Semantics) -> None:
        super().__init__(base.source, trust=base.trust)
        # What does not speak of types is the same, so it is shared.
        self.structure = base.structure
        self.scopes = base.scopes
        self.names = base.names
        self.flow = base.flow
        self.dominance = base.dominance

    @cached_property
    def values(self) -> Values:
        """Types of expressions."""
        return Values(self) if self._has_own_text else _TextValues(self)

    @cached_property
    def _has_own_text(self) -> bool:
        """Whether the file has a subclass of `str`, and a class that overloads such an operator."""
        bases, values = self.structure.bases, self.structure.assigned
        known_as = [last_name(value) for base in bases for value in values.get(base, ())]
        is_text = not _BASES.isdisjoint([*bases, *known_as])
        return is_text and not _MIXING.isdisjoint(self.implicit.bound)


class _TextValues(Values):
    def _infer(self, expr: ast.expr) -> Type:
        if isinstance(expr, ast.Attribute) and self._is_class_name(expr):
            return known("str", "operator", expr)
        found = super()._infer(expr)
        # Other evidence, such as a test by `isinstance`, speaks of objects that came from outside.
        own = bool(found.evidence) and found.evidence[-1][1] is expr
        if own and found.names == _TEXT and isinstance(expr, _FORMATTERS):
            return found._replace(exact=True)
        return found

    def _is_class_name(self, expr: ast.Attribute) -> bool:
        if expr.attr not in ("__name__", "__qualname__"):
            return False
        match expr.value:
            case ast.Call(func=func, args=[_], keywords=[]):
                return self._s.is_builtin(func, "type")
            case ast.Attribute(attr="__class__"):
                return True
        return False


def makes_text(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether formatting surely makes a new string and does not hand on one that it was given."""
    match expr:
        case ast.JoinedStr(values=values):
            return len(values) > 1
        case ast.BinOp(op=ast.Add()) | ast.Attribute():
            return True
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str() as pattern)):
            return _LONE_HOLE.fullmatch(pattern) is None
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as pattern))):
            return _LONE_HOLE.fullmatch(pattern) is None
        case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr="format")):
            return _begins_with_text(semantics.value_of(name))
    return False


def _begins_with_text(pattern: ast.expr | None) -> bool:
    """Whether a pattern for `format`, perhaps a sum, shows text between its first holes."""
    while isinstance(pattern, ast.BinOp) and isinstance(pattern.op, ast.Add):
        pattern = pattern.left
    match pattern:
        case ast.Constant(value=str(begin)):
            return format_shows_text(begin)
    return False
