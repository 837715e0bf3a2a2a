"""No value of any key, wrong or hostile, ends in a traceback or steers a terminal."""

import os

import pytest

from pyguide.configuration.keys import KEYS

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    pass\n"

# One of each type of TOML, empty ones, nested ones, and those that only look right.
VALUES = {
    "a boolean": "true",
    "an integer": "7",
    "zero": "0",
    "a negative integer": "-1",
    "an integer of 400 digits": "9" * 400,
    "a float": "1.5",
    "infinity": "inf",
    "not a number": "nan",
    "an empty string": '""',
    "a string": '"word"',
    "a string with NUL and ESC": r'"\u0000\u001b[31m"',
    "a string of lines": r'"a\nb.py:1:1: PYG301 forged"',
    "a long string": f'"{"a" * 5_000}"',
    "a string of brackets": f'"{"[" * 2_000}"',
    "a string of braces": f'"{"{a,b}" * 12}"',
    "a string of stars": f'"{"*a" * 30}"',
    "a date": "2020-01-01",
    "a time": "10:00:00",
    "an empty array": "[]",
    "an array of strings": '["word", "word"]',
    "an array of escapes": r'["\u001b[31m", "\n", "\u0000"]',
    "an array of patterns": f'["{"*a" * 20}", "[", "{{", "!", "/", "..", "~"]',
    "an array of numbers": "[1, 2]",
    "a mixed array": '["PYG", 1, [], {}]',
    "an array in arrays": f"{'[' * 90}{']' * 90}",
    "an empty table": "{}",
    "a table": '{ word = "word" }',
    "a table of arrays": '{ "*" = ["word"] }',
    "a table of codes": '{ "*" = ["PYG"] }',
    "a table of escapes": r'{ "\u001b\n" = ["\u001b"] }',
    "a table of tables": "{ bare-except = { word = 1 } }",
    "a table of targets": '{ "[" = "py311" }',
}
PLACES = ("key", "lint", "pyproject")


def written(key, value, place):
    match place:
        case "lint":
            return "pyguide.toml", f"lint.{key} = {value}\n"
        case "pyproject":
            return "pyproject.toml", f"[tool.pyguide]\n{key} = {value}\n"
    return "pyguide.toml", f"{key} = {value}\n"


@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_any_type_is_read_or_refused_in_one_line(pyguide, folder, key, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    (folder / "a.py").write_text(BARE)
    refused = 0
    for name, value in VALUES.items():
        for place in PLACES if os.environ.get("PYGUIDE_TRUST_LONG") else PLACES[:1]:
            file, text = written(key, value, place)
            (folder / file).write_text(text)
            if key == "packs" and name == "an array of strings":
                continue  # `word` is a name that may be imported
            done = pyguide("check", "--no-cache", "a.py")
            assert done.code in (0, 1, 2), (name, done)
            assert not set(done.out + done.err) & set("\x1b\x00\x07\x9b"), (name, done)
            if done.code == 2:
                refused += 1
                assert (done.out, done.err.count("\n")) == ("", 1), (name, done)
                assert done.err.startswith("pyguide: "), (name, done)
                # Of a baseline that cannot be read its own place is said.
                named = folder.name if key == "baseline" else file
                assert named in done.err, (name, done)
                assert len(done.err) < 30_000
            (folder / file).unlink()
    assert refused > 5


BROKEN = {
    "not UTF-8": b"select = ['\xe9']",
    "NUL": b"select = ['\x00']",
    "no TOML": b"<<<<<<< ours\n",
    "an escape in a key": b'"\\u001b[2J" = 1',
    "deep": b"a = " + b"[" * 100_000,
    "a key twice": b"preview = true\npreview = false",
    "a key and a table": b"select = []\nselect.x = 1\n",
    "an endless string": b'select = """' + b"a" * 100_000,
    "long dotted keys": b"a" + b".a" * 5_000 + b" = 1",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("file", ["pyguide.toml", "pyproject.toml", "ruff.toml"])
def test_a_broken_file_is_one_line(pyguide, folder, raw, file):
    (folder / "a.py").write_text(BARE)
    if file == "ruff.toml":
        (folder / "pyguide.toml").write_text('inherit = "ruff"')
    if file == "pyproject.toml":
        raw = b"[tool.pyguide]\n" + raw
    (folder / file).write_bytes(raw)
    done = pyguide("check", "--no-cache")
    if file != "ruff.toml" or done.code == 2:
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert file in done.err
    assert "\x1b" not in done.out + done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop", "socket"])
@pytest.mark.parametrize(
    "file", ["pyproject.toml", ".pyguide.toml", "ruff.toml", ".gitignore", ".git", "base.toml"]
)
def test_what_is_no_file_is_not_waited_for_in_the_place_of_one(pyguide, folder, kind, file):
    import socket

    (folder / "a.py").write_text(BARE)
    path = folder / file
    if file == "base.toml":
        (folder / "pyguide.toml").write_text('extend = "base.toml"')
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(file)
        case "socket":
            os.chdir(folder)
            with socket.socket(socket.AF_UNIX) as sock:
                sock.bind(file)
    done = pyguide("check", "--no-cache", "--output-format", "concise", "a.py")
    if file == "base.toml":
        assert (done.code, done.err.count("\n")) == (2, 1)
    else:
        assert (done.code, done.out.count("PYG301")) == (1, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("words", [["--config", "pipe"], ["pipe"], ["/dev/zero"]])
def test_what_is_no_file_is_misuse_on_the_command_line(pyguide, folder, words):
    os.mkfifo(folder / "pipe")
    done = pyguide("check", *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
