"""Proofs that the rules of files ask for: what must be closed, encodings, lines, paths."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
