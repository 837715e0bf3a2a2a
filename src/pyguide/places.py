"""Where parts of stdlib nodes stand that have no position of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from keyword import iskeyword

from pyguide.finding import Edit, Span
from pyguide.source import Source
from pyguide.tree import children, is_bare

# Up to a colon that stands in no comment; nothing is ever tried twice.
_TO_COLON = re.compile(r"(?:[^:#]++|#[^\r\n]*+)*+:")
_TO_NAME = re.compile(r"(?:async[\s\\]+)?(?:(?:def|class)[\s\\]+)?(?=\w)")
_WORD = re.compile(r"\w+")
# The operator between two operands, behind what closes the first; nothing is ever tried twice.
_GAP = r"(?:[\s\\)]++|#[^\r\n]*+)"
_OPERATOR = re.compile(rf"{_GAP}*+(is\b(?:{_GAP}++not\b)?+|not\b{_GAP}++in\b|in\b|[=!<>]=|[<>])")
_WORD_BEFORE = re.compile(r"\w*\Z")
_LONGEST_KEYWORD = 8
_VALUES = ("None", "True", "False")  # of which nothing has to be kept apart but names
_BELOW_HEADER = (ast.stmt, ast.excepthandler, ast.match_case)


def header(source: Source, node: ast.AST) -> Span:
    """Where ``node`` stands: of a compound statement its header up to the colon.

    A clause of a comprehension stands from its `for` to the end of the iterable.
    """
    if isinstance(node, ast.comprehension):
        start = source.text.rfind("for", 0, source.span(node.target).start)
        return Span(start, source.span(node.iter).end)
    span = source.span(node)
    if not isinstance(getattr(node, "body", None), list):
        return span
    inner = (child for child in children(node) if not isinstance(child, _BELOW_HEADER))
    ends = [source.span(one).end for child in inner for one in _placed(child)]
    colon = _TO_COLON.match(source.text, max([span.start, *ends]))
    return Span(span.start, colon.end()) if colon else span


def name(source: Source, node: ast.AST) -> Span:
    """Where the name of a function, class or parameter stands.

    Raises ValueError for a node that has none.
    """
    begin = _TO_NAME.match(source.text, source.span(node).start)
    word = begin and _WORD.match(source.text, begin.end())
    if word is None:
        raise ValueError(f"{type(node).__name__} has no name")
    return Span(*word.span())


def operator(source: Source, compare: ast.Compare, link: int) -> Span:
    """Where operator number ``link`` of a comparison stands."""
    left = [compare.left, *compare.comparators][link]
    found = _OPERATOR.match(source.text, source.span(left).end)
    assert found is not None
    return Span(*found.span(1))


def argument(source: Source, node: ast.expr) -> str:
    """The text of ``node``, in parentheses if it is a `yield`, or a tuple written without."""
    text = source.text_of(source.span(node))
    if isinstance(node, ast.Yield | ast.YieldFrom):
        return f"({text})"
    return f"({text})" if isinstance(node, ast.Tuple) and is_bare(text) else text


def unbroken(source: Source, node: ast.expr) -> str:
    """The text of ``node``, in parentheses where it would end with its first line otherwise."""
    return on_its_own(source.text_of(source.span(node)))


def on_its_own(text: str) -> str:
    """An expression's ``text``, in parentheses where it would end with its first line otherwise."""
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return f"({text})"
    return text


def beside_keywords(source: Source, edit: Edit) -> Edit:
    """``edit`` with blanks where its text would become one word with a keyword of the file."""
    (start, end), new = edit
    text = source.text
    before = _WORD_BEFORE.search(text, max(start - _LONGEST_KEYWORD - 1, 0), start)
    after = _WORD.match(text, end, end + _LONGEST_KEYWORD + 1)
    head = tail = ""
    if before and _is_kept_apart(before[0]) and _begins(new):
        head = "" if _begins(text[start : end + 1]) else " "
    if after and _is_kept_apart(after[0]) and _ends(new):
        deliberate = iskeyword(f"{new}{after[0]}") or _ends(text[max(start - 1, 0) : end])
        tail = "" if deliberate else " "
    return edit._replace(text=f"{head}{new}{tail}") if head or tail else edit


def _is_kept_apart(word: str) -> bool:
    return iskeyword(word) and word not in _VALUES


def _begins(text: str) -> bool:
    return bool(_WORD.match(text))


def _ends(text: str) -> bool:
    return bool(text) and _begins(text[-1])


def enclosed(source: Source, node: ast.expr) -> Span:
    """``node`` with the parentheses around it, for one that stands behind `=` or a comma.

    Parentheses with comments in them stay outside.
    """
    text, span = source.text, source.span(node)
    while True:
        start, end = span.start - 1, span.end
        while text[start].isspace():
            start -= 1
        while text[end : end + 1].isspace():
            end += 1
        if text[start] != "(" or text[end : end + 1] != ")":
            return span
        span = Span(start, end + 1)


def _placed(node: ast.AST) -> Iterator[ast.AST]:
    """``node``, or what stands in it where it has no place of its own."""
    if hasattr(node, "lineno"):
        yield node
    else:
        for child in children(node):
            yield from _placed(child)
