"""Where the lines of files can be seen: in an editor, in the repository on the web."""

from __future__ import annotations

import os
from urllib.parse import quote_from_bytes

from pyguide.report import Links
from pyguide.report.places import STANDARD_INPUT, absolute


class Finder:
    """Fills the patterns of ``links``; relative paths start from ``root``, as in `Looks`."""

    def __init__(self, links: Links, root: str) -> None:
        self._links = links
        self._root = root

    def in_editor(self, path: str, line: int, column: int) -> str:
        """The URL that opens a place of a file; empty without a pattern or without a file."""
        if not self._links.editor or path == STANDARD_INPUT:
            return ""
        whole = absolute(path, self._root).replace(os.sep, "/")
        return _filled(self._links.editor, whole.removeprefix("/"), line, column)

    def in_repository(self, path: str, line: int, column: int) -> str:
        """The same on the web; empty for a file outside of the repository."""
        if not self._links.repository or path == STANDARD_INPUT:
            return ""
        whole = absolute(path, self._root)
        inside = os.path.relpath(whole, self._links.top).replace(os.sep, "/")
        if inside.startswith("../"):
            return ""
        return _filled(self._links.repository, inside, line, column)


def _filled(pattern: str, path: str, line: int, column: int) -> str:
    for name, value in (
        ("{path}", quote_from_bytes(os.fsencode(path))),
        ("{line}", str(line)),
        ("{column}", str(column)),
    ):
        pattern = pattern.replace(name, value)
    return pattern
