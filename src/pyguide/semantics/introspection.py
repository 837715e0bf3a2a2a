"""Annotations at run time: which are evaluated, and who may look at what they give."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics import hints
from pyguide.semantics.structure import DEFS, DefNode
from pyguide.tree import children

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_READS = r"\b(?:__annotations__|get_type_hints|get_annotations|singledispatch|inspect\.signature)\b"
_INDIFFERENT = frozenset({
    "abc.ABC", "abc.abstractmethod", "builtins.Exception", "builtins.classmethod",
    "builtins.object", "builtins.property", "builtins.staticmethod", "contextlib.contextmanager",
    "contextlib.asynccontextmanager", "dataclasses.dataclass", "enum.Enum", "enum.IntEnum",
    "functools.cache", "functools.cached_property", "functools.lru_cache", "functools.wraps",
    "typing.Generic", "typing.NamedTuple", "typing.Protocol", "typing.TypedDict", "typing.final",
    "typing.overload", "typing.override", "typing_extensions.override",
    "typing.runtime_checkable",
})  # fmt: skip
"""Decorators and base classes that do nothing with the value of an annotation but keep it."""
_INDIFFERENT_METHODS = frozenset({"setter", "getter", "deleter"})


class Annotation(NamedTuple):
    """A whole annotation, and the function or annotated assignment that it belongs to."""

    whole: ast.expr
    owner: DefNode | ast.AnnAssign


def annotation_around(semantics: Semantics, node: ast.expr) -> Annotation | None:
    """The annotation that ``node`` is, or is a part of; None where it stands elsewhere."""
    child: ast.expr = node
    for around in semantics.ancestors(node):
        match around:
            case ast.expr():
                child = around
            case ast.arg():
                continue
            case ast.arguments():
                owner = semantics.parent(around)
                annotated = isinstance(semantics.parent(child), ast.arg)
                return Annotation(child, owner) if annotated and isinstance(owner, DEFS) else None
            case ast.FunctionDef() | ast.AsyncFunctionDef() if around.returns is child:
                return Annotation(child, around)
            case ast.AnnAssign() if around.annotation is child:
                return Annotation(child, around)
            case ast.keyword() | ast.Slice():
                continue
            case _:
                return None
    return None


def is_postponed(semantics: Semantics) -> bool:
    """Whether the file keeps its annotations as text."""
    return any(
        node.module == "__future__" and any(alias.name == "annotations" for alias in node.names)
        for node in semantics.structure.nodes(ast.ImportFrom)
    )


def is_evaluated(semantics: Semantics, annotation: Annotation) -> bool:
    """Whether the annotation runs as code; those of a function's variables never do."""
    owner = annotation.owner
    if isinstance(owner, ast.AnnAssign) and isinstance(semantics.scope(owner).node, DEFS):
        return False
    return not is_postponed(semantics)


def reader(semantics: Semantics, annotation: Annotation) -> str | None:
    """Why something may depend on the value of the annotation, in one clause; None if nothing does.

    That other files may look at the annotations of functions, classes and modules by themselves is
    left out: then no annotation could ever be respelled.
    """
    owner = annotation.owner
    found = re.search(_READS, semantics.source.text)
    if found is not None:
        return f"`{found[0]}` in this file may read the annotations"
    holder: ast.AST | None = owner
    if isinstance(owner, ast.AnnAssign):
        holder = semantics.parent(owner)
        if not isinstance(holder, ast.ClassDef):
            return None
    if not isinstance(holder, (*DEFS, ast.ClassDef)):
        return None
    for decorator in holder.decorator_list:
        if not _is_indifferent(semantics, decorator):
            return f"{semantics.shown(decorator)} may read the annotations"
    if isinstance(holder, ast.ClassDef):
        for base in holder.bases:
            if not _is_indifferent(semantics, base):
                return f"the base {semantics.shown(base)} may read the annotations"
        if holder.keywords:
            return f"the metaclass of `{holder.name}` may read the annotations"
    return None


def quoted_part(subscript: ast.Subscript) -> str | None:
    """The first type that is named by a string between the brackets of ``subscript``, or None."""
    stack: list[ast.AST] = [subscript.slice]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Subscript):
            # What these hold are values, and notes for others.
            if hints.word(node.value) == "Literal":
                continue
            if hints.word(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
                node = node.slice.elts[0]
                stack.append(node)
                continue
        stack += reversed(children(node))
    return None


def _is_indifferent(semantics: Semantics, node: ast.expr) -> bool:
    """Whether a decorator or a base class leaves the value of an annotation alone."""
    match node:
        case ast.Call(func=func):
            node = func
        case ast.Subscript(value=value):
            node = value
    if isinstance(node, ast.Attribute) and node.attr in _INDIFFERENT_METHODS:
        return True
    return semantics.qualified(node) in _INDIFFERENT


__all__ = [
    "Annotation",
    "annotation_around",
    "is_evaluated",
    "is_postponed",
    "quoted_part",
    "reader",
]
