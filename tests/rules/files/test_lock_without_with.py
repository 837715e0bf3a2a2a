"""`with` for a lock: the same calls in the same order, whatever happens in between."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.lock_without_with import LockWithoutWith

PROGRAM = """
import {module}, sys
TRACE = []
LOCK = {module}.{kind}

def look(what):
    free = LOCK.acquire(False)
    if free:
        LOCK.release()
    TRACE.append((what, free))

def run(what):
    look("before")
    LOCK.acquire()
    try:
        look("inside")
        if what == "return":
            return 1
        if what == "raise":
            raise ValueError(what)
        if what == "exit":
            sys.exit(3)
        if what == "early":
            LOCK.release()
        TRACE.append(what)
    {more}
    finally:
        LOCK.release()
    return 2

def attempt(what):
    try:
        return run(what)
    except BaseException as error:
        context = error.__context__
        return type(error).__name__, error.args, type(context).__name__
    finally:
        look("after")

RESULT = [attempt(what) for what in ("nothing", "return", "raise", "exit", "early")], TRACE
"""
KINDS = [
    ("threading", "Lock()"),
    ("threading", "RLock()"),
    ("threading", "Condition()"),
    ("threading", "Semaphore(1)"),
    ("threading", "BoundedSemaphore(1)"),
    ("multiprocessing", "Lock()"),
    ("multiprocessing", "RLock()"),
]

ASYNC = """
import asyncio
TRACE = []
lock = asyncio.Lock()

async def run(name, wait):
    await lock.acquire()
    try:
        TRACE.append((name, lock.locked()))
        await asyncio.sleep(wait)
        if name == "b":
            raise ValueError(name)
    finally:
        lock.release()
    return name

async def main():
    tasks = [asyncio.create_task(run(name, 0)) for name in "abcd"]
    await asyncio.sleep(0)
    tasks[2].cancel()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    return [repr(one) for one in found], lock.locked()

RESULT = asyncio.run(main()), TRACE
"""


def fixed(code: str, least: Applicability = Applicability.SAFE) -> str:
    done = fix(Source(code), partial(check, rules=[LockWithoutWith]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("more", ["", "except KeyError:\n        return 4"])
@pytest.mark.parametrize(("module", "kind"), KINDS)
def test_the_lock_is_held_and_free_at_the_same_times(module, kind, more):
    code = PROGRAM.format(module=module, kind=kind, more=more)
    new = fixed(code)
    assert "with LOCK:" in new
    assert "finally:\n        LOCK" not in new
    assert observe(new) == observe(code)


def test_the_same_for_coroutines():
    new = fixed(ASYNC)
    assert "async with lock:" in new
    assert observe(new) == observe(ASYNC)


def test_a_bare_pair_is_released_after_an_exception_then():
    code = """
import threading
LOCK = threading.Lock()
def run(x):
    LOCK.acquire()
    x.append(1)
    LOCK.release()
try:
    run(None)
except AttributeError:
    RESULT = LOCK.locked()
"""
    assert fixed(code) == code
    assert observe(code)[1] == "True"
    assert observe(fixed(code, Applicability.UNSAFE))[1] == "False"


def test_a_lock_that_is_replaced_while_it_is_held():
    code = """
import threading
class Box:
    def __init__(self):
        self.lock = threading.Lock()
        self.old = self.lock
    def renew(self):
        self.lock = threading.Lock()
        self.lock.acquire()
    def run(self):
        self.lock.acquire()
        try:
            self.renew()
        finally:
            self.lock.release()
        return self.old.locked(), self.lock.locked()
RESULT = Box().run()
"""
    assert fixed(code) == code
    assert observe(fixed(code, Applicability.UNSAFE)) != observe(code)


def test_what_is_said():
    code = "def f(lock):\n    lock.acquire()\n    g()\n    lock.release()\n"
    (finding,) = check(Source(code), [LockWithoutWith])
    assert finding.message == (
        "`lock` is never released when an exception comes before its `release()`"
    )
    assert finding.reason == "an exception before the release of `lock` would release it"


STORE = """
import threading
class Base:
    pass
class Store(Base):
    def __init__(self):
        self._lock = threading.Lock()
    def run(self, x):
        self._lock.acquire()
        try:
            x()
        finally:
            self._lock.release()
"""
OTHERS = [
    "class Special(Store):\n    def __init__(self, lock):\n        self._lock = lock\n",
    "def free(self, lock):\n    self._lock = lock\n",
    "def change(store, lock):\n    store._lock = lock\n",
]


@pytest.mark.parametrize("trust", [(), ("attributes",)])
@pytest.mark.parametrize("other", ["", *OTHERS])
def test_a_lock_in_an_attribute_is_known_where_attributes_are_trusted(trust, other):
    (found,) = check(Source(STORE + other), [LockWithoutWith], trust=frozenset(trust))
    safe = found.fix is not None and found.fix.applicability is Applicability.SAFE
    assert safe == (bool(trust) and not other)
