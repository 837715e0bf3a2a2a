"""A cache that is damaged, foreign, or cannot be written changes nothing and stops nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pyguide.cache import folder as cache_folder
from pyguide.cache import replay
from pyguide.cache.folder import NAME

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    pass\n"
CHECK = ("check", "--output-format", "concise")


@pytest.fixture
def said(folder, stored):
    """What a project says whose run and results are stored."""
    (folder / "pyproject.toml").write_text("[tool.pyguide]\n")
    (folder / "a.py").write_text(BARE)
    (folder / "b.py").write_text("x = 1\n")
    done = stored(*CHECK)
    assert replay.find(CHECK, 0)
    return done


def files(folder, kind):
    return sorted(path for path in (folder / NAME).glob(f"*/{kind}/**/*") if path.is_file())


def test_a_run_that_is_cut_short_anywhere_is_none(folder, said):
    (path,) = files(folder, "runs")
    whole = path.read_bytes()
    for length in [*range(0, 200), *range(200, len(whole), 37), len(whole) - 1]:
        path.write_bytes(whole[:length])
        assert replay.find(CHECK, 0) is None, length
    path.write_bytes(whole)
    assert replay.find(CHECK, 0) == (said.err.encode(), said.out.encode(), said.code)


def test_a_run_with_flipped_bits_is_none_or_the_same(folder, said):
    (path,) = files(folder, "runs")
    whole = path.read_bytes()
    for at in [*range(0, 200), *range(200, len(whole), 29)]:
        damaged = bytearray(whole)
        damaged[at] ^= 1 << (at % 8)
        path.write_bytes(damaged)
        assert replay.find(CHECK, 0) in (None, (said.err.encode(), said.out.encode(), said.code)), (
            at
        )


def test_results_that_are_cut_short_or_flipped_are_made_anew(pyguide, folder, said):
    paths = files(folder, "results")
    assert len(paths) == 2
    for path in paths:
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 12)):
            flipped = bytearray(whole)
            flipped[at] ^= 1 << (at % 8)
            for damaged in (whole[:at], bytes(flipped)):
                path.write_bytes(damaged)
                (folder / NAME / path.parts[-4] / "runs").exists() and shutil.rmtree(
                    folder / NAME / path.parts[-4] / "runs"
                )
                assert pyguide(*CHECK) == said
        path.write_bytes(whole)


def sealed(body):
    from zlib import crc32

    return b"%08x\n%s" % (crc32(body), body)


FOREIGN = [
    b"",
    b"\0" * 100,
    os.urandom(300),
    b"pyguide run 1 1 1 1 1\n",
    b"pyguide run 1 " + b"9" * 5000 + b" 0 0 0\n",
    b"pyguide run 1 0 0 -1 -5\n",
    sealed(b"[]"),
    sealed(b"null"),
    sealed(b"{}"),
    sealed(b'{"needs": [], "rules": [[1, 2]]}'),
    sealed(b'{"needs": [["", "", ""]], "rules": []}'),
    sealed(b'{"needs": [["s/x", "a b c d e", "x"]], "rules": []}'),
    sealed(b'{"needs": {"s": 1}, "rules": null}'),
    sealed(b"[" * 100_000 + b"]" * 100_000),
    sealed(b'{"needs": ' + b"9" * 10_000 + b', "rules": []}'),
    sealed(b'{"folder": 1, "files": {"a.py": 1}}'),
    sealed(b'{"folder": "x", "files": [1]}'),
]


@pytest.mark.parametrize("content", FOREIGN, ids=range(len(FOREIGN)))
def test_foreign_files_in_the_places_of_ours_are_passed_over(pyguide, folder, said, content):
    for path in files(folder, "runs") + files(folder, "results"):
        path.write_bytes(content)
    assert pyguide(*CHECK) == said


@pytest.mark.parametrize(
    "entry",
    [
        "[[], [], []]",
        '[[["NAME", "SIGN", "x"]], [[1]], []]',
        '[[["NAME", "SIGN", "x"]], {"a": 1}, []]',
        '[[["NAME", "SIGN", "x"]], [["PYG301", "m", [0, 1], null, null]], []]',
        '[[["NAME", "SIGN", "x"]], [["PYG301", "m", [0, 1], ["t", [], 7, []], null, null]], []]',
        '[[["NAME", "SIGN", "x"]], [["PYG999", "m", [0, 1], null, "r", null]], []]',
        '[[["NAME", "SIGN", "x"]], [], [["kind", "m", "1", 1]]]',
        '[[["s/etc/hostname", "SIGN", "x"]], [], []]',
    ],
)
def test_an_entry_of_another_shape_is_no_entry(pyguide, folder, said, entry):
    from pyguide.witness import name_of_state, signature_of

    name = name_of_state(str(folder / "a.py"))
    entry = entry.replace("NAME", name).replace("SIGN", signature_of(name))
    for path in files(folder, "results"):
        if path.name != "rules":
            known = json.loads(path.read_bytes().partition(b"\n")[2])
            known["files"] = {"a.py": json.loads(entry)}
            body = json.dumps(known)
            path.write_bytes(sealed(body.encode()))
    shutil.rmtree(files(folder, "runs")[0].parent)
    assert pyguide(*CHECK) == said


def in_the_way(folder, kind):
    """Something that keeps the cache from being written."""
    cache = folder / NAME
    shutil.rmtree(cache, ignore_errors=True)
    match kind:
        case "file":
            cache.write_text("mine")
        case "link":
            (folder / "mine").mkdir(exist_ok=True)
            cache.symlink_to("mine")
        case "pipe":
            os.mkfifo(cache)
        case "link inside":
            (folder / "mine").mkdir(exist_ok=True)
            cache.mkdir()
            Path(cache_folder.version_folder(str(cache))).symlink_to(folder / "mine")


@pytest.mark.parametrize("kind", ["file", "link", "pipe", "link inside"])
def test_something_else_in_the_place_of_the_cache_is_left_alone(
    pyguide, folder, said, settle, kind
):
    in_the_way(folder, kind)
    for _ in range(2):
        settle()
        assert pyguide(*CHECK) == said
    assert not (folder / "mine").exists() or list((folder / "mine").iterdir()) == []
    assert (folder / NAME).is_file() == (kind == "file")


def test_pipes_in_the_places_of_files_are_not_waited_for(pyguide, folder, said):
    for path in files(folder, "runs") + files(folder, "results"):
        path.unlink()
        os.mkfifo(path)
    assert pyguide(*CHECK) == said


@pytest.mark.parametrize("name", ["replace", "mkdir"])
def test_a_full_disk_or_a_read_only_folder_is_no_cache(pyguide, folder, stored, monkeypatch, name):
    (folder / "a.py").write_text(BARE)

    def failing(*_, **__):
        raise OSError(28, "No space left on device")

    fresh = pyguide(*CHECK, "--no-cache")
    monkeypatch.setattr(os, name, failing)
    assert stored(*CHECK) == fresh
    assert list(folder.rglob("*.tmp")) == []


def test_a_cache_of_somebody_else_is_not_read(folder, said, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    (path,) = files(folder, "runs")
    assert cache_folder.read(str(path)) is None


def test_a_sweep_removes_the_oldest_until_there_is_room(folder, monkeypatch):
    cache = cache_folder.Folder(str(folder / NAME))
    for number in range(5):
        assert cache.write(b"x" * 100, "results", str(number))
        os.utime(Path(cache.path, "results", str(number)), (number, number))
    monkeypatch.setattr(cache_folder, "MOST_BYTES", 250)
    cache.sweep()
    assert sorted(path.name for path in Path(cache.path, "results").iterdir()) == ["3", "4"]
    assert not cache.is_due()


def test_processes_at_the_same_time_all_say_the_same(folder):
    for number in range(20):
        (folder / f"m{number}.py").write_text(BARE * (number % 3))
    script = "import pyguide.witness as w; w.SETTLED_NS = 0\nfrom pyguide.cli import run; run()"
    command = [sys.executable, "-c", script, *CHECK]
    fresh = subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, check=False)
    for _ in range(2):
        running = [
            subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(3)
        ]
        for process in running:
            out, err = process.communicate()
            assert (process.returncode, out, err) == (fresh.returncode, fresh.stdout, b"")
    assert list(folder.rglob("*.tmp")) == []
