"""Paths as text: what takes a path object in their place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.files import resources
from pyguide.semantics.structure import last_name
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_TAKERS = """
    builtins.open io.open gzip.open bz2.open lzma.open tarfile.open zipfile.ZipFile
    os.access os.chmod os.chown os.listdir os.lstat os.makedirs os.mkdir os.open os.readlink
    os.remove os.removedirs os.rename os.replace os.rmdir os.scandir os.stat os.symlink os.truncate
    os.unlink os.utime os.walk os.path.exists os.path.isdir os.path.isfile os.path.islink
    os.path.getsize os.path.getmtime os.path.samefile shutil.copy shutil.copy2 shutil.copyfile
    shutil.copymode shutil.copystat shutil.copytree shutil.move shutil.rmtree sqlite3.connect
"""
_TAKERS_OF_PATHS = frozenset(_TAKERS.split())
_METHODS = {
    "exists": "exists()",
    "isfile": "is_file()",
    "isdir": "is_dir()",
    "islink": "is_symlink()",
    "ismount": "is_mount()",
    "isabs": "is_absolute()",
    "basename": "name",
    "getsize": "stat().st_size",
    "getmtime": "stat().st_mtime",
    "getatime": "stat().st_atime",
    "getctime": "stat().st_ctime",
}
_WALKERS = frozenset({"os.walk", "os.listdir", "os.scandir", "os.fwalk", "glob.glob"})


def taker(semantics: Semantics, expr: ast.expr) -> str | None:
    """The function that gets ``expr`` as a path and takes a path object as well, or `Path`."""
    call = semantics.parent(expr)
    if not isinstance(call, ast.Call) or not any(arg is expr for arg in call.args[:2]):
        return None
    name = semantics.qualified(call.func)
    if name == "pathlib.Path":
        return name if len(call.args) == 1 and not call.keywords else None
    two = name is not None and name.startswith(("os.re", "shutil.copy", "shutil.move", "os.path.s"))
    return name if name in _TAKERS_OF_PATHS and (call.args[0] is expr or two) else None


def joined(semantics: Semantics, call: ast.Call) -> bool:
    """Whether ``call`` joins paths that are text, as far as can be seen, by `os.path.join`."""
    if len(call.args) < 2 or call.keywords or semantics.qualified(call.func) != "os.path.join":
        return False
    return not any(isinstance(arg, ast.Starred) or _is_bytes(semantics, arg) for arg in call.args)


def _is_bytes(semantics: Semantics, part: ast.expr) -> bool:
    if semantics.type_of(part).within("bytes"):
        return True
    name = last_name(part.func) if isinstance(part, ast.Call) else last_name(part)
    return name.startswith("b_") or "bytes" in name or name in ("fsencode", "encode")


class Question(NamedTuple):
    """A call of `os.path` about one path, and what a path object has in its place.

    ``is_same`` says that it does exactly the same, errors included.
    """

    path: ast.expr
    method: str
    is_same: bool


def question(semantics: Semantics, call: ast.Call) -> Question | None:
    """What ``call`` asks about its one argument, unless that is bytes."""
    name = semantics.qualified(call.func) or ""
    method = _METHODS.get(name.removeprefix("os.path.")) if name.startswith("os.path.") else None
    match call.args:
        case [path] if method is not None and not call.keywords:
            if isinstance(path, ast.Starred) or _is_bytes(semantics, path):
                return None
            return Question(path, method, method.startswith("stat()"))
    return None


def doubt(semantics: Semantics, call: ast.Call, asked: Question) -> str | None:
    """Why a path's own method may answer ``call`` otherwise or fail otherwise, else None."""
    if asked.method in ("name", "is_absolute()"):
        return f"`.{asked.method}` answers otherwise for a few paths"
    if not asked.is_same:
        return f"`.{asked.method}` may raise where a folder may not be read"
    if not semantics.resources.is_path(asked.path):
        return f"{semantics.shown(asked.path)} may be something else by then"
    # Both call it, in other words.
    for replaced in (f"pathlib.Path.{asked.method.partition('(')[0]}", "os.stat"):
        if semantics.names.replacements.covers(replaced):
            return f"the file puts something else in the place of `{replaced}`"
    name = next(node for node in walk(call.func) if isinstance(node, ast.Name))
    if not semantics.purity.is_surely_bound(name):
        return f"`{name.id}` may not be imported by then"
    return None


def is_object(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` is a path object, as far as its making or its annotation says."""
    if semantics.resources.is_path(expr, proven=False):
        return True
    said = semantics.annotations.of_name(expr) if isinstance(expr, ast.Name) else None
    return said is not None and semantics.qualified(said) in resources.PATHS


def is_walking(semantics: Semantics, node: ast.AST) -> bool:
    """Whether ``node`` stands in a loop over the names that a folder holds."""
    for around in semantics.ancestors(node):
        source = around.iter if isinstance(around, ast.For) else None
        for clause in getattr(around, "generators", ()):
            source = clause.iter
        if isinstance(source, ast.Call) and semantics.qualified(source.func) in _WALKERS:
            return True
    return False


def why_text(call: ast.Call) -> str | None:
    """Why the path that ``call`` joins cannot be spelled as an object; None if it can."""
    if call.lineno != call.end_lineno:
        return "the call spans several lines"
    if any(isinstance(arg, ast.Constant) and not arg.value for arg in call.args):
        return "an empty part only adds a separator"
    return None
