"""The flake8 plugin: flake8's own tree, pyguide's findings, settings from ``[tool.pyguide]``.

flake8 selects, ignores and applies ``# noqa`` by itself after the plugin; pyguide's own selection
and its ``ruff:`` comment forms are applied here. Whatever goes wrong becomes at most a line on
standard error, because flake8 abandons the whole run when a plugin raises.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyguide import __version__


class Plugin:
    """One file as flake8 hands it over."""

    name = "pyguide"
    version = __version__

    def __init__(self, tree: ast.Module, lines: Sequence[str], filename: str) -> None:
        self.tree = tree
        self.lines = lines
        self.filename = filename

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield 1-based line, 0-based column in code points, text and plugin type."""
        from pyguide.session import check_text

        path = Path("stdin.py" if self.filename in ("-", "stdin") else self.filename)
        try:
            found = check_text("".join(self.lines), path, tree=self.tree)
        except Exception as error:
            print(f"pyguide: {self.filename}: {error}", file=sys.stderr)
            return
        for line, column, text in found:
            yield line, column - 1, text, type(self)
