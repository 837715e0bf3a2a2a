"""The packages that all tools look at: pinned wheels, of which only ``*.py`` is unpacked."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import environment


@dataclass(frozen=True, slots=True)
class Corpus:
    """A pinned package; ``part`` are folders of it for tools too slow for the whole."""

    name: str
    requirement: str
    package: str
    part: tuple[str, ...]


CORPORA = {
    corpus.name: corpus
    for corpus in (
        Corpus("django", "Django==5.1.4", "django", ("contrib/admin", "contrib/auth")),
        Corpus("sqlalchemy", "SQLAlchemy==2.0.36", "sqlalchemy", ("ext",)),
        Corpus("scikit-learn", "scikit-learn==1.5.2", "sklearn", ("linear_model",)),
        Corpus("pandas", "pandas==2.2.3", "pandas", ("io/excel", "io/formats")),
        Corpus("sympy", "sympy==1.13.3", "sympy", ("sets", "logic")),
    )
}
# The same wheel on every machine, whatever Python runs the tools.
_WHEEL = ("--platform=manylinux2014_x86_64", "--python-version=3.11", "--implementation=cp")


class DifferError(Exception):
    """Two tools that would look at different files."""


@dataclass(frozen=True, slots=True)
class Files:
    """A set of files, which are counted once."""

    paths: tuple[Path, ...]
    lines: int

    @classmethod
    def below(cls, folders: Iterable[Path]) -> Files:
        """All Python files below ``folders``."""
        paths = tuple(sorted(p for folder in folders for p in folder.rglob("*.py")))
        return cls(paths, sum(path.read_bytes().count(b"\n") for path in paths))

    def __str__(self) -> str:
        return f"{len(self.paths):,} files, {self.lines:,} lines"


def unpacked(corpus: Corpus, home: Path) -> Path:
    """The folder of the package, downloaded and unpacked where it is not there yet."""
    folder = home / corpus.requirement.replace("==", "-").lower()
    complete = folder / ".complete"
    if not complete.exists():
        with zipfile.ZipFile(_wheel(corpus, home / "wheels")) as wheel:
            names = [name for name in wheel.namelist() if name.endswith(".py")]
            wheel.extractall(folder, names)
        complete.touch()
    return folder / corpus.package


def _wheel(corpus: Corpus, folder: Path) -> Path:
    goal = folder / corpus.name
    pip = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--only-binary=:all:"]
    subprocess.run(
        [*pip, *_WHEEL, "-d", goal, corpus.requirement],
        check=True,
        env={**environment(), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    (wheel,) = goal.glob("*.whl")
    return wheel


def same_files(ours: Iterable[str], theirs: Iterable[str], folder: Path) -> Files:
    """The files on the disk, if both tools list just these; raises `DifferError` otherwise."""
    on_disk = Files.below([folder])
    expected = {path.resolve() for path in on_disk.paths}
    for tool, listed in (("pyguide", ours), ("ruff", theirs)):
        odd = expected ^ {Path(line).resolve() for line in listed}
        if odd:
            examples = ", ".join(sorted(map(str, odd))[:5])
            raise DifferError(
                f"{tool} sees other files below {folder}: {len(odd)} differ: {examples}"
            )
    return on_disk
