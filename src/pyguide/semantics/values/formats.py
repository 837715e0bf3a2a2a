"""Whether patterns of `%` and of `format` have text of their own beside their holes.

A pattern that is one hole hands on the very text it is given, which may be of a subclass of `str`.
"""

from __future__ import annotations

import re
from string import Formatter

# A hole of the `%` kind, be it filled by order or by name.
_DIRECTIVE = re.compile(r"%(?:\([^()]*\))?[^a-zA-Z%(]*[hlL]?[a-zA-Z%]")


def percent_shows_text(pattern: str) -> bool:
    """Whether a pattern for `%` has text outside of its holes."""
    return bool(_DIRECTIVE.sub("", pattern))


def format_shows_text(pattern: str) -> bool:
    """Whether a pattern for `format` has text outside of its holes, which may hold holes again."""
    try:
        return any(text for text, *_ in Formatter().parse(pattern))
    except ValueError:
        return False
