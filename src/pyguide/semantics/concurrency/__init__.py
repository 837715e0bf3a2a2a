"""Proofs that the rules of concurrency ask for: coroutines, threads, locks, processes."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
