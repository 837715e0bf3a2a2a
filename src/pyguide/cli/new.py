"""``pyguide new``: the two files of a new rule."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from string import Template

from pyguide.catalog import Catalog, installed
from pyguide.cli.output import put
from pyguide.configuration.loading import packs_here
from pyguide.errors import PyguideError, nearest

CHAPTERS = {
    "conventions": range(1, 90),  # PYG090 to PYG099 are about suppression comments
    "mutability": range(101, 200),
    "comparisons": range(201, 300),
    "exceptions": range(301, 400),
    "loops": range(401, 500),
    "containers": range(501, 600),
    "classes": range(601, 700),
    "functions": range(701, 800),
    "files": range(801, 900),
    "concurrency": range(901, 950),
    "arrays": range(950, 1000),
}
# A part that began with a digit would not come back from the name of the class.
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*")
_CODE = re.compile(r"[A-Z]{1,3}[0-9]{3}")

_MODULE = Template('''\
"""$code: say in one line which pattern this is."""

from __future__ import annotations

import ast

from pyguide import Category, Rule, Semantics


class $class_name(Rule):
    """The pattern in a few words."""

    code = "$code"
    category = Category.SUSPICIOUS
    message = "`print({what})` is left over from debugging"
    guide = ($guide)
    twins = {}
    suspects = (ast.Call,)

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return isinstance(node.func, ast.Name) and node.func.id == "print"

    def judge(self, call: ast.Call) -> None:
        if self.semantics.is_builtin(call.func, "print"):
            what = ", ".join(self.text(argument) for argument in call.args)
            self.report(call, reason="only you know whether it is meant", what=what)
''')

_PAGE = Template("""\
# $name ($code)

Say in one plain sentence what the pattern is.

## What it finds

Every call of the builtin `print`.

## Why it matters

Say what goes wrong, in the guide's terms.

## Answer

$answer

## Examples

```python
print("here")  # $code
```

```python
def print(text):
    pass


print("not the builtin")
```

## Fix safety

Safe: none. Unsafe: none.

## Limits

Say what is left alone on purpose.

## References

- [print](https://docs.python.org/3/library/functions.html#print)
""")

_ANSWER = "[Q107](../answers/q107.md)"
_NO_ANSWER = "None: the guide has no question about it."


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", metavar="NAME", help="the pattern in kebab-case: bare-except")
    parser.add_argument("--chapter", "-c", metavar="C", help=f"one of {', '.join(CHAPTERS)}")
    parser.add_argument("--code", help="default: the next free one of the chapter")
    parser.add_argument("--into", type=Path, help="folder; default: rules/pyguide_rules/CHAPTER")


def run(arguments: Namespace) -> int:
    """Write both files, never over others; raises PyguideError for words that do not fit."""
    if not _NAME.fullmatch(arguments.name):
        raise PyguideError(f"`{arguments.name}` is no kebab-case name such as bare-except")
    if arguments.chapter is None and not (arguments.into and arguments.code):
        raise PyguideError("new: give --chapter, or both --into and --code for a pack of your own")
    if arguments.chapter is not None and arguments.chapter not in CHAPTERS:
        hint = nearest(arguments.chapter, CHAPTERS)
        raise PyguideError(f"--chapter: unknown chapter `{arguments.chapter}`{hint}")
    catalog = installed(packs_here())
    code = arguments.code or _free_code(CHAPTERS[arguments.chapter], catalog)
    if not _CODE.fullmatch(code):
        raise PyguideError(f"--code: `{code}` is no code such as PYG301")
    for rule in catalog.rules:
        if rule.code == code or rule.name == arguments.name:
            raise PyguideError(f"there is a rule {rule.name} ({rule.code}) already")
    folder = arguments.into or Path("rules", "pyguide_rules", arguments.chapter)
    if arguments.into is None and not folder.parent.is_dir():
        raise PyguideError(f"{folder.parent} does not exist here; give --into FOLDER")
    facts = {
        "code": code,
        "name": arguments.name,
        "guide": '"Q107",' if arguments.into is None else "",
        "answer": _ANSWER if arguments.into is None else _NO_ANSWER,
        "class_name": "".join(part.capitalize() for part in arguments.name.split("-")),
    }
    stem = folder / arguments.name.replace("-", "_")
    files = {
        stem.with_suffix(".py"): _MODULE.substitute(facts),
        stem.with_suffix(".md"): _PAGE.substitute(facts),
    }
    _write(folder, files)
    return 0


def _write(folder: Path, files: dict[Path, str]) -> None:
    taken = next((path for path in files if path.exists()), None)
    if taken is not None:
        raise PyguideError(f"{taken} exists already")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        marker = folder / "__init__.py"
        if not marker.exists():
            marker.write_text(f'"""Rules about {folder.name}."""\n', encoding="utf-8")
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
            put(f"{path}\n")
    except OSError as error:
        raise PyguideError(f"{error.filename}: {error.strerror}") from error


def _free_code(numbers: range, catalog: Catalog) -> str:
    """The lowest code of a chapter that no installed rule has."""
    codes = [f"PYG{number:03}" for number in numbers]
    free = next((code for code in codes if code not in catalog.entries), "")
    if not free:
        raise PyguideError(f"no code is free from {codes[0]} to {codes[-1]}")
    return free
