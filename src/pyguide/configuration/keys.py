"""The keys of a configuration: one table for reading, errors, schema, `pyguide config` and docs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pyguide.configuration import kinds
from pyguide.configuration.kinds import Kind, table
from pyguide.errors import nearest


class Key(NamedTuple):
    """One key: its values, what it is for in one sentence, and a line of TOML that uses it.

    ``lint`` says that the key may stand in the table ``lint``, too, as in ruff.
    """

    name: str
    kind: Kind
    doc: str
    example: str
    lint: bool = False

    @property
    def field(self) -> str:
        """The field of `Settings` that holds the value, where there is one."""
        return self.name.replace("-", "_")


_TABLE = (
    Key("extend", kinds.PATH,
        "Another configuration file, relative to this one, whose values hold where this file is "
        "silent; its patterns are relative to its own folder.",
        'extend = "../pyguide.toml"'),
    Key("inherit", kinds.INHERITED,
        "Takes `exclude`, `extend-exclude`, `respect-gitignore`, `target-version` and "
        "`per-file-target-version` from the nearest configuration of ruff.",
        'inherit = "ruff"'),
    Key("required-version", kinds.REQUIRED,
        "The versions of pyguide that may read this file; with any other, a run stops.",
        'required-version = ">=0.1,<1"'),
    Key("preset", kinds.PRESET,
        "The rules that are on where `select` names none: those of the guide's list of "
        "anti-patterns, the default ones, all but those in preview, or all.",
        'preset = "guide"', lint=True),
    Key("select", kinds.SELECTORS,
        "The rules to look for, by code, beginning of a code, name, or `ALL`; the more specific "
        "selector wins, and `ignore` wins against an equal one.",
        'select = ["PYG3", "mutable-default-argument"]', lint=True),
    Key("extend-select", kinds.SELECTORS,
        "Rules to look for besides those of `select`, or besides those of the preset.",
        'extend-select = ["PYG105"]', lint=True),
    Key("ignore", kinds.SELECTORS,
        "Rules to leave out.",
        'ignore = ["PYG301"]', lint=True),
    Key("per-file-ignores", kinds.SELECTORS_BY_PATTERN,
        "Rules to leave out of the files that match a pattern, or of all others where it begins "
        "with `!`.",
        'per-file-ignores = { "tests/*" = ["PYG3"] }', lint=True),
    Key("extend-per-file-ignores", kinds.SELECTORS_BY_PATTERN,
        "The same, besides those of an extended file or of `per-file-ignores`.",
        'extend-per-file-ignores = { "docs/*" = ["ALL"] }', lint=True),
    Key("fixable", kinds.SELECTORS,
        "The rules that may fix what they find; all by default.",
        'fixable = ["PYG3"]', lint=True),
    Key("extend-fixable", kinds.SELECTORS,
        "Rules that may fix besides those of `fixable`.",
        'extend-fixable = ["PYG405"]', lint=True),
    Key("unfixable", kinds.SELECTORS,
        "Rules that may not fix what they find.",
        'unfixable = ["PYG306"]', lint=True),
    Key("extend-safe-fixes", kinds.SELECTORS,
        "Rules whose unsafe fixes count as safe here.",
        'extend-safe-fixes = ["PYG202"]', lint=True),
    Key("extend-unsafe-fixes", kinds.SELECTORS,
        "Rules whose safe fixes count as unsafe here; wins against `extend-safe-fixes`.",
        'extend-unsafe-fixes = ["PYG301"]', lint=True),
    Key("severity", kinds.SEVERITY_BY_SELECTOR,
        "How grave findings are in the formats that say so; any finding gives exit code 1.",
        'severity = { PYG3 = "warning" }', lint=True),
    Key("rules", kinds.OPTIONS_BY_RULE,
        "Options of single rules, a table for each; `pyguide rule NAME` explains them.",
        "rules.wildcard-import = { allow-in-init = false }"),
    Key("packs", kinds.PACKS,
        "Packs of rules besides those that are installed: folders, relative to this file and with "
        "a slash in them, or importable names. Their code runs in every run.",
        'packs = ["tools/house_rules"]'),
    Key("trust", kinds.TRUST,
        "What fixes may take for granted besides proofs: that the annotations of parameters are "
        "true, that attributes of an instance hold only what its file stores there, that no other "
        "module rebinds a module's variables.",
        'trust = ["annotations"]', lint=True),
    Key("noqa-aliases", kinds.BOOLEAN,
        "Whether a comment that silences the twin of a rule in another tool silences the rule.",
        "noqa-aliases = true", lint=True),
    Key("dedupe", kinds.DEDUPE,
        "What becomes of findings that ruff reports as well.",
        'dedupe = "never"', lint=True),
    Key("include", kinds.PATTERNS,
        "The files to look at in folders.",
        'include = ["src/**/*.py"]'),
    Key("extend-include", kinds.PATTERNS,
        "Files to look at besides those of `include`.",
        'extend-include = ["*.wsgi"]'),
    Key("exclude", kinds.PATTERNS,
        "Files and folders not to look at.",
        'exclude = ["build", "gen/*.py"]'),
    Key("extend-exclude", kinds.PATTERNS,
        "Files and folders not to look at besides those of `exclude`.",
        'extend-exclude = ["vendor"]'),
    Key("respect-gitignore", kinds.BOOLEAN,
        "Whether to leave out what git ignores.",
        "respect-gitignore = false"),
    Key("force-exclude", kinds.BOOLEAN,
        "Whether to leave excluded files out even if the command line names them.",
        "force-exclude = true"),
    Key("target-version", kinds.TARGET,
        "The oldest Python that the code must run on; by default the oldest that `requires-python` "
        "admits, else Python 3.11.",
        'target-version = "py312"'),
    Key("per-file-target-version", kinds.TARGET_BY_PATTERN,
        "Another target version for the files that match a pattern; the first match counts.",
        'per-file-target-version = { "scripts/*" = "py313" }'),
    Key("preview", kinds.BOOLEAN,
        "Whether rules in preview are on.",
        "preview = true", lint=True),
    Key("time-limit", kinds.SECONDS,
        "How many seconds of processor time a file may take before the run goes on without it.",
        "time-limit = 30"),
    Key("fix", kinds.BOOLEAN,
        "Whether `pyguide check` fixes what it can.",
        "fix = true"),
    Key("fix-only", kinds.BOOLEAN,
        "Whether `pyguide check` fixes and reports nothing else; implies `fix`.",
        "fix-only = true"),
    Key("unsafe-fixes", kinds.BOOLEAN,
        "Whether fixes that may change what the program does are offered and applied.",
        "unsafe-fixes = true"),
    Key("show-fixes", kinds.BOOLEAN,
        "Whether to list what was fixed, by file and rule.",
        "show-fixes = true"),
    Key("output-format", kinds.FORMAT,
        "The format of the report.",
        'output-format = "concise"'),
    Key("editor-link", kinds.EDITOR_LINK,
        "Where the links of an HTML report to an editor lead: `vscode`, `pycharm`, `sublime`, or a "
        "URL with `{path}`, `{line}` and `{column}` in it; none by default.",
        'editor-link = "vscode"'),
    Key("repository-link", kinds.REPOSITORY_LINK,
        "Where its links to the repository lead: a URL with `{path}`, `{line}` and `{commit}` in "
        "it, or empty for none; by default where git's remote `origin` lies.",
        'repository-link = "https://git.example.org/shop/blob/{commit}/{path}#L{line}"'),
    Key("cache-dir", kinds.PATH,
        "Where results of earlier runs are stored, relative to this file.",
        'cache-dir = "~/.cache/pyguide"'),
    Key("commit-message", kinds.MESSAGE,
        "What `pyguide-fix --commit-per-rule` writes into its commits; `{code}`, `{name}`, "
        "`{title}`, `{summary}`, `{fixes}` and `{files}` are filled in.",
        'commit-message = "{code}: {title} ({fixes} fixes in {files} files)"'),
    Key("baseline", kinds.PATH,
        "The file with the findings that are known already, relative to this one; by default "
        "`pyguide-baseline.txt` beside this file or above, if there is one.",
        'baseline = "ci/pyguide-baseline.txt"'),
)  # fmt: skip

KEYS: Mapping[str, Key] = {key.name: key for key in _TABLE}
"""Every key by its name."""

_LINT = {name: key for name, key in KEYS.items() if key.lint}


def fields_of(values: Mapping[str, object], prefix: str) -> dict[str, object]:
    """What a table says, by field of `Settings`, and by name what only its reader needs to know.

    Raises `ValueError` for what the table may not say. Whether this is the required version of
    pyguide is asked first: another one may know other keys.
    """
    if "required-version" in values:
        kinds.REQUIRED.parse(f"{prefix}required-version", values["required-version"])
    fields: dict[str, object] = {}
    for name, value in values.items():
        if name == "lint":
            for inner, lint_value in table(f"{prefix}lint", value).items():
                _take(fields, inner, lint_value, f"{prefix}lint.", _LINT)
        else:
            _take(fields, name, value, prefix, KEYS)
    fields.pop("required_version", None)
    return fields


def _take(
    fields: dict[str, object],
    name: str,
    value: object,
    prefix: str,
    known: Mapping[str, Key],
) -> None:
    if name not in known:
        raise ValueError(f"unknown key `{prefix}{name}`{_hint(name, known)}")
    key = known[name]
    if key.field in fields:
        raise ValueError(f"`{name}` stands both in the table and in its `lint` table")
    fields[key.field] = key.kind.parse(f"{prefix}{name}", value)


def _hint(name: str, known: Collection[str]) -> str:
    valid = [*known, *(["lint"] if known is KEYS else [])]
    if name in KEYS:
        return f"; `{name}` stands outside of the table `lint`"
    return nearest(name, valid) or f"; known are {', '.join(valid)}"
