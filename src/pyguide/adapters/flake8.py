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
from typing import TYPE_CHECKING, ClassVar, Protocol

from pyguide import __version__

if TYPE_CHECKING:
    from pyguide.catalog import Catalog
    from pyguide.configuration.loading import Configurations


class _OptionManager(Protocol):
    """What is needed of flake8's."""

    def add_option(self, *names: str, **facts: object) -> None: ...


class Plugin:
    """One file as flake8 hands it over."""

    name = "pyguide"
    version = __version__
    told: ClassVar[set[str]] = set()
    """Lines that were written already; a broken configuration concerns every file."""
    configured: ClassVar[Configurations | None] = None
    """The configuration files below what flake8 was asked for."""

    def __init__(self, tree: ast.Module, lines: Sequence[str], filename: str) -> None:
        self.tree = tree
        self.lines = lines
        self.filename = filename

    @staticmethod
    def add_options(manager: _OptionManager) -> None:
        """Add what flake8 has no option of its own for."""
        manager.add_option(
            "--pyguide-preview",
            action="store_true",
            parse_from_config=True,
            help="with pyguide's rules in preview",
        )
        manager.add_option(
            "--pyguide-target-version",
            metavar="pyXYZ",
            default="",
            parse_from_config=True,
            help="oldest Python of the code, for pyguide: py311",
        )

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Complain of options and configuration here and once, before flake8 starts processes."""
        from pyguide.catalog import installed
        from pyguide.configuration.loading import packs_here
        from pyguide.session import settings_here

        try:
            catalog = installed(packs_here())
            _show_packs(options, catalog)
            cls.configured = _configurations(options, catalog)
            settings_here(cls.configured)
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
            found = check_text("".join(self.lines), path, self.tree, failures, self.configured)
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


def _configurations(options: Namespace, catalog: Catalog) -> Configurations:
    """The configuration files below what flake8 was asked for.

    Raises PyguideError for an option that makes no sense.
    """
    from pyguide.configuration.loading import Configurations
    from pyguide.configuration.versions import target_version
    from pyguide.errors import PyguideError

    given: dict[str, object] = {}
    if options.pyguide_preview:
        given["preview"] = True
    if options.pyguide_target_version:
        try:
            given["target_version"] = target_version(options.pyguide_target_version)
        except ValueError as error:
            raise PyguideError(f"--pyguide-target-version: {error}") from error
    wanted = _wanted([*(options.select or ()), *(options.extend_select or ())], catalog)
    if wanted:
        given["extend_select"] = wanted
    return Configurations(overrides=given)


def _show_packs(options: Namespace, catalog: Catalog) -> None:
    """Let flake8 show the codes of all packs as it shows those that begin with our own letters.

    By itself it drops every code that begins with no plugin's entry point, unless it is selected.
    """
    letters = {rule.code.rstrip("0123456789") for rule in catalog.rules}
    shown = options.extended_default_select
    options.extended_default_select = [*shown, *sorted(letters.difference(shown))]


def _wanted(selectors: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    """The codes of rules that are off by default and that flake8 was told to select.

    A selector without a number turns on a whole plugin, so it says nothing about such rules; a rule
    in preview must be selected by its full code, as on pyguide's own command line. flake8's list of
    what is ignored by default would not do: who sets `ignore` empties it.
    """
    meant = tuple(word for word in selectors if word[-1:].isdecimal())
    if not meant:
        return ()
    return tuple(
        rule.code
        for rule in catalog.rules
        if (rule.preview and rule.code in meant)
        or (rule.optional and not rule.preview and rule.code.startswith(meant))
    )
