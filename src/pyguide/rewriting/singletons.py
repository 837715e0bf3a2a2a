"""Links of comparisons with None, True or False, and how to ask for identity instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

import libcst as cst

from pyguide.finding import Edit, Span
from pyguide.region import Region
from pyguide.rewriting.conditions import negated
from pyguide.semantics import Semantics, comments
from pyguide.source import Source

# What a comment says that defends the operator on its line, or in the next one.
_DEFENCE = re.compile(r"#.*(?:[=!]=|[`'\"]is\b|\bis (?:not )?(?:None|True|False)\b)")
_INSISTENCE = re.compile(r"#.*\b(?:must|cannot|can't|has to|needs to)\b", re.IGNORECASE)
# What tells another linter that the comparison is meant.
_SUPPRESSION = re.compile(r"#.*(?:\bE71[12]\b|\bC0121\b|\bsingleton-comparison\b)")


class Link(NamedTuple):
    """One `==` or `!=` (then ``negative``) between ``operand`` and the ``singleton``.

    ``whole`` is what asks: the comparison, or the `not` right in front of it. ``given`` is where
    the operand stands, its own brackets counted; ``leads`` says that the singleton stands first.
    """

    compare: ast.Compare
    whole: ast.expr
    operand: ast.expr
    singleton: str
    negative: bool
    leads: bool
    operator: Span
    given: Span

    @property
    def is_alone(self) -> bool:
        """Whether the comparison is not a chain."""
        return len(self.compare.ops) == 1

    @property
    def differs(self) -> bool:
        """Whether it asks for a difference, a `not` in front counted."""
        return self.negative != (self.whole is not self.compare)


def links(
    region: Region, semantics: Semantics, node: cst.Comparison, singletons: Collection[str]
) -> Iterator[Link]:
    """The links of ``node`` with one of ``singletons`` that are not meant to overload `==`.

    There are none where the stdlib knows no place of ``node``.
    """
    compare = region.ast_of(node)
    if not isinstance(compare, ast.Compare) or semantics.overloading.builds_query(compare):
        return
    if _is_said(region.source, region.source.span(compare), _SUPPRESSION):
        return
    alone = len(compare.ops) == 1
    whole = (negated(semantics, compare) if alone else None) or compare
    operands, left = [compare.left, *compare.comparators], node.left
    for index, link in enumerate(node.comparisons):
        sides = left, link.comparator
        left = link.comparator
        if not isinstance(link.operator, cst.Equal | cst.NotEqual):
            continue
        named = [s.value if isinstance(s, cst.Name) else "" for s in sides]
        second = named[1] in singletons
        if second or named[0] in singletons:
            yield Link(
                compare,
                whole,
                operands[index if second else index + 1],
                named[1] if second else named[0],
                isinstance(link.operator, cst.NotEqual),
                not second,
                region.span(link.operator),
                region.outer_span(sides[0] if second else sides[1]),
            )


def identity(source: Source, link: Link) -> Edit:
    """The edit that makes ``link`` ask `is` or `is not`, the singleton last."""
    if link.is_alone and (link.leads or link.whole is not link.compare):
        word = "is not" if link.differs else "is"
        text = f"{given(source, link)} {word} {link.singleton}"
        span = source.span(link.whole)
        return Edit.between(span.start, source.text_of(span), apart(source, span, text))
    word = "is not" if link.negative else "is"
    return Edit(link.operator, apart(source, link.operator, word, everywhere=True))


def given(source: Source, link: Link) -> str:
    """The operand as it is written, in brackets if it goes over several lines."""
    text = source.text_of(link.given)
    return text if len(text.splitlines()) == 1 or text.startswith("(") else f"({text})"


def apart(source: Source, span: Span, text: str, *, everywhere: bool = False) -> str:
    """``text`` with a blank where it would touch a word, or, ``everywhere``, anything."""
    before = source.text[max(span.start - 1, 0) : span.start]
    after = source.text[span.end : span.end + 1]
    touching = re.compile(r"\S" if everywhere else r"\w")
    head = " " if touching.match(before) else ""
    return f"{head}{text}{' ' if touching.match(after) else ''}"


def defended(source: Source, span: Span) -> bool:
    """Whether a comment on the lines of ``span``, or on those above, speaks of the operator."""
    return _is_said(source, span, _DEFENCE)


def insisted(source: Source, span: Span) -> bool:
    """Whether such a comment says that the operator must be this one."""
    return _is_said(source, span, _DEFENCE) and _is_said(source, span, _INSISTENCE)


def _is_said(source: Source, span: Span, what: re.Pattern[str]) -> bool:
    """Whether ``what`` is said on the lines of ``span`` or in the comments right above them."""
    first, last = (source.location(offset)[0] for offset in span)
    return source.remarks(what, comments.above(source, first), last)


def is_written_out(node: ast.expr) -> bool:
    """Whether the compiler knows the value, and would warn of an `is` beside it."""
    match node:
        case ast.UnaryOp(operand=operand):
            return is_written_out(operand)
        case ast.BinOp(left=left, right=right):
            return is_written_out(left) and is_written_out(right)
    return isinstance(node, ast.Constant | ast.Tuple)
