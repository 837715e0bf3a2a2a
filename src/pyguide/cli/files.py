"""``@args.txt``: words of a command line that stand in a file."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_DEEP = 10
"""How deep files may name other files, so that one that names itself comes to an end."""


def expanded(words: Sequence[str], depth: int = 0) -> list[str]:
    """``words`` with each ``@FILE`` replaced by the lines of that file, blank ones left out.

    As in ruff, a line is one word, whatever blanks it holds, and may name another file. Raises
    `ValueError` with what is wrong.
    """
    found: list[str] = []
    for word in words:
        if not word.startswith("@"):
            found.append(word)
            continue
        if depth == MOST_DEEP:
            raise ValueError(f"{word}: files of arguments name each other without end")
        try:
            with open(word[1:], encoding="utf-8") as file:
                lines = file.read().splitlines()
        except OSError as error:
            raise ValueError(f"{word}: {(error.strerror or str(error)).lower()}") from error
        except ValueError as error:
            raise ValueError(f"{word}: is not UTF-8") from error
        found += expanded([line for line in lines if line], depth + 1)
    return found
