"""Files of the standard library as material: code that nobody wrote for these tests."""

import random
import sysconfig
import warnings
from functools import cache
from pathlib import Path

from pyguide.source import Source

# Written to be odd, or to be refused.
_LEFT_OUT = {"site-packages", "dist-packages", "lib2to3", "idlelib", "__phello__", "data"}


@cache
def sample(number: int, seed: int = 1, largest: int = 25_000) -> tuple[Source, ...]:
    """Some modules of at most ``largest`` bytes, the same ones in every run on one Python."""
    root = Path(sysconfig.get_path("stdlib"))
    paths = sorted(
        path
        for path in root.rglob("*.py")
        if not _LEFT_OUT.intersection(path.relative_to(root).parts)
        and 500 < path.stat().st_size <= largest
    )
    random.Random(seed).shuffle(paths)
    found: list[Source] = []
    for path in paths:
        if len(found) == number:
            break
        raw = path.read_bytes()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(raw, str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            continue
        found.append(Source.decode(raw, path))
    return tuple(found)


def variants(source: Source) -> dict[str, Source]:
    """The same code in the shapes that shift columns, lines or bytes."""
    text = source.text
    shapes = {
        "CRLF": text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
        "a byte-order mark": b"\xef\xbb\xbf" + text.encode(),
        "wide names": text.replace("self", "sélf𝒙").encode(),
    }
    return {name: Source.decode(raw, source.path) for name, raw in shapes.items()}
