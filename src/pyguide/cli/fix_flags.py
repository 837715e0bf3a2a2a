"""The flags of ``pyguide-fix`` that choose a part of the work, take it back or finish it."""

from __future__ import annotations

from argparse import ArgumentParser

from pyguide.cli.values import Selectors, number

LAST = ""
"""What stands for the last run where a flag may name one."""


def add_narrowing(parser: ArgumentParser) -> None:
    """Add the flags that leave out some of what would be fixed."""
    group = parser.add_argument_group("a part at a time")
    for flag, told in (
        ("--only", "of the rules that are on, look at these codes or names only"),
        ("--skip", "... at all but these"),
    ):
        group.add_argument(flag, action=Selectors, metavar="CODES", help=told)
    group.add_argument(
        "--max-files",
        type=number,
        metavar="N",
        help="change at most N files, the first ones by path, and say how many are left",
    )


def add_runs(parser: ArgumentParser) -> None:
    """Add the flags about earlier runs."""
    group = parser.add_argument_group("earlier runs").add_mutually_exclusive_group()
    group.add_argument("--log", action="store_true", help="list the runs that changed files")
    for flag, told in (
        ("--undo", "give files back what they held before a run, the last one by default"),
        ("--resume", "finish a run that was interrupted, the last one by default"),
    ):
        group.add_argument(flag, nargs="?", const=LAST, metavar="RUN", help=told)


def add_review(parser: ArgumentParser) -> None:
    """Add the flag that asks before each fix."""
    parser.add_argument_group("review").add_argument(
        "-i",
        "--interactive",
        action="store_true",
        help="show each fix and ask whether to apply it; --resume goes on where one stopped",
    )
