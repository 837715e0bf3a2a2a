"""Which special methods an operation asks for, by its form and the types of its operands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide.semantics.values import library, lineage

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_ITERATION = ("__iter__", "__next__", "__getitem__", "__len__", "__length_hint__", "")
_LOOKUP = ("__eq__", "__hash__")
_MAPPING = ("keys", *_ITERATION)
_ORDER = ("__lt__", "__gt__")
_TEXT = ("__format__", "__str__", "__repr__")
_TRUTH = ("__bool__", "__len__")

_OPERATORS = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.MatMult: "matmul", ast.Div: "truediv",
    ast.FloorDiv: "floordiv", ast.Mod: "mod", ast.Pow: "pow", ast.LShift: "lshift",
    ast.RShift: "rshift", ast.BitOr: "or", ast.BitXor: "xor", ast.BitAnd: "and",
    ast.UAdd: "pos", ast.USub: "neg", ast.Invert: "invert",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Eq: ("__eq__",), ast.NotEq: ("__ne__", "__eq__"), ast.Lt: _ORDER, ast.Gt: _ORDER,
    ast.LtE: ("__le__", "__ge__"), ast.GtE: ("__le__", "__ge__"), ast.Is: (), ast.IsNot: (),
}  # fmt: skip
_ITEMS: dict[type[ast.expr_context], tuple[str, ...]] = {
    ast.Load: ("__getitem__", "__missing__", "__class_getitem__"),
    ast.Store: ("__setitem__", "__del__"), ast.Del: ("__delitem__", "__del__"),
}  # fmt: skip
_ATTRIBUTES: dict[type[ast.expr_context], tuple[str, ...]] = {
    ast.Load: ("__get__", "__getattr__", "__getattribute__"),
    ast.Store: ("__set__", "__setattr__", "__del__"),
    ast.Del: ("__delete__", "__delattr__", "__del__"),
}  # fmt: skip

# What builtins ask of their arguments, not of what these hold.
_SHALLOW: dict[str, tuple[str, ...]] = {
    "len": _TRUTH, "bool": _TRUTH, "abs": ("__abs__",),
    "int": ("__int__", "__index__", "__trunc__"),
    "float": ("__float__", "__index__"), "complex": ("__complex__", "__float__", "__index__"),
    "round": ("__round__",), "pow": ("__pow__", "__rpow__"),
    "divmod": ("__divmod__", "__rdivmod__"), "open": ("__fspath__",),
    "isinstance": ("__instancecheck__",), "issubclass": ("__subclasscheck__", "__subclasshook__"),
    "bytes": ("__bytes__", "__index__", *_ITERATION), "reversed": ("__reversed__", *_ITERATION),
    **dict.fromkeys(("bin", "chr", "hex", "oct", "range", "slice"), ("__index__",)),
    **dict.fromkeys(("enumerate", "iter", "list", "tuple", "zip"), _ITERATION),
    **dict.fromkeys(("callable", "id", "object", "super", "type"), ()),
}  # fmt: skip
# What they ask of what these hold, too.
_DEEP: dict[str, tuple[str, ...]] = {
    "hash": ("__hash__",), "sum": ("__add__", "__radd__", *_ITERATION),
    **dict.fromkeys(("all", "any"), (*_TRUTH, *_ITERATION)),
    **dict.fromkeys(("ascii", "format", "print", "repr", "str"), _TEXT),
    **dict.fromkeys(("frozenset", "set"), (*_LOOKUP, *_ITERATION)),
    **dict.fromkeys(("max", "min", "sorted"), (*_ORDER, *_ITERATION)),
    "dict": (*_LOOKUP, *_MAPPING),
}  # fmt: skip
ASKING = {**_SHALLOW, **_DEEP}
"""What builtins ask for."""
_ANY = frozenset(name for names in ASKING.values() for name in names)
# Methods of builtin types that look at no item.
_BLIND = frozenset({
    "append", "clear", "copy", "extend", "insert", "items", "keys", "popitem", "reverse", "values",
})  # fmt: skip
_PATTERNS: dict[type[ast.pattern], tuple[str, ...]] = {
    ast.MatchValue: ("__eq__",), ast.MatchSequence: _ITERATION, ast.MatchMapping: _MAPPING,
}  # fmt: skip

_PLAIN = library.SCALARS | library.CONTAINERS | {"slice"}
_SINGLE = library.SCALARS | {"tuple", "frozenset"}
_UNPACKING = (ast.Tuple, ast.List)


class Protocols:
    """Answers about one node, where an operand may be of a class of this file."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def names(self, node: ast.AST) -> Iterator[str]:
        """What ``node`` itself asks for.

        ``.x`` stands for what reading ``x`` runs, an empty name for a generator that goes on.
        """
        yield from self._by_operator(node)
        yield from self._by_statement(node)
        if isinstance(node, ast.Call):
            yield from self._by_call(node)

    def _by_operator(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                if not (self.is_plain(left) and self.is_plain(right)):
                    yield from _operator(op)
                if isinstance(op, ast.Mod) and not self._holds_plain(right):
                    yield from _TEXT
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield from self.truth(operand)
            case ast.UnaryOp(op=op, operand=operand) if not self.is_plain(operand):
                yield f"__{_OPERATORS[type(op)]}__"
            case ast.BoolOp(values=[*tests, _]):
                yield from self.truth(*tests)
            case ast.Compare(left=left, ops=links, comparators=right):
                for one, link, other in zip([left, *right], links, right, strict=False):
                    yield from self._link(one, link, other)
            case ast.Subscript(value=value, slice=key, ctx=ctx):
                if isinstance(ctx, ast.Store | ast.Del) or not self.is_plain(value):
                    yield from _ITEMS[type(ctx)]
                if not self._holds_plain(key):
                    yield from (*self._lookup, "__index__")
            case ast.Attribute(value=value, attr=attr, ctx=ctx):
                if not self.is_plain(value) and self._s.qualified(node) is None:
                    yield from (f".{attr}", *_ATTRIBUTES[type(ctx)])
            case ast.FormattedValue(value=value) if not self._holds_plain(value):
                yield from _TEXT
            case ast.Set(elts=keys) | ast.Dict(keys=keys):
                yield from self._keys([key for key in keys if key is not None])
                if None in keys:
                    yield from _MAPPING
            case ast.SetComp(elt=key) | ast.DictComp(key=key):
                yield from self._keys([key])
            case ast.keyword(arg=None, value=value) if not self.is_plain(value):
                yield from _MAPPING
            case ast.Starred(value=value, ctx=ast.Load()) if not self.is_plain(value):
                yield from _ITERATION

    def _by_statement(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
                yield from self.truth(test)
            case ast.Assert(test=test):
                yield from self.truth(test)
            case ast.AugAssign(target=target, op=op, value=value):
                if not (self.is_plain(target) and self.is_plain(value)):
                    yield f"__i{_OPERATORS[type(op)]}__"
                    yield from _operator(op)
                if not (self.is_plain(value) or self._s.type_of(target).within(*_SINGLE)):
                    yield from _ITERATION
            case (
                ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source)
            ):
                if not (self.is_plain(source) and self._unpacks_plain(source, target)):
                    yield from _ITERATION
                if isinstance(node, ast.comprehension):
                    yield from self.truth(*node.ifs)
            case ast.Assign(targets=targets):
                inner = (part for one in targets for part in getattr(one, "elts", ()))
                if any(isinstance(part, _UNPACKING) for part in inner):
                    yield from _ITERATION
            case ast.Raise(exc=raised, cause=cause):
                for one in (raised, cause):
                    if one is not None and lineage.class_named(self._s, one) is not None:
                        yield from ("__init__", "__new__", "__call__")
            case ast.match_case(guard=ast.expr() as guard):
                yield from self.truth(guard)
            case ast.MatchClass(patterns=patterns, kwd_attrs=attrs):
                yield from ("__instancecheck__", *_ATTRIBUTES[ast.Load])
                yield from self._attributes() if patterns else (f".{attr}" for attr in attrs)
            case ast.ClassDef():
                yield "__set_name__"
            case ast.Name(ctx=ast.Store() | ast.Del()):
                # What the name held may have been the last to hold it.
                yield "__del__"
            case ast.pattern():
                yield from _PATTERNS.get(type(node), ())

    def _by_call(self, call: ast.Call) -> Iterator[str]:
        values = [*call.args, *(word.value for word in call.keywords)]
        func = call.func
        if isinstance(func, ast.Name) and self._s.is_builtin(func):
            if func.id in ("getattr", "hasattr"):
                yield from self._by_name(call)
            elif not all(map(self.is_plain if func.id in _SHALLOW else self._holds_plain, values)):
                yield from ASKING.get(func.id, ())
        elif self._s.qualified(func) is not None:
            if not all(map(self._holds_plain, values)):
                yield from _ANY
        elif isinstance(func, ast.Attribute):
            yield from self._by_method(func, values)

    def _by_method(self, func: ast.Attribute, values: list[ast.expr]) -> Iterator[str]:
        """What methods of builtin types ask of their arguments, and of the items they look at."""
        if func.attr in library.ITERATING and not all(map(self.is_plain, values)):
            yield from _ITERATION
        if func.attr not in _BLIND and not all(map(self._holds_plain, [func.value, *values])):
            textual = self._s.type_of(func.value).within("str", "bytes")
            yield from _TEXT if textual else (*_TEXT, *_LOOKUP, *_ORDER)

    def _by_name(self, call: ast.Call) -> Iterator[str]:
        """What reading an attribute by its name asks for."""
        yield from _ATTRIBUTES[ast.Load]
        match call.args:
            case [_, ast.Constant(value=str(attr)), *_]:
                yield f".{attr}"
            case _:
                yield from self._attributes()

    def _attributes(self) -> Iterator[str]:
        """What reading some attribute, whichever it is, asks for."""
        yield from (f".{name}" for name in self._s.implicit.bound)

    def _link(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Iterator[str]:
        if not isinstance(op, ast.In | ast.NotIn):
            if not (self._holds_plain(left) and self._holds_plain(right)):
                yield from _COMPARISONS[type(op)]
            return
        if not self.is_plain(right):
            yield from ("__contains__", *_ITERATION)
        if not (self._holds_plain(left) and self._holds_plain(right)):
            yield from _LOOKUP

    def truth(self, *tests: ast.expr) -> Iterator[str]:
        """What asking for the truth of ``tests`` asks for."""
        if not all(map(self.is_plain, tests)):
            yield from _TRUTH

    def _keys(self, keys: list[ast.expr]) -> Iterator[str]:
        if not all(map(self._holds_plain, keys)):
            yield from self._lookup

    @property
    def _lookup(self) -> tuple[str, ...]:
        """What finding a key asks for: what has `__eq__` and no `__hash__` cannot be one."""
        return _LOOKUP if self._s.implicit.defines("__hash__") else ()

    # -- values that run nothing --------------------------------------------------

    def is_plain(self, expr: ast.expr) -> bool:
        """Whether ``expr`` itself is of a builtin type, whatever it holds."""
        # What makes the items of a generator that is written here is looked at where it stands.
        return isinstance(expr, ast.GeneratorExp) or self._s.type_of(expr).within(*_PLAIN)

    def _holds_plain(self, expr: ast.expr) -> bool:
        """Whether ``expr`` is plain data through and through, as far as is quickly seen."""
        match expr:
            case ast.Slice(lower=lower, upper=upper, step=step):
                return all(map(self.is_plain, filter(None, (lower, upper, step))))
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return all(map(self._holds_plain, parts))
        found = self._s.type_of(expr)
        if found.within(*library.SCALARS, "bytearray", "memoryview", "range"):
            return True
        flat = found.within("list", "tuple", "set", "frozenset", "dict_keys")
        flat = flat or isinstance(expr, ast.GeneratorExp)
        return flat and self._s.element_type(expr).within(*library.SCALARS)

    def _unpacks_plain(self, source: ast.expr, target: ast.expr) -> bool:
        """Whether ``target`` takes apart nothing but what a builtin type holds, if anything."""
        if not isinstance(target, _UNPACKING):
            return True
        inner = any(isinstance(one, _UNPACKING) for one in target.elts)
        return not inner and self._s.element_type(source).within(*_PLAIN)


def _operator(op: ast.operator) -> tuple[str, str]:
    return f"__{_OPERATORS[type(op)]}__", f"__r{_OPERATORS[type(op)]}__"
