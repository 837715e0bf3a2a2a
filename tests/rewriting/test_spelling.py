"""New code uses the imports that a file has, or a name that is free."""

import ast

import pytest

from pyguide.finding import Import
from pyguide.rewriting.spelling import Spelling, spelling
from pyguide.semantics import Semantics
from pyguide.source import Source

NEW = Spelling("getcwd", (Import("os", "getcwd"),))


def spelled(text, module="os", name="getcwd"):
    """How `here` in the text spells the library's name."""
    source = Source(text)
    [at] = [n for n in ast.walk(source.tree) if isinstance(n, ast.Name) and n.id == "here"]
    return spelling(Semantics(source), module, name, at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("here", NEW),
        ("import os\nhere", Spelling("os.getcwd")),
        ("import os as system\nhere", Spelling("system.getcwd")),
        ("from os import getcwd\nhere", Spelling("getcwd")),
        ("from os import sep, getcwd as cwd\nhere", Spelling("cwd")),
        ("import os\nfrom os import getcwd\ndef f():\n    here", Spelling("getcwd")),
        ("from os import sep\nhere", NEW),
        ("from .os import sep\nhere", NEW),
    ],
)
def test_an_import_above_is_used_and_else_a_new_one(text, expected):
    assert spelled(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "here\nimport os",
        "def f():\n    here\nimport os",
        "import os\ndef f(os):\n    here",
        "import os\nos = None\nhere",
        "if x:\n    import os\nhere",
        "import os.path as os\nhere",
    ],
)
def test_an_import_that_may_not_be_meant_is_not_used(text):
    assert spelled(text) == NEW


@pytest.mark.parametrize(
    "text",
    [
        "getcwd = 1\nhere",
        "def f(getcwd):\n    here",
        "def f():\n    from os import getcwd\nhere",
        "here\nfrom os import getcwd",
        "from x import *\nhere",
    ],
)
def test_a_taken_name_cannot_be_imported(text):
    assert spelled(text) is None


def test_a_dotted_module_is_reached_through_its_own_name_only():
    assert spelled("import os.path\nhere", "os.path", "join") == Spelling(
        "join", (Import("os.path", "join"),)
    )
    assert spelled("import os.path as p\nhere", "os.path", "join") == Spelling("p.join")


@pytest.mark.parametrize("text", ["import os\nos.getcwd = print\nhere", "patch('os.getcwd')\nhere"])
def test_what_the_file_replaces_is_doubted(text):
    doubt = "the file puts something else in the place of `os.getcwd`"
    assert spelled(text).doubt == doubt
