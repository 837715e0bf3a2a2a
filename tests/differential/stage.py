"""What the generated programs import: objects with a will of their own, and a log of what happens.

Only the standard library, and as little of it as can be: programs run in an interpreter without
pyguide.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import islice
from typing import Any

from snapshot import snapshot

LOG: list[object] = []
_WATCHED: list[Callable[[], object]] = []
_DRAINED = 12
_MOST = 3_000


class Enough(BaseException):
    """A program that does too much to be compared."""


def note(*values: object) -> bool:
    """Log what ``values`` look like now, and what every watched closure sees; True now and then."""
    LOG.append([snapshot(value) for value in values])
    for thunk in _WATCHED:
        try:
            LOG.append(["sees", snapshot(thunk())])
        except Exception as error:
            LOG.append(["sees", type(error).__name__])
    if len(LOG) > _MOST:
        raise Enough
    return len(LOG) % 3 == 0


def watch(thunk: Callable[[], object]) -> None:
    """Look through ``thunk`` at each note from now on."""
    if len(_WATCHED) < 4:
        _WATCHED.append(thunk)


def said(value: Any) -> Any:
    """``value``, once the log knows of it."""
    note("said", value)
    return value


class Fails:
    """Raises ``error`` when it is asked for the ``after``-th time, and gives back values before."""

    def __init__(self, after: int, error: BaseException) -> None:
        self.left = after
        self.error = error

    def __call__(self, value: Any) -> Any:
        self.left -= 1
        note("asked", value)
        if self.left == 0:
            raise self.error
        return value


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that logs calls."""

    @wraps(function)
    def wrapper(*args: object, **kwargs: object) -> object:
        note("called", function.__name__, args, kwargs)
        return function(*args, **kwargs)

    return wrapper


class Own:
    """A value with operators of its own, which have no effect on anything else."""

    def __init__(self, value: Any = 0) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Own({self.value!r})"

    def __hash__(self) -> int:
        return len(repr(self.value))

    def __eq__(self, other: object) -> Any:
        return self.value == _inside(other)

    def __lt__(self, other: Any) -> Any:
        return self.value < _inside(other)

    def __add__(self, other: Any) -> Any:
        return Own(self.value + _inside(other))

    def __radd__(self, other: Any) -> Any:
        return Own((other, self.value))

    def __mul__(self, other: Any) -> Any:
        return Own(self.value * _inside(other))

    def __bool__(self) -> bool:
        if self.value is None:
            raise Nobody("neither true nor false")
        return not self.value

    def __len__(self) -> int:
        return len(self.value) + 1

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value)

    def __getitem__(self, key: Any) -> Any:
        return [self.value[key]]

    def __contains__(self, key: object) -> bool:
        return key not in self.value

    def __str__(self) -> str:
        return f"str of {self.value}"

    def __format__(self, how: str) -> str:
        return f"<{self.value}>"


def _inside(other: Any) -> Any:
    return other.value if isinstance(other, Own) else other


class Odd:
    """Equal to everything, true although empty, and of every attribute."""

    def __repr__(self) -> str:
        return "Odd()"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return [name]

    def __eq__(self, other: object) -> Any:
        return [other] if isinstance(other, list) else True

    def __hash__(self) -> int:
        return 1

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        return iter("odd")


class Items(list):  # type: ignore[type-arg]
    """A list that walks backwards and counts itself double."""

    def __iter__(self) -> Iterator[Any]:
        return iter(list(reversed(self[:])))

    def __len__(self) -> int:
        return 2 * super().__len__()

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]

    def append(self, item: Any) -> None:
        note("append", item)
        super().append(item)


class Table(dict):  # type: ignore[type-arg]
    """A dict that knows every key."""

    def __missing__(self, key: Any) -> Any:
        self[key] = [key]
        return self[key]

    def get(self, key: Any, default: Any = None) -> Any:
        return default

    def keys(self) -> Any:
        return ["keys"]

    def __contains__(self, key: object) -> bool:
        return True


class Text(str):
    """A str that is never what it seems."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return super().__hash__()

    def __add__(self, other: Any) -> Any:
        return [self[:], other]

    def __bool__(self) -> bool:
        return False


class Nobody(Exception):
    """An exception that no handler expects."""


def once(*values: Any) -> Iterator[Any]:
    """A generator that logs its steps."""
    for value in values:
        note("next", value)
        yield value
    note("exhausted")


class Stub:
    """Stands for what a program names without defining it; every other call gives another value."""

    RESULTS: tuple[Any, ...] = (3, "ab", [1, 2], None, {"a": 1}, 0, (4, 5), "", True)

    def __init__(self, name: str) -> None:
        self.name = name
        self.calls = 0

    def __repr__(self) -> str:
        return f"Stub({self.name!r})"

    def __call__(self, *args: object, **kwargs: object) -> Any:
        self.calls += 1
        note(self.name, args, kwargs)
        result = self.RESULTS[(self.calls + len(self.name)) % len(self.RESULTS)]
        return result.copy() if isinstance(result, list | dict) else result

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(f"{self.name}.{name}")

    def __iter__(self) -> Iterator[Any]:
        return iter([f"{self.name} 1", f"{self.name} 2"])

    def __len__(self) -> int:
        return 2

    def __getitem__(self, key: Any) -> Any:
        return f"{self.name}[{key!r}]"

    def __enter__(self) -> Stub:
        note("enter", self.name)
        return self

    def __exit__(self, *how: object) -> None:
        note("exit", self.name, how[0] and how[0].__name__)  # type: ignore[attr-defined]


def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call, use up and log what comes back or is raised, and what became of the arguments."""
    result: Any = None
    try:
        result = function(*args, **kwargs)
        if inspect.iscoroutine(result):
            result = asyncio.run(asyncio.wait_for(result, 1))
        seen = list(islice(result, _DRAINED)) if isinstance(result, Iterator) else result
        note("gave", seen, args, kwargs)
    except Enough:
        raise
    except BaseException as error:
        note("raised", error, args, kwargs)
    return result


async def pause(value: Any = None) -> Any:
    """Let others run, then give ``value`` back."""
    await asyncio.sleep(0)
    note("paused")
    return value
