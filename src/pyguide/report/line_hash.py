"""The hash by which GitHub knows a line again.

GitHub code scanning tells alerts apart by the fingerprint ``primaryLocationLineHash`` alone. Its
upload action computes one where a report has none, and warns once for every finding where the
report's is another. So it is computed here in the same way, for uploads without that action.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from struct import unpack

from pyguide.source import Source

_UNITS = 100
_FACTOR = 37
_MASK = 2**64 - 1
_END_OF_FILE = b"\xff\xff"
_BLANKS = dict.fromkeys(map(ord, " \t"))


def line_hashes(source: Source, lines: Set[int]) -> dict[int, str]:
    """For each of ``lines``, counted from 1, its hash and how many lines so far have had it.

    The hash covers the first 100 UTF-16 units from the line on, over as many lines as that takes,
    without blanks and tabs and with every line end as a line feed.
    """
    starts: list[int] = []
    parts: list[bytes] = []
    size = 0
    for number in range(1, len(source.starts) + 1):
        starts.append(size)
        end = "\n" if number < len(source.starts) else ""
        text = source.line(number).translate(_BLANKS) + end
        parts.append(text.encode("utf-16-le", "surrogatepass"))
        size += len(parts[-1])
    units = b"".join(parts) + _END_OF_FILE
    seen: Counter[bytes] = Counter()
    found: dict[int, str] = {}
    for number, start in enumerate(starts[: max(lines, default=0)], 1):
        window = units[start : start + 2 * _UNITS]
        seen[window] += 1
        if number in lines:
            found[number] = f"{_hash(window):x}:{seen[window]}"
    return found


def _hash(window: bytes) -> int:
    value = 0
    for unit in unpack(f"<{_UNITS}H", window.ljust(2 * _UNITS, b"\0")):
        value = (value * _FACTOR + unit) & _MASK
    return value
