"""The moved return changes nothing but that exceptions get out."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.jump_in_finally import JumpInFinally

PROLOGUE = """\
class Box(list):
    def work(self):
        print("work", FAIL)
        self.append(FAIL)
        if FAIL == 1:
            raise ValueError("work", 1)
        if FAIL == 2:
            raise KeyboardInterrupt
        if FAIL == 3:
            raise StopIteration("work")

    def close(self):
        print("close")
        self.append("closed")

    def size(self):
        print("size")
        return len(self)

"""

# Each defines `run(box)`; every return of it is to be moved.
PROGRAMS = {
    "clean-up first": """
def run(box):
    try:
        box.work()
    finally:
        box.close()
        return box.size()
""",
    "handler": """
def run(box):
    state = "ok"
    try:
        box.work()
    except ValueError as error:
        state = error.args
    finally:
        return state
""",
    "handler and else": """
def run(box):
    state = "ok"
    try:
        box.work()
    except ValueError:
        state = "bad"
    else:
        state = "done"
        box.work()
    finally:
        # whatever it was
        return state
""",
    "nothing else": '''
def run(box):
    text = ""
    try:
        text = """
    kept
        as it is"""
        box.work()

        text += f"""
        {box!r}
    """
    finally:
        return text
''',
    "bare return": """
def run(box):
    try:
        box.work()
    finally:
        box.close()
        return
""",
    "bare return alone": """
def run(box):
    try:
        box.work()
    finally:
        return
""",
    "bare return in a branch": """
def run(box):
    if not box:
        try:
            box.work()
        finally:
            box.close()
            return
    print("not reached")
""",
    "loop": """
def run(box):
    for number in range(3):
        try:
            box.work()
        finally:
            box.close()
            return number
    return "end"
""",
    "handler outside": """
def run(box):
    try:
        try:
            box.work()
        finally:
            box.close()
            return box.size()
    except ZeroDivisionError:
        return "no"
""",
    "finally in finally": """
def run(box):
    try:
        box.work()
    finally:
        try:
            box.close()
        finally:
            box.close()
            return box.size()
""",
    "generator": """
def steps(box):
    try:
        yield 1
        box.work()
        yield 2
    finally:
        box.close()
        return box.size()

def run(box):
    got = []
    walk = steps(box)
    while True:
        try:
            got.append(next(walk))
        except StopIteration as stop:
            return got, stop.value
""",
    "coroutine": """
import asyncio

async def wait(box):
    async with asyncio.timeout(60):
        try:
            await asyncio.sleep(0)
            box.work()
        finally:
            box.close()
            return box.size()

def run(box):
    return asyncio.run(wait(box))
""",
    "raise in the block": """
def run(box):
    try:
        box.work()
    finally:
        if FAIL == 9:
            raise OSError("close")
        return box.size()
""",
    "returned value changed by the block": """
def run(box):
    total = 1
    try:
        box.work()
        total = 2
    finally:
        total += 10
        box.close()
        return (
            total,
            box.size(),
        )
""",
}

SWALLOWED = {
    1: "ValueError('work', 1)",
    2: "KeyboardInterrupt()",
    3: "StopIteration('work',)",
}


def repaired(code: str) -> str:
    fixed = fix(Source(code), partial(check, rules=[JumpInFinally]), Applicability.UNSAFE)
    assert fixed.converged and not fixed.dropped
    return fixed.source.text


def program(code: str, fail: int) -> str:
    return f"FAIL = {fail}\n{PROLOGUE}{code}\nRESULT = run(Box())\n"


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_without_an_exception_nothing_changes(code: str) -> None:
    better = repaired(code)
    assert better != code
    assert not check(Source(better), [JumpInFinally])
    assert observe(program(better, 0)) == observe(program(code, 0))


@pytest.mark.parametrize("fail", SWALLOWED)
@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_what_was_swallowed_gets_out_and_the_rest_is_the_same(code: str, fail: int) -> None:
    before, after = observe(program(code, fail)), observe(program(repaired(code), fail))
    if "except ValueError" in code and fail == 1:
        assert after == before
        return
    assert before[2] is None
    if fail == 3 and ("yield" in code or "await" in code):
        kind = "generator" if "yield" in code else "coroutine"
        assert after[2] == f"RuntimeError('{kind} raised StopIteration',)"
    else:
        assert after[2] == SWALLOWED[fail]
    assert before[0].startswith(after[0])


def test_the_exception_of_the_block_itself_still_gets_out() -> None:
    code = PROGRAMS["raise in the block"]
    before, after = observe(program(code, 9)), observe(program(repaired(code), 9))
    assert before == after
    assert after[2] == "OSError('close',)"


def test_line_ends_of_the_file_are_kept() -> None:
    code = PROGRAMS["clean-up first"].replace("\n", "\r\n")
    better = repaired(code)
    assert better.replace("\r\n", "") == repaired(PROGRAMS["clean-up first"]).replace("\n", "")
    assert better.count("\r\n") == better.count("\n") == code.count("\n")


def test_a_file_without_final_line_end() -> None:
    code = "def f(b):\n    try:\n        b()\n    finally:\n        return b"
    assert repaired(code) == "def f(b):\n    b()\n    return b"
    code = "def f(b):\n    try:\n        b()\n    finally:\n        b()\n        return"
    assert repaired(code) == "def f(b):\n    try:\n        b()\n    finally:\n        b()\n"


def test_the_reason_names_what_stands_in_the_way() -> None:
    code = "def f(b):\n    try:\n        return b.first\n    finally:\n        return b.last\n"
    (finding,) = check(Source(code), [JumpInFinally])
    assert finding.message == (
        "`return b.last` in `finally` swallows every exception and overrides `return b.first`"
    )
    assert finding.reason == "`return b.first` would win over `return b.last` behind the `try`"
    assert finding.fix is None
