"""Modules are found without being imported, and their star imports are read, not run."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pyguide.modules.exports import exports
from pyguide.modules.location import locate, package

Project = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Writes files by relative path and gives the folder that holds them."""

    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def names(project: Project, text: str, **others: str) -> str | None:
    """The names that a star import of a module with ``text`` brings; `?` marks uncertain ones."""
    files = {f"{name}.py": other for name, other in others.items()}
    root = project({"module.py": text, "script.py": "", **files})
    found = exports("module", 0, root / "script.py")
    if found is None:
        return None
    return " ".join(name + "?" * (name not in found.certain) for name in sorted(found.names))


# -- where modules are ----------------------------------------------------------------------------


def test_the_standard_library_is_found_for_everybody() -> None:
    assert locate("textwrap", 0, None) == Path(os.__file__).parent / "textwrap.py"
    assert locate("xml.dom", 0, None) == Path(os.__file__).parent / "xml" / "dom" / "__init__.py"
    assert locate("os.path", 0, None) == Path(os.path.__file__)
    assert locate("collections.abc", 0, None) == Path(os.__file__).parent / "_collections_abc.py"


def test_what_is_written_in_c_has_no_source() -> None:
    assert locate("sys", 0, None) is None
    assert locate("_ctypes", 0, None) is None
    assert locate("nowhere_to_be_found", 0, None) is None


def test_modules_beside_a_script_are_found(project: Project) -> None:
    root = project({"script.py": "", "shapes.py": "", "tools/hammer.py": ""})
    assert locate("shapes", 0, root / "script.py") == root / "shapes.py"
    assert locate("tools.hammer", 0, root / "script.py") == root / "tools" / "hammer.py"
    assert locate("tools", 0, root / "script.py") is None


def test_modules_of_the_own_package_are_found_from_within_it(project: Project) -> None:
    root = project(
        {
            "pack/__init__.py": "",
            "pack/shapes.py": "",
            "pack/inner/__init__.py": "",
            "pack/inner/lines.py": "",
        }
    )
    lines = root / "pack" / "inner" / "lines.py"
    assert locate("pack.shapes", 0, lines) == root / "pack" / "shapes.py"
    assert locate("shapes", 0, lines) is None
    assert locate("shapes", 2, lines) == root / "pack" / "shapes.py"
    assert locate(None, 1, lines) == root / "pack" / "inner" / "__init__.py"
    assert locate(None, 2, lines) == root / "pack" / "__init__.py"
    assert locate("inner.lines", 1, root / "pack" / "__init__.py") == lines


def test_relative_imports_stop_at_the_outermost_package(project: Project) -> None:
    root = project({"above.py": "", "pack/__init__.py": "", "pack/shapes.py": ""})
    assert locate("above", 2, root / "pack" / "shapes.py") is None
    assert locate("above", 3, root / "pack" / "shapes.py") is None


@pytest.mark.parametrize("mark", ["pyproject.toml", "setup.py", "setup.cfg"])
def test_tests_find_the_package_of_the_project(project: Project, mark: str) -> None:
    root = project(
        {mark: "", "flat/__init__.py": "", "src/pack/__init__.py": "", "tests/deep/test_it.py": ""}
    )
    test = root / "tests" / "deep" / "test_it.py"
    assert locate("pack", 0, test) == root / "src" / "pack" / "__init__.py"
    assert locate("flat", 0, test) == root / "flat" / "__init__.py"


def test_a_package_wins_over_a_module_and_an_extension_has_no_source(project: Project) -> None:
    from importlib.machinery import EXTENSION_SUFFIXES

    root = project({"script.py": "", "one.py": "", "one/__init__.py": "", "fast.py": ""})
    (root / f"fast{EXTENSION_SUFFIXES[0]}").write_bytes(b"")
    assert locate("one", 0, root / "script.py") == root / "one" / "__init__.py"
    assert locate("fast", 0, root / "script.py") is None


def test_a_file_named_like_a_library_module_leaves_open_which_is_meant(project: Project) -> None:
    root = project({"script.py": "", "textwrap.py": "x = 1"})
    assert locate("textwrap", 0, root / "script.py") is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_out_of_the_project_are_not_followed(project: Project, tmp_path: Path) -> None:
    root = project({"inside/script.py": "", "outside/secret.py": "x = 1", "inside/own.py": "y = 1"})
    inside = root / "inside"
    (inside / "secret.py").symlink_to(root / "outside" / "secret.py")
    (inside / "again.py").symlink_to(inside / "own.py")
    assert locate("secret", 0, inside / "script.py") is None
    assert locate("again", 0, inside / "script.py") == inside / "again.py"


@pytest.mark.parametrize("path", [None, Path("-"), Path("stdin.py")])
def test_standard_input_has_no_project(
    project: Project, monkeypatch: pytest.MonkeyPatch, path: Path | None
) -> None:
    root = project({"shapes.py": ""})
    monkeypatch.chdir(root)
    assert locate("shapes", 0, path) is None
    assert locate("shapes", 1, path) is None
    assert locate("textwrap", 0, path) is not None


def test_relative_paths_are_those_of_the_working_folder(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project({"__init__.py": "", "shapes.py": "", "lines.py": ""})
    monkeypatch.chdir(root)
    assert locate("shapes", 1, Path("lines.py")) == root / "shapes.py"
    assert package(Path("lines.py")) == (root.name,)


def test_the_package_of_a_file(project: Project) -> None:
    root = project(
        {"pack/__init__.py": "", "pack/inner/__init__.py": "", "pack/inner/lines.py": ""}
    )
    assert package(root / "pack" / "inner" / "lines.py") == ("pack", "inner")
    assert package(root / "pack" / "__init__.py") == ("pack",)
    assert package(root / "script.py") == ()


# -- names without an `__all__` -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("a = b = 1\nc, (d, *e) = x\nf: int = 1\n", "a b c d e f"),
        ("def f(): x = 1\nasync def g(): pass\nclass C: y = 1\n", "C f g"),
        ("import os\nimport os.path as p\nimport xml.dom\nfrom re import X as l\n", "l os p xml"),
        ("_private = 1\n__dunder__ = 1\npublic = 1\n", "public"),
        ("a: int\n", ""),
        ("if (n := 1): pass\nprint(m := 2)\n[k := i for i in x]\n", "k? m? n?"),
        ("for i in x: a = 1\nelse: b = 1\n", "a? b? i?"),
        ("while x: a = 1\n", "a?"),
        ("with open(x) as f: a = 1\n", "a f?"),
        ("with suppress(ImportError):\n    import a\n", "a?"),
        ("if x: a = 1\n", "a?"),
        ("if x: a = b = 1\nelse: a = c = 1\n", "a b? c?"),
        ("if x: a = 1\nelif y: a = 2\nelse: a = 3\n", "a"),
        ("try: a = 1\nexcept E: a = 2\n", "a"),
        ("try: a = 1\nexcept E: pass\n", "a?"),
        ("try: a = 1\nexcept E: raise\n", "a"),
        ("try: x()\nexcept E as e: a = 1\nelse: a = 2\nfinally: b = 1\n", "a b"),
        ("try: a = 1\nfinally: b = 1\n", "a b"),
        ("match x:\n    case [a, *b]: pass\n    case {'k': c, **d}: pass\n", "a? b? c? d?"),
        ("a = 1\ndel a\n", ""),
        ("for i in x: pass\ndel i\n", ""),
        ("a = 1\nif x: del a\n", "a?"),
        ("del a\na = 1\n", "a?"),
        ("def f():\n    global a\n    a = 1\n", "a? f"),
        ("if TYPE_CHECKING: from x import A\n", ""),
        ("if typing.TYPE_CHECKING: A = 1\nelse: A = B = 2\n", "A B"),
        ("if __name__ == '__main__':\n    a = 1\n", ""),
        ("if 0: a = 1\nelse: b = 1\n", "b"),
        ("a = [i for i in x]\nb = lambda c: (d := c)\n", "a b"),
    ],
)  # fmt: skip
def test_public_names_are_those_that_statements_bind(
    project: Project, text: str, expected: str
) -> None:
    assert names(project, text) == expected


def test_star_imports_are_followed(project: Project) -> None:
    text = "from one import *\nif x:\n    from two import *\nb = 1\n"
    assert names(project, text, one="a = _a = 1", two="c = 1") == "a b c?"


def test_star_imports_from_the_library_are_followed(project: Project) -> None:
    assert "dedent" in str(names(project, "from textwrap import *"))


def test_one_unknown_star_makes_all_unknown(project: Project) -> None:
    assert names(project, "from nowhere_to_be_found import *\na = 1") is None
    assert names(project, "from _ctypes import *\na = 1") is None


def test_files_that_star_import_each_other_are_unknown(project: Project) -> None:
    assert names(project, "from one import *", one="from module import *") is None


def test_a_file_does_not_star_import_itself(project: Project) -> None:
    root = project({"script.py": "a = 1"})
    assert exports("script", 0, root / "script.py") is None


@pytest.mark.parametrize(
    "text",
    [
        "globals()['a'] = 1",
        "globals().update(a=1)",
        "vars().update(a=1)",
        "exec(code)",
        "import sys\nsetattr(sys.modules[__name__], 'a', 1)",
        "def __getattr__(name): return 1",
        "@public\ndef f(): pass",
        "E._convert_('E', __name__, f)",
        "a = (",
        "a = '\0'",
    ],
)
def test_what_fills_its_namespace_unseen_is_unknown(project: Project, text: str) -> None:
    assert names(project, text) is None


def test_reading_the_namespace_is_harmless(project: Project) -> None:
    text = "a = globals()['x']\nb = 'a' in globals()\n__import__('c', globals())\n"
    assert names(project, text) == "a b"


def test_undecodable_and_huge_files_are_unknown(project: Project) -> None:
    root = project({"script.py": "", "huge.py": "a = 1\n" + "#" * 2_000_001})
    (root / "latin.py").write_bytes(b"a = '\xe9'")
    assert exports("huge", 0, root / "script.py") is None
    assert exports("latin", 0, root / "script.py") is None


def test_submodules_become_names_of_their_package(project: Project) -> None:
    root = project(
        {
            "pack/__init__.py": "from .one import a\nfrom . import two\nimport pack.three\n"
            "from pack.four import d\nif x:\n    from .five import e\n",
            **{
                f"pack/{name}.py": "a = d = e = 1"
                for name in ("one", "two", "three", "four", "five")
            },
            "script.py": "",
        }
    )
    found = exports("pack", 0, root / "script.py")
    assert found is not None
    assert found.names == {"a", "d", "e", "one", "two", "three", "four", "five", "pack"}
    assert found.names - found.certain == {"e", "five"}
    assert not found.complete


# -- names from an `__all__` ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("__all__ = ['a', '_b']\nc = 1\n", "_b a"),
        ("__all__ = 'a', 'b'\n", "a b"),
        ("__all__ = ()\na = 1\n", ""),
        ("__all__: list[str] = ['a']\n", "a"),
        ("__all__ = ['a'] + ['b']\n__all__ += ['c']\n", "a b c"),
        ("__all__ = ['a']\n__all__.extend(('b',))\n__all__.append('c')\n", "a b c"),
        ("__all__ = ['a', *['b'], *('c',)]\n", "a b c"),
        ("__all__ = list(('a',)) + sorted({'b'})\n", "a b"),
        ("__all__ = 'a b  c'.split()\n", "a b c"),
        ("__all__ = ['a', 'b']\n__all__.remove('a')\n", "b"),
        ("_names = ['a']\n_more = ['b']\n__all__ = _names + _more\n", "a b"),
        ("__all__ = ['a']\n__all__ = __all__ + ['b']\n", "a b"),
        ("__all__ = ['a']\nif x:\n    __all__ += ['b']\n    __all__.append('c')\n", "a b? c?"),
        ("__all__ = ['a']\nif x:\n    __all__.remove('a')\n", "a?"),
        ("__all__ = ['a']\ntry: b()\nexcept E: pass\nelse: __all__.append('b')\n", "a b?"),
        ("__all__ = ['a']\ndef f(): return __all__\nfor n in __all__: len(__all__)\n", "a"),
        ("__all__ = ['a']\nprint(__all__[0], __all__.index('a'))\n", "a"),
        ("__all__ = ['a']\nclass C: __all__ = ['b']\n", "a"),
        ("__all__ = ['a']\nglobals()['a'] = 1\n", "a"),
        ("from one import __all__\n", "a"),
        ("import one\n__all__ = one.__all__ + ['b']\n", "a b"),
        ("import one as first\n__all__ = ['b', *first.__all__]\n", "a b"),
        ("from textwrap import __all__\n", "TextWrapper dedent fill indent shorten wrap"),
    ],
)  # fmt: skip
def test_a_written_list_decides(project: Project, text: str, expected: str) -> None:
    assert names(project, text, one="__all__ = ['a']\nx = 1\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "__all__ = [n for n in dir() if n[0] != '_']",
        "__all__ = names()",
        "__all__ = ['a', NAME]",
        "__all__ = ['a']\n__all__ += names()",
        "__all__ = ['a']\n__all__.extend(n for n in x)",
        "__all__ = ['a']\nfor n in x: __all__.append(n)",
        "__all__ = ['a']\ndef export(f): __all__.append(f.__name__)",
        "__all__ = ['a']\nfill(__all__)",
        "__all__ = ['a']\n__all__[0] = 'b'",
        "__all__ = ['a']\n__all__.clear()",
        "if x:\n    __all__ = ['a']\nelse:\n    __all__ = ['b']",
        "def f():\n    global __all__\n    __all__ = ['a']",
        "_names = ['a']\n_names.append(x)\n__all__ = _names",
        "import one\n__all__ = one.__all__",
        "__all__ += ['a']",
        "__all__ = None",
        "del __all__",
    ],
)
def test_a_computed_list_is_unknown(project: Project, text: str) -> None:
    assert names(project, text, one="a = 1\n") is None


def test_the_lists_of_submodules_are_put_together(project: Project) -> None:
    root = project(
        {
            "pack/__init__.py": "from .one import *\nfrom .two import *\n"
            "__all__ = one.__all__ + two.__all__\n",
            "pack/one.py": "from . import base\n__all__ = ['a']\na = b = 1\n",
            "pack/two.py": "__all__ = ['c']\nc = 1\n",
            "pack/base.py": "",
            "script.py": "",
        }
    )
    found = exports("pack", 0, root / "script.py")
    assert found is not None
    assert found.names == found.certain == {"a", "c"}
    assert found.complete


# -- the rest -------------------------------------------------------------------------------------


def test_a_changed_file_is_read_again(project: Project) -> None:
    root = project({"script.py": "", "shapes.py": "a = 1"})
    first = exports("shapes", 0, root / "script.py")
    assert first is not None
    (root / "shapes.py").write_text("a = 1\nbb = 2", encoding="utf-8")
    second = exports("shapes", 0, root / "script.py")
    assert second is not None
    assert (first.names, second.names) == ({"a"}, {"a", "bb"})


def test_modules_that_import_the_file_in_turn_are_cyclic(project: Project) -> None:
    root = project(
        {
            "pack/__init__.py": "",
            "pack/one.py": "from .two import x",
            "pack/two.py": "",
            "pack/tests/__init__.py": "",
            "pack/tests/test_two.py": "",
            "script.py": "",
        }
    )
    two = root / "pack" / "two.py"

    def cyclic(module: str | None, level: int, importer: Path) -> bool:
        found = exports(module, level, importer)
        assert found is not None
        return found.cyclic

    assert cyclic("one", 1, two)
    assert cyclic("pack", 0, two)
    assert not cyclic("two", 1, root / "pack" / "one.py")
    assert not cyclic("pack", 0, root / "script.py")
    assert not cyclic("pack", 0, root / "pack" / "tests" / "test_two.py")
    assert not cyclic("one", 1, root / "pack" / "__init__.py")


def test_nothing_is_executed(project: Project) -> None:
    root = project({"script.py": "", "loud.py": "raise SystemExit('executed')\na = 1\n"})
    assert exports("loud", 0, root / "script.py") is not None
    assert "loud" not in sys.modules
