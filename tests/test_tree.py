"""The fast walks see what `ast.walk` sees."""

import ast
import sysconfig
from pathlib import Path

import pytest

from pyguide.tree import children, parents, walk

SHARED = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
LIBRARY = Path(sysconfig.get_path("stdlib"))
# One file with every kind of statement and pattern, and others of many kinds.
FILES = [
    *sorted(LIBRARY.glob("*.py"))[::12],
    *(LIBRARY / "test" / name for name in ("test_grammar.py", "test_patma.py", "test_fstring.py")),
]


def trees() -> list[ast.Module]:
    found = [ast.parse(path.read_bytes()) for path in FILES if path.exists()]
    assert len(found) > 10
    return found


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_every_node_is_seen_once_but_those_that_are_shared() -> None:
    for tree in trees():
        expected = {node for node in ast.walk(tree) if not isinstance(node, SHARED)}
        seen = list(walk(tree))
        assert set(seen) == expected
        assert len(seen) == len(expected)


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_parents_are_those_that_hold_a_node() -> None:
    for tree in trees():
        known = parents(tree)
        assert known == {child: node for node in walk(tree) for child in children(node)}
        places = {node: place for place, node in enumerate(known)}
        assert all(places.get(node, -1) < places[child] for child, node in known.items())


def test_a_dictionary_that_unpacks_another_one_has_no_node_for_the_key() -> None:
    tree = ast.parse("{**a, 'b': c}\ndef f(*, d, e=1): ...")
    assert None not in parents(tree)
    assert None not in list(walk(tree))


def test_fields_come_in_the_order_of_the_grammar() -> None:
    (call,) = (node for node in walk(ast.parse("f(a, b, c=d)")) if isinstance(node, ast.Call))
    assert [ast.unparse(child) for child in children(call)] == ["f", "a", "b", "c=d"]


def test_several_roots_are_walked_one_after_the_other() -> None:
    first, second = ast.parse("a\nb").body
    names = [node.id for node in walk(first, second) if isinstance(node, ast.Name)]
    assert names == ["a", "b"]
