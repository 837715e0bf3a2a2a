"""``pyguide version``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pyguide import __version__
from pyguide.cli.output import put


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def run(arguments: Namespace) -> int:
    """Print the version; released packages know of no commit."""
    if arguments.output_format == "json":
        import json

        put(json.dumps({"version": __version__, "commit_info": None}, indent=2))
    else:
        put(f"pyguide {__version__}\n")
    return 0
