"""Values of flags: how words of a command line are read and gathered."""

from __future__ import annotations

from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence

from pyguide.configuration.kinds import MOST_SECONDS
from pyguide.configuration.versions import target_version


class Selectors(Action):
    """Collects comma-separated selectors, also when the flag is given more than once."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Add the words of ``values`` to what earlier flags brought."""
        _add(namespace, self.dest, _words(values))


class Pairs(Action):
    """Collects comma-separated ``PATTERN:CODE``, as ruff does, into codes by pattern."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Add the pairs of ``values`` to what earlier flags brought."""
        for word in _words(values):
            pattern, colon, code = word.rpartition(":")
            if not (pattern and colon and code):
                parser.error(f"{option_string}: expected PATTERN:CODE, got `{word}`")
            _add(namespace, self.dest, ((pattern, (code,)),))


def _words(values: object) -> tuple[str, ...]:
    return tuple(word.strip() for word in str(values).split(",") if word.strip())


def _add(namespace: Namespace, name: str, more: tuple[object, ...]) -> None:
    namespace.__dict__[name] = (*(getattr(namespace, name) or ()), *more)


def target(text: str) -> tuple[int, int]:
    """The version that ``py311`` spells."""
    try:
        return target_version(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def seconds(text: str) -> int:
    """A number of seconds."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SECONDS:
        raise ArgumentTypeError(f"expected seconds from 1 to {MOST_SECONDS}, got `{text}`")
    return int(text)


def jobs(text: str) -> int:
    """A number of processes."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number from 1 on, got `{text}`")
    return int(text)
