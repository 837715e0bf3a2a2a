"""What the user asked for, after configuration file and command line were merged."""

# Annotations are not postponed here: named tuples would compile the text of each.

from pathlib import Path
from typing import NamedTuple

# Taken from ruff's documented default of `exclude`, so that both tools see the same files.
DEFAULT_EXCLUDE = (
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints",
    ".mypy_cache", ".nox", ".pants.d", ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache",
    ".svn", ".tox", ".venv", ".vscode", "__pypackages__", "_build", "buck-out", "dist",
    "node_modules", "site-packages", "venv", ".pyguide_cache",
)  # fmt: skip

OLDEST_TARGET = (3, 8)
DEFAULT_TARGET = (3, 11)


DEDUPE = ("auto", "never", "ruff")
"""When findings are left to ruff: where it is configured, never, or everywhere."""


class RuffReports(NamedTuple):
    """What ruff reports in a folder, of the rules that have a twin here.

    A file is spared by ``exclude``, pairs of a folder and a pattern relative to it, and of
    ``codes`` by ``per_file_ignores``, triples of the same and the codes that are off there.
    """

    codes: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[Path, str, tuple[str, ...]], ...] = ()
    exclude: tuple[tuple[Path, str], ...] = ()


class Settings(NamedTuple):
    """One resolved configuration.

    Selectors are upper-case code prefixes (``PYG3``, ``PYG301``), kebab-case rule names or
    ``ALL``. ``select`` is None where the user chose nothing: then the rules that are on by default
    apply. ``root`` is the folder that patterns are relative to.
    """

    root: Path
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    target_version: tuple[int, int] = DEFAULT_TARGET
    preview: bool = False
    rules: tuple[tuple[str, tuple[tuple[str, object], ...]], ...] = ()
    """Options of single rules: ``((rule name, ((option, value), …)), …)``, sorted."""
    dedupe: str = "auto"
    """One of `DEDUPE`."""
    noqa_aliases: bool = False
    ruff: RuffReports | None = None
    """What is left to ruff; None where ``dedupe`` leaves nothing to it."""
