"""Which of many things that fail together must be left out, found in few trials."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def guilty(
    groups: Sequence[Sequence[Item]], passes: Callable[[frozenset[Item]], bool]
) -> list[Item]:
    """The items to leave out so that all others pass together, in the order of ``groups``.

    ``passes`` tries a selection. No item at all is known to pass, and all together to fail. What is
    left at the end was tried as it is. A culprit costs about the binary logarithms of the number of
    groups and of the size of its group, and one trial of what is left. Of things that fail only
    together the one that comes last is left out.
    """
    found: list[Item] = []
    kept: frozenset[Item] = frozenset()
    left = [tuple(group) for group in groups if group]
    while left:
        number = _first_failing(kept, left, passes)
        kept = kept.union(*left[: number - 1])
        group = left[number - 1]
        at = _first_failing(kept, [(item,) for item in group], passes)
        kept = kept.union(group[: at - 1])
        found.append(group[at - 1])
        left = [rest for rest in (group[at:], *left[number:]) if rest]
        if left and passes(kept.union(*left)):
            break
    return found


def _first_failing(
    kept: frozenset[Item],
    parts: Sequence[tuple[Item, ...]],
    passes: Callable[[frozenset[Item]], bool],
) -> int:
    """How many of ``parts`` at least must join ``kept`` for a failure; all of them do fail."""
    good, bad = 0, len(parts)
    while bad - good > 1:
        middle = (good + bad) // 2
        if passes(kept.union(*parts[:middle])):
            good = middle
        else:
            bad = middle
    return bad
