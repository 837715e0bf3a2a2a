"""Code of the file that runs without being called: which operations do more than look."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.structure import walk_run
from pyguide.source import Source

EMPTIES = "ROWS.clear()"
LOOKS = "return 1"


def loud(method: str, use: str, body: str, extra: str = "") -> bool:
    """Whether ``use`` may run what does more than look, where a class of the file has ``method``."""
    text = "\n".join([
        extra, "class Own:", f"    {method}", f"        {body}",
        "def f(own):",
        "    rows = [1, 2, 3]",
        "    for i in range(3):",
        textwrap.indent(use, " " * 8),
    ])  # fmt: skip
    source = Source(text.lstrip())
    semantics = Semantics(source)
    loop = next(node for node in ast.walk(source.tree) if isinstance(node, ast.For))
    return any(map(semantics.implicit.is_loud, walk_run([*loop.body])))


OPERATIONS = [
    ("def __add__(self, other):", "own + rows[i]"),
    ("def __radd__(self, other):", "rows[i] + own"),
    ("def __iadd__(self, other):", "own += rows[i]"),
    ("def __neg__(self):", "rows[-own]"),
    ("def __lt__(self, other):", "own < rows[i]"),
    ("def __contains__(self, one):", "rows[i] in own"),
    ("def __eq__(self, other):", "own in rows"),
    ("def __hash__(self):", "{own: rows[i]}"),
    ("def __hash__(self):", "{own for _ in rows}"),
    ("def __getitem__(self, key):", "own[rows[i]]"),
    ("def __setitem__(self, key, value):", "own[rows[i]] = 1"),
    ("def __getattr__(self, name):", "(own.name, rows)"),
    ("def __delattr__(self, name):", "del own.name, rows[i].name"),
    ("@property\n    def name(self):", "(own.name, rows)"),
    ("@property\n    def name(self):", "getattr(own, 'name', rows)"),
    ("@property\n    def name(self):", "match rows:\n    case Own(name=1): pass"),
    ("def __get__(self, one, owner):", "(own.name, rows)"),
    ("def __bool__(self):", "rows if own else 1"),
    ("def __len__(self):", "not own or rows"),
    ("def __len__(self):", "len(own) + len(rows)"),
    ("def __str__(self):", "'%s %s' % (own, rows)"),
    ("def __repr__(self):", "repr(own) + f'{rows}'"),
    ("def __instancecheck__(self, one):", "isinstance(rows, own)"),
    ("def __iter__(self):", "for a, b in [own, *rows]: pass"),
    ("def __iter__(self):", "[*own]"),
    ("def keys(self):", "{'a': 1, **own}"),
    ("def __bool__(self):", "match i:\n    case 1 if own: pass"),
    ("@property\n    def name(self):", "match own:\n    case Own(1): pass"),
    ("def __init__(self):", "raise KeyError from Own"),
    ("def __del__(self):", "rows[i] = own = None"),
    ("def __del__(self):", "del own"),
    ("def __init__(self):", "if rows: raise Own"),
    ("def __index__(self):", "rows[own]"),
    ("def __set_name__(self, owner, name):", "class Other:\n    own = rows[i]"),
    ("__len__ = print\n    def other(self):", "len(own) + len(rows)"),
    ("@print\n    def __len__(self):", "len(own) + len(rows)"),
]


@pytest.mark.parametrize(("method", "use"), OPERATIONS)
def test_a_method_that_changes_things_makes_its_operation_loud(method: str, use: str) -> None:
    assert loud(method, use, EMPTIES)


@pytest.mark.parametrize(("method", "use"), [one for one in OPERATIONS if "print" not in one[0]])
def test_a_method_that_only_looks_is_quiet(method: str, use: str) -> None:
    assert not loud(method, use, LOOKS)


@pytest.mark.parametrize(("method", "use"), OPERATIONS)
def test_the_operations_of_other_classes_are_quiet(method: str, use: str) -> None:
    assert not loud("def unrelated(self):", use, EMPTIES)


@pytest.mark.parametrize(
    ("method", "use"),
    [
        ("def __add__(self, other):", "out = i + 1; rows"),
        ("def __eq__(self, other):", "i == 1 and rows"),
        ("def __hash__(self):", "{'a': rows[i], 1: i}"),
        ("def __len__(self):", "len(rows)"),
        ("def __str__(self):", "f'{i} {1.5}' + str(i); rows"),
        ("def name(self):", "(own.name, rows)"),
        ("@staticmethod\n    def name(self):", "(own.name, rows)"),
    ],
)
def test_values_of_builtin_types_are_quiet(method: str, use: str) -> None:
    assert not loud(method, use, EMPTIES)


def test_a_method_may_ask_itself() -> None:
    method, use = "def __eq__(self, other):", "rows[i] == own"
    assert not loud(method, use, "return self.name == other.name")
    assert loud(method, use, "return self.name == other.name and ROWS.clear()")


@pytest.mark.parametrize(
    ("use", "extra"),
    [
        ("own + rows[i]", "Own.__add__ = print"),
        ("own + rows[i]", "setattr(Own, '__add__', print)"),
        ("own + rows[i]", "Own = type('Own', (), {'__add__': print})"),
        ("own.name", "Own.name = property(print)"),
        ("own.name", "class Base:\n    name = functools.cached_property(print)"),
    ],
)
def test_a_class_can_get_methods_in_other_ways_than_by_its_body(use: str, extra: str) -> None:
    assert not loud("def other(self):", use, LOOKS)
    assert loud("def other(self):", use, LOOKS, extra)


@pytest.mark.parametrize("use", ["rows[i] in own", "own += own"])
def test_a_generator_of_the_file_may_be_what_is_gone_through(use: str) -> None:
    drain = "def drain():\n    while ROWS:\n        yield ROWS.pop()"
    assert loud("def other(self):", use, LOOKS, drain)


@pytest.mark.parametrize(("body", "pure"), [(EMPTIES, False), (LOOKS, True)])
def test_an_operation_that_does_more_than_look_has_an_effect(body: str, pure: bool) -> None:
    text = f"class Own:\n    def __add__(self, other):\n        {body}\ndef f(own):\n    own + 1\n"
    source = Source(text)
    sum_ = next(node for node in ast.walk(source.tree) if isinstance(node, ast.BinOp))
    assert Semantics(source).pure(sum_, "no_effect") is pure
