"""The flags of ``pyguide-fix`` that choose a part of the work, take it back or finish it."""

from __future__ import annotations

from argparse import ArgumentParser

from pyguide.cli.values import Selectors, message, number, seconds

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


def add_change_sets(parser: ArgumentParser) -> None:
    """Add the flags that apply the fixes of one rule after the other."""
    group = parser.add_argument_group("change sets: one rule after the other, by code")
    group.add_argument(
        "--commit-per-rule", action="store_true", help="commit the fixes of each rule by themselves"
    )
    group.add_argument(
        "--commit-message",
        type=message,
        metavar="TEMPLATE",
        help="what a commit says, with {code}, {name}, {title}, {summary}, {fixes} and {files}",
    )
    group.add_argument(
        "--blame-ignore-revs",
        action="store_true",
        help="add the commits to .git-blame-ignore-revs, in one more commit",
    )
    group.add_argument(
        "--verify",
        metavar="COMMAND",
        help="run COMMAND before, and after each rule: fixes that make it fail are taken back",
    )
    group.add_argument(
        "--verify-timeout",
        type=seconds,
        metavar="SECONDS",
        help="longer than that, COMMAND has failed",
    )


def add_review(parser: ArgumentParser) -> None:
    """Add the flag that asks before each fix."""
    parser.add_argument_group("review").add_argument(
        "-i",
        "--interactive",
        action="store_true",
        help="show each fix and ask whether to apply it; --resume goes on where one stopped",
    )
