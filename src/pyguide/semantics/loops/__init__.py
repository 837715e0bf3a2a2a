"""Proofs that the rules of loops ask for: shapes of loops, and what may stand in their place."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
