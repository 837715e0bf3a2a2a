"""Programs of several files run the same before and after their stars are written out."""

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.conventions.wildcard_import import WildcardImport

SHAPES = """\
import math
print("shapes are imported")
UNIT = 1
_hidden = 2
__all__ = ["Square", "area", "open"]
def area(shape): return shape.side ** 2 * UNIT
def open(path): return f"shapes.open({path})"
class Square:
    side = 3
"""
PLAIN = """\
import math
from json import dumps as show
RATIO = 2
_hidden = 1
def area(side): return side * RATIO
def max(*values): return ("plain.max", values)
class Square:
    side = 5
if RATIO > 1:
    def sometimes(): return "sometimes"
"""
LOUD = """\
print("loud is imported")
def wrap(text): return f"<{text}>"
"""

# By name: files of a project in which `main.py` is fixed and run.
PROJECTS: dict[str, dict[str, str]] = {
    "names from a list": {
        "shapes.py": SHAPES,
        "main.py": "from shapes import *\nprint(area(Square()), open('x'))\n",
    },
    "names without a list": {
        "plain.py": PLAIN,
        "main.py": "from plain import *\nprint(area(Square.side), max(1, 2), math.pi)\n"
        "print(show(RATIO))\n",
    },
    "a name that is bound under a condition and read at once": {
        "plain.py": PLAIN,
        "main.py": "from plain import *\nprint(sometimes())\n",
    },
    "two stars and their order": {
        "shapes.py": SHAPES,
        "plain.py": PLAIN,
        "main.py": "def late(): return area(Square())\n"
        "from plain import *\nprint(area(2), Square.side)\n"
        "from shapes import *\nprint(area(Square()), Square.side, late(), max(1, 2))\n",
    },
    "bound before, between and after": {
        "plain.py": PLAIN,
        "main.py": "max = area = 'own'\nprint(max, area)\nfrom plain import *\n"
        "print(max(1), area(1))\nfrom math import floor as area\n"
        "print(area(1.5), math.ceil(0.5))\n",
    },
    "read in functions that run later": {
        "plain.py": PLAIN,
        "main.py": "def f(): return area(1), max(1)\nfrom plain import *\nprint(f())\n"
        "class C:\n    area = area(4)\n    def g(self): return self.area, area(5)\n"
        "print(C().g())\n",
    },
    "global and del": {
        "plain.py": PLAIN,
        "main.py": "from plain import *\n"
        "def f():\n    global ratio\n    ratio = RATIO\n    del globals_\n    return ratio\n"
        "globals_ = 1\ndel Square\n"
        "try:\n    print(f())\nexcept NameError as error:\n    print(type(error))\n",
    },
    "a star in a star": {
        "shapes.py": SHAPES,
        "plain.py": PLAIN,
        "both.py": "from plain import *\nfrom shapes import *\nextra = 1\n",
        "main.py": "from both import *\nprint(area(Square()), max(1), extra, math.e)\n",
    },
    "an effect of the import": {
        "loud.py": LOUD,
        "main.py": "from loud import *\nprint(wrap('x'))\n",
    },
    "a package and its modules": {
        "pack/__init__.py": "from .one import first\nfrom . import two\n",
        "pack/one.py": "def first(): return 1\n",
        "pack/two.py": "def second(): return 2\n",
        "main.py": "from pack import *\nprint(first(), two.second(), one.first())\n",
    },
    "a package with a list of modules": {
        "pack/__init__.py": "__all__ = ['one', 'two']\n",
        "pack/one.py": "print('one')\nvalue = 1\n",
        "pack/two.py": "print('two')\nvalue = 2\n",
        "main.py": "from pack import *\nprint(one.value, two.value)\n",
    },
    "the package in src": {
        "pyproject.toml": "",
        "src/pack/__init__.py": PLAIN,
        "main.py": "import sys\nsys.path.insert(0, 'src')\nfrom pack import *\nprint(area(3))\n",
    },
    "guarded script": {
        "shapes.py": SHAPES,
        "main.py": "from shapes import *\n\ndef main():\n    print(area(Square()))\n\n"
        "if __name__ == '__main__':\n    main()\n",
    },
    "windows line ends": {
        "shapes.py": SHAPES,
        "main.py": "from shapes import *  # all\r\nprint(area(Square()))\r\n",
    },
    "quoted annotations and what they mean": {
        "plain.py": PLAIN,
        "main.py": "from typing import get_type_hints\nfrom plain import *\n"
        "def f(a: 'Square') -> 'list[Square]': return a\nprint(get_type_hints(f))\n",
    },
    "doctests": {
        "plain.py": PLAIN,
        "main.py": "import doctest\nfrom plain import *\n"
        "def f():\n    '''F.\n\n    >>> area(2)\n    4\n    '''\nprint(doctest.testmod())\n",
    },
    "conditional and missing": {
        "shapes.py": SHAPES,
        "main.py": "try:\n    from nowhere_at_all import area\nexcept ImportError:\n"
        "    from shapes import *\nprint(area(Square()))\n",
    },
}

# By name: files whose `main.py` must be left as it is, and a word of the reason.
LEFT: dict[str, tuple[dict[str, str], str]] = {
    "unused": (
        {"loud.py": LOUD, "main.py": "from loud import *\nprint('x')\n"},
        "nothing here uses `loud`",
    ),
    "a name that one platform lacks": (
        {"plain.py": PLAIN, "main.py": "from plain import *\ndef f(): sometimes()\nprint(1)\n"},
        "`plain` binds `sometimes` under a condition only",
    ),
    "a layer": (
        {"plain.py": PLAIN, "main.py": "from plain import *\nRATIO = 5\nprint(area(1))\n"},
        "whose `RATIO` it replaces",
    ),
    "looked at as a whole": (
        {"plain.py": PLAIN, "main.py": "from plain import *\nglobals()['area'](Square.side)\n"},
        "`globals` can read any name of the file",
    ),
    "a circle": (
        {
            "one.py": "import main\ndef f(): return 1\n",
            "main.py": "from one import *\nprint(f())\n",
        },
        "`one` may import this file before it binds the names",
    ),
    "a name that nothing binds": (
        {"plain.py": PLAIN, "main.py": "from plain import *\ndef f(): unbound(area)\nprint(1)\n"},
        "nothing binds `unbound`, which `plain` may bring in unseen",
    ),
}  # fmt: skip


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder / "main.py"


def look(path: Path, **options: bool) -> list[Finding]:
    source = Source.decode(path.read_bytes(), path)
    return check(source, [WildcardImport], options={"wildcard-import": options})


def repair(path: Path) -> str:
    source = Source.decode(path.read_bytes(), path)
    fixed = fix(source, partial(check, rules=[WildcardImport]), Applicability.UNSAFE)
    assert fixed.converged and not fixed.dropped
    return fixed.source.text


def observe(path: Path) -> tuple[str, str, int]:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", path.name],
        cwd=path.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    last = done.stderr.strip().rpartition("\n")[2]
    return done.stdout, last, done.returncode


@pytest.mark.parametrize("files", PROJECTS.values(), ids=PROJECTS)
def test_a_program_does_the_same_with_named_imports(tmp_path: Path, files: dict[str, str]) -> None:
    path = write(tmp_path, files)
    before = observe(path)
    assert before[2] == 0, before[1]
    better = repair(path)
    assert "*" not in better.replace("**", "")
    path.write_text(better, encoding="utf-8", newline="")
    assert observe(path) == before
    assert not look(path)


@pytest.mark.parametrize("name", PROJECTS)
def test_no_fix_is_called_safe(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, PROJECTS[name])
    assert {f.fix.applicability for f in look(path) if f.fix} == {Applicability.UNSAFE}


@pytest.mark.parametrize(("files", "reason"), LEFT.values(), ids=LEFT)
def test_what_might_break_is_left_alone(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    path = write(tmp_path, files)
    (finding,) = look(path)
    assert finding.fix is None
    assert finding.reason is not None
    assert reason in finding.reason


# -- what kind of file it is -----------------------------------------------------------------------

FACADE = {
    "pack/__init__.py": "from .one import *\nfrom pack.one import *\nfrom textwrap import *\n",
    "pack/one.py": "a = 1\n",
}


def test_the_facade_of_a_package_is_left_alone_but_other_modules_are_not_its_own(
    tmp_path: Path,
) -> None:
    write(tmp_path, FACADE)
    (finding,) = look(tmp_path / "pack" / "__init__.py")
    assert finding.message.startswith("`from textwrap import *` brings in ")
    assert finding.reason == "`__init__.py` is there to hand names on"


def test_the_facade_is_flagged_on_request(tmp_path: Path) -> None:
    write(tmp_path, FACADE)
    findings = look(tmp_path / "pack" / "__init__.py", **{"allow-in-init": False})
    assert len(findings) == 3
    assert not any(finding.fix for finding in findings)


def test_stubs_are_left_alone(tmp_path: Path) -> None:
    write(
        tmp_path, {"pack/one.pyi": "from .two import *\n", "pack/__init__.pyi": "from a import *\n"}
    )
    assert not look(tmp_path / "pack" / "one.pyi")
    assert not look(tmp_path / "pack" / "__init__.pyi")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("conftest.py", "`conftest.py` is there to hand names on"),
        ("settings.py", "settings are read from elsewhere"),
        ("settings/local.py", "settings are read from elsewhere"),
        ("test_shapes.py", "a runner may find `TestArea` through this import"),
    ],
)
def test_files_that_others_look_into(tmp_path: Path, name: str, reason: str) -> None:
    base = "def area(): return 1\nclass TestArea: pass\n"
    write(tmp_path, {name: "from base import *\nprint(area())\n", "pyproject.toml": ""})
    write(tmp_path, {"base.py": base})
    (finding,) = look(tmp_path / name)
    assert finding.reason == reason
    assert finding.fix is None


def test_fixtures_are_used_by_the_names_of_parameters(tmp_path: Path) -> None:
    fixtures = "@fixture\ndef box(): return 1\n@fixture\ndef lid(): return 2\n"
    fixtures = f"from pytest import fixture\n{fixtures}{fixtures.replace('box', 'rug')}"
    test = "import pytest\nfrom fixtures import *\n\n@pytest.mark.usefixtures('rug')\n"
    test += "def test_box(box):\n    assert box == 1\n"
    write(tmp_path, {"fixtures.py": fixtures, "test_box.py": test})
    assert repair(tmp_path / "test_box.py") == test.replace("*", "box, rug")


def test_a_relative_star_in_a_module(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pack/__init__.py": "",
            "pack/one.py": "def a(): return 1\n",
            "pack/inner/__init__.py": "",
            "pack/inner/two.py": "from ..one import *\n\ndef b():\n    return a()\n",
        },
    )
    path = tmp_path / "pack" / "inner" / "two.py"
    assert repair(path).startswith("from ..one import a\n")
    assert look(path)[0].message == "`from ..one import *` hides where `a` comes from"


def test_the_same_thing_imported_before_is_not_imported_again(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "one.py": "import math\nfrom json import dumps\ndef a(): return 1\n",
            "main.py": "import math\nfrom json import dumps\nfrom one import *\na, math, dumps\n",
            "other.py": "import math\nfrom pickle import dumps\nfrom one import *\na, dumps\n",
        },
    )
    assert "from one import a\n" in repair(tmp_path / "main.py")
    assert "from one import a, dumps\n" in repair(tmp_path / "other.py")


def test_a_star_behind_a_backslash(tmp_path: Path) -> None:
    path = write(
        tmp_path, {"one.py": "a = 1\n", "main.py": "from one \\\n    import *\nprint(a)\n"}
    )
    assert repair(path) == "from one \\\n    import a\nprint(a)\n"


def test_a_file_without_a_path_knows_the_library_only() -> None:
    for path in (None, Path("-"), Path("stdin.py")):
        source = Source("from textwrap import *\nfrom .one import *\nprint(wrap('x'), a)\n", path)
        known, unknown = check(source, [WildcardImport])
        assert known.fix is None
        assert known.reason == "`.one` cannot be read and may replace the same names"
        assert unknown.reason == "`.one` cannot be read, nor told from the other star imports"


def test_a_star_where_python_refuses_it_is_left_to_python() -> None:
    source = Source("def f():\n    from textwrap import *\n    return wrap('x')\n")
    assert not check(source, [WildcardImport])


# -- messages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "rest", "harm"),
    [
        ("textwrap", "wrap('x')", "hides where `wrap` comes from"),
        ("textwrap", "wrap(fill('x'))", "hides where `fill` and `wrap` come from"),
        (
            "textwrap",
            "wrap, fill, dedent, indent, shorten",
            "hides where `dedent`, `fill`, `indent` and 2 more come from",
        ),
        ("textwrap", "", "brings in 6 names that nothing here uses"),
        ("codecs", "open('x')", "replaces the built-in `open`"),
        ("math", "sqrt(2)", "hides where `sqrt` comes from"),
        ("math", "", "brings in names that no reader can see"),
        ("package.of_mine", f"{'a' * 30}, b", f"hides where `{'a' * 30}` and `b` come from"),
        ("package.of_mine", f"{'a' * 60}, b", "hides where names come from"),
    ],
)  # fmt: skip
def test_the_message_says_what_is_hidden(module: str, rest: str, harm: str) -> None:
    (finding,) = check(Source(f"from {module} import *\n{rest}\n"), [WildcardImport])
    assert finding.message == f"`from {module} import *` {harm}"
    assert len(finding.message) <= 100


def test_a_long_module_is_shown_by_its_end() -> None:
    (finding,) = check(Source(f"from a{'.b' * 60} import *\n{'c' * 90}\n"), [WildcardImport])
    assert finding.message.startswith("`from …")
    assert len(finding.message) <= 100
