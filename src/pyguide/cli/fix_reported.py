"""``pyguide-fix --from``: our fixes for exactly what another tool reports."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from pyguide.catalog import installed
from pyguide.cli.dirty import is_guarded, write_guarded
from pyguide.cli.options import configurations, mode_of, shown
from pyguide.cli.output import color_of, notices, put, show_diff, tell, tell_failures, width
from pyguide.cli.recording import recorded, tell_if_lost
from pyguide.errors import PyguideError
from pyguide.foreign import Report, read_reports
from pyguide.mending import mend_all
from pyguide.outcome import Outcome
from pyguide.report import mended

_CHOOSING = ("preset", "select", "ignore", "extend_select")


def run(arguments: Namespace) -> int:
    """Fix, and say what became of every report; the exit code is that of ``pyguide-fix``."""
    _refuse(arguments)
    dry = arguments.diff or arguments.check
    guarded = not dry and is_guarded(arguments)
    mode = mode_of(arguments, fixing=True, writing=not dry and not guarded)
    reports, made_ns = _read(arguments.reported)
    configured = configurations(arguments)
    with recorded(arguments, configured, mode, dry=dry) as mode:
        files, fates = mend_all(
            reports, configured.settings_for, shown, mode, made_ns=made_ns, jobs=arguments.jobs
        )
        catalog = installed(configured.packs)
        results = tuple(file.result for file in files)
        outcome = Outcome(results, {}, len(results), unsafe_fixes=arguments.unsafe_fixes)
        if guarded:
            outcome = write_guarded(outcome, arguments, mode.keeper)
            pairs = zip(files, outcome.files, strict=True)
            files = [file.written(result) for file, result in pairs]
    tell_if_lost(outcome, recorded=dry or mode.keeper is not None)
    for line in notices(outcome) if arguments.level is None else ():
        tell(line)
    if arguments.diff:
        return show_diff(outcome, arguments)
    fates += [fate for file in files for fate in file.fates]
    if arguments.level != "silent":
        names = {code: entry.rule.name for code, entry in catalog.entries.items()}
        color = color_of(arguments.color)
        put(mended.render(fates, outcome, names, color=color, width=width(), dry=dry))
        tell_failures(outcome)
    if any(failure.is_crash for file in outcome.files for failure in file.failures):
        return 2
    told = arguments.check or arguments.exit_non_zero_on_fix
    fixed = told and any(file.fixed for file in outcome.files)
    return 1 if fixed or any(file.failures for file in outcome.files) else 0


def _refuse(arguments: Namespace) -> None:
    """Raise PyguideError for flags that the reports leave nothing to say to."""
    if arguments.paths != ["."]:
        raise PyguideError("--from names the files by itself; leave out the paths")
    for name in _CHOOSING:
        if getattr(arguments, name) is not None:
            flag = name.replace("_", "-")
            raise PyguideError(f"--{flag} has no effect with --from; choose in the other tool")


def _read(name: str) -> tuple[list[Report], int | None]:
    """The reports, and when a file that holds them was written, in nanoseconds."""
    if name == "-":
        return read_reports(sys.stdin.buffer.read(), "standard input"), None
    try:
        raw = Path(name).read_bytes()
        made_ns = Path(name).stat().st_mtime_ns
    except OSError as error:
        raise PyguideError(f"--from {name}: {(error.strerror or str(error)).lower()}") from error
    return read_reports(raw, name), made_ns
