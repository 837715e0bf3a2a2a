"""Our rules by what other tools call them, and comments that silence them under such names."""

import pytest

from pyguide.catalog import installed
from pyguide.ruff.codes import RULES
from pyguide.session import check_text
from pyguide.twins import find_twin, known_twins

DEFAULT = "def f(x=[]):{}\n    x.append(1)\n"


def test_every_twin_leads_to_the_rules_that_name_it():
    for twin in known_twins(installed()).values():
        for code in twin.rules:
            rule = installed().entries[code].rule
            assert all(twin.code in rule.twins[tool] for tool in twin.tools if tool in rule.twins)
    named = {code for rule in installed().rules for codes in rule.twins.values() for code in codes}
    assert named == known_twins(installed()).keys()


def test_a_name_of_ruff_that_is_also_ours_means_the_same_rule():
    for twin in known_twins(installed()).values():
        if twin.name in installed().names:
            assert installed().names[twin.name] in twin.rules


def test_no_code_of_another_tool_looks_like_ours_or_like_a_question():
    for code in known_twins(installed()):
        assert code not in installed().entries
        assert not code.startswith("Q")


@pytest.mark.parametrize("word", ["B006", "b006", "Mutable-Argument-Default"])
def test_a_twin_is_found_by_code_and_name_in_any_case(word):
    twin = find_twin(installed(), word)
    assert twin is not None
    assert (twin.code, twin.rules) == ("B006", ("PYG101",))
    assert find_twin(installed(), "B007") is None


@pytest.fixture
def project(folder):
    (folder / "pyguide.toml").write_text("noqa-aliases = true\n")
    return folder


def checked(pyguide, folder, text):
    (folder / "a.py").write_text(text)
    done = pyguide("check", "--output-format", "concise")
    return [line.split()[1] for line in done.out.splitlines() if line.startswith("a.py:")]


@pytest.mark.parametrize(
    "comment",
    [
        "  # noqa: B006",
        "  # noqa: F401, B006 on purpose",
        "  # ruff: ignore[B006]",
        "  # ruff: ignore[mutable-argument-default]",
    ],
)
def test_a_comment_for_a_twin_silences_where_that_is_wanted(pyguide, project, comment):
    text = DEFAULT.format(comment)
    assert checked(pyguide, project, text) == []
    (project / "pyguide.toml").unlink()
    assert checked(pyguide, project, text) == ["PYG101"]


@pytest.mark.parametrize("comment", ["", "  # noqa: B00", "  # noqa: B007", "  # noqa: E722"])
def test_other_comments_do_not(pyguide, project, comment):
    assert checked(pyguide, project, DEFAULT.format(comment)) == ["PYG101"]


def test_a_comment_for_the_whole_file_counts(pyguide, project):
    assert checked(pyguide, project, f"# ruff: noqa: B006\n{DEFAULT.format('')}") == []


def test_a_comment_silences_its_twin_alone_and_only_where_it_stands(pyguide, project):
    text = f"{DEFAULT.format('  # noqa: B006')}try:\n    f()\nexcept:  # noqa: B006\n    g()\n"
    assert checked(pyguide, project, text + DEFAULT.format("")) == ["PYG301", "PYG101"]


def test_what_is_silenced_is_not_fixed_either(pyguide, project):
    text = "try:\n    f()\nexcept:  # noqa: E722\n    g()\n"
    (project / "a.py").write_text(text)
    assert pyguide("check", "--fix").code == 0
    assert (project / "a.py").read_text() == text


def test_flake8_hears_the_same(project):
    from pyguide.session import _configurations

    _configurations.cache_clear()
    assert check_text(DEFAULT.format("  # noqa: B006"), project / "a.py") == []
    assert len(check_text(DEFAULT.format(""), project / "a.py")) == 1
    _configurations.cache_clear()


def test_every_twin_that_ruff_has_is_known_by_its_name():
    twins = {code for rule in installed().rules for code in rule.twins.get("ruff", ())}
    assert {twin.name for twin in known_twins(installed()).values() if twin.name} == {
        RULES[code].name for code in twins
    }
