"""Values of flags: how words of a command line are read and gathered."""

from __future__ import annotations

from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence

from pyguide.configuration import links
from pyguide.configuration.kinds import MOST_SECONDS
from pyguide.configuration.versions import target_version
from pyguide.template import check


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


def whole_seconds(text: str) -> int:
    """A number of seconds of processor time."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SECONDS:
        raise ArgumentTypeError(f"expected seconds from 1 to {MOST_SECONDS}, got `{text}`")
    return int(text)


def number(text: str) -> int:
    """How many of something: one or more."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number from 1 on, got `{text}`")
    return int(text)


def editor_link(text: str) -> str:
    """The pattern of URLs that a word stands for, as `links.editor_link` gives it."""
    return _valid(text, links.editor_link)


def repository_link(text: str) -> str:
    """A pattern of URLs, as `links.repository_link` gives it."""
    return _valid(text, links.repository_link)


def _valid(text: str, parse: Callable[[str], str]) -> str:
    try:
        return parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def seconds(text: str) -> float:
    """How long something may take."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"expected a number of seconds above 0, got `{text}`")
    return value


def message(text: str) -> str:
    """A template of commit messages."""
    try:
        check(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
    return text
