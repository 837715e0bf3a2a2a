"""Proofs that the rules of classes ask for: what methods do with attributes and parents."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
