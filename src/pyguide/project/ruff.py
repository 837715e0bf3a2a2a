"""Whether ruff leaves the comments that silence our rules alone, and is told nothing it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pyguide.errors import PyguideError
from pyguide.project import pre_commit
from pyguide.project.comments import Hygiene, endangered
from pyguide.project.problem import Problem
from pyguide.project.toml import with_words, without_words
from pyguide.ruff.configuration import Document, Layer, RuffConfigurations, preview_of, selectors_of
from pyguide.ruff.selection import Preview, enabled, named
from pyguide.source import Source, SourceError

MOST_COMMENTS = 10
"""How many comments are shown for one configuration."""

SELECTING = (
    "select", "extend-select", "ignore", "extend-ignore", "fixable", "extend-fixable", "unfixable",
    "extend-safe-fixes", "extend-unsafe-fixes", "per-file-ignores", "extend-per-file-ignores",
)  # fmt: skip
"""Keys that take selectors, with which ruff stops if it does not know one."""

_UNUSED, _INVALID = "RUF100", "RUF102"


class Ours(NamedTuple):
    """What our rules are called: their codes, names, and the letters that the codes begin with."""

    codes: frozenset[str]
    names: frozenset[str]
    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, names: dict[str, str]) -> Ours:
        """From the codes of all rules by name."""
        codes = frozenset(names.values())
        prefixes = sorted({code.rstrip("0123456789") for code in codes})
        return cls(codes, frozenset(names), tuple(prefixes))

    def include(self, word: str) -> bool:
        """Whether a word in a comment means one of our rules, gone ones included."""
        return word in self.names or word.rstrip("0123456789") in self.prefixes


def problems(
    document: Callable[[Path], Document | None], files: Sequence[Path], here: Path, ours: Ours
) -> Iterator[Problem]:
    """What is wrong in the configurations that ruff follows for ``files`` and in ``here``.

    Where there is none but a hook runs ruff, the one that there should be is judged.
    """
    configurations = RuffConfigurations(document)
    assumed = assumed_in(here)
    by_layer: dict[Path, tuple[Layer, list[Path]]] = {}
    for folder, path in [(here, None), *((file.parent, file) for file in files)]:
        layer = configurations.nearest(folder) or assumed
        if layer is not None:
            below = by_layer.setdefault(layer.file, (layer, []))[1]
            below += [path] if path else []
    for layer, below in by_layer.values():
        layers = configurations.layers(layer)
        yield from _unknown_selectors(layer, ours)
        yield from _lacking_external(layers, below, ours)


def assumed_in(folder: Path) -> Layer | None:
    """An empty configuration where a hook runs ruff without one."""
    if not pre_commit.runs(folder, "ruff"):
        return None
    project = folder / "pyproject.toml"
    return Layer(project if project.exists() else folder / "ruff.toml", {})


def hygiene_of(layers: Sequence[Layer]) -> Hygiene:
    """Which of ruff's rules about comments a configuration turns on and lets mend."""
    preview = preview_of(layers)
    on = set(enabled(list(map(selectors_of, layers)), preview)) & _mended(layers, preview)
    return Hygiene(_UNUSED in on, _INVALID in on, preview.on)


def _mended(layers: Sequence[Layer], preview: Preview) -> set[str]:
    """The codes of what ruff may fix."""
    wanted: Iterable[str] = ("ALL",)
    added: list[str] = []
    unwanted: list[str] = []
    for layer in layers:
        wanted = words_at(layer, "fixable") or wanted
        added += words_at(layer, "extend-fixable")
        unwanted += words_at(layer, "unfixable")
    return {*named([*wanted, *added], preview)} - {*named(unwanted, preview)}


def words_at(layer: Layer, key: str) -> list[str]:
    """The strings in an array of the linter's settings."""
    return array_of(layer.lint.get(key))


def array_of(value: object) -> list[str]:
    """The strings of an array; none for anything else."""
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def tables_of(layer: Layer) -> tuple[str, ...]:
    """The tables that lead to ruff's own in its file."""
    return ("tool", "ruff") if layer.file.name == "pyproject.toml" else ()


def unnamed(layers: Sequence[Layer], ours: Ours) -> tuple[str, ...]:
    """The prefixes of our codes that ``external`` does not name as a whole."""
    entries = _external(layers)
    return tuple(p for p in ours.prefixes if not any(p.startswith(entry) for entry in entries))


def _external(layers: Sequence[Layer]) -> list[str]:
    found: list[str] = []
    for layer in layers:
        if "external" in layer.lint:
            found = words_at(layer, "external")
    return found


def external_remedy(layer: Layer, prefixes: Sequence[str]) -> tuple[str, ...]:
    """The lines that tell ruff of our codes."""
    table = ".".join((*tables_of(layer), "lint"))
    words = ", ".join(f'"{word}"' for word in [*words_at(layer, "external"), *prefixes])
    return (f"[{table}]", f"external = [{words}]")


def external_edit(layer: Layer, prefixes: Sequence[str]) -> Callable[[str], str]:
    """The edit that writes them, where the key stands already or into the table ``lint``."""
    inner = layer.table.get("lint")
    at_top = "external" in layer.table and not (isinstance(inner, dict) and "external" in inner)
    tables = tables_of(layer) + (() if at_top else ("lint",))
    return partial(with_words, tables=tables, key="external", words=tuple(prefixes))


def _lacking_external(
    layers: Sequence[Layer], files: Sequence[Path], ours: Ours
) -> Iterator[Problem]:
    hygiene = hygiene_of(layers)
    layer = layers[-1]
    entries = _external(layers)
    lacking = unnamed(layers, ours)
    places = list(_endangered(files, hygiene, ours, entries))
    if lacking and (hygiene.unused or hygiene.invalid):
        what = " and ".join(lacking)
        yield Problem(
            layer.file,
            f"`lint.external` does not name {what}, so ruff deletes our codes from comments",
            external_remedy(layer, lacking),
            _shown(places),
            external_edit(layer, lacking),
        )
    elif places:
        yield Problem(
            layer.file,
            "ruff deletes names of our rules from comments: RUF102 knows codes only",
            ("write the code in the place of the name",),
            _shown(places),
        )


def _endangered(
    files: Sequence[Path], hygiene: Hygiene, ours: Ours, entries: Sequence[str]
) -> Iterator[str]:
    def known(word: str) -> bool:
        return any(word.startswith(entry) for entry in entries)

    for file in files:
        try:
            text = Source.decode(file.read_bytes()).text
        except (OSError, SourceError):
            continue
        for one in endangered(text, hygiene, ours.include, known):
            words = ", ".join(one.words)
            yield f"{file}:{one.row}: {one.text}  -> loses {words} {one.when}"


def _shown(places: Sequence[str]) -> tuple[str, ...]:
    rest = len(places) - MOST_COMMENTS
    return (*places[:MOST_COMMENTS], *([f"and {rest} more"] if rest > 0 else []))


def _unknown_selectors(layer: Layer, ours: Ours) -> Iterator[Problem]:
    """Selectors of ours, which make ruff stop with exit code 2."""

    def is_ours(word: str) -> bool:
        return bool(re.fullmatch(f"(?:{'|'.join(ours.prefixes)})[0-9]*", word))

    for home in ("lint", None):
        table = layer.table.get("lint") if home else layer.table
        for key in SELECTING:
            value = table.get(key) if isinstance(table, dict) else None
            wrong = sorted({word for word in _strings(value) if is_ours(word)})
            if wrong:
                tables = tables_of(layer) + ((home,) if home else ())
                yield Problem(
                    layer.file,
                    f"`{'.'.join((*tables, key))}` names {', '.join(wrong)}, which ruff does not "
                    "know: it stops with exit code 2",
                    tuple(_without(key, value, wrong)),
                    edit=partial(without_words, tables=tables, key=key, unwanted=is_ours),
                )


def _strings(value: object) -> list[str]:
    """The strings of an array, or of all arrays in a table."""
    arrays = value.values() if isinstance(value, dict) else [value]
    return [word for array in arrays for word in array_of(array)]


def _without(key: str, value: object, wrong: Sequence[str]) -> Iterator[str]:
    """The lines that say what ``value`` says, but for the words that are ``wrong``."""
    if isinstance(value, dict):
        for pattern, words in value.items():
            if any(word in wrong for word in array_of(words)):
                yield from _without(json.dumps(pattern), words, wrong)
    else:
        kept = [word for word in array_of(value) if word not in wrong]
        yield f"{key} = {json.dumps(kept, ensure_ascii=False)}"


def document_of(file: Path) -> Document | None:
    """The parsed ``file``, None where there is none; raises PyguideError for broken TOML."""
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig")) if file.is_file() else None
    except OSError as error:
        raise PyguideError(f"{file}: cannot be read: {(error.strerror or '').lower()}") from error
    except ValueError as error:
        raise PyguideError(f"{file}: broken TOML: {error}") from error
