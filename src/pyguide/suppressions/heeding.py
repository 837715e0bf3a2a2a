"""Match a file's findings with its comments, and let rules judge the comments."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from pyguide.catalog import Catalog
from pyguide.engine import RuleCrash
from pyguide.finding import Finding, Span
from pyguide.outcome import Silenced
from pyguide.source import Source
from pyguide.suppressions.comment import Suppression, Word
from pyguide.suppressions.grammar import ATTEMPT, suppressions
from pyguide.suppressions.reader import read_suppressions
from pyguide.suppressions.rule import SuppressionRule

_EVERY = "*"
"""Stands for every code of findings in code."""
_WHOLE_FILE = "**"
"""Stands for every code, those of findings in comments included."""
_QUOTES = ("`", "'", '"')
_Reaching = tuple[Span, Suppression]
_NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"


class Vocabulary(NamedTuple):
    """What a comment may name: all codes, and the codes by the rules' names.

    ``shared`` are the names that other linters may use for rules of their own.
    """

    codes: frozenset[str]
    names: Mapping[str, str]
    shared: frozenset[str] = frozenset()

    @classmethod
    def of(cls, catalog: Catalog) -> Vocabulary:
        """What may be named where the rules of ``catalog`` are installed."""
        return cls(frozenset(catalog.entries), catalog.names, catalog.shared_names)

    def code(self, word: str) -> str | None:
        """The code that ``word`` is or, as a name, stands for; None where it is neither."""
        return word if word in self.codes else self.names.get(word)

    def own_code(self, word: str) -> str | None:
        """The code of ``word`` unless another linter may mean a rule of its own by it."""
        return None if word in self.shared else self.code(word)

    def mentions(self, text: str) -> bool:
        """Whether some word of ``text`` is a name or might be a code of pyguide's."""
        if "PYG" in text.upper() or not self.names.keys().isdisjoint(re.findall(_NAME, text)):
            return True
        return not self.codes.isdisjoint(re.findall(r"[A-Z]+[0-9]+", text))


class Audit:
    """A file's comments beside all that was found in it, for the rules that judge comments."""

    def __init__(
        self,
        source: Source,
        comments: Sequence[Suppression],
        findings: Iterable[Finding],
        vocabulary: Vocabulary,
        looked_for: frozenset[str],
        *,
        in_flake8: bool = False,
    ) -> None:
        """``looked_for`` are the codes of the rules that saw the whole file.

        ``in_flake8`` it is flake8 that obeys each noqa, and it reads some in its own way.
        """
        self.source = source
        self.suppressions = comments
        self.vocabulary = vocabulary
        self.looked_for = looked_for
        self.in_flake8 = in_flake8
        self._findings = findings

    @cached_property
    def _spans(self) -> Mapping[str, list[Span]]:
        spans: dict[str, list[Span]] = defaultdict(list)
        for finding in self._findings:
            insort(spans[finding.code], finding.span)
        return spans

    def silences(self, suppression: Suppression, word: Word) -> bool:
        """Whether there is a finding that ``word`` silences by itself."""
        reach, code = suppression.reach, self.vocabulary.code(word.text)
        if reach is None or code is None:
            return False
        spans = self._spans.get(code, [])
        first = bisect_left(spans, reach.start, key=lambda span: span.start)
        last = bisect_left(spans, reach.end, key=lambda span: span.start)
        if not suppression.within:
            return first < last
        return any(reach.covers(span) for span in spans[first:last])


def heed(
    source: Source,
    findings: Sequence[Finding],
    vocabulary: Vocabulary,
    judges: Sequence[type[SuppressionRule]] = (),
    looked_for: frozenset[str] = frozenset(),
    *,
    noqa: bool = True,
) -> tuple[list[Finding], list[Silenced]]:
    """What is left of ``findings``, with what ``judges`` find in comments, and what is silenced.

    Both are in order. ``looked_for`` are the codes of the rules that saw the whole file. Without
    ``noqa`` only the ``# ruff:`` forms are obeyed; the others are judged all the same. Raises
    `RuleCrash` where a judge does.
    """
    judged = bool(judges) and _is_mentioned(source, vocabulary)
    if not judged and not _may_silence(source, findings, noqa=noqa):
        return list(findings), []
    comments = read_suppressions(source)
    obeyed = _Ranges(comments, vocabulary.names, noqa=noqa)
    found = [(finding, obeyed.holding(finding)) for finding in findings]
    if judged:
        audit = Audit(source, comments, findings, vocabulary, looked_for, in_flake8=not noqa)
        told = [finding for judge in judges for finding in _judgement(judge, audit)]
        found += [(finding, obeyed.holding(finding, in_comment=True)) for finding in told]
        found.sort(key=lambda pair: (pair[0].span, pair[0].code, pair[0].message))
    left = [finding for finding, by in found if by is None]
    silenced = [Silenced(one, by.reason(source) or None) for one, by in found if by is not None]
    return left, silenced


def _judgement(judge: type[SuppressionRule], audit: Audit) -> list[Finding]:
    found: list[Finding] = []
    for suppression in audit.suppressions:
        if audit.source.text[suppression.span.start - 1 : suppression.span.start] in _QUOTES:
            continue  # prose about comments
        try:
            found += judge.judge_comment(suppression, audit)
        except Exception as error:
            line = audit.source.location(suppression.span.start)[0]
            raise RuleCrash(judge, line, error) from error
    return found


def _is_mentioned(source: Source, vocabulary: Vocabulary) -> bool:
    """Whether some comment might name one of pyguide's rules; tokens cost far more than this."""
    text = source.text
    for match in ATTEMPT.finditer(text):
        row = source.location(match.start())[0]
        if vocabulary.mentions(text[match.start() : source.line_span(row).end]):
            return True
    return False


def _may_silence(source: Source, findings: Sequence[Finding], *, noqa: bool) -> bool:
    """Whether some comment could matter; errs only towards yes.

    Most comments address other tools or lines without findings, and tokens cost far more than this.
    """
    text = source.text
    if not findings or not ("ruff" in text or (noqa and "noqa" in text.lower())):
        return False
    codes = {finding.code for finding in findings}
    rows = {source.location(finding.span.start)[0] for finding in findings}
    for match in ATTEMPT.finditer(text):
        if match["tool"] == "ruff" or (match["tool"] == "flake8" and noqa):
            return True
        if not noqa or match["tool"]:
            continue
        row = source.location(match.start())[0]
        line = text[match.start() : source.line_span(row).end]
        said = suppressions(line, match.start())[0]
        if not said.blanket and codes.isdisjoint(word.text for word in said.words):
            continue
        if row in rows or _may_end_joined_rows(source, row):
            return True
    return False


def _may_end_joined_rows(source: Source, row: int) -> bool:
    """Whether a string that began above, or a backslash, may let ``row`` speak for other rows."""
    line = source.line(row)
    quoted = "'''" in line or '"""' in line or "}" in line
    return quoted or (row > 1 and source.line(row - 1).endswith("\\"))


class _Ranges:
    """What comments reach, by code; many of them are asked in logarithmic time."""

    def __init__(
        self, comments: Iterable[Suppression], names: Mapping[str, str], *, noqa: bool
    ) -> None:
        """Of comments that flake8 obeys itself only with ``noqa``."""
        self._begun: dict[str, list[_Reaching]] = defaultdict(list)
        self._within: dict[str, list[_Reaching]] = defaultdict(list)
        self._furthest: dict[int, list[_Reaching]] = {}
        for one in comments:
            if one.reach is None or (one.tool != "ruff" and not noqa):
                continue
            codes = [names.get(word.text, word.text) for word in one.words]
            if one.blanket:
                codes = [_EVERY, _WHOLE_FILE] if one.tool else [_EVERY]
            for code in codes:
                reaching = (self._within if one.within else self._begun)[code]
                insort(reaching, (one.reach, one), key=itemgetter(0))

    def holding(self, finding: Finding, *, in_comment: bool = False) -> Suppression | None:
        """A comment that silences ``finding``; if that is ``in_comment``, it must be named."""
        begin = Span(finding.span.start, finding.span.start + 1)
        for code in (finding.code, _WHOLE_FILE if in_comment else _EVERY):
            for ranges, span in ((self._begun, begin), (self._within, finding.span)):
                found = self._holding(ranges.get(code), span)
                if found is not None:
                    return found
        return None

    def _holding(self, ranges: list[_Reaching] | None, span: Span) -> Suppression | None:
        if not ranges:
            return None
        furthest = self._furthest.get(id(ranges))
        if furthest is None:
            # For each range the one that reaches furthest of all that begin no later.
            furthest = list(accumulate(ranges, partial(max, key=lambda one: one[0].end)))
            self._furthest[id(ranges)] = furthest
        before = bisect_right(ranges, span.start, key=lambda one: one[0].start)
        if not before or furthest[before - 1][0].end < span.end:
            return None
        return furthest[before - 1][1]
