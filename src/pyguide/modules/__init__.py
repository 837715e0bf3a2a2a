"""Find a module's source without importing it, and list the names that a star import brings.

Nothing is imported or executed. What cannot be read with certainty is unknown: C extensions, files
outside the roots, an `__all__` that is computed, a namespace that is filled at run time.
"""

from pyguide.modules.exports import Exports, exports
from pyguide.modules.location import locate, package
from pyguide.modules.stars import StarImport, StarImports, star_imports

__all__ = [
    "Exports",
    "StarImport",
    "StarImports",
    "exports",
    "locate",
    "package",
    "star_imports",
]
