"""Growth: variables that a loop makes longer, and lists that may take their place."""

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.containers.gathering import Gathering
from pyguide.semantics.containers.growth import Growth, growth
from pyguide.semantics.loops.clauses import clauses
from pyguide.source import Source


def grown(text: str) -> Growth | None:
    """The growth of the first addition in ``text``."""
    source = Source(textwrap.dedent(text))
    stmts = [n for n in ast.walk(source.tree) if isinstance(n, ast.AugAssign | ast.Assign)]
    found = (growth(Semantics(source), n) for n in sorted(stmts, key=lambda n: n.lineno))
    return next((one for one in found if one is not None), None)


def test_the_loop_is_the_outermost_that_does_not_start_anew() -> None:
    inner = grown("for a in b:\n    t = ''\n    for c in a:\n        t += c")
    outer = grown("t = ''\nfor a in b:\n    for c in a:\n        t += c\n    t += '.'")
    assert inner is not None and inner.loop.lineno == 3
    assert outer is not None and outer.loop.lineno == 2
    assert [one.stmt.lineno for one in outer.steps] == [4, 5]


@pytest.mark.parametrize(
    ("body", "repeats"),
    [
        ("t += a", True),
        ("t += a\nbreak", False),
        ("if a:\n    t += a\n    break", False),
        ("if a:\n    t += a\n    continue", True),
        ("if a:\n    t += a\nbreak", False),
        ("t += a\nif a:\n    break", True),
        ("t += a\nif a:\n    raise A\nelse:\n    break", False),
        ("for c in a:\n    t += c\n    break", True),
        ("for c in a:\n    t += c\n    raise A", False),
        ("for c in 'ab':\n    t += c", True),
    ],
)
def test_a_step_repeats_unless_the_loop_is_left_after_it(body: str, repeats: bool) -> None:
    found = grown("t = ''\nfor a in b:\n" + textwrap.indent(body, "    "))
    assert found is not None and (found.first is not None) is repeats


@pytest.mark.parametrize(
    "source", ["'abc'", "(1, 2, 3)", "[1]", "{1: 2}", "range(3)", "range(1, 9, 4)"]
)
def test_a_few_rounds_are_no_growth(source: str) -> None:
    found = grown(f"t = ''\nfor a in {source}:\n    t += str(a)")
    assert found is not None and found.first is None


@pytest.mark.parametrize(
    "source", ["'abcd'", "(*a, 2)", "{1: 2, **a}", "range(4)", "range(n)", "range(1, 2, 0)", "a"]
)
def test_other_loops_may_make_many_rounds(source: str) -> None:
    found = grown(f"t = ''\nfor a in {source}:\n    t += str(a)")
    assert found is not None and found.first is not None


@pytest.mark.parametrize(
    ("start", "part", "text"),
    [
        ("''", "a", True), ("a", "'b'", True), ("a", "f'{b}'", True), ("a", "b", False),
        ("0", "a", False), ("[]", "'b'", False), ("b''", "a", False), ("''", "[a]", False),
        ("None", "'b'", True), ("None", "a", False), ("'' if a else None", "b", True),
        ("'' if a else 0", "b", False),
    ],
)  # fmt: skip
def test_text_is_told_by_the_start_or_by_a_part(start: str, part: str, text: bool) -> None:
    found = grown(f"def f(a, b):\n    t = {start}\n    for c in b:\n        t += {part}")
    assert (found is not None and found.is_text) is text


@pytest.mark.parametrize(
    ("look", "needed"),
    [
        ("if t: pass", False), ("if not t or a: pass", False), ("len(t)", False),
        ("t.endswith('.')", False), ("t[-1] == '.'", False), ("t != ''", False),
        ("if a: return t", False), ("print(t)", True), ("t in a", True), ("t = t.strip()", True),
        ("a.append(t)", True), ("t[2:]", True), ("t == a", True),
    ],
)  # fmt: skip
def test_what_the_loop_needs_the_string_for(look: str, needed: bool) -> None:
    found = grown(f"def f(a):\n    t = ''\n    for c in a:\n        t += 'x'\n        {look}")
    assert found is not None and found.is_needed is needed


def test_a_run_begins_with_the_start_and_ends_with_the_last_addition() -> None:
    found = grown(
        """
        def f(a):
            t = "<"
            a.sort()
            t += "["
            for c in a:
                t += str(c)
            t += "]"
            a.clear()
            return t
        """
    )
    assert found is not None
    gathered = Gathering(found)
    assert gathered.obstacle is None and gathered.doubt is None
    run = gathered.run
    assert run.start is not None and (run.start.lineno, run.last.lineno) == (3, 8)
    assert [one.stmt.lineno for one in run.steps] == [5, 7, 8]
    assert gathered.returned is None


@pytest.mark.parametrize(("keyword", "last"), [("if c in", 4), ("for c in", 8)])
def test_what_a_condition_adds_joins_a_run_only_before_another_loop(
    keyword: str, last: int
) -> None:
    found = grown(
        f"""
        def f(a):
            t = ""
            for c in a:
                t += str(c)
            if a:
                t += "]"
            {keyword} a:
                t += str(c)
            return t
        """
    )
    assert found is not None
    assert Gathering(found).run.last.lineno == last


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("for x in a:\n    t += x", "for x in a"),
        ("for x, (y, *z) in a:\n    t += x", "for x, (y, *z) in a"),
        ("for x in a, b:\n    t += x", "for x in (a, b)"),
        ("for x in a if b else c:\n    t += x", "for x in (a if b else c)"),
        ("for x in a:\n    if x: t += x", "for x in a if x"),
        ("for x in a:\n    if x if a else b: t += x", "for x in a if (x if a else b)"),
        ("for x in a:\n    if x: t += x\n    else: pass", None),
        ("for x in a:\n    t += x\nelse:\n    pass", None),
        ("for x in a:\n    t += x\nprint(x)", None),
        ("for a.x in a:\n    t += x", None),
        ("for x in a:\n    t += x  # no\n    # comment", "for x in a"),
        ("for x in a:  # no\n    t += x", None),
        ("for x in a:\n    t += (y := x)", None),
        ("for x in a:\n    t += d", None),
        ("while a:\n    t += x", None),
    ],
)
def test_clauses_of_a_comprehension(loop: str, expected: str | None) -> None:
    body = textwrap.indent(f"{loop}\nd = 1", "    ")
    found = grown(f"def f(a, b, c):\n    t = ''\n{body}")
    assert found is not None
    given = clauses(found.semantics, found.loop, found.steps[0].stmt)
    assert (given and str(given)) == expected
