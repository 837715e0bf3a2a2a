"""Whether flake8's configuration lets the plugin speak."""

from __future__ import annotations

import configparser
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from pyguide.project.problem import Problem
from pyguide.project.toml import with_words, without_words
from pyguide.ruff.configuration import Document

FILE_NAMES = ("setup.cfg", "tox.ini", ".flake8")
"""Where flake8 looks for a section of its own; the first that has one counts."""

_CHOOSING = ("select", "extend-select", "ignore", "extend-ignore")


def problems(
    folder: Path, document: Callable[[Path], Document | None], prefixes: Sequence[str]
) -> Iterator[Problem]:
    """What keeps findings with our ``prefixes`` from being shown, for runs in ``folder``."""
    found = _section(folder, document)
    if found is None:
        return
    file, options = found
    words = {name: _words(options.get(name)) for name in _CHOOSING}
    for prefix in prefixes:
        yield from _hiding(file, words, prefix)


def _section(
    folder: Path, document: Callable[[Path], Document | None]
) -> tuple[Path, Mapping[str, object]] | None:
    """The file that flake8 reads, and its options by name with dashes."""
    table: object = document(folder / "pyproject.toml")
    for name in ("tool", "flake8"):
        table = table.get(name) if isinstance(table, dict) else None
    # Only this plugin makes flake8 read the file, and then it reads no other.
    if isinstance(table, dict) and find_spec("flake8p"):
        return folder / "pyproject.toml", _dashed(table)
    for name in FILE_NAMES:
        parser = configparser.RawConfigParser()
        try:
            parser.read(folder / name, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        if parser.has_section("flake8"):
            return folder / name, _dashed(dict(parser.items("flake8")))
    return None


def _dashed(options: Mapping[str, object]) -> dict[str, object]:
    return {name.replace("_", "-"): value for name, value in options.items()}


def _words(value: object) -> list[str]:
    """The codes of an option, which commas or blanks part."""
    if isinstance(value, list):
        return [word for word in value if isinstance(word, str)]
    return [word for word in re.split(r"[,\s]+", str(value or "")) if word]


def _hiding(file: Path, words: Mapping[str, list[str]], prefix: str) -> Iterator[Problem]:
    """What hides all codes that begin with ``prefix``: of all matches, flake8 heeds the longest."""

    def longest(*names: str) -> int:
        hits = [word for name in names for word in words[name] if prefix.startswith(word)]
        return max(map(len, hits), default=0)

    wanted, unwanted = longest("select", "extend-select"), longest("ignore", "extend-ignore")
    section = "[tool.flake8]" if file.suffix == ".toml" else "[flake8]"
    partly = any(word.startswith(prefix) for word in (*words["select"], *words["extend-select"]))
    if words["select"] and not wanted and not partly:
        yield Problem(
            file,
            f"`select` of {section} leaves {prefix} out, so flake8 shows no finding of ours",
            (section, f"extend-select = {_spelled(file, [*words['extend-select'], prefix])}"),
            edit=_adding(file, prefix),
        )
    elif unwanted and unwanted > wanted:
        names = [name for name in ("ignore", "extend-ignore") if _matching(words[name], prefix)]
        for name in names:
            hiding = _matching(words[name], prefix)
            kept = [word for word in words[name] if word not in hiding]
            yield Problem(
                file,
                f"`{name}` of {section} names {', '.join(hiding)}, so flake8 shows no finding of "
                "ours",
                (section, f"{name} = {_spelled(file, kept)}"),
                edit=_removing(file, name, hiding),
            )


def _matching(words: Sequence[str], prefix: str) -> list[str]:
    return [word for word in words if prefix.startswith(word)]


def _spelled(file: Path, words: Sequence[str]) -> str:
    if file.suffix == ".toml":
        return "[" + ", ".join(f'"{word}"' for word in words) + "]"
    return ",".join(words)


def _adding(file: Path, prefix: str) -> Callable[[str], str] | None:
    if file.suffix != ".toml":
        return None
    return lambda text: with_words(text, ("tool", "flake8"), "extend-select", (prefix,))


def _removing(file: Path, name: str, hiding: Sequence[str]) -> Callable[[str], str] | None:
    if file.suffix != ".toml":
        return None
    return lambda text: without_words(text, ("tool", "flake8"), name, lambda w: w in hiding)
