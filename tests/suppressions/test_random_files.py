"""Files full of comments at random: ruff and pyguide agree on what these silence."""

import ast
import json
import random
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide.suppressions.adding import add
from pyguide.suppressions.heeding import Vocabulary, heed

FILES = 20
IN_RUFF = {"PYG201": "E711", "PYG202": "F632", "PYG301": "E722"}
CODES = list(IN_RUFF)
UNUSED = installed().entries["PYG090"].rule
RULES = [installed().entries[code].rule for code in CODES]


class Writer:
    """Writes one file after the other; each seed begins another library."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def file(self) -> str:
        return "\n".join(self.block("")) + "\n"

    def codes(self, *separators: str) -> str:
        number = self.dice.choice([1, 1, 2])
        return self.dice.choice(separators).join(self.dice.sample(CODES, number))

    def behind(self) -> str:
        """A comment at the end of a line, or none."""
        some, other = self.codes(", ", ",", " "), self.codes(", ")
        forms = ["", "", ""] + [
            f"  # {form}"
            for form in (
                *("noqa", f"noqa: {some}", f"noqa: {some} why", f"x # noqa: {some}"),
                *(f"noqa: E501, {some}", f"noqa: {some} # noqa: {other}"),
                *(f"ruff: ignore[{other}]", f"ruff: ignore[{other}] why # y"),
                *(f"noqa: {some} # ruff: ignore[{other}]", "ruff: disable[PYG201]"),
            )
        ]
        return self.dice.choice(forms)

    def alone(self) -> str:
        """A comment on a line of its own."""
        some = self.codes(", ")
        rare = self.dice.choice(["ruff: file-ignore[PYG202]", "ruff: noqa: PYG301", "a", "b", "c"])
        switches = [f"ruff: {switch}[PYG201]" for switch in ("disable", "enable")]
        switches += [f"ruff: {switch}[{some}]" for switch in ("disable", "enable", "ignore")]
        return "# " + self.dice.choice([*switches, "noqa: PYG201", rare])

    def statement(self, indent: str) -> list[str]:
        end = self.behind()
        match self.dice.randrange(8):
            case 0 | 1 | 2:
                # A `disable` right behind a nested block is a case of its own, see the reader.
                return [f"{indent}z = 1", indent + self.alone()]
            case 3 | 4:
                return [f"{indent}x == None{end}"]
            case 5:
                return [f'{indent}y = """a', f'b""", x == None{end}']
            case 6:
                return [f"{indent}y = x == None, \\", f"{indent}    x is 'b'{end}"]
            case _:
                inner = [f"x == None,{self.behind()}", self.alone(), f"x is 'b'){end}"]
                return [f"{indent}f({self.behind()}", *(f"{indent}    {line}" for line in inner)]

    def block(self, indent: str) -> list[str]:
        lines = []
        for _ in range(self.dice.randint(1, 4)):
            lines += self.statement(indent)
            if len(indent) < 9 and self.dice.random() < 0.4:
                header = self.dice.choice(["if x == None:", "def g():", "while x is 'a':", "try:"])
                lines += [f"{indent}{header}{self.behind()}", *self.block(indent + "    ")]
                if header == "try:":
                    lines += [f"{indent}except:{self.behind()}", *self.block(indent + "    ")]
        return [*lines, f"{indent}pass{self.behind()}"]


def judged(source, judges=(UNUSED,)):
    """What is left after comments, and what is found in them."""
    with_all = heed(
        source, check(source, RULES), Vocabulary.of(installed()), judges, frozenset(CODES)
    )
    return with_all[0]


def in_comments(source):
    known = {*CODES}
    return [finding for finding in judged(source) if finding.code not in known]


def found_by_pyguide(texts):
    left, unused = defaultdict(set), defaultdict(set)
    for name, text in texts.items():
        source = Source(text)
        for finding in judged(source):
            row = source.location(finding.span.start)[0]
            if finding.code == "PYG090":
                unused[name] |= {(row, code) for code in re.findall(r"PYG\d+", finding.message)}
            else:
                left[name].add((row, finding.code))
    return left, unused


def found_by_ruff(texts, folder):
    for name, text in texts.items():
        spelled = re.sub("|".join(CODES), lambda match: IN_RUFF[match[0]], text)
        (folder / name).write_text(spelled)
    words = ["check", "--isolated", "--no-cache", "--output-format", "json"]
    words += ["--select", ",".join([*IN_RUFF.values(), "RUF100"]), "."]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *words], cwd=folder, capture_output=True, check=False
    )
    own = {theirs: code for code, theirs in IN_RUFF.items()}
    left, unused = defaultdict(set), defaultdict(set)
    for entry in json.loads(done.stdout):
        name, row = Path(entry["filename"]).name, entry["location"]["row"]
        if entry["code"] == "RUF100":
            named = re.findall(r"`([A-Z]+\d+)`", entry["message"])
            unused[name] |= {(row, own[code]) for code in named if code in own}
        else:
            left[name].add((row, own[entry["code"]]))
    return left, unused


@pytest.fixture(scope="module")
def texts():
    writer = Writer(seed=1)
    return {f"{number}.py": writer.file() for number in range(FILES)}


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_what_ruff_leaves_pyguide_leaves(texts, tmp_path):
    left, unused = found_by_pyguide(texts)
    in_ruff, unused_in_ruff = found_by_ruff(texts, tmp_path)
    assert left == in_ruff
    number, number_in_ruff = (sum(map(len, each.values())) for each in (unused, unused_in_ruff))
    # Where two comments silence one finding, ruff calls one of them unused.
    assert all(unused[name] <= unused_in_ruff[name] for name in texts)
    assert number_in_ruff > number > 0.85 * number_in_ruff


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_without_unused_comments_the_same_is_silenced(texts):
    for text in texts.values():
        source = Source(text)
        fixed = fix(source, in_comments)
        assert fixed.converged
        assert ast.dump(ast.parse(fixed.source.text)) == ast.dump(ast.parse(text))
        before = [finding.message for finding in judged(source, ())]
        assert [finding.message for finding in judged(fixed.source, ())] == before
        assert fix(fixed.source, in_comments).source.text == fixed.source.text
        assert text.count("why") == fixed.source.text.count("why")
        assert text.count("E501") == fixed.source.text.count("E501")


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("reason", ["", "until we know"])
def test_added_comments_silence_all_and_change_no_code(texts, reason):
    for text in texts.values():
        source = Source(text)
        found = judged(source, ())
        added = add(source, found, reason)
        assert added.left == ()
        assert bool(added.rows) == bool(found)
        assert ast.dump(ast.parse(added.source.text)) == ast.dump(ast.parse(text))
        assert judged(added.source, ()) == []
        assert text.count("why") == added.source.text.count("why")
