"""Make an annotation allow None: ``list[int]`` becomes ``list[int] | None``."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from pyguide.finding import Edit, Import, Span
from pyguide.semantics import Semantics
from pyguide.semantics.structure import last_name
from pyguide.semantics.values.hints import read

_UNION = (3, 10)
_PLAIN = (ast.Name, ast.Attribute, ast.Subscript)
_QUOTED = re.compile(r"""(["'])(?:(?!\1)[^\\\r\n])+\1""")
_OPTIONAL = Import("typing", "Optional")


class Widening(NamedTuple):
    """The edits that let an annotation allow None, and the imports that they need."""

    edits: tuple[Edit, ...] = ()
    imports: tuple[Import, ...] = ()


def allow_none(
    semantics: Semantics, annotation: ast.expr | None, target: tuple[int, int]
) -> Widening | None:
    """How ``annotation`` comes to allow None on ``target``; None where that is not clear."""
    if annotation is None or semantics.annotations.allows_none(annotation):
        return Widening()
    match annotation:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[inner, *_])):
            if last_name(value) == "Annotated":
                return allow_none(semantics, inner, target)
    span = semantics.source.span(annotation)
    meant = read(annotation)
    if not isinstance(meant, _PLAIN) and not _is_union(meant):
        return None
    if meant is not annotation:
        if not _QUOTED.fullmatch(semantics.source.text_of(span)):
            return None
        return Widening((Edit(Span(span.end - 1, span.end - 1), " | None"),))
    postponed = _is_postponed(semantics.source.tree)
    if postponed or target >= _UNION:
        sure = postponed or semantics.annotations.is_type(annotation)
        return Widening((Edit(Span(span.end, span.end), " | None"),)) if sure else None
    if not _may_say_optional(semantics, annotation):
        return None
    before, after = Span(span.start, span.start), Span(span.end, span.end)
    return Widening((Edit(before, "Optional["), Edit(after, "]")), (_OPTIONAL,))


def _is_union(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)


def _is_postponed(tree: ast.Module) -> bool:
    """Whether annotations are not evaluated when the function is defined."""
    return any(
        isinstance(stmt, ast.ImportFrom)
        and stmt.module == "__future__"
        and any(alias.name == "annotations" for alias in stmt.names)
        for stmt in tree.body
    )


def _may_say_optional(semantics: Semantics, at: ast.expr) -> bool:
    """Whether `Optional` at ``at`` means typing's, or nothing yet."""
    found = semantics.bindings(("Optional", at))
    if found is None:
        return False
    for one in found:
        around = semantics.parent(one.node)
        home = around.module if isinstance(around, ast.ImportFrom) else None
        if not isinstance(one.node, ast.alias) or one.node.name != "Optional" or home != "typing":
            return False
    return True
