"""Which functions several threads run at once."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.concurrency import locking, threads
from pyguide.source import Source

HEAD = """import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Thread
def inner(): pass
def work():
    inner()
def locked():
    with lock:
        inner()
"""


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("Thread(target=work)", ""),
        ("Thread(target=work)\nThread(target=work)", "inner work"),
        ("[Thread(target=work) for _ in x]", "inner work"),
        ("while x: threading.Timer(1, inner)", "inner"),
        ("for _ in x: Thread(target=locked)", "locked"),
        ("ThreadPoolExecutor().submit(work)", "inner work"),
        ("with ThreadPoolExecutor() as p: p.map(inner, x)", "inner"),
        ("ProcessPoolExecutor().submit(work)", ""),
        ("p.submit(work)", ""),
        ("for _ in x: Thread(target=x.work)", ""),
    ],
)
def test_functions_of_several_threads(code: str, names: str) -> None:
    source = Source(HEAD + code)
    semantics = Semantics(source)
    functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
    found = [one.name for one in functions if threads.run_by_several(semantics, one)]
    assert sorted(found) == names.split()


@pytest.mark.parametrize(
    ("code", "guarded"),
    [
        ("with lock: use()", True),
        ("with open(x), self._lock: use()", True),
        ("with open(x): use()", False),
        ("with lock:\n        def g(): use()", False),
        ("try: use()\n    finally: lock.release()", True),
        ("try: pass\n    except E: use()\n    finally: lock.release()", False),
        ("use()", False),
    ],
)
def test_what_a_lock_guards(code: str, guarded: bool) -> None:
    source = Source(f"def f(x, self, lock):\n    {code}\n")
    call = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "use"
    )
    assert locking.is_guarded(Semantics(source), call) is guarded
