"""The Markdown of pages as HTML, with the colours of code left to the style sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from pyguide.report.terminal import spelled

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LOWER = 3
"""How far below the headings of a page stand those of the same page in a report."""
_DEEPEST = 6

_TO_ANSWER = re.compile(r"\[([^\]\n]+)\]\([^()\s]*/?(q\d+)\.md(?:#[^()\s]*)?\)")
_RELATIVE = re.compile(r"\[([^\]\n]+)\]\((?!\w+:|#)[^()\s]+\)")


def rendered(text: str, answers: Mapping[str, str]) -> str:
    """``text`` as HTML in which no markup of its own survives.

    Links to an answer page lead to its place in the report where ``answers``, place by name of the
    page, has one; other links between pages are plain text.
    """

    def link(match: re.Match[str]) -> str:
        place = answers.get(match[2])
        return f"[{match[1]}](#{place})" if place else match[1]

    harmless = "\n".join(map(spelled, text.splitlines()))
    return str(_parser().render(_RELATIVE.sub(r"\1", _TO_ANSWER.sub(link, harmless))))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "highlight": _highlighted})
    parser.enable("table")
    parser.core.ruler.push("lower headings", _lower_headings)
    return parser


def _lower_headings(state: object) -> None:
    for token in state.tokens:  # type: ignore[attr-defined]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + _LOWER - 1, _DEEPEST)}"


def _highlighted(code: str, language: str, _: str) -> str:
    """Python with its comments, words, strings and numbers in elements; else nothing to say."""
    if language.partition(" ")[0] not in ("python", "py"):
        return ""
    return "".join(
        f'<span class="{name}">{escape(text)}</span>' if name else escape(text)
        for name, text in ((_class(str(kind)), text) for kind, text in _lexer().get_tokens(code))
    )


def _class(kind: str) -> str:
    """The class for one of Pygments' kinds of tokens; empty for most."""
    for begin, name in (
        ("Token.Comment", "c"),
        ("Token.Keyword", "k"),
        ("Token.Operator.Word", "k"),
        ("Token.Literal.String", "s"),
        ("Token.Literal.Number", "m"),
    ):
        if kind.startswith(begin):
            return name
    return ""


@cache
def _lexer() -> Lexer:
    from pygments.lexers.python import PythonLexer

    return PythonLexer(stripnl=False)
