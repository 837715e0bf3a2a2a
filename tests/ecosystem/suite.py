"""A project on the disk: unpacked, installed, its tests run, its files compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from ecosystem.projects import PYTEST, Project

HOME = Path("~/.cache/pyguide-ecosystem")
"""Where releases and packages are kept unless a folder is named."""

LIMIT = 600
"""Seconds after which a run of a project's tests is given up."""


class BrokenError(Exception):
    """A project that cannot be made ready or tested, whatever the fixes do."""


@dataclass(frozen=True)
class Checkout:
    """The files and the environment of a project in ``home``."""

    project: Project
    home: Path

    @property
    def folder(self) -> Path:
        """All that belongs to the project."""
        return self.home / self.project.requirement.replace("==", "-")

    @property
    def root(self) -> Path:
        """The root of the release, where its tests are run."""
        return self.folder / "tree"

    @property
    def python(self) -> Path:
        """The interpreter of the project's own environment."""
        return self.folder / "venv" / "bin" / "python"

    def prepare(self) -> None:
        """Unpack the release anew and install it once; raises `BrokenError`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._unpack()
        installed = self.folder / ".installed"
        wanted = " ".join([PYTEST, *self.project.needs])
        if installed.is_file() and installed.read_text(encoding="utf-8") == wanted:
            return
        venv.create(self.folder / "venv", clear=True, with_pip=True)
        # Editable, so that the files that are fixed are those that are tested.
        self._run(self.python, "-m", "pip", "install", "-q", PYTEST, *self.project.needs, "-e", ".")
        installed.write_text(wanted, encoding="utf-8")

    def _unpack(self) -> None:
        unpacked = self.folder / "unpacked"
        for old in (self.root, unpacked):
            shutil.rmtree(old, ignore_errors=True)
        archives = self.folder / "sdist"
        if not any(archives.glob("*.tar.gz")):
            options = ("--no-deps", "--no-binary", self.project.name, "-d", archives)
            pip = (sys.executable, "-m", "pip", "download", "-q", *options)
            self._run(*pip, self.project.requirement, cwd=self.folder)
        (archive,) = archives.glob("*.tar.gz")
        with tarfile.open(archive) as content:
            content.extractall(unpacked, filter="data")
        (inner,) = unpacked.iterdir()
        inner.rename(self.root)

    def _run(self, *command: object, cwd: Path | None = None) -> None:
        words = [*map(str, command)]
        done = subprocess.run(
            words, cwd=cwd or self.root, capture_output=True, text=True, check=False
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["no word of why"]
            raise BrokenError(f"{' '.join(words[1:5])} failed: {last[0]}")

    def tested(self) -> dict[str, str]:
        """Each test's outcome; raises `BrokenError` where none passes."""
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        options = ("-q", "-p", "no:cacheprovider", "-o", "addopts=", f"--junitxml={report}")
        try:
            subprocess.run(
                [self.python, "-m", "pytest", *options, *self.project.options, *self.project.tests],
                cwd=self.root,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
                timeout=LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BrokenError(f"the tests take longer than {LIMIT} s") from error
        outcomes = read(report) if report.is_file() else {}
        if "passed" not in outcomes.values():
            raise BrokenError("no test passes")
        return outcomes

    def texts(self) -> dict[Path, bytes]:
        """All Python files below what is fixed."""
        places = [self.root / one for one in self.project.fixed]
        files = [
            p for place in places for p in ([place] if place.is_file() else place.rglob("*.py"))
        ]
        return {path: path.read_bytes() for path in files}


def read(report: Path) -> dict[str, str]:
    """The outcome of each test in a JUnit file: `passed`, `failed`, `error` or `skipped`."""
    seen: Counter[str] = Counter()
    outcomes = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        seen[name] += 1
        # Parameters may have the same id, and a test may fail once more when it is torn down.
        key = name if seen[name] == 1 else f"{name} ({seen[name]})"
        kinds = {child.tag: child.tag for child in case}
        found = [kinds[kind] for kind in ("error", "failure", "skipped") if kind in kinds]
        outcomes[key] = (found or ["passed"])[0].replace("failure", "failed")
    return outcomes


def pyguide_fix(paths: Sequence[Path], *words: str) -> tuple[int, int]:
    """Exit code of ``pyguide-fix`` with all rules, and how many findings it fixed or would fix."""
    options = ["--isolated", "--preview", "--no-cache", "--no-respect-gitignore", "--allow-dirty"]
    # The program beside this interpreter, whatever else is on the path.
    program = Path(sys.executable).with_name("pyguide-fix")
    command = [str(program), *options, *words, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    total = re.search(r"^Total +(\d+)", done.stdout + done.stderr, re.MULTILINE)
    return done.returncode, int(total[1]) if total else 0
