"""The guide's own code, block by block, against the findings that `guide_manifest.toml` expects.

The guide is no part of the project. It is read where ``PYGUIDE_GUIDE`` says, by default from the
folder ``shared`` beside the checkout; without it these tests are skipped.
"""

from __future__ import annotations

import hashlib
import os
import re
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.source import Source

HERE = Path(__file__).parent
GUIDE = Path(os.environ.get("PYGUIDE_GUIDE", HERE.parent.parent / "shared" / "guide.md"))

pytestmark = pytest.mark.skipif(
    not GUIDE.is_file(), reason=f"the guide is not at {GUIDE}; set PYGUIDE_GUIDE to its path"
)

_QUESTION = re.compile(r'<Accordion title="(\d+)\. ')
_FENCE = re.compile(r"\s*```(\w*)")
_WARNING = re.compile(
    r"#.*\b(?:BAD|BUG|DANGEROUS|GOTCHA|TERRIBLE|WITHOUT|WRONG|"
    r"Anti-pattern|Slow|Without context|fails|race)\b"
)
"""A comment by which the guide warns of the code below or beside it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of Python in the guide: the number of its question, and which of its blocks."""

    question: int
    ordinal: int
    code: str

    @property
    def key(self) -> str:
        """As the manifest names it: `Q107.3`."""
        return f"Q{self.question}.{self.ordinal}"

    @property
    def hash(self) -> str:
        """Eight digits that change with the code."""
        return hashlib.sha256(self.code.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of a block; places read `4 PYG301`, the line counted in the block."""

    found: tuple[str, ...] = ()
    though: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    unfound: tuple[int, ...] = ()
    why: str = ""
    inserted: tuple[tuple[int, str], ...] = ()

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Entry:
        """The entry in a table of the manifest; raises TypeError for an unknown key."""
        inserted = [(int(at), line) for at, line in raw.pop("inserted", {}).items()]
        why = raw.pop("why", "")
        lists = {key: tuple(value) for key, value in raw.items()}
        return cls(**lists, why=why, inserted=tuple(inserted))


@cache
def blocks() -> tuple[Block, ...]:
    """All blocks of Python in the guide, in order, their common indentation taken off."""
    return tuple(_blocks(GUIDE.read_text(encoding="utf-8").splitlines()))


def _blocks(lines: list[str]) -> Iterator[Block]:
    question = ordinal = 0
    language, body = None, list[str]()
    for line in lines:
        if language is None and (title := _QUESTION.search(line)):
            question, ordinal = int(title[1]), 0
        fence = _FENCE.match(line)
        if fence is None:
            body.append(line)
        elif language is None:
            language, body = fence[1], []
        else:
            if language == "python":
                ordinal += 1
                code = textwrap.dedent("\n".join(body)) + "\n"
                yield Block(question, ordinal, code)
            language = None


@cache
def manifest() -> tuple[dict[str, str], dict[str, Entry]]:
    """The hash of every block, and the entries of those that something is said of, by key."""
    raw = tomllib.loads((HERE / "guide_manifest.toml").read_text(encoding="utf-8"))
    hashes = {
        f"{question}.{ordinal}": value
        for question, values in raw.pop("hashes").items()
        for ordinal, value in enumerate(values, 1)
    }
    entries = {
        f"{question}.{ordinal}": Entry.read(entry)
        for question, those in raw.items()
        for ordinal, entry in those.items()
    }
    return hashes, entries


def findings(block: Block, inserted: tuple[tuple[int, str], ...]) -> list[str]:
    """`LINE CODE` of all findings of all rules; ``inserted`` lines stand above others, uncounted.

    Raises SyntaxError where the block is no Python even with them.
    """
    above = dict(inserted)
    text, origin = [], []
    for number, line in enumerate(block.code.splitlines(), 1):
        for one in (above.get(number), line):
            if one is not None:
                text.append(one)
                origin.append(number)
    code = "\n".join(text) + "\n"
    compile(code, block.key, "exec", dont_inherit=True)
    source = Source.decode(code.encode(), Path(f"{block.key}.py"))
    found = check(source, installed().rules)
    places = sorted((origin[source.location(f.span.start)[0] - 1], f.code) for f in found)
    return [f"{line} {code}" for line, code in places]


def test_the_guide_is_the_one_that_the_manifest_is_about() -> None:
    hashes, entries = manifest()
    assert {block.key: block.hash for block in blocks()} == hashes
    assert set(entries) <= set(hashes)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("key", manifest()[0])
def test_findings_of_each_block(key: str) -> None:
    block = next((one for one in blocks() if one.key == key), None)
    assert block is not None, "the guide has no such block"
    entry = manifest()[1].get(key, Entry())
    assert findings(block, entry.inserted) == sorted(
        [*entry.found, *entry.though], key=lambda place: (int(place.split()[0]), place)
    )


def test_whatever_the_guide_warns_of_is_found_or_has_a_reason_not_to_be() -> None:
    entries = manifest()[1]
    warned = [block.key for block in blocks() if _WARNING.search(block.code)]
    assert len(warned) > 15
    for key in warned:
        entry = entries.get(key, Entry())
        assert entry.found or entry.waits or entry.unfound, key


def test_exceptions_have_a_reason_and_no_rule_is_waited_for_that_exists() -> None:
    exist = {rule.code for rule in installed().rules}
    for key, entry in manifest()[1].items():
        assert entry.why or not (entry.though or entry.unfound), f"{key} lacks `why`"
        assert not exist & set(entry.waits), f"{key}: move the code from `waits` to `found`"
