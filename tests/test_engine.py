"""Two stages find what one finds, in the same order whatever the order of rules or processes."""

import ast
import gc
import pickle
import random
import subprocess
import sys
import weakref

import libcst as cst
import pytest

from library import sample, variants
from pyguide import Category, Rule
from pyguide.catalog import installed
from pyguide.engine import RuleCrash, TooDeep, check
from pyguide.region import Reach
from pyguide.session import RECURSION_LIMIT
from pyguide.source import Source, SourceError
from pyguide.testing import examples

RULES = installed().rules
BARE = "try:\n    f()\nexcept:\n    pass\n"


@pytest.fixture(autouse=True)
def _deep_enough():
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION_LIMIT)
    yield
    sys.setrecursionlimit(before)


def all_examples():
    for entry in installed().entries.values():
        for example in examples(entry.page):
            yield example.code


class Named(Rule):
    """Names that begin with bad."""

    code = "TST001"
    category = Category.STYLE
    message = "`{name}` is bad"
    guide = ("Q1",)
    suspects = (ast.Name,)
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node, context):
        return node.id.startswith("bad")

    def visit_Name(self, node):
        # Attributes and parameters are names to libcst alone.
        if node.value.startswith("bad") and isinstance(self.ast_of(node), ast.Name):
            self.report(node, reason="a test", name=node.value)


class Exhausted(Named):
    """The same with a suspicion that asks too deep a question."""

    @classmethod
    def suspicious(cls, node, context):
        return cls.suspicious(node, context)


class Called(Rule):
    """Calls of bad functions, looked at in the whole function."""

    code = "TST002"
    category = Category.STYLE
    message = "calls `{name}`"
    guide = ("Q1",)
    suspects = (ast.Call,)
    reach = Reach.FUNCTION

    def visit_Call(self, node):
        if isinstance(node.func, cst.Name) and node.func.value.startswith("bad"):
            self.report(node, reason="a test", name=node.func.value)


class CalledHere(Called):
    """The same, looked at in one statement."""

    reach = Reach.STATEMENT


class Crashing(Rule):
    """Fails wherever it is asked about a name called crash."""

    code = "TST003"
    category = Category.STYLE
    message = "never said"
    guide = ("Q1",)
    suspects = (ast.Name,)

    def visit_Name(self, node):
        if node.value == "crash":
            raise KeyError("several\nlines")


class CrashingEarly(Rule):
    """Fails already in its suspicion."""

    code = "TST004"
    category = Category.STYLE
    message = "never said"
    guide = ("Q1",)
    suspects = (ast.Name,)

    @classmethod
    def suspicious(cls, node, context):
        if node.id == "crash":
            raise ValueError("no")
        return False

    def visit_Name(self, node):
        pass


# -- two stages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(8))
def test_two_stages_find_in_the_standard_library_what_whole_files_show(part):
    refused = 0
    for source in sample(120)[part::8]:
        skipped = []
        whole = check(source, RULES, prefilter=False, skipped=skipped)
        refused += bool(skipped)  # libcst lags behind the newest syntax
        if not skipped:
            assert check(source, RULES) == whole, source.path
    assert refused <= 1


def test_two_stages_agree_on_other_line_ends_marks_and_wide_names():
    seen = 0
    for source in sample(120)[::6]:
        plain = check(source, RULES)
        for name, variant in variants(source).items():
            quick = check(variant, RULES)
            seen += len(quick)
            assert quick == check(variant, RULES, prefilter=False), (name, source.path)
            places = [(f.code, variant.location(f.span.start)[0]) for f in quick]
            assert places == [(f.code, source.location(f.span.start)[0]) for f in plain]
    assert seen


def test_two_stages_agree_where_every_name_and_call_is_suspicious():
    seen = 0
    for source in sample(120)[:12]:
        bad = Source(source.text.replace("self", "bad_self"))
        quick = check(bad, [Named, Called])
        seen += len(quick)
        assert quick == check(bad, [Named, Called], prefilter=False)
    assert seen > 50


def test_a_tree_that_somebody_parsed_already_gives_the_same():
    for code in all_examples():
        assert check(Source(code, tree=ast.parse(code)), RULES) == check(Source(code), RULES)


def test_a_clean_file_needs_no_libcst():
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from pyguide.engine import check\n"
        "from pyguide.source import Source\n"
        "class Sources(dict): pass\n"
        "assert check(Source('x = 1\\n'), ()) == []\n"
        "print('libcst' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


# -- order -----------------------------------------------------------------------------------------


def test_the_order_of_the_rules_does_not_matter():
    shuffled = list(RULES)
    for seed, code in enumerate(all_examples()):
        random.Random(seed).shuffle(shuffled)
        assert check(Source(code), shuffled) == check(Source(code), RULES)


def test_findings_come_in_the_order_of_the_text():
    source = Source("\n\n".join(all_examples()).replace("from __future__", "from future"))
    found = check(source, RULES)
    assert len(found) > len(RULES)
    assert [f.span for f in found] == sorted(f.span for f in found)


def test_the_seed_of_hashes_does_not_matter():
    program = (
        "from pyguide.engine import check\n"
        "from pyguide.catalog import installed\n"
        "from pyguide.source import Source\n"
        "from pyguide.testing import examples\n"
        "for entry in installed().entries.values():\n"
        "    for example in examples(entry.page):\n"
        "        print(check(Source(example.code), installed().rules))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1
    assert "PYG301" in outputs.pop()


def test_findings_travel_between_processes():
    for code in all_examples():
        found = check(Source(code), RULES)
        assert pickle.loads(pickle.dumps(found)) == found
        assert all(hash(finding) is not None for finding in found)


def test_rules_that_share_a_region_all_look_at_it():
    source = Source("def f():\n    bad_one(bad_two)\n")
    found = check(source, [Called, Named])
    assert [(f.code, source.text_of(f.span)) for f in found] == [
        ("TST001", "bad_one"),
        ("TST002", "bad_one(bad_two)"),
        ("TST001", "bad_two"),
    ]


def test_a_finding_that_two_regions_show_is_reported_once():
    source = Source("def f():\n    bad(bad(bad))\n\ndef g(): bad()\n")
    assert [f.code for f in check(source, [Called])] == ["TST002"] * 3


# -- trouble ---------------------------------------------------------------------------------------


def test_a_rule_that_fails_is_named_with_its_line_in_one_line():
    with pytest.raises(RuleCrash) as caught:
        check(Source("x = 1\n\n\ny = crash\n"), [Named, Crashing])
    assert caught.value.rule is Crashing
    assert caught.value.line == 4
    assert str(caught.value) == r"TST003 crashing: KeyError: 'several\nlines'"


def test_a_suspicion_that_fails_is_named_too():
    with pytest.raises(RuleCrash) as caught:
        check(Source("x = 1\ny = crash\n"), [CrashingEarly])
    assert (caught.value.rule, caught.value.line) == (CrashingEarly, 2)


def test_a_suspicion_that_runs_out_of_stack_leaves_it_to_the_visitor():
    assert [f.code for f in check(Source("bad\ngood\n"), [Exhausted])] == ["TST001"]


def test_a_file_that_python_refuses_raises_its_line():
    with pytest.raises(SourceError) as caught:
        check(Source("x = 1\ndef f(:\n"), RULES)
    assert caught.value.line == 2


def test_a_region_that_is_too_deep_raises_unless_somebody_takes_note():
    deep = "bad(" + " + ".join(["a"] * 900) + ")\n"
    sys.setrecursionlimit(600)
    source = Source(f"{deep}\n{BARE}bad()\n")
    with pytest.raises(TooDeep):
        check(source, [CalledHere])
    skipped = []
    found = check(source, [CalledHere], skipped=skipped)
    assert [source.location(f.span.start)[0] for f in found] == [7]
    assert [(trouble.kind, trouble.line) for trouble in skipped] == [("too-deep", 1)]


def test_no_tree_outlives_its_check():
    """The command line runs without the garbage collector: circles would keep every file."""
    # One of them is about other files, and keeps what it knows of the last.
    rules = [rule for rule in installed().rules if rule.code != "PYG001"]
    assert check(Source("try: pass\nexcept: pass\n"), rules)
    gc.collect()
    gc.disable()
    kept = []
    try:
        for code in all_examples():
            source = Source(code)
            tree = weakref.ref(source.tree)
            check(source, rules)
            del source
            kept += [code] if tree() is not None else []
    finally:
        gc.enable()
    assert kept == []


@pytest.mark.parametrize("word", ["return", "yield", "x = not", "x = y in"])
def test_a_lambda_in_brackets_right_behind_a_word_ends_nothing(word):
    skipped = []
    source = Source(f"def f(y):\n    {word}(lambda: bad())\n\n\n{BARE}bad()\n")
    found = check(source, [CalledHere], skipped=skipped)
    assert source.location(found[-1].span.start)[0] == 9
    assert all(trouble.line == 2 for trouble in skipped)
