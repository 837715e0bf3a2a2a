"""What pyguide says when something other than the linted code is wrong."""

from __future__ import annotations

from collections.abc import Iterable


class PyguideError(Exception):
    """A user's mistake: one line that names the file, key or flag. Exit code 2."""


class UnknownWord(PyguideError):
    """A word that names nothing, such as a misspelt code, under a ``key`` of a configuration."""

    def __init__(self, message: str, key: str, word: str) -> None:
        super().__init__(message)
        self.key = key
        self.word = word


_DIGITS = str.maketrans("oil", "011")


def nearest(wrong: str, valid: Iterable[str]) -> str:
    """`` (did you mean `x`?)`` for the valid word nearest to ``wrong``, or an empty string."""
    from difflib import get_close_matches

    lowered = {word.lower(): word for word in valid}
    # Codes are all near each other, and a letter in one is easily taken for a digit.
    digits = wrong.lower()[:3] + wrong.lower()[3:].translate(_DIGITS)
    found = [digits] if digits in lowered else []
    found = found or get_close_matches(wrong.lower(), lowered, n=1, cutoff=0.5)
    return f" (did you mean `{lowered[found[0]]}`?)" if found else ""


def one_line(text: str) -> str:
    """``text`` with everything escaped that could break its line or steer a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def kept_short(text: str, most: int = 60) -> str:
    """``text`` on one line, cut where it is longer than ``most`` characters."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"
