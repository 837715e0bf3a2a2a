"""In which of the customary forms a name is written, and what it looks like in another one."""

from __future__ import annotations

import re

# Of several capitals in a row the last begins a word, if that is not the plural of them: `IDs`.
_WORD_BEGINS = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])"


def is_cap_words(name: str) -> bool:
    """Whether a name is written `LikeThis`; underscores in front do not count."""
    bare = name.lstrip("_")
    return bare[:1].isupper() and "_" not in bare


def is_snake_case(name: str) -> bool:
    """Whether a name is written `like_this`: it has no capital letter."""
    return name == name.lower()


def is_mixed_case(name: str) -> bool:
    """Whether a name is written `likeThis` or `like_This`.

    Single capitals, as in `sum_A`, are symbols and begin no word.
    """
    bare = name.lstrip("_")
    return bare[:1].islower() and re.search(r"[A-Z][a-z]", bare) is not None


def snake_case(name: str) -> str:
    """``name`` as it is written `like_this`, underscores in front kept."""
    bare = name.lstrip("_")
    words = re.sub(_WORD_BEGINS, "_", bare).lower()
    return name[: len(name) - len(bare)] + words.replace("__", "_")


def cap_words(name: str) -> str:
    """``name`` as it is written `LikeThis`, underscores in front kept."""
    bare = name.lstrip("_")
    words = "".join(word[:1].upper() + word[1:] for word in bare.split("_"))
    return name[: len(name) - len(bare)] + words


__all__ = ["cap_words", "is_cap_words", "is_mixed_case", "is_snake_case", "snake_case"]
