"""Run ``pyguide check`` in this process with a stopwatch or a tally around its functions.

    python stages.py time|count RESULT ARGUMENT...

``time`` writes the CPU seconds of each stage, ``count`` lines, regions, suspects and findings by
rule; both as JSON. They are two runs, because counting takes time. Nothing in pyguide knows of
this: the functions are replaced where they are bound, and those that are not there are named.
"""

from __future__ import annotations

import builtins
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, wraps
from importlib import import_module
from pathlib import Path
from typing import Any

Function = Callable[..., Any]

# Stage, module and dotted name. Time in a function that is listed below another one's call counts
# for its own stage only, so `check` is what remains of the engine.
STAGES = (
    ("discover", "pyguide.discover", "discover"),
    ("rules", "pyguide.catalog", "installed"),
    ("rules", "pyguide.catalog", "Catalog.selected"),
    ("rules", "pyguide.catalog", "Catalog.options"),
    ("read", "pathlib", "Path.read_bytes"),
    ("read", "pyguide.source", "Source.decode"),
    ("parse", "pyguide.source", "Source.tree"),
    ("scan", "pyguide.engine", "_scan"),
    ("cut", "pyguide.region", "cut"),
    ("cut", "pyguide.engine", "_merge"),
    ("region parse", "pyguide.region", "Region.__init__"),
    ("visit", "pyguide.engine", "_look"),
    ("rest of the engine", "pyguide.engine", "check"),
    ("comments", "pyguide.suppress", "suppress"),
    ("report", "pyguide.catalog", "Catalog.facts"),
    ("report", "pyguide.report", "render"),
    ("report", "pyguide.cli.output", "put"),
)
COMMAND_MODULES = ("pyguide.cli.check", "pyguide.cli.parser", "pyguide.report")


class Clock:
    """CPU seconds by stage since the process began; only the innermost stage entered runs."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._open = ["start"]
        self._since = 0.0

    def _turn(self) -> None:
        now = time.process_time()
        stage = self._open[-1]
        self.spent[stage] = self.spent.get(stage, 0.0) + now - self._since
        self._since = now

    def enter(self, stage: str) -> None:
        """From now on ``stage`` runs."""
        self._turn()
        self._open.append(stage)

    def leave(self) -> None:
        """From now on runs what ran before the last `enter`."""
        self._turn()
        self._open.pop()

    def timed(self, stage: str) -> Callable[[Function], Function]:
        """Wraps a function so that its time counts for ``stage``."""

        def around(function: Function) -> Function:
            @wraps(function)
            def within(*args: Any, **named: Any) -> Any:
                self.enter(stage)
                try:
                    return function(*args, **named)
                finally:
                    self.leave()

            return within

        return around

    def watch_import(self, package: str) -> None:
        """Count the import of ``package`` and of its modules as a stage of its own."""
        original = builtins.__import__
        watched = self.timed(f"import {package}")(original)

        def importing(name: str, *args: Any, **named: Any) -> Any:
            ours = name == package or name.startswith(f"{package}.")
            return (watched if ours and name not in sys.modules else original)(name, *args, **named)

        builtins.__import__ = importing


def replaced(module: str, name: str, around: Callable[[Function], Function]) -> bool:
    """Wrap a function, method, class method or cached property; False where there is none."""
    owner: Any = import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        owner = getattr(owner, part, None)
    old = getattr(owner, "__dict__", {}).get(last)
    if old is None:
        return False
    if isinstance(old, cached_property):
        old.func = around(old.func)
    elif isinstance(old, classmethod):
        setattr(owner, last, classmethod(around(old.__func__)))
    elif outer:
        setattr(owner, last, around(old))
    else:
        _rebind(last, old, around(old))
    return True


def _rebind(name: str, old: object, new: object) -> None:
    """Put ``new`` in the place of ``old`` in every module that imported it under its name."""
    for module in list(sys.modules.values()):
        if module and module.__name__.startswith("pyguide") and vars(module).get(name) is old:
            setattr(module, name, new)


class Tally:
    """Lines, regions, and by code of the rule: suspects and findings."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter(files=0, lines=0, regions=0, region_lines=0)
        self.suspects: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self._spans: list[tuple[int, int]] = []

    def parsing(self, function: Function) -> Function:
        """Around a region's construction: notes the lines it covers."""

        def within(region: Any, source: Any, extent: Any, *args: Any, **named: Any) -> None:
            last = max(extent.start, extent.end - 1)
            self._spans.append((source.location(extent.start)[0], source.location(last)[0]))
            function(region, source, extent, *args, **named)

        return within

    def checking(self, function: Function) -> Function:
        """Around the engine: adds up what one file holds."""

        def within(source: Any, *args: Any, **named: Any) -> Any:
            self._spans = []
            found = function(source, *args, **named)
            self.findings.update(finding.code for finding in found)
            self.totals.update(
                files=1,
                lines=len(source.starts) - 1,
                regions=len(self._spans),
                region_lines=covered(self._spans),
            )
            return found

        return within

    def suspecting(self, code: str) -> Callable[[Function], Function]:
        """Around one rule's suspicion: counts the nodes to which it says yes."""

        def around(function: Function) -> Function:
            def within(rule: Any, *args: Any, **named: Any) -> Any:
                suspected = function(rule, *args, **named)
                self.suspects[code] += bool(suspected)
                return suspected

            return within

        return around

    def result(self) -> dict[str, object]:
        """All that was counted."""
        return {**self.totals, "suspects": self.suspects, "findings": self.findings}


def covered(spans: Sequence[tuple[int, int]]) -> int:
    """How many lines lie in at least one of the spans, whose ends belong to them."""
    total, done = 0, 0
    for first, last in sorted(spans):
        total += max(0, last - max(first - 1, done))
        done = max(done, last)
    return total


def watch(clock: Clock) -> list[str]:
    """Put the stopwatch around every stage; returns what is not there."""
    clock.watch_import("libcst")
    missing = []
    for stage, module, name in STAGES:
        if not replaced(module, name, clock.timed(stage)):
            missing.append(f"{module}.{name}")
    return missing


def count(tally: Tally) -> list[str]:
    """Put the tally around the engine and every rule; returns what is not there."""
    from pyguide.catalog import installed

    missing = []
    for name, module, around in (
        ("Region.__init__", "pyguide.region", tally.parsing),
        ("check", "pyguide.engine", tally.checking),
    ):
        if not replaced(module, name, around):
            missing.append(f"{module}.{name}")
    rules: tuple[Any, ...] = installed().rules
    for rule in rules:
        # Most often inherited, so each rule gets one of its own.
        rule.suspicious = classmethod(tally.suspecting(rule.code)(rule.suspicious.__func__))
    return missing


def main(what: str, result: str, *words: str) -> int:
    """Run pyguide with ``words`` and write what was seen of it."""
    clock, tally = Clock(), Tally()
    from pyguide.cli import main as pyguide

    for module in COMMAND_MODULES:
        import_module(module)
    missing = watch(clock) if what == "time" else count(tally)
    code = pyguide(words)
    sys.stdout.flush()
    clock.enter("end")
    seen: Mapping[str, object] = clock.spent if what == "time" else tally.result()
    Path(result).write_text(json.dumps({"missing": missing, "seen": seen}), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
