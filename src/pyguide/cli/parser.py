"""The parser of ``pyguide``: built only when a command runs."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import NoReturn

from pyguide import __version__
from pyguide.errors import nearest


class _Parser(ArgumentParser):
    """Says which command was probably meant."""

    commands: tuple[str, ...] = ()

    def error(self, message: str) -> NoReturn:
        """Print the message with the nearest command and exit with 2."""
        if "invalid choice: '" in message and self.commands:
            wrong = message.partition("invalid choice: '")[2].partition("'")[0]
            message = f"unknown command `{wrong}`{nearest(wrong, self.commands)}"
        self.exit(2, f"{self.prog}: {message}\n")


def build(commands: Mapping[str, str]) -> ArgumentParser:
    """The parser with one subcommand for each of ``commands``, name to what it does."""
    from pyguide.cli import check, explain, new, rules

    parser = _Parser(
        prog="pyguide",
        description="Finds the anti-patterns of a Python interview guide, says why they bite, "
        "and rewrites them without breaking the program.",
        allow_abbrev=False,
    )
    parser.commands = tuple(commands)
    parser.add_argument("-V", "--version", action="version", version=f"pyguide {__version__}")
    added = parser.add_subparsers(metavar="COMMAND", required=True)
    modules = {"check": check, "explain": explain, "rules": rules, "new": new}
    for name, summary in commands.items():
        child = added.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        if name in modules:
            modules[name].configure(child)
            child.set_defaults(run=modules[name].run)
        else:
            child.set_defaults(run=_version)
    return parser


def _version(_: object) -> int:
    print(f"pyguide {__version__}")
    return 0
