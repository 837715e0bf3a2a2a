"""The hooks of a project: read, judged and added to, line by line.

Only the block style that pre-commit itself writes is understood; of other YAML nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyguide import __version__
from pyguide.project.problem import Problem

FILE_NAME = ".pre-commit-config.yaml"
REPOSITORY = "https://github.com/pyguide/pyguide"
REVISION = f"v{__version__}"

_KEY = re.compile(r"(?P<indent> *)(?P<dash>- +)?(?P<key>[\w-]+): *(?P<value>[^#\n]*?) *(?:#.*)?$")
_BLOCK = (
    f"- repo: {REPOSITORY}",
    f"  rev: {REVISION}",
    "  hooks:",
    "    - id: pyguide-check",
)


class Hook(NamedTuple):
    """One hook: its repository, the revision of that, and its own keys."""

    repository: str
    revision: str
    row: int
    """The 1-based line of the revision, or of the hook in a local repository."""
    keys: dict[str, str]


def hooks(text: str) -> list[Hook]:
    """All hooks of a configuration in block style."""
    found: list[Hook] = []
    repository, revision, row = "", "", 0
    for number, line in enumerate(text.splitlines(), 1):
        match = _KEY.match(line)
        if match is None:
            continue
        key, value = match["key"], match["value"].strip("'\"")
        if match["dash"] and key == "repo":
            repository, revision, row = value, "", number
        elif key == "rev":
            revision, row = value, number
        elif match["dash"] and key == "id":
            found.append(Hook(repository, revision, row if revision else number, {"id": value}))
        elif found and found[-1].repository == repository:
            found[-1].keys[key] = value
    return found


def problems(folder: Path) -> Iterator[Problem]:
    """What is wrong with our hooks in ``folder``."""
    for hook in hooks(_text(folder)):
        yield from _judged(folder / FILE_NAME, hook)


def runs(folder: Path, tool: str) -> bool:
    """Whether a hook of the project in ``folder`` has the name of ``tool``, or begins with it."""
    return any(re.fullmatch(rf"{tool}(?:-.*)?", hook.keys["id"]) for hook in hooks(_text(folder)))


def _text(folder: Path) -> str:
    try:
        return (folder / FILE_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _judged(file: Path, hook: Hook) -> Iterator[Problem]:
    name = hook.keys["id"]
    local = hook.repository == "local"
    if not (_is_ours(hook.repository) or (local and "pyguide" in hook.keys.get("entry", ""))):
        return
    if not local and hook.revision != REVISION:
        yield Problem(
            file,
            f"line {hook.row}: the hooks run pyguide {hook.revision or 'of no revision'}, here is "
            f"{REVISION}",
            (f"rev: {REVISION}",),
            edit=lambda text: _with_line(text, hook.row, r"rev: *[^\s#]*", f"rev: {REVISION}"),
        )
    serial = hook.keys.get("require_serial", "" if local else "true").lower()
    if serial != "true":
        yield Problem(
            file,
            f"hook `{name}` may run in several processes at a time, which pyguide does by itself",
            ("require_serial: true",),
        )


def _is_ours(repository: str) -> bool:
    return re.search(r"(?:^|/)pyguide(?:\.git)?/?$", repository) is not None


def _with_line(text: str, row: int, pattern: str, new: str) -> str:
    lines = text.split("\n")
    lines[row - 1] = re.sub(pattern, new, lines[row - 1])
    return "\n".join(lines)


def has_ours(text: str) -> bool:
    """Whether a configuration runs pyguide already."""
    return any(
        _is_ours(hook.repository) or "pyguide" in hook.keys.get("entry", "") for hook in hooks(text)
    )


def with_ours(text: str) -> str:
    """A configuration that runs `pyguide-check` as well; unchanged where none can be added."""
    if has_ours(text):
        return text
    if not text.strip():
        return "repos:\n" + "".join(f"  {line}\n" for line in _BLOCK)
    lines = text.rstrip("\n").split("\n")
    start = next((n for n, line in enumerate(lines) if re.fullmatch(r"repos: *(#.*)?", line)), None)
    if start is None:
        return text
    end = start + 1
    indent = None
    for number in range(start + 1, len(lines)):
        if re.match(r"[^\s#-]", lines[number]):
            break
        item = re.match(r"( *)- ", lines[number])
        if item and indent is None:
            indent = item[1]
        if lines[number].strip():
            end = number + 1
    block = [("  " if indent is None else indent) + line for line in _BLOCK]
    return "\n".join([*lines[:end], *block, *lines[end:]]) + "\n"
