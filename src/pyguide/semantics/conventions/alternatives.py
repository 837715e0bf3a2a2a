"""Annotations that allow several types, and whether these types can be joined by a bar."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.values import lineage

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_TYPING = ("typing", "typing_extensions")
_CLASS_MODULES = frozenset({
    "abc", "argparse", "array", "asyncio", "collections", "collections.abc", "concurrent.futures",
    "datetime", "decimal", "enum", "fractions", "io", "ipaddress", "logging", "pathlib", "queue",
    "random", "re", "socket", "subprocess", "types", "uuid", *_TYPING,
})  # fmt: skip
"""Modules of which the capitalised names are classes, or take a bar like classes."""
_LOWER_CASE = frozenset({
    "array.array", "collections.defaultdict", "collections.deque", "datetime.date",
    "datetime.datetime", "datetime.time", "datetime.timedelta", "datetime.timezone",
    "datetime.tzinfo", "socket.socket", "socket.timeout",
})  # fmt: skip
_FUNCTIONS = frozenset({"NamedTuple", "NewType", "TypedDict"})
_MAKERS = frozenset({"NewType", "ParamSpec", "TypeVar"})
_MADE_OF_BASES = frozenset({"typing.NamedTuple", "typing_extensions.NamedTuple"})
"""Functions that as a base stand for a class of their making."""
_CLASS_DECORATORS = frozenset({
    "dataclasses.dataclass", "enum.unique", "functools.total_ordering", "typing.final",
    "typing.runtime_checkable", "typing_extensions.final", "typing_extensions.runtime_checkable",
    *(f"attr.{name}" for name in ("attrs", "define", "frozen", "mutable", "s")),
    *(f"attrs.{name}" for name in ("define", "frozen", "mutable")),
})  # fmt: skip
"""Decorators that give back the class, or another one like it."""
_BRACKETS = "__class_getitem__"


class Choice(NamedTuple):
    """The types that a union names, and whether None comes on top of them."""

    parts: tuple[ast.expr, ...]
    adds_none: bool


def of_union(semantics: Semantics, node: ast.Subscript) -> Choice | None:
    """What `Optional[...]` or `Union[...]` allows; None where ``node`` is neither."""
    # An import may have lengthened the name; most subscripts are ruled out by it.
    name: str = getattr(node.value, "id", "") or getattr(node.value, "attr", "")
    if not name.endswith(("Optional", "Union")):
        return None
    home, _, word = (semantics.qualified(node.value) or "").rpartition(".")
    if home not in _TYPING or word not in ("Optional", "Union"):
        return None
    inner = node.slice
    parts = inner.elts if word == "Union" and isinstance(inner, ast.Tuple) else [inner]
    if any(isinstance(one, ast.Starred | ast.Tuple) for one in parts) or all(map(_is_none, parts)):
        return None
    return Choice(tuple(parts), word == "Optional" and not _allows_none(semantics, inner))


def _allows_none(semantics: Semantics, part: ast.expr) -> bool:
    """Whether ``part`` is a choice that names None itself."""
    choice = isinstance(part, ast.Subscript | ast.BinOp)
    return choice and semantics.annotations.allows_none(part)


def doubt(semantics: Semantics, parts: Sequence[ast.expr]) -> str | None:
    """Why a bar between ``parts`` may fail when it is evaluated, in one clause; None if not."""
    if sum(map(_is_none, parts[:2])) == 2:
        return "`None` takes no `|` beside another `None`"
    for part in parts:
        if not _takes_bar(semantics, part):
            return f"{semantics.shown(part)} may be something that takes no `|`"
    return None


def _takes_bar(semantics: Semantics, part: ast.expr, seen: frozenset[str] = frozenset()) -> bool:
    """Whether ``part`` is a type; ``seen`` are the names that it stands for the value of."""
    takes = partial(_takes_bar, semantics, seen=seen)
    match part:
        case ast.Constant(value=None):
            return True
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return takes(left) and takes(right)
        case ast.Subscript(value=value):
            return takes(value) and is_generic(semantics, value)
        case ast.Call(func=func):
            home, _, word = (semantics.qualified(func) or "").rpartition(".")
            return home in _TYPING and word in _MAKERS
        case ast.Name() if semantics.is_builtin(part):
            return isinstance(getattr(builtins, part.id), type)
        case ast.Name():
            found = semantics.bindings(part) or ()
            if found and all(one.kind == "class" for one in found):
                takes = partial(_takes_bar, semantics, seen=seen | {part.id})
                return part.id in seen or all(
                    _is_own_type(semantics, one.node, takes) for one in found
                )
            if [one.kind for one in found] == ["assign"] and part.id not in seen:
                bound = found[0].value
                # Two that are None take no bar between them.
                if bound is None or _is_none(bound):
                    return False
                return _takes_bar(semantics, bound, seen | {part.id})
    full = semantics.qualified(part) or ""
    home, _, word = full.rpartition(".")
    if full in _LOWER_CASE:
        return True
    return home in _CLASS_MODULES and word[:1].isupper() and word not in _FUNCTIONS


def is_generic(semantics: Semantics, value: ast.expr) -> bool:
    """Whether brackets behind ``value`` name a type, by all that the file shows of it.

    Those behind a class of the file may do anything, unless it inherits what they do.
    """
    if not isinstance(value, ast.Name):
        return isinstance(value, ast.Attribute)
    for one in semantics.bindings(value) or ():
        match one.node:
            case ast.ClassDef() as class_:
                if not _inherits_brackets(semantics, class_):
                    return False
            case _ if one.kind not in ("import", "assign"):
                return False
        if one.kind == "assign" and isinstance(one.value, ast.Dict | ast.Call | ast.Subscript):
            return False
    return True


def _inherits_brackets(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether brackets behind a class of the file do what those behind one of its bases do."""
    found = lineage.lineage(semantics, class_)
    kin = (class_, *found.classes)
    subscripted = any(isinstance(base, ast.Subscript) for base in class_.bases)
    own = semantics.attributes.mentions(_BRACKETS) or any(
        semantics.attributes.is_bound(one, _BRACKETS) for one in kin
    )
    return (
        subscripted
        and not own
        and all(
            semantics.qualified(base) is not None and _takes_bar(semantics, base)
            for base in found.foreign
        )
    )


def _is_own_type(semantics: Semantics, class_: ast.AST, takes: Callable[[ast.expr], bool]) -> bool:
    """Whether a class of the file stays what its statement makes, and has no metaclass there.

    Bases from elsewhere bring none if a bar is known to stand beside them.
    """
    assert isinstance(class_, ast.ClassDef)
    found = lineage.lineage(semantics, class_)
    plain = all(_is_left_a_class(semantics, one) for one in (class_, *found.classes))
    foreign = (one for one in found.foreign if semantics.qualified(one) not in _MADE_OF_BASES)
    return plain and all(map(takes, foreign))


def _is_left_a_class(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether decorators and a metaclass leave ``class_`` a class with the metaclass `type`."""
    makers = (one.func if isinstance(one, ast.Call) else one for one in class_.decorator_list)
    return (
        all(semantics.qualified(maker) in _CLASS_DECORATORS for maker in makers)
        and all(word.arg == "metaclass" for word in class_.keywords)
        and lineage.metaclass(semantics, class_) is None
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


__all__ = ["Choice", "doubt", "is_generic", "of_union"]
