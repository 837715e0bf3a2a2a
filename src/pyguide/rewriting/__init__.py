"""Pieces of rewrites that rules share: lines, blocks, bodies, `with` statements, annotations."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
