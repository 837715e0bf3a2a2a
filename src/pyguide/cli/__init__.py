"""The command line: ``pyguide COMMAND`` and ``pyguide-fix``; one module a command."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

COMMANDS = {
    "check": "find anti-patterns, and fix them with --fix",
    "stats": "count findings by chapter, rule, folder and fix",
    "baseline": "keep the findings of today apart from new ones",
    "explain": "explain a rule or a question of the guide",
    "rules": "list all rules",
    "rule": "show the page of a rule, or of all",
    "linter": "list the packs of rules and their chapters",
    "config": "list or explain the keys of the configuration",
    "new": "write the two files of a new rule",
    "doctor": "say what keeps pyguide and other tools from working together",
    "init": "write the configuration, a hook and a workflow for a project",
    "clean": "remove the caches in and below this folder",
    "version": "show the version",
}
MISUSE = 2
INTERRUPTED = 130


def run() -> None:
    """Entry point of ``pyguide``."""
    sys.exit(_guarded(main))


def run_fix() -> None:
    """Entry point of ``pyguide-fix``."""
    sys.exit(_guarded(fix_main))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 clean, 1 findings, 2 misuse or failure."""
    try:
        words = _words(argv)
    except ValueError as error:
        return _misuse(f"pyguide: {error}")
    # The version must not pay for argparse, which costs as much as the interpreter's start.
    if words in (["--version"], ["-V"], ["version"]):
        from pyguide import __version__

        print(f"pyguide {__version__}")
        return 0
    if words[:1] == ["check"]:
        from pyguide.cache.replay import find
        from pyguide.cli.output import repeat, terminal_columns

        told = find(words, terminal_columns())
        if told is not None:
            errors, output, code = told
            repeat(errors, output)
            return code
    from pyguide.cli.parser import build, spelled

    arguments = build(COMMANDS, asked=words).parse_args(spelled(words))
    arguments.words, arguments.resumed = words, None
    return _called(arguments.run, arguments)


def fix_main(argv: Sequence[str] | None = None) -> int:
    """Run ``pyguide-fix``; returns the exit code."""
    from pyguide.cli.fix import parser, run

    try:
        words = _words(argv)
    except ValueError as error:
        return _misuse(f"pyguide-fix: {error}")
    arguments = parser().parse_args(words)
    arguments.words, arguments.resumed = words, None
    return _called(run, arguments)


def _words(argv: Sequence[str] | None) -> list[str]:
    """The words of the command line; raises ValueError for a file of words that is none."""
    words = list(sys.argv[1:] if argv is None else argv)
    if any(word.startswith("@") for word in words):
        from pyguide.cli.files import expanded

        return expanded(words)
    return words


def _called(command: Callable[[Namespace], int], arguments: Namespace) -> int:
    from pyguide.errors import PyguideError

    try:
        return command(arguments)
    except PyguideError as error:
        return _misuse(f"pyguide: {error}")


def _misuse(complaint: str) -> int:
    """Say what is wrong in one line, whatever it quotes; returns the exit code."""
    from pyguide.errors import one_line

    print(one_line(complaint), file=sys.stderr)
    return MISUSE


def _guarded(command: Callable[[], int]) -> int:
    """What a shell expects of Ctrl-C, of a reader that went away and of a full disk."""
    try:
        code = command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        # Python would try to flush again at exit, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return 1
        print(f"pyguide: {error}", file=sys.stderr)
        return MISUSE
    return code
