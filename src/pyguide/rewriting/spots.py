"""Where expressions stand in the file, inside f-strings too.

The stdlib knows places inside f-strings only since Python 3.12; libcst always does.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from pyguide.finding import Span
from pyguide.region import Region
from pyguide.semantics import Semantics


def spots(
    parse: Callable[[ast.AST], Region], semantics: Semantics, nodes: Sequence[ast.expr]
) -> list[Span] | None:
    """The spans of ``nodes``, which are all spelled alike.

    ``parse`` gives the region around an f-string that holds some of them. None where one holds
    others of that spelling, or prints one as in ``f"{x=}"``.
    """
    source = semantics.source
    strings = [_string_around(semantics, node) for node in nodes]
    found = [source.span(n) for n, s in zip(nodes, strings, strict=True) if s is None]
    for string in {string for string in strings if string is not None}:
        spelled = _spelled(ast.unparse(nodes[0]))
        inside = _inside(parse(string), source.span(string), spelled)
        if inside is None or len(inside) != strings.count(string):
            return None
        found += inside
    return found


def _inside(region: Region, string: Span, spelled: str) -> list[Span] | None:
    """Spans in ``string`` of what is ``spelled`` so; None where one of them is printed by name."""
    import libcst as cst  # which few files need

    found: list[Span] = []
    printed: list[Span] = []
    for node in region.nodes():
        span = region.span(node)
        if not string.covers(span) or span in found:
            continue
        match node:
            case cst.FormattedStringExpression(equal=cst.AssignEqual()):
                printed.append(span)
            case cst.Name() | cst.Attribute() | cst.Subscript() | cst.Call():
                found += [span] if _spelled(region.source.text_of(span)) == spelled else []
    return None if any(two.covers(one) for one in found for two in printed) else found


def _spelled(text: str) -> str:
    return "".join(text.split())


def _string_around(semantics: Semantics, node: ast.AST) -> ast.JoinedStr | None:
    """The f-string that holds ``node``, the outermost of several."""
    around = [one for one in semantics.ancestors(node) if isinstance(one, ast.JoinedStr)]
    return around[-1] if around else None


__all__ = ["spots"]
