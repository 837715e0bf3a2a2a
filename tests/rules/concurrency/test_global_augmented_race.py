"""What is found does lose updates, once a switch comes between the two steps."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.source import Source
from pyguide_rules.concurrency.global_augmented_race import GlobalAugmentedRace

# Each thread has read the global before any of them stores: `pause` waits for all.
PROGRAM = """
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

count = 0
lock = threading.Lock()
barrier = threading.Barrier(3)

def pause():
    {pause}
    return 1

def work():
    global count
    {work}

{start}
RESULT = count
"""
STARTS = [
    "threads = [Thread(target=work) for _ in range(3)]\n"
    "for one in threads: one.start()\nfor one in threads: one.join()",
    "with ThreadPoolExecutor(3) as pool:\n    for _ in range(3): pool.submit(work)",
]


@pytest.mark.parametrize("start", STARTS)
def test_updates_are_lost(start):
    code = PROGRAM.format(pause="barrier.wait(5)", work="count += pause()", start=start)
    assert observe(code)[1] == "1"
    (finding,) = check(Source(code), [GlobalAugmentedRace])
    assert finding.fix is None
    assert finding.message == (
        "`count += pause()` in `work` reads and writes in two steps; a thread may come between"
    )
    assert finding.reason == "only you know which lock guards `count`"


@pytest.mark.parametrize("start", STARTS)
def test_a_lock_keeps_them(start):
    work = "with lock:\n        count += pause()"
    code = PROGRAM.format(pause="pass", work=work, start=start)
    assert observe(code)[1] == "3"
    assert check(Source(code), [GlobalAugmentedRace]) == []
