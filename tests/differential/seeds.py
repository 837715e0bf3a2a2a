"""Programs to start from: examples on the rules' pages, and programs of the rules' own tests."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from differential.surroundings import with_effects
from pyguide.catalog import Entry
from pyguide.page import parse
from pyguide.testing import examples

ROOT = Path(__file__).resolve().parents[1] / "rules"
_BEFORE = ("TOOLS", "PROLOGUE", "SETUP", "BEGINNING", "OBJECTS", "BASE")
STAGE = (
    "Enough, Fails, Items, Own, Nobody, Odd, Stub, Table, Text, call, logged, note, once, pause, "
    "said, watch"
)
STAGED = frozenset(STAGE.split(", "))


def seeds(entry: Entry) -> list[str]:
    """Different programs, each of which compiles, about one rule."""
    found = dict.fromkeys(code for code in _texts(entry) if _compiles(code))
    return [_staged(code) for code in found if not with_effects(ast.parse(code))]


def _texts(entry: Entry) -> Iterator[str]:
    module = entry.module
    for page in (entry.page.text, *map(_read, ROOT.glob(f"*/{module}.md"))):
        for example in examples(parse(page)):
            yield example.code
    for path in ROOT.glob(f"*/test_{module}.py"):
        constants = _constants(path)
        before = "".join(constants.get(name, "") for name in _BEFORE)
        for text in _programs(path):
            yield text
            if before and text not in before:
                yield before + text


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _constants(path: Path) -> dict[str, str]:
    tree = ast.parse(_read(path))
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def _programs(path: Path) -> Iterator[str]:
    """Every text of a test module that may be a program."""
    for node in ast.walk(ast.parse(_read(path))):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and "\n" in text:
            yield text


def _compiles(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "<seed>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _staged(code: str) -> str:
    """The program with what it names without defining it, behind its docstring and future."""
    lines = code.splitlines(keepends=True)
    tree = ast.parse(code)
    at = 0
    for statement in tree.body:
        future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not (future or docstring) or statement.end_lineno is None:
            break
        at = statement.end_lineno
    stubs = [f"{name} = Stub({name!r})\n" for name in sorted(_undefined(tree))]
    head = [f"from stage import {STAGE}\n", *stubs]
    return "".join([*lines[:at], *head, *lines[at:]])


def _undefined(tree: ast.Module) -> set[str]:
    """Names that are read and bound nowhere in the file."""
    bound: set[str] = set()
    read: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                bound.add(name)
            case ast.ClassDef(name=name):
                bound.add(name)
            case ast.alias(name=name, asname=other):
                bound.add((other or name).partition(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                bound.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                bound.add(name)
    return read - bound - STAGED - set(dir(builtins)) - {"__file__", "__class__"}


@cache
def importable(code: str) -> bool:
    """Whether every module that the program imports at its top is there."""
    for node in ast.parse(code).body:
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for name in names:
            root = name.partition(".")[0]
            if root != "stage" and not _is_there(root):
                return False
    return True


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # a module that another test made up
        return False
