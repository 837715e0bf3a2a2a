"""Whatever moves around known findings, they stay known; whatever else comes is new."""

import random
from textwrap import indent
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pyguide.known import parted
from pyguide.outcome import FileResult
from pyguide.rerun import run
from pyguide.settings import Settings
from pyguide.task import Mode, Task

# Statements with one finding each, and some without; a name stands for what differs.
BAD = (
    "try:\n    {0}()\nexcept:\n    raise ValueError({0})\n",
    "if {0} == None:\n    {0}()\n",
    "if {0} is 'x':\n    print({0})\n",
)
GOOD = ("print({0})\n", "# {0}\n", "\n", "for {0} in range(3):\n    print({0})\n", "import os\n")
HEADERS = ("def {0}(self):\n", "class {0}:\n", "async def {0}(a, b=None):\n")

SEEDS = st.integers(0, 2**32).map(random.Random)


class Scope(NamedTuple):
    """A function or class, or a module, which has no header: statements and other scopes."""

    header: str
    body: list

    def __str__(self):
        inner = "".join(map(str, self.body)) + "pass\n"
        return self.header + indent(inner, "    ") if self.header else inner

    def scopes(self):
        """This scope and all below it."""
        yield self
        for node in self.body:
            if isinstance(node, Scope):
                yield from node.scopes()


@st.composite
def modules(draw):
    numbers = iter(range(1000))

    def scope(header, depth):
        body = []
        for _ in range(draw(st.integers(1, 4))):
            if depth < 3 and draw(st.booleans()):
                inner = draw(st.sampled_from(HEADERS)).format(f"scope{next(numbers)}")
                body.append(scope(inner, depth + 1))
            else:
                statement = draw(st.sampled_from(BAD + GOOD))
                body.append(statement.format(draw(st.sampled_from("ab"))))
        return Scope(header, body)

    return scope("", 0)


def shaken(scope, chance):
    """The same with scopes moved about where they stand, and harmless code put anywhere.

    Statements keep their order: of two that are equal, nobody could tell which went first.
    """
    body = [node for node in scope.body if isinstance(node, str)]
    moved = [shaken(node, chance) for node in scope.body if isinstance(node, Scope)]
    new = [chance.choice(GOOD).format("new") for _ in range(chance.randrange(4))]
    for node in (*moved, *new):
        body.insert(chance.randrange(len(body) + 1), node)
    return Scope(scope.header, body)


@pytest.fixture(scope="module")
def look(tmp_path_factory):
    """Looks at a module; gives what is found in it, with fingerprints."""
    folder = tmp_path_factory.mktemp("edits")
    few = Settings(folder, select=("PYG301", "PYG201", "PYG202"))

    def look(module: Scope) -> FileResult:
        raw = str(module).encode()
        task = Task(folder / "a.py", "a.py", few, raw=raw, known=frozenset())
        return run([task], Mode()).files[0]

    return look


def prints(result):
    return frozenset(finding.fingerprint for finding in result.findings)


@settings(max_examples=40, deadline=None)
@given(module=modules(), chance=SEEDS)
def test_edits_that_only_move_or_add_other_code_bring_nothing_new(look, module, chance):
    before = look(module)
    assume(before.findings)
    result = parted(look(shaken(module, chance)), prints(before))
    assert not result.findings
    assert len(result.known) == len(before.findings)


@settings(max_examples=40, deadline=None)
@given(module=modules(), chance=SEEDS, bad=st.sampled_from(BAD))
def test_one_more_finding_is_one_new_finding_wherever_it_comes(look, module, chance, bad):
    before = look(module)
    body = chance.choice(list(module.scopes())).body
    body.insert(chance.randrange(len(body) + 1), bad.format(chance.choice("ab")))
    assert len(parted(look(module), prints(before)).findings) == 1


@settings(max_examples=40, deadline=None)
@given(module=modules(), chance=SEEDS)
def test_a_finding_in_place_of_another_of_its_rule_is_seen(look, module, chance):
    # What a bare `except` catches stands on other lines than itself.
    told_apart = {bad.format(name): bad for bad in BAD[1:] for name in "ab"}
    places = [
        (scope.body, index, told_apart[node])
        for scope in module.scopes()
        for index, node in enumerate(scope.body)
        if isinstance(node, str) and node in told_apart
    ]
    assume(places)
    before = look(module)
    body, index, bad = chance.choice(places)
    body[index] = bad.format("other")
    result = parted(look(module), prints(before))
    assert len(result.findings) == 1
    assert len(result.known) == len(before.findings) - 1
