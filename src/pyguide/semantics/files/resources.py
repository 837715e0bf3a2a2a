"""What has to be closed: the calls that open files, archives, sockets and databases."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import last_name

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_OPENERS = {
    "file": """
        builtins.open io.open codecs.open os.fdopen tokenize.open gzip.open bz2.open lzma.open
        gzip.GzipFile bz2.BZ2File lzma.LZMAFile wave.open tempfile.SpooledTemporaryFile""",
    "temporary file": "tempfile.TemporaryFile tempfile.NamedTemporaryFile",
    "archive": "zipfile.ZipFile tarfile.open tarfile.TarFile tarfile.TarFile.open",
    "database": "shelve.open dbm.open",
    "socket": "socket.socket socket.create_connection",
}
OPENERS = {name: noun for noun, names in _OPENERS.items() for name in names.split()}
"""What a call opens that has a `close` method, and whose `with` gives the same object."""

OPENER_NAMES = frozenset(name.rpartition(".")[2] for name in OPENERS)
"""Their last names."""

# Leaving a `with` runs something else than `close()`: a tar archive is not finished after an
# exception, and a temporary file may close its two layers in another order.
_OWN_EXIT = ("tarfile.", "tempfile.TemporaryFile", "tempfile.NamedTemporaryFile")

_MANAGING = frozenset({"__class__", "__enter__", "__exit__"})

# The keyword arguments through which an open file is handed in, and what makes a file in memory.
_FILE_WORDS = frozenset({"fileobj", "closefd"})
_BUFFERS = frozenset({"io.BytesIO", "io.StringIO"})

PATHS = frozenset(
    {"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.Path.cwd",
     "pathlib.Path.home"}
)  # fmt: skip
"""What makes a path."""

_PATH_METHODS = frozenset(
    {"joinpath", "with_name", "with_stem", "with_suffix", "resolve", "absolute", "expanduser"}
)


class Resource(NamedTuple):
    """A call that opens something.

    ``proven`` says that the called name can be nothing else, ``closes_alike`` that leaving a `with`
    runs `close()` and no more, ``lent`` that it uses a file which somebody else closes.
    """

    call: ast.Call
    noun: str
    proven: bool
    closes_alike: bool
    lent: bool


class Resources:
    """Answers about what has to be closed."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def opened(self, call: ast.Call) -> Resource | None:
        """What ``call`` opens, if it opens anything that somebody has to close."""
        func = call.func
        full = self._s.qualified(func)
        if full is None and isinstance(func, ast.Attribute) and func.attr == "open":
            full = "io.open" if self.is_path(func.value) else None
        proven = full is not None
        if full is None and self._looks_builtin(func):
            full = "builtins.open"
        if full is None or full not in OPENERS:
            return None
        alike = not full.startswith(_OWN_EXIT) and self._exits_are_own
        return Resource(call, OPENERS[full], proven, alike, self._is_lent(call))

    @cached_property
    def _exits_are_own(self) -> bool:
        """Whether the file leaves all objects the `__enter__` and `__exit__` that they have."""
        return _MANAGING.isdisjoint(self._s.structure.stored_attributes)

    def _looks_builtin(self, func: ast.expr) -> bool:
        """Whether only code that this file runs from a string could make `open` mean another."""
        if not isinstance(func, ast.Name) or func.id != "open" or self._s.names.facts.star:
            return False
        return self._s.owner("open", func) is None

    def is_path(self, expr: ast.expr, depth: int = 5, *, proven: bool = True) -> bool:
        """Whether ``expr`` is a `pathlib.Path` by construction.

        Unless this has to be ``proven``, a global that the file binds once counts as bound there.
        """
        match expr:
            case ast.Call(func=func) if self._s.qualified(func) in PATHS:
                return True
            case ast.Call(func=ast.Attribute(value=inner, attr=attr)):
                return attr in _PATH_METHODS and self.is_path(inner, depth, proven=proven)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                if proven and self._joins_otherwise and not self._s.type_of(right).within("str"):
                    return False
                return self.is_path(left, depth, proven=proven)
            case ast.Attribute(value=inner, attr="parent"):
                return self.is_path(inner, depth, proven=proven)
            case ast.Name() if depth:
                value = self._s.value_of(expr)
                if value is None and not proven:
                    found = self._s.bindings(expr) or ()
                    value = found[0].value if len(found) == 1 else None
                return value is not None and self.is_path(value, depth - 1, proven=proven)
        return False

    @cached_property
    def _joins_otherwise(self) -> bool:
        """Whether the file has a class that may take part in a `/` in its own way."""
        classes = self._s.structure.nodes(ast.ClassDef)
        kinds = (last_name(base) for class_ in classes for base in class_.bases)
        return "__rtruediv__" in self._s.source.text or any(one.endswith("Path") for one in kinds)

    def _is_lent(self, call: ast.Call) -> bool:
        """Whether the call gets an open file or descriptor that it does not close."""
        if any(word.arg in _FILE_WORDS for word in call.keywords):
            return True
        match call.args[:1]:
            case [ast.Constant(value=int())]:
                return True
            case [ast.Call() as inner]:
                return self._makes_file(inner)
            case [ast.Name(id="self")]:
                return True
            case [ast.Name() as name]:
                found = self._s.dominance.definition(name)
                if found is not None and found.kind == "with":
                    return True
                value = None if found is None else found.value
                return isinstance(value, ast.Call) and self._makes_file(value)
        return False

    def _makes_file(self, call: ast.Call) -> bool:
        return self._s.qualified(call.func) in _BUFFERS or self.opened(call) is not None
