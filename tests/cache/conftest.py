"""A cache that need not wait two seconds, and what shows which files were looked at."""

import time

import pytest

from pyguide import session, witness
from pyguide.cache import replay

SETTLED = 0.02


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    monkeypatch.setattr(witness, "SETTLED_NS", int(SETTLED * 1e9))


@pytest.fixture
def settle():
    """Waits until everything is old enough to be stored."""
    return lambda: time.sleep(SETTLED * 1.5)


@pytest.fixture
def looked_at(monkeypatch):
    """Names of the files that were looked at afresh; the caller may clear it."""
    names = []
    check_file = session.check_file

    def counting(task, mode):
        names.append(task.shown)
        return check_file(task, mode)

    monkeypatch.setattr(session, "check_file", counting)
    return names


@pytest.fixture
def stored(pyguide, settle):
    """Runs a command until it is stored; gives what it said, which must not change."""

    def run(*words):
        settle()
        first = pyguide(*words)
        settle()
        second = pyguide(*words)
        assert first == second
        return first

    return run


@pytest.fixture
def is_replayed(pyguide):
    """Whether a command would be answered from a stored run; fails if that were another answer."""

    def ask(*words):
        told = replay.find(words, 0)
        if told is not None:
            errors, output, code = told
            assert (code, output.decode(), errors.decode()) == pyguide(*words, "--no-cache")
        return told is not None

    return ask
