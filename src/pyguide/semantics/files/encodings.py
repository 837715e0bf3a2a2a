"""In which encoding text is read and written: the calls that leave it to the locale."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.files.resources import PATHS

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.objects.fates import Fate


class Signature(NamedTuple):
    """Where a function takes the mode and the encoding.

    ``mode`` and ``encoding`` are 0-based places; no place for the mode says that it is always
    text, none for the encoding that this is a keyword. ``default`` is the mode where none is given.
    A mode is one of text that has the letter ``text``, where that is set, or else no `b`.
    """

    mode: int | None
    default: str
    encoding: int | None
    text: str = ""


_SIGNATURES = {
    "builtins.open io.open os.fdopen": Signature(1, "r", 3),
    "gzip.open bz2.open": Signature(1, "rb", 3, "t"),
    "lzma.open": Signature(1, "rb", None, "t"),
    "io.TextIOWrapper": Signature(None, "r", 1),
    "tempfile.NamedTemporaryFile tempfile.TemporaryFile": Signature(0, "w+b", 2),
    "tempfile.SpooledTemporaryFile": Signature(1, "w+b", 3),
    "logging.FileHandler logging.handlers.WatchedFileHandler": Signature(1, "a", 2),
    "logging.handlers.RotatingFileHandler": Signature(1, "a", 4),
    "logging.handlers.TimedRotatingFileHandler": Signature(None, "a", 4),
    "pathlib.Path.open": Signature(0, "r", 2),
    "pathlib.Path.read_text": Signature(None, "r", 0),
    "pathlib.Path.write_text": Signature(None, "w", 1),
}
SIGNATURES = {name: found for names, found in _SIGNATURES.items() for name in names.split()}
"""What opens text, or a log, by its full name."""

OPENER_NAMES = frozenset(name.rpartition(".")[2] for name in SIGNATURES)
"""Their last names."""

_METHODS = frozenset({"open", "read_text", "write_text"})
# Devices and what the kernel tells about itself: nobody's text.
_SYSTEM = r"/(dev|proc|sys)/|NUL$"
# What may be done with a file without reading or writing its text.
_TEXTLESS = frozenset(
    {"close", "fileno", "flush", "isatty", "seek", "tell", "truncate", "buffer", "name", "closed"}
)


class Unencoded(NamedTuple):
    """A call that opens text in the encoding of the locale.

    ``name`` is the full name of what is called, ``given`` the `None` that is given as encoding.
    """

    name: str
    given: ast.expr | None


def unencoded(semantics: Semantics, call: ast.Call) -> Unencoded | None:
    """How ``call`` opens text without saying in which encoding; None if it does not surely."""
    name = _opener(semantics, call.func)
    signature = SIGNATURES.get(name or "")
    if name is None or signature is None or _is_open_ended(call):
        return None
    given = _argument(call, "encoding", signature.encoding)
    if given is not None and not (isinstance(given, ast.Constant) and given.value is None):
        return None
    if _kinds(call, signature) != {True}:
        return None
    if semantics.custody.is_staged(call) or _opens_device(semantics, call):
        return None
    return Unencoded(name, given) if _carries_text(semantics, name, call) else None


def is_binary(semantics: Semantics, call: ast.Call) -> bool | None:
    """Whether ``call`` opens bytes rather than text; None where that is not known."""
    signature = SIGNATURES.get(_opener(semantics, call.func) or "")
    kinds = set() if signature is None or _is_open_ended(call) else _kinds(call, signature)
    return not kinds.pop() if len(kinds) == 1 else None


def _kinds(call: ast.Call, signature: Signature) -> set[bool]:
    """Whether the mode is one of text, for each that it may be; empty where that is not known."""
    mode = _argument(call, "mode", signature.mode)
    modes = [signature.default] if mode is None else list(_texts(mode))
    letter = signature.text
    return {letter in one if letter else "b" not in one for one in modes} if all(modes) else set()


def _opener(semantics: Semantics, func: ast.expr) -> str | None:
    match func:
        case ast.Attribute(value=value, attr=attr) if attr in _METHODS and is_path(
            semantics, value
        ):
            return f"pathlib.Path.{attr}"
    return semantics.qualified(func)


def is_path(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` is a `pathlib.Path` by construction, or says so in an annotation."""
    if semantics.resources.is_path(expr, proven=False):
        return True
    hint = semantics.annotations.of_name(expr) if isinstance(expr, ast.Name) else None
    if isinstance(hint, ast.Constant) and isinstance(hint.value, str) and hint.value.isidentifier():
        return semantics.meaning(hint.value, expr) in PATHS
    return hint is not None and semantics.qualified(hint) in PATHS


def _is_open_ended(call: ast.Call) -> bool:
    return any(isinstance(arg, ast.Starred) for arg in call.args) or any(
        word.arg is None for word in call.keywords
    )


def _argument(call: ast.Call, word: str, place: int | None) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == word:
            return keyword.value
    return call.args[place] if place is not None and place < len(call.args) else None


def _texts(mode: ast.expr) -> Iterator[str]:
    """The texts that ``mode`` may be; an empty one, which is no mode, where that is not known."""
    match mode:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)
        case _:
            yield ""


def _opens_device(semantics: Semantics, call: ast.Call) -> bool:
    match call.args[:1]:
        case [ast.Constant(value=str(path))]:
            return re.match(_SYSTEM, path) is not None
        case [ast.Attribute() as path]:
            return semantics.qualified(path) == "os.devnull"
    return False


def _carries_text(semantics: Semantics, name: str, call: ast.Call) -> bool:
    """Whether text whose encoding matters may go through what ``call`` opens."""
    if name.endswith("_text"):
        text = _argument(call, "data", 0)
        return name.endswith("read_text") or text is None or not is_ascii(semantics, text)
    fate = semantics.fates.of(call)
    fates = [fate]
    match fate.node:
        case ast.withitem(optional_vars=None):
            return False
        case ast.withitem(optional_vars=ast.Name() as target):
            fates = [use.fate for use in semantics.fates.uses(target)]
        case ast.Assign(targets=[ast.Name() as target]) if fate.kind == "bound":
            fates = [use.fate for use in semantics.fates.uses(target)] or fates
    return not all(_is_textless(semantics, one) for one in fates)


def _is_textless(semantics: Semantics, fate: Fate) -> bool:
    """Whether a use of a file reads nothing through it and writes nothing but ASCII."""
    match fate.kind, fate.name, fate.node:
        case "passed", "stdin" | "stdout" | "stderr", _:
            return True
        case "passed", name, ast.Call(func=func, args=args) as call:
            if name == "file" and semantics.is_builtin(func, "print"):
                return all(is_ascii(semantics, arg) for arg in args)
            return semantics.qualified(func) == "json.dump" and _escapes(call)
        case "method", "write", ast.Call(args=[text]):
            return is_ascii(semantics, text)
    return fate.kind in ("method", "attribute") and fate.name in _TEXTLESS


def is_ascii(semantics: Semantics, text: ast.expr) -> bool:
    """Whether ``text`` surely holds ASCII alone, which is the same bytes in any usual encoding."""
    match text:
        case ast.Constant(value=value):
            return str(value).isascii()
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return is_ascii(semantics, left) and is_ascii(semantics, right)
        case ast.BinOp(left=left, op=ast.Mult()):
            return is_ascii(semantics, left)
        case ast.Call(func=func):
            return semantics.is_builtin(func, "ascii") or (
                semantics.qualified(func) == "json.dumps" and _escapes(text)
            )
    return False


def _escapes(call: ast.Call) -> bool:
    """Whether a call of `json.dump` or `dumps` writes other characters as escapes."""
    return not any(word.arg in (None, "ensure_ascii", "cls") for word in call.keywords)
