"""Put the truth of an object, or its opposite, in the place of a comparison."""

from __future__ import annotations

import ast
import re
from keyword import iskeyword

from pyguide import places
from pyguide.finding import Edit, Span
from pyguide.semantics import Semantics

# What `not` and `and` would tear apart.
_LOOSE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr, ast.Yield, ast.YieldFrom)
_ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
_TURN = re.compile(r"\b(?:not\s+in|is\s+not|in|is)\b")
_TURNED = {"in": "not in", "not in": "in", "is": "is not", "is not": "is"}
_LAST_WORD = re.compile(r"(\w+)\s*$")


def negated(semantics: Semantics, expr: ast.expr) -> ast.expr | None:
    """The `not` right in front of ``expr``, brackets or not; None if there is none."""
    around = semantics.parent(expr)
    is_not = isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)
    return around if is_not and isinstance(around, ast.expr) else None


def as_truth(semantics: Semantics, asked: ast.expr, operand: ast.expr, *, negative: bool) -> Edit:
    """The edit that puts ``operand``, or `not` in front of it, in the place of ``asked``.

    Brackets around ``asked`` go where they only served the comparison.
    """
    source = semantics.source
    alone = isinstance(semantics.parent(asked), ast.stmt)
    text = source.text_of(source.span(operand))
    flat = len(text.splitlines()) == 1
    bare = not negative and _stands_bare(operand, semantics.parent(asked))
    if isinstance(operand, _LOOSE) and not (flat and bare):
        text = f"({text})"
    elif not flat:
        text = places.unbroken(source, operand)
    span = source.span(asked)
    if flat and (alone or (isinstance(operand, _ATOMS) and not negative)):
        span = _with_brackets(source.text, span)
    if negative:
        turned = _opposite(semantics, operand)
        text = f"not {text}" if turned is None else places.on_its_own(turned)
    before = source.text[max(span.start - 1, 0) : span.start]
    after = source.text[span.end : span.end + 1]
    head = " " if re.match(r"\w", before) and re.match(r"\w", text) else ""
    tail = " " if re.match(r"\w", after) and re.match(r"\w", text[-1]) else ""
    return Edit.between(span.start, source.text_of(span), f"{head}{text}{tail}")


def _opposite(semantics: Semantics, operand: ast.expr) -> str | None:
    """The text of `in` or `is` turned round, which cannot be overloaded; None for all others."""
    match operand:
        case ast.Compare(ops=[ast.In() | ast.NotIn() | ast.Is() | ast.IsNot()]):
            source, (right,) = semantics.source, operand.comparators
        case _:
            return None
    whole, start = source.span(operand), source.span(operand.left).end
    between = source.text[start : source.span(right).start]
    turned = _TURN.sub(lambda found: _TURNED[" ".join(found[0].split())], between, count=1)
    text = source.text_of(whole)
    offset = start - whole.start
    return None if "#" in between else text[:offset] + turned + text[offset + len(between) :]


def _stands_bare(operand: ast.expr, around: ast.AST | None) -> bool:
    """Whether ``operand`` needs no brackets as the whole condition of the statement ``around``."""
    if isinstance(operand, ast.NamedExpr):
        return isinstance(around, ast.If | ast.While)
    return isinstance(around, ast.stmt) and not isinstance(operand, ast.Yield | ast.YieldFrom)


def _with_brackets(text: str, span: Span) -> Span:
    """``span`` and the brackets right around it, unless they may be those of a call."""
    while text[span.start - 1 : span.start] == "(" and text[span.end : span.end + 1] == ")":
        head = re.split(r"[\r\n]", text[max(span.start - 200, 0) : span.start - 1])[-1].rstrip()
        word = _LAST_WORD.search(head)
        if not head or head[-1] in ")]}\"'" or (word and not iskeyword(word[1])):
            break
        span = Span(span.start - 1, span.end + 1)
    return span
