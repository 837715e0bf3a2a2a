"""New files told to git, but only for as long as a question takes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from pyguide.git.repository import Repository, literal, portions


@contextmanager
def announced(repository: Repository, names: Iterable[str]) -> Iterator[Repository]:
    """The repository with a copy of its index, to which the untracked files ``names`` were added.

    git sees no renaming to a file that it has not been told about. Neither the index nor the
    objects of the repository are written to. Raises GitError where git refuses.
    """
    new = [name for name in names if ".git" not in PurePosixPath(name.lower()).parts]
    if not new:
        yield repository
        return
    with tempfile.TemporaryDirectory(prefix="pyguide-") as folder:
        copy = Path(folder, "index")
        with suppress(FileNotFoundError):  # nothing was ever added
            shutil.copyfile(_place(repository, "index"), copy)
        seen = repository._replace(
            environment=repository.environment
            | {
                "GIT_INDEX_FILE": str(copy),
                "GIT_OBJECT_DIRECTORY": folder,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": _all_objects(repository),
            }
        )
        for portion in portions(new):
            seen.run("add", "--intent-to-add", "--force", "--", *literal(portion))
        yield seen


def _place(repository: Repository, name: str) -> Path:
    """Where git keeps a part of the repository."""
    return repository.root / (repository.answer("rev-parse", "--git-path", name) or "")


def _all_objects(repository: Repository) -> str:
    """The folders with the objects of a repository, spelled as git reads a list of them."""
    place = str(_place(repository, "objects")).replace("\\", "\\\\").replace('"', '\\"')
    more = repository.environment.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
    return os.pathsep.join([f'"{place}"', *([more] if more else [])])
