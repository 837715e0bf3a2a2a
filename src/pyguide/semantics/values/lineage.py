"""What a class is built on: its bases as far as the file shows them, and what they make of it."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import last_name

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# Bases that add no behaviour of their own.
_ROOTS = frozenset({
    "builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol",
    "typing_extensions.Generic", "typing_extensions.Protocol",
})  # fmt: skip
# Metaclasses that leave a class as it is.
_METACLASSES = frozenset({"abc.ABCMeta", "builtins.type"})
# Decorators that leave a class as it is, but for other methods than those it has.
_QUIET = frozenset({
    "functools.total_ordering", "typing.final", "typing.runtime_checkable",
    "typing_extensions.final", "typing_extensions.runtime_checkable",
})  # fmt: skip
_EXCEPTIONS = frozenset(
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
)
_EXCEPTION = r"\w*(?:Error|Exception|Warning)"
_ENUM = r"\w*(?:Enum|Flag|Choices)"
_RECORD_BASES = frozenset({"NamedTuple", "TypedDict", "Struct", "BaseModel"})
# They write methods of the class themselves, most of them by the name of the last word.
_WRITERS = frozenset({
    "attrs", "attributes", "attrib", "dataclass", "define", "frozen", "mutable", "s",
    "dataclass_transform", "total_dataclass", "autoslots",
})  # fmt: skip


class Lineage(NamedTuple):
    """All that a class inherits from: ``classes`` of this file, and ``foreign`` bases.

    The class itself is none of them. `object`, `ABC`, `Generic` and `Protocol` are not named.
    """

    classes: tuple[ast.ClassDef, ...]
    foreign: tuple[ast.expr, ...]


def bases(class_: ast.ClassDef) -> Iterator[ast.expr]:
    """The bases as they are written, `Generic[T]` without its subscript."""
    for base in class_.bases:
        yield base.value if isinstance(base, ast.Subscript) else base


def metaclass(semantics: Semantics, class_: ast.ClassDef) -> ast.expr | None:
    """The metaclass that the statement names, if it is another one than `ABCMeta`."""
    found = next((k.value for k in class_.keywords if k.arg == "metaclass"), None)
    return None if found is None or semantics.qualified(found) in _METACLASSES else found


def class_named(semantics: Semantics, expr: ast.expr) -> ast.ClassDef | None:
    """The class of this file that ``expr`` surely names: bound once, by its statement."""
    if not isinstance(expr, ast.Name):
        return None
    found = semantics.bindings(expr)
    if found is None or len(found) != 1 or not isinstance(found[0].node, ast.ClassDef):
        return None
    return found[0].node


def lineage(semantics: Semantics, class_: ast.ClassDef) -> Lineage:
    """What ``class_`` inherits from, the nearest first."""
    classes: list[ast.ClassDef] = []
    foreign: list[ast.expr] = []
    waiting = [class_]
    for one in waiting:  # which grows meanwhile
        for base in bases(one):
            known = class_named(semantics, base)
            if known is None:
                if semantics.qualified(base) not in _ROOTS:
                    foreign.append(base)
            elif known is not class_ and known not in classes:
                classes.append(known)
                waiting.append(known)
    return Lineage(tuple(classes), tuple(foreign))


def family(semantics: Semantics, class_: ast.ClassDef) -> list[ast.ClassDef]:
    """The class, and those of the file that it is built on or that are built on it."""
    below = [
        one
        for one in semantics.structure.nodes(ast.ClassDef)
        if class_ in lineage(semantics, one).classes
    ]
    return [class_, *lineage(semantics, class_).classes, *below]


def is_plain(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether only `type` and the class's own body decide what becomes of it.

    All bases are then known, and none of them nor the class has a decorator that may change it, a
    metaclass or other keywords, or an `__init_subclass__`.
    """
    found = lineage(semantics, class_)
    return not found.foreign and all(
        all(semantics.qualified(decorator) in _QUIET for decorator in one.decorator_list)
        and all(word.arg == "metaclass" for word in one.keywords)
        and metaclass(semantics, one) is None
        and not any(getattr(stmt, "name", "") == "__init_subclass__" for stmt in one.body)
        for one in (class_, *found.classes)
    )


def has_written_methods(class_: ast.ClassDef) -> bool:
    """Whether a decorator or base known for it, such as `dataclass`, writes methods of the class.

    Enumerations, named tuples and the models of pydantic count too.
    """
    decorators = (d.func if isinstance(d, ast.Call) else d for d in class_.decorator_list)
    return bool(_WRITERS & set(map(last_name, decorators))) or any(
        last_name(base) in _RECORD_BASES or re.fullmatch(_ENUM, last_name(base))
        for base in bases(class_)
    )


def is_exception(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether the class looks like an exception, by the names of its bases."""
    found = lineage(semantics, class_)
    return any(
        last_name(base) in _EXCEPTIONS or re.fullmatch(_EXCEPTION, last_name(base)) is not None
        for one in (class_, *found.classes)
        for base in bases(one)
    )


def is_enumeration(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether the class looks like an enumeration, by the names of its bases.

    Those by which they are imported count, and those that they have at home.
    """
    found = lineage(semantics, class_)
    return any(
        re.fullmatch(_ENUM, name) is not None
        for one in (class_, *found.classes)
        for base in bases(one)
        for name in (last_name(base), (semantics.qualified(base) or "").rpartition(".")[2])
    )


def may_be_deep(semantics: Semantics, class_: ast.ClassDef, most: int) -> bool:
    """Whether `longest_line` may name more than ``most`` classes; by names alone, quickly asked."""
    if most <= 1:
        return bool(class_.bases)
    classes = semantics.structure.classes
    return any(
        may_be_deep(semantics, known, most - 1)
        for base in bases(class_)
        if isinstance(base, ast.Name)
        for known in classes.get(base.id, ())
        if known is not class_
    )


def longest_line(semantics: Semantics, class_: ast.ClassDef) -> list[str]:
    """The longest way up from ``class_``, which comes first, by the names of the classes.

    A base from elsewhere is the end of a line, whatever it is built on itself. `object` and its
    like are left out.
    """
    return _longest_line(semantics, class_, ())


def _longest_line(
    semantics: Semantics, class_: ast.ClassDef, below: tuple[ast.ClassDef, ...]
) -> list[str]:
    lines: list[list[str]] = [[]]
    for base in bases(class_):
        known = class_named(semantics, base)
        if known is not None and known not in (class_, *below):
            lines.append(_longest_line(semantics, known, (class_, *below)))
        elif known is None and semantics.qualified(base) not in _ROOTS:
            lines.append([last_name(base) or ast.unparse(base)])
    return [class_.name, *max(lines, key=len)]
