"""What names refer to: scopes, bindings, builtins, and who else may see or set them."""

from pyguide.delay import modules_of

TYPE_CHECKING = False
if not TYPE_CHECKING:
    __getattr__ = modules_of(__name__)
