"""Handlers: what is being handled, and what a handler's name is needed for."""

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def at(text: str, spelled: str = "here") -> tuple[Semantics, ast.AST]:
    """The proofs about ``text`` and its first statement that is ``spelled`` so."""
    source = Source(textwrap.dedent(text))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.stmt) and ast.unparse(node) == spelled:
            return Semantics(source), node
    raise AssertionError(f"no `{spelled}` in the text")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("try: a\nexcept A as e:\n here", 2),
        ("try: a\nexcept A as e:\n for b in c:\n  with d:\n   here", 2),
        ("try: a\nexcept A:\n try: b\n except B:\n  here", 4),
        ("try: a\nexcept A:\n try: here\n except B: b", 2),
        ("try: a\nexcept A:\n try: b\n except B: b\n else: here", 2),
        ("try: a\nexcept A:\n try: b\n finally: here", None),
        ("try: a\nexcept A:\n try: b\n finally:\n  try: c\n  except C: here", 6),
        ("try: a\nexcept A:\n def f(): here", None),
        ("try: a\nexcept A:\n class F: here", None),
        ("try: here\nexcept A: b", None),
        ("try: a\nexcept A: b\nhere", None),
    ],
)
def test_the_handler_around_a_place(text: str, line: int | None) -> None:
    semantics, node = at(text)
    found = semantics.handlers.around(node)
    assert (found and found.lineno) == line


def handler(text: str) -> tuple[Semantics, ast.ExceptHandler]:
    semantics, node = at(text)
    found = semantics.handlers.around(node)
    assert found is not None
    return semantics, found


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("try: a\nexcept A as e:\n here", True),
        ("try: a\nexcept A:\n here", False),
        ("try: a\nexcept A as e:\n here\n e = 1", False),
        ("try: a\nexcept A as e:\n here\n [e := 1 for b in c]", False),
        ("try: a\nexcept A as e:\n here\n [e for e in c]", True),
        ("try: a\nexcept A as e:\n here\n def e(): pass", False),
        ("try: a\nexcept A as e:\n here\n del e", False),
        ("def f():\n global e\n e = 1\ntry: a\nexcept A as e:\n here", False),
        ("def f():\n global e\n try: a\n except A as e:\n  here", False),
        ("def f():\n try: a\n except A as e:\n  exec(b)\n  here", False),
        ("def f():\n e = 1\n try: a\n except A as e:\n  here", True),
    ],
)
def test_whether_the_name_always_means_what_was_caught(text: str, keeps: bool) -> None:
    semantics, found = handler(text)
    assert semantics.handlers.keeps_name(found) is keeps


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("try: a\nexcept A as e:\n here\n raise e", True),
        ("try: a\nexcept A as e:\n here\n print(e)\n raise e", False),
        ("try: a\nexcept A as e:\n here\n raise e\nprint(e)", False),
        ("e = 1\ntry: a\nexcept A as e:\n here\n raise e", False),
        ("try: a\nexcept A as e:\n here\n raise e\nexcept B as e: print(e)", True),
        ("try: a\nexcept B as e: print(e)\ntry: a\nexcept A as e:\n here\n raise e", True),
        ("try: a\nexcept A as e:\n here\n raise e\ng = lambda: e", False),
        ("try: a\nexcept A as e:\n here\n raise e\nlocals()", False),
        ("try: a\nexcept B as e:\n try: b\n except A as e:\n  here\n  raise e\n print(e)", False),
    ],
)
def test_whether_the_name_can_go(text: str, only: bool) -> None:
    semantics, found = handler("def f(a):\n" + textwrap.indent(text, " "))
    reads = [node.exc for node in ast.walk(found) if isinstance(node, ast.Raise) and node.exc]
    assert semantics.handlers.name_serves_only(found, reads) is only


def test_the_name_of_a_module_level_handler_is_seen_by_others() -> None:
    semantics, found = handler("try: a\nexcept A as e:\n here")
    assert not semantics.handlers.name_serves_only(found, [])


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("try: a\nexcept A:\n here", False),
        ("try: a\nexcept A:\n try: here\n except B: b", True),
        ("try: a\nexcept A:\n try:\n  try: here\n  finally: c\n except B: b", True),
        ("try: a\nexcept A:\n try: here\n finally: b", False),
        ("try: a\nexcept A:\n try: b\n except B: b\n else: here", False),
        ("try:\n try: a\n except A: here\nexcept B: b", False),
    ],
)
def test_whether_a_handler_inside_catches_first(text: str, inside: bool) -> None:
    semantics, node = at(text)
    found = semantics.handlers.around(node)
    assert found is not None
    assert semantics.handlers.catches_inside(found, node) is inside


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("try: a\nexcept A:\n here", "error"),
        ("try: a\nexcept A:\n here\nexcept B as e: print(e)", "e"),
        ("try: a\nexcept A:\n here\nexcept B as e: print(e)\nprint(e)", "error"),
        ("try: a\nexcept A:\n here\nexcept B as e: print(e)\ndel e", "error"),
        ("try: a\nexcept B as e:\n try: b\n except A:\n  here\n print(e)", "error"),
        ("try: a\nexcept A:\n here\n try: b\n except B as e: print(e)", "error"),
        ("error = 1\ntry: a\nexcept A:\n here", "exc"),
        ("error = exc = err = 1\ntry: a\nexcept A:\n here", "error_"),
        ("try: a\nexcept B as e: print(e)\nexcept A:\n here\ng = lambda e: e", "error"),
        ("global error\ntry: a\nexcept A:\n here", "exc"),
        (
            "try: a\nexcept B as exc: b\nexcept C as exc: c\nexcept D as e: d\nexcept A:\n here",
            "exc",
        ),
    ],
)
def test_a_name_for_what_is_caught(text: str, name: str) -> None:
    semantics, found = handler("def f(a):\n" + textwrap.indent(text, " "))
    assert semantics.handlers.free_name(found) == name


def test_a_module_level_handler_gets_a_name_that_nothing_has() -> None:
    semantics, found = handler("def error(): pass\ntry: a\nexcept A:\n here")
    assert semantics.handlers.free_name(found) == "error_"
