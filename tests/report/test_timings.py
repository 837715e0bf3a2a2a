"""The tables of ``--timings``, and the stopwatch behind them."""

from time import sleep

from pyguide.outcome import RuleFacts
from pyguide.report.timings import render
from pyguide.timings import Timings

FACTS = {"PYG301": RuleFacts("PYG301", "bare-except", "correctness", "", "", fixable=True)}


def test_a_stage_inside_another_one_counts_for_itself_alone() -> None:
    clock = Timings()
    with clock.stage("fix"):
        sleep(0.01)
        with clock.stage("parse"):
            sleep(0.05)
    assert clock.stages["parse"] > 0.04
    assert clock.stages["fix"] < clock.stages["parse"]


def test_a_stage_that_raises_counts_too() -> None:
    clock = Timings()
    try:
        with clock.stage("visit"):
            raise LookupError
    except LookupError:
        pass
    assert clock.stages.keys() == {"visit"}
    with clock.stage("parse"):
        pass
    assert clock.stages["visit"] >= 0


def test_what_processes_took_is_added_up() -> None:
    first, second = Timings(files=1, lines=10), Timings(files=2, lines=5, regions=3)
    first.spend("parse", 1.0)
    second.spend("parse", 0.5)
    second.spend("visit", 0.25)
    second.rule("PYG301").suspects = 4
    first.rule("PYG301").suspects = 3
    first.add(second)
    assert first.stages == {"parse": 1.5, "visit": 0.25}
    assert (first.files, first.lines, first.regions) == (3, 15, 3)
    assert first.rules["PYG301"].suspects == 7


def test_the_tables_show_shares_and_suspects_per_finding() -> None:
    clock = Timings(files=2, lines=200, regions=4, region_lines=10)
    clock.spend("parse", 3.0)
    clock.spend("visit", 1.0)
    took = clock.rule("PYG301")
    took.judging, took.suspects, took.findings = 0.5, 6, 4
    assert render(clock, FACTS).splitlines() == [
        "Stage           Seconds   Share",
        "parse             3.000   75.0%",
        "visit             1.000   25.0%",
        "Total             4.000",
        "2 files, 200 lines; 4 regions of 10 lines (5.0%) for libcst",
        "",
        "Rule                Suspecting   Judging  Suspects  Findings  Suspects per finding",
        "PYG301 bare-except       0.000     0.500         6         4                  1.50",
    ]


def test_a_run_without_files_has_tables_too() -> None:
    clock = Timings()
    clock.spend("start", 0.1)
    assert "0 files, 0 lines; 0 regions of 0 lines (0.0%) for libcst" in render(clock, {})
