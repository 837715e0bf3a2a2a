"""Naming `BaseException` changes nothing, naming `Exception` only what gets out."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.exceptions.bare_except import BareExcept

ERRORS = (
    "ValueError('x', 1)",
    "KeyError('x')",
    "KeyboardInterrupt()",
    "SystemExit(3)",
    "GeneratorExit()",
    "StopIteration(1)",
    "ExceptionGroup('g', [ValueError(1)])",
    "BaseExceptionGroup('g', [KeyboardInterrupt()])",
    "type('Own', (BaseException,), {})('own')",
    "type('Err', (Exception,), {})('err')",
)

# Each defines `run(act)`, where `act` raises or returns, and has at least one bare handler.
PROGRAMS = {
    "swallow": """
def run(act):
    try:
        return act()
    except:
        return "swallowed"
""",
    "else and finally": """
def run(act):
    steps = []
    try:
        steps.append(act())
    except:
        steps.append("except")
    else:
        steps.append("else")
    finally:
        steps.append("finally")
    return steps
""",
    "last of many": """
def run(act):
    try:
        return act()
    except (ValueError, SystemExit) as error:
        return "named", error.args
    except Exception:
        return "exception"
    except:
        return "rest"
""",
    "sometimes raised again": """
import sys

def run(act):
    try:
        return act()
    except:
        kind, error, _ = sys.exc_info()
        print(kind.__name__, error.args)
        if isinstance(error, LookupError):
            raise
        return "kept"
""",
    "another one raised": """
def run(act):
    try:
        return act()
    except:
        raise RuntimeError("instead") from None
""",
    "loop": """
def run(act):
    for number in range(2):
        try:
            act()
        except:
            print(number)
            continue
        print("went well")
    return number
""",
    "generator": """
def steps(act):
    try:
        yield 1
        act()
        yield 2
    except:
        print("closing")
        return

def run(act):
    walk = steps(act)
    next(walk)
    for step in walk:
        print(step)
        break
    walk.close()
""",
    "coroutine": """
import asyncio

async def step(act):
    try:
        await asyncio.sleep(0)
        return act()
    except:
        return "swallowed"

def run(act):
    return asyncio.run(step(act))
""",
    "nested": """
def run(act):
    try:
        try:
            act()
        except:
            print("inner")
            act()
    except:
        print("outer")
    return "end"
""",
}


def repaired(code: str, least: Applicability) -> str:
    fixed = fix(Source(code), partial(check, rules=[BareExcept]), least)
    assert fixed.converged and not fixed.dropped
    return fixed.source.text


def program(code: str, error: str | None) -> str:
    body = f"    raise {error}" if error else "    return 'fine'"
    return f"def act():\n    print('act')\n{body}\n{code}\nRESULT = run(act)\n"


@pytest.mark.parametrize("error", [None, *ERRORS])
@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_the_safe_fix_changes_nothing(code: str, error: str | None) -> None:
    better = repaired(code, Applicability.SAFE)
    assert "except:" not in better
    assert better.count("except BaseException:") == code.count("except:")
    assert observe(program(better, error)) == observe(program(code, error))


@pytest.mark.parametrize("error", [None, *(e for e in ERRORS if e.startswith(("Value", "Key")))])
@pytest.mark.parametrize("name", ["swallow", "else and finally", "loop", "nested"])
def test_the_repair_keeps_what_happens_to_ordinary_errors(name: str, error: str | None) -> None:
    code = PROGRAMS[name]
    better = repaired(code, Applicability.UNSAFE)
    assert "except Exception:" in better
    before, after = observe(program(code, error)), observe(program(better, error))
    if error == "KeyboardInterrupt()":
        assert before[2] is None
        assert after[2] == error
    else:
        assert after == before


@pytest.mark.parametrize(
    "name",
    ["last of many", "sometimes raised again", "another one raised", "generator", "coroutine"],
)
def test_no_repair_where_what_it_lets_pass_may_matter(name: str) -> None:
    code = PROGRAMS[name]
    assert repaired(code, Applicability.UNSAFE) == repaired(code, Applicability.SAFE)


@pytest.mark.parametrize("least", [Applicability.SAFE, Applicability.UNSAFE])
def test_a_second_run_changes_nothing(least: Applicability) -> None:
    code = "\n".join(PROGRAMS.values())
    once = repaired(code, least)
    assert once != code
    assert repaired(once, least) == once


def found(code: str) -> Finding:
    (finding,) = check(Source(code), [BareExcept])
    assert len(finding.message) <= 100
    return finding


def advice(body: str, handlers: str = "") -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    message = found(f"try:\n{lines}{handlers}except:\n    pass\n").message
    head, _, tail = message.partition("; ")
    assert head == "`except:` also catches Ctrl-C and SystemExit"
    return tail


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("act()", "name what you expect"),
        ("number = int(text)", "expect ValueError from int()"),
        ("import json", "expect ImportError from import"),
        ("from json import loads", "expect ImportError from import"),
        ("float(open(a))", "expect ValueError from float(), OSError from open()"),
        ("int(a)\nint(b)", "expect ValueError from int()"),
        ("getattr(a, 'b')", "expect AttributeError from getattr()"),
        ("getattr(a, 'b', None)", "name what you expect"),
        ("next(a)", "expect StopIteration from next()"),
        ("next(a, None)", "name what you expect"),
        ("int()", "name what you expect"),
        ("table = {'a': 1}\nprint(table[key])", "expect KeyError from table[key]"),
        ("row = [1, 2]\nprint(row[5])", "expect IndexError from row[5]"),
        ("print(row[5])", "expect LookupError from row[5]"),
        ("del table[key]", "expect LookupError from table[key]"),
        ("table[key] = 1", "name what you expect"),
        ("print(row[1:2])", "name what you expect"),
        ("row: list[int] = act()", "name what you expect"),
        ("kinds = dict[str, int]", "name what you expect"),
        ("from typing import cast, List\ncast(List[int], 1)", "expect ImportError from import"),
        ("def inner():\n    int(a)", "name what you expect"),
        ("run(lambda a: int(a))", "name what you expect"),
        ("try:\n    int(a)\nexcept ValueError:\n    pass", "name what you expect"),
        ("box.int(a)", "name what you expect"),
        ("settings['a rather long key']()", "expect LookupError from settings['a rather long k…"),
    ],
)
def test_the_message_names_what_the_body_is_known_to_raise(body: str, expected: str) -> None:
    assert advice(body) == expected


@pytest.mark.parametrize(
    ("handlers", "expected"),
    [
        ("except ValueError:\n    pass\n", "expect OSError from open()"),
        ("except (ValueError, OSError):\n    pass\n", "name what you expect"),
        ("except Exception:\n    pass\n", "name these, as `Exception` is caught above"),
        ("except print:\n    pass\n", "expect ValueError from int(), OSError from open()"),
        ("except errors.Bad:\n    pass\n", "expect ValueError from int(), OSError from open()"),
    ],
)
def test_the_message_leaves_out_what_is_handled_above(handlers: str, expected: str) -> None:
    assert advice("int(a)\nopen(a)", handlers) == expected


def test_a_shadowed_builtin_raises_who_knows_what() -> None:
    code = "def int(text): return text\ntry:\n    int(text)\nexcept:\n    pass\n"
    assert found(code).message.endswith("; name what you expect")


def test_the_reason_says_what_the_repair_lets_pass() -> None:
    finding = found("try:\n    a()\nexcept:\n    pass\n")
    assert finding.reason == (
        "`except Exception` lets KeyboardInterrupt, SystemExit and GeneratorExit pass"
    )


def test_without_the_builtin_there_is_no_safe_fix_and_the_reason_says_so() -> None:
    finding = found("BaseException = 1\ntry:\n    a()\nexcept:\n    pass\n")
    assert finding.fix is None
    assert finding.reason == "`BaseException` may not be the builtin here"


@pytest.mark.parametrize("first", ["exec(code)", "from other import *", "vars().update(names)"])
def test_code_that_may_bind_any_name_makes_the_fix_unsafe(first: str) -> None:
    code = f"{first}\ntry:\n    a()\nexcept:\n    pass\n"
    finding = found(code)
    assert finding.reason == "`BaseException` may not be the builtin here"
    assert finding.repair is None
    assert repaired(code, Applicability.SAFE) == code
    assert repaired(code, Applicability.UNSAFE) == code.replace("except:", "except BaseException:")


@pytest.mark.parametrize(
    "first", ["import builtins\nbuiltins.BaseException = Own", "class BaseException: ..."]
)
def test_a_name_that_the_file_changes_is_not_written(first: str) -> None:
    assert found(f"{first}\ntry:\n    a()\nexcept:\n    pass\n").fix is None


def test_a_colon_on_the_next_line() -> None:
    code = "try:\n    a()\nexcept \\\n  :\n    pass\n"
    better = code.replace("except", "except BaseException")
    assert repaired(code, Applicability.SAFE) == better
    compile(better, "better", "exec")


def test_line_ends_of_the_file_are_kept() -> None:
    code = "try:\r\n    a()\r\nexcept:\r\n    pass\r\n"
    assert repaired(code, Applicability.SAFE) == code.replace("except:", "except BaseException:")


def test_the_finding_is_the_header() -> None:
    code = "try:\n    a()\nexcept:\n    pass\n"
    span = found(code).span
    assert code[span.start : span.end] == "except:"
