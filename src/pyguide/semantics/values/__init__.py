"""What values provably are: types, items, classes, and what tests and annotations say of them."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
