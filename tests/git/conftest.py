"""Real repositories, as far from the user's own git configuration as can be."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Git = Callable[..., str]


@pytest.fixture
def git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """``git WORD...`` in the working directory, or in another folder; returns what it prints."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ada@example.org")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    settings = {"init.defaultBranch": "main", "protocol.file.allow": "always"}
    for number, (key, value) in enumerate(settings.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)

    def run(*words: object, cwd: Path = folder) -> str:
        done = subprocess.run(
            ["git", *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False
        )
        assert not done.returncode, done.stderr
        return done.stdout

    return run


@pytest.fixture
def repository(git: Git, folder: Path) -> Path:
    """The working directory as a repository without commits."""
    git("init", "-q")
    return folder


@pytest.fixture
def commit(git: Git) -> Callable[..., str]:
    """Write files, given by name and text, and commit all there is; returns the commit."""

    def make(cwd: Path | None = None, /, **texts: str) -> str:
        top = cwd or Path.cwd()
        for name, text in texts.items():
            (top / f"{name}.py").write_text(text)
        git("add", "--all", cwd=top)
        git("commit", "-q", "--allow-empty", "-m", "change", cwd=top)
        return git("rev-parse", "HEAD", cwd=top).strip()

    return make
