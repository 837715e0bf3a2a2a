"""What happens to objects: who holds them, what changes them, what only looks."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
