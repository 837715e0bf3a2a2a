"""Which lines of two versions of a file are the same ones, for files of any size."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter


class Matcher(difflib.SequenceMatcher[str]):
    """Finds equal lines in time that hardly grows with the number of changes.

    difflib alone searches the whole file again for every change. Lines that stand once on both
    sides are matched first, in the longest run that keeps their order; difflib sees what is
    between them.
    """

    def __init__(self, before: list[str], after: list[str]) -> None:
        super().__init__(None, before, after)
        self._before = before
        self._after = after

    def get_matching_blocks(self) -> list[difflib.Match]:
        """The runs of equal lines in order, and the empty one at the end that difflib wants."""
        before, after = self._before, self._after
        pairs: list[tuple[int, int]] = []
        old = new = 0
        for i, j in [*_anchors(before, after), (len(before), len(after))]:
            pairs += _equal(before, after, (old, i), (new, j))
            pairs.append((i, j))
            old, new = i + 1, j + 1
        end = pairs.pop()
        blocks: list[difflib.Match] = []
        for i, j in pairs:
            last = blocks[-1] if blocks else difflib.Match(i, j, 0)
            if (last.a + last.size, last.b + last.size) == (i, j) and blocks:
                blocks[-1] = last._replace(size=last.size + 1)
            else:
                blocks.append(difflib.Match(i, j, 1))
        return [*blocks, difflib.Match(*end, 0)]


def _equal(
    before: list[str], after: list[str], old: tuple[int, int], new: tuple[int, int]
) -> list[tuple[int, int]]:
    """Indices of equal lines between two anchors: at both rims, then what difflib finds."""
    (start, end), (begin, stop) = old, new
    head: list[tuple[int, int]] = []
    tail: list[tuple[int, int]] = []
    while start < end and begin < stop and before[start] == after[begin]:
        head.append((start, begin))
        start, begin = start + 1, begin + 1
    while start < end and begin < stop and before[end - 1] == after[stop - 1]:
        end, stop = end - 1, stop - 1
        tail.append((end, stop))
    if start < end and begin < stop:
        matcher = difflib.SequenceMatcher(None, before[start:end], after[begin:stop])
        for i, j, size in matcher.get_matching_blocks():
            head += [(start + i + k, begin + j + k) for k in range(size)]
    return head + tail[::-1]


def _anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Indices of lines that are unique on both sides, as many as keep their order."""
    old, new = Counter(before), Counter(after)
    where = {line: index for index, line in enumerate(after) if new[line] == 1}
    pairs = [(i, where[line]) for i, line in enumerate(before) if old[line] == 1 and line in where]
    # Longest increasing run: ``ends[n]`` is the pair that ends the best run of n + 1 pairs.
    ends: list[int] = []
    chosen: list[int] = []
    previous: list[int | None] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        ends[length : length + 1] = [j]
        chosen[length : length + 1] = [index]
        previous.append(chosen[length - 1] if length else None)
    run: list[tuple[int, int]] = []
    last = chosen[-1] if chosen else None
    while last is not None:
        run.append(pairs[last])
        last = previous[last]
    return run[::-1]
