"""What a file puts in the place of something that a module offers, be it itself or `builtins`."""

from __future__ import annotations

import ast
import builtins
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.names.modules import ANY, OWN, Modules, canonical
from pyguide.semantics.structure import DEFS, DefNode, Structure, last_name, parameters

if TYPE_CHECKING:
    from pyguide.semantics.names.resolution import Names

_CHANGES = frozenset({"update", "setdefault", "pop", "popitem", "clear", "__setitem__", "__ior__"})
_OWN_OBJECTS = ("self", "cls")
_PATCHES = ("object", "multiple", "dict")
_SETTERS = ("setattr", "delattr", "__setattr__", "__delattr__", "patch")
# Words: without one of them only an attribute that is assigned to can replace anything.
_WAYS = (
    "setattr", "delattr", "patch", "modules", "__dict__", "vars", "import_module", "__import__",
    "__globals__", "__code__", "__builtins__",
)  # fmt: skip


class Replacements:
    """Answers by dotted names, which it gathers once, when it is first asked.

    An assignment to an attribute counts, as do `setattr`, the dictionary of a module and what
    tests have for it: `patch("os.getcwd")`. All that a variable may hold is followed to modules,
    so that more may be held replaced than is. Which name is replaced may be unknown, as may the
    module.
    """

    def __init__(self, names: Names, structure: Structure, text: str) -> None:
        self._names = names
        self._structure = structure
        self._text = text
        self._modules = Modules(names, structure)

    def covers(self, full: str) -> bool:
        """Whether something else may stand in the place of ``full`` or of a module it is in."""
        if not self._found:
            return False
        parts = canonical(full).split(".")
        wholes = [".".join(parts[: size + 1]) for size in range(len(parts))]
        ways = [ANY, f"{ANY}.{parts[-1]}", *wholes, *(f"{one}.{ANY}" for one in wholes[:-1])]
        return not self._found.isdisjoint(ways)

    def spells(self, full: str) -> bool:
        """Whether the file puts something else in the place of ``full`` by its very name."""
        return canonical(full) in self._found

    def covers_own(self, name: str) -> bool:
        """Whether something else may be put in the place of ``name`` of the file's own module."""
        return self.covers(f"{OWN}.{name}")

    @cached_property
    def reaches_own(self) -> bool:
        """Whether the file may put something in the place of any of its own module's names."""
        return any(one.partition(".")[0] in (OWN, ANY) for one in self._found)

    @cached_property
    def _found(self) -> frozenset[str]:
        """Dotted names; an asterisk stands for any module, or for any name of one."""
        attributes = self._structure.nodes(ast.Attribute)
        places = [one for one in attributes if one.ctx.__class__ is not ast.Load]
        found = self._by_parameters(places)
        for place in places:
            found.update(self._by_assignment(place))
        # Letters beyond ASCII may spell the same names.
        if not self._text.isascii() or any(word in self._text for word in _WAYS):
            found.update(self._by_other_ways())
        wholes = map(canonical, map(_whole, found))
        return frozenset(one for full in wholes for one in _perhaps_here(full))

    @cached_property
    def _texts(self) -> dict[str, list[ast.expr]]:
        """What is assigned to variables and attributes, whatever the scope."""
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for node in self._structure.nodes(ast.Assign):
            for target in node.targets:
                found[last_name(target)].append(node.value)
        return found

    def _by_assignment(self, place: ast.Attribute) -> Iterator[str]:
        if place.attr == "__code__":
            yield f"{OWN}.{last_name(place.value) or ANY}"
        for home in self._modules.homes(place.value):
            yield f"{home}.{place.attr}"

    def _by_other_ways(self) -> Iterator[str]:
        nodes, dictionaries, setters = self._structure.nodes, self._dictionaries, self._setters
        for item in nodes(ast.Subscript):
            stored = not isinstance(item.ctx, ast.Load)
            if stored and "sys.modules" in self._modules.homes(item.value):
                yield from filter(_is_known, [_spelled(item.slice)])
        for attribute in nodes(ast.Attribute):
            if attribute.attr in dictionaries:
                yield from self._by_dictionary(attribute)
        for name in nodes(ast.Name):
            if name.id in dictionaries:
                yield from self._by_dictionary(name)
        for call in nodes(ast.Call):
            called = last_name(call.func)
            if called in dictionaries:
                yield from self._by_dictionary(call)
            elif called in setters:
                yield from self._by_call(call)

    def _by_dictionary(self, space: ast.Attribute | ast.Name | ast.Call) -> Iterator[str]:
        """Names that are set in the dictionary of a module."""
        if not isinstance(getattr(space, "ctx", ast.Load()), ast.Load):
            return
        homes = self._modules.homes(space)
        if getattr(space, "attr", "") == "__globals__":
            homes = {f"{OWN}.__dict__"}
        elif getattr(space, "id", "") == "__builtins__":
            homes = {"builtins.__dict__"}
        for home in homes:
            module, _, last = home.rpartition(".")
            if last == "__dict__":
                yield from (f"{module}.{name}" for name in self._set_in(space))

    @cached_property
    def _dictionaries(self) -> frozenset[str]:
        """The last names of what may be the dictionary of a module."""
        aliases = (a for one in self._structure.nodes(ast.ImportFrom) for a in one.names)
        found = {"__dict__", "__globals__", "__builtins__", "vars"}
        found |= {a.asname for a in aliases if a.name in found and a.asname}
        before = 0
        while before != (before := len(found)):
            for node in self._structure.nodes(ast.Assign):
                if _called(node.value) in found:
                    found.update(map(last_name, node.targets))
        return frozenset(found - {""})

    def _set_in(self, space: ast.expr) -> Iterator[str]:
        """The names that are set where ``space`` is the dictionary of a module."""
        match self._structure.parent(space):
            case ast.Subscript(value=held, slice=key, ctx=ctx) if held is space:
                if not isinstance(ctx, ast.Load):
                    yield _spelled(key)
            case ast.Attribute(attr=attr):
                if attr in _CHANGES:
                    yield ANY
            case ast.Call() as call if self._only_looks(call):
                pass
            case ast.keyword() as word if self._only_looks(self._structure.parent(word)):
                pass
            case ast.Assign(targets=targets) if all(
                isinstance(target, ast.Name | ast.Attribute) for target in targets
            ):
                pass
            case ast.Dict(keys=[*_, None]) | ast.BinOp() | ast.Expr():
                pass
            case ast.Compare() | ast.Subscript() | ast.For() | ast.comprehension():
                pass
            case _:
                yield ANY

    def _only_looks(self, call: ast.AST | None) -> bool:
        """Whether a function leaves the dictionary alone that it is given."""
        if not isinstance(call, ast.Call):
            return False
        func = call.func
        if isinstance(func, ast.Name) and self._names.owner_at(func) is None:
            return func.id != "exec" and hasattr(builtins, func.id)
        return any(map(_is_known, self._modules.homes(func))) or bool(self._way(func))

    def _by_call(self, call: ast.Call) -> Iterator[str]:
        match self._way(call.func), call.args:
            case "multiple", [target, *_]:
                yield from self._joined(target, [word.arg or ANY for word in call.keywords])
            case "dict", [target, *_]:
                yield from self._by_entries(target, call)
            case (("patch" | "setattr" | "delattr"), [target, *_]) if _is_text(target):
                yield from self._by_text(target)
            case "patch", [ast.Name() | ast.Attribute() as target, *_] if self._is_mock(call.func):
                for text in self._texts.get(last_name(target), [target]):
                    yield from self._by_text(text)
            case "patch", _:
                pass
            case str(way), [target, key, *_] if way and not _is_text(target):
                yield from self._joined(target, [_spelled(key)])

    def _by_parameters(self, places: Sequence[ast.Attribute]) -> set[str]:
        """Names of modules that are passed to a function which sets attributes of a parameter."""
        functions = set()
        for place in places:
            if isinstance(place.value, ast.Name) and place.value.id not in _OWN_OBJECTS:
                around = self._structure.function(place)
                if isinstance(around, DEFS) and place.value.id in _named(around):
                    functions.add(around.name)
        if not functions:
            return set()
        calls = (one for one in self._structure.nodes(ast.Call) if last_name(one.func) in functions)
        homes = (home for call in calls for arg in call.args for home in self._modules.homes(arg))
        return {f"{home}.{ANY}" for home in homes if _is_known(home)}

    def _by_text(self, target: ast.expr) -> Iterator[str]:
        """What the text of ``target`` names: `patch("os.getcwd")`."""
        module, dot, name = _spelled(target).rpartition(".")
        yield f"{module if dot else ANY}.{name}"

    def _by_entries(self, target: ast.expr, call: ast.Call) -> Iterator[str]:
        """What `patch.dict` sets."""
        keys = [word.arg or ANY for word in call.keywords]
        for entries in call.args[1:2]:
            shown = entries.keys if isinstance(entries, ast.Dict) else [None]
            keys += [_spelled(key) if key else ANY for key in shown]
        for home in self._modules.homes(target) or {_spelled(target)}:
            if home == "sys.modules":
                yield from filter(_is_known, keys)
            else:
                yield from (f"{home.removesuffix('.__dict__')}.{key}" for key in keys)

    def _way(self, func: ast.expr) -> str:
        """How a call puts something in the place of another: `patch.object` as `object`."""
        names = {last_name(func), *(one.rpartition(".")[2] for one in self._modules.homes(func))}
        for name in _SETTERS:
            if name in names:
                return name
        if isinstance(func, ast.Attribute) and self._way(func.value) == "patch":
            return func.attr if func.attr in _PATCHES else ""
        return ""

    def _is_mock(self, func: ast.expr) -> bool:
        """Whether ``func`` is what tests call `patch`, not a request of HTTP."""
        return any("mock" in one for one in (ast.unparse(func), *self._modules.homes(func)))

    def _joined(self, target: ast.expr, names: list[str]) -> Iterator[str]:
        named = {_spelled(target)} if _is_text(target) else self._modules.homes(target)
        return (f"{home}.{name}" for home in named for name in names)

    @cached_property
    def _setters(self) -> frozenset[str]:
        """The last names of what may be called to put something in the place of another."""
        found = {*_SETTERS, *_PATCHES}
        for statement in self._structure.nodes(ast.ImportFrom):
            found |= {a.asname for a in statement.names if a.asname and a.name in _SETTERS}
        for node in self._structure.nodes(ast.Assign):
            if last_name(node.value) in found:
                found.update(map(last_name, node.targets))
        return frozenset(found - {""})


def _perhaps_here(full: str) -> set[str]:
    """``full``, and what it is in the file's own module if that may be meant.

    The file cannot tell under which name it is imported, be it by itself, except that those of the
    standard library are taken.
    """
    return {full} if _is_known(full) else {full, f"{OWN}.{full.rpartition('.')[2]}"}


def _is_known(full: str) -> bool:
    return full.partition(".")[0] in sys.stdlib_module_names


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def _named(function: DefNode) -> set[str]:
    """The names of a function's parameters."""
    return {one.arg for one in parameters(function.args)}


def _called(node: ast.expr) -> str:
    """The last name of ``node``, or of the function that it calls."""
    return last_name(node.func if isinstance(node, ast.Call) else node)


def _spelled(node: ast.expr) -> str:
    """The text that ``node`` gives, as far as its last name is known."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case (
            ast.JoinedStr(values=[*_, ast.Constant(value=str(text))])
            | ast.BinOp(op=ast.Add(), right=ast.Constant(value=str(text)))
        ) if "." in text:
            return f"{ANY}.{text.rpartition('.')[2]}"
    return ANY


def _whole(full: str) -> str:
    """A module's dictionary stands for all that it holds."""
    if full.endswith(".__dict__"):
        full = full.removesuffix("__dict__") + ANY
    return ANY if full == f"{ANY}.{ANY}" else full
