"""Everything that is checked about a project and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyguide.catalog import Catalog
from pyguide.errors import PyguideError
from pyguide.project import flake8, pre_commit, ruff
from pyguide.project.change import Change, Edit, changed
from pyguide.project.problem import Problem
from pyguide.ruff.configuration import Document


def examined(folder: Path, files: Sequence[Path], catalog: Catalog) -> list[Problem]:
    """The problems of the project in ``folder``, whose Python files are ``files``.

    A TOML file that cannot be read is a problem of its own.
    """
    broken: dict[Path, Problem] = {}

    def document(file: Path) -> Document | None:
        try:
            return ruff.document_of(file)
        except PyguideError as error:
            text = str(error).removeprefix(f"{file}: ")
            broken[file] = Problem(file, f"{text}; no tool can read it", ("mend it first",))
            return None

    ours = ruff.Ours.of(catalog.names)
    found = [
        *ruff.problems(document, files, folder, ours),
        *flake8.problems(folder, document, ours.prefixes),
        *pre_commit.problems(folder),
    ]
    return [*broken.values(), *found]


def remedies(problems: Sequence[Problem]) -> list[Change]:
    """What would mend those of ``problems`` that can be mended, one change a file."""
    edits: dict[Path, list[Edit]] = {}
    for problem in problems:
        if problem.edit is not None:
            edits.setdefault(problem.file, []).append(problem.edit)
    changes = (changed(path, *own) for path, own in edits.items())
    return [change for change in changes if change is not None]
