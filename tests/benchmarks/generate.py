"""Code that is made, not found: a file of any length with findings, and a small clean one."""

from __future__ import annotations

import random
from pathlib import Path

HEAD = '''"""Orders, stock and reports of a shop."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

logger = logging.getLogger(__name__)
LIMIT = 250
'''

# Most code is in order; {n} makes names unique, {k} is a small number.
PLAIN = (
    '''

@dataclass
class Order{n}:
    """An order with its lines and what is known of its customer."""

    number: int
    customer: str
    lines: list[tuple[str, int, float]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def total(self) -> float:
        """Price of all lines, with the discount of large orders."""
        total = sum(count * price for _, count, price in self.lines)
        if total > LIMIT * {k}:
            total *= 0.9
        return round(total, 2)

    def add(self, article: str, count: int, price: float) -> None:
        """Add a line; raises ValueError for a count that makes no sense."""
        if count <= 0:
            raise ValueError(f"order {{self.number}}: {{count}} of {{article}}")
        self.lines.append((article, count, price))

    def articles(self) -> set[str]:
        """The articles of the order."""
        return {{article for article, count, _ in self.lines if count > {k}}}
''',
    '''

def grouped_{n}(rows: list[dict[str, str]], key: str) -> dict[str, list[dict[str, str]]]:
    """Rows by the value of a key, in their order."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        value = row.get(key)
        if value is None:
            logger.debug("row without %s: %r", key, row)
            continue
        groups[value.strip().lower()].append(row)
    return dict(groups)
''',
    '''

def loaded_{n}(path: Path) -> dict[str, int]:
    """The stock that a file holds, empty where there is none."""
    try:
        with path.open(encoding="utf-8") as stream:
            stock = json.load(stream)
    except FileNotFoundError:
        logger.warning("no stock in %s", path)
        return {{}}
    except json.JSONDecodeError as error:
        raise ValueError(f"{{path}} holds no stock") from error
    return {{name: int(count) for name, count in stock.items() if int(count) >= {k}}}
''',
    '''

class Ledger{n}:
    """What came in and went out, by article."""

    def __init__(self, opening: dict[str, int] | None = None) -> None:
        self._stock = dict(opening or {{}})
        self._moves: list[tuple[str, int]] = []

    def __contains__(self, article: str) -> bool:
        return self._stock.get(article, 0) > 0

    def move(self, article: str, count: int) -> int:
        """Book a movement and return what is left."""
        left = self._stock.get(article, 0) + count
        if left < 0:
            raise LookupError(f"{{article}}: {{-left}} are missing")
        self._stock[article] = left
        self._moves.append((article, count))
        return left

    def busiest(self, number: int = {k}) -> list[str]:
        """The articles that moved most."""
        moved: dict[str, int] = defaultdict(int)
        for article, count in self._moves:
            moved[article] += abs(count)
        return sorted(moved, key=lambda article: -moved[article])[:number]
''',
    '''

def rendered_{n}(title: str, rows: list[tuple[str, float]], width: int = 40) -> str:
    """A table as text, with dots between name and value."""
    lines = [title.center(width), "=" * width]
    for name, value in rows:
        dots = "." * max(2, width - len(name) - 12)
        lines.append(f"{{name}} {{dots}} {{value:>9.2f}}")
    if not rows:
        lines.append("(nothing)")
    while len(lines) < {k}:
        lines.append("")
    return "\\n".join(lines)
''',
)

# Code that linters object to; a few of these stand in every file.
FLAWED = (
    """

def parsed_{n}(text: str):
    try:
        return int(text)
    except:
        return {k}
""",
    """

def collected_{n}(value, seen=[]):
    seen.append(value)
    if len(seen) == {k}:
        print("enough")
    return seen
""",
    """

def same_kind_{n}(left, right):
    if left is "" or right is "":
        return False
    return type(left) == type(right)
""",
    """

def first_line_{n}(path):
    stream = open(path)
    line = stream.readline()
    return line.strip() if line != None else ""
""",
    """

def positions_{n}(words, wanted):
    found = []
    text = ""
    for index in range(len(words)):
        if words[index] == wanted:
            found.append(index)
        text += words[index] + ","
    return found, text
""",
    """

def attempted_{n}(action):
    try:
        action()
    except Exception:
        pass
    finally:
        return {k}
""",
)
FLAWED_SHARE = 0.1

SMALL = '''"""Distances between places on a plane."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot


@dataclass(frozen=True, slots=True)
class Place:
    """A named point."""

    name: str
    east: float
    north: float

    def distance(self, other: Place) -> float:
        """How far away the other place is."""
        return hypot(self.east - other.east, self.north - other.north)


def nearest(home: Place, places: list[Place]) -> Place | None:
    """The place that is nearest to home, None where there is no place."""
    return min(places, key=home.distance, default=None)


def tour(start: Place, places: list[Place]) -> list[Place]:
    """All places, always the nearest one next."""
    here, left, way = start, list(places), [start]
    while left:
        following = nearest(here, left)
        if following is None:
            break
        left.remove(following)
        way.append(following)
        here = following
    return way
'''


def module(lines: int, seed: int) -> str:
    """A module of exactly so many lines, the same for the same seed."""
    dice = random.Random(seed)
    text, written = [HEAD], HEAD.count("\n")
    for number in range(lines):
        kind = FLAWED if dice.random() < FLAWED_SHARE else PLAIN
        piece = dice.choice(kind).format(n=f"{seed}_{number}", k=dice.randint(2, 9))
        if written + piece.count("\n") > lines:
            break
        text.append(piece)
        written += piece.count("\n")
    return "".join(text) + "# the end\n" * (lines - written)


def written(folder: Path, files: int, lines: int) -> list[Path]:
    """The paths of ``files`` modules of ``lines`` lines, written where they differ."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"shop{seed}.py" for seed in range(files)]
    for seed, path in enumerate(paths):
        put(path, module(lines, seed))
    return paths


def put(path: Path, text: str) -> Path:
    """Write ``text`` unless the file holds it already: a cache must see an old file."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path
