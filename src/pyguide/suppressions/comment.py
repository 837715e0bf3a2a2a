"""One comment that silences findings, or tries to, and how it is rewritten."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from pyguide.finding import Edit, Span

if TYPE_CHECKING:
    from pyguide.source import Source

OWN = "PYG09"
"""How the codes of rules begin that judge comments."""

_BEFORE_REASON = " \t,;:-\N{EN DASH}\N{EM DASH}"


class Word(NamedTuple):
    """A code or a rule's name in such a comment."""

    text: str
    span: Span


class Suppression(NamedTuple):
    """A comment that silences findings, from its ``#`` to the next ``#`` or the end of its line.

    ``tool`` is whom it addresses, empty for a plain noqa, and ``action`` the word before the codes,
    in lower case: ``noqa``, ``ignore``, ``disable``, ``enable`` or ``file-ignore``, or whatever
    stands there. ``words`` are what it names, as far as it is understood; a noqa without any is
    a ``blanket``. ``reach`` is the text in which it silences, None where it does nothing, and then
    ``fault`` may say why. A finding must lie ``within`` the reach as a whole, or else only begin
    there. ``closing`` is the ``enable`` that ends a ``disable``. Of two noqas in
    one comment the first is read, and ``hides_another``.
    """

    tool: str
    action: str
    span: Span
    opening: int
    """Where the word ``action`` ends."""
    words: tuple[Word, ...] = ()
    tail: int = 0
    """Where the reason begins: behind the codes and their bracket."""
    blanket: bool = False
    reach: Span | None = None
    within: bool = False
    fault: str = ""
    closing: Suppression | None = None
    hides_another: bool = False

    @property
    def is_line_noqa(self) -> bool:
        """Whether this is a plain ``# noqa``, which speaks for its line."""
        return not self.tool

    @property
    def has_brackets(self) -> bool:
        """Whether this is one of ruff's forms that takes names and codes in brackets."""
        return self.tool == "ruff" and self.action in ("ignore", "disable", "enable", "file-ignore")

    def reason(self, source: Source) -> str:
        """What stands behind the codes, without what parts it from them."""
        return source.text[self.tail : self.span.end].strip(_BEFORE_REASON)

    def without(self, source: Source, gone: Collection[Word]) -> tuple[Edit, ...]:
        """Edits after which neither the comment nor its ``closing`` names a word of ``gone``.

        A comment that names nothing any more goes as a whole; its reason stays as a plain comment.
        """
        unwanted = frozenset(gone)
        indexes = {index for index, word in enumerate(self.words) if word in unwanted}
        edits = [self._without(source, indexes)]
        if self.closing is not None:
            edits.append(self.closing._without(source, indexes))
        return tuple(edits)

    def _without(self, source: Source, gone: Collection[int]) -> Edit:
        if len(gone) == len(self.words):
            return self._removal(source)
        kept: list[str] = []
        at = self.words[0].span.start
        for index, word in enumerate(self.words):
            if index not in gone:
                kept += [source.text[at : word.span.start] if kept else "", word.text]
            at = word.span.end
        return Edit(Span(self.words[0].span.start, at), "".join(kept))

    def _removal(self, source: Source) -> Edit:
        row = source.location(self.span.start)[0]
        line = source.line_span(row)
        before = source.text[line.start : self.span.start]
        kept = self.reason(source)
        start, end = self.span
        if kept:
            return Edit(self.span, f"# {kept}")
        after = source.text[end : line.end].lstrip()
        if after:
            return Edit(Span(start, line.end - len(after)), "")
        if before.strip():
            return Edit(Span(line.start + len(before.rstrip()), line.end), "")
        rows = source.starts
        return Edit(Span(line.start, rows[row] if row < len(rows) else line.end), "")
