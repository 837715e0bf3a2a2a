"""An entry of a baseline, and the line that spells it."""

# Annotations are not postponed here: named tuples would compile the text of each.

import re
from typing import NamedTuple

_LINE = re.compile(r"(\S+) ([A-Z]+[0-9]+) ([0-9a-f]{32})(?: (\w+(?:\.\w+)*))?")
_ESCAPE = re.compile(rb"%([0-9A-F]{2})")


class Entry(NamedTuple):
    """A finding that is known: the file it is in, by its name in the baseline, and what it is.

    ``scope`` is the function or class around it, for people; the fingerprint covers it.
    """

    name: str
    code: str
    fingerprint: str
    scope: str = ""

    @property
    def line(self) -> str:
        """The entry as it stands in a file, without a newline."""
        words = (spelled(self.name), self.code, self.fingerprint, self.scope)
        return " ".join(words).rstrip()


def parsed(line: str) -> Entry:
    """The entry that a line spells; raises ValueError for anything else."""
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(line)
    name, code, fingerprint, scope = match.groups()
    return Entry(_unspelled(name) if "%" in name else name, code, fingerprint, scope or "")


def spelled(name: str) -> str:
    """A file's name in one printable word, its bytes in UTF-8 escaped where they must be."""
    if name.isprintable() and not name.startswith(("#", "<", "=", ">", "|")) and " " not in name:
        return name.replace("%", "%25")
    return "".join(map(_escaped, name))


def _escaped(character: str) -> str:
    if character.isprintable() and character not in " %#<=>|":
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogateescape"))


def _unspelled(word: str) -> str:
    raw = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), word.encode())
    return raw.decode("utf-8", "surrogateescape")
