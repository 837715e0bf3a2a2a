"""The tools in environments of their own, and how each is called."""

from __future__ import annotations

import fcntl
import hashlib
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Command, environment

ROOT = Path(__file__).parents[2]
HOME = Path("~/.cache/pyguide-benchmarks")
"""Where environments and packages are kept unless a folder is named."""

# Three of them: flake8 runs every plugin that is installed beside it, whatever is selected.
PINS: dict[str, tuple[str, ...]] = {
    "pyguide": ("libcst==1.9.0", "rich==15.0.0", "flake8==7.5.0"),
    "others": (
        "ruff==0.17.6",
        "flake8==7.5.0",
        "flake8-bugbear==26.10.27",
        "fixit==2.2.1",
        "libcst==1.9.0",
        "pylint==3.3.9",
    ),
    "plain": ("flake8==7.5.0",),
}

# What ruff offers for the patterns that pyguide looks for.
RUFF_RULES = (
    "B006,E722,F632,E721,B012,SIM115,F403,E711,E712,B904,PERF401,B023,UP028,PLW1514,RUF012,S110,"
    "B019,PLW1641,FURB118,ASYNC251"
)
FLAKE8_RULES = "B,E722,E711,E721,F632"
PLUGIN_SETTINGS = 'select = ["ALL"]\npreview = true\n'
"""All rules on, for the flake8 plugin, which knows no flags."""

_LISTING = """
import sys
from pathlib import Path
from pyguide.configuration.loading import Configurations
from pyguide.discover import discover
found, _ = discover([Path(sys.argv[1])], Configurations(isolated=True).settings_for)
print(*found, sep="\\n")
"""
_VERSIONS = """
from importlib.metadata import distributions
for found in sorted({(d.metadata["Name"], d.version) for d in distributions()}):
    print(*found)
"""


class BusyError(Exception):
    """Another benchmark uses the same folder now."""


@contextmanager
def claimed(home: Path) -> Iterator[None]:
    """Keep a second benchmark out of ``home``; raises `BusyError` where one is at work there."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(f"another benchmark runs in {home}") from error
        yield


def _said(*command: object) -> str:
    """Standard output of a command that must succeed, run away from the checkout."""
    done = subprocess.run(
        [*map(str, command)],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**environment(), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        cwd="/",
    )
    return done.stdout


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the environments lie, and the commands that run from ``folder``."""

    home: Path
    folder: Path

    def program(self, environment: str, name: str) -> str:
        """The path of a program in one of the environments."""
        version = "{}.{}".format(*sys.version_info)
        return str(self.home / f"{environment}-{version}" / "bin" / name)

    def prepare(self, names: Iterable[str] = PINS) -> None:
        """Make the environments that are missing or differ from the pins; install pyguide anew."""
        for name in names:
            wanted = "\n".join((sys.version, *PINS[name]))
            folder = Path(self.program(name, "")).parent
            mark = folder / "pins.txt"
            if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
                venv.create(folder, clear=True, with_pip=True)
                _said(self.program(name, "pip"), "install", "-qq", *PINS[name])
                mark.write_text(wanted, encoding="utf-8")
            if name == "pyguide":
                self._install_pyguide()

    def _install_pyguide(self) -> None:
        """Build the checkout's wheel; install it with its .pyc files unless it is there already."""
        wheels = self.home / "wheel"
        shutil.rmtree(wheels, ignore_errors=True)
        pip = self.program("pyguide", "pip")
        _said(pip, "wheel", "-qq", "--no-deps", "-w", wheels, ROOT)
        (wheel,) = wheels.glob("pyguide-*.whl")
        print(f"pyguide from {wheel.name}, {hashlib.sha256(wheel.read_bytes()).hexdigest()[:12]}")
        _said(pip, "install", "-qq", "--force-reinstall", "--no-deps", "--compile", wheel)
        where = "import pyguide, pathlib; print(pathlib.Path(pyguide.__file__).parent)"
        installed = Path(_said(self.program("pyguide", "python"), "-c", where).strip())
        if not any(installed.glob("__pycache__/*.pyc")):
            raise RuntimeError(f"no .pyc files in {installed}")

    def versions(self) -> dict[str, str]:
        """Name and version of every tool that counts, of Python and of libcst."""
        found = {"Python": platform.python_version()}
        wanted = ("pyguide", *(pin.partition("==")[0] for pins in PINS.values() for pin in pins))
        for name in PINS:
            for line in _said(self.program(name, "python"), "-c", _VERSIONS).splitlines():
                tool, version = line.split()
                if tool in wanted:
                    found[tool] = version
        found["pyguide"] += _revision()
        return found

    def discovered(self, folder: Path) -> tuple[list[str], list[str]]:
        """The files that pyguide and ruff would look at below ``folder``."""
        python, ruff = self.program("pyguide", "python"), self.program("others", "ruff")
        ours = _said(python, "-c", _LISTING, folder)
        theirs = _said(ruff, "check", "--isolated", "--show-files", folder)
        return ours.splitlines(), theirs.splitlines()

    def knows(self, flag: str) -> bool:
        """Whether ``pyguide check`` has a flag."""
        return flag in _said(self.program("pyguide", "pyguide"), "check", "--help").split()

    def _command(self, environment: str, *words: object, good: tuple[int, ...] = (0, 1)) -> Command:
        first, *rest = map(str, words)
        return Command((self.program(environment, first), *rest), self.folder, good)

    def pyguide(self, paths: Sequence[Path], *flags: object, cache: Path | None = None) -> Command:
        """All rules on, no configuration, and a cache only where one is named."""
        caching = ["--cache-dir", cache] if cache else ["--no-cache"]
        selection = ["--isolated", "--select", "ALL", "--preview"]
        return self._command("pyguide", "pyguide", "check", *caching, *selection, *flags, *paths)

    def timings(self, path: Path) -> str:
        """Where pyguide says that its time goes, in one process."""
        told = self.pyguide([path], "-j", 1, "--timings", "--exit-zero", "--statistics")
        done = subprocess.run(
            told.argv,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment(),
            cwd=told.folder,
        )
        return done.stderr

    def ruff(self, paths: Sequence[Path], cache: Path | None = None) -> Command:
        """The comparable rules."""
        caching = ["--cache-dir", cache] if cache else ["--no-cache"]
        selection = ["--isolated", "--preview", "--select", RUFF_RULES]
        return self._command("others", "ruff", "check", *caching, *selection, *paths)

    def bugbear(self, files: Sequence[Path]) -> Command:
        """flake8 with bugbear, told to report what is comparable, in two processes."""
        flags = ["--isolated", "-j", 2, "--select", FLAKE8_RULES]
        return self._command("others", "flake8", *flags, *files)

    def flake8(self, paths: Sequence[Path], *, plugin: bool) -> Command:
        """flake8 with its defaults, alone or with pyguide as its plugin."""
        environment = "pyguide" if plugin else "plain"
        return self._command(environment, "flake8", "--isolated", "-j", 2, *paths)

    def fixit(self, files: Sequence[Path]) -> Command:
        """Fixit with its default rules."""
        return self._command("others", "fixit", "lint", *files)

    def pylint(self, files: Sequence[Path]) -> Command:
        """pylint with its default checks in one process; its exit code is a set of bits."""
        flags = ["-j", 1, "--rcfile=/dev/null", "--persistent=n"]
        return self._command("others", "pylint", *flags, *files, good=tuple(range(0, 32, 2)))

    def bare_python(self) -> Command:
        """The interpreter of pyguide's environment, doing nothing."""
        return self._command("pyguide", "python", "-c", "pass", good=(0,))

    def version(self) -> Command:
        """pyguide, asked for its version."""
        return self._command("pyguide", "pyguide", "--version", good=(0,))


def _revision() -> str:
    """The commit that pyguide was built from, and whether the checkout differs from it."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=10"]
    try:
        done = subprocess.run(git, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f" ({done.stdout.strip()})"
