"""Indentation is all that changes: the program stays the same to the last constant."""

import ast

import pytest

from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.conventions.tab_indentation import TabIndentation

PROGRAMS = {
    "plain": "if 1:\n\tx = 1\n",
    "strings over several lines": 'def f():\n\t"""a\n\tb"""\n\treturn """\n\tc"""\n',
    "windows": "if 1:\r\n\tif 2:\r\n\t\tx = 1\r\n",
    "lone carriage returns": "if 1:\r\tif 2:\r\t\tx = 1\r\ty = 2\r",
    "tabs below spaces": "if 1:\n        x = 1\n        if x:\n        \ty = 2\n",
    "a form feed": "if 1:\n\tx = 1\n\x0c\nif 2:\n\ty = 1\n",
    "an f-string over several lines": 'if 1:\n\tx = f"""{\n\t1}\n\ta"""\n',
    "several statements on a line": "if 1:\n\tx = 1; y = 2\n\tif x: y = 3\n",
    "decorators": "if 1:\n\t# a\n\t@f\n\t# b\n\tdef g():\n\t\tpass\n",
    "comments": "if 1:\n\tdef g():\n\t\t# c\n\t\tpass\n\t# d\n# e\n",
    "no line end": "if 1:\n\tx = 1",
    "an empty line with tabs": "if 1:\n\tx = 1\n\t\t\n\ty = 2\n",
    "a comment deeper than the code": "if 1:\n\tx = 1\n\t\t\t# deep\n\ty = 2\n",
    "async": "async def f():\n\tasync with a as b:\n\t\tawait b\n",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_python_reads_the_same_program(name):
    source = Source(PROGRAMS[name])
    [found] = check(source, [TabIndentation])
    assert found.reason is None
    done = fix(source, lambda one: check(one, [TabIndentation]))
    assert done.source.text != source.text
    assert ast.dump(done.source.tree) == ast.dump(source.tree)
    assert check(done.source, [TabIndentation]) == []
    assert [a.split("#")[1:] for a in done.source.text.split("\n")] == [
        b.split("#")[1:] for b in source.text.split("\n")
    ]


def test_a_lone_carriage_return_ends_a_line_too():
    text = "a = [\r\t1]\n"
    (found,) = check(Source(text), [TabIndentation])
    assert found.span.start == text.index("\t")
    assert [found] == check(Source(text), [TabIndentation], prefilter=False)
