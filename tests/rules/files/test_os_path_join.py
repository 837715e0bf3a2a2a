"""Path objects: the same file, wherever a path object is taken."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.os_path_join import OsPathJoin

PROGRAM = """
import os, shutil, tempfile
from pathlib import Path
folder = tempfile.mkdtemp()
def run(folder, name="a"):
    {body}
try:
    RESULT = run(folder), sorted(os.listdir(folder))
finally:
    shutil.rmtree(folder)
"""

BODIES = [
    "os.mkdir(os.path.join(folder, name))",
    "os.makedirs(os.path.join(folder, name, 'b', 'c'))",
    "open(os.path.join(folder, name), 'w').close()\n"
    "    os.rename(os.path.join(folder, name), os.path.join(folder, 'b'))",
    "return os.path.exists(os.path.join(folder, name)), "
    "os.path.isdir(os.path.join(folder, '.', name, '..'))",
    "return Path(os.path.join(folder, name, 'c.txt')).name",
    "os.remove(os.path.join(folder, 'missing' if name else name))",
    "return os.path.exists(os.path.join('/nowhere', folder))",
]


def fixed(code: str, least: Applicability = Applicability.UNSAFE) -> str:
    done = fix(Source(code), partial(check, rules=[OsPathJoin]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("body", BODIES)
def test_the_same_files_are_reached(body):
    code = PROGRAM.format(body=body)
    new = fixed(code)
    assert "path.join" not in new
    one, two = observe(code), observe(new)
    assert one[:2] == two[:2]
    assert (one[2] or "").partition("(")[0] == (two[2] or "").partition("(")[0]
    assert fixed(code, Applicability.SAFE) == code


def test_the_object_shows_in_an_error():
    code = """
import os
try:
    os.remove(os.path.join("/nowhere", ".", "a"))
except OSError as error:
    RESULT = type(error.filename).__name__, str(error.filename)
"""
    assert observe(code)[1] == "('str', '/nowhere/./a')"
    assert observe(fixed(code))[1] == "('str', '/nowhere/a')"


def test_what_is_said():
    (finding,) = check(Source("import os\nos.remove(os.path.join(a, 'b'))\n"), [OsPathJoin])
    assert finding.message == (
        "`os.path.join(a, 'b')` builds a path as text; a `pathlib.Path` joins with `/`"
    )
    assert finding.reason == "a path object drops `.` parts and doubled separators"
