"""Where the links of an HTML report lead."""

import subprocess

import pytest

from pyguide.cli.links import pattern_of

BAD = "try:\n    f()\nexcept:\n    pass\n"


@pytest.fixture
def repository(folder):
    """A repository with one committed file in the folder ``shop``."""
    (folder / "shop").mkdir()
    (folder / "shop" / "a b.py").write_text(BAD)
    for words in (
        ("init", "-q"),
        ("remote", "add", "origin", "https://user:secret@github.com/o/r.git"),
        ("add", "."),
        ("-c", "user.name=n", "-c", "user.email=e@x.test", "commit", "-qm", "first"),
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    )
    return folder, done.stdout.strip()


def report(pyguide, *words):
    return pyguide("check", "--select", "PYG301", "--output-format", "html", *words)


@pytest.mark.parametrize(
    ("remote", "pattern"),
    [
        ("https://github.com/o/r.git", "https://github.com/o/r/blob/{commit}/{path}#L{line}"),
        ("git@github.com:o/r.git", "https://github.com/o/r/blob/{commit}/{path}#L{line}"),
        ("ssh://git@gitlab.x.test:22/a/b/c.git",
         "https://gitlab.x.test/a/b/c/-/blob/{commit}/{path}#L{line}"),
        ("https://bitbucket.org/o/r",
         "https://bitbucket.org/o/r/src/{commit}/{path}#lines-{line}"),
        ("https://codeberg.org/o/r/",
         "https://codeberg.org/o/r/src/commit/{commit}/{path}#L{line}"),
        ("git@git.sr.ht:~o/r", "https://git.sr.ht/~o/r/tree/{commit}/item/{path}#L{line}"),
        ("https://git.x.test/o/r.git", ""),
        ("/srv/github.com/r.git", ""),
        ("../github", ""),
        ("https://github.com/o/r?<script>", ""),
        ("ext::sh -c github.com/x", ""),
    ],
)  # fmt: skip
def test_a_remote_tells_how_lines_are_shown(remote, pattern):
    assert pattern_of(remote) == pattern


def test_links_lead_to_the_commit_and_tell_no_password(pyguide, repository):
    _, commit = repository
    page = report(pyguide).out
    assert f'href="https://github.com/o/r/blob/{commit}/shop/a%20b.py#L3"' in page
    assert "secret" not in page
    assert "vscode" not in page


def test_paths_start_from_the_repository_wherever_the_run_starts(pyguide, repository, monkeypatch):
    folder, commit = repository
    monkeypatch.chdir(folder / "shop")
    assert f"/blob/{commit}/shop/a%20b.py#L3" in report(pyguide).out


def test_the_user_has_the_last_word(pyguide, repository):
    folder, commit = repository
    (folder / "pyguide.toml").write_text(
        'editor-link = "vscode"\nrepository-link = "https://x.test/{commit}/{path}"\n'
    )
    page = report(pyguide).out
    assert f'href="vscode://file{folder}/shop/a%20b.py:3:1"' in page
    assert f'href="https://x.test/{commit}/shop/a%20b.py"' in page
    page = report(pyguide, "--editor-link", "", "--repository-link", "").out
    assert "x.test" not in page
    assert "vscode" not in page


def test_a_repository_without_a_commit_gives_no_links(pyguide, folder):
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(
        ["git", "remote", "add", "origin", "https://github.com/o/r"], cwd=folder, check=True
    )
    (folder / "a.py").write_text(BAD)
    done = report(pyguide)
    assert (done.code, done.err) == (1, "")
    assert "github.com/o/r" not in done.out


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("emacs", "expected a URL with `{path}` in it, got `emacs`; known editors are"),
        ("javascript:alert({path})", "expected a URL with `{path}` in it"),
        ("x://{path}/{row}", "unknown `{row}`; known are {path}, {line}, {column}, {commit}"),
    ],
)
def test_a_pattern_that_makes_no_link_is_a_mistake(pyguide, folder, word, what):
    done = report(pyguide, "--editor-link", word)
    assert done.code == 2
    assert f"--editor-link: {what}" in done.err
    (folder / "pyguide.toml").write_text(f'editor-link = "{word}"\n')
    done = report(pyguide)
    assert done.code == 2
    assert f"`editor-link`: {what}" in done.err
    assert done.err.count("\n") == 1
