"""The accounting of the benchmark; how quick anything is decides no test."""

import os
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from benchmarks import measure
from benchmarks.chart import Bar, drawn, times
from benchmarks.measure import Command, Cost, RunError, Spread, in_turn, ratios, run

posix = pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs wait4")

BURN = "import time; end = 0.2; exec('while time.process_time() < end: pass')"
IN_A_GRANDCHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}])"
LEFT_TO_US = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BURN!r}])"
LARGE = "bytearray(b'x') * 60_000_000"


def python(code: str, folder: Path, good: tuple[int, ...] = (0,)) -> Command:
    return Command((sys.executable, "-c", code), folder, good)


@posix
def test_a_grandchilds_processor_time_counts(tmp_path: Path) -> None:
    assert run(python(IN_A_GRANDCHILD, tmp_path)).cpu > 0.15


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")
def test_the_time_of_a_process_that_outlives_its_parent_counts(tmp_path: Path) -> None:
    assert run(python(LEFT_TO_US, tmp_path)).cpu > 0.15


@posix
def test_the_peak_is_that_of_the_largest_process_and_not_ours(tmp_path: Path) -> None:
    ours = bytearray(b"x") * 200_000_000
    large = run(python(LARGE, tmp_path)).peak
    assert 60_000_000 < large < len(ours)


@posix
def test_output_is_kept_and_a_bad_exit_says_why(tmp_path: Path) -> None:
    run(python("print('heard')", tmp_path), keep=tmp_path / "said")
    assert (tmp_path / "said").read_text() == "heard\n"
    with pytest.raises(RunError, match="ended with 1: no such thing"):
        run(python("raise SystemExit('no such thing')", tmp_path))


@posix
def test_a_run_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "LIMIT", 0.1)
    with pytest.raises(RunError, match="took longer"):
        run(python("import time; time.sleep(60)", tmp_path))


@posix
def test_runs_take_turns_and_warm_ups_do_not_count(tmp_path: Path) -> None:
    note = "with open('log', 'a') as log: log.write({!r})"
    ours, theirs = (python(note.format(name), tmp_path) for name in "AB")
    assert len(in_turn(ours, theirs, 2, warm_ups=1)) == 2
    assert (tmp_path / "log").read_text() == "ABABAB"


def test_ratios_are_taken_within_pairs() -> None:
    pairs = [(Cost(2, 1, 10), Cost(1, 4, 5)), (Cost(3, 1, 10), Cost(1, 2, 5))]
    pairs.append((Cost(9, 1, 10), Cost(2, 1, 5)))
    assert ratios(pairs, "cpu") == Spread(3.0, 2.0, 4.5, 3)
    assert ratios(pairs, "wall", faster=True) == Spread(2.0, 1.0, 4.0, 3)


def test_the_median_of_an_even_number_lies_between() -> None:
    assert Spread.of([4.0, 1.0, 2.0, 3.0]) == Spread(2.5, 1.0, 4.0, 4)


def test_a_chart_is_xml_with_a_bar_for_each_ratio() -> None:
    bars = [Bar('<slow> & "odd"', 7.5, 6, 9, 10, True), Bar("b", 0.01, 0.008, 0.02, None, None)]
    root = ElementTree.fromstring(drawn(bars, 'Cost & "more"'))
    assert len(root.findall("{http://www.w3.org/2000/svg}rect")) == 2
    assert ElementTree.fromstring(drawn([], "nothing")).tag.endswith("svg")


def test_ratios_are_shown_in_three_digits() -> None:
    shown = [times(value) for value in (0.0521, 0.5, 1.0, 1.071, 12.34, 148.2, 1000)]
    assert shown == ["0.052x", "0.5x", "1x", "1.07x", "12.3x", "148x", "1000x"]
