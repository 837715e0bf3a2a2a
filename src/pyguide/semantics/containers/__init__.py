"""Proofs that the rules of containers ask for: what grows, shrinks or is searched."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
