"""Functions of the module reach the other process, lambdas and inner functions do not."""

import subprocess
import sys
from functools import partial

import pytest

from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.concurrency.unpicklable_process_callable import UnpicklableProcessCallable

PROGRAM = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial

FACTOR = 3


def run():
    def inner(n):
        return n * FACTOR

    {make}
        return {call}


if __name__ == "__main__":
    try:
        print(run())
    except Exception as error:
        print(type(error).__name__)
"""
EXECUTOR = "with ProcessPoolExecutor(1) as pool:"
POOL = "with multiprocessing.Pool(1) as pool:"


def fixed(code: str, least: Applicability = Applicability.UNSAFE) -> str:
    done = fix(Source(code), partial(check, rules=[UnpicklableProcessCallable]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


def printed(code: str, folder) -> str:
    """What the program prints when it is run as a script of its own."""
    script = folder / "program.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("make", "call"),
    [
        (EXECUTOR, "list(pool.map(lambda n: n * FACTOR, [1, 2]))"),
        (EXECUTOR, "[pool.submit(lambda *ns: sum(ns) * FACTOR, 1, n).result() for n in (0, 1)]"),
        (POOL, "pool.map(lambda n: n * FACTOR, [1, 2])"),
    ],
)
def test_a_lambda_fails_and_its_repair_does_not(make, call, tmp_path):
    code = PROGRAM.format(make=make, call=call)
    assert printed(code, tmp_path) in ("AttributeError", "PicklingError")
    assert fixed(code, Applicability.SAFE) == code
    assert printed(fixed(code), tmp_path) == "[3, 6]"


@pytest.mark.parametrize("function", ["inner", "partial(inner)"])
def test_an_inner_function_fails_and_is_found(function, tmp_path):
    code = PROGRAM.format(make=EXECUTOR, call=f"list(pool.map({function}, [1, 2]))")
    assert printed(code, tmp_path) in ("AttributeError", "PicklingError")
    (finding,) = check(Source(code), [UnpicklableProcessCallable])
    assert finding.fix is None


@pytest.mark.parametrize("function", ["str", "partial(pow, 2)"])
def test_what_arrives_is_left_alone(function, tmp_path):
    code = PROGRAM.format(make=EXECUTOR, call=f"list(pool.map({function}, [1, 2]))")
    assert printed(code, tmp_path).startswith("[")
    assert check(Source(code), [UnpicklableProcessCallable]) == []


def test_what_is_said():
    code = "from multiprocessing import Pool, Process\nPool().map(lambda: 1, x)\n"
    pool, process = check(
        Source(f"{code}Process(target=lambda: 1)\n"), [UnpicklableProcessCallable]
    )
    assert pool.message == (
        "a lambda cannot be pickled, so `Pool` cannot send it to another process"
    )
    assert process.message == "a lambda cannot be pickled, so `Process` cannot start it by spawning"
