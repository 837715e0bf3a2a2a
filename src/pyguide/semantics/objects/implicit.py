"""Code of the file that runs without being called: special methods, properties, metaclasses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.objects.effects import is_suspension
from pyguide.semantics.structure import DEFS, DefNode, last_name, walk_run
from pyguide.semantics.values import library, lineage

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding

Code = DefNode | ast.GeneratorExp | None
"""What an operation may run; None stands for code that cannot be followed."""
Names = dict[str, list["Binding"]]

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
_ASKING = {**_SHALLOW, **_DEEP}
_ANY = frozenset(name for names in _ASKING.values() for name in names)
# Methods of builtin types that look at no item.
_BLIND = frozenset({
    "append", "clear", "copy", "extend", "insert", "items", "keys", "popitem", "reverse", "values",
})  # fmt: skip
_PATTERNS: dict[type[ast.pattern], tuple[str, ...]] = {
    ast.MatchValue: ("__eq__",), ast.MatchSequence: _ITERATION, ast.MatchMapping: _MAPPING,
}  # fmt: skip

_PLAIN = library.SCALARS | library.CONTAINERS | {"slice"}
_SINGLE = library.SCALARS | {"tuple", "frozenset"}
# Decorators that do not change what reading the attribute does.
_METHODS = frozenset({"abstractmethod", "classmethod", "overload", "override", "staticmethod"})


class Implicit:
    """Answers about what operations run, as far as classes and generators of this file go.

    Those of other files have no effect, which all proofs assume.
    """

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._loud: dict[str, bool] = {}
        self._depth = 0
        self._assumed: set[str] = set()

    def is_loud(self, node: ast.AST) -> bool:
        """Whether ``node`` itself, and no call of a function, may run code that does not only look.

        That is code of this file.
        """
        return any(self._is_loud(name) for name in self._names(node))

    def may_keep(self, node: ast.Compare | ast.Call, operand: ast.expr) -> bool:
        """Whether another operand may, by code of this file, keep the object of ``operand``.

        Where that is still being looked into, it may: types rest on the answer.
        """
        parts = [node.left, *node.comparators] if isinstance(node, ast.Compare) else node.args
        if all(one is operand or self._is_plain(one) for one in parts):
            return False
        names = list(self._names(node))
        return bool(names) and (self._depth > 0 or any(map(self._is_loud, names)))

    def is_loud_builtin(self, name: str) -> bool:
        """Whether the builtin ``name``, given any arguments, may run such code."""
        return any(self._is_loud(one) for one in _ASKING.get(name, ()))

    def code(self, node: ast.AST) -> Iterator[Code]:
        """The code of this file that ``node`` itself may run other than by calling a function."""
        for name in self._names(node):
            yield from self._definitions(name)

    def code_of_truth(self, expr: ast.expr) -> Iterator[Code]:
        """The code of this file that asking for the truth of ``expr`` may run."""
        for name in self._truth(expr):
            yield from self._definitions(name)

    # -- what does more than look --------------------------------------------------

    def _is_loud(self, name: str) -> bool:
        if name in self._loud:
            return self._loud[name]
        if name in self._assumed:
            # Either it is being looked into, or the name that is will turn out loud as well.
            return False
        self._assumed.add(name)
        self._depth += 1
        loud = any(self._does_more(one) for one in self._definitions(name))
        self._depth -= 1
        if loud and not self._s.values.is_assuming():
            self._loud[name] = True
        if self._depth == 0:
            if not loud and not self._s.values.is_assuming():
                self._loud = dict.fromkeys(self._assumed, False) | self._loud
            self._assumed.clear()
        return loud

    def _does_more(self, code: Code) -> bool:
        effects = self._s.effects_of
        match code:
            case None:
                return True
            case ast.AsyncFunctionDef():
                return False
            case ast.FunctionDef():
                return effects.why_body_is_loud(code) is not None
        return any(
            effects.runs_unknown(one) or effects.changed(one) is not None or is_suspension(one)
            for one in walk_run([code])
        )

    # -- what the file defines --------------------------------------------------

    @cached_property
    def _bound(self) -> dict[str, list[tuple[Binding | None, Names]]]:
        """What the classes of the file bind, by name, each with all that its class binds."""
        found: dict[str, list[tuple[Binding | None, Names]]] = {}
        for class_ in self._s.structure.nodes(ast.ClassDef):
            names = self._s.scopes.table(self._s.scopes.of_node(class_)).bound
            for name, bindings in names.items():
                found.setdefault(name, []).extend((one, names) for one in bindings)
        for name in self._set_from_outside():
            found.setdefault(name, []).append((None, {}))
        return found

    def _set_from_outside(self) -> Iterator[str]:
        """Special methods and properties that a class gets otherwise than by its body."""
        nodes, parent = self._s.structure.nodes, self._s.parent
        for node in nodes(ast.Attribute):
            if isinstance(node.ctx, ast.Store):
                value = getattr(parent(node), "value", None)
                if node.attr.startswith("__") or _is_property(value):
                    yield node.attr
        for text in nodes(ast.Constant):
            if isinstance(text.value, str) and text.value.startswith("__"):
                around = parent(text)
                set_by_name = isinstance(around, ast.Call) and last_name(around.func) == "setattr"
                if set_by_name or isinstance(around, ast.Dict):
                    yield text.value

    @cached_property
    def _generators(self) -> list[ast.FunctionDef | ast.GeneratorExp]:
        """What makes generators that do not run at once."""
        names, nodes = self._s.structure.generators, self._s.structure.nodes
        functions = [one for one in nodes(ast.FunctionDef) if one.name in names]
        consumed = self._s.dominance.consumed
        return [*functions, *(one for one in nodes(ast.GeneratorExp) if not consumed(one))]

    def _definitions(self, name: str) -> Iterator[Code]:
        """What the classes of the file have under ``name``; ``.x`` is what reading ``x`` runs."""
        if not name:
            yield from self._generators
        for binding, names in self._bound.get(name.lstrip("."), ()):
            if binding is None:
                yield None
            elif name.startswith("."):
                yield from self._accessor(binding)
            else:
                yield from self._method(binding, names)

    def _method(self, binding: Binding, bound: Names) -> Iterator[Code]:
        match binding.node, binding.value:
            case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(
                decorator_list=decorators
            ) as function, _:
                quiet = _METHODS.issuperset(map(last_name, decorators))
                yield function if quiet else None
            case _, ast.Constant():
                return
            case _, ast.Name(id=other) if other in bound and other != binding.name:
                for one in bound[other]:
                    if isinstance(one.node, DEFS):
                        yield from self._method(one, bound)
                    else:
                        yield None
            case _, None if binding.kind == "annotation":
                return
            case _:
                yield None

    def _accessor(self, binding: Binding) -> Iterator[Code]:
        match binding.node, binding.value:
            case ast.FunctionDef(decorator_list=decorators) as function, _:
                if not _METHODS.issuperset(map(last_name, decorators)):
                    yield function
            case _, value if _is_property(value):
                yield None

    # -- what an operation asks for --------------------------------------------------

    def _names(self, node: ast.AST) -> Iterator[str]:
        if self._bound or self._generators:
            yield from self._by_operator(node)
            yield from self._by_statement(node)
            if isinstance(node, ast.Call):
                yield from self._by_call(node)

    def _by_operator(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                if not (self._is_plain(left) and self._is_plain(right)):
                    yield from _operator(op)
                if isinstance(op, ast.Mod) and not self._holds_plain(right):
                    yield from _TEXT
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield from self._truth(operand)
            case ast.UnaryOp(op=op, operand=operand) if not self._is_plain(operand):
                yield f"__{_OPERATORS[type(op)]}__"
            case ast.BoolOp(values=[*tests, _]):
                yield from self._truth(*tests)
            case ast.Compare(left=left, ops=links, comparators=right):
                for one, link, other in zip([left, *right], links, right, strict=False):
                    yield from self._link(one, link, other)
            case ast.Subscript(value=value, slice=key, ctx=ctx):
                if isinstance(ctx, ast.Store | ast.Del) or not self._is_plain(value):
                    yield from _ITEMS[type(ctx)]
                if not self._holds_plain(key):
                    yield from (*self._lookup, "__index__")
            case ast.Attribute(value=value, attr=attr, ctx=ctx):
                if not self._is_plain(value) and self._s.qualified(node) is None:
                    yield from (f".{attr}", *_ATTRIBUTES[type(ctx)])
            case ast.FormattedValue(value=value) if not self._holds_plain(value):
                yield from _TEXT
            case ast.Set(elts=keys) | ast.Dict(keys=keys):
                yield from self._keys([key for key in keys if key is not None])
                if None in keys:
                    yield from _MAPPING
            case ast.SetComp(elt=key) | ast.DictComp(key=key):
                yield from self._keys([key])
            case ast.keyword(arg=None, value=value) if not self._is_plain(value):
                yield from _MAPPING
            case ast.Starred(value=value, ctx=ast.Load()) if not self._is_plain(value):
                yield from _ITERATION

    def _by_statement(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
                yield from self._truth(test)
            case ast.Assert(test=test):
                yield from self._truth(test)
            case ast.AugAssign(target=target, op=op, value=value):
                if not (self._is_plain(target) and self._is_plain(value)):
                    yield f"__i{_OPERATORS[type(op)]}__"
                    yield from _operator(op)
                if not (self._is_plain(value) or self._s.type_of(target).within(*_SINGLE)):
                    yield from _ITERATION
            case (
                ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source)
            ):
                if not (self._is_plain(source) and self._unpacks_plain(source, target)):
                    yield from _ITERATION
                if isinstance(node, ast.comprehension):
                    yield from self._truth(*node.ifs)
            case ast.Assign(targets=targets):
                inner = (part for one in targets for part in getattr(one, "elts", ()))
                if any(isinstance(part, _UNPACKING) for part in inner):
                    yield from _ITERATION
            case ast.Raise(exc=raised, cause=cause):
                for one in (raised, cause):
                    if one is not None and lineage.class_named(self._s, one) is not None:
                        yield from ("__init__", "__new__", "__call__")
            case ast.match_case(guard=ast.expr() as guard):
                yield from self._truth(guard)
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
            elif not all(map(self._is_plain if func.id in _SHALLOW else self._holds_plain, values)):
                yield from _ASKING.get(func.id, ())
        elif self._s.qualified(func) is not None:
            if not all(map(self._holds_plain, values)):
                yield from _ANY
        elif isinstance(func, ast.Attribute):
            yield from self._by_method(func, values)

    def _by_method(self, func: ast.Attribute, values: list[ast.expr]) -> Iterator[str]:
        """What methods of builtin types ask of their arguments, and of the items they look at."""
        if func.attr in library.ITERATING and not all(map(self._is_plain, values)):
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
        yield from (f".{name}" for name in self._bound)

    def _link(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Iterator[str]:
        if not isinstance(op, ast.In | ast.NotIn):
            if not (self._holds_plain(left) and self._holds_plain(right)):
                yield from _COMPARISONS[type(op)]
            return
        if not self._is_plain(right):
            yield from ("__contains__", *_ITERATION)
        if not (self._holds_plain(left) and self._holds_plain(right)):
            yield from _LOOKUP

    def _truth(self, *tests: ast.expr) -> Iterator[str]:
        if not all(map(self._is_plain, tests)):
            yield from _TRUTH

    def _keys(self, keys: list[ast.expr]) -> Iterator[str]:
        if not all(map(self._holds_plain, keys)):
            yield from self._lookup

    @property
    def _lookup(self) -> tuple[str, ...]:
        """What finding a key asks for: what has `__eq__` and no `__hash__` cannot be one."""
        return _LOOKUP if any(True for _ in self._definitions("__hash__")) else ()

    # -- values that run nothing --------------------------------------------------

    def _is_plain(self, expr: ast.expr) -> bool:
        """Whether ``expr`` itself is of a builtin type, whatever it holds."""
        # What makes the items of a generator that is written here is looked at where it stands.
        return isinstance(expr, ast.GeneratorExp) or self._s.type_of(expr).within(*_PLAIN)

    def _holds_plain(self, expr: ast.expr) -> bool:
        """Whether ``expr`` is plain data through and through, as far as is quickly seen."""
        match expr:
            case ast.Slice(lower=lower, upper=upper, step=step):
                return all(map(self._is_plain, filter(None, (lower, upper, step))))
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


_UNPACKING = (ast.Tuple, ast.List)


def _is_property(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and last_name(value.func).endswith("property")


def _operator(op: ast.operator) -> tuple[str, str]:
    return f"__{_OPERATORS[type(op)]}__", f"__r{_OPERATORS[type(op)]}__"
