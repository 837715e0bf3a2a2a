"""Real files to begin with: the examples on the rules' pages and the standard library."""

from __future__ import annotations

import sysconfig
import warnings
from functools import cache
from pathlib import Path
from random import Random

from pyguide.catalog import installed
from pyguide.page import parse
from pyguide.testing import examples

_CASES = Path(__file__).resolve().parents[1] / "rules"
_ODD = {"site-packages", "dist-packages", "lib2to3", "idlelib"}
_GREATEST = 6_000


@cache
def pages() -> tuple[str, ...]:
    """Every example of every rule, those that show edge cases included."""
    texts = [entry.page.text for entry in installed().entries.values()]
    texts += [path.read_text(encoding="utf-8") for path in sorted(_CASES.glob("*/*.md"))]
    return tuple(example.code for text in texts for example in examples(parse(text)))


@cache
def library() -> tuple[Path, ...]:
    """Files of the standard library that are not too large."""
    root = Path(sysconfig.get_path("stdlib"))
    return tuple(
        path
        for path in sorted(root.rglob("*.py"))
        if not _ODD.intersection(path.parts) and path.stat().st_size < _GREATEST
    )


def some_text(dice: Random) -> str:
    """An example, or a file of the library as text."""
    if dice.random() < 0.9:
        return dice.choice(pages())
    return dice.choice(library()).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def compiles(raw: bytes) -> bool:
    """Whether Python takes the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(raw, "<case>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
