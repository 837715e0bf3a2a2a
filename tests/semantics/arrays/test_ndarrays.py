"""numpy: arrays, loops over their items, changes through their slices."""

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.arrays.ndarrays import computes, is_flat, item_loop, maker, shared_slice
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("np.arange(3)", "flat"),
        ("np.arange(n)", "array"),
        ("np.linspace(0, -1)", "flat"),
        ("np.zeros(3)", "flat"),
        ("np.zeros((3, 4))", "array"),
        ("np.zeros(n)", "array"),
        ("np.zeros(len(n))", "flat"),
        ("np.array([1, -2])", "flat"),
        ("np.array([[1], [2]])", "array"),
        ("np.array(n)", "array"),
        ("np.array([1], dtype=object)", None),
        ("np.sum(n)", None),
        ("zeros(3)", None),
    ],
)
def test_arrays(text, kind):
    source = Source(f"import numpy as np\n{text}")
    semantics = Semantics(source)
    made = maker(semantics, source.tree.body[-1].value)
    assert ((is_flat(semantics, made) and "flat") or "array" if made else None) == kind


@pytest.mark.parametrize(
    ("loop", "found"),
    [
        ("for x in a: out.append(x * 2)", True),
        ("for i in range(len(a)): a[i] = a[i] * 2", True),
        ("for i in range(len(a)): a[i] = a[i - 1] * 2", False),
        ("for x in a: total += x ** 2", True),
        ("for x in a: total += total * x", False),
        ("for x in a: print(x * 2)", False),
        ("for x in a: out.append(f(x * 2))", False),
        ("for x in a: out.append(math.sqrt(x))", True),
        ("for x in a: out.append(math.gcd(x, 2))", False),
        ("for x in a: out.append(x)", False),
        ("for x in b: out.append(x * 2)", False),
        ("for x in range(3): out.append(x * 2)", False),
        ("for x, y in a: out.append(x * 2)", False),
    ],
)
def test_loops_that_compute(loop, found):
    source = Source(f"import math\nimport numpy as np\na = np.arange(3)\nb = list(a)\n{loop}")
    semantics, node = Semantics(source), source.tree.body[-1]
    assert (item_loop(semantics, node) is not None and computes(semantics, node)) is found


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("b[0] = 1\n print(a)", 5),
        ("print(b)\n b += 1\n print(a)", 6),
        ("if c:\n  b.sort()\n return a", 5),
        ("b[0] = 1", None),
        ("b = b + 1\n b += 1\n print(a)", None),
        ("a = 3\n b += 1\n print(a)", None),
        ("print(b)\n print(a)", None),
    ],
)
def test_changes_through_a_slice(body, line):
    source = Source(f"import numpy as np\ndef f(c):\n a = np.zeros(3)\n b = a[1:]\n {body}")
    semantics = Semantics(source)
    found = shared_slice(semantics, source.tree.body[-1].body[1])
    assert (found.change.lineno if found else None) == line
