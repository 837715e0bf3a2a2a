"""No regular expression of pyguide and its rules can be made to take for ever.

All of them are found in the code, and each is tried on long texts made of its own characters: a
time that grows with the third power of the length, or worse, fails. What is left ends by the time
limit of the file, which interrupts a search. A pattern that is put together at run time is in a
table with the reason why nobody can make it slow.
"""

import ast
import re
from pathlib import Path

import pytest

from pyguide import overtime

PROJECT = Path(__file__).parents[2]
FUNCTIONS = {
    *("compile", "match", "fullmatch", "search", "findall", "finditer"),
    *("sub", "subn", "split"),
}
LENGTH = 600
SECONDS = 0.5
"""Quadratic growth takes a hundredth of that at this length, cubic growth several times as much."""

MADE_AT_RUN_TIME = {
    "_between_stars(parts)": "each `*` is an atomic group that finds its next text",
    "pattern": "one of two patterns of pre_commit.py, on one line",
    'rf"{tool}(?:-.*)?"': "`.*` is last: fullmatch has one way to match",
    '"|".join(names)': "what fnmatch makes: each `*` is an atomic group",
    '"|".join(paths)': "what fnmatch makes: each `*` is an atomic group",
    'rf"^class {entry.rule.__name__}\\b"': "words only",
    "f\"(?:{'|'.join(ours.prefixes)})[0-9]*\"": "letters, then digits: no choice",
    'r"\\S" if everywhere else r"\\w"': "one character",
}


def found():
    """The pattern, function, flags and place of each call of `re` in the sources."""
    for root in ("src", "rules"):
        for path in sorted((PROJECT / root).rglob("*.py")):
            tree = ast.parse(path.read_bytes())
            values = {
                target.id: node.value
                for node in tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                    and node.func.attr in FUNCTIONS
                    and node.args
                ):
                    yield path, node, value_of(node.args[0], values)


def value_of(node, values):
    """The pattern if it is written down in the module, else its code."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if name in values:
            return value_of(values[name], values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return joined([left, right], values) or node
        case ast.JoinedStr(values=parts):
            return joined(parts, values) or node
        case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
            return value_of(inner, values)
    return node


def joined(nodes, values):
    """The text that these parts make one after the other, None if one is not written down."""
    parts = [value_of(node, values) for node in nodes]
    return "".join(parts) if all(isinstance(part, str) for part in parts) else None


CALLS = [*found()]
WRITTEN = sorted(
    {(call[2], call[1].func.attr) for call in CALLS if isinstance(call[2], str | bytes)}, key=repr
)


def test_the_search_for_patterns_finds_them():
    assert len(WRITTEN) > 100
    assert len(CALLS) > 150


def test_a_pattern_that_is_made_at_run_time_is_in_the_table():
    made = {
        ast.get_source_segment(path.read_text(encoding="utf-8"), call.args[0])
        for path, call, pattern in CALLS
        if not isinstance(pattern, str | bytes)
    }
    assert made - MADE_AT_RUN_TIME.keys() == set()


def texts(pattern):
    """Long texts that are hard for a pattern: its own characters, alone and in pairs."""
    spelled = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    own = dict.fromkeys(re.sub(r"\\[a-zA-Z]", "", spelled))
    letters = [c for c in own if c.isalnum()][:4]
    others = [c for c in own if not c.isalnum()]
    alphabet = [*dict.fromkeys([*letters, *others, *" \t\n#a1A_\"'\\,;:()[]{}*é"])]
    literal = re.match(r"[\w #-]*", spelled).group()
    for one in alphabet:
        yield one * LENGTH
        yield literal + one * LENGTH + "\0"
    for one in alphabet[:9]:
        for other in alphabet[:9]:
            yield (one + other) * (LENGTH // 2) + "\0"


@pytest.mark.parametrize(("pattern", "function"), WRITTEN, ids=lambda value: repr(value)[:40])
def test_no_text_makes_a_pattern_slow(pattern, function):
    flags = re.MULTILINE if pattern in (r"^\s*(?:>>>|\.\.\.)(.*)",) else 0
    compiled = re.compile(pattern, flags)
    method = {"match": compiled.match, "fullmatch": compiled.fullmatch}.get(
        function, lambda text: [*compiled.finditer(text)]
    )
    for text in texts(pattern):
        subject = text.encode() if isinstance(pattern, bytes) else text
        try:
            with overtime.limited(SECONDS):
                method(subject)
        except overtime.OutOfTime:
            pytest.fail(f"slow on {text[:12]!r}")
