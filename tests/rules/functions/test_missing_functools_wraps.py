"""The wrapper does what it did, under the name of what it wraps."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.functions.missing_functools_wraps import MissingFunctoolsWraps

# Each defines the decorator `deco`.
DECORATORS = {
    "plain": """
def deco(func):
    def wrapper(*args, **kwargs):
        print("before", args, kwargs)
        return func(*args, **kwargs)
    return wrapper
""",
    "three levels": """
def repeat(times):
    def inner(func):
        def wrapper(*args, **kwargs):
            return [func(*args, **kwargs) for _ in range(times)]
        return wrapper
    return inner
deco = repeat(2)
""",
    "what it wraps raises": """
def deco(func):
    def wrapper(*args, **kwargs):
        try:
            return func(*args, **kwargs)
        except ValueError as error:
            print("caught", error)
            raise
    return wrapper
""",
}
USE = """
@deco
def work(x, *, y=1):
    "Doc."
    if x < 0:
        raise ValueError(x)
    return x, y
{call}
"""
CALLS = [
    "RESULT = work(1, y=2)", "RESULT = work(x=1)", "work(-1)", "work()",
    "from functools import partial\nRESULT = deco(partial(work, 2))(y=3)",
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", DECORATORS)
def test_calls_give_what_they_gave(name, call):
    code = DECORATORS[name] + USE.format(call=call)
    done = fix(Source(code), partial(check, rules=[MissingFunctoolsWraps]), Applicability.UNSAFE)
    assert done.counts == {"PYG702": 1}
    assert observe(done.source.text) == observe(code)


def test_name_docstring_and_signature_come_back():
    show = "import inspect\nRESULT = work.__name__, work.__doc__, str(inspect.signature(work))"
    code = DECORATORS["plain"] + USE.format(call=show)
    done = fix(Source(code), partial(check, rules=[MissingFunctoolsWraps]), Applicability.UNSAFE)
    assert observe(code)[1] == repr(("wrapper", None, "(*args, **kwargs)"))
    assert observe(done.source.text)[1] == repr(("work", "Doc.", "(x, *, y=1)"))
