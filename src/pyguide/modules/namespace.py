"""The names that one file binds at module level, and on which paths."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyguide.semantics import Semantics
from pyguide.semantics.names.scopes import Binding
from pyguide.tree import walk

# A module that fills its namespace through itself, or lets an enum or a decorator do it.
_FILLS_ITSELF = re.compile(
    r"\bsys\s*\.\s*modules\s*\[\s*__name__\s*\]|\._convert_?\(|^@(?:\w+\.)*(?:public|export)\b",
    re.MULTILINE,
)
_TAKING_AWAY = frozenset({"annotation", "augment", "delete", "except"})


@dataclass(frozen=True, slots=True)
class Star:
    """``from module import *``, or all that the `__all__` of that module lists."""

    module: str | None
    level: int
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Origin:
    """What an import binds: the module itself where ``name`` is None."""

    module: str | None
    level: int
    name: str | None = None


class Namespace:
    """The module-level names of one file."""

    def __init__(self, semantics: Semantics, package: tuple[str, ...] | None) -> None:
        self._semantics = semantics
        self._package = package
        self._tree = semantics.source.tree
        self._scope = semantics.scopes.of_node(self._tree)
        self.table = semantics.scopes.table(self._scope).bound

    @cached_property
    def bound(self) -> frozenset[str]:
        """All names that are bound on some path when the module has run."""
        own = {name for name, found in self.table.items() if self._stays(found)}
        foreign = self._semantics.names.facts.foreign
        declared = {name for owner, name in foreign if owner is self._scope}
        modules = {name for stmt in self.imports for name in self.submodules(stmt)}
        return frozenset(own | declared | modules)

    @cached_property
    def certain(self) -> frozenset[str]:
        """The names that are bound on every path."""
        lost = {
            name
            for name, found in self.table.items()
            if any(one.kind in ("delete", "except") for one in found)
        }
        modules = {
            name
            for stmt in self.imports
            if stmt in self._tree.body
            for name in self.submodules(stmt)
        }
        return (frozenset(self._always(self._tree.body) - lost) | modules) & self.bound

    @cached_property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """The imports that run when the module does."""
        return [
            node
            for node in walk(self._tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            and self._semantics.function(node) is None
            and self._runs(node)
        ]

    def is_closed(self) -> bool:
        """Whether all names are bound by statements, and nothing stands in for an `__all__`."""
        names = self._semantics.names
        if "__getattr__" in self.bound or names.facts.loose or names.replacements.reaches_own:
            return False
        return not _FILLS_ITSELF.search(self._semantics.source.text)

    def stars(self) -> Iterator[Star]:
        """The star imports of the file."""
        for stmt in self.imports:
            if isinstance(stmt, ast.ImportFrom) and stmt.names[0].name == "*":
                yield Star(stmt.module, stmt.level, stmt in self._tree.body)

    def imported(self) -> Iterator[Star]:
        """The modules that the file's imports may load, whether in part or as a whole."""
        for stmt in self.imports:
            if isinstance(stmt, ast.Import):
                yield from (Star(alias.name, 0) for alias in stmt.names)
            else:
                yield Star(stmt.module, stmt.level)
                prefix = f"{stmt.module}." if stmt.module else ""
                yield from (Star(prefix + alias.name, stmt.level) for alias in stmt.names)

    def origins(self) -> Iterator[tuple[str, Origin]]:
        """The names that are bound by imports only, all of them of one thing."""
        for name, found in self.table.items():
            origins = {self.origin(one) for one in found}
            if len(origins) == 1 and (origin := origins.pop()) is not None:
                yield name, origin

    def origin(self, binding: Binding) -> Origin | None:
        """What a binding imports, None if it does something else."""
        alias = binding.node
        if not isinstance(alias, ast.alias):
            return None
        stmt = self._semantics.statement(alias)
        if isinstance(stmt, ast.ImportFrom):
            return Origin(stmt.module, stmt.level, alias.name)
        return Origin(alias.name if alias.asname else alias.name.partition(".")[0], 0)

    def submodules(self, stmt: ast.Import | ast.ImportFrom) -> Iterator[str]:
        """What an import in an `__init__` leaves there beside the names that it spells."""
        if self._package is None:
            return
        if isinstance(stmt, ast.Import):
            full = [alias.name.split(".") for alias in stmt.names]
        elif stmt.level == 1 and stmt.module:
            full = [[*self._package, *stmt.module.split(".")]]
        else:
            full = [(stmt.module or "").split(".")] if not stmt.level else []
        depth = len(self._package)
        for parts in full:
            if len(parts) > depth and tuple(parts[:depth]) == self._package:
                yield parts[depth]

    def blocks(self, block: Sequence[ast.stmt], certain: bool) -> Iterator[tuple[ast.stmt, bool]]:
        """The simple statements of a block in order, and whether each surely runs."""
        for stmt in block:
            match stmt:
                case ast.If(test=test, body=body, orelse=orelse):
                    never = _is_never(test)
                    yield from self.blocks([] if never else body, False)
                    yield from self.blocks(orelse, certain and never)
                case ast.Try() | ast.TryStar():
                    yield from self.blocks(stmt.body, certain and not stmt.handlers)
                    for handler in stmt.handlers:
                        yield from self.blocks(handler.body, False)
                    yield from self.blocks(stmt.orelse, False)
                    yield from self.blocks(stmt.finalbody, certain)
                case ast.With(body=body):
                    yield from self.blocks(body, False)
                case _:
                    yield stmt, certain

    def _stays(self, found: Sequence[Binding]) -> bool:
        """Whether a name is bound when the module has run, as far as one path shows."""
        last = max(found, key=lambda one: _place(one.node))
        if last.kind == "delete" and self._semantics.statement(last.node) in self._tree.body:
            return False
        return any(one.kind not in _TAKING_AWAY and self._runs(one.node) for one in found)

    def _runs(self, node: ast.AST) -> bool:
        """Whether ``node`` may run on import: not for type checkers, nor in a script only."""
        child = node
        for around in self._semantics.ancestors(node):
            if isinstance(around, ast.If) and _is_never(around.test) and child in around.body:
                return False
            child = around
        return True

    def _always(self, block: Sequence[ast.stmt]) -> set[str]:
        """Names that are bound whenever ``block`` has run to its end."""
        names: set[str] = set()
        for stmt in block:
            match stmt:
                case ast.If(test=test, body=body, orelse=orelse):
                    other = self._always(orelse)
                    names |= other if _is_never(test) else other & self._always(body)
                case ast.Try() | ast.TryStar():
                    normal = self._always([*stmt.body, *stmt.orelse])
                    for handler in stmt.handlers:
                        if not self._semantics.always_leaves(handler.body, (ast.Raise,)):
                            normal &= self._always(handler.body)
                    names |= normal | self._always(stmt.finalbody)
                case ast.With(items=items, body=body):
                    swallows = any("suppress" in ast.unparse(one.context_expr) for one in items)
                    names |= set() if swallows else self._always(body)
                case ast.For() | ast.While() | ast.Match():
                    pass
                case _:
                    names |= self._by_statement.get(stmt, set())
        return names

    @cached_property
    def _by_statement(self) -> dict[ast.stmt, set[str]]:
        found: dict[ast.stmt, set[str]] = {}
        for name, bindings in self.table.items():
            for one in bindings:
                if one.kind not in _TAKING_AWAY and one.kind != "walrus":
                    found.setdefault(self._semantics.statement(one.node), set()).add(name)
        return found


def _is_never(test: ast.expr) -> bool:
    """Whether a condition is false on import: it asks for a type checker, or for a script."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case ast.Constant(value=value):
            return not value
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()]):
            return True
    return False


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
