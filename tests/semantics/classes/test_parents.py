"""Calls that name a class where `super()` would find it."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.classes.parents import parent_call, why_not_bare
from pyguide.source import Source


def asked(body: str, head: str = "class A(B):", first: str = "self") -> tuple[str | None, str]:
    """The kind of the only call that names a class, and why it cannot be bare."""
    source = Source(f"{head}\n def f({first}, x):\n  {body}\n")
    semantics = Semantics(source)
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    found = [one for one in (parent_call(semantics, call) for call in calls) if one is not None]
    if not found:
        return None, ""
    return found[0].kind, why_not_bare(semantics, found[0]) or ""


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        ("super(A, self).f(x)", "super", ""),
        ("B.f(self, x)", "named", ""),
        ("[super(A, self).f(x) for x in x]", "super", "a comprehension is a function of its own"),
        ("self = super(A, self).f(x)", "super", "`self` is rebound in `f`"),
        ("__class__ = super(A, self).f(x)", "super", "`__class__` means something else here"),
        ("super(B, self).f(x)", None, ""),
        ("super(A, x).f(x)", None, ""),
        ("super().f(x)", None, ""),
        ("B.g(self, x)", None, ""),
        ("B.f(x)", None, ""),
        ("lambda self: B.f(self)", None, ""),
        ("class C: super(A, self).f(x)", None, ""),
        ("class C: found = [B.f(self, x)]", None, ""),
    ],
)
def test_kinds_and_obstacles(body, kind, why):
    found, reason = asked(body)
    assert found == kind
    assert reason.startswith(why)
    assert bool(reason) == bool(why)


def test_bases_and_decorators():
    assert asked("B.f(self, x)", "class A(B, C):") == (None, "")
    assert asked("m.B.f(self, x)", "class A(m.B[int]):") == ("named", "")
    assert asked("object.f(self, x)", "class A(object):") == (None, "")
    kind, why = asked("super(A, self).f(x)", "@slotted\nclass A(B):")
    assert kind == "super"
    assert why.startswith("a decorator")
