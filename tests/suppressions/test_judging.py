"""Rules that judge comments go through the same doors as rules that look at code."""

import pytest

from pyguide import Finding, Span, Suppression, SuppressionRule
from pyguide.catalog import installed
from pyguide.source import Source
from pyguide.suppressions.heeding import Audit, Vocabulary, heed
from pyguide.suppressions.reader import read

WORDS = Vocabulary(frozenset({"PYG301", "HSE100"}), {"bare-except": "PYG301"})


class Short(SuppressionRule):
    """A house rule: comments of less than twenty characters."""

    code = "HSE100"
    category = "style"
    message = "short: {text}"
    guide = ()

    @classmethod
    def judge_comment(cls, suppression: Suppression, audit: Audit):
        if suppression.span.end - suppression.span.start < 20:
            yield cls.found(suppression.span, text=audit.source.text_of(suppression.span))


def test_a_house_rule_sees_each_comment_of_a_file_that_names_one_of_our_rules():
    text = "a = 1  # noqa: PYG301\nb = 2  # noqa: PYG301 because of this\nc = 3  # noqa\n"
    left, silenced = heed(Source(text), [], WORDS, [Short])
    assert [finding.message for finding in left] == ["short: # noqa: PYG301", "short: # noqa"]
    assert silenced == []
    assert heed(Source("c = 3  # noqa\n"), [], WORDS, [Short]) == ([], [])


def test_only_its_code_silences_it_at_the_line():
    text = "a = 1  # noqa: HSE100\nb = 2  # noqa: PYG301\n# ruff: ignore[PYG301]\nc = 3  # noqa\n"
    left, silenced = heed(Source(text), [], WORDS, [Short])
    assert [finding.message for finding in left] == ["short: # noqa: PYG301", "short: # noqa"]
    assert [one.finding.message for one in silenced] == ["short: # noqa: HSE100"]


@pytest.mark.parametrize(
    ("text", "row", "answer"),
    [
        ("BAD  # noqa: PYG301\n", 0, True),
        ("x  # noqa: PYG301\nBAD\n", 0, False),
        ("# ruff: ignore[bare-except]\nBAD\n", 0, True),
        ("# ruff: file-ignore[PYG301]\nBAD\n", 0, True),
        ("# ruff: disable[PYG301]\nx\n# ruff: enable[PYG301]\nBAD\n", 0, False),
        ("BAD # noqa: HSE100\n", 0, False),
        ("BAD # noqa: XYZ301\n", 0, False),
    ],
)
def test_an_audit_knows_which_word_silences_something(text, row, answer):
    source = Source(text)
    at = text.index("BAD")
    found = [Finding("PYG301", "message", Span(at, at + 3))]
    comments = read(source).suppressions
    audit = Audit(source, comments, found, WORDS, frozenset())
    assert audit.silences(comments[row], comments[row].words[0]) is answer


def test_a_rule_that_crashes_on_a_comment_is_named_and_the_rest_goes_on(
    pyguide, folder, monkeypatch
):
    def crash(suppression, audit):
        raise ValueError("too late")

    monkeypatch.setattr(installed().entries["PYG090"].rule, "judge_comment", crash)
    (folder / "a.py").write_text("\na = 1  # noqa: PYG301\nb = 2  # noqa: PYG999\n")
    done = pyguide("check", "--output-format", "concise", "--no-cache")
    assert done.code == 2
    assert "a.py:3:16: PYG091" in done.out
    assert "PYG090 unused-suppression: ValueError: too late" in done.out + done.err
    assert "a.py:2:" in done.out + done.err


def test_each_edit_leaves_what_it_was_not_asked_for():
    text = "a = 1  # x # noqa: E501, PYG301,PYG301 - why # y\n"
    source = Source(text)
    (noqa,) = read(source).suppressions
    assert noqa.reason(source) == "why"
    (edit,) = noqa.without(source, noqa.words[1:])
    assert source.text_of(edit.span) == "E501, PYG301,PYG301"
    assert edit.text == "E501"
    (edit,) = noqa.without(source, noqa.words)
    assert (source.text_of(edit.span), edit.text) == (text[11:-5], "# why")
