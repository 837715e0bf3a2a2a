"""A region is the file's own text, and its nodes stand where the file has them, in both trees."""

import ast
import random
import sys

import libcst as cst
import pytest

from library import sample, variants
from pyguide.finding import Span
from pyguide.region import Reach, Region, cut, whole
from pyguide.session import RECURSION_LIMIT
from pyguide.source import POSITIONS_IN_FSTRINGS, Source

# Kinds of stdlib nodes that libcst has a node for, one to one.
TWINS = (
    ast.stmt,
    ast.excepthandler,
    ast.arg,
    ast.Attribute,
    ast.Await,
    ast.BinOp,
    ast.Call,
    ast.Compare,
    ast.Dict,
    ast.DictComp,
    ast.GeneratorExp,
    ast.IfExp,
    ast.Lambda,
    ast.List,
    ast.ListComp,
    ast.Name,
    ast.NamedExpr,
    ast.Set,
    ast.SetComp,
    ast.Subscript,
    ast.Tuple,
    ast.UnaryOp,
    ast.Yield,
    ast.YieldFrom,
)


@pytest.fixture(autouse=True)
def _deep_enough():
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION_LIMIT)
    yield
    sys.setrecursionlimit(before)


def parents_of(tree):
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def in_fstring(node, parents):
    while node is not None and not isinstance(node, ast.stmt):
        if isinstance(node, ast.JoinedStr) or type(node).__name__ == "TemplateStr":
            return True
        node = parents.get(node)
    return False


def spelled(source, region, node):
    """The texts that a stdlib twin of ``node`` may stand at: with and without its brackets."""
    texts = {source.text_of(region.span(node))}
    lpar, rpar = getattr(node, "lpar", ()), getattr(node, "rpar", ())
    if not isinstance(lpar, tuple | list):
        lpar = rpar = ()  # of a class, or of nothing
    for left, right in zip(lpar, reversed(rpar), strict=True):
        span = Span(region.outer_span(left).start, region.outer_span(right).end)
        texts.add(source.text_of(span))
    if isinstance(node, cst.GeneratorExp):
        text, span = source.text, region.span(node)
        start, end = text.rfind("(", 0, span.start), text.find(")", span.end)
        texts.add(text[start : end + 1])
    return texts


def hold(source, parents, node, reach):
    """Cut and parse around ``node``; positions and twins must be those of the file."""
    extent = cut(source, node, parents, reach)
    region = Region(source, extent)
    where = (source.path, getattr(node, "lineno", 0), reach)
    assert region.exact, where
    assert source.span(node) in Span(extent.start, extent.end) or extent.suffix, where
    assert region.text.endswith(source.text[extent.start : extent.end] + extent.suffix), where
    if not extent.expression:
        assert extent.start in source.starts, where
        assert extent.end in source.starts or extent.end == len(source.text), where
    twins = set()
    for found in region.nodes():
        twin = region.ast_of(found)
        if twin is not None:
            twins.add(twin)
            if isinstance(twin, ast.stmt | ast.excepthandler):
                # A header ends early, and in libcst alone a simple statement has no semicolon.
                assert source.span(twin).start == region.span(found).start, where
            elif isinstance(twin, ast.arg):
                assert source.span(twin).start == region.span(found.name).start, where
            else:
                assert source.text_of(twin) in spelled(source, region, found), where
    assert shown(parents, node) in twins, where
    return extent, twins


def has_twin(node, parents):
    """Whether libcst has a node for this one: not for the tuple that an index may be."""
    index = isinstance(node, ast.Tuple) and isinstance(parents[node], ast.Subscript)
    return isinstance(node, TWINS) and not index and not in_fstring(node, parents)


def shown(parents, node):
    """The innermost node at or around ``node`` that must have a twin in its region."""
    while not has_twin(node, parents):
        node = parents[node]
    return node


@pytest.mark.parametrize("reach", [Reach.EXPRESSION, Reach.HEADER, Reach.STATEMENT])
def test_regions_of_the_standard_library_show_what_the_file_holds(reach):
    chance = random.Random(int(reach))
    for source in sample(60, seed=2):
        parents = parents_of(source.tree)
        nodes = [node for node in parents if isinstance(node, ast.stmt | ast.expr)]
        nodes = [node for node in nodes if has_twin(node, parents)]
        for node in chance.sample(nodes, min(12, len(nodes))):
            hold(source, parents, node, reach)


def test_regions_of_functions_and_classes_hold_the_whole_of_them():
    chance = random.Random(5)
    for source in sample(60, seed=3)[:25]:
        parents = parents_of(source.tree)
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        nodes = [node for node in parents if isinstance(node, kinds)]
        for node in chance.sample(nodes, min(3, len(nodes))):
            reach = Reach.CLASS if isinstance(node, ast.ClassDef) else Reach.FUNCTION
            extent, _ = hold(source, parents, node, reach)
            first = (node.decorator_list or [node])[0]
            assert extent.start <= source.span(first).start
            assert source.span(node).end <= extent.end


def test_regions_have_the_same_nodes_with_other_line_ends_marks_and_wide_names():
    chance = random.Random(7)
    for source in sample(60, seed=2)[:12]:
        for variant in variants(source).values():
            parents = parents_of(variant.tree)
            nodes = [n for n in parents if isinstance(n, ast.stmt | ast.expr)]
            nodes = [n for n in nodes if has_twin(n, parents)]
            for node in chance.sample(nodes, min(6, len(nodes))):
                hold(variant, parents, node, Reach.STATEMENT)


def test_every_node_of_a_whole_file_has_its_twin():
    for source in sample(60, seed=4, largest=8_000)[:12]:
        parents = parents_of(source.tree)
        region = Region(source, whole(source))
        twins = {region.ast_of(node) for node in region.nodes()}
        lacking = [node for node in parents if has_twin(node, parents) and node not in twins]
        assert not lacking, (source.path, [source.text_of(node) for node in lacking][:5])


ODD = {
    "elif": "if a:\n    b\nelif c:\n    target\nelse:\n    d\n",
    "elif itself": "if a:\n    b\nelif target:\n    c\n",
    "elif in a block": "def f():\n    if a:\n        b\n    elif c:\n        target\n",
    "else": "for a in b:\n    c\nelse:\n    target\n",
    "decorators": "@one\n# between\n@two(target)\ndef f():\n    pass\n",
    "a decorated method": "class A:\n    @one\n    @two\n    def f(self):\n        target\n",
    "a statement on the line of its header": "if a: target\nb\n",
    "a loop on one line": "for a in target: b; c\n",
    "a class on one line": "class A: target\n",
    "neighbours": "a; target; b\n",
    "a neighbour at the end": "a; target  # c\n",
    "a semicolon alone": "target;\n",
    "a backslash": "a = b + \\\n    target + \\\n    c\n",
    "a backslash before a statement": "if a: \\\n    target\n",
    "tabs": "if a:\n\tif b:\n\t\ttarget\n",
    "tabs and blanks": "if a:\n        if b:\n        \ttarget\n",
    "one blank": "if a:\n if b:\n  target\n",
    "a string in the way": "def f():\n    '''\nless\n  indented\n'''\n    target\n",
    "a string around": "def f():\n    x = target + '''\nless\n'''\n",
    "comments less indented": "def f():\n    a\n# here\n    target\n  # there\n",
    "a bracket in a comment": "def f():\n    g(  # (\n        target)\n",
    "match": "match a:\n    case [b, *_] if target:\n        c\n",
    "match a class": "match a:\n    case A(b=1) | {'c': d, **e}:\n        target\n",
    "async": "async def f():\n  async with a:\n    async for c in d:\n      await target\n",
    "async comprehension": "async def f():\n    return [a async for a in b if await target]\n",
    "try": "try:\n    a\nexcept (A, B) as c:\n    target\nelse:\n    d\nfinally:\n    e\n",
    "try star": "try:\n    a\nexcept* target:\n    c\n",
    "a handler": "try:\n    a\nexcept target as b:\n    c\n",
    "a generator as the only argument": "f(target for a in b)\n",
    "a generator in brackets": "f((target for a in b), c)\n",
    "a tuple in a tuple": "a = 1, (2, (target, 3)), ()\n",
    "a tuple in a call": "f((1, target))(((2, 3)))\n",
    "a tuple in an index": "a[1, target:2, (3, 4)]\n",
    "brackets in brackets": "a = (((target)))\n",
    "a star": "f(*target, **a)\n",
    "a walrus": "if (a := target) and b:\n    c\n",
    "a lambda": "f(lambda a, *b, c=target, **d: a)\n",
    "yield": "def f():\n    a = yield target\n    yield from a\n",
    "non-ASCII before": "a = 'é𝒙日', target, 'é'\n",
    "non-ASCII names": "def größe(é):\n    return é + target\n",
    "strings side by side": "a = ('é'\n     'b' 'c', target)\n",
    "annotations": "def f(a: target = 1, /, b: 'x' = 2, *, c: int) -> None: pass\n",
    "with several": "with (a as b, target as c):\n    d\n",
    "global": "def f():\n    global a, b\n    target\n",
    "no newline at the end": "if a:\n    target",
    "a comment at the end": "if a:\n    target  # c",
    "type comments": "for a in target:  # type: int\n    b\n",
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("reach", list(Reach), ids=lambda reach: reach.name)
@pytest.mark.parametrize("code", ODD.values(), ids=ODD)
def test_odd_places_are_cut_and_shown_too(code, reach, ends):
    source = Source(code.replace("\n", ends))
    parents = parents_of(source.tree)
    target = next(n for n in parents if isinstance(n, ast.Name) and n.id == "target")
    extent, twins = hold(source, parents, target, reach)
    assert target in twins
    if reach is Reach.EXPRESSION:
        assert source.text[extent.start : extent.end] == "target"
    if reach is Reach.MODULE:
        assert (extent.start, extent.end) == (0, len(source.text))


@pytest.mark.parametrize("code", ODD.values(), ids=ODD)
def test_every_node_of_odd_code_has_its_twin(code):
    source = Source(code)
    region = Region(source, whole(source))
    twins = {region.ast_of(node) for node in region.nodes()}
    parents = parents_of(source.tree)
    lacking = [node for node in parents if has_twin(node, parents) and node not in twins]
    assert not [source.text_of(node) for node in lacking]


def test_inside_an_fstring_the_statement_is_the_region_where_positions_are_wrong():
    source = Source("x = f'{a!r:>{target}} é {b}'\n")
    parents = parents_of(source.tree)
    target = next(n for n in parents if isinstance(n, ast.Name) and n.id == "target")
    extent = cut(source, target, parents, Reach.EXPRESSION)
    if POSITIONS_IN_FSTRINGS:
        assert source.text[extent.start : extent.end] == "target"
    else:
        assert source.text[extent.start : extent.end] == source.text


def test_a_header_ends_where_the_body_begins():
    source = Source("x\n\nfor a in target:\n    # c\n    b\n    c\ny\n")
    parents = parents_of(source.tree)
    target = next(n for n in parents if isinstance(n, ast.Name) and n.id == "target")
    extent = cut(source, target, parents, Reach.HEADER)
    assert source.text[extent.start : extent.end] == "for a in target:\n    # c\n"


@pytest.mark.parametrize(
    "code",
    [
        "if x:\n    y\n    \f    if z:\n            target\n",
        "def x():\n\f    y = 1\n    z = target\n",
        "if x:\n    y\n\\\nz, target\n",
    ],
)
def test_what_libcst_does_not_print_moves_no_position(code):
    source = Source(code)
    region = Region(source, whole(source))
    assert not region.exact
    names = {n.value: n for n in region.nodes() if isinstance(n, cst.Name)}
    for name in ("x", "y", "z", "target"):
        assert source.text_of(region.span(names[name])) == name
    assert region.ast_of(names["target"]).id == "target"
