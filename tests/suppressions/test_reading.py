"""Comments that silence findings; each expectation was observed in ruff on a rule of its own.

In the samples every ``BAD`` is a finding of PYG301 and every ``WORSE`` one of PYG302.
"""

import re
import time

import pytest

from pyguide.finding import Finding, Span
from pyguide.outcome import Silenced
from pyguide.source import Source
from pyguide.suppressions.heeding import Vocabulary, heed

CODES = {"BAD": "PYG301", "WORSE": "PYG302"}
WORDS = Vocabulary(frozenset(CODES.values()), {"bare-except": "PYG301"})


def findings(text: str) -> list[Finding]:
    return [
        Finding(CODES[match.group()], "message", Span(*match.span()))
        for match in re.finditer("BAD|WORSE", text)
    ]


def kept(text: str, newline: str = "\n") -> list[tuple[str, int]]:
    source = Source(text.replace("\n", newline))
    left, hushed = heed(source, findings(source.text), WORDS)
    silenced = [one.finding for one in hushed]
    assert sorted([*left, *silenced], key=lambda f: f.span) == findings(source.text)
    return [(f.code, source.location(f.span.start)[0]) for f in left]


def kept_by_flake8_comments(text: str) -> list[tuple[str, int]]:
    source = Source(text)
    left, _ = heed(source, findings(text), WORDS, noqa=False)
    return [(f.code, source.location(f.span.start)[0]) for f in left]


def test_without_comments_every_finding_stays():
    assert kept("BAD\nWORSE\n") == [("PYG301", 1), ("PYG302", 2)]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa PYG301",
        "# noqa PYG999",
        "# noqa: PYG301",
        "# noqa:PYG301",
        "# NoQA: PYG301",
        "# NOQA",
        "# noqa: PYG301,PYG302 reason",
        "# noqa: PYG302 PYG301",
        "# noqa: PYG302,PYG301",
        "# noqa : PYG301",
        "# noqa:  PYG301",
        "#noqa: PYG301",
        "#noqa",
        "# noqa: PYG301 - why",
        "# noqa: PYG302PYG301",
        "# noqa: PYG302,,PYG301,",
        "# noqa: PYG301# why",
        "# noqa# why",
        "# why # noqa: PYG301",
    ],
)
def test_a_noqa_that_names_the_code_or_none_silences_its_line(comment):
    assert kept(f"BAD  {comment}\n") == []
    assert kept(f"BAD  {comment}\nBAD\n") == [("PYG301", 2)]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: PYG302",
        "# noqa: pyg301",
        "# noqa: bare-except",
        "# noqa: PYG",
        "# noqa: PYG3",
        "# noqa: PYG3010",
        "# noqa:",
        "# noqa: (PYG301)",
        "# noqa; PYG301",
        "# noqa-PYG301",
        "# noqaPYG301",
        "# noqa: PYG301abc",
        "# noqa: PYG301.",
        "# noqa: PYG301: why",
        "# noqa: PYG301- why",
        "# noqa: PYG302 # noqa: PYG301",
        "# noqa: PYG301PYG",
        "# no qa",
    ],
)
def test_a_noqa_for_other_codes_or_a_malformed_one_silences_nothing(comment):
    assert kept(f"BAD  {comment}\n") == [("PYG301", 1)]


def test_a_noqa_with_one_code_leaves_the_other_findings_of_its_line():
    assert kept("BAD; WORSE  # noqa: PYG301\n") == [("PYG302", 1)]


def test_a_noqa_in_a_string_is_no_comment():
    assert kept("BAD, '# noqa'\n") == [("PYG301", 1)]
    assert kept('BAD, """\n# noqa\n"""\n') == [("PYG301", 1)]


def test_a_noqa_after_a_multi_line_string_covers_all_its_lines():
    assert kept('BAD, """\ntext\n""", WORSE  # noqa: PYG301, PYG302\n') == []
    assert kept("BAD, '''\n''', '''\n'''  # noqa\n") == []
    assert kept('BAD, f"""\n{x}\n"""  # noqa\n') == []
    assert kept("BAD, rb'''\n'''  # noqa\n") == []


def test_a_noqa_after_a_backslash_continuation_covers_all_its_lines():
    assert kept("BAD, \\\n1, \\\n2  # noqa: PYG301\n") == []
    assert kept("\\\nBAD  # noqa\n") == []


def test_strings_and_continuations_that_meet_are_covered_together():
    assert kept('BAD, \\\n"""\n""", \\\n2  # noqa\n') == []


def test_a_string_in_single_quotes_that_a_backslash_continues_is_not_covered():
    assert kept("BAD, 'a\\\nb'  # noqa\n") == [("PYG301", 1)]


def test_inside_a_call_a_noqa_covers_its_physical_line_only():
    assert kept("f(\n    BAD,\n)  # noqa: PYG301\n") == [("PYG301", 2)]
    assert kept("f(\n    BAD,  # noqa: PYG301\n    BAD,\n)\n") == [("PYG301", 3)]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("# ruff: noqa", []),
        ("#ruff:noqa", []),
        ("# ruff : NoQA", []),
        ("# hello # ruff: noqa", []),
        ("    # ruff: noqa", []),
        ("# flake8: noqa", []),
        ("# flake8: NOQA", []),
        ("# ruff: noqa: PYG301", [("PYG302", 2)]),
        ("# ruff: noqa: PYG301, PYG302", []),
        ("# flake8: noqa: PYG301", [("PYG302", 2)]),
        ("# flake8: noqa: F401", [("PYG301", 1), ("PYG302", 2)]),
        ("# ruff: noqa: pyg301", [("PYG301", 1), ("PYG302", 2)]),
        ("# Ruff: noqa", [("PYG301", 1), ("PYG302", 2)]),
        ("# FLAKE8: NOQA", [("PYG301", 1), ("PYG302", 2)]),
        ("# flake8=noqa", [("PYG301", 1), ("PYG302", 2)]),
        ("x = 1  # ruff: noqa", [("PYG301", 1), ("PYG302", 2)]),
    ],
)
def test_a_comment_for_the_whole_file_stands_on_a_line_of_its_own(comment, left):
    assert kept(f"BAD\nWORSE\n{comment}\n") == left


@pytest.mark.parametrize(
    "comment",
    [
        "# ruff: ignore[PYG301]",
        "# ruff: ignore[bare-except]",
        "# ruff : ignore [ PYG302 , PYG301, ] why",
        "#ruff:ignore[PYG301]",
        "# ruff: ignore[PYG302] # ruff: ignore[PYG301]",
        "## ruff: ignore[PYG301]",
    ],
)
def test_an_ignore_at_a_lines_end_silences_that_line(comment):
    assert kept(f"BAD  {comment}\nBAD\n") == [("PYG301", 2)]


@pytest.mark.parametrize(
    "comment",
    [
        "# ruff: ignore",
        "# ruff: ignore[]",
        "# ruff: ignore[PYG3]",
        "# ruff: ignore[pyg301]",
        "# ruff: ignore[PYG302 PYG301]",
        "# ruff: ignore[PYG301",
        "# ruff: ignore[PYG301, 1]",
        "# ruff: IGNORE[PYG301]",
        "# RUFF: ignore[PYG301]",
        "# ruff: ignored[PYG301]",
    ],
)
def test_a_malformed_ignore_silences_nothing(comment):
    assert kept(f"BAD  {comment}\n") == [("PYG301", 1)]


def test_an_ignore_at_a_lines_end_speaks_for_strings_and_continuations_that_end_there():
    assert kept('BAD, """\n"""  # ruff: ignore[PYG301]\n') == []
    assert kept("BAD, \\\n1  # ruff: ignore[PYG301]\n") == []
    assert kept("f(\n    BAD,\n    BAD)  # ruff: ignore[PYG301]\n") == [("PYG301", 2)]


def test_an_ignore_on_its_own_line_silences_the_next_statement_as_a_whole():
    text = "# ruff: ignore[PYG301]\n\n# why\nf(\n    1,\n    BAD,\n)\nBAD\n"
    assert kept(text) == [("PYG301", 8)]


def test_an_ignore_above_a_header_stops_before_the_body():
    text = "# ruff: ignore[PYG301]\ndef f(a=BAD,\n      b=BAD):\n    BAD\n"
    assert kept(text) == [("PYG301", 4)]


def test_an_ignore_inside_a_statement_silences_the_next_line_only():
    text = "f(\n    # ruff: ignore[PYG301]\n    # why\n\n    BAD,\n    BAD)\n"
    assert kept(text) == [("PYG301", 6)]


def test_only_the_first_of_several_comments_stands_on_its_own_line():
    assert kept("# why # ruff: ignore[PYG301]\nBAD\n") == [("PYG301", 2)]
    text = "# ruff: ignore[PYG302] # ruff: ignore[PYG301]\nBAD; WORSE\n"
    assert kept(text) == [("PYG301", 2)]


def test_disable_and_enable_silence_what_lies_between():
    text = "BAD\n# ruff: disable[PYG301]\nBAD\nWORSE\n# ruff: enable[PYG301]\nBAD\n"
    assert kept(text) == [("PYG301", 1), ("PYG302", 4), ("PYG301", 6)]


def test_disable_takes_names():
    text = "# ruff: disable[bare-except]\nBAD\n# ruff: enable[bare-except]\nBAD\n"
    assert kept(text) == [("PYG301", 4)]


def test_disable_without_enable_reaches_to_the_end_of_its_block():
    assert kept("BAD\n# ruff: disable[PYG301]\nBAD\n") == [("PYG301", 1)]
    text = "def f():\n    # ruff: disable[PYG301]\n    if x:\n        BAD\n\nBAD\n"
    assert kept(text) == [("PYG301", 6)]


def test_disable_outside_its_block_ends_with_the_outer_one():
    text = (
        "def f():\n    if x:\n        pass\n    # ruff: disable[PYG301]\n    BAD\n"
        "    if x:\n        BAD\nBAD\n"
    )
    assert kept(text) == [("PYG301", 8)]


@pytest.mark.parametrize(
    "enable",
    [
        "# ruff: enable[PYG302]",
        "# ruff: enable[PYG302, PYG301]",
        "    # ruff: enable[PYG301, PYG302]",
        "x = 1  # ruff: enable[PYG301, PYG302]",
        "# ruff: enable",
    ],
)
def test_enable_must_repeat_the_codes_and_the_indentation(enable):
    assert kept(f"# ruff: disable[PYG301, PYG302]\nBAD\n{enable}\nBAD\n") == []


def test_nested_ranges_end_one_by_one():
    text = (
        "# ruff: disable[PYG301]\n# ruff: disable[PYG302]\nBAD; WORSE\n"
        "# ruff: enable[PYG302]\nBAD; WORSE\n# ruff: enable[PYG301]\nBAD; WORSE\n"
    )
    assert kept(text) == [("PYG302", 5), ("PYG301", 7), ("PYG302", 7)]


def test_a_finding_that_leaves_a_range_is_not_silenced_by_it():
    text = "# ruff: disable[PYG301]\nf(\n# ruff: enable[PYG301]\n    1)\n"
    finding = Finding("PYG301", "message", Span(text.index("f("), text.index("1)") + 2))
    assert heed(Source(text), [finding], WORDS) == ([finding], [])


def test_disable_with_strange_indentation_or_after_code_is_void():
    assert kept("x = 1  # ruff: disable[PYG301]\nBAD\n") == [("PYG301", 2)]
    assert kept("if x:\n    y\n  # ruff: disable[PYG301]\n    BAD\n") == [("PYG301", 4)]


def test_file_ignore_silences_its_codes_from_the_top_level():
    assert kept("BAD\nWORSE\n# ruff: file-ignore[PYG301]\n") == [("PYG302", 2)]
    assert kept("BAD\n# ruff: file-ignore[bare-except] why\n") == []


@pytest.mark.parametrize(
    "comment", ["    # ruff: file-ignore[PYG301]", "x  # ruff: file-ignore[PYG301]"]
)
def test_file_ignore_elsewhere_is_void(comment):
    assert kept(f"if x:\n{comment}\n    BAD\n") == [("PYG301", 3)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end_of_python_counts(newline):
    text = "BAD  # noqa\nBAD\n# ruff: ignore[PYG301]\nf(\n BAD)\nBAD\n"
    assert kept(text, newline) == [("PYG301", 2), ("PYG301", 6)]


def test_form_feeds_and_unicode_line_separators_are_no_line_ends():
    assert kept("\x0cBAD, '\u2028'  # noqa\n\x0cBAD\n") == [("PYG301", 2)]


def test_columns_count_characters():
    assert kept("'äöü😀', BAD  # noqa: PYG301\nBAD") == [("PYG301", 2)]


def test_a_comment_at_the_very_end_needs_no_line_end():
    assert kept("BAD  # noqa") == []
    assert kept("def f():\n    BAD\n    # ruff: noqa") == []


@pytest.mark.parametrize(
    "broken",
    [
        "x = '''unclosed\n",
        "f(\n",
        "if x:\n        y\n    z\n",
        "x = 'unclosed\n",
        "x = f'{'\n",
        "x = \x00\n",
        ")\n",
    ],
)
def test_comments_count_even_where_the_tokenizer_gives_up(broken):
    text = f"BAD  # noqa\n{broken}BAD  # noqa: PYG301\nBAD\n# hello\n"
    assert kept(text) == [("PYG301", text.count("\n") - 1)]
    text = f"{broken}BAD\n# ruff: noqa\n"
    assert kept(text) == []


def test_flake8_gets_only_the_forms_that_it_does_not_know():
    assert kept_by_flake8_comments("BAD  # noqa\n") == [("PYG301", 1)]
    assert kept_by_flake8_comments("BAD\n# flake8: noqa\n") == [("PYG301", 1)]
    assert kept_by_flake8_comments("BAD\n# ruff: noqa: PYG301\n") == []
    assert kept_by_flake8_comments("BAD  # ruff: ignore[bare-except]\n") == []
    assert kept_by_flake8_comments("BAD  # noqa: E501 # ruff: ignore[PYG301]\n") == []
    assert kept_by_flake8_comments("# ruff: disable[PYG301]\nBAD\n") == []
    assert kept_by_flake8_comments("# ruff: file-ignore[PYG301]\nBAD\n") == []


def test_an_empty_finding_at_the_end_of_a_line_is_silenced_with_it():
    for text in ("x  # noqa", "x  # noqa\n"):
        finding = Finding("PYG301", "message", Span(9, 9))
        assert heed(Source(text), [finding], WORDS) == ([], [Silenced(finding)])


@pytest.mark.parametrize(
    "hostile",
    [
        "#" * 200_000 + " noqa",
        "#" + " " * 200_000 + "# noqa",
        "#   " * 60_000 + "# noqa",
        "# ruff : ignore [" * 20_000 + "# noqa",
        "# ruff: ignore[" + "a," * 60_000 + "# noqa",
    ],
)
def test_hostile_comments_take_linear_time(hostile):
    begin = time.perf_counter()
    assert kept(f"BAD  {hostile}\nBAD\n") == [("PYG301", 2)]
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("BAD  # noqa\n", None),
        ("BAD  # noqa because of X\n", "because of X"),
        ("BAD  # noqa: PYG301\n", None),
        ("BAD  # noqa: PYG301, PYG302 - the API wants it\n", "the API wants it"),
        ("BAD  # noqa: PYG301  # pragma: no cover\n", None),
        ("BAD  # ruff: ignore[PYG301]: old data\n", "old data"),
        ("# ruff: ignore[PYG301] old data\nBAD\n", "old data"),
        ("# ruff: disable[PYG301] generated\nBAD\n# ruff: enable[PYG301]\n", "generated"),
        ("# ruff: file-ignore[PYG301] generated\n\nBAD\n", "generated"),
        ("# ruff: noqa: PYG301 generated\n\nBAD\n", "generated"),
        ("# flake8: noqa\nBAD\n", None),
    ],
)
def test_a_silenced_finding_knows_the_reason_that_its_comment_gives(text, reason):
    (finding,) = findings(text)
    assert heed(Source(text), [finding], WORDS) == ([], [Silenced(finding, reason)])
