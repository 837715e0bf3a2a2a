"""Ask the installed ruff about the twins of our rules: ``python tests/ruff_table.py`` writes.

`test_ruff_table.py` holds what is written to the truth.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pyguide.catalog import installed

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src" / "pyguide" / "ruff" / "codes.py"
RUFF = Path(sys.executable).with_name("ruff")

_HEAD = '''\
"""Rules of ruff with a twin here or about comments: `ruff rule --all --output-format json`.

Made from ruff {version} by `python tests/ruff_table.py`; do not edit.
"""

# Annotations are not postponed here: named tuples would compile the text of each.

from typing import NamedTuple

VERSION = ({numbers})
"""The ruff that the table was made from."""


class RuffRule(NamedTuple):
    """One rule: what it is called, how it comes to be on, and what its fixes are at best.

    ``default`` is ``always``, ``preview`` or ``never``, ``fix`` is ``none``, ``unsafe`` or
    ``safe``; ``preview`` rules are off everywhere but in preview mode.
    """

    code: str
    name: str
    category: str
    default: str
    fix: str
    preview: bool


_ROWS = (
'''
_TAIL = """\
)

RULES = {row[0]: RuffRule(*row) for row in _ROWS}
"""
# `unsafe when ...` speaks of some fixes only.
_UNSAFE = re.compile(
    r"\b(?:is|are) (?:always )?(?:marked (?:as )?)?(?:always )?unsafe\b(?! (?:when|if))"
)
_ENABLED = re.compile(r"^linter\.rules\.enabled = \[\n(.*?)^\]", re.M | re.S)


# What ruff does with the comments that silence our rules.
HYGIENE = {"RUF100", "RUF102"}


def codes() -> list[str]:
    """The codes of ruff that our rules name as twins, and those about comments, sorted."""
    twins = {code for rule in installed().rules for code in rule.twins.get("ruff", ())}
    return sorted(twins | HYGIENE)


def ruff(*words: str, folder: Path | None = None) -> str:
    """What ``ruff WORD...`` prints."""
    done = subprocess.run(
        [str(RUFF), *words], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    return done.stdout


def enabled(folder: Path, *flags: str) -> set[str]:
    """The codes that ruff turns on for ``code.py`` in ``folder``."""
    shown = ruff("check", "--no-cache", "--show-settings", *flags, "code.py", folder=folder)
    found = _ENABLED.search(shown)
    return set(re.findall(r"\(([A-Z]+[0-9]+)\)", found[1])) if found else set()


def table() -> str:
    """The module's text."""
    version = ruff("--version").split()[1]
    known = {rule["code"]: rule for rule in json.loads(ruff("rule", "--all", *_JSON))}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "code.py").touch()
        always = enabled(folder, "--isolated")
        preview = enabled(folder, "--isolated", "--preview")
    lines = []
    for code in codes():
        rule = known[code]
        default = "always" if code in always else "preview" if code in preview else "never"
        row = (code, rule["name"], rule["category"], default, _fix(rule), rule["preview"])
        lines.append("    (" + ", ".join(map(_literal, row)) + "),\n")
    head = _HEAD.replace("{version}", version).replace("{numbers}", version.replace(".", ", "))
    return head + "".join(lines) + _TAIL


_JSON = ("--output-format", "json")


def _literal(value: object) -> str:
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _fix(rule: dict[str, str]) -> str:
    """The best that the rule's fixes are said to be."""
    if rule["fix_availability"] == "None":
        return "none"
    safety = rule["explanation"].partition("## Fix safety\n")[2].partition("\n## ")[0]
    return "unsafe" if _UNSAFE.search(" ".join(safety.split())) else "safe"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
