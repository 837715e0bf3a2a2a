"""A container made in `__init__`: one instance works as before, several no longer mix."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.mutability.mutable_class_attribute import MutableClassAttribute

UNSAFE = Applicability.UNSAFE


def fixed(code: str, times: int, least: Applicability = UNSAFE) -> str:
    """``code`` after its fixes, of which there must be ``times``."""
    done = fix(Source(code), partial(check, rules=[MutableClassAttribute]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG102"] == times
    return done.source.text


CLASSES = {
    "without __init__": """
class Bag:
    items = []

    def add(self, item):
        self.items.append(item)
        return self
""",
    "with __init__": """
class Bag:
    size = 0
    items: list = list()

    def __init__(self, *args):
        "Doc."
        self.size = len(args)
        for arg in args:
            self.add(arg)

    def add(self, item):
        self.items.append(item)
        return self
""",
    "whose base calls a method": """
class Base:
    def __init__(self):
        self.add(0)
        self.items.pop()

class Bag(Base):
    items = []  # what it holds

    def __init__(self):
        super().__init__()

    def add(self, item):
        self.items += [item]
        return self
""",
    "in a function": """
def make():
    kind = list
    class Bag:
        items = []
        def __init__(self): self.kind = kind
        def add(self, item):
            self.items.insert(len(self.items), item)
            return self
    return Bag
Bag = make()
""",
}


@pytest.mark.parametrize("name", CLASSES)
def test_one_instance_works_as_before(name):
    code = f"{CLASSES[name]}\nbag = Bag().add(1).add(2)\nRESULT = bag.items\n"
    assert observe(code) == ("", "[1, 2]", None)
    assert observe(code) == observe(fixed(code, times=1))


@pytest.mark.parametrize("name", CLASSES)
def test_two_instances_no_longer_share(name):
    code = (
        f"{CLASSES[name]}\none, two = Bag().add(1), Bag().add(2)\nRESULT = one.items, two.items\n"
    )
    assert observe(code)[1] == "([1, 2], [1, 2])"
    assert observe(fixed(code, times=1))[1] == "([1], [2])"


@pytest.mark.parametrize("name", CLASSES)
def test_no_fix_is_safe(name):
    assert fixed(CLASSES[name], 0, Applicability.SAFE) == CLASSES[name]


def test_several_attributes_of_a_class_without_init_keep_their_order():
    code = """
class Bag:
    first = []
    second = {}
    third = set()

    def add(self, item):
        self.first.append(item)
        self.second[item] = self.third.add(item)

bag, other = Bag(), Bag()
bag.add(1)
RESULT = bag.first, bag.second, bag.third, list(vars(bag)), other.first
"""
    assert observe(fixed(code, times=3))[1] == (
        "([1], {1: None}, {1}, ['first', 'second', 'third'], [])"
    )


@pytest.mark.parametrize(
    "code",
    [
        "size = 2\nclass A:\n    size = 3\n    rows = [size]\n    def __init__(self): pass\n",
        "class A:\n    rows = [1]\n    rest = rows\n    def __init__(self): pass\n",
        "class A(list):\n    rows = [1]\n",
        "class A:\n    rows = []\n    def __init__(self, list): pass\n    rows = list()\n",
    ],
)
def test_a_move_that_would_change_the_value_is_not_offered(code):
    code += "    def change(self):\n        self.rows.append(1)\n"
    found = check(Source(code), [MutableClassAttribute])
    assert found
    assert not [finding.fix for finding in found if finding.fix]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_and_tabs_stay(newline):
    lines = ["class A:", "\trows = []", "", "\tdef add(self):", "\t\tself.rows.append(1)", ""]
    new = ["class A:", "\tdef __init__(self):", "\t\tself.rows = []", "", *lines[3:]]
    assert fixed(newline.join(lines), times=1) == newline.join(new)


def test_what_is_said():
    derived = "class B(Base):\n    xs = []\n    def f(self): self.xs[0] = 1\n"
    code = CLASSES["without __init__"] + derived
    first, second = check(Source(code), [MutableClassAttribute])
    assert first.message == "all instances of `Bag` share the list `items`, which `add` changes"
    assert first.reason == "code may rely on the one `items` of all instances"
    assert second.reason == "`B` has bases and no `__init__` of its own"
