"""Classes that hold data and do nothing else."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.classes import records
from pyguide.source import Source

INIT = "    def __init__(self, a: int, b=1):\n        self.a = a\n        self.b: str = b\n"
EQ = "    def __eq__(self, other):\n        return (self.a, self.b) == (other.a, other.b)\n"
REPR = "    def __repr__(self):\n        return f'A(a={self.a}, b={self.b})'\n"


def found(text: str) -> records.Record | None:
    semantics = Semantics(Source(text))
    class_ = next(node for node in semantics.source.tree.body if isinstance(node, ast.ClassDef))
    return records.record(semantics, class_)


def test_fields_have_what_the_parameters_and_attributes_say():
    record = found("class A:\n" + INIT)
    assert record is not None
    assert [
        (one.name, *(part and ast.unparse(part) for part in one[1:])) for one in record.fields
    ] == [("a", "int", None), ("b", "str", "1")]
    assert (record.keyword_only, record.eq, record.repr) == (False, None, None)


def test_methods_that_a_dataclass_writes():
    record = found("class A:\n" + INIT + EQ + REPR + "    def more(self): pass\n")
    assert record is not None
    assert (getattr(record.eq, "name", 0), getattr(record.repr, "name", 0)) == (
        "__eq__",
        "__repr__",
    )
    record = found("class A:\n" + INIT + EQ + REPR.replace("b=", ""))
    assert record is not None
    assert record.repr is None


@pytest.mark.parametrize(
    "text",
    [
        "class A(B):\n" + INIT,
        "class A:\n" + INIT + "    def more(self): pass\n",
        "class A:\n" + INIT + "        self.c = 1\n",
        "class A:\n" + INIT + EQ.replace("self.b", "self.a").replace("other.b", "other.a"),
        "class A:\n    a = 1\n" + INIT,
        "class A:\n" + INIT + "class B(A): pass\n",
        "class A:\n" + INIT.replace("        self.a = a\n", "        b.a = a\n"),
        "class A:\n" + INIT.replace("(self, a", "(self, b, /, a"),
    ],
)
def test_other_classes(text):
    assert found(text) is None


def test_names_that_the_class_body_reads():
    semantics = Semantics(Source("class A:\n    x = a\n    def f(self, b=c):\n        return d\n"))
    class_ = semantics.source.tree.body[0]
    assert isinstance(class_, ast.ClassDef)
    assert records.clashes(semantics, class_, {"a", "d"}) == "a"
    assert records.clashes(semantics, class_, {"c"}) == "c"
    assert records.clashes(semantics, class_, {"b", "d"}) is None
