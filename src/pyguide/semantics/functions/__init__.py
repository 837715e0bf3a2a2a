"""Proofs that the rules of functions ask for: closures, caches, wrappers."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
