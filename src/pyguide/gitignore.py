"""Lines of `.gitignore` files, read as git reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import NamedTuple

# One element of a git pattern: a named or plain character class, an escaped or a single character.
_GLOB = re.compile(r"\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]|\\(.)|(\*+)|(.)", re.DOTALL)
_IN_CLASS = re.compile(r"\[:(\w+):\]|\\(.)|([\[\]^&|~])", re.DOTALL)
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


class GitPattern(NamedTuple):
    """A line of an ignore file; ``regex`` matches whole paths relative to the file's folder."""

    ignores: bool
    folders_only: bool
    regex: re.Pattern[str]


def git_pattern(line: str) -> GitPattern | None:
    """What a line of an ignore file says; None for a comment and for what git passes over.

    pathspec would read these lines, too. But it lets a folder's pattern speak for all that lies
    below, so that files which override each other came out unlike git's in a quarter of random
    samples; and its import takes longer than looking at a small file. Known to differ from git:
    a slash in brackets, and ``**`` next to other characters, which git lets cross slashes at times.
    """
    line = re.sub(r"(?<!\\)((?:\\\\)*) +\Z", r"\1", line)
    if line.startswith("#"):
        return None
    body = line.removeprefix("!")
    bare = body.removesuffix("/")
    parts = bare.removeprefix("/").split("/")
    if "/" not in bare:
        parts.insert(0, "**")
    try:
        parts = [part if part == "**" else _git_part(part) for part in parts]
        regex = re.compile(_between_stars(parts), re.DOTALL)
    except (ValueError, re.error):
        return None
    return GitPattern(body == line, bare != body, regex) if bare else None


def _between_stars(parts: Sequence[str]) -> str:
    """The expression for parts of a path; ``**`` stands for any number of parts.

    Atomic groups keep a hostile pattern from trying every way to share a path among its stars.
    """
    chunks: list[list[str]] = [[]]
    for at, part in enumerate(parts):
        if part != "**":
            chunks[-1].append(part)
        elif at == 0 or parts[at - 1] != "**":
            chunks.append([])
    pieces = ["/".join(chunks[0])]
    if chunks[0] and len(chunks) > 1:
        pieces.append("/")
    pieces += [f"(?>(?:[^/]+/)*?{'/'.join(chunk)}/)" for chunk in chunks[1:-1]]
    if len(chunks) > 1:
        pieces.append("(?:[^/]+/)*" + "/".join(chunks[-1]) if chunks[-1] else ".+")
    return "".join(pieces)


def _git_part(part: str) -> str:
    """The expression for a pattern between two slashes; raises `ValueError` for a broken one."""
    pieces = [""]
    for match in _GLOB.finditer(part):
        negation, members, escaped, stars, single = match.groups()
        if stars:
            pieces.append("")
        elif members is not None:
            pieces[-1] += f"(?!/)[{'^' * bool(negation)}{_IN_CLASS.sub(_member, members)}]"
        elif single in ("[", "\\"):
            raise ValueError(part)
        else:
            pieces[-1] += "[^/]" if single == "?" else re.escape(escaped or single)
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(f"(?>[^/]*?{piece})" for piece in pieces[1:-1])
    return f"{pieces[0]}{middle}[^/]*{pieces[-1]}(?=/|\\Z)"


def _member(match: re.Match[str]) -> str:
    name, escaped, special = match.groups()
    return _CLASSES[name] if name in _CLASSES else re.escape(escaped or special or name)


class Ignores(NamedTuple):
    """The patterns of one ignore file, which apply below ``base``, and the file they override."""

    base: str
    patterns: tuple[GitPattern, ...]  # the last line, which has the last word, comes first
    outer: Ignores | None

    def ignore(self, path: str, *, folder: bool) -> bool:
        """Whether the innermost file that speaks about the absolute ``path`` ignores it."""
        ignores: Ignores | None = self
        while ignores:
            relative = path.removeprefix(ignores.base).lstrip(os.sep).replace(os.sep, "/")
            for pattern in ignores.patterns:
                if (folder or not pattern.folders_only) and pattern.regex.fullmatch(relative):
                    return pattern.ignores
            ignores = ignores.outer
        return False
