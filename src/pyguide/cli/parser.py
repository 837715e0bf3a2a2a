"""The parser of ``pyguide``: built only when a command runs."""

from __future__ import annotations

import re
from argparse import ArgumentParser, HelpFormatter
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from pyguide import __version__
from pyguide.cli.output import width
from pyguide.errors import nearest, one_line

_VALUE_MAY_LACK = ("--add-noqa",)
_CHOICE = r"argument (?P<what>\S+): invalid choice: '(?P<wrong>.*)' \(choose from .*\)"
_UNRECOGNIZED = r"unrecognized arguments: (?P<flag>\S+).*"


class _Help(HelpFormatter):
    """As wide as reports; to find the width itself, argparse imports more than it is."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=width())


class Parser(ArgumentParser):
    """Complains in one line that says which command or value was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Print the message with the nearest valid word and exit with 2."""
        match = re.fullmatch(_CHOICE, message)
        unknown = re.fullmatch(_UNRECOGNIZED, message)
        if unknown:
            flag = unknown["flag"].partition("=")[0]
            hint = nearest(flag, self._flags()) if flag.startswith("-") else ""
            message = f"unknown flag `{flag}`{hint}" if hint else message
        elif match:
            valid = self._valid(match["what"])
            hint = nearest(match["wrong"], valid) or f"; known are {', '.join(valid)}"
            kind = "unknown command" if match["what"] == "COMMAND" else f"{match['what']}: unknown"
            message = f"{kind} `{match['wrong']}`{hint}"
        self.exit(2, f"{one_line(f'{self.prog}: {message}')}\n")

    def _flags(self) -> list[str]:
        """Every flag, those of the command included."""
        flags = [flag for action in self._actions for flag in action.option_strings]
        for action in self._actions:
            children = action.choices.values() if isinstance(action.choices, Mapping) else ()
            for child in children:
                flags += child._flags() if isinstance(child, Parser) else []
        return [flag for flag in flags if len(flag) > 2]

    def _valid(self, what: str) -> list[str]:
        """The words that the command or flag ``what`` may be."""
        for action in self._actions:
            if what == (action.metavar or "/".join(action.option_strings)):
                return list(action.choices or ())
        return []


def spelled(words: Sequence[str]) -> list[str]:
    """The ``words`` as argparse understands them.

    As in ruff, a value that may be left out stands behind ``=``; argparse would take the next word.
    """
    end = words.index("--") if "--" in words else len(words)
    return [f"{w}=" if w in _VALUE_MAY_LACK else w for w in words[:end]] + list(words[end:])


def build(commands: Mapping[str, str], asked: Sequence[str]) -> ArgumentParser:
    """The parser with one subcommand for each of ``commands``, name to what it does.

    If the words ``asked`` begin with one of them, the others are left out.
    """
    parser = Parser(
        prog="pyguide",
        description="Finds the anti-patterns of a Python interview guide, says why they bite, "
        "and rewrites them without breaking the program.",
        allow_abbrev=False,
        formatter_class=_Help,
    )
    parser.add_argument("-V", "--version", action="version", version=f"pyguide {__version__}")
    added = parser.add_subparsers(prog=parser.prog, metavar="COMMAND", required=True)
    first = next((word for word in asked if not word.startswith("-")), "")
    for name, summary in commands.items():
        if first in commands and first != name:
            continue
        child = added.add_parser(
            name,
            help=summary,
            description=summary,
            allow_abbrev=False,
            formatter_class=_Help,
        )
        if name == first:
            module = import_module(f"pyguide.cli.{name}")
            module.configure(child)
            child.set_defaults(run=module.run)
    return parser
