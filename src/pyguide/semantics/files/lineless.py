"""Text that is written piece by piece: which pieces surely end no line."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.files import reading

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# What tells that a piece is not meant to be a line: it is joined to its neighbours, or a line end.
_JOINTS = " \t,;:|=/\r\n"


def lineless(semantics: Semantics, call: ast.Call) -> list[ast.expr]:
    """The literal pieces that `file.writelines` gets, if all are texts and none ends a line; or [].

    A single piece, and pieces that begin or end with a blank or separator, are no lines.
    """
    if len(call.args) != 1 or call.keywords or not isinstance(call.func, ast.Attribute):
        return []
    pieces = _pieces(semantics, call.args[0])
    if not pieces or not all(_is_line(semantics, piece) for piece in pieces):
        return []
    return pieces if _is_text_file(semantics, call.func.value) else []


def _pieces(semantics: Semantics, written: ast.expr) -> list[ast.expr]:
    match written:
        case ast.List(elts=pieces) | ast.Tuple(elts=pieces) if len(pieces) > 1:
            return pieces
        case ast.ListComp(elt=piece) | ast.GeneratorExp(elt=piece):
            return [piece]
        case ast.Name():
            value = semantics.value_of(written)
            display = isinstance(value, ast.List | ast.Tuple)
            if value is not None and display and semantics.fates.untouched(written) is not None:
                return _pieces(semantics, value)
    return []


def _is_text_file(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` is an open file, or text in memory."""
    if reading.open_file(semantics, expr) is not None:
        return True
    value = semantics.value_of(expr) if isinstance(expr, ast.Name) else None
    return isinstance(value, ast.Call) and semantics.qualified(value.func) == "io.StringIO"


def _is_line(semantics: Semantics, piece: ast.expr) -> bool:
    match piece:
        case ast.Constant(value=str(text)):
            return bool(text) and text[0] not in _JOINTS and text[-1] not in _JOINTS
        case ast.JoinedStr(values=[first, *_, last]):
            return _holds(semantics, first, 0) and _holds(semantics, last, -1)
    return False


def _holds(semantics: Semantics, part: ast.expr, end: int) -> bool:
    """Whether one end of an f-string is text of a line; a value of unknown type may end it."""
    match part:
        case ast.Constant(value=str(text)):
            return text[end] not in _JOINTS
        case ast.FormattedValue(value=value):
            return end == 0 or semantics.type_of(value).within("int", "float", "bool")
    return False
