"""Path objects answer what `os.path` answers about them."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.os_path_call import OsPathCall

PROGRAM = """
import os, shutil, tempfile
from pathlib import Path
top = tempfile.mkdtemp()
folder = top + "/folder"
os.mkdir(folder)
def run(name):
    path = Path(folder) / name
    return {call}
try:
    (Path(folder) / "file").write_text("text")
    os.utime(Path(folder) / "file", (1, 2))
    os.mkdir(Path(folder) / "sub")
    os.symlink("nowhere", Path(folder) / "link")
    RESULT = run({name!r})
except OSError as error:
    RESULT = type(error), error.errno, type(error.filename), Path(error.filename).name
finally:
    shutil.rmtree(top)
"""
SAFE = ["getsize", "getmtime", "getatime"]
UNSAFE = ["exists", "isfile", "isdir", "islink", "ismount", "isabs", "basename"]
NAMES = ["file", "sub", "link", "missing", "file/below", "."]


def fixed(code: str, least: Applicability) -> str:
    done = fix(Source(code), partial(check, rules=[OsPathCall]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("function", SAFE)
@pytest.mark.parametrize("name", ["file", "missing", "file/below", "link"])
def test_safe_ones_agree_in_errors_too(function, name):
    code = PROGRAM.format(call=f"os.path.{function}(path)", name=name)
    new = fixed(code, Applicability.SAFE)
    assert "os.path" not in new
    assert observe(new) == observe(code)


@pytest.mark.parametrize("function", UNSAFE)
@pytest.mark.parametrize("name", NAMES)
def test_unsafe_ones_agree_where_nothing_is_forbidden(function, name):
    code = PROGRAM.format(call=f"os.path.{function}(path)", name=name)
    assert fixed(code, Applicability.SAFE) == code
    new = fixed(code, Applicability.UNSAFE)
    assert "os.path" not in new
    assert observe(new) == observe(code)


def test_the_differences_that_the_reasons_speak_of():
    code = "import os\nfrom pathlib import Path\np = Path('.')\nRESULT = os.path.basename(p)\n"
    assert observe(code)[1] == repr(".")
    assert observe(fixed(code, Applicability.UNSAFE))[1] == repr("")
    (finding,) = check(Source(code), [OsPathCall])
    assert finding.reason == "`.name` answers otherwise for a few paths"
    assert finding.message == (
        "`os.path.basename(p)` asks as of a text; a `pathlib.Path` has `.name` itself"
    )
