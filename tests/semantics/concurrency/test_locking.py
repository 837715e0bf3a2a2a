"""What a lock is, and what stands between taking it and giving it back."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.concurrency import locking
from pyguide.source import Source

TRY = "\n    try: use()\n    finally: {0}.release()"
PAIR = "\n    use()\n    {0}.release()"


def held(code: str) -> locking.Held | None:
    source = Source(code)
    call = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".acquire")
    )
    return locking.held(Semantics(source), call)


@pytest.mark.parametrize(
    ("name", "is_lock"),
    [
        ("lock", True), ("_lock", True), ("self.lock", True), ("mutex", True), ("RLOCK", True),
        ("dbLock", True), ("lock_", True), ("block", False), ("clock", False), ("pool", False),
        ("unlock", False), ("lock_count", False), ("locks[0]", False),
    ],
)  # fmt: skip
def test_what_is_named_like_a_lock(name: str, is_lock: bool) -> None:
    found = held(f"def f(lock, self):\n    {name}.acquire(){TRY.format(name)}")
    assert (found is not None) is is_lock


@pytest.mark.parametrize(
    ("bound", "made"),
    [
        ("import threading\npool = threading.Lock()", "threading.Lock"),
        ("from threading import RLock as L\npool = L()", "threading.RLock"),
        ("import threading\npool = threading.Lock()\npool = None", None),
        ("import threading\npool = threading.Event()", None),
        ("pool = Lock()", None),
    ],
)
def test_the_constructor_shows_a_lock(bound: str, made: str | None) -> None:
    found = held(f"{bound}\ndef f():\n    pool.acquire(){TRY.format('pool')}")
    assert (found and found.made) == made


@pytest.mark.parametrize(("first", "made"), [("pass", "threading.Lock"), ("self = other", None)])
def test_an_attribute_is_known_while_its_owner_keeps_the_name(first: str, made: str | None) -> None:
    found = held(f"""
import threading
class Store:
    def __init__(self):
        self.lock = threading.Lock()
    def f(self, other):
        {first}
        self.lock.acquire()
        try: use()
        finally: self.lock.release()
""")
    assert found is not None
    assert found.made == made


def test_a_pair_and_a_guard() -> None:
    guarded = held(f"def f(lock):\n    lock.acquire(){TRY.format('lock')}")
    paired = held(f"def f(lock):\n    lock.acquire(){PAIR.format('lock')}")
    assert guarded is not None and isinstance(guarded.guard, ast.Try)
    assert paired is not None and paired.guard is None
    assert [ast.unparse(stmt) for stmt in paired.body] == ["use()"]


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    lock = make()\n    lock.acquire()" + PAIR.format("lock"),
        "def f(lock):\n    lock.acquire()\n    lock.release()",
        "def f(lock):\n    lock.acquire(False)" + TRY.format("lock"),
        "def f(lock):\n    x = lock.acquire()" + TRY.format("lock"),
        "def f(lock):\n    lock.acquire()" + TRY.format("other_lock"),
        "def __enter__(lock):\n    lock.acquire()" + PAIR.format("lock"),
    ],
)
def test_what_is_left_alone(code: str) -> None:
    assert held(code) is None
