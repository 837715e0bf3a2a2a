"""Versions of Python that code is written for, and of pyguide that a project asks for."""

from __future__ import annotations

import re
import sys

from pyguide.errors import nearest
from pyguide.settings import OLDEST_TARGET

# One minor ahead, so that a project may target the next Python before pyguide runs on it.
_NEWEST_MINOR = max(15, sys.version_info.minor + 1)
TARGETS = tuple((3, minor) for minor in range(OLDEST_TARGET[1], _NEWEST_MINOR + 1))

_CLAUSE = r"\s*(===?|!=|~=|[<>]=?)\s*v?(\d{1,4})((?:\.\d{1,4}){0,3})(\.\*)?[^,]*"
_OWN_CLAUSE = r"(===?|!=|~=|[<>]=?)?\s*v?(\d+(?:\.\d+)*)(\.\*)?(?:[-_.+]?[a-z][-_.+a-z0-9]*)?"


def target_version(text: str) -> tuple[int, int]:
    """The version that ``py311`` spells; raises `ValueError` with the nearest one that is known."""
    known = {f"py{major}{minor}": (major, minor) for major, minor in TARGETS}
    if text in known:
        return known[text]
    hint = nearest(text, known) or f"; known are {', '.join(known)}"
    raise ValueError(f"unknown version `{text}`{hint}")


def oldest_admitted(required: str) -> tuple[int, int] | None:
    """The lowest known version that a specifier such as ``>=3.9,<4`` admits, if it is readable."""
    clauses = [re.fullmatch(_CLAUSE, clause) for clause in required.split(",") if clause.strip()]
    for target in TARGETS:
        if all(clause and _admits(clause, target) for clause in clauses):
            return target
    return None


def _admits(clause: re.Match[str], target: tuple[int, int]) -> bool:
    """Whether some release of ``target`` fits."""
    operator, major, rest, star = clause.groups()
    release = (int(major), *map(int, rest.split(".")[1:]))
    ours = target[: len(release)]
    stated = release[:2]
    patch = any(release[2:])
    if operator in ("==", "==="):
        return ours == stated
    if operator == "!=":
        return not star or len(release) > 2 or ours != stated
    if operator == "~=":
        return (
            target >= stated and target[: len(release) - 1] == release[: min(len(release) - 1, 2)]
        )
    if operator in (">", ">="):
        return ours >= stated
    if operator == "<":
        return ours < stated or (patch and ours == stated)
    return ours <= stated and (len(release) > 1 or ours < stated)


def fits(version: str, required: str) -> bool:
    """Whether a release such as ``0.4.1`` fits ``>=0.4,<1``; a bare version must be met exactly.

    What follows the numbers of a version (``rc1``) does not count. Raises `ValueError` for a
    specifier that cannot be read.
    """
    release = _numbers(version)
    clauses = [clause.strip() for clause in required.split(",") if clause.strip()]
    if not clauses:
        raise ValueError(f"`{required}` is no version such as `>=0.4,<1`")
    for clause in clauses:
        match = re.fullmatch(_OWN_CLAUSE, clause)
        if not match:
            raise ValueError(f"`{clause}` is no version such as `>=0.4,<1`")
        if not _meets(release, match[1] or "==", _numbers(match[2]), star=bool(match[3])):
            return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _meets(release: tuple[int, ...], operator: str, stated: tuple[int, ...], *, star: bool) -> bool:
    if star or operator == "~=":
        shared = len(stated) - (operator == "~=")
        same = release[:shared] == stated[:shared]
        return same != (operator == "!=") and (operator != "~=" or release >= stated)
    length = max(len(release), len(stated))
    ours, theirs = (numbers + (0,) * (length - len(numbers)) for numbers in (release, stated))
    return {
        "<": ours < theirs,
        "<=": ours <= theirs,
        ">": ours > theirs,
        ">=": ours >= theirs,
        "!=": ours != theirs,
    }.get(operator, ours == theirs)
