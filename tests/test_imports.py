"""Imports that a fix needs go where a reader would put them, and only once."""

import pytest

from pyguide.finding import Import
from pyguide.guard import apply
from pyguide.imports import import_edits
from pyguide.source import Source

PATH = Import("pathlib", "Path")

PLACES = {
    "an empty file": ("", "NEW\n"),
    "code alone": ("x = 1\n", "NEW\nx = 1\n"),
    "a docstring": ('"""Doc."""\nx = 1\n', '"""Doc."""\nNEW\nx = 1\n'),
    "a docstring of several lines": (
        '"""Doc.\n\nMore.\n"""\n\nx = 1\n',
        '"""Doc.\n\nMore.\n"""\nNEW\n\nx = 1\n',
    ),
    "__future__": (
        "from __future__ import annotations\nx = 1\n",
        "from __future__ import annotations\nNEW\nx = 1\n",
    ),
    "docstring and __future__": (
        '"""Doc."""\n\nfrom __future__ import annotations\n\nx = 1\n',
        '"""Doc."""\n\nfrom __future__ import annotations\nNEW\n\nx = 1\n',
    ),
    "imports": (
        "import a\nfrom b import (\n    c,\n)\nx = 1\nimport d\n",
        "import a\nfrom b import (\n    c,\n)\nNEW\nx = 1\nimport d\n",
    ),
    "a shebang": ("#!/usr/bin/python\nx = 1\n", "#!/usr/bin/python\nNEW\nx = 1\n"),
    "a coding line": (
        "#!/usr/bin/python\n# coding: utf-8\nx = 1\n",
        "#!/usr/bin/python\n# coding: utf-8\nNEW\nx = 1\n",
    ),
    "a coding line after a blank one": (
        "\n# coding: utf-8\nx = 1\n",
        "\n# coding: utf-8\nNEW\nx = 1\n",
    ),
    "a licence": ("# Free.\n#\n# Really.\n\nx = 1\n", "# Free.\n#\n# Really.\nNEW\n\nx = 1\n"),
    "a licence after a shebang": (
        "#!/usr/bin/python\n\n# Free.\n\nx = 1\n",
        "#!/usr/bin/python\n\n# Free.\nNEW\n\nx = 1\n",
    ),
    "a comment on the code below a licence": (
        "# Free.\n\n# One:\nx = 1\n",
        "# Free.\nNEW\n\n# One:\nx = 1\n",
    ),
    "only a comment": ("# Free.", "# Free.\nNEW\n"),
    "a comment after the docstring": (
        '# Free.\n"""Doc."""\n# One:\nx = 1\n',
        '# Free.\n"""Doc."""\nNEW\n# One:\nx = 1\n',
    ),
    "no newline at the end": ("import a", "import a\nNEW\n"),
    "a docstring without newline": ('"""Doc."""', '"""Doc."""\nNEW\n'),
    "something behind the import": ("import a; x = 1\ny = 2\n", "import a; x = 1\nNEW\ny = 2\n"),
    "a string behind the import": (
        "import a; x = '''\n1\n'''\ny = 2\n",
        "import a; x = '''\n1\n'''\nNEW\ny = 2\n",
    ),
    "a backslash behind the import": (
        "import a; x = \\\n  1\ny = 2\n",
        "import a; x = \\\n  1\nNEW\ny = 2\n",
    ),
    "imports that something holds": (
        "try:\n    import a\nexcept ImportError:\n    a = None\n",
        "NEW\ntry:\n    import a\nexcept ImportError:\n    a = None\n",
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("before", "after"), PLACES.values(), ids=PLACES)
def test_a_new_import_stands_behind_what_must_come_first(before, after, ends):
    if ends not in before.replace("\n", ends):
        ends = "\n"  # nothing shows that the file wants another
    source = Source(before.replace("\n", ends))
    made = apply(source.text, import_edits(source, [PATH]))
    assert made == after.replace("NEW", "from pathlib import Path").replace("\n", ends)
    compile(made, "", "exec")


def test_the_byte_order_mark_stays_first():
    source = Source.decode(b"\xef\xbb\xbfx = 1\n")
    made = source.with_text(apply(source.text, import_edits(source, [PATH])))
    assert made.raw == b"\xef\xbb\xbffrom pathlib import Path\nx = 1\n"


def test_a_module_and_a_name_are_spelled_differently_one_a_line():
    source = Source("import a\n")
    made = apply(source.text, import_edits(source, [Import("os.path"), PATH]))
    assert made == "import a\nimport os.path\nfrom pathlib import Path\n"


@pytest.mark.parametrize(
    "has",
    [
        "from pathlib import Path\n",
        "from pathlib import PurePath, Path\n",
        "import a\n\nx = 1\nfrom pathlib import Path\n",
    ],
)
def test_what_the_file_imports_already_is_not_imported_again(has):
    assert import_edits(Source(has), [PATH]) == []


@pytest.mark.parametrize(
    "has",
    [
        "from pathlib import Path as P\n",
        "from .pathlib import Path\n",
        "import pathlib\n",
        "from pathlib import *\n",
        "def f():\n    from pathlib import Path\n",
        "if x:\n    from pathlib import Path\n",
    ],
)
def test_what_binds_another_name_or_another_place_does_not_count(has):
    (edit,) = import_edits(Source(has), [PATH])
    assert edit.text == "from pathlib import Path\n"


@pytest.mark.parametrize("has", ["import os as system\n", "from os import path\n"])
def test_a_module_under_another_name_does_not_count(has):
    (edit,) = import_edits(Source(has), [Import("os")])
    assert edit.text == "import os\n"


def test_what_is_there_and_what_is_not_are_told_apart():
    source = Source("import os\n")
    (edit,) = import_edits(source, [Import("os"), PATH])
    assert edit.text == "from pathlib import Path\n"


def test_a_backslash_carries_the_last_import_on():
    source = Source("import os \\\n\nprint(1)\n")
    (edit,) = import_edits(source, [PATH])
    assert apply(source.text, [edit]) == "import os \\\n\nfrom pathlib import Path\nprint(1)\n"


def test_names_of_one_module_share_a_line():
    wanted = [Import("collections", "deque"), Import("os"), Import("collections", "OrderedDict")]
    made = apply("x = 1\n", import_edits(Source("x = 1\n"), wanted))
    assert made == "import os\nfrom collections import OrderedDict, deque\nx = 1\n"
