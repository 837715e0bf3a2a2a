"""Which module, or what of one, an expression may denote, by all that variables may hold."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.names.scopes import Binding
from pyguide.semantics.structure import Structure

if TYPE_CHECKING:
    from pyguide.semantics.names.resolution import Names

OWN = "__main__"
"""How the module of the file itself is called here, whatever its name."""
ANY = "*"
"""Any module, or any name of one."""
_SAME = {"__builtin__": "builtins", "__builtins__": "builtins", "posixpath": "os.path",
         "ntpath": "os.path"}  # fmt: skip
_SPECIAL = {"__builtins__": ("builtins",), "__import__": ("builtins.__import__",)}
_FINDERS = frozenset({"importlib.import_module", "builtins.__import__", "sys.modules.get"})


class Modules:
    """Answers by sets of dotted names, each of which an expression may denote."""

    def __init__(self, names: Names, structure: Structure) -> None:
        self._names = names
        self._structure = structure
        self._held: dict[object, set[str]] = {}

    def homes(self, node: ast.expr) -> set[str]:
        """The dotted names of what ``node`` may denote through imports and variables."""
        match node:
            case ast.Name():
                return self._held_by(node)
            case ast.Attribute(value=value, attr=attr):
                known = self.homes(value) - {ANY}
                return {f"{home}.{attr}" for home in known} | self._stored_as(attr)
            case ast.Subscript(value=value, slice=key) if "sys.modules" in self.homes(value):
                return {_module_named(key)}
            case ast.Call(
                func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(key)), *_]
            ):
                return {f"{home}.{key}" for home in self.homes(value)}
            case ast.Call(func=ast.Name(id="vars"), args=[value]):
                return {f"{home}.__dict__" for home in self.homes(value)}
            case ast.Call(func=func, args=[key, *_]) if self.homes(func) & _FINDERS:
                return {_module_named(key)}
            case ast.IfExp(body=one, orelse=other):
                return self.homes(one) | self.homes(other)
            case ast.NamedExpr(value=value):
                return self.homes(value)
        return set()

    def _held_by(self, name: ast.Name) -> set[str]:
        """The dotted names of what a variable may hold."""
        owner = self._names.owner_at(name) if name.id in self._followed else None
        if owner is None:
            return set(_SPECIAL.get(name.id, ()))
        key = (owner, name.id)
        if key not in self._held:
            # While it is being followed it holds nothing: it may be given its own attribute.
            found = self._held[key] = set()
            for one in self._names.owned(owner, name.id):
                full = self._names.imported(one) if one.kind == "import" else None
                found |= {canonical(full)} if full else set()
                for value in _values(one):
                    found |= self.homes(value)
        return self._held[key]

    @cached_property
    def _followed(self) -> frozenset[str]:
        """The names of variables that may hold a module; most others are parameters."""
        nodes = self._structure.nodes
        imported = {
            alias.asname or alias.name.partition(".")[0]
            for statement in nodes(ast.Import, ast.ImportFrom)
            for alias in statement.names
        }
        stored = (one.id for one in nodes(ast.Name) if one.ctx.__class__ is ast.Store)
        return frozenset(imported.union(stored))

    def _stored_as(self, attribute: str) -> set[str]:
        """The dotted names of what the file assigns to an attribute of that name."""
        values = self._attributes.get(attribute, ())
        if values and attribute not in self._held:
            found = self._held[attribute] = set()
            for value in values:
                found |= self.homes(value)
        return self._held.get(attribute, set())

    @cached_property
    def _attributes(self) -> dict[str, list[ast.expr]]:
        """What is assigned to the attributes of objects, by their names."""
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for node in self._structure.nodes(ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute):
                    found[target.attr].append(node.value)
        return found


def _values(binding: Binding) -> list[ast.expr]:
    """The expressions of which a variable holds one, as far as a statement shows them."""
    match binding:
        case Binding(value=ast.expr() as value):
            return [value]
        case Binding(kind="for", source=ast.Tuple(elts=values) | ast.List(elts=values), path=()):
            return values
    return []


def _module_named(key: ast.expr) -> str:
    """The dotted name of the module that is looked up by ``key``."""
    match key:
        case ast.Constant(value=str(name)):
            return canonical(name)
        case ast.Name(id="__name__"):
            return OWN
    return ANY


def canonical(full: str) -> str:
    """One name for what has several."""
    root, dot, rest = full.partition(".")
    return _SAME.get(root, root) + dot + rest
