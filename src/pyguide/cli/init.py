"""``pyguide init``: write what a project needs, after showing it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from pyguide.catalog import installed
from pyguide.cli.doctor import shown_changes
from pyguide.cli.options import shown
from pyguide.cli.output import color_of, put, tell
from pyguide.configuration.loading import packs_here
from pyguide.project.init import proposed
from pyguide.report.terminal import visible


def configure(parser: ArgumentParser) -> None:
    """Add the flags of the command."""
    parser.add_argument("-y", "--yes", action="store_true", help="write without asking")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")


def run(arguments: Namespace) -> int:
    """Show the diff, ask, write; 1 where something is missing and was not written, else 0."""
    changes = proposed(Path.cwd(), installed(packs_here()))
    if not changes:
        put("Everything is there already.\n")
        return 0
    put(shown_changes(changes, color=color_of(arguments.color)))
    if not (arguments.yes or _agreed()):
        tell("Nothing was written; `pyguide init --yes` writes without asking.")
        return 1
    for change in changes:
        change.make()
        put(f"wrote {visible(shown(change.path))}\n")
    return 0


def _agreed() -> bool:
    """Whether somebody at a terminal says yes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        return input("Write these files? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False
