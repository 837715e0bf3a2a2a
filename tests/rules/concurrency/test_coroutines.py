"""Coroutines that let others run: the same results, and what the repair is for."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.concurrency.blocking_call_in_async import BlockingCallInAsync
from pyguide_rules.concurrency.blocking_sleep_in_async import BlockingSleepInAsync
from pyguide_rules.concurrency.unawaited_coroutine import UnawaitedCoroutine

RULES = [BlockingCallInAsync, BlockingSleepInAsync, UnawaitedCoroutine]

WAITS = """
import subprocess, sys, time
import asyncio
TRACE = []
seconds = 0.01

async def beat():
    for _ in range(3):
        TRACE.append("beat")
        await asyncio.sleep(0)

async def work(x):
    TRACE.append("begin")
    {work}
    TRACE.append("end")
    return found

async def main():
    return await asyncio.gather(work("a"), beat())

RESULT = asyncio.run(main())[0], sorted(TRACE)
SEEN = TRACE
"""

WORK = [
    "found = time.sleep(seconds)",
    "found = x and time.sleep(seconds)",
    "time.sleep(seconds)\n    found = [time.sleep(seconds), x]",
    "found = subprocess.run([sys.executable, '-c', 'print(3)'], capture_output=True).stdout",
    "found = subprocess.check_output([sys.executable, '-c', 'print(3)'], text=True).strip()",
    "found = subprocess.call([sys.executable, '-c', 'raise SystemExit(3)']) ** 2",
]


def fixed(code: str, least: Applicability = Applicability.UNSAFE) -> str:
    done = fix(Source(code), partial(check, rules=RULES), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("work", WORK)
def test_results_are_the_same_and_others_run(work):
    code = WAITS.format(work=work)
    new = fixed(code)
    assert "await asyncio." in new.split("begin")[1].split("end")[0]
    assert observe(new) == observe(code)
    order = "RESULT = SEEN.index('end')\n"
    assert observe(code + order)[1] == "1"
    assert int(str(observe(new + order)[1])) > 1
    assert fixed(code, Applicability.SAFE) == code


def test_errors_pass_through_the_thread():
    code = """
import asyncio, subprocess, sys
async def main():
    subprocess.run([sys.executable, "-c", "raise SystemExit(3)"], check=True)
asyncio.run(main())
"""
    assert "to_thread" in fixed(code)
    assert (observe(code)[2] or "").startswith("CalledProcessError(3")
    assert observe(fixed(code)) == observe(code)


def test_a_forgotten_coroutine_runs():
    code = """
import asyncio, warnings
warnings.simplefilter("ignore")
SAVED = []
async def save(x):
    SAVED.append(x)
class Store:
    async def load(self):
        return ["a", "b"]
    async def run(self):
        rows = self.load()
        for row in rows:
            save(row)
try:
    asyncio.run(Store().run())
except TypeError as error:
    print(error)
RESULT = SAVED
"""
    assert observe(code) == ("'coroutine' object is not iterable\n", "[]", None)
    new = fixed(code)
    assert new.count("await") == 2
    assert observe(new) == ("", "['a', 'b']", None)
    assert fixed(code, Applicability.SAFE) == code


def test_what_is_said():
    code = "import time\nasync def f():\n    time.sleep(1)\n    f()\n    input()\n"
    sleep, forgotten, waiting = check(Source(code), RULES)
    assert sleep.message == (
        "`time.sleep(1)` in `f` stops all tasks of the event loop, not only this one"
    )
    assert sleep.reason == "other tasks run during the wait, and it can be cancelled"
    assert forgotten.message == (
        "`f()` only makes a coroutine, which nothing awaits, so `f` never runs"
    )
    assert forgotten.reason == "the coroutine runs now"
    assert waiting.message == (
        "`input()` waits for the terminal while no other task of the event loop can run"
    )
    assert waiting.reason == "the call runs in another thread, while other tasks run"
