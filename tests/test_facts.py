"""Facts of rules that are kept beside the bytecode: always those of the sources."""

import marshal
import sys
from pathlib import Path

import pytest

from pyguide import facts, witness
from pyguide.catalog import Catalog, installed
from pyguide.engine import check
from pyguide.source import Source

RULE = '''"""A rule."""

import ast

from pyguide import Category, Rule


class HouseRule(Rule):
    """Finds passes."""

    code = "HSE001"
    category = Category.STYLE
    message = "{message}"
    guide = ()
    suspects = (ast.Pass,)

    def visit_Pass(self, node):
        self.report(node, reason="it is for a test")
'''


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(witness, "SETTLED_NS", 0)
    monkeypatch.syspath_prepend(str(tmp_path))
    name = f"house_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "house_rule.md").write_text("# house-rule (HSE001)\n")
    (folder / "house_rule.py").write_text(RULE.replace("{message}", "a pass"))
    yield folder
    for module in [one for one in sys.modules if one.partition(".")[0] == name]:
        del sys.modules[module]


def kept(pack: Path) -> Path:
    (found,) = (pack / "__pycache__").glob("pyguide-facts*.pyc")
    return found


def loaded(pack: Path) -> bool:
    return f"{pack.name}.house_rule" in sys.modules


def again(pack: Path) -> Catalog:
    sys.modules.pop(f"{pack.name}.house_rule", None)
    return Catalog([pack.name])


def test_a_second_catalog_knows_the_facts_and_imports_when_more_is_asked(pack):
    first = Catalog([pack.name]).entries["HSE001"].rule
    assert loaded(pack)
    second = again(pack).entries["HSE001"].rule
    for name in facts.NAMES:
        assert getattr(second, name) == getattr(first, name), name
    assert not loaded(pack)
    (finding,) = check(Source("pass\n"), [second])
    assert finding.message == "a pass"
    assert loaded(pack)


def test_where_nothing_is_suspicious_nothing_is_imported(pack):
    Catalog([pack.name])
    assert check(Source("x = 1\n"), again(pack).rules) == []
    assert not loaded(pack)


def test_a_changed_source_is_believed(pack):
    Catalog([pack.name])
    (pack / "house_rule.py").write_text(RULE.replace("{message}", "another pass"))
    assert again(pack).entries["HSE001"].rule.message == "another pass"
    assert loaded(pack)


def test_what_class_bodies_import_from_elsewhere_counts(pack):
    (pack.parent / "words_of_house.py").write_text("WORD = 'one'\n")
    text = RULE.replace('"{message}"', "WORD").replace(
        "import ast", "import ast\nfrom words_of_house import WORD"
    )
    (pack / "house_rule.py").write_text(text)
    Catalog([pack.name])
    assert again(pack).entries["HSE001"].rule.message == "one"
    assert not loaded(pack)
    (pack.parent / "words_of_house.py").write_text("WORD = 'another'\n")
    del sys.modules["words_of_house"]
    assert again(pack).entries["HSE001"].rule.message == "another"


def test_a_file_that_may_still_change_is_not_trusted(pack, monkeypatch):
    monkeypatch.setattr(witness, "SETTLED_NS", 60 * 10**9)
    Catalog([pack.name])
    assert not list(pack.glob("__pycache__/pyguide-facts*"))


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0" * 40, marshal.dumps(None), marshal.dumps((1, 2)), marshal.dumps({"a": 1})],
)
def test_damaged_facts_are_told_anew(pack, raw):
    Catalog([pack.name])
    whole = kept(pack).read_bytes()
    kept(pack).write_bytes(raw)
    assert again(pack).entries["HSE001"].rule.message == "a pass"
    assert loaded(pack)
    assert kept(pack).read_bytes() == whole


def test_truncated_facts_are_told_anew(pack):
    Catalog([pack.name])
    whole = kept(pack).read_bytes()
    for length in (1, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        kept(pack).write_bytes(whole[:length])
        assert again(pack).entries["HSE001"].rule.message == "a pass"


def test_without_a_place_all_is_imported(pack):
    (pack / "__pycache__").write_text("a file, where a folder should be")
    for catalog in (Catalog([pack.name]), again(pack)):
        assert catalog.entries["HSE001"].rule.message == "a pass"
        assert loaded(pack)


def test_who_wants_no_bytecode_gets_no_facts(pack, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    Catalog([pack.name])
    assert not list(pack.glob("__pycache__/pyguide-facts*"))


def test_facts_of_all_installed_rules_can_be_kept():
    for entry in installed().entries.values():
        told = facts._decoded(marshal.loads(marshal.dumps(facts._encoded(entry.rule))))
        assert told == {name: getattr(entry.rule, name) for name in told}
        assert {"code", "suspects", "callees", "visitors"} <= told.keys()
