"""``--diff``: what fixing would change, as a unified diff that ``patch`` and ``git apply`` take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pyguide.outcome import FileResult, Outcome
from pyguide.report.matching import Matcher
from pyguide.report.terminal import Style, Terminal, spelled, visible

# Only a line feed ends a line of a patch; a carriage return before it belongs to the line.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STYLES = {"-": Style.REMOVED, "+": Style.ADDED}
Group = Sequence[tuple[str, int, int, int, int]]
_NO_NEWLINE = "\\ No newline at end of file"


def render(outcome: Outcome, *, color: bool = False) -> str:
    """The diffs of all changed files, a blank line after each; empty where nothing changed.

    Without colour the lines are the files' own, byte for byte, so that the text can be applied.
    With colour it is for eyes only, and control characters are escaped.
    """
    terminal = Terminal(color)
    return "".join(_diff(file, terminal) for file in outcome.files if changes(file))


def changes(file: FileResult) -> bool:
    """Whether fixing changed the file, or would change it."""
    return file.after is not None and file.after != (file.before or "")


def _diff(file: FileResult, terminal: Terminal) -> str:
    before, after = _LINE.findall(file.before or ""), _LINE.findall(file.after or "")
    path = _quoted(file.path)
    lines = [
        f"--- {terminal.paint(path, Style.REMOVED)}\n",
        f"+++ {terminal.paint(path, Style.ADDED)}\n",
    ]
    for line in hunks(before, after, Matcher(before, after).get_grouped_opcodes()):
        body = line.removesuffix("\n")
        shown = line[0] + spelled(body[1:].removesuffix("\r")) if terminal.color else body
        style = _STYLES.get(line[0])
        lines.append(f"{terminal.paint(shown, style) if style else shown}\n")
        if body == line and line[0] != "@":
            lines.append(f"{_NO_NEWLINE}\n")
    return "".join(lines) + "\n"


def hunks(
    before: list[str], after: list[str], groups: Iterable[Group], old: int = 0, new: int = 0
) -> Iterator[str]:
    """The lines of the diff from the first ``@@`` on, which itself has no line end.

    ``groups`` are those of `difflib.SequenceMatcher.get_grouped_opcodes`. What is compared may be a
    part of a file: ``old`` and ``new`` lines stand before it.
    """
    for group in groups:
        first, last = group[0], group[-1]
        removed = _extent(old + first[1], old + last[2])
        added = _extent(new + first[3], new + last[4])
        yield f"@@ -{removed} +{added} @@"
        for kind, start, end, begin, stop in group:
            if kind == "equal":
                yield from (f" {line}" for line in before[start:end])
                continue
            yield from (f"-{line}" for line in before[start:end])
            yield from (f"+{line}" for line in after[begin:stop])


def _extent(start: int, stop: int) -> str:
    """A range of lines as hunks name it: an empty one stands after the line it names."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _quoted(path: str) -> str:
    """``path`` as git writes it: in double quotes and with C escapes where it is not plain."""
    if visible(path) == path and '"' not in path and "\\" not in path:
        return path
    parts = []
    for byte in path.encode(errors="surrogateescape"):
        char = chr(byte)
        if char in '"\\':
            parts.append(f"\\{char}")
        else:
            parts.append(char if 0x20 <= byte < 0x7F else f"\\{byte:03o}")
    return '"' + "".join(parts) + '"'
