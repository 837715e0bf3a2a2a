"""Adopt pyguide in an old repository, from the first baseline to an undo, and check each step.

``python tests/ecosystem/adopt.py FOLDER [NAME]`` copies the package in FOLDER into a new git
repository (NAME in the temporary folder) and does there what its owner would do. It prints what it
saw, and ends at the first step that is not as promised.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pseudo_terminal import Session

BIN = Path(sys.executable).parent
TEST = "import filecmp, sys\nsys.exit(not filecmp.cmp('wanted', '{guilty}', shallow=False))\n"
WHO = ("-c", "user.name=Owner", "-c", "user.email=owner@example.org")
Done = subprocess.CompletedProcess[str]
PLANTED = "\n\ndef planted(run):\n    try:\n        run()\n    except:\n        run = None\n"


class Repository:
    """The repository that adopts pyguide."""

    def __init__(self, package: Path, home: Path) -> None:
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(package, home / package.name, ignore=shutil.ignore_patterns("__pycache__"))
        self.home = home
        self.git("init", "-q", ".")
        (home / ".gitignore").write_text("__pycache__/\n.pyguide_cache/\n")
        self.commit("As it was")

    def git(self, *words: str) -> str:
        return self.call("git", *WHO, *words).stdout

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def call(self, *words: object, codes: tuple[int, ...] = (0,)) -> Done:
        command = [str(word) for word in words]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, check=False)
        if done.returncode not in codes:
            told = f"{words}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
            raise SystemExit(told)
        return done

    def check(self, *words: str) -> list[tuple[str, str]]:
        """The code and file of what is reported."""
        done = self.call(BIN / "pyguide", "check", "--output-format", "json", *words, codes=(0, 1))
        found = json.loads(done.stdout)
        return [(one["code"], Path(one["filename"]).name) for one in found]

    def fix(self, *words: str, codes: tuple[int, ...] = (0,)) -> Done:
        return self.call(BIN / "pyguide-fix", *words, codes=codes)

    def start(self) -> subprocess.Popen[bytes]:
        """`pyguide-fix` on everything, while it runs."""
        silence, words = subprocess.DEVNULL, [str(BIN / "pyguide-fix"), "--no-baseline", "-q"]
        return subprocess.Popen(words, cwd=self.home, stdout=silence, stderr=silence)

    @property
    def sources(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self.home.rglob("*.py")}

    def compiles(self) -> None:
        for path, raw in self.sources.items():
            compile(raw, path, "exec", dont_inherit=True)


def expect(seen: object, wanted: object, step: str) -> None:
    """Stop where a step is not as promised."""
    if seen != wanted:
        raise SystemExit(f"{step}: saw {seen!r}, wanted {wanted!r}")
    print(f"ok  {step}")


def baseline(repo: Repository) -> None:
    """Write it, meet one new finding, move code about."""
    found = len(repo.check())
    repo.call(BIN / "pyguide", "baseline", "write")
    repo.commit("Begin with what is there")
    expect(repo.check(), [], f"a baseline of {found} findings leaves a clean run")
    victim = max(repo.sources, key=lambda path: path.stat().st_size)
    before = victim.read_text()
    victim.write_text(before + PLANTED)
    expect(repo.check(), [("PYG301", victim.name)], "one new anti-pattern is the one finding")
    expect(repo.check("--diff-base", "HEAD"), [("PYG301", victim.name)], "--diff-base says so, too")
    victim.write_text("# moved down\n" * 40 + before)
    expect(repo.check(), [], "code that moves is nothing new")
    victim.write_text(before)
    elsewhere = victim.parent.with_name("moved_elsewhere")
    victim.parent.rename(elsewhere)
    expect(repo.check(), [], "nor is a folder with another name")
    elsewhere.rename(victim.parent)
    expect(repo.git("status", "--porcelain"), "", "all is as before")


def sets(repo: Repository) -> None:
    """One commit a rule; each compiles; undo."""
    before = repo.sources
    repo.fix("--no-baseline", "--commit-per-rule", codes=(0, 1))
    commits = repo.git("log", "--format=%H %s", "HEAD", "-n", "100").splitlines()
    made = [line for line in commits if " PYG" in line]
    codes = [line.split()[1].rstrip(":") for line in made]
    expect(len(set(codes)), len(codes), f"{len(made)} commits, one a rule")
    for line in reversed(made):
        repo.git("checkout", "-q", line.split()[0])
        repo.compiles()
    repo.git("checkout", "-q", "-")
    expect(repo.git("status", "--porcelain"), "", "each of them compiles")
    repo.git("checkout", "-q", "-B", "work", made[0].split()[0])
    repo.fix("--undo", "--allow-dirty")
    expect(repo.sources == before, True, "undo gives every byte back")
    repo.git("reset", "-q", "--hard", f"{made[-1].split()[0]}~1")


def verify(repo: Repository) -> None:
    """A fix that breaks a test is found and taken back."""
    would = repo.fix("--no-baseline", "--diff", codes=(0, 1)).stdout
    headers = [line[4:] for line in would.splitlines() if line.startswith("--- ")]
    touched = sorted({header.split("\t")[0].removeprefix("a/") for header in headers})
    guilty = touched[len(touched) // 2]
    old = (repo.home / guilty).read_bytes()
    (repo.home / "wanted").write_bytes(old)
    (repo.home / "check_it.py").write_text(TEST.format(guilty=guilty))
    repo.commit("A test")
    test = f"{sys.executable} check_it.py"
    told = repo.fix("--no-baseline", "--verify", test, codes=(0, 1))
    expect((repo.home / guilty).read_bytes() == old, True, f"the fixes in {guilty} are taken back")
    expect(guilty in told.stdout + told.stderr, True, "and named")
    changed = repo.git("diff", "--name-only").split()
    expect(sorted(changed), [one for one in touched if one != guilty], "all others stay")
    repo.git("reset", "-q", "--hard")


def review(repo: Repository) -> None:
    """Answers on a terminal, and the rest in another session."""
    command = (str(BIN / "pyguide-fix"), "-i", "--no-baseline")
    with Session(*command, cwd=repo.home) as session:
        session.see("1 of ")
        for number, key in enumerate("ynyn", start=2):
            session.send(key)
            session.see(f"{number} of ")
        session.send("q")
        expect(session.end() in (0, 1), True, "a review of four answers")
        expect(session.modes == session.before, True, "leaves the terminal as it was")
    expect(len(repo.git("diff", "--name-only").split()) in (1, 2), True, "two fixes are made")
    repo.fix("--undo")
    expect(repo.git("status", "--porcelain"), "", "and undone")


def kill(repo: Repository, times: int) -> None:
    """Killed at any moment, finished later, undone; two at once."""
    before = repo.sources
    repo.fix("--no-baseline", codes=(0, 1))
    after = repo.sources
    repo.fix("--undo")
    dice = random.Random(7)
    began = time.monotonic()
    repo.fix("--no-baseline", "--check", "--no-cache", codes=(0, 1))
    usual = time.monotonic() - began
    cut = 0
    for _ in range(times):
        process = repo.start()
        # Files are written at the end, when all that would change is known.
        time.sleep((0.7 + 0.4 * dice.random()) * usual)
        cut += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(1)
        now = repo.sources
        whole = all(raw in (before[path], after[path]) for path, raw in now.items())
        expect(whole, True, f"{sum(now[p] != before[p] for p in now)} files new, the others old")
        if now == before:
            continue
        done = repo.fix("--resume", codes=(0, 1, 2))
        if done.returncode == 2:
            repo.fix("--no-baseline", "--allow-dirty", codes=(0, 1))
        expect(repo.sources == after, True, "and finished")
        repo.git("checkout", "-q", ".")
    for process in [repo.start(), repo.start()]:
        process.wait()
    expect(repo.sources == after, True, f"two at once do what one does ({cut} of {times} were cut)")
    repo.git("checkout", "-q", ".")


def main(words: list[str]) -> None:
    """Walk through all steps."""
    home = Path(tempfile.gettempdir(), words[1] if len(words) > 1 else "adopted")
    repo = Repository(Path(words[0]).resolve(), home)
    lines = sum(raw.count(b"\n") for raw in repo.sources.values())
    print(f"{len(repo.sources)} files of {lines:,} lines")
    steps: list[Callable[[Repository], None]] = [baseline, sets, verify, review]
    for step in steps:
        step(repo)
    kill(repo, times=12)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main(sys.argv[1:])
