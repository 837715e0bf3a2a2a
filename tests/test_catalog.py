"""Rules of packs by code and name; what a rule and a pack must be."""

import ast
import sys
from pathlib import Path

import libcst as cst
import pytest

from pyguide import Category, Rule
from pyguide.catalog import Catalog, installed
from pyguide.errors import PyguideError
from pyguide.settings import Settings

PAGE = "# {name} ({code})\n\nIt is.\n\n## Examples\n\n```python\nx = 1\n```\n"
MODULE = """\
import ast
from pyguide import Category, Rule

class {name}(Rule):
    code = "{code}"
    category = Category.STYLE
    message = "m"
    guide = ("Q1",)
    suspects = (ast.Name,)
    {more}

    def visit_Name(self, node): pass
"""


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """Makes importable packs: ``pack(name, {path: text})``."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def make(name, files):
        for path, text in {"__init__.py": "", **files}.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return name

    return make


def rule_files(stem, name, code, more="", folder=""):
    kebab = stem.replace("_", "-")
    return {
        f"{folder}{stem}.py": MODULE.format(name=name, code=code, more=more),
        f"{folder}{stem}.md": PAGE.format(name=kebab, code=code),
    }


def settings(**values):
    return Settings(Path(), **values)


def codes(catalog, **values):
    return [rule.code for rule in catalog.selected(settings(**values))]


# -- packs -----------------------------------------------------------------------------------------


def test_rules_stand_at_the_top_of_a_pack_and_in_its_folders(pack):
    name = pack(
        "pack_a",
        {
            **rule_files("second_one", "SecondOne", "AAA200"),
            **rule_files("first_one", "FirstOne", "AAA100", folder="deep/"),
            "deep/__init__.py": "",
            "helper.py": "",
            "answers/q007.md": "# Q7: Seven\n",
            "answers/notes.md": "# Notes\n",
        },
    )
    catalog = Catalog([name])
    assert list(catalog.entries) == ["AAA100", "AAA200"]
    assert catalog.names == {"first-one": "AAA100", "second-one": "AAA200"}
    assert catalog.find("SECOND-ONE").page.lead == "It is."
    assert list(catalog.answers()) == ["Q7"]


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        (
            {**rule_files("one", "One", "BBB100"), **rule_files("two", "Two", "BBB100")},
            "are both BBB100",
        ),
        ({"empty.md": "# empty (BBB100)\n", "empty.py": ""}, "must hold exactly one rule"),
        ({"lonely.md": "# lonely (BBB100)\n"}, "the rule pack_b.lonely cannot be imported"),
        (
            {"broken.md": "# broken (BBB100)\n", "broken.py": "import no_such_module_anywhere"},
            "no_such_module_anywhere",
        ),
    ],
)
def test_a_broken_pack_is_named_in_one_line(pack, files, wrong):
    for module in [name for name in sys.modules if name.startswith("pack_b")]:
        del sys.modules[module]
    with pytest.raises(PyguideError, match=wrong) as caught:
        Catalog([pack("pack_b", files)])
    assert "\n" not in str(caught.value)


def test_a_pack_that_is_not_installed_is_named():
    with pytest.raises(PyguideError, match="the rule pack `no_such_pack` cannot be imported"):
        Catalog(["no_such_pack"])


def test_a_broken_page_is_named_with_its_file(pack):
    files = rule_files("one", "One", "CCC100")
    files["one.md"] += "```python\nnever closed\n"
    catalog = Catalog([pack("pack_c", files)])
    with pytest.raises(PyguideError, match=r"one\.md: line 10: the code block is never closed"):
        _ = catalog.entries["CCC100"].page


# -- selection -------------------------------------------------------------------------------------


@pytest.fixture
def three(pack):
    for module in [name for name in sys.modules if name.startswith("pack_d")]:
        del sys.modules[module]
    return Catalog(
        [
            pack(
                "pack_d",
                {
                    **rule_files("one", "One", "DDD100"),
                    **rule_files("two", "Two", "DDD110", "options = {'most': 3}"),
                    **rule_files("new_one", "NewOne", "DDD200", "preview = True"),
                },
            )
        ]
    )


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, ["DDD100", "DDD110"]),
        ({"preview": True}, ["DDD100", "DDD110", "DDD200"]),
        ({"select": ("ALL",)}, ["DDD100", "DDD110"]),
        ({"select": ("ALL",), "preview": True}, ["DDD100", "DDD110", "DDD200"]),
        ({"select": ("DDD2",)}, []),
        ({"select": ("DDD200",)}, ["DDD200"]),
        ({"select": ("new-one",)}, ["DDD200"]),
        ({"extend_select": ("new-one",)}, ["DDD100", "DDD110", "DDD200"]),
        ({"select": ()}, []),
        ({"select": ("DDD1",), "ignore": ("DDD11",)}, ["DDD100"]),
        ({"select": ("DDD110",), "ignore": ("DDD1",)}, ["DDD110"]),
        ({"select": ("DDD1",), "ignore": ("DDD1",)}, []),
        ({"ignore": ("one",)}, ["DDD110"]),
        ({"ignore": ("ALL",), "extend_select": ("DDD1",)}, ["DDD100", "DDD110"]),
        ({"select": ("ddd100",)}, ["DDD100"]),
    ],
)
def test_the_most_specific_selector_decides_and_preview_rules_want_to_be_meant(
    three, values, found
):
    assert codes(three, **values) == found


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"select": ("DDX",)}, "select"),
        ({"ignore": ("tow",)}, "ignore"),
        ({"extend_select": ("",)}, "extend-select"),
        ({"per_file_ignores": (("nowhere/*", ("DDD9",)),)}, "per-file-ignores"),
    ],
)
def test_a_selector_that_names_no_rule_is_a_mistake_wherever_it_stands(three, values, where):
    with pytest.raises(PyguideError, match=f"^{where}: unknown rule"):
        three.selected(settings(**values))


def test_options_are_checked_by_name_and_kind(three):
    assert three.options(settings(rules=(("two", (("most", 5),)),))) == {"two": {"most": 5}}
    for rules, wrong in [
        (
            (("two", (("mots", 5),)),),
            r"rules\.two: unknown option `mots` \(did you mean `most`\?\)",
        ),
        ((("two", (("most", "5"),)),), r"rules\.two\.most: expected int, got '5'"),
        ((("two", (("most", True),)),), r"rules\.two\.most: expected int, got True"),
        ((("tow", ()),), r"unknown rule `tow` \(did you mean `two`\?\)"),
    ]:
        with pytest.raises(PyguideError, match=wrong):
            three.options(settings(rules=rules))


# -- what a rule must be ---------------------------------------------------------------------------

FACTS = {
    "code": "TST001",
    "category": Category.STYLE,
    "message": "m",
    "guide": ("Q1",),
    "suspects": (ast.Name,),
    "visit_Name": lambda self, node: None,
}


@pytest.mark.parametrize("fact", ["code", "category", "message", "guide", "suspects"])
def test_a_rule_without_a_fact_is_refused_when_its_class_is_made(fact):
    facts = {name: value for name, value in FACTS.items() if name != fact}
    with pytest.raises(TypeError, match=f"rule Lacking lacks the fact `{fact}`"):
        type("Lacking", (Rule,), facts)


@pytest.mark.parametrize("code", ["PYGU001", "PYG1", "pyg301", "301", "PYG3011"])
def test_a_rule_with_an_odd_code_is_refused(code):
    with pytest.raises(TypeError, match=f"`{code}` is no code"):
        type("Odd", (Rule,), {**FACTS, "code": code})


def test_a_rule_that_decides_nothing_or_twice_is_refused():
    facts = {name: value for name, value in FACTS.items() if not name.startswith("visit")}
    with pytest.raises(TypeError, match="needs either `judge` or visitors"):
        type("Blind", (Rule,), facts)
    with pytest.raises(TypeError, match="needs either `judge` or visitors"):
        type("TwoMinds", (Rule,), {**FACTS, "judge": lambda self, node: None})


@pytest.mark.parametrize(
    ("name", "kebab"),
    [("BareExcept", "bare-except"), ("One", "one"), ("IsLiteral2Bad", "is-literal2-bad")],
)
def test_the_name_of_a_rule_comes_from_its_class(name, kebab):
    assert type(name, (Rule,), FACTS).name == kebab


@pytest.mark.parametrize("rule", installed().rules, ids=lambda rule: rule.name)
def test_every_visitor_of_every_rule_is_named_after_a_libcst_node(rule):
    for name in rule.visitors:
        assert issubclass(getattr(cst, name.removeprefix("visit_")), cst.CSTNode)


def test_a_page_test_refuses_a_visitor_that_is_misspelt():
    from pyguide.page import parse
    from pyguide.testing import examples, run

    facts = {**FACTS, "visit_Cal": lambda self, node: None}
    rule = type("Misspelt", (Rule,), facts)
    (example,) = examples(parse(PAGE.format(name="misspelt", code="TST001")))
    with pytest.raises(AssertionError, match="visit_Cal"):
        run(example, rule)


def test_every_installed_rule_can_be_found_by_code_and_name():
    for code, entry in installed().entries.items():
        assert installed().find(code) is entry
        assert installed().find(entry.rule.name.upper()) is entry
