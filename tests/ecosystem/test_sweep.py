"""The sweep notices what it is there to notice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ecosystem import sweep
from pyguide.finding import Applicability


def test_a_file_is_checked_fixed_and_measured(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = None\nif x == None:\n    pass\n", encoding="utf-8")
    looked = sweep.looked_at(path, Applicability.SAFE)
    assert (looked.lines, looked.findings, looked.fixed, looked.troubles) == (3, 1, 1, ())
    assert looked.memory > 1


def test_a_process_that_dies_or_hangs_is_a_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, least: Applicability) -> sweep.Looked:
        if path.name == "dies.py":
            os._exit(3)
        while True:
            pass

    monkeypatch.setattr(sweep, "looked_at", broken)
    monkeypatch.setattr(sweep, "LIMIT", 1)
    paths = [tmp_path / "dies.py", tmp_path / "hangs.py"]
    found = {Path(one.path).name: one.troubles for one in sweep.swept(paths, Applicability.SAFE, 2)}
    assert found == {
        "dies.py": ("the process died",),
        "hangs.py": ("takes longer than 1 s",),
    }
