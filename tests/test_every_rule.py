"""What holds for every rule of every chapter, and for every answer."""

import re
from importlib.resources import files

import pytest

from pyguide.catalog import installed
from pyguide.page import SECTIONS
from pyguide.testing import examples

ENTRIES = list(installed().entries.values())
CHAPTERS = {
    "conventions": "PYG0",
    "mutability": "PYG1",
    "comparisons": "PYG2",
    "exceptions": "PYG3",
    "loops": "PYG4",
    "containers": "PYG5",
    "classes": "PYG6",
    "functions": "PYG7",
    "files": "PYG8",
    "concurrency": "PYG9",
    "arrays": "PYG9",
    "suppressions": "PYG09",
}
ANSWER_SECTIONS = [
    "Short answer",
    "Why",
    "Demonstration",
    "What a weak answer misses",
    "Follow-up questions",
    "Rules",
]

every_rule = pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.rule.name)
every_answer = pytest.mark.parametrize("question", installed().answers())


@pytest.mark.parametrize("code", [1, 101, 202, 203, 301, 306, 401, 501, 801])
def test_the_nine_rules_of_the_first_release_are_there(code):
    assert f"PYG{code:03}" in installed().entries


@every_rule
def test_title_module_and_class_have_the_same_name(entry):
    assert entry.page.name == entry.rule.name == entry.module.replace("_", "-")
    assert entry.page.code == entry.rule.code


@every_rule
def test_the_code_is_in_the_hundred_of_its_chapter(entry):
    chapter = entry.rule.__module__.split(".")[-2]
    assert entry.rule.code.startswith(CHAPTERS[chapter])


@every_rule
def test_the_page_has_the_known_headings_in_order(entry):
    assert tuple(section.heading for section in entry.page.sections) == SECTIONS
    assert entry.page.lead.endswith(".")


@every_rule
def test_the_page_has_a_bad_and_a_clean_example(entry):
    marked = [bool(example.expected) for example in examples(entry.page)]
    assert True in marked
    assert False in marked


@every_rule
def test_fix_safety_speaks_of_safe_and_of_unsafe(entry):
    words = re.findall(r"\w+", entry.page.section("Fix safety").text.lower())
    assert {"safe", "unsafe"} <= {*words}


@every_rule
def test_the_page_links_the_answer_to_its_question(entry):
    answers = installed().answers()
    text = entry.page.section("Answer").text
    if entry.rule.judges_comments:
        assert entry.rule.guide == ()
        assert text.startswith("No question of the guide is about this.")
        return
    assert entry.rule.guide
    for question in entry.rule.guide:
        assert question in answers
        assert f"(../answers/q{int(question[1:]):03}.md)" in text


@every_rule
def test_each_answer_of_a_rule_lists_the_rule(entry):
    answers = installed().answers()
    for question in entry.rule.guide:
        assert f"{entry.rule.code} {entry.rule.name}" in answers[question].text


@every_rule
def test_the_message_is_short_and_has_no_final_dot(entry):
    message = entry.rule.message
    assert len(message) <= 100
    assert not message.endswith(".")


@every_rule
def test_fixed_examples_compile(entry):
    for section in entry.page.sections:
        for block in section.blocks:
            if block.info in ("python fixed", "python unsafe-fixed"):
                compile(block.text, "page", "exec")


@every_rule
def test_every_fact_of_a_message_is_filled_in(entry):
    from pyguide.testing import findings

    for example in examples(entry.page):
        for finding in findings(example, entry.rule, example.code):
            for fact in re.findall(r"\{\w+\}", entry.rule.message):
                assert fact not in finding.message
            assert not re.search(r"<[\w.]+ object at 0x[0-9a-f]|\bast\.", finding.message)
            assert len(finding.message) <= 140


@every_answer
def test_an_answer_has_its_sections_in_order(question):
    page = installed().answers()[question]
    assert page.title.startswith(f"{question}: ")
    assert [section.heading for section in page.sections] == ANSWER_SECTIONS


def links(page: str) -> list[str]:
    """The files that a page links; code may hold what looks like a link."""
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"\]\((?!https?:)([^)#]+)", prose)


@every_answer
def test_an_answer_links_only_pages_that_exist(question):
    page = installed().answers()[question]
    folder = files("pyguide_rules") / "answers"
    for target in links(page.text):
        assert (folder / target).is_file(), target


@every_rule
def test_a_page_links_only_pages_that_exist(entry):
    for target in links(entry.page.text):
        assert (entry.folder / target).is_file(), target
