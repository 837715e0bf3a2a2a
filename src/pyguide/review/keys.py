"""Keys of a terminal from the bytes that it sends."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple


class Key(NamedTuple):
    """A key by its name; ``text`` is what it types, for ``text`` and ``paste`` only."""

    name: str
    text: str = ""


ESCAPE = Key("escape")
END = Key("end-of-input")
REDRAW = Key("redraw")

_CONTROLS = {
    "\r": Key("enter"),
    "\n": Key("enter"),
    "\x08": Key("backspace"),
    "\x7f": Key("backspace"),
    "\x04": END,
    "\x0c": REDRAW,
    "\x15": Key("clear-line"),
    "\x17": Key("clear-word"),
}
_SEQUENCES = {
    "[A": "up", "OA": "up", "[B": "down", "OB": "down", "[5~": "page-up", "[6~": "page-down",
    "[H": "home", "OH": "home", "[1~": "home", "[F": "end", "OF": "end", "[4~": "end",
}  # fmt: skip
_PASTE, _PASTED = "[200~", "\x1b[201~"
# CSI with parameters, intermediates and a final byte; SS3 and its letter; Alt and a key.
_SEQUENCE = re.compile(r"\[[0-?]*[ -/]*[@-~]|O[ -~]|[^\[O\x1b]")
_UNFINISHED = re.compile(r"(?:\[[0-?]*[ -/]*|O)?")


class Keyboard:
    """Turns bytes into keys as they come; keeps what is no whole key yet."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    @property
    def waiting(self) -> bool:
        """Whether an escape has come that may begin a longer sequence."""
        return self._rest.startswith("\x1b")

    def feed(self, raw: bytes) -> list[Key]:
        """The keys that are complete with ``raw``; what no terminal should send is left out."""
        self._rest += self._decoder.decode(raw)
        keys: list[Key] = []
        while self._rest:
            found = self._first()
            if found is None:
                break
            key, length = found
            self._rest = self._rest[length:]
            if key is not None:
                keys.append(key)
        return keys

    def settle(self) -> list[Key]:
        """The keys that the bytes mean to which nothing was added in time: a lone Escape."""
        if not self.waiting or self._rest.startswith(f"\x1b{_PASTE}"):
            return []
        rest, self._rest = self._rest[1:], ""
        # Somebody who presses Escape and then `[` means two keys.
        return [ESCAPE, *self.feed(rest.encode())]

    def _first(self) -> tuple[Key | None, int] | None:
        """The first key and its length; None where more must come."""
        if self._rest[0] == "\x1b":
            return self._sequence()
        char = self._rest[0]
        if char in _CONTROLS:
            return _CONTROLS[char], 1
        return Key("text", char) if char.isprintable() else None, 1

    def _sequence(self) -> tuple[Key | None, int] | None:
        body = self._rest[1:]
        if body.startswith(_PASTE):
            text, end, _ = self._rest[1 + len(_PASTE) :].partition(_PASTED)
            length = 1 + len(_PASTE) + len(text) + len(_PASTED)
            return (Key("paste", text), length) if end else None
        if body.startswith("\x1b"):
            return ESCAPE, 1
        match = _SEQUENCE.match(body)
        if match:
            name = _SEQUENCES.get(match.group())
            return Key(name) if name else None, 1 + match.end()
        if _UNFINISHED.fullmatch(body):
            return None
        return ESCAPE, 1
