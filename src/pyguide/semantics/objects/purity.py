"""Which expressions do nothing but give a value."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pyguide.semantics.values import library
from pyguide.semantics.values.operators import mixes_bytes

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding

Level = Literal["no_effect", "no_raise"]
_QUIET = frozenset(
    [
        "len",
        "isinstance",
        "callable",
        "id",
        "abs",
        "ascii",
        "bin",
        "bool",
        "chr",
        "float",
        "hash",
        "hex",
        "int",
        "oct",
        "ord",
        "repr",
        "str",
        "round",
        "type",
        "complex",
    ]
)


def is_steady(value: ast.expr) -> bool:
    """Whether ``value`` is the same, whatever runs meanwhile, as long as its names stay bound.

    That is the same object, or an equal tuple of such.
    """
    match value:
        case ast.Tuple(elts=parts):
            return all(map(is_steady, parts))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return isinstance(operand, ast.Constant)
        case ast.Compare(left=left, ops=ops, comparators=others):
            plain = all(isinstance(op, ast.Is | ast.IsNot) for op in ops)
            return plain and all(map(is_steady, (left, *others)))
    return isinstance(value, ast.Name | ast.Constant)


class Purity:
    """Judges expressions that a fix wants to drop, move or repeat."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def pure(self, expr: ast.expr, level: Level) -> bool:
        """Whether evaluating ``expr`` leaves no trace; "no_raise" also forbids any exception."""
        return self._no_raise(expr) if level == "no_raise" else self._no_effect(expr)

    def _all(self, parts: list[ast.expr], strict: bool = False) -> bool:
        return all(self._no_raise(one) if strict else self._no_effect(one) for one in parts)

    # -- no effect --------------------------------------------------

    def _no_effect(self, expr: ast.expr) -> bool:
        if self._s.implicit.is_loud(expr):
            return False
        match expr:
            case ast.Constant() | ast.Name(ctx=ast.Load()):
                return True
            case ast.Lambda():
                return not _has_defaults(expr)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return self._all([self._unstarred(part) for part in parts])
            case ast.Dict(keys=keys, values=values):
                return None not in keys and self._all([*(k for k in keys if k), *values])
            case ast.BinOp(left=left, right=right):
                return self._all([left, right])
            case ast.UnaryOp(operand=operand):
                return self._no_effect(operand)
            case ast.BoolOp(values=values):
                return self._all(values)
            case ast.Compare(left=left, comparators=right):
                return self._all([left, *right]) and not self._consumes(expr)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._all([test, body, orelse])
            case ast.JoinedStr(values=values):
                return self._all(values)
            case ast.FormattedValue(value=value, format_spec=spec):
                return self._all([value, *([spec] if spec else [])])
            case ast.Slice(lower=lower, upper=upper, step=step):
                return self._all([part for part in (lower, upper, step) if part is not None])
            case ast.Subscript(value=value, slice=index):
                # A defaultdict makes an entry for a key that is asked for.
                plain = self._s.type_of(value).within(*library.CONTAINERS)
                return plain and self._all([value, index])
            case ast.Attribute():
                # A property may do anything; a module's attribute is just there.
                return self._s.qualified(expr) is not None
            case ast.Call():
                return self._call(expr)
        return False

    def _unstarred(self, part: ast.expr) -> ast.expr:
        if isinstance(part, ast.Starred) and self._s.type_of(part.value).within(*library.SIZED):
            return part.value
        return part

    def _consumes(self, expr: ast.Compare) -> bool:
        """Whether `in` may run an iterator forward."""
        return any(
            isinstance(op, ast.In | ast.NotIn) and not self._s.type_of(right).within(*library.SIZED)
            for op, right in zip(expr.ops, expr.comparators, strict=True)
        )

    def _call(self, call: ast.Call) -> bool:
        if call.keywords:
            return False
        func = call.func
        if self._s.is_builtin(func, *_QUIET):
            return (not self._s.is_builtin(func, "type") or len(call.args) == 1) and self._all(
                call.args
            )
        if self._s.is_builtin(func, "list", "tuple", "set", "frozenset", "sorted", "sum", "min",
                              "max", "any", "all", "range"):  # fmt: skip
            plain = all(self._s.type_of(arg).within(*library.SIZED, "int") for arg in call.args)
            return plain and self._all(call.args)
        if isinstance(func, ast.Attribute):
            base = self._s.type_of(func.value)
            if base.within("str", "bytes", "tuple", "frozenset", "int", "float"):
                name = next(iter(base.names or ()))
                quiet = all(self._s.type_of(arg).within(*library.SCALARS) for arg in call.args)
                known = (name, func.attr) in library.METHOD_RESULTS
                return known and quiet and self._all([func.value, *call.args])
        return False

    # -- no exception --------------------------------------------------

    def _no_raise(self, expr: ast.expr) -> bool:
        match expr:
            case ast.Constant():
                return True
            case ast.Name(ctx=ast.Load()):
                return self.is_surely_bound(expr)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return self._all(parts, strict=True)
            case ast.Dict(keys=keys, values=values):
                named = [key for key in keys if isinstance(key, ast.Constant)]
                plain = len(named) == len(keys) and not self.mixes_bytes(named)
                return plain and self._all(values, strict=True)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
                return True
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._no_raise(operand) and self.has_plain_truth(operand)
            case ast.BoolOp(values=values):
                return self._all(values, strict=True) and all(
                    self.has_plain_truth(value) for value in values[:-1]
                )
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._all([test, body, orelse], strict=True) and self.has_plain_truth(test)
            case ast.Compare(left=left, ops=ops, comparators=right):
                if not self._all([left, *right], strict=True):
                    return False
                return self._compares_quietly([left, *right], ops)
            case ast.Call(func=func, args=[value], keywords=[]):
                if self._s.is_builtin(func, "len"):
                    sized = self._s.type_of(value).within(*library.SIZED)
                    return sized and self._no_raise(value)
                if self._s.is_builtin(func, "callable", "id", "type"):
                    return self._no_raise(value)
        return False

    def _compares_quietly(self, operands: list[ast.expr], ops: list[ast.cmpop]) -> bool:
        if all(isinstance(op, ast.Is | ast.IsNot) for op in ops):
            return True
        types = [self._s.type_of(one) for one in operands]
        if not all(one.within(*library.SCALARS) for one in types):
            return False
        if all(isinstance(op, ast.Is | ast.IsNot | ast.Eq | ast.NotEq) for op in ops):
            return not self.mixes_bytes(operands)
        ordered = all(one.within("int", "bool", "float") for one in types) or all(
            one.within("str") for one in types
        )
        return ordered and not any(isinstance(op, ast.In | ast.NotIn) for op in ops)

    def mixes_bytes(self, operands: Sequence[ast.expr]) -> bool:
        """Whether bytes may be compared with what Python warns of under `python -b`."""
        return mixes_bytes(name for one in operands for name in self._s.type_of(one).names or ())

    def has_plain_truth(self, expr: ast.expr) -> bool:
        """Whether asking for the truth of ``expr`` runs no code and cannot fail."""
        return self._s.type_of(expr).within(
            *library.SCALARS, "list", "tuple", "dict", "set", "frozenset", "range", "bytearray"
        )

    def is_surely_bound(self, name: ast.Name) -> bool:
        """Whether reading ``name`` cannot fail for want of a binding."""
        found = self._s.bindings(name)
        if found is None or any(one.kind in ("delete", "except") for one in found):
            return False
        if not found:
            return self._s.is_builtin(name)
        if self._s.dominance.definition(name) is not None:
            return True
        given = any(one.kind in ("parameter", "comprehension") for one in found)
        return given or any(self._is_above(one, name) for one in found)

    def _is_above(self, binding: Binding, name: ast.Name) -> bool:
        """Whether the module itself makes ``binding`` above the statement that reads ``name``."""
        around = self._s.ancestors(name)
        top = next(one for one in around if self._s.parent(one) is self._s.source.tree)
        above = self._s.statement(binding.node).lineno < self._s.statement(top).lineno
        return above and self._is_stated(binding)

    def _is_stated(self, binding: Binding) -> bool:
        """Whether a statement of the module itself, run once and for sure, imports or defines."""
        stmt = self._s.statement(binding.node)
        defined = binding.kind in ("def", "class", "import")
        return defined and self._s.parent(stmt) is self._s.source.tree

    def survives_calls(self, expr: ast.expr) -> bool:
        """Whether ``expr`` gives the same before and after a call of the unknown, and fails never.

        A variable of the module may be set by whoever imports it; what it imports or defines stays.
        """
        match expr:
            case ast.Constant():
                return True
            case ast.Lambda():
                return not _has_defaults(expr)
            case ast.Name() if self.is_surely_bound(expr):
                local = self._s.is_local(expr.id, expr)
                return local or all(map(self._is_stated, self._s.bindings(expr) or ()))
        return False


def _has_defaults(function: ast.Lambda) -> bool:
    """Whether making ``function`` evaluates anything, as the defaults of its parameters."""
    return bool(function.args.defaults) or any(function.args.kw_defaults)
