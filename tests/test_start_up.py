"""What a command does not need, it does not import."""

import json
import subprocess
import sys

import pytest

HEAVY = ("libcst", "rich", "multiprocessing", "importlib.metadata", "argparse", "pyguide_rules")
PROBE = """
import contextlib, io, json, sys
from pyguide.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)))
"""


def imported(folder, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("heavy", HEAVY)
def test_the_version_imports_nothing_heavy(tmp_path, heavy):
    assert heavy not in imported(tmp_path, "--version")


def test_a_file_without_suspicion_needs_neither_libcst_nor_rich(tmp_path):
    (tmp_path / "clean.py").write_text("def double(x):\n    return 2 * x\n")
    modules = imported(tmp_path, "check", "--isolated", "--output-format", "concise")
    assert "pyguide_rules.exceptions.bare_except" in modules
    assert not {"libcst._nodes", "rich", "multiprocessing"} & modules


def test_a_suspicion_imports_libcst_under_its_own_name(tmp_path):
    (tmp_path / "bad.py").write_text("try:\n    f()\nexcept:\n    pass\n")
    modules = imported(tmp_path, "check", "--isolated", "--output-format", "concise")
    assert {"libcst", "libcst._nodes"} <= modules


def test_others_see_nothing_of_the_delay(tmp_path):
    script = (
        "from importlib.util import find_spec\n"
        "from pyguide.catalog import installed\n"
        "installed()\n"
        "import libcst as early, sys\n"
        "assert 'libcst._nodes' not in sys.modules\n"
        "assert find_spec('libcst').origin.endswith('__init__.py')\n"
        "from libcst import Name\n"
        "import libcst.metadata\n"
        "assert early.Name is Name is libcst.Name is sys.modules['libcst'].Name\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr
