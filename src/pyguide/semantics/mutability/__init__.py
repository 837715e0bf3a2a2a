"""Proofs that the rules of mutability ask for: defaults, attributes, copies."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
