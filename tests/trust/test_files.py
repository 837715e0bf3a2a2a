"""Nothing outside of the given tree is written; loops, special files and odd names end."""

import errno
import os
import socket
from pathlib import Path

import pytest

from pyguide import discover

BARE = "try:\n    f()\nexcept:\n    pass\n"
SAFE = BARE.replace("except:", "except BaseException:")
CONCISE = ("--output-format", "concise", "--no-cache", "--select", "PYG301")

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX files")


@pytest.fixture
def outside(tmp_path_factory):
    """A file that nobody has asked to check."""
    path = tmp_path_factory.mktemp("outside") / "b.py"
    path.write_text(BARE)
    return path


def test_links_that_lead_out_of_a_folder_are_not_followed(pyguide, pyguide_fix, folder, outside):
    (folder / "link.py").symlink_to(outside)
    (folder / "relative.py").symlink_to(os.path.relpath(outside, folder))
    (folder / "folder").symlink_to(outside.parent)
    (folder / "folder.py").symlink_to(outside.parent)
    (folder / "middle").symlink_to("folder")
    (folder / "a.py").write_text(BARE)
    assert pyguide("check", *CONCISE).out.count("PYG301") == 1
    assert pyguide_fix("--no-cache").code == 0
    assert outside.read_text() == BARE
    assert (folder / "a.py").read_text() == SAFE
    assert [path.name for path in outside.parent.iterdir()] == ["b.py"]


@pytest.mark.parametrize("configured", [False, True])
def test_a_link_that_is_named_and_leads_out_is_checked_and_not_fixed(
    pyguide, folder, outside, configured
):
    if configured:
        (folder / "pyguide.toml").touch()
    (folder / "link.py").symlink_to(outside)
    assert pyguide("check", *CONCISE, "link.py").out.count("PYG301") == 1
    done = pyguide("check", "--fix", *CONCISE, "link.py")
    assert done.code == 1
    assert "io-error: a link that leads out of the project is not fixed" in done.out
    assert outside.read_text() == BARE


def test_a_link_that_stays_inside_is_fixed_through(pyguide_fix, folder):
    (folder / "pyguide.toml").touch()
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    (folder / "two" / "a.py").write_text(BARE)
    (folder / "one" / "link.py").symlink_to("../two/a.py")
    assert pyguide_fix("one/link.py").code == 0
    assert (folder / "two" / "a.py").read_text() == SAFE
    assert (folder / "one" / "link.py").is_symlink()


def test_loops_of_links_end(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "self").symlink_to(".")
    (folder / "self.py").symlink_to("self.py")
    (folder / "up").symlink_to("..")
    (folder / "one.py").symlink_to("two.py")
    (folder / "two.py").symlink_to("one.py")
    assert pyguide("check", *CONCISE).out.count("PYG301") == 1
    assert pyguide("check", *CONCISE, "self.py").code == 2


def test_special_files_in_a_folder_are_passed_over_and_misuse_by_name(pyguide, folder, monkeypatch):
    (folder / "a.py").write_text(BARE)
    (folder / "folder.py").mkdir()
    os.mkfifo(folder / "pipe.py")
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("socket.py")
    (folder / "zero.py").symlink_to("/dev/zero")
    (folder / "tty.py").symlink_to("/dev/tty")
    done = pyguide("check", *CONCISE)
    assert (done.code, done.out.count("PYG301"), done.err) == (1, 1, "")
    for name in ("pipe.py", "socket.py", "zero.py"):
        named = pyguide("check", name)
        assert (named.code, named.out) == (2, "")
        assert named.err == f"pyguide: {name}: neither a regular file nor a folder\n"


def test_a_file_that_becomes_a_pipe_after_it_was_found_is_not_waited_for(
    pyguide, folder, monkeypatch
):
    (folder / "a.py").write_text(BARE)
    found = discover._Walk.files

    def swapped(walk, named):
        for path in [*found(walk, named)]:
            path.unlink()
            os.mkfifo(path)
            yield path

    monkeypatch.setattr(discover._Walk, "files", swapped)
    done = pyguide("check", *CONCISE)
    assert (done.code, done.out.splitlines()[0]) == (1, "a.py:1:1: io-error: not a regular file")


NAMES = {
    "newline": b"a\nb.py:1:1: PYG301 forged.py",
    "escape": b"\x1b[31m\x1b]0;title\x07.py",
    "C1": b"\xc2\x9b31m.py",
    "carriage return": b"a\rb.py",
    "no UTF-8": b"\xff\xfe.py",
    "right-to-left": "a\u202eyp.b.py".encode(),
    "separator": "a\u2028b.py".encode(),
    "quotes": b"'\"`$(touch x)`;&|<>*?[].py",
    "markup": b"]]><b>|`%0A::error::.py",
    "option": b"--fix.py",
    "at": b"@a.py",
    "blank": b" .py",
    "only a suffix": b".py",
    "very long": b"a" * 252 + b".py",
    "emoji": "👩‍👩‍👧‍👦é日.py".encode(),
}
FORMATS_BY_LINE = ("concise", "pylint", "github", "azure", "json-lines")


@pytest.mark.parametrize("raw", NAMES.values(), ids=NAMES)
def test_a_file_of_any_name_is_found_fixed_and_named_on_one_line(pyguide, folder, raw):
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), raw)))
    path.write_text(BARE, encoding="utf-8")
    for form in FORMATS_BY_LINE:
        done = pyguide("check", *CONCISE, "-q", "--output-format", form)
        assert (done.code, done.err) == (1, "")
        lines = done.out.split("\n")[:-1]
        assert len([line for line in lines if "PYG301" in line]) == 1, lines
        assert done.out.isascii() or done.out.isprintable() or done.out.count("\n") <= 2
        assert not set(done.out) & set("\x1b\x07\r\x9b\u202e\u2028")
    assert pyguide("check", "--fix", "--no-cache", "--select", "PYG301").code == 0
    assert path.read_text(encoding="utf-8") == SAFE
    for words in (["--show-files"], ["--show-settings"], ["--verbose"], ["--diff"]):
        path.write_text(BARE, encoding="utf-8")
        done = pyguide("check", "--no-cache", *words)
        assert not set(done.out + done.err) & set("\x1b\x07\r\x9b")


def test_a_very_deep_tree_of_folders_is_walked_or_said(pyguide, folder):
    """Deeper than a path may be long: nobody can name these files."""
    here = os.getcwd()
    try:
        for _ in range(30):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        Path("a.py").write_text(BARE, encoding="utf-8")
    finally:
        os.chdir(here)
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", *CONCISE)
    assert done.code == 1
    assert "a.py:3:1: PYG301" in done.out
    assert os.strerror(errno.ENAMETOOLONG).lower() in done.err
