"""Changes to the text of a file that are likely to leave it a program."""

from __future__ import annotations

import ast
import keyword
import re
import textwrap
from collections.abc import Callable
from random import Random
from typing import NamedTuple, TypeAlias

from fuzz.corpus import compiles, some_text

Mutation: TypeAlias = Callable[[str, Random], str]
_HEADS = (
    *("if x:", "else:", "try:", "finally:", "with a as b:", "def f(self, x=[]):", "class A(B):"),
    *("async def g():", "for i in range(len(xs)):", "while True:", "except Exception as e:"),
    *("match x:\n    case 1:", "@property\ndef p(self):", "if __name__ == '__main__':"),
)
_COMMENTS = (
    *("# a comment", "# noqa", "# noqa: PYG401", "# type: ignore", "#", "# fmt: off", "# é 𝒙"),
    *(
        "# ruff: ignore[PYG301]",
        "# pyguide: ignore",
        "# noqa:PYG301,PYG9",
        "#\tx\f y",
        "# type: int",
    ),
)
_NAMES = ("_", "item", "i", "len", "list", "self", "é", "𝒙", "match", "case", "type", "cls", "str")


class Lines(NamedTuple):
    """The 0-based half-open range of lines of a statement, and its indentation."""

    first: int
    end: int
    indent: str


def _statements(text: str) -> list[Lines]:
    """Statements that have their lines for themselves."""
    lines = text.split("\n")
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt) and node.end_lineno is not None:
            decorators = getattr(node, "decorator_list", ())
            first = min([node.lineno, *(one.lineno for one in decorators)]) - 1
            indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
            found.append(Lines(first, node.end_lineno, indent))
    return found


def spliced(text: str, dice: Random) -> str:
    """A statement of another file between two of this one."""
    other = some_text(dice)
    taken = dice.choice(_statements(other))
    block = textwrap.dedent("\n".join(other.split("\n")[taken.first : taken.end]))
    here = dice.choice(_statements(text))
    lines = text.split("\n")
    lines[here.first : here.first] = textwrap.indent(block, here.indent).split("\n")
    return "\n".join(lines)


def repeated(text: str, dice: Random) -> str:
    """A statement twice."""
    here, lines = dice.choice(_statements(text)), text.split("\n")
    lines[here.end : here.end] = lines[here.first : here.end]
    return "\n".join(lines)


def deleted(text: str, dice: Random) -> str:
    """Without a statement, or without a line."""
    lines = text.split("\n")
    if dice.random() < 0.5:
        here = dice.choice(_statements(text))
        rest = "pass" if dice.random() < 0.5 else ""
        lines[here.first : here.end] = [here.indent + rest] if rest else []
    else:
        del lines[dice.randrange(len(lines))]
    return "\n".join(lines)


def wrapped(text: str, dice: Random) -> str:
    """A statement inside another."""
    here, lines = dice.choice(_statements(text)), text.split("\n")
    head = dice.choice(_HEADS)
    inside = textwrap.indent("\n".join(lines[here.first : here.end]), here.indent + "    ")
    new = textwrap.indent(head, here.indent).split("\n")
    if "match" in head:
        inside = textwrap.indent(inside, "    ")
    if head in ("finally:", "except Exception as e:", "else:"):
        opening = "if y:" if head == "else:" else "try:"
        new = [here.indent + opening, here.indent + "    z = f(1)", *new]
    if head == "try:":
        inside += f"\n{here.indent}except:\n{here.indent}    pass"
    lines[here.first : here.end] = [*new, *inside.split("\n")]
    return "\n".join(lines)


def renamed(text: str, dice: Random) -> str:
    """A name that is called like another."""
    names = sorted({n for n in re.findall(r"\b[^\W\d]\w*\b", text) if not keyword.iskeyword(n)})
    old, new = dice.choice(names), dice.choice([*names, *_NAMES])
    return re.sub(rf"\b{re.escape(old)}\b", new, text)


def commented(text: str, dice: Random) -> str:
    """With a comment, at the end of a line or on one of its own."""
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    comment = dice.choice(_COMMENTS)
    if dice.random() < 0.6:
        lines[at] += f"  {comment}"
    else:
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        lines.insert(at, indent + comment)
    return "\n".join(lines)


def broken_up(text: str, dice: Random) -> str:
    """A line that goes on in the next one, behind a bracket, a comma or a backslash."""
    places = [match.end() for match in re.finditer(r"[(\[{,]|(?<= )(?==|and |or |in |is )", text)]
    if not places:
        return text
    at = dice.choice(places)
    if text[at - 1] in "([{,":
        gap = dice.choice(["\n", "\n        ", "\n\n  ", "  # inside\n    ", "\t", " \\\n"])
    else:
        gap = "\\\n    "
    return text[:at] + gap + text[at:]


def joined(text: str, dice: Random) -> str:
    """Two statements on one line, or a body beside its header."""
    lines = text.split("\n")
    places = [
        at
        for at in range(len(lines) - 1)
        if lines[at].strip() and lines[at + 1].strip() and "#" not in lines[at]
    ]
    if not places:
        return text
    at = dice.choice(places)
    glue = " " if lines[at].endswith(":") else "; "
    lines[at : at + 2] = [lines[at] + glue + lines[at + 1].lstrip()]
    return "\n".join(lines)


def tabbed(text: str, dice: Random) -> str:
    """Indented otherwise: by tabs, by three spaces, by one."""
    unit = dice.choice(["\t", "   ", " ", "        "])
    return re.sub(r"^(?: {4})+", lambda m: unit * (len(m[0]) // 4), text, flags=re.MULTILINE)


def spaced(text: str, dice: Random) -> str:
    """With blanks, form feeds and empty lines where they mean nothing."""
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    match dice.randrange(5):
        case 0:
            lines[at] = "\f" + lines[at]
        case 1:
            lines[at] += dice.choice([" ", "\t", "\f", "   "])
        case 2:
            lines.insert(at, dice.choice(["", "   ", "\f", "\t"]))
        case 3:
            lines[at] = re.sub(r" ([=+<>:]+) ", r"\1", lines[at])
        case _:
            lines[at] = lines[at].replace("(", "( ").replace(",", " , ")
    return "\n".join(lines)


def valued(text: str, dice: Random) -> str:
    """A number, a string or None that is another one."""
    places = list(re.finditer(r"\b\d+\b|\bNone\b|\bTrue\b|'[^'\n]*'|\"[^\"\n]*\"|\[\]|\{\}", text))
    if not places:
        return text
    place = dice.choice(places)
    other = dice.choice(["0", "-1", "None", "''", "f'{x!r:>{y}}'", "b'a'", "[]", "(y := 1)", "*z"])
    return text[: place.start()] + other + text[place.end() :]


MUTATIONS: tuple[Mutation, ...] = (
    *(spliced, spliced, repeated, deleted, wrapped, wrapped, renamed, commented, commented),
    *(broken_up, joined, tabbed, spaced, valued),
)


def _bytes(text: str, dice: Random) -> bytes:
    """The text in one of the ways in which files are kept."""
    match dice.randrange(12):
        case 0:
            return text.replace("\n", "\r\n").encode()
        case 1:
            return "".join(
                line + dice.choice(["\n", "\r\n", "\n", "\r"]) for line in text.split("\n")
            ).encode()
        case 2:
            return b"\xef\xbb\xbf" + text.encode()
        case 3:
            return f"# -*- coding: latin-1 -*-\n{text}".encode("latin-1", "replace")
        case 4:
            return text.rstrip("\n").encode()
        case 5:
            return f"#!/usr/bin/env python\n{text}\n\f\n".encode()
    return text.encode()


def case(dice: Random) -> bytes:
    """A file: one that exists, changed several times; nine of ten are programs."""
    text = some_text(dice)
    for _ in range(dice.randint(0, 8)):
        try:
            other = dice.choice(MUTATIONS)(text, dice)
        except (SyntaxError, IndexError, ValueError, RecursionError):
            continue
        if len(other) < 20_000 and (compiles(other.encode()) or dice.random() < 0.02):
            text = other
    raw = _bytes(text, dice)
    return raw if compiles(raw) or dice.random() < 0.3 else text.encode()
