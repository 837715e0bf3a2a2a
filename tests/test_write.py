"""Files are replaced whole or not at all, and stay what they were besides their text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pyguide import regular, write
from pyguide.finding import Applicability
from pyguide.session import run
from pyguide.settings import Settings
from pyguide.task import Mode, Task

BARE = "try:\n    f()\nexcept:\n    pass\n"
SAFE = BARE.replace("except:", "except BaseException:")

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
no_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_gets_its_new_bytes_and_nothing_is_left_beside_it(file):
    write.replace(file, b"old", b"new\r\n\x00")
    assert file.read_bytes() == b"new\r\n\x00"
    assert names(file.parent) == ["a.py"]


def test_a_reader_that_opened_the_old_file_keeps_the_old_bytes(file):
    with file.open("rb") as reader:
        write.replace(file, b"old", b"new")
        assert reader.read() == b"old"


@posix
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o640, 0o4755])
def test_the_mode_is_kept(file, mode):
    file.chmod(mode)
    write.replace(file, b"old", b"new")
    assert file.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="needs extended attributes")
def test_extended_attributes_are_kept(file):
    try:
        os.setxattr(file, "user.origin", b"here")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write.replace(file, b"old", b"new")
    assert os.getxattr(file, "user.origin") == b"here"


@posix
def test_a_link_stays_a_link_and_its_target_is_changed(file, tmp_path):
    (tmp_path / "deep").mkdir()
    link = tmp_path / "deep" / "link.py"
    link.symlink_to("../a.py")
    write.replace(link, b"old", b"new")
    assert link.is_symlink()
    assert link.readlink() == Path("../a.py")
    assert file.read_bytes() == b"new"
    assert names(tmp_path / "deep") == ["link.py"]


@posix
def test_all_names_of_a_file_with_several_still_show_the_same_file(file, tmp_path):
    other = tmp_path / "b.py"
    other.hardlink_to(file)
    write.replace(file, b"old", b"longer than before")
    assert other.read_bytes() == b"longer than before"
    assert other.samefile(file)
    write.replace(file, b"longer than before", b"short")
    assert other.read_bytes() == b"short"


def test_a_file_that_changed_meanwhile_is_left_alone(file):
    file.write_bytes(b"edited")
    with pytest.raises(write.ChangedOnDisk):
        write.replace(file, b"old", b"new")
    assert file.read_bytes() == b"edited"
    assert names(file.parent) == ["a.py"]


def test_a_file_that_went_away_is_not_made_anew(file):
    file.unlink()
    with pytest.raises(FileNotFoundError):
        write.replace(file, b"old", b"new")
    assert names(file.parent) == []


@no_root
@posix
def test_a_file_that_may_not_be_written_is_left_though_its_folder_would_allow_it(file):
    file.chmod(0o444)
    with pytest.raises(PermissionError):
        write.replace(file, b"old", b"new")
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["a.py"]


def test_a_very_long_name_of_many_bytes_is_no_trouble(tmp_path):
    path = tmp_path / ("é" * 120 + ".py")
    path.write_bytes(b"old")
    write.replace(path, b"old", b"new")
    assert path.read_bytes() == b"new"


LIMITED = """
import resource, signal, sys
from pathlib import Path
from pyguide import write
from pyguide.finding import Applicability
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
before = Path(sys.argv[1]).read_bytes()
try:
    write.replace(Path(sys.argv[1]), before, b"x" * 5000)
except OSError as error:
    print(error.strerror)
"""


@posix
@pytest.mark.parametrize("names_of_the_file", [1, 2])
def test_a_write_that_fails_midway_leaves_the_file_and_nothing_beside_it(
    tmp_path, names_of_the_file
):
    file = tmp_path / "a.py"
    file.write_bytes(b"old" * 100)
    if names_of_the_file == 2:
        (tmp_path / "b.py").hardlink_to(file)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, file], capture_output=True, text=True, check=False
    )
    assert done.stdout == "File too large\n", done.stderr
    assert file.read_bytes() == b"old" * 100
    assert names(tmp_path) == ["a.py", "b.py"][:names_of_the_file]


# -- through the codemod ---------------------------------------------------------------------------


def test_a_file_that_changed_during_the_run_is_skipped_and_that_is_said(tmp_path, monkeypatch):
    read = regular.read

    def edited(path):
        """What the file held before somebody saved it."""
        raw = read(path)
        path.write_bytes(b"# edited\n" + raw.removeprefix(b"# edited\n"))
        return raw

    (tmp_path / "a.py").write_text(BARE)
    monkeypatch.setattr(regular, "read", edited)
    task = Task(tmp_path / "a.py", "a.py", Settings(tmp_path))
    outcome = run([task], Mode(least=Applicability.SAFE, write=True))
    (failure,) = outcome.files[0].failures
    assert failure.kind == "io-error"
    assert failure.message == "changed on disk since it was read, so it was left as it is"
    assert outcome.files[0].fixed == ()
    assert (tmp_path / "a.py").read_text() == "# edited\n" + BARE


@no_root
@posix
def test_a_file_that_may_not_be_written_is_said_and_the_others_are_fixed(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "b.py").write_text(BARE)
    (folder / "a.py").chmod(0o444)
    done = pyguide_fix()
    assert done.code == 1
    assert done.err == "a.py:1: io-error: cannot be written: Permission denied\n"
    assert (folder / "a.py").read_text() == BARE
    assert (folder / "b.py").read_text() == SAFE


@posix
def test_a_fixed_file_keeps_mode_and_links(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "a.py").chmod(0o755)
    (folder / "link.py").symlink_to("a.py")
    pyguide_fix("link.py")
    assert (folder / "link.py").is_symlink()
    assert (folder / "a.py").read_text() == SAFE
    assert (folder / "a.py").stat().st_mode & 0o777 == 0o755
    assert names(folder) == [".pyguide_cache", "a.py", "link.py"]


BYTES = {
    "UTF-8": f"x = 'é日𝒙'\n{BARE}".encode(),
    "a byte-order mark": b"\xef\xbb\xbf" + BARE.encode(),
    "a byte-order mark and a cookie": b"\xef\xbb\xbf# coding: utf-8-sig\n" + BARE.encode(),
    "latin-1": b"# coding: latin-1\nx = '\xe9'\n" + BARE.encode(),
    "cp1252": b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n" + BARE.encode(),
    "shift_jis": f"# coding: shift_jis\nx = '日本'\n{BARE}".encode("shift_jis"),
    "a cookie of Emacs": b"# -*- coding: utf-8-unix -*-\nx = '\xc3\xa9'\n" + BARE.encode(),
    "CRLF": b"x = '''a\r\nb'''\r\n" + BARE.replace("\n", "\r\n").encode(),
    "mixed line ends": b"a = 1\r\nb = 2\rc = 3\n" + BARE.replace("\n", "\r\n", 2).encode(),
    "lone CR": b"a = 1\rb = '''\r\n\n'''\r" + BARE.replace("\n", "\r").encode() + b"z\n",
    "form feeds": b"x = 1\n\x0c\n\x0c# c\n" + BARE.encode() + b"\x0c\n",
    "a form feed before code": b"x = 1\n\x0c" + BARE.encode(),
    "a form feed inside a block": b"if x:\n    y\n    \x0c    "
    + BARE.replace("\n", "\n    ").encode(),
    "line separators": "x = '\u2028\x85\x1c'\n".encode() + BARE.encode(),
    "no newline at the end": BARE.rstrip().encode(),
    "blanks at line ends": b"x = 1   \n\t\n" + BARE.encode() + b"  \n\n\n",
    "tabs": BARE.replace("    ", "\t").encode() + b"if x:\n\ty \n",
}


@pytest.mark.parametrize("raw", BYTES.values(), ids=BYTES)
def test_every_byte_outside_of_a_fix_is_kept(pyguide_fix, folder, raw):
    (folder / "a.py").write_bytes(raw)
    done = pyguide_fix()
    assert (folder / "a.py").read_bytes() == raw.replace(b"except:", b"except BaseException:")
    assert (done.code, done.err) == (0, "")


def test_what_libcst_does_not_reproduce_is_found_and_left_as_it_is(pyguide, folder):
    raw = b"def f():\n  try:\n    x\n\x0c    z\n  finally:\n    return 1\n"
    (folder / "a.py").write_bytes(raw)
    done = pyguide("check", "--fix", "--output-format", "full")
    assert (folder / "a.py").read_bytes() == raw
    assert "the parser cannot reproduce these lines to the letter" in " ".join(done.out.split())
    assert done.code == 1
