"""Where operators and enclosed operands stand."""

import ast

import pytest

from pyguide import places
from pyguide.finding import Edit, Span
from pyguide.guard import apply
from pyguide.source import Source


def compare_of(source: Source) -> ast.Compare:
    return next(node for node in ast.walk(source.tree) if isinstance(node, ast.Compare))


@pytest.mark.parametrize(
    "code, operators",
    [
        ("a == b", ["=="]),
        ("a!=b", ["!="]),
        ("1 < a <= 2 > b >= c", ["<", "<=", ">", ">="]),
        ("a is b is not c", ["is", "is not"]),
        ("a is  not b", ["is  not"]),
        ("a is not(b)", ["is not"]),
        ("a is(not b)", ["is"]),
        ("(a) is notable", ["is"]),
        ("a not in b in c", ["not in", "in"]),
        ("a in inner", ["in"]),
        ("((a)) == (b)", ["=="]),
        ("(a  # first\r is  # no\r not b)", ["is  # no\r not"]),
        ("(a  # == first\n == b)", ["=="]),
        ("((a  # != c)\n ) is  # no\n not b)", ["is  # no\n not"]),
        ("(\na \\\n == \\\n b)", ["=="]),
    ],
)
def test_an_operator_stands_between_its_operands(code, operators):
    source = Source(code)
    compare = compare_of(source)
    spans = [places.operator(source, compare, link) for link in range(len(compare.ops))]
    assert [source.text_of(span) for span in spans] == operators


@pytest.mark.parametrize(
    "value, enclosed",
    [
        ("a", "a"),
        ("(a)", "(a)"),
        ("( (\ta )\n)", "( (\ta )\n)"),
        ("((a) + b)", "((a) + b)"),
        ("(a)(b)", "(a)(b)"),
        ("(  # why\n  a)", "a"),
        ("((a)  # why\n)", "(a)"),
    ],
)
def test_parentheses_belong_to_what_stands_in_them(value, enclosed):
    for code in (f"f(key={value})", f"f(b, {value})", f"f(b, {value}, c)"):
        source = Source(code)
        call = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
        given = [*call.args[1:2], *(word.value for word in call.keywords)][0]
        assert source.text_of(places.enclosed(source, given)) == enclosed


@pytest.mark.parametrize(
    "text, old, new, after",
    [
        ("return(x)", "(x)", "file", "return file"),
        ("x in(1, 2)", "(1, 2)", "rows", "x in rows"),
        ("x in(1, 2)", "", "enumerate(", "x in enumerate((1, 2)"),
        ("a if(x)else b", "(x)", "y", "a if y else b"),
        ("a if(x)else b", "(x)", "(y)", "a if(y)else b"),
        ("return(x)", "(x)", "[x]", "return[x]"),
        ("order = 1", "der", "ange", "orange = 1"),
        ("inner = 1", "ner", "put", "input = 1"),
        ("None(x)", "(x)", "Type", "NoneType"),
        ("if x: y", "", "el", "elif x: y"),
    ],
)
def test_an_edit_keeps_words_apart_from_keywords(text, old, new, after):
    start = text.index(old) if old else text.find("(1")
    start = max(start, 0)
    edit = Edit(Span(start, start + len(old)), new)
    assert apply(text, [places.beside_keywords(Source(text), edit)]) == after


@pytest.mark.parametrize(
    "old, new, span, text",
    [
        ("if a: iface[a] = 1", "iface[a] = 2", Span(0, 18), "iface[a] = 2"),
        ("a + b", "a - b", Span(2, 3), "-"),
        ("rows", "rows_", Span(0, 4), "rows_"),
        ("f(List)", "f(list)", Span(2, 6), "list"),
        ("not a", "notes", Span(0, 5), "notes"),
        ("in a", "in a, b", Span(4, 4), ", b"),
        ("(x)", "(x)", Span(3, 3), ""),
        ("é_1", "é_2", Span(0, 3), "é_2"),
    ],
)
def test_an_edit_replaces_whole_words(old, new, span, text):
    edit = Edit.between(7, old, new)
    assert edit == Edit(Span(span.start + 7, span.end + 7), text)
