"""The class itself gets the same objects as before, a subclass gets its own."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.classes.hardcoded_class_in_factory import HardcodedClassInFactory

PROGRAMS = {
    "class method": """
class A:
    def __init__(self, *parts):
        self.parts = parts
    @classmethod
    def make(cls, text):
        return A(*text)
""",
    "static method": """
class A:
    def __init__(self, *parts):
        self.parts = parts
    @staticmethod
    def make(text, sep=None):
        made = A(*text)
        print(made.parts)
        return made
""",
    "called through an instance": """
class A:
    def __init__(self, *parts):
        self.parts = parts
    @staticmethod
    def make(*text):
        if not text:
            raise ValueError(text)
        return A(*[part for part in text])
    def again(self):
        return self.make(*self.parts)
""",
}
SHOW = """
class B(A):
    pass
made = [A.make("xy"), B.make("xy"), A(1).make("z")]
RESULT = [one.parts for one in made], [type(one).__name__ for one in made]
"""


@pytest.mark.parametrize("name", PROGRAMS)
def test_only_the_class_of_what_a_subclass_makes_differs(name):
    code = PROGRAMS[name]
    done = fix(Source(code), partial(check, rules=[HardcodedClassInFactory]), Applicability.UNSAFE)
    assert done.counts == {"PYG606": 1}
    before, after = observe(code + SHOW), observe(done.source.text + SHOW)
    assert str(before[1]).endswith("['A', 'A', 'A'])")
    assert after == (before[0], str(before[1]).replace("'A', 'A', 'A'", "'A', 'B', 'A'"), None)
