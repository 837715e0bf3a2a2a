"""What `__eq__` compares, and what methods read of an instance."""

import ast
import textwrap

import pytest

from pyguide.semantics.classes import equality


def method(text: str) -> ast.FunctionDef:
    found = ast.parse(textwrap.dedent(text)).body[0]
    assert isinstance(found, ast.FunctionDef)
    return found


def eq(*lines: str) -> ast.FunctionDef:
    return method("def __eq__(self, other):\n" + "".join(f"    {line}\n" for line in lines))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["return self.a == other.a"], ("a",)),
        (["'''Doc.'''", "return other.a == self.a and self.b == other.b"], ("a", "b")),
        (["return (self.b, self.a) == (other.b, other.a)"], ("b", "a")),
        (["return isinstance(other, A) and self.a == other.a"], ("a",)),
        (["return type(self) is type(other) and self.a == other.a"], ("a",)),
        (["return self.__class__ == other.__class__ and self.a == other.a"], ("a",)),
        (
            [
                "if self is other: return True",
                "if not isinstance(other, A): return NotImplemented",
                "return self.a == other.a",
            ],
            ("a",),
        ),
        (["if isinstance(other, A): return self.a == other.a", "return NotImplemented"], ("a",)),
        (
            ["if isinstance(other, A): return self.a == other.a", "else: return False"],
            ("a",),
        ),
        (["return self.a == other.b"], None),
        (["return self.a == self.a"], None),
        (["return self.a == other.a or self.b == other.b"], None),
        (["return self.a is other.a"], None),
        (["return self.__dict__ == other.__dict__"], None),
        (["return not isinstance(other, A) and self.a == other.a"], None),
        (["if self.a: return True", "return self.b == other.b"], None),
        (["return isinstance(other, A)"], None),
        (["return NotImplemented"], None),
    ],
)
def test_attributes_that_decide_alone_are_named(lines, names):
    assert equality.compared(eq(*lines)) == names


@pytest.mark.parametrize(
    ("lines", "attributes", "whole"),
    [
        (["return self.a == other.b"], ("a", "b"), False),
        (["return type(self) is type(other) and self.a"], ("a",), False),
        (["return self is other"], (), False),
        (["return key(self) == key(other)"], (), True),
        (["return vars(self) == vars(other)"], (), True),
        (["return self.__dict__ == other.__dict__"], ("__dict__",), True),
    ],
)
def test_reads_are_attributes_or_the_whole(lines, attributes, whole):
    assert equality.reads(eq(*lines)) == (attributes, whole)


@pytest.mark.parametrize(
    ("line", "nothing"),
    [
        ("return True", True),
        ("raise TypeError(self)", True),
        ("return NotImplemented", True),
        ("return isinstance(other, A)", False),
        ("return self.a", False),
        ("return self is other", False),
    ],
)
def test_some_methods_look_at_nothing(line, nothing):
    assert equality.says_nothing(eq(line)) is nothing
