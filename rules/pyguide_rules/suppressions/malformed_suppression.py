"""PYG092: a comment that names a rule and does not do what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide import Applicability, Category, Edit, Finding, Fix, Span, SuppressionRule

if TYPE_CHECKING:
    from pyguide import Audit, Suppression

_LEAD = r"[\s:;,.=-]*[(\[]?\s*"
_TOKEN = r"[A-Za-z]+[0-9]+|[a-z][a-z0-9]*(?:-[a-z0-9]+)+"
_BETWEEN = r"\s*,?\s*"
_BRACKETED = ("ignore", "disable", "enable", "file-ignore")

_OTHERS = "the other codes of the comment would begin to count"
_SHARED = "ruff may have a rule of the same name"
_NARROWER = "the comment would no longer silence other tools on this line"
_UNCLEAR = "what was meant is not clear"
_PLACE = "only you know where it was meant to stand"


class _Token(NamedTuple):
    """Something in a comment that looks like a code or a name; ``code`` is None if not ours."""

    text: str
    span: Span
    code: str | None


class _List(NamedTuple):
    """What a comment was meant to name, and where that stands with its brackets."""

    tokens: tuple[_Token, ...]
    span: Span
    runs_on: bool
    """Whether the last token is glued to what follows."""


class MalformedSuppression(SuppressionRule):
    """`# noqa: bare-except`, `# noqa: pyg301`, `# ruff: ignore PYG301`."""

    code = "PYG092"
    category = Category.SUSPICIOUS
    message = "this comment {does}: {fault}"
    guide = ()
    twins = {"ruff": ("RUF103", "RUF104")}

    @classmethod
    def judge_comment(cls, suppression: Suppression, audit: Audit) -> Iterator[Finding]:
        meant = _meant(suppression, audit)
        ours = [token for token in meant.tokens if token.code]
        if _takes_brackets(suppression):
            ours = [token for token in ours if token.text not in audit.vocabulary.shared]
        if not ours:
            return
        span = Span(suppression.span.start, meant.span.end)
        if suppression.fault:
            does = "silences nothing"
            yield cls.found(span, None, _PLACE, does=does, fault=suppression.fault)
            return
        heeded = {word.span.start for word in suppression.words}
        wrong = [token for token in ours if token.span.start not in heeded or not _is_right(token)]
        if suppression.has_brackets:
            wrong = [token for token in wrong if token.text not in audit.vocabulary.names]
            if not suppression.words:
                wrong = ours
        if not wrong:
            return
        does = "silences everything" if suppression.blanket else f"does not silence {wrong[0].code}"
        fix, reason = _correction(suppression, audit, meant, heeded)
        fault = _fault(suppression, wrong[0], meant, audit)
        yield cls.found(span, fix, reason, does=does, fault=fault)


def _takes_brackets(suppression: Suppression) -> bool:
    """Whether this is one of ruff's newer forms, even if it is addressed to pyguide."""
    return suppression.tool in ("ruff", "pyguide") and suppression.action in _BRACKETED


def _is_right(token: _Token) -> bool:
    return token.text == token.code


def _meant(suppression: Suppression, audit: Audit) -> _List:
    """The codes and names behind the word that says what to do, however they are parted."""
    text, end = audit.source.text, suppression.span.end
    lead = re.compile(_LEAD).match(text, suppression.opening, end)
    at = stop = lead.end() if lead else suppression.opening
    heeded = {word.span.start for word in suppression.words}
    tokens: list[_Token] = []
    while match := re.compile(_TOKEN).match(text, at, end):
        code = audit.vocabulary.code(match[0]) or audit.vocabulary.code(match[0].upper())
        if code is None and "-" in match[0]:
            break
        if heeded and match.start() not in heeded and "," not in text[stop : match.start()]:
            break  # a word of the reason
        stop = match.end()
        tokens.append(_Token(match[0], Span(match.start(), stop), code))
        between = re.compile(_BETWEEN).match(text, stop, end)
        at = between.end() if between else stop
        if at == stop and not text[at:end][:1].isupper():
            break
    after = text[stop:end][:1]
    runs_on = bool(tokens) and bool(after) and not after.isspace() and after not in ",)]"
    opening = (lead[0].strip()[-1:] if lead else "") or " "
    closing = {"(": ")", "[": "]"}.get(opening)
    if closing and text[stop:end].lstrip().startswith(closing):
        stop = text.index(closing, stop) + 1
    return _List(tuple(tokens), Span(suppression.opening, stop), runs_on)


def _correction(
    suppression: Suppression, audit: Audit, meant: _List, heeded: set[int]
) -> tuple[Fix | None, str | None]:
    """The comment as it was meant, or why it cannot be said."""
    text = audit.source.text
    edits: list[Edit] = []
    after = text[meant.span.end : meant.span.end + 1]
    bracketed = _takes_brackets(suppression)
    alone = not text[: suppression.span.start].rpartition("\n")[2].strip()
    known = bracketed or (suppression.action == "noqa" and suppression.tool != "pyguide")
    if not known or (meant.runs_on and (after.isalnum() or after == "_")):
        return None, _UNCLEAR
    if suppression.tool == "pyguide":
        if suppression.action in ("disable", "enable", "file-ignore") and not alone:
            return None, _UNCLEAR
        at = text.index("pyguide", suppression.span.start)
        edits.append(Edit(Span(at, at + len("pyguide")), "ruff"))
    names = audit.vocabulary.names if bracketed else {}
    spelled = [
        token.text if token.code is None or token.text in names else token.code
        for token in meant.tokens
    ]
    new = f"[{', '.join(spelled)}]" if bracketed else f": {', '.join(spelled)}"
    edits.append(Edit(meant.span, new) if bracketed else _apart(text, meant.span, new))
    reason = None
    if suppression.blanket:
        reason = _NARROWER
    elif any(token.code is None and token.span.start not in heeded for token in meant.tokens):
        reason = _OTHERS
    elif not bracketed and any(t.text in audit.vocabulary.shared for t in meant.tokens):
        reason = _SHARED
    return Fix("Correct the comment", tuple(edits), Applicability.unless(reason)), reason


def _apart(text: str, span: Span, new: str) -> Edit:
    """An edit after which a blank, and no colon or dot, parts the codes from what follows."""
    after, beyond = text[span.end : span.end + 1], text[span.end + 1 : span.end + 2]
    if after in (":", ".", ";") and (not beyond or beyond.isspace()):
        return Edit(Span(span.start, span.end + 1), new)
    apart = not after or after.isspace() or after == ","
    return Edit(span, new if apart else f"{new} ")


def _fault(suppression: Suppression, wrong: _Token, meant: _List, audit: Audit) -> str:
    """What keeps the comment from silencing what it names."""
    if suppression.tool == "pyguide":
        return "write `# ruff:` instead of `# pyguide:`"
    if _takes_brackets(suppression):
        if suppression.words:
            return f"write {wrong.code} instead of {wrong.text}"
        return "codes and names stand in brackets, with commas between them"
    if suppression.action != "noqa":
        return f"there is no `# {suppression.tool}: {suppression.action}`"
    if wrong.text in audit.vocabulary.names:
        return f"noqa takes codes only, so write {wrong.code}"
    if not _is_right(wrong):
        return f"write {wrong.code} instead of {wrong.text}"
    lead = audit.source.text[suppression.opening : meant.tokens[0].span.start].strip()
    if lead != ":":
        return "a colon, and nothing else, stands between noqa and its codes"
    if meant.runs_on:
        return f"a blank must follow {meant.tokens[-1].text}"
    return "one of its words is no code"
