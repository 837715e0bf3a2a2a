"""What the user asked for, after configuration files and command line were merged."""

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
DEFAULT_INCLUDE = ("*.py", "*.pyi")

SEVERITIES = ("error", "warning", "info")

OLDEST_TARGET = (3, 8)
DEFAULT_TARGET = (3, 11)
DEFAULT_TIME_LIMIT = 120

IDLE = (
    "fix", "fix_only", "show_fixes", "unsafe_fixes", "output_format", "editor_link",
    "repository_link", "cache_dir", "baseline", "severity", "files", "commit_message",
    "time_limit",
)  # fmt: skip
"""Fields that bear on what a run does with findings and shows of them, never on what is found."""


PRESETS = ("guide", "default", "strict", "all")
"""Named sets of rules, from the fewest to all."""

DEDUPE = ("auto", "never", "ruff")
"""When findings are left to ruff: where it is configured, never, or everywhere."""


DEFAULT_MESSAGE = "{code}: {title}\n\n{summary}"
"""What a commit of one rule's fixes says, see `pyguide.template`."""


class RuffReports(NamedTuple):
    """What ruff reports in a folder, of the rules that have a twin here.

    A file is spared by ``exclude``, pairs of a folder and a pattern relative to it, and of
    ``codes`` by ``per_file_ignores``, triples of the same and the codes that are off there.
    """

    codes: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[Path, str, tuple[str, ...]], ...] = ()
    exclude: tuple[tuple[Path, str], ...] = ()


class Pack(NamedTuple):
    """A pack that a configuration names: an importable name, or a folder with its absolute path.

    ``said`` is the file and the key that name it, with which a complaint begins.
    """

    place: str
    said: str


class Settings(NamedTuple):
    """One resolved configuration.

    Selectors are upper-case code prefixes (``PYG3``, ``PYG301``), kebab-case rule names or
    ``ALL``. ``select`` and ``fixable`` are None where the user chose nothing: then the rules of the
    ``preset`` apply, and all may fix. ``root`` is the folder that patterns are relative to.
    """

    root: Path
    preset: str = "default"
    """The rules that are on where ``select`` is None; one of `PRESETS`."""
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    extend_per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fixable: tuple[str, ...] | None = None
    extend_fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, tuple[tuple[str, object], ...]], ...] = ()
    """Options of single rules: ``((rule name, ((option, value), …)), …)``, sorted."""
    trust: tuple[str, ...] = ()
    """What the proof layer takes for granted besides proofs."""
    noqa_aliases: bool = False
    dedupe: str = "auto"
    """One of `DEDUPE`."""
    packs: tuple[Pack, ...] = ()
    """Packs besides those that are installed; the same in all settings of a run."""
    include: tuple[str, ...] = DEFAULT_INCLUDE
    extend_include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    target_version: tuple[int, int] = DEFAULT_TARGET
    per_file_target_version: tuple[tuple[str, tuple[int, int]], ...] = ()
    preview: bool = False
    ruff: RuffReports | None = None
    """What is left to ruff; None where ``dedupe`` leaves nothing to it."""
    time_limit: int = DEFAULT_TIME_LIMIT
    """Seconds of processor time that a file may take."""
    fix: bool = False
    fix_only: bool = False
    unsafe_fixes: bool = False
    show_fixes: bool = False
    output_format: str = "full"
    editor_link: str = ""
    repository_link: str | None = None
    """Patterns of URLs; None for what git knows of the repository."""
    cache_dir: str | None = None
    commit_message: str = DEFAULT_MESSAGE
    baseline: str | None = None
    """The absolute path of the baseline; None where it has the usual name."""
    files: tuple[str, ...] = ()
    """The configuration files that this was made from, the one that was extended first."""

    def bearing(self) -> "Settings":
        """The settings with everything at its default that cannot change what is found."""
        defaults = self._field_defaults
        return self._replace(**{name: defaults[name] for name in IDLE})


def severity_of(wishes: tuple[tuple[str, str], ...], code: str, name: str) -> str:
    """How grave a finding of a rule is: ``error`` unless ``wishes`` (`Settings.severity`) differ.

    Of all selectors that name the rule the most specific one decides, of equals the last one.
    """
    best, found = -1, SEVERITIES[0]
    for selector, severity in wishes:
        prefix = selector.upper()
        if prefix == "ALL":
            prefix = ""
        elif selector.lower() == name:
            prefix = code
        if code.startswith(prefix) and len(prefix) >= best:
            best, found = len(prefix), severity
    return found
