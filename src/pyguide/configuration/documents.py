"""TOML files, each read once a run, and what users should know of broken ones."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from pyguide import regular, witness
from pyguide.configuration.kinds import kind_of
from pyguide.errors import PyguideError, one_line

Document = Mapping[str, object]

RUFF_FILE_NAMES = (".ruff.toml", "ruff.toml", "pyproject.toml")
"""What a configuration of ruff may be called; in one folder the first of them wins."""


class Documents:
    """The files that were read so far."""

    def __init__(self) -> None:
        self._read: dict[Path, Document | None] = {}

    def read(self, file: Path) -> Document | None:
        """The parsed ``file``; None where there is no such regular file.

        Raises `PyguideError` for one that cannot be read or is no TOML.
        """
        if file not in self._read:
            witness.state(file)
            try:
                regular = stat.S_ISREG(file.stat().st_mode)
            except (OSError, ValueError):
                regular = False
            self._read[file] = _parsed(file) if regular else None
        return self._read[file]

    def tool(self, file: Path, name: str) -> Document | None:
        """What ``file`` says about a tool: all of it, or its table in a ``pyproject.toml``.

        None where there is no such file or no such table; raises as `read` does.
        """
        document = self.read(file)
        if document is None or file.name != "pyproject.toml":
            return document
        tools = table_of(document, "tool") or {}
        if name in tools and not isinstance(tools[name], dict):
            raise mistake(file, f"`tool.{name}` must be a table, not {kind_of(tools[name])}")
        return table_of(document, "tool", name)


def mistake(file: Path | str, text: str) -> PyguideError:
    """What is wrong with a file, in one line."""
    return PyguideError(one_line(f"{file}: {text}"))


def table_of(document: Document, *names: str) -> Document | None:
    """The table that ``names`` lead to, or None."""
    table: object = document
    for name in names:
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def prefix(file: Path, tool: str) -> str:
    """What stands before the keys of a tool in ``file``."""
    return f"tool.{tool}." if file.name == "pyproject.toml" else ""


def _parsed(file: Path) -> Document:
    import tomllib

    try:
        return tomllib.loads(regular.read(file).decode("utf-8-sig"))
    except OSError as error:
        raise mistake(file, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise mistake(file, f"is not UTF-8: {error.reason} at byte {error.start}") from error
    except RecursionError as error:
        raise mistake(file, "broken TOML: nested too deeply") from error
    except ValueError as error:
        raise mistake(file, f"broken TOML: {error}") from error
