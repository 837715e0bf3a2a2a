"""The flake8 plugin: flake8's own tree, pyguide's findings, settings from ``[tool.pyguide]``.

flake8 selects, ignores and applies ``# noqa`` by itself after the plugin; pyguide's own selection
and its ``ruff:`` comment forms are applied here. Whatever goes wrong becomes at most a line on
standard error, because flake8 abandons the whole run when a plugin raises.
"""

from __future__ import annotations

import ast
import multiprocessing
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pyguide import __version__


class Plugin:
    """One file as flake8 hands it over."""

    name = "pyguide"
    version = __version__
    told: ClassVar[set[str]] = set()
    """Lines that were written already; a broken configuration concerns every file."""

    def __init__(self, tree: ast.Module, lines: Sequence[str], filename: str) -> None:
        self.tree = tree
        self.lines = lines
        self.filename = filename

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Complain of the configuration here and once, before flake8 starts its processes."""
        from pyguide.session import settings_here

        try:
            settings_here()
        except Exception as error:
            # A process that flake8 spawned comes here again, and its parent has spoken.
            cls._tell(str(error), aloud=multiprocessing.parent_process() is None)

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield 1-based line, 0-based column in code points, text and plugin type."""
        from pyguide.outcome import Failure
        from pyguide.session import check_text

        path = Path("stdin.py" if self.filename in ("-", "stdin") else self.filename)
        failures: list[Failure] = []
        try:
            found = check_text("".join(self.lines), path, tree=self.tree, failures=failures)
        except Exception as error:
            self._tell(str(error))
            return
        for failure in dict.fromkeys(failures):
            self._tell(f"{self.filename}:{failure.line}: {failure.kind}: {failure.message}")
        for line, column, text in found:
            yield line, column - 1, text, type(self)

    @classmethod
    def _tell(cls, text: str, *, aloud: bool = True) -> None:
        line = " ".join(text.split()) or "cannot look at this file"
        if aloud and line not in cls.told:
            print(f"pyguide: {line.encode('ascii', 'backslashreplace').decode()}", file=sys.stderr)
        cls.told.add(line)
