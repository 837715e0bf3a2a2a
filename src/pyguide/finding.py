"""What a rule says: frozen values that hold no tree, so they travel between processes."""

# Annotations are not postponed here: named tuples would compile the text of each.

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Category(StrEnum):
    """What kind of harm a rule's pattern does; decides severity and default on or off."""

    CORRECTNESS = "correctness"
    SUSPICIOUS = "suspicious"
    PERFORMANCE = "performance"
    COMPLEXITY = "complexity"
    STYLE = "style"
    PEDANTIC = "pedantic"


class Applicability(IntEnum):
    """How far a fix may be trusted; ordered, so "at least safe" is a comparison."""

    DISPLAY = 0
    UNSAFE = 1
    SAFE = 2

    @property
    def label(self) -> str:
        """The lower-case name that reports print: ``display``, ``unsafe`` or ``safe``."""
        return self.name.lower()

    @classmethod
    def unless(cls, doubt: str | None) -> "Applicability":
        """Unsafe where there is a ``doubt``, safe otherwise."""
        return cls.UNSAFE if doubt else cls.SAFE


class Span(NamedTuple):
    """Half-open range of a file's text, in code points (a byte-order mark is not counted)."""

    start: int
    end: int

    def covers(self, other: "Span") -> bool:
        """Whether ``other`` lies inside as a whole; what type checkers allow of ``in``."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a character; an empty span counts as the one that it precedes."""
        return self.start < max(other.end, other.start + 1) and other.start < max(
            self.end, self.start + 1
        )

    def __contains__(self, other: object) -> bool:
        # A tuple would look for a number.
        return isinstance(other, Span) and self.covers(other)


class Edit(NamedTuple):
    """Replace the text of ``span`` by ``text``; an empty span inserts."""

    span: Span
    text: str

    @classmethod
    def between(cls, start: int, old: str, new: str) -> "Edit":
        """The smallest edit that turns ``old``, which begins at offset ``start``, into ``new``.

        It replaces whole words: of an `if` that becomes `iface`, nobody could tell later whether
        what stands behind the two letters belongs to them.
        """
        shortest = min(len(old), len(new))
        head = 0
        while head < shortest and old[head] == new[head]:
            head += 1
        while _is_inside_word(old, head) or _is_inside_word(new, head):
            head -= 1
        tail = 0
        while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        while _is_inside_word(old, len(old) - tail) or _is_inside_word(new, len(new) - tail):
            tail -= 1
        return cls(Span(start + head, start + len(old) - tail), new[head : len(new) - tail])


def _is_inside_word(text: str, at: int) -> bool:
    """Whether the characters on both sides of the offset ``at`` belong to one word."""
    return 0 < at < len(text) and f"_{text[at - 1]}{text[at]}".isidentifier()


def carried(span: Span, edits: Sequence[Edit]) -> Span:
    """Where ``span`` of a text stands after ``edits``.

    What is inserted inside of it belongs to it, and what replaces one of its ends does; what is
    inserted at its ends does not.
    """
    growth = [(edit.span, len(edit.text) - (edit.span.end - edit.span.start)) for edit in edits]
    start = min([span.start, *(edited.start for edited, _ in growth if edited.end > span.start)])
    start += sum(by for edited, by in growth if edited.end <= span.start)
    end = span.end + sum(by for edited, by in growth if edited.start < span.end)
    return Span(start, max(start, end))


class Import(NamedTuple):
    """``from module import name``, or ``import module`` where ``name`` is None."""

    module: str
    name: str | None = None


class Fix(NamedTuple):
    """Edits that belong together, what they do in the imperative, and how far to trust them.

    ``ground`` is the text that has to stay as it is for the fix to be right, where that is more
    than the range of the edits.
    """

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability
    imports: tuple[Import, ...] = ()
    ground: Span | None = None

    @property
    def span(self) -> Span:
        """The range from the first to the last edit; imports are not counted."""
        return Span(min(e.span.start for e in self.edits), max(e.span.end for e in self.edits))

    @property
    def reserved(self) -> Span:
        """The range that no other fix may touch at the same time."""
        span, ground = self.span, self.ground or self.span
        return Span(min(span.start, ground.start), max(span.end, ground.end))


class Finding(NamedTuple):
    """One place where a rule's pattern stands.

    ``repair`` is a second rewrite that changes behaviour on purpose, because the old behaviour is
    the bug; it takes the place of a safe ``fix`` where unsafe fixes are wanted. ``reason`` is one
    clause that says why there is no fix, or why the unsafe one is unsafe; it is None exactly where
    the only fix is safe.
    """

    code: str
    message: str
    span: Span
    fix: Fix | None = None
    reason: str | None = None
    repair: Fix | None = None
    alone: bool = False
    """Whether not even the rule's exact twins report this place."""
    fingerprint: str = ""
    """What it is known by after the file has changed; empty unless a run asks for it."""

    def offering(self, least: Applicability) -> "Finding":
        """The finding with the one fix that applies where fixes of ``least`` are wanted.

        A fix below ``least`` stays, since reports show what could be had; the reason goes where a
        safe fix is offered.
        """
        fix = self.fix
        if self.repair is not None and (fix is None or least < Applicability.SAFE):
            fix = self.repair
        safe = fix is not None and fix.applicability is Applicability.SAFE
        return self._replace(fix=fix, repair=None, reason=None if safe else self.reason)
