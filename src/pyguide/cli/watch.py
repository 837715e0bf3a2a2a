"""``--watch``: check again whenever something changes that the last run depends on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import Namespace

from pyguide import witness
from pyguide.cache.program import installed_program
from pyguide.cli.options import configurations, tasks
from pyguide.cli.output import tell
from pyguide.errors import PyguideError
from pyguide.witness import Trail, Witnesses, signature_of

REFRESH_SECONDS = 0.3


def watch(arguments: Namespace) -> int:
    """Check until the user interrupts; raises PyguideError for standard input."""
    if arguments.paths == ["-"]:
        raise PyguideError("--watch: standard input cannot be watched")
    at = arguments.words.index("--") if "--" in arguments.words else len(arguments.words)
    words = [*arguments.words[:at], "--no-watch", *arguments.words[at:]]
    # Each run is a process of its own: modules that rules look at are read once in a process.
    command = [sys.executable, "-c", "from pyguide.cli import run; run()", *words]
    while True:
        seen = _witnesses(arguments)
        if sys.stdout.isatty():
            os.write(sys.stdout.fileno(), b"\x1b[2J\x1b[H")
        subprocess.run(command, check=False)
        if arguments.level not in ("quiet", "silent"):
            tell("Watching for file changes.")
        while not _changed(seen):
            time.sleep(REFRESH_SECONDS)


def _witnesses(arguments: Namespace) -> Witnesses:
    """The configurations, folders and files that decide about a run."""
    with Trail() as trail:
        try:
            configured = configurations(arguments)
            found, _ = tasks(arguments, configured)
            installed_program(pack.place for pack in configured.packs)
        except PyguideError:
            found = []  # the run itself says so; what was looked at until then is watched
        for task in found:
            witness.state(task.path)
    return trail.witnesses


def _changed(seen: Witnesses) -> bool:
    return any(signature_of(name) != signature for name, signature in seen.items())
