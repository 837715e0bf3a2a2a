"""Bytes that Python refuses are never changed, and those outside of an edit always kept."""

import os
import random

import pytest

BARE = b"try:\n    f()\nexcept:\n    pass\n"
BOM = b"\xef\xbb\xbf"

# Python refuses each of these, in the way that it reads a file.
REFUSED = {
    "a cookie that lies": b"# coding: ascii\nx = '\xe9'\n",
    "a cookie that nobody knows": b"# coding: klingon\n",
    "a cookie for bytes": b"# coding: hex\n",
    "a cookie behind a byte-order mark": BOM + b"# coding: latin-1\n",
    "two byte-order marks": BOM + BOM,
    "UTF-16": "x = 1\n".encode("utf-16"),
    "UTF-32": "x = 1\n".encode("utf-32"),
    "NUL": b"x = 1\x00\n",
    "NUL in a comment": b"# a\x00b\n",
    "NUL at the end": b"x = 1\n\x00",
    "half a character": b"x = '\xc3'\n",
    "a surrogate": b"x = '\xed\xa0\x80'\n",
    "an overlong slash": b"x = '\xc0\xaf'\n",
    "Ctrl-Z": b"x = 1\n\x1a\n",
    "a utf-7 cookie with a hidden line": b"# coding: utf-7\n#+AAo-import os)\n",
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("entry", ["check", "codemod"])
def test_what_python_refuses_is_reported_and_left_alone(pyguide, pyguide_fix, folder, raw, entry):
    raw += BARE
    with pytest.raises((SyntaxError, ValueError)):
        compile(raw, "a.py", "exec")
    (folder / "a.py").write_bytes(raw)
    (folder / "b.py").write_bytes(BARE)
    done = pyguide("check", "--fix", "--preset", "all") if entry == "check" else pyguide_fix()
    assert (done.code, "invalid-syntax" in done.out + done.err) == (1, True)
    assert (folder / "a.py").read_bytes() == raw
    assert b"except BaseException" in (folder / "b.py").read_bytes()


AMBIGUOUS = {
    "utf-7": b"# coding: utf-7\nx = '+AOk-'\n",
    "iso2022_jp": b"# coding: iso2022_jp\nx = '\x1b$B\x1b(B'\n",
}


@pytest.mark.parametrize("head", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_what_an_encoding_would_spell_in_another_way_is_found_and_not_fixed(pyguide, folder, head):
    (folder / "a.py").write_bytes(head + BARE)
    compile(head + BARE, "a.py", "exec")
    done = pyguide("check", "--fix", "--output-format", "concise")
    assert (done.code, done.out.count("PYG301")) == (1, 1)
    assert "its encoding would spell the rest of the file in another way" in done.err
    assert (folder / "a.py").read_bytes() == head + BARE


def noise(rng):
    """A line that no rule touches, in every shape of whitespace and character."""
    return rng.choice(
        [
            b"",
            b"\x0c",
            b"   \t",
            b"# \xe2\x80\xa8 caf\xc3\xa9 \xf0\x9d\x92\x99  ",
            b"x = '''a\xe2\x80\xa8\tb''' ; y = 1  ",
            b"z = 1 # \x0c",
            b"s = '\\N{BULLET}' \\",
        ]
    ) + rng.choice([b"\n", b"\r\n", b"\r"])


def test_bytes_outside_of_an_edit_are_kept_in_random_mixtures(pyguide_fix, folder):
    rng = random.Random(1)
    wanted = {}
    for number in range(int(os.environ.get("PYGUIDE_TRUST_MIXTURES", "150"))):
        lines = [noise(rng) for _ in range(rng.randrange(8))]
        end = rng.choice([b"\n", b"\r\n", b"\r"])
        bare = BARE.replace(b"\n", end)
        tail = rng.choice([b"", b"# no end", b"\x0c\n", b"z" + end * 3])
        raw = rng.choice([b"", BOM]) + b"".join(lines) + bare + tail
        try:
            compile(raw, "a.py", "exec")
        except (SyntaxError, ValueError):
            expected = {raw}
        else:
            fixed = raw.replace(bare, bare.replace(b"except:", b"except BaseException:"))
            expected = {fixed, raw} if b"\x0c" in raw else {fixed}
        path = folder / f"m{number}.py"
        path.write_bytes(raw)
        wanted[path] = expected
    pyguide_fix("--no-cache", "-j", "1")
    assert [path.name for path, kinds in wanted.items() if path.read_bytes() not in kinds] == []
    pyguide_fix("--no-cache", "-j", "1")
    assert [path.name for path, kinds in wanted.items() if path.read_bytes() not in kinds] == []
    changed = [path for path in wanted if b"BaseException" in path.read_bytes()]
    assert len(changed) > len(wanted) / 3
