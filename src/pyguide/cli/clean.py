"""``pyguide clean``: removes caches."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from pyguide.cache.folder import NAME, is_cache, remove
from pyguide.cli.output import tell
from pyguide.configuration.loading import load
from pyguide.errors import PyguideError
from pyguide.report.terminal import visible


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="a cache elsewhere; default: $PYGUIDE_CACHE_DIR, else `cache-dir`",
    )
    parser.add_argument(
        "--runs", action="store_true", help="with what --undo needs to take fixing runs back"
    )


def run(arguments: Namespace) -> int:
    """Remove the caches in and below the working directory, and the one that is named."""
    named = arguments.cache_dir or os.environ.get("PYGUIDE_CACHE_DIR") or _configured()
    for cache in [*_below("."), *([named] if named and is_cache(named) else [])]:
        try:
            if remove(cache, runs=arguments.runs):
                tell(f"Removing cache at: {visible(os.path.normpath(cache))}")
        except OSError as error:
            raise PyguideError(f"{visible(cache)}: {error.strerror or error}") from error
    return 0


def _configured() -> str | None:
    """The cache that the configuration of the working directory names, as far as it is readable."""
    try:
        return load(Path()).cache_dir
    except PyguideError:
        return None


def _below(top: str) -> Iterator[str]:
    for folder, names, _ in os.walk(top):
        if NAME in names:
            names.remove(NAME)
            path = os.path.join(folder, NAME)
            if is_cache(path):
                yield path
