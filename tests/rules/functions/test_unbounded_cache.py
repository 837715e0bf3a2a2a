"""With a size, a function gives the same results and runs again only for what was dropped."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.functions.unbounded_cache import UnboundedCache

HEADS = ["@functools.cache", "@functools.lru_cache(maxsize=None)", "@functools.lru_cache(None)"]
CODE = """
import functools

{head}
def square(n):
    print("run", n)
    if n < 0:
        raise ValueError(n)
    return n * n
{use}
"""


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "use",
    [
        "RESULT = [square(n) for n in (1, 2, 1, 2.0, True)]",
        "RESULT = [square(n=n) for n in range(128)] == [square(n=n) for n in range(128)]",
        "square([])",
        "square(-1)",
    ],
)
def test_few_arguments_make_no_difference(head, use):
    code = CODE.format(head=head, use=use)
    done = fix(Source(code), partial(check, rules=[UnboundedCache]), Applicability.UNSAFE)
    assert done.counts == {"PYG705": 1}
    assert observe(done.source.text) == observe(code)


def test_the_cache_stops_growing():
    code = CODE.format(
        head=HEADS[0],
        use="for n in range(1000):\n    square(n)\nRESULT = square.cache_info().currsize",
    )
    done = fix(Source(code), partial(check, rules=[UnboundedCache]), Applicability.UNSAFE)
    assert (observe(code)[1], observe(done.source.text)[1]) == ("1000", "128")
