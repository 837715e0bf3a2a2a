"""Annotations at run time: which are evaluated, and who may look at what they give."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.conventions import alternatives
from pyguide.semantics.structure import DEFS, DefNode, last_name
from pyguide.tree import children

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_READS = frozenset({
    "Signature", "__annotations__", "__dataclass_fields__", "get_annotations", "get_type_hints",
    "getfullargspec", "help", "pydoc", "singledispatch", "singledispatchmethod",
})  # fmt: skip
"""Names by which code reads annotations, wherever it has them from."""
_READS_BY_STAR = ("signature", "fields")
_READERS = frozenset({"attr.fields", "attrs.fields", "dataclasses.fields", "inspect.signature"})
"""What the file may read annotations by under another name."""
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


class Introspection:
    """Answers about annotations at run time."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def annotation(self, node: ast.expr) -> Annotation | None:
        """The annotation that ``node`` is, or is a part of; None where it stands elsewhere."""
        child: ast.expr = node
        for around in self._s.ancestors(node):
            match around:
                case ast.expr():
                    child = around
                case ast.arg() | ast.keyword() | ast.Slice():
                    continue
                case ast.arguments():
                    owner = self._s.parent(around)
                    annotated = isinstance(self._s.parent(child), ast.arg)
                    found = annotated and isinstance(owner, DEFS)
                    return Annotation(child, owner) if found else None  # type: ignore[arg-type]
                case ast.FunctionDef() | ast.AsyncFunctionDef() if around.returns is child:
                    return Annotation(child, around)
                case ast.AnnAssign() if around.annotation is child:
                    return Annotation(child, around)
                case _:
                    return None
        return None

    @cached_property
    def is_postponed(self) -> bool:
        """Whether the file keeps its annotations as text."""
        return any(
            node.module == "__future__" and any(alias.name == "annotations" for alias in node.names)
            for node in self._s.structure.nodes(ast.ImportFrom)
        )

    def is_evaluated(self, annotation: Annotation) -> bool:
        """Whether the annotation runs as code; those of a function's variables never do."""
        owner = annotation.owner
        if isinstance(owner, ast.AnnAssign) and isinstance(self._s.scope(owner).node, DEFS):
            return False
        return not self.is_postponed

    def computing(self, node: ast.expr, annotation: Annotation) -> str | None:
        """Why the annotation may make something else of ``node``, its part, than a hint does.

        A call or a comparison in an annotation that is evaluated sees the object itself.
        """
        if node is annotation.whole or not self.is_evaluated(annotation):
            return None
        child: ast.AST = node
        for around in self._s.ancestors(node):
            match around:
                case ast.Subscript(value=value) if value is child:
                    if child is not node or not isinstance(node, ast.Name | ast.Attribute):
                        return "the annotation computes with the object"
                case ast.Subscript(value=value):
                    if not alternatives.is_generic(self._s, value):
                        return f"{self._s.shown(value)} may do something with the object"
                case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                    doubt = alternatives.doubt(self._s, [right if left is child else left])
                    if doubt is not None:
                        return doubt
                case ast.Tuple() | ast.List():
                    pass
                case _:
                    return "the annotation computes with the object"
            if around is annotation.whole:
                return None
            child = around
        return None

    @cached_property
    def _reading(self) -> str | None:
        """A name in the file by which code reads annotations."""
        words = _READS.intersection(re.findall(r"\w+", self._s.source.text))
        return min(filter(self._is_used, words), default=None) or min(self._readers(), default=None)

    def _is_used(self, word: str) -> bool:
        """Whether code spells ``word`` to mean what the library calls so."""
        nodes, names = self._s.structure.nodes, self._s.names
        if any(one.id == word and names.owner_at(one) is None for one in nodes(ast.Name)):
            return True
        if word == "help":
            return False
        return (
            any(one.attr == word for one in nodes(ast.Attribute))
            or any(one.value == word for one in nodes(ast.Constant))
            or any(
                word in alias.name.split(".") or getattr(one, "module", "") == word
                for one in nodes(ast.Import, ast.ImportFrom)
                for alias in one.names
            )
        )

    def _readers(self) -> Iterator[str]:
        """What of the libraries is imported or named that reads annotations."""
        nodes = self._s.structure.nodes
        if self._s.names.facts.star:
            yield from (one.id for one in nodes(ast.Name) if one.id in _READS_BY_STAR)
        for node in nodes(ast.ImportFrom):
            yield from (one.name for one in node.names if f"{node.module}.{one.name}" in _READERS)
        for node in nodes(ast.Attribute):
            if node.attr in ("fields", "signature") and self._s.qualified(node) in _READERS:
                yield node.attr

    def reader(self, annotation: Annotation) -> str | None:
        """Why something may depend on the annotation's value, in one clause; None if nothing does.

        That other files may look at the annotations of functions, classes and modules by themselves
        is left out: then no annotation could ever be respelled.
        """
        owner = annotation.owner
        if self._reading is not None:
            return f"`{self._reading}` in this file may read the annotations"
        holder: ast.AST | None = owner
        if isinstance(owner, ast.AnnAssign):
            holder = self._s.parent(owner)
            if not isinstance(holder, ast.ClassDef):
                return None
        if not isinstance(holder, (*DEFS, ast.ClassDef)):
            return None
        for decorator in holder.decorator_list:
            if not self._is_indifferent(decorator):
                return f"{self._s.shown(decorator)} may read the annotations"
        if isinstance(holder, ast.ClassDef):
            if self._s.attributes.is_listed(holder):
                return f"the file lists what `{holder.name}` holds, annotations included"
            for base in holder.bases:
                if not self._is_indifferent(base):
                    return f"the base {self._s.shown(base)} may read the annotations"
            shown = holder.decorator_list and ast.get_docstring(holder) is None
            if shown and "__doc__" in self._s.source.text:
                return f"the `__doc__` of `{holder.name}` may show the annotations"
            if holder.keywords:
                return f"the metaclass of `{holder.name}` may read the annotations"
        return None

    def _is_indifferent(self, node: ast.expr) -> bool:
        """Whether a decorator or a base class leaves the value of an annotation alone."""
        match node:
            case ast.Call(func=func):
                node = func
            case ast.Subscript(value=value):
                node = value
        if isinstance(node, ast.Attribute) and node.attr in _INDIFFERENT_METHODS:
            return self._is_property(node.value)
        return self._s.qualified(node) in _INDIFFERENT

    def _is_property(self, node: ast.expr) -> bool:
        """Whether ``node`` names what indifferent decorators alone make of methods of a class."""
        if not isinstance(node, ast.Name):
            return False
        bound = self._s.scopes.table(self._s.scopes.at(node)).bound.get(node.id, ())
        return all(
            isinstance(one.node, DEFS)
            and all(
                getattr(maker, "attr", "") in _INDIFFERENT_METHODS or self._is_indifferent(maker)
                for maker in one.node.decorator_list
            )
            for one in bound
        )


def quoted_part(subscript: ast.Subscript) -> str | None:
    """The first type that is named by a string between the brackets of ``subscript``, or None."""
    stack: list[ast.AST] = [subscript.slice]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Subscript):
            # What these hold are values, and notes for others.
            if last_name(node.value) == "Literal":
                continue
            if last_name(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
                node = node.slice.elts[0]
                stack.append(node)
                continue
        stack += reversed(children(node))
    return None


__all__ = ["Annotation", "Introspection", "quoted_part"]
