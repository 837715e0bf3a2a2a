"""Fixes are applied without overlap, checked, repeated until quiet, or left out with a word."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyguide import Applicability, Category, Edit, Finding, Fix, Import, Rule, Span
from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.fixer import SURE_PASSES, fix
from pyguide.guard import apply
from pyguide.imports import import_edits
from pyguide.region import Reach
from pyguide.source import Source
from pyguide.testing import examples

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY


class Renaming(Rule):
    """Calls of one name; subclasses say which name and what they put in its place."""

    code = "TST100"
    category = Category.STYLE
    message = "calls `{name}`"
    guide = ("Q1",)
    suspects = (ast.Call,)
    reach = Reach.STATEMENT
    old = ""
    new = ""
    applicability = SAFE
    imports: tuple[Import, ...] = ()

    def visit_Call(self, node):
        if self.text(node.func) != self.old:
            return
        edits = [self.edit(node.func, self.new)]
        done = self.fix("Rename", self.applicability, edits, self.imports)
        self.report(node, done, reason="a test", name=self.old)


class OneToTwo(Renaming):
    """Renames one to two."""

    code = "TST101"
    old, new = "one", "two"


class TwoToThree(Renaming):
    """Renames two to three."""

    code = "TST102"
    old, new = "two", "three"


class TwoToOne(Renaming):
    """Renames two to one, against its neighbour."""

    code = "TST103"
    old, new = "two", "one"


class BreakingSyntax(Renaming):
    """Puts a keyword where a name was."""

    code = "TST104"
    old, new = "one", "class"


class BreakingRules(Renaming):
    """Writes what libcst takes and the compiler does not."""

    code = "TST105"
    old, new = "one", "[(x := y) for x in z]"


class Unsafe(Renaming):
    """Renames one to risky, perhaps."""

    code = "TST106"
    old, new = "one", "risky"
    applicability = UNSAFE


class Shown(Renaming):
    """Renames one, for show."""

    code = "TST107"
    old, new = "one", "shown"
    applicability = DISPLAY


class Importing(Renaming):
    """Renames one to a name that must be imported."""

    code = "TST108"
    old, new = "one", "Path"
    imports = (Import("pathlib", "Path"), Import("os"))


class Idle(Renaming):
    """Offers a fix that changes nothing."""

    code = "TST109"
    old, new = "one", "one"


class Unspellable(Renaming):
    """Writes what few encodings can spell."""

    code = "TST110"
    old, new = "one", "日"


class Leaving(Renaming):
    """Writes what only a function may hold, and only as a statement."""

    code = "TST111"
    old, new = "one", "return"


def fixed(code, *rules, least=SAFE):
    return fix(Source(code), lambda source: check(source, rules), least)


def finding(code, *edits, applicability=SAFE):
    return Finding(code, "m", edits[0].span, Fix("t", edits, applicability))


def test_every_finding_is_fixed_and_counted_by_code():
    done = fixed("one()\ntwo()\none()\n", OneToTwo)
    assert done.source.text == "two()\ntwo()\ntwo()\n"
    assert done.counts == {"TST101": 2}
    assert (done.dropped, done.converged, done.refused) == ((), True, False)


def test_nothing_to_fix_gives_back_the_same_file():
    source = Source("x = 1\n")
    done = fix(source, lambda source: check(source, [OneToTwo]))
    assert done.source is source
    assert not done.counts


def test_what_a_fix_makes_is_looked_at_again():
    done = fixed("one()\n", OneToTwo, TwoToThree)
    assert done.source.text == "three()\n"
    assert done.counts == {"TST101": 1, "TST102": 1}


def test_fixes_in_one_another_take_turns():
    done = fixed("one(one(one()))\n", OneToTwo)
    assert done.source.text == "two(two(two()))\n"
    assert done.counts == {"TST101": 3}


def test_fixes_that_undo_one_another_end_and_that_is_said():
    done = fixed("one()\n", OneToTwo, TwoToOne)
    assert not done.converged
    assert sum(done.counts.values()) == SURE_PASSES


def test_passes_go_on_while_fixes_get_fewer():
    depth = 2 * SURE_PASSES
    done = fixed("one(" * depth + ")" * depth + "\n", OneToTwo)
    assert done.converged
    assert done.source.text == "two(" * depth + ")" * depth + "\n"
    done = fixed("one(" * depth + ")" * depth + "\n", OneToTwo, TwoToOne)
    assert not done.converged
    assert sum(done.counts.values()) <= depth * (SURE_PASSES + 1)


@pytest.mark.parametrize("rule", [BreakingSyntax, BreakingRules])
def test_a_rule_whose_fix_breaks_the_file_is_left_out_and_named(rule):
    code = "class A:\n    one()\n    two()\n"
    done = fixed(code, rule, TwoToThree)
    assert done.source.text == code.replace("two", "three")
    assert done.dropped == (rule.code,)
    assert done.counts == {"TST102": 1}
    assert done.converged


def test_a_fix_that_breaks_the_file_costs_the_others_of_its_rule_nothing():
    done = fixed("def f():\n    one()\none()\ndef g():\n    one() or one()\n", Leaving)
    assert done.source.text == "def f():\n    return()\none()\ndef g():\n    one() or one()\n"
    assert (done.dropped, done.counts, done.converged) == (("TST111",), {"TST111": 1}, True)


def test_a_rule_that_breaks_a_file_in_many_ways_is_given_up():
    places = "".join(f"one(){' ' * number}\n" for number in range(20))
    tried = []
    code = f"{places}def f():\n    one()\n"
    done = fix(Source(code), lambda source: tried.append(1) or check(source, [Leaving]))
    assert (done.source.text, done.dropped) == (code, ("TST111",))
    assert len(tried) == 1


def test_what_breaks_a_file_really_is_refused_by_the_compiler_alone():
    ast.parse("class A:\n    [(x := y) for x in z]()\n")
    with pytest.raises(SyntaxError):
        compile("class A:\n    [(x := y) for x in z]()\n", "", "exec")


def test_two_rules_that_break_the_file_are_both_left_out():
    done = fixed("one()\n\none()\ntwo()\n", BreakingSyntax, BreakingRules, TwoToThree)
    assert done.source.text == "one()\n\none()\nthree()\n"
    assert done.dropped == ("TST104", "TST105")


def test_of_fixes_that_break_the_file_only_together_one_is_left_out():
    def both(source):
        texts = {"aa": ("TST201", "z = 1"), "bb": ("TST202", "global z")}
        return [
            finding(code, Edit(Span(place, place + 2), text))
            for old, (code, text) in texts.items()
            if (place := source.text.find(old)) >= 0
        ]

    done = fix(Source("def f():\n    aa\n    bb\n"), both)
    assert done.source.text == "def f():\n    z = 1\n    bb\n"
    assert done.dropped == ("TST202",)


def test_a_fix_that_breaks_the_file_only_beside_another_comes_a_pass_later():
    """One indents by spaces what a tab indented; the other puts a line above, indented by a tab."""

    def both(source):
        tab, bare = source.text.find("\t"), source.text.find("f():\n") + 5
        indent = source.text[bare : source.text.index("pass")]
        if tab >= 0:
            yield finding("TST201", Edit(Span(tab, tab + 1), "    "))
        if "global" not in source.text:
            yield finding("TST202", Edit(Span(bare - 1, bare), f"\n{indent}global x\n"))

    done = fix(Source("def f():\n\tpass\n"), lambda source: [*both(source)])
    assert done.source.text == "def f():\n    global x\n    pass\n"
    assert (done.dropped, done.converged) == ((), True)
    assert done.counts == {"TST201": 1, "TST202": 1}


def test_rules_that_find_the_same_name_free_bring_it_one_after_the_other():
    """The variable is read by a function that runs later, when the loop has bound the name."""
    rules = [entry.rule for entry in installed().entries.values()]
    wanted = [rule for rule in rules if rule.code in ("PYG007", "PYG401")]
    lines = [
        "def f():",
        "    user_names = ['a', 'b']",
        "    userName = 'header'",
        "    def g(): return userName",
        "    for i in range(len(user_names)): print(user_names[i])",
        "    return g()",
    ]
    text = fixed("\n".join(lines), *wanted).source.text
    assert "    user_name = 'header'\n    def g(): return user_name\n" in text
    assert "for user_name in" not in text
    assert "range(" not in text


def test_a_file_that_the_compiler_refuses_already_blames_no_rule():
    done = fixed("return one()\n", OneToTwo)
    assert done.source.text == "return one()\n"
    assert (done.refused, done.dropped, done.counts) == (True, (), {})


def test_await_at_the_top_level_is_no_reason_to_refuse():
    assert fixed("await one()\n", OneToTwo).source.text == "await two()\n"


def test_a_text_that_the_encoding_cannot_spell_is_left_out():
    raw = b"# coding: latin-1\nx = '\xe9'\none()\n"
    done = fix(Source.decode(raw), lambda source: check(source, [Unspellable]))
    assert done.source.raw == raw
    assert done.dropped == ("TST110",)


def test_a_fix_that_changes_nothing_is_none():
    done = fixed("one()\n", Idle)
    assert (done.counts, done.converged) == ({}, True)


@pytest.mark.parametrize(
    ("rule", "least", "made"),
    [
        (Unsafe, SAFE, "one()\n"),
        (Unsafe, UNSAFE, "risky()\n"),
        (Shown, SAFE, "one()\n"),
        (Shown, UNSAFE, "one()\n"),
        (OneToTwo, UNSAFE, "two()\n"),
    ],
)
def test_only_fixes_that_may_be_trusted_as_far_as_asked_are_applied(rule, least, made):
    assert fixed("one()\n", rule, least=least).source.text == made


def test_a_repair_takes_the_place_of_the_fix_where_unsafe_ones_are_wanted():
    def both(source):
        if not source.text.startswith("x"):
            return []
        safe = Fix("t", (Edit(Span(0, 1), "safe"),), SAFE)
        repair = Fix("t", (Edit(Span(0, 1), "repaired"),), UNSAFE)
        return [Finding("TST201", "m", Span(0, 1), safe, "r", repair)]

    assert fix(Source("x\n"), both, SAFE).source.text == "safe\n"
    assert fix(Source("x\n"), both, UNSAFE).source.text == "repaired\n"


def test_imports_come_once_however_many_fixes_need_them():
    done = fixed('"""Doc."""\none()\none()\n', Importing)
    assert done.source.text == ('"""Doc."""\nimport os\nfrom pathlib import Path\nPath()\nPath()\n')


def test_a_fix_alone_brings_its_imports():
    source = Source("one()\none()\n")
    first, _ = check(source, [Importing])
    alone = apply(source.text, [*first.fix.edits, *import_edits(source, first.fix.imports)])
    assert alone == "import os\nfrom pathlib import Path\nPath()\none()\n"


def test_a_silenced_finding_is_not_fixed():
    def heeded(source):
        return [f for f in check(source, [OneToTwo]) if source.location(f.span.start)[0] != 1]

    assert fix(Source("one()\none()\n"), heeded).source.text == "one()\ntwo()\n"


# -- overlap ---------------------------------------------------------------------------------------


def once(source, findings):
    """One pass over the first text only."""
    return fix(source, lambda seen: findings if seen is source else [])


@pytest.mark.parametrize(
    ("one", "two", "applied"),
    [
        ((0, 2), (1, 3), 1),
        ((0, 4), (1, 2), 1),
        ((1, 2), (0, 4), 1),
        ((0, 2), (2, 4), 2),
        ((1, 1), (1, 1), 1),
        ((1, 1), (1, 3), 1),
        ((1, 3), (3, 3), 2),
        ((0, 4), (2, 2), 1),
    ],
)
def test_of_two_fixes_that_touch_the_same_text_the_first_is_applied(one, two, applied):
    source = Source("abcdefgh\n")
    edits = [Edit(Span(*one), "x"), Edit(Span(*two), "y")]
    done = once(source, [finding("TST201", edits[0]), finding("TST202", edits[1])])
    assert sum(done.counts.values()) == applied
    assert done.counts["TST201"] == 1


def test_a_fix_reserves_all_between_its_first_and_its_last_edit():
    source = Source("abcdefgh\n")
    wide = finding("TST201", Edit(Span(0, 1), "x"), Edit(Span(7, 8), "y"))
    done = once(source, [wide, finding("TST202", Edit(Span(3, 4), "z"))])
    assert done.source.text == "xbcdefgy\n"


def test_a_fix_reserves_what_it_stands_on():
    wide = finding("TST201", Edit(Span(0, 1), "x"))
    wide = wide._replace(fix=wide.fix._replace(ground=Span(0, 6)))
    inner = finding("TST202", Edit(Span(4, 5), "y"))
    assert once(Source("abcdefgh\n"), [wide, inner]).source.text == "xbcdefgh\n"
    assert once(Source("abcdefgh\n"), [inner, wide]).source.text == "abcdyfgh\n"


def test_a_fix_whose_own_edits_overlap_is_left_out():
    source = Source("abcdefgh\n")
    wrong = finding("TST201", Edit(Span(0, 3), "x"), Edit(Span(2, 4), "y"))
    done = fix(source, lambda _: [wrong])
    assert (done.source.text, done.dropped) == ("abcdefgh\n", ("TST201",))


spans = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(st.lists(spans, max_size=12))
def test_chosen_fixes_never_overlap_and_each_other_one_had_a_reason(places):
    source = Source("a" * 40 + "\n")
    findings = [
        finding(f"TST{100 + number}", Edit(span, f"b{number}_"))
        for number, span in enumerate(places)
    ]
    done = once(source, findings)
    taken = [place for n, place in enumerate(places) if done.counts[f"TST{100 + n}"]]
    for number, span in enumerate(places):
        clashes = [
            other
            for other in taken
            if other != span
            and ((span.start < other.end and other.start < span.end) or span.start == other.start)
        ]
        if done.counts[f"TST{100 + number}"]:
            assert not clashes
        else:
            assert clashes or places.index(span) < number
    kept = len(source.text) - sum(span.end - span.start for span in taken)
    assert sum(map(len, done.source.text.split("b"))) >= kept - len(taken)


def test_thousands_of_fixes_are_applied_in_one_pass():
    source = Source("[" + ",".join("a" * 5000) + "]\n")
    findings = [
        finding("TST201", Edit(Span(n * 2 + 1, n * 2 + 2), "b")) for n in reversed(range(5000))
    ]
    done = once(source, findings)
    assert done.counts == {"TST201": 5000}
    assert done.source.text == source.text.replace("a", "b")


# -- all rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize("least", [SAFE, UNSAFE], ids=["safe", "unsafe"])
@pytest.mark.parametrize("entry", installed().entries.values(), ids=lambda e: e.rule.name)
def test_a_second_run_over_any_fixed_example_changes_nothing(entry, least):
    def found(source):
        return check(source, installed().rules)

    for example in examples(entry.page):
        done = fix(Source(example.code), found, least)
        assert done.converged
        assert not done.dropped
        assert not fix(done.source, found, least).counts
