"""Git repositories, and git itself as a process that answers one question at a time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pyguide import witness
from pyguide.errors import PyguideError, one_line

OLDEST = (2, 20)
"""The oldest git that knows every option used here."""

# Inside a hook these say which repository, working tree and index git is busy with. They are right
# for that one repository, and wrong for a submodule of it or for any other.
_PLACES = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX",
    "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
)  # fmt: skip
_BUSY_WITH = ("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
# These would change what a pathspec means, or how a diff reads.
_HABITS = (
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
    "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF",
)  # fmt: skip
# To ask takes no lock, and starts no daemon that outlives the question.
_ASKING = ("--no-optional-locks", "-c", "core.fsmonitor=false")
_PLAIN_ENGLISH = {"LC_ALL": "C", "LANGUAGE": "C"}
_UNKNOWN_OPTION = 129
_NO_ANSWER = 1
# A command line holds 32,767 characters on Windows, and more elsewhere.
_MOST_CHARACTERS = 24_000


class GitError(PyguideError):
    """Git is missing, too old, or refuses: one line that says so."""

    def __init__(self, message: str) -> None:
        # Names of files and of revisions may hold anything.
        super().__init__(one_line(message))


class Repository(NamedTuple):
    """A repository with a working tree, which begins at ``root``, a path without links.

    ``environment`` holds the variables that git gets.
    """

    root: Path
    environment: dict[str, str]

    @classmethod
    def of(cls, path: Path) -> Repository | None:
        """The repository whose working tree holds ``path``, a file or folder; None where none does.

        Links are followed first. Raises GitError where there is one and git cannot be asked.
        """
        real = Path(os.path.realpath(path))
        found = _beginning_at(_top(real))
        return found if found is not None and found.holds(real) else None

    def holds(self, real: Path) -> bool:
        """Whether a path without links lies in the working tree."""
        return real.is_relative_to(self.root)

    def run(self, *words: str, stdin: bytes | None = None, hooks: bool = False) -> bytes:
        """What ``git WORD...`` prints; raises GitError with what it says where it fails.

        Without ``hooks`` it is asked something: no lock is taken, and it speaks English. With them
        it does something as if the user did it.
        """
        done = self._done(words, stdin, hooks=hooks)
        if done.returncode:
            raise GitError(self._complaint(words, done))
        return done.stdout

    def attempt(self, *words: str, stdin: bytes | None = None) -> tuple[int, list[str]]:
        """Do something as if the user did it: the exit code, and the lines that were said."""
        done = self._done(words, stdin, hooks=True)
        return done.returncode, os.fsdecode(done.stdout + done.stderr).splitlines()

    def answer(self, *words: str) -> str | None:
        """The one line that ``git WORD...`` prints; None where it says that there is none."""
        done = self._done(words, None, hooks=False)
        if done.returncode == _NO_ANSWER:
            return None
        if done.returncode:
            raise GitError(self._complaint(words, done))
        return os.fsdecode(done.stdout).removesuffix("\n")

    def name_of(self, path: Path) -> str:
        """How git knows a file: relative to the root, links followed, parted by slashes."""
        return Path(os.path.realpath(path)).relative_to(self.root).as_posix()

    def path_of(self, name: str) -> Path:
        """The path of a file that git knows as ``name``."""
        return self.root / name

    def _as_in_hook(self) -> Repository:
        """The same with the index and objects that git is busy with, if it is busy in here.

        A relative path among these begins at the root, where git is run.
        """
        ours = _git(("rev-parse", "--absolute-git-dir"), Path.cwd(), dict(os.environ), None)
        if ours.returncode or ours.stdout != self.run("rev-parse", "--absolute-git-dir"):
            return self
        busy = {name: os.environ[name] for name in _BUSY_WITH if name in os.environ}
        return self._replace(environment=self.environment | busy)

    def _done(
        self, words: Sequence[str], stdin: bytes | None, *, hooks: bool
    ) -> subprocess.CompletedProcess[bytes]:
        environment = self.environment if hooks else self.environment | _PLAIN_ENGLISH
        return _git((*(() if hooks else _ASKING), *words), self.root, environment, stdin)

    def _complaint(self, words: Sequence[str], done: subprocess.CompletedProcess[bytes]) -> str:
        return f"git {words[0]} in {self.root}: {_said(done, self.root)}"


def grouped(paths: Iterable[Path]) -> list[tuple[Repository | None, list[Path]]]:
    """The ``paths`` of files by repository, None for those outside of any; git runs once for each.

    Raises GitError where git cannot be asked about one of them.
    """
    tops: dict[Path, Path | None] = {}
    repositories: dict[Path | None, Repository | None] = {}
    found: dict[Path | None, tuple[Repository | None, list[Path]]] = {}
    for path in paths:
        folder = Path(os.path.realpath(path)).parent
        if folder not in tops:
            tops[folder] = _top(folder)
        top = tops[folder]
        if top not in repositories:
            repositories[top] = _beginning_at(top)
        repository = repositories[top]
        if repository is not None and not repository.holds(folder):
            repository = None
        root = repository.root if repository is not None else None
        found.setdefault(root, (repository, []))[1].append(path)
    return list(found.values())


def literal(names: Iterable[str]) -> list[str]:
    """Pathspecs that mean the files which git knows by ``names``, whatever these look like."""
    return [f":(top,literal){name}" for name in names]


def portions(names: Sequence[str]) -> Iterator[list[str]]:
    """The ``names`` in portions that fit on a command line."""
    portion: list[str] = []
    length = 0
    for name in names:
        longer = len(name) + len(":(top,literal) ")
        if portion and length + longer > _MOST_CHARACTERS:
            yield portion
            portion, length = [], 0
        portion.append(name)
        length += longer
    if portion:
        yield portion


def parts(output: bytes) -> list[str]:
    """The strings in what git prints with ``-z``."""
    return [os.fsdecode(part) for part in output.split(b"\0")[:-1]]


def _top(real: Path) -> Path | None:
    """The nearest folder at or above a path in which a repository may begin."""
    return next((at for at in (real, *real.parents) if os.path.lexists(at / ".git")), None)


def _beginning_at(top: Path | None) -> Repository | None:
    """The repository that begins in a folder, or else the one that the environment names."""
    found = _repository(top, _without(_PLACES)) if top is not None else None
    if any(name in os.environ for name in _PLACES):
        return _named() if found is None else found._as_in_hook()
    return found


def _repository(folder: Path, environment: dict[str, str]) -> Repository | None:
    words = (*_ASKING, "rev-parse", "--show-toplevel")
    done = _git(words, folder, environment | _PLAIN_ENGLISH, None)
    if not done.returncode:
        root = os.fsdecode(done.stdout).removesuffix("\n")
        return Repository(Path(os.path.realpath(root)), environment)
    why = os.fsdecode(done.stderr)
    # A folder may be called as git calls its own without being one; a file that leads to a
    # repository which is not there is another matter.
    if "not a git repository (or any" in why or "must be run in a work tree" in why:
        return None
    raise GitError(f"{folder}: {_said(done, folder)}")


def _without(names: Iterable[str]) -> dict[str, str]:
    """The environment without ``names``, and without what would change the meaning of questions."""
    left_out = {*names, *_HABITS}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _named() -> Repository | None:
    """The repository that the environment names, such as one kept apart from its working tree."""
    environment = _without(())
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR"):
        if name in environment:
            environment[name] = witness.absolute(environment[name])
    return _repository(Path.cwd(), environment) if "GIT_DIR" in environment else None


def _git(
    words: Sequence[str], folder: Path, environment: dict[str, str], stdin: bytes | None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *words],
            cwd=folder,
            env=environment,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed, or not where PATH leads") from error
    except OSError as error:
        raise GitError(f"git cannot be run: {(error.strerror or str(error)).lower()}") from error


def _said(done: subprocess.CompletedProcess[bytes], folder: Path) -> str:
    """Why git failed, on one line."""
    why = os.fsdecode(done.stderr).strip()
    if "safe.directory" in why:
        return (
            "git refuses, since the repository belongs to another user; "
            f"`git config --global --add safe.directory {folder}` trusts it"
        )
    if done.returncode == _UNKNOWN_OPTION and (version := _version()) and version < OLDEST:
        found, needed = (".".join(map(str, each)) for each in (version, OLDEST))
        return f"git {found} is too old; {needed} or later is needed"
    lines = [line for line in why.splitlines() if line.startswith(("fatal:", "error:"))]
    said = (lines or why.splitlines() or [f"exit code {done.returncode}"])[0]
    return said.removeprefix("fatal: ").removeprefix("error: ")


def _version() -> tuple[int, ...]:
    done = _git(["version"], Path.cwd(), dict(os.environ), None)
    words = os.fsdecode(done.stdout).split()
    numbers = words[2].split(".")[:2] if len(words) > 2 else []
    return tuple(int(number) for number in numbers if number.isdecimal())
