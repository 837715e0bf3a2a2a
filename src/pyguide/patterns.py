"""Paths against patterns, as ruff reads `exclude` and `per-file-ignores`."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pyguide.errors import PyguideError, one_line

MOST_VARIANTS = 1000
"""Alternatives that the braces of one pattern may spell before it counts as a mistake."""

_INNERMOST_BRACES = r"\{([^{}]*)\}"


def absolute(path: str | Path) -> str:
    """``path`` from the root of the file system, without ``..``; links are not resolved."""
    return os.path.abspath(path)  # noqa: PTH100  `Path.resolve` would resolve them


class PathPatterns:
    """Patterns of `exclude` and `per-file-ignores` as ruff reads them, compiled.

    A pattern names a path if it matches the whole path relative to ``root``; one without a slash
    also if it matches the last part. Observed in ruff 0.17.6: ``*`` crosses slashes, ``**/`` may
    stand for nothing, ``{a,b}`` are alternatives. Left out on purpose: there a pattern without a
    slash is also held against the absolute path, so that ``*home*`` excludes everything at home.
    """

    def __init__(self, patterns: Sequence[str], root: str) -> None:
        self._literal_names: set[str] = set()
        self._literal_paths: set[str] = set()
        names: list[str] = []
        paths: list[str] = []
        for pattern in patterns:
            for variant in _variants(pattern):
                if "/" not in variant:
                    self._add(variant, "", self._literal_names, names)
                full = absolute(Path(root, variant)).replace(os.sep, "/")
                above = root.replace(os.sep, "/").rstrip("/") + "/"
                # Brackets in the names of the folders above are no pattern.
                fixed = above if full.startswith(above) else ""
                self._add(full[len(fixed) :], fixed, self._literal_paths, paths)
        self._name_pattern = re.compile("|".join(names)) if names else None
        self._path_pattern = re.compile("|".join(paths)) if paths else None

    @staticmethod
    def _add(variant: str, fixed: str, literals: set[str], regexes: list[str]) -> None:
        if any(character in variant for character in "*?["):
            from fnmatch import translate  # its patterns match in linear time

            regexes.append(re.escape(fixed) + translate(variant))
        else:
            literals.add(fixed + variant)

    def match(self, path: str) -> bool:
        """Whether a pattern names ``path``, which is absolute."""
        path = path.replace(os.sep, "/")
        name = path[path.rfind("/") + 1 :]
        return (
            name in self._literal_names
            or path in self._literal_paths
            or bool(self._name_pattern and self._name_pattern.match(name))
            or bool(self._path_pattern and self._path_pattern.match(path))
        )


@lru_cache(maxsize=256)
def path_patterns(patterns: tuple[str, ...], root: Path) -> PathPatterns:
    """The compiled ``patterns`` of the configuration at ``root``."""
    return PathPatterns(patterns, absolute(root))


def _variants(pattern: str) -> list[str]:
    """``pattern`` without braces and ``**/``, once for each of their meanings."""
    pending = [pattern]
    done: list[str] = []
    while pending:
        if len(pending) + len(done) > MOST_VARIANTS:
            raise PyguideError(one_line(f"pattern `{pattern}`: too many alternatives"))
        variant = pending.pop()
        if "{" in variant and (braces := re.search(_INNERMOST_BRACES, variant)):
            head, tail = variant[: braces.start()], variant[braces.end() :]
            pending += (head + choice + tail for choice in braces[1].split(","))
        elif variant.startswith("**/"):
            # The slash in front keeps `**/name` from turning into a pattern for last parts.
            pending += ("./" + variant[3:], "./*/" + variant[3:])
        elif "/**/" in variant:
            head, _, tail = variant.partition("/**/")
            pending += (f"{head}/{tail}", f"{head}/*/{tail}")
        else:
            done.append(variant)
    return done
