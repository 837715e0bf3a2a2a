"""Write new parameters into a function or lambda."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyguide.finding import Edit, Span
from pyguide.semantics.structure import DefNode, parameters
from pyguide.source import Source


def with_defaults(
    source: Source, function: DefNode | ast.Lambda, names: Sequence[str]
) -> Edit | None:
    """The edit that adds ``name=name`` for each of ``names``, where no argument can land by place.

    A function without parameters gets plain ones, since nobody passes it anything. None where the
    place is not plain to see.
    """
    args, added = function.args, ", ".join(f"{name}={name}" for name in names)
    known = parameters(args)
    if {arg.arg for arg in known} & set(names):
        return None
    if not known:
        start = source.span(function).start
        if isinstance(function, ast.Lambda):
            place = start + len("lambda")
            return Edit(Span(place, place), f" {added}")
        place = source.text.index("(", source.text.index(function.name, start + 4)) + 1
        return Edit(Span(place, place), added)
    if args.kwarg is not None:
        return None
    ends = [source.span(arg).end for arg in known]
    ends += [source.span(one).end for one in (*args.defaults, *args.kw_defaults) if one is not None]
    place = max(ends)
    behind = source.text[place:].lstrip()
    while (
        behind.startswith(")")
        and not isinstance(function, ast.Lambda)
        and _is_open(source.text[source.span(function).start : place]) > 1
    ):
        place = source.text.index(")", place) + 1
        behind = source.text[place:].lstrip()
    if isinstance(function, ast.Lambda) and not behind.startswith(":"):
        return None
    if not isinstance(function, ast.Lambda) and not behind.startswith((")", ",")):
        return None
    star = "" if args.vararg is not None or args.kwonlyargs else "*, "
    return Edit(Span(place, place), f", {star}{added}")


def _is_open(text: str) -> int:
    return text.count("(") - text.count(")")


__all__ = ["with_defaults"]
