"""What a command does not need, it does not import."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pyguide import rewriting
from pyguide.catalog import installed
from pyguide.report import FORMATS

PROJECT = Path(__file__).parents[1]
SEMANTICS = PROJECT / "src" / "pyguide" / "semantics"

# What neither the version nor a replayed run may import.
HEAVY = {
    *("libcst", "rich", "multiprocessing", "concurrent.futures", "importlib.metadata"),
    *("argparse", "dataclasses", "pathlib", "json", "typing", "re", "tomllib"),
    *("pyguide_rules", "pyguide.catalog", "pyguide.session"),
}
# What a run may not import that finds a stored result for every file.
NEEDLESS = {
    *("libcst", "rich", "multiprocessing", "concurrent.futures", "importlib.metadata"),
    *("pyguide_rules", "pyguide.engine", "pyguide.semantics", "pyguide.catalog"),
}
# What a run without findings, results of earlier runs or ignore files may not import.
UNUSED = {
    *("libcst._nodes", "rich", "multiprocessing", "importlib.metadata"),
    *("dataclasses", "inspect", "shutil", "threading", "json", "tokenize", "textwrap"),
    *("pyguide.page", "pyguide.guard", "pyguide.write", "pyguide.gitignore"),
    *(f"pyguide.suppressions.{name}" for name in ("comment", "grammar", "heeding", "reader")),
    *("pyguide.report.full", "pyguide.report.terminal", "pyguide.cache.results"),
}
# Proofs that cost next to nothing: what a class body of a rule may ask for, and what all need.
LIGHT = {
    f"pyguide.semantics.{name}"
    for name in (
        "concurrency.coroutines", "concurrency.pickling", "control.exits", "files.encodings",
        "files.resources", "loops.iterators", "structure", "values.hints",
    )
}  # fmt: skip
CLEAN = "for item in items:\n    print(item)\n"
# The fix adds an import; the second finding is silenced.
NEEDS_IMPORT = """
rows = [(1, 2)]
print(sorted(rows, key=lambda row: row[1]))
if rows == None:  # noqa: PYG201
    print(rows)
"""
PROBE = """
import sys
from pyguide import witness
witness.SETTLED_NS = 0
from pyguide.cli import main
main(sys.argv[1:])
sys.stderr.write(" ".join(sys.modules))
"""


def imported(folder, *arguments):
    # Alone: what a site's .pth files import is none of ours.
    places = [*sys.path[1:], *(str(PROJECT / name) for name in ("src", "rules"))]
    script = f"import sys; sys.path[1:] = {places!r}\n{PROBE}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return set(done.stderr.split(" "))


def test_the_version_imports_nothing_heavy(tmp_path):
    modules = imported(tmp_path, "--version")
    assert "pyguide.cli" in modules
    assert not HEAVY & modules


@pytest.fixture
def project(tmp_path):
    """A project with a finding, whose run has been stored."""
    (tmp_path / "bad.py").write_text("try:\n    f()\nexcept:\n    pass\n" + NEEDS_IMPORT)
    for _ in range(3):
        modules = imported(tmp_path, "check", "--isolated")
    assert "pyguide.cache.replay" in modules
    return tmp_path


def test_a_replayed_run_imports_nothing_heavy(project):
    modules = imported(project, "check", "--isolated")
    assert "pyguide.cache.replay" in modules
    assert not HEAVY & modules


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_over_known_files_imports_nothing_that_finds(project, form):
    modules = imported(project, "check", "--isolated", "--output-format", form)
    assert "pyguide.cache.results" in modules
    assert f"pyguide.report.{FORMATS[form].partition(':')[0]}" in modules
    assert not NEEDLESS & modules


# The HTML report names the commit that is checked out, so it is made anew each time.
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "html"])
def test_a_replayed_run_imports_nothing_heavy_in_any_format(project, form):
    words = ("check", "--isolated", "--output-format", form)
    imported(project, *words)
    modules = imported(project, *words)
    assert "pyguide.cache.replay" in modules
    assert "pyguide.cache.results" not in modules
    assert not HEAVY & modules


def test_a_file_without_suspicion_needs_neither_libcst_nor_rich(tmp_path):
    (tmp_path / "clean.py").write_text(CLEAN)
    modules = imported(tmp_path, "check", "--isolated", "--output-format", "concise")
    assert "pyguide_rules.loops.range_len" in modules
    assert not {"libcst._nodes", "rich", "multiprocessing"} & modules


def test_a_clean_run_imports_nothing_that_findings_need(tmp_path):
    (tmp_path / "clean.py").write_text("def double(x):\n    return 2 * x\n")
    modules = imported(tmp_path, "check", "--isolated", "--no-cache")
    assert "pyguide.engine" in modules
    assert not UNUSED & modules


def test_only_rules_are_imported_that_may_find_something(tmp_path):
    (tmp_path / "clean.py").write_text(CLEAN)
    (tmp_path / "bare.py").write_text("try:\n    f()\nexcept:\n    raise\n")
    for name in ("clean", "bare"):
        for _ in range(2):  # the first run may be the one that learns about the rules
            modules = imported(tmp_path, "check", "--isolated", "--no-cache", f"{name}.py")
        for rule, wanted in (("exceptions.bare_except", "bare"), ("loops.range_len", "clean")):
            assert (f"pyguide_rules.{rule}" in modules) == (name == wanted)


def test_rules_import_no_proof_and_no_rewrite_before_they_ask_for_one():
    script = (
        "import sys; from importlib import import_module; from pyguide.catalog import installed\n"
        "for rule in installed().rules: import_module(rule.__module__)\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    modules = set(done.stdout.split())
    assert "pyguide_rules.exceptions.bare_except" in modules
    asked = ("pyguide.semantics.", "pyguide.rewriting.", "pyguide.modules.")
    folders = {f"pyguide.semantics.{one.parent.name}" for one in SEMANTICS.glob("*/__init__.py")}
    assert {name for name in modules if name.startswith(asked)} <= LIGHT | folders


@pytest.mark.parametrize("rule", installed().rules, ids=lambda rule: rule.code)
def test_a_rule_compiles_its_patterns_when_it_needs_them(rule):
    held = vars(import_module(rule.__module__)).values()
    assert not [value for value in held if isinstance(value, re.Pattern)]


def test_a_package_tells_what_is_no_module_of_it():
    with pytest.raises(ImportError, match="no_such_part"):
        from pyguide.rewriting import no_such_part  # noqa: F401
    assert not hasattr(rewriting, "no_such_part")


def test_a_finding_needs_no_libcst_unless_brackets_and_blanks_count(tmp_path):
    (tmp_path / "bad.py").write_text("try:\n    f()\nexcept:\n    pass\n")
    modules = imported(tmp_path, "check", "--isolated", "--output-format", "concise")
    assert "libcst._nodes" not in modules


def test_a_suspicion_may_import_libcst_under_its_own_name(tmp_path):
    (tmp_path / "bad.py").write_text("found = answer is 3\n")
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
