"""Modules that are imported when something is first asked of them."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec


class Delayed(ModuleType):
    """Stands for a module that is imported when something is first asked of it.

    Who finds it in `sys.modules` and asks importlib where it lies is told by ``spec``, without any
    import. The standard library's LazyLoader imports at the next import statement already.
    """

    def __init__(self, name: str, spec: ModuleSpec | None = None) -> None:
        super().__init__(name)
        self.__spec__ = spec

    def __getattr__(self, name: str) -> object:
        """Import the module, take over all that it holds, and answer from it."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        real = import_module(self.__name__)
        vars(self).update(vars(real))
        return getattr(real, name)


def modules_of(package: str) -> Callable[[str], ModuleType]:
    """A ``__getattr__`` for ``package`` under which imports of its modules are delayed.

    Rules name whatever they may need, and where nothing is suspicious they need none of it:
    ``from pyguide.rewriting import lines`` costs next to nothing until ``lines.above`` is called.
    """
    folder = sys.modules[package].__path__[0]
    known = {entry.partition(".")[0] for entry in os.listdir(folder)}

    @cache
    def module(name: str) -> ModuleType:
        if name not in known:
            raise AttributeError(f"package {package!r} has no module {name!r}")
        return Delayed(f"{package}.{name}")

    return module
