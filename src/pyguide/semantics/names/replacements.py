"""What a file puts in the place of something that a module offers, be it itself or `builtins`."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeGuard

from pyguide.semantics.structure import Structure, last_name

OWN = "__main__"
"""How the module of the file itself is called here, whatever its name."""
_ANY = "*"
_SAME = {"__builtin__": "builtins", "__builtins__": "builtins", "posixpath": "os.path",
         "ntpath": "os.path"}  # fmt: skip
_FINDERS = frozenset({"importlib.import_module", "builtins.__import__", "sys.modules.get"})
_CHANGES = frozenset({"update", "setdefault", "pop", "popitem", "clear", "__setitem__", "__ior__"})
_LOOKERS = frozenset(
    {"dict", "list", "set", "sorted", "len", "iter", "tuple", "frozenset", "FunctionType",
     "get_type_hints"}
)  # fmt: skip
"""Functions that leave the dictionary that they are given as it is."""
_DEEPEST = 4
_SETTERS = ("setattr", "delattr", "__setattr__", "__delattr__", "patch")
# Words without one of which only an attribute that is assigned to can replace anything.
_WAYS = re.compile(r"setattr|delattr|patch|mock|modules|__dict__|vars|import_module|__import__|"
                   r"__globals__|__code__|__builtins__|[^\x00-\x7f]")  # fmt: skip


class Replacements:
    """Answers by dotted names, which it gathers once, when it is first asked.

    An assignment to an attribute counts, as do `setattr`, the dictionary of a module and what
    tests have for it: `patch("os.getcwd")`. Through which variable a module is reached is followed
    whatever the scope, so that more may be held replaced than is. Which name is replaced may be
    unknown, as may the module.
    """

    def __init__(self, structure: Structure, text: str) -> None:
        self._structure = structure
        self._text = text

    def covers(self, full: str) -> bool:
        """Whether something else may stand in the place of ``full`` or of a module it is in."""
        if not self._found:
            return False
        parts = _canonical(full).split(".")
        wholes = [".".join(parts[: size + 1]) for size in range(len(parts))]
        ways = [_ANY, f"{_ANY}.{parts[-1]}", *wholes, *(f"{one}.{_ANY}" for one in wholes[:-1])]
        return not self._found.isdisjoint(ways)

    def covers_own(self, name: str) -> bool:
        """Whether something else may be put in the place of ``name`` of the file's own module."""
        return self.covers(f"{OWN}.{name}")

    @cached_property
    def reaches_own(self) -> bool:
        """Whether the file may put something in the place of any of its own module's names."""
        return any(one.partition(".")[0] in (OWN, _ANY) for one in self._found)

    @cached_property
    def _found(self) -> frozenset[str]:
        """Dotted names; an asterisk stands for any module, or for any name of one."""
        nodes = self._structure.nodes
        found = {
            f"{home}.{node.attr}"
            for node in nodes(ast.Attribute)
            if not isinstance(node.ctx, ast.Load)
            for home in self._homes(node.value)
        }
        if _WAYS.search(self._text):
            for one in nodes(ast.Attribute, ast.Name, ast.Call):
                found.update(self._by_dictionary(one))
            for call in nodes(ast.Call):
                found.update(self._by_call(call))
            for key in nodes(ast.Subscript):
                if not isinstance(key.ctx, ast.Load) and "sys.modules" in self._homes(key.value):
                    found.update(filter(_is_known, _texts([key.slice])))
            for node in nodes(ast.Attribute):
                if node.attr == "__code__" and not isinstance(node.ctx, ast.Load):
                    found.add(f"{OWN}.{last_name(node.value) or _ANY}")
        return frozenset(map(_canonical, map(_whole, found)))

    # -- which module an expression may be ------------------------------------------------------

    def _homes(self, node: ast.expr) -> set[str]:
        """The dotted names of what ``node`` may denote through imports and variables."""
        match node:
            case ast.Name(id=name):
                return self._variables.get(name, set())
            case ast.Attribute(value=value, attr=attr):
                inner = {f"{home}.{attr}" for home in self._homes(value)}
                return inner | self._variables.get(f".{attr}", set())
            case ast.Subscript(value=value, slice=key) if "sys.modules" in self._homes(value):
                return {_module_named(key)}
            case ast.Call(func=ast.Name(id="getattr"), args=[value, key, *_]):
                return {f"{home}.{_spelled(key)}" for home in self._homes(value)}
            case ast.Call(func=ast.Name(id="vars"), args=[value]):
                return {f"{home}.__dict__" for home in self._homes(value)}
            case ast.Call(func=func, args=[key, *_]) if self._homes(func) & _FINDERS:
                return {_module_named(key)}
            case ast.IfExp(body=one, orelse=other):
                return self._homes(one) | self._homes(other)
            case ast.NamedExpr(value=value):
                return self._homes(value)
        return set()

    @cached_property
    def _variables(self) -> dict[str, set[str]]:
        """Variables, and attributes behind a dot, with the dotted names of what they may hold."""
        found: dict[str, set[str]] = defaultdict(set)
        found["__builtins__"].add("builtins")
        found["__import__"].add("builtins.__import__")
        for statement in self._structure.nodes(ast.Import, ast.ImportFrom):
            module = getattr(statement, "module", None)
            prefix = "." * getattr(statement, "level", 0) + (f"{module}." if module else "")
            for alias in statement.names:
                plain = isinstance(statement, ast.Import) and not alias.asname
                name = alias.name.partition(".")[0] if plain else alias.name
                found[alias.asname or name].add(_canonical(prefix + name))
        self.__dict__["_variables"] = found
        before = -1
        while before != (before := sum(map(len, found.values()))):
            for target, value in self._assignments():
                # A variable that is given its own attribute would grow without end.
                homes = {one for one in self._homes(value) if one.count(".") < _DEEPEST}
                if homes:
                    key = f".{target.attr}" if isinstance(target, ast.Attribute) else target.id
                    found[key] |= homes
        return found

    def _assignments(self) -> Iterator[tuple[ast.Name | ast.Attribute, ast.expr]]:
        """What is given a value by a statement that shows it."""
        for node in self._structure.nodes(ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For):
            match node:
                case ast.Assign(targets=targets, value=value):
                    pairs = [(target, value) for target in targets]
                case ast.For(target=target, iter=ast.Tuple(elts=values) | ast.List(elts=values)):
                    pairs = [(target, value) for value in values]
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    pairs = [(target, value)]
                case ast.NamedExpr(target=target, value=value):
                    pairs = [(target, value)]
                case _:
                    continue
            yield from ((a, b) for a, b in pairs if _is_variable(a))

    # -- ways to replace ------------------------------------------------------

    def _by_dictionary(self, space: ast.Attribute | ast.Name | ast.Call) -> Iterator[str]:
        """Names that are set in the dictionary of a module."""
        if not isinstance(getattr(space, "ctx", ast.Load()), ast.Load):
            return
        homes = self._homes(space)
        if getattr(space, "attr", "") == "__globals__":
            homes = {f"{OWN}.__dict__"}
        elif getattr(space, "id", "") == "__builtins__":
            homes = {"builtins.__dict__"}
        for home in homes:
            module, _, last = home.rpartition(".")
            if last == "__dict__":
                yield from (f"{module}.{name}" for name in self._set_in(space))

    def _set_in(self, space: ast.expr) -> Iterator[str]:
        """The names that are set where ``space`` is the dictionary of a module."""
        match self._structure.parent(space):
            case ast.Subscript(value=held, slice=key, ctx=ctx) if held is space:
                if not isinstance(ctx, ast.Load):
                    yield _spelled(key)
            case ast.Attribute(attr=attr):
                if attr in _CHANGES:
                    yield _ANY
            case ast.Call(func=func) if func is space or last_name(func) in _LOOKERS:
                pass
            case ast.Call(func=func) if self._way(func):
                pass
            case ast.Assign(targets=targets) if all(map(_is_variable, targets)):
                pass
            case ast.Dict(keys=[*_, None]) | ast.BinOp() | ast.Expr():
                pass
            case ast.Compare() | ast.Subscript() | ast.For() | ast.comprehension():
                pass
            case _:
                yield _ANY

    def _by_call(self, call: ast.Call) -> Iterator[str]:
        match self._way(call.func), call.args:
            case "multiple", [target, *_]:
                yield from self._joined(target, [word.arg or _ANY for word in call.keywords])
            case "dict", [target, *rest]:
                yield from self._by_entries(target, rest)
            case (("patch" | "setattr" | "delattr"), [target, *_]) if _is_text(target):
                module, dot, name = _spelled(target).rpartition(".")
                yield from (f"{one}.{name}" for one in _perhaps_own(module if dot else _ANY))
            case "patch", [ast.Name() | ast.Attribute(), *_] if self._is_mock(call.func):
                yield _ANY
            case "patch", _:
                pass
            case str(way), [target, key, *_] if way:
                yield from self._joined(target, [_spelled(key)])
            case "", args if isinstance(call.func, ast.Name) and call.func.id in self._functions:
                # A function of the file may set an attribute of its parameter.
                for arg in args:
                    yield from (f"{one}.{_ANY}" for one in self._homes(arg) if _is_known(one))

    def _by_entries(self, target: ast.expr, rest: list[ast.expr]) -> Iterator[str]:
        """What `patch.dict` sets."""
        for home in self._homes(target) or {_spelled(target)}:
            if home == "sys.modules":
                for entries in rest:
                    if isinstance(entries, ast.Dict):
                        yield from _texts([key for key in entries.keys if key is not None])
            else:
                yield f"{home.removesuffix('.__dict__')}.{_ANY}"

    def _way(self, func: ast.expr) -> str:
        """How a call puts something in the place of another: `patch.object` as `object`."""
        names = {last_name(func), *(one.rpartition(".")[2] for one in self._homes(func))}
        for name in _SETTERS:
            if name in names:
                return name
        if isinstance(func, ast.Attribute) and self._way(func.value) == "patch":
            return func.attr if func.attr in ("object", "multiple", "dict") else ""
        return ""

    def _is_mock(self, func: ast.expr) -> bool:
        """Whether ``func`` is what tests call `patch`, not a request of HTTP."""
        return any("mock" in one for one in (ast.unparse(func), *self._homes(func)))

    def _joined(self, target: ast.expr, names: list[str]) -> Iterator[str]:
        named = _perhaps_own(_spelled(target)) if _is_text(target) else self._homes(target)
        return (f"{home}.{name}" for home in named for name in names)

    @cached_property
    def _functions(self) -> frozenset[str]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return frozenset(node.name for node in self._structure.nodes(*kinds))


def _is_variable(target: ast.expr) -> TypeGuard[ast.Name | ast.Attribute]:
    return isinstance(target, ast.Name | ast.Attribute)


def _perhaps_own(module: str) -> set[str]:
    """What the text ``module`` may stand for.

    The file cannot tell under which name it is imported, except that those of the standard library
    are taken.
    """
    return {module} if _is_known(module) else {module, OWN}


def _is_known(full: str) -> bool:
    return full.partition(".")[0] in sys.stdlib_module_names


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    values = (one.value for one in nodes if isinstance(one, ast.Constant))
    return (one for one in values if isinstance(one, str))


def _spelled(node: ast.expr) -> str:
    """The text that ``node`` gives, as far as its last name is known."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case (
            ast.JoinedStr(values=[*_, ast.Constant(value=str(text))])
            | ast.BinOp(op=ast.Add(), right=ast.Constant(value=str(text)))
        ) if "." in text:
            return f"{_ANY}.{text.rpartition('.')[2]}"
    return _ANY


def _module_named(key: ast.expr) -> str:
    """The dotted name of the module that is looked up by ``key``."""
    match key:
        case ast.Constant(value=str(name)):
            return _canonical(name)
        case ast.Name(id="__name__"):
            return OWN
    return _ANY


def _whole(full: str) -> str:
    """A module's dictionary stands for all that it holds."""
    if full.endswith(".__dict__"):
        full = full.removesuffix("__dict__") + _ANY
    return _ANY if full == f"{_ANY}.{_ANY}" else full


def _canonical(full: str) -> str:
    """One name for what has several."""
    root, dot, rest = full.partition(".")
    return _SAME.get(root, root) + dot + rest
