"""Bytes of a terminal become keys, in whatever pieces they come."""

import pytest

from pyguide.review.keys import END, ESCAPE, REDRAW, Key, Keyboard


def typed(text: str) -> list[Key]:
    return [Key("text", char) for char in text]


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        (b"yN?", typed("yN?")),
        ("é日🙂".encode(), typed("é日🙂")),
        (b"\r", [Key("enter")]),
        (b"\n", [Key("enter")]),
        (b"\x7f\x08", [Key("backspace"), Key("backspace")]),
        (b"\x04", [END]),
        (b"\x0c", [REDRAW]),
        (b"\x15\x17", [Key("clear-line"), Key("clear-word")]),
        (b"\x1b[A\x1bOB", [Key("up"), Key("down")]),
        (b"\x1b[5~\x1b[6~", [Key("page-up"), Key("page-down")]),
        (b"\x1b[H\x1b[4~", [Key("home"), Key("end")]),
        (b"\x1b[200~a\r\ny\x1b[201~q", [Key("paste", "a\r\ny"), *typed("q")]),
        # What nobody needs: other controls, keys with modifiers, Alt and a letter.
        (b"\x00\x01\x1b[1;5C\x1b[24~\x1byn", typed("n")),
        (b"\xff", typed("\N{REPLACEMENT CHARACTER}")),
    ],
)
def test_bytes_are_keys(raw, keys):
    assert Keyboard().feed(raw) == keys
    slowly = Keyboard()
    assert [key for byte in raw for key in slowly.feed(bytes([byte]))] == keys
    assert not slowly.waiting


def test_an_escape_that_nothing_follows_is_a_key():
    keyboard = Keyboard()
    assert (keyboard.feed(b"\x1b"), keyboard.waiting) == ([], True)
    assert (keyboard.settle(), keyboard.waiting) == ([ESCAPE], False)
    assert keyboard.settle() == []


def test_an_escape_twice_is_a_key_and_the_beginning_of_another():
    keyboard = Keyboard()
    assert keyboard.feed(b"\x1b\x1b[A") == [ESCAPE, Key("up")]


def test_an_escape_and_the_beginning_of_a_sequence_may_be_two_keys():
    keyboard = Keyboard()
    assert keyboard.feed(b"\x1b[") == []
    assert keyboard.settle() == [ESCAPE, *typed("[")]


def test_pasted_text_is_awaited_to_its_end():
    keyboard = Keyboard()
    assert keyboard.feed(b"\x1b[200~half") == []
    assert keyboard.settle() == []
    assert keyboard.feed(b" and half\x1b[201~") == [Key("paste", "half and half")]
