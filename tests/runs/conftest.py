"""A repository whose files hold what two rules find."""

import subprocess

import pytest

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
KEYS = "def known(name):\n    ages = {1: 2}\n    return name in ages.keys()\n"
PLAIN = KEYS.replace(".keys()", "")


class Git:
    """Git in one folder, as its user types it."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, *words, code=0):
        done = subprocess.run(
            ["git", *words], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    def subjects(self):
        return self("log", "--reverse", "--format=%s").splitlines()[1:]

    def files(self, commit="HEAD"):
        return self("show", "--format=", "--name-only", commit).split()

    def hook(self, name, text):
        path = self.folder / ".git" / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)


@pytest.fixture
def git(folder, monkeypatch):
    """A new repository in the empty folder, apart from what the machine's user has configured."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder.parent / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    made = Git(folder)
    made("init", "--quiet", "--initial-branch=main")
    made("config", "user.name", "A User")
    made("config", "user.email", "user@example.org")
    return made


@pytest.fixture
def repository(git, folder):
    """Two files with both patterns, one with one of them, and one with none; all committed."""
    (folder / "a.py").write_text(BARE + KEYS)
    (folder / "b.py").write_text(BARE + BARE)
    (folder / "c.py").write_text(KEYS)
    (folder / "d.py").write_text("x = 1\n")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    return folder
