"""Find a module's source without importing it, and list the names that a star import brings.

Nothing is imported or executed. What cannot be read with certainty is unknown: C extensions, files
outside the roots, an `__all__` that is computed, a namespace that is filled at run time.
"""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
