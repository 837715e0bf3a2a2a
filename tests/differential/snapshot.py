"""A picture of values that JSON can carry: structure, types and which objects are the same one."""

from __future__ import annotations

import dataclasses
import inspect
import io
import re
import types
from collections import deque
from typing import Any

_DEEPEST = 12
_ADDRESS = re.compile(r"0x[0-9a-f]+")
# That a function was made in a comprehension is like a line of a traceback; from 3.12 it is lost.
_INSIDE = re.compile(r"<(?:list|set|dict)comp>\.(?:<locals>\.)?")
_QUOTED = re.compile(r"'\w+'")
_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis), range)


def snapshot(value: object) -> Any:
    """Nested lists that are equal where two values cannot be told apart."""
    return _Camera().picture(value, 0)


def spelled(text: str) -> str:
    """``text`` without addresses and without comprehensions in names of functions."""
    return _INSIDE.sub("", _ADDRESS.sub("0x", text))


class _Camera:
    """Numbers mutable objects in the order in which they are met."""

    def __init__(self) -> None:
        self.met: dict[int, int] = {}
        self.kept: list[object] = []

    def picture(self, value: object, depth: int) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return [kind.__name__, spelled(repr(value))]
        if depth > _DEEPEST:
            return ["deep", kind.__name__]
        if id(value) in self.met:
            return ["again", self.met[id(value)]]
        if kind is not tuple and kind is not frozenset:
            self.met[id(value)] = len(self.met)
            self.kept.append(value)
        return [kind.__qualname__, *self.parts(value, depth + 1)]

    def parts(self, value: Any, depth: int) -> list[Any]:
        """What is inside, read past whatever the class overrides."""
        found: list[Any] = []
        if isinstance(value, list | tuple | deque):
            kind = next(k for k in (list, tuple, deque) if isinstance(value, k))
            found = [self.picture(item, depth) for item in kind.__iter__(value)]
        elif isinstance(value, dict):
            found = [
                [self.picture(key, depth), self.picture(item, depth)]
                for key, item in dict.items(value)
            ]
        elif isinstance(value, set | frozenset):
            kind = set if isinstance(value, set) else frozenset
            found = sorted((self.picture(item, depth) for item in kind.__iter__(value)), key=repr)
        elif isinstance(value, BaseException):
            return self.error(value, depth)
        elif isinstance(value, str):
            found = [str.__repr__(value)]
        elif isinstance(value, bytes | bytearray | int | float):
            found = [repr(value)]
        elif isinstance(value, io.StringIO):
            found = [value.closed or value.getvalue()]
        elif isinstance(value, io.IOBase):
            return [value.closed]
        elif isinstance(value, type):
            return self.made(value, depth)
        elif isinstance(value, types.FunctionType):
            return self.function(value, depth)
        elif isinstance(value, types.MethodType):
            return [value.__func__.__qualname__, self.picture(value.__self__, depth)]
        elif inspect.isgenerator(value) or isinstance(value, types.CoroutineType):
            return [value.__name__]
        elif not hasattr(value, "__dict__"):
            return [spelled(object.__repr__(value))]
        return found + self.attributes(value, depth)

    def attributes(self, value: object, depth: int) -> list[Any]:
        try:
            own = object.__getattribute__(value, "__dict__")
        except AttributeError:
            own = {}
        if isinstance(value, types.ModuleType):
            return [value.__name__]
        # What a hint is made of shows only where the program asks for it.
        names = sorted(name for name in own if isinstance(name, str) and name != "__annotations__")
        return [[name, self.picture(own[name], depth)] for name in names]

    def error(self, value: BaseException, depth: int) -> list[Any]:
        args = value.args
        if isinstance(value, UnboundLocalError) or "free variable" in str(args):
            args = tuple(_QUOTED.sub("", str(arg)) for arg in args)  # what a variable is called
        parts: list[Any] = [self.picture(item, depth) for item in args]
        parts.append(["cause", self.picture(value.__cause__, depth)])
        parts.append(["context", self.picture(value.__context__, depth)])
        return [*parts, value.__suppress_context__, *self.attributes(value, depth)]

    def function(self, value: types.FunctionType, depth: int) -> list[Any]:
        return [
            spelled(value.__qualname__),
            self.picture(value.__defaults__, depth),
            self.picture(value.__kwdefaults__, depth),
            *self.attributes(value, depth),
        ]

    def made(self, value: type, depth: int) -> list[Any]:
        """A class by its name; one of the program with its members, too."""
        if value.__module__ != "__main__":
            return [value.__qualname__]
        members = {
            name: member
            for name, member in vars(value).items()
            if not name.startswith("__") or name in ("__hash__", "__slots__", "__match_args__")
            if not isinstance(member, types.GetSetDescriptorType | types.MemberDescriptorType)
        }
        fields = (
            [field.name for field in dataclasses.fields(value)]
            if dataclasses.is_dataclass(value)
            else []
        )
        shown = [[name, self.picture(members[name], depth)] for name in sorted(members)]
        return [value.__qualname__, [base.__name__ for base in value.__mro__], fields, *shown]
