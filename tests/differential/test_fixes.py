"""A few programs around every safe fix, and that the comparison sees what it must see."""

from __future__ import annotations

import pytest

from differential.machine import Machine, difference, run_alone
from differential.run import SAFE, UNSAFE, entries, tried
from differential.shrink import smallest
from differential.trial import changed_by, compared, private
from pyguide.catalog import installed


@pytest.fixture(scope="module")
def machine():
    with Machine() as machine:
        yield machine


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("entry", entries(SAFE, []), ids=lambda entry: entry.rule.code)
def test_programs_do_what_they_did_before_a_safe_fix(entry, machine):
    tally = tried(entry, machine, seed=0, least=SAFE, wanted=2)
    assert tally.ran
    assert [(one.kind, one.change.before) for one in tally.differences] == []


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("print(1)", "print(2)", "out"),
        ("import sys; sys.stderr.write('a')", "pass", "err"),
        ("raise ValueError(1)", "raise ValueError(2)", "raised"),
        ("raise ValueError from KeyError(1)", "raise ValueError from KeyError(2)", "raised"),
        ("x = 1", "x = True", "value of x"),
        ("x = []; y = x", "x = []; y = []", "value of y"),
        ("x = float('nan')", "x = 0.0", "value of x"),
        ("x = {1: 2, 3: 4}", "x = {3: 4, 1: 2}", "value of x"),
        ("x = 1", "y = 1", "variable x"),
        ("def f(a=1): ...", "def f(a=2): ...", "value of f"),
        ("class A: x = 1", "class A: x = 2", "value of A"),
        ("from stage import note; note(1)", "from stage import note; note(2)", "log"),
        ("open('a', 'w').write('b')", "open('a', 'w').write('c')", "files"),
        ("pass", "import os; os.abort()", "died"),
        ("import stage; x = []; stage.watch(lambda: x)\nfor i in 1, 2: x.append(i); stage.note(0)",
         "import stage; x = []; stage.watch(lambda: x)\nx = [1, 2]; stage.note(0); stage.note(0)",
         "log"),
    ],
)  # fmt: skip
def test_what_can_be_seen_of_a_program_is_compared(one, other, part, machine):
    assert difference(machine.run(one), machine.run(one)) is None
    assert difference(machine.run(one), machine.run(other)) == part


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("print(object())", "x = 1; print(object())"),
        ("x = 1", "import operator; x = 1; operator = 2"),
        ("def f():\n    print(a)\n    a = 1\nf()", "def f():\n    print(b)\n    b = 1\nf()"),
    ],
)
def test_addresses_new_names_and_what_variables_are_called_are_no_difference(one, other, machine):
    old = machine.run(one)
    new = machine.run(other, only=["x"] if "x = 1" in one else [])
    assert {**old, "names": []} == {**new, "names": [], "lines": old["lines"]}


def test_addresses_in_values_are_no_difference(machine):
    one, other = (f"x = {kept}; text = repr(object())" for kept in ("[]", "[object(), object()]"))
    assert "0x" in repr(machine.run(one)["names"])
    assert difference(machine.run(one, only=["text"]), machine.run(other, only=["text"])) is None
    assert difference(machine.run("x = '0x'"), machine.run("x = '0y'")) == "value of x"


def test_how_deep_an_endless_recursion_gets_is_no_difference_but_that_it_is_one_is(machine):
    deep = "d = 0\ndef f():\n    global d\n    d += 1\n    {}f(){}\nf()\n"
    one, other = machine.run(deep.format("", "")), machine.run(deep.format("[", " for _ in [0]]"))
    assert difference(one, other) is None
    assert difference(one, machine.run(deep.format("", " if d < 9 else 0"))) == "died"


def test_a_fresh_interpreter_sees_the_same(machine):
    code = "import stage\nx = [stage.said(1), {'b', 'a'}]\ny = x\nprint(x)\nraise KeyError(x)\n"
    assert run_alone(code) == machine.run(code)


def test_programs_touch_nothing_outside_their_folder(machine, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("kept")
    for deed in (
        f"open({str(victim)!r}, 'w')",
        f"__import__('os').remove({str(victim)!r})",
        f"__import__('os').rename({str(victim)!r}, 'mine')",
        f"__import__('shutil').rmtree({str(tmp_path)!r})",
        f"__import__('os').system('rm {victim}')",
        f"__import__('subprocess').run(['rm', {str(victim)!r}])",
    ):
        assert "PermissionError" in str(machine.run(deed)["raised"]), deed
    assert victim.read_text() == "kept"


def test_an_unsafe_fix_is_seen_to_change_a_program(machine):
    entry = installed().entries["PYG101"]
    code = "def f(x=[]):\n    x.append(1)\n    return x\n\n\nf()\nprint(f())\n"
    change = changed_by(entry, code, UNSAFE)
    assert change is not None
    assert change.reasons and change.lines
    assert compared(change, machine.run(code), machine.run) == "out"
    assert changed_by(entry, code, SAFE) is None


def test_variables_under_the_guard_of_a_script_are_private():
    assert private("x = 1\nif __name__ == '__main__':\n    x = y = 2\n") == ["y"]


def test_a_program_shrinks_to_what_matters():
    code = "def f(x):\n    if x:\n        print(1)\n    g(x, 2)\nz = 3\n"
    assert smallest(code, lambda text: "g(" in text) == "g()\n"
