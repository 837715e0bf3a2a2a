"""Scopes and what is bound in each: one table a scope, built when first asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pyguide.semantics.structure import (
    COMPREHENSIONS,
    DEFS,
    FUNCTIONS,
    Structure,
    outer_parts,
    parameters,
    walk_scope,
    walk_statements,
)
from pyguide.tree import children, walk

ScopeKind = Literal["module", "class", "function", "lambda", "comprehension"]
BindingKind = Literal[
    "assign", "augment", "annotation", "walrus", "for", "comprehension", "with", "except",
    "import", "def", "class", "parameter", "match", "delete", "type",
]  # fmt: skip


_BINDERS = frozenset(
    getattr(ast, name)
    for name in (
        "AnnAssign", "Assign", "AsyncFor", "AsyncFunctionDef", "AugAssign", "ClassDef", "Delete",
        "ExceptHandler", "For", "FunctionDef", "Global", "Import", "ImportFrom", "MatchAs",
        "MatchMapping", "MatchStar", "NamedExpr", "Nonlocal", "TypeAlias", "withitem",
    )
    if hasattr(ast, name)
)  # fmt: skip
"""Nodes that bind names or declare them; the type alias came with Python 3.12."""


class Scope:  # noqa: PYG604  small runs should not import dataclasses
    """A place in which names are looked up; ``node`` opens it."""

    def __init__(self, node: ast.AST, kind: ScopeKind, parent: Scope | None) -> None:
        self.node = node
        self.kind: ScopeKind = kind
        self.parent = parent


class Binding(NamedTuple):
    """One place that gives ``name`` a value, or takes it away.

    ``node`` is the name, parameter, alias, handler or definition that binds. ``value`` is the
    expression whose very object is bound, where there is one. ``source`` is the expression that is
    iterated, entered, unpacked or added. ``path`` leads from the element of ``source`` to the name
    when a target unpacks; -1 marks a starred target.
    """

    name: str
    kind: BindingKind
    node: ast.AST
    value: ast.expr | None = None
    source: ast.expr | None = None
    path: tuple[int, ...] = ()


class Table:
    """What one scope binds by itself, and which names it declares to live elsewhere."""

    def __init__(self) -> None:
        self.bound: dict[str, list[Binding]] = {}
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()

    def add(self, binding: Binding) -> None:
        """Note one more binding."""
        self.bound.setdefault(binding.name, []).append(binding)


def build_table(scope: Scope, *, walrus: bool = True) -> Table:
    """The table of one scope, from the nodes that are evaluated in it.

    Expressions bind nothing unless the file has a ``walrus``, so they need not be searched.
    """
    table = Table()
    node = scope.node
    if isinstance(node, FUNCTIONS):
        for arg in parameters(node.args):
            table.add(Binding(arg.arg, "parameter", arg))
    if isinstance(node, COMPREHENSIONS):
        for generator in node.generators:
            _add_targets(table, "comprehension", generator.target, None, generator.iter)
        return table
    roots = scope_roots(node)
    for inner in walk_scope(roots) if walrus else walk_statements(roots):
        if inner.__class__ in _BINDERS:
            _add_node(table, inner)
        elif isinstance(inner, COMPREHENSIONS):
            for found in _walruses(inner):
                _add_node(table, found)
    return table


def scope_roots(node: ast.AST) -> list[ast.AST]:
    """The children of a scope's node that are evaluated inside it (parameters left out)."""
    if isinstance(node, ast.Lambda):
        return [node.body]
    if isinstance(node, COMPREHENSIONS):
        first = node.generators[0].iter
        inner = [child for child in children(node) if child is not node.generators[0]]
        head: list[ast.AST] = [part for part in children(node.generators[0]) if part is not first]
        return head + inner
    return list(node.body)  # type: ignore[attr-defined]


def _walruses(comprehension: ast.AST) -> Iterator[ast.NamedExpr]:
    """Assignment expressions in a comprehension; they bind in the scope around it."""
    stack: list[ast.AST] = list(scope_roots(comprehension))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.NamedExpr):
            yield node
        stack.extend(outer_parts(node) if isinstance(node, ast.Lambda)
                     else children(node))  # fmt: skip


def _add_node(table: Table, node: ast.AST) -> None:
    match node:
        case ast.Global(names=names):
            table.globals.update(names)
        case ast.Nonlocal(names=names):
            table.nonlocals.update(names)
        case ast.Import() | ast.ImportFrom():
            for alias in node.names:
                bound = alias.asname or alias.name.partition(".")[0]
                if bound != "*":
                    table.add(Binding(bound, "import", alias))
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            table.add(Binding(name, "def", node))
            _add_type_parameters(table, node)
        case ast.ClassDef(name=name):
            table.add(Binding(name, "class", node))
            _add_type_parameters(table, node)
        case ast.ExceptHandler(name=str(name)):
            table.add(Binding(name, "except", node, source=node.type))
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            table.add(Binding(name, "match", node))
        case ast.MatchMapping(rest=str(name)):
            table.add(Binding(name, "match", node))
        case _:
            _add_assignment(table, node)


def _add_assignment(table: Table, node: ast.AST) -> None:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                _add_targets(table, "assign", target, value, value)
        case ast.AnnAssign(target=ast.Name(id=name) as target, value=None):
            table.add(Binding(name, "annotation", target))
        case ast.AnnAssign(target=target, value=value):
            _add_targets(table, "assign", target, value, value)
        case ast.AugAssign(target=ast.Name(id=name) as target, value=value):
            table.add(Binding(name, "augment", target, source=value))
        case ast.NamedExpr(target=target, value=value):
            _add_targets(table, "walrus", target, value, value)
        case ast.For(target=target, iter=source) | ast.AsyncFor(target=target, iter=source):
            _add_targets(table, "for", target, None, source)
        case ast.withitem(optional_vars=ast.expr() as target, context_expr=source):
            _add_targets(table, "with", target, None, source)
        case ast.Delete(targets=targets):
            for target in targets:
                for inner in walk(target):
                    if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Del):
                        table.add(Binding(inner.id, "delete", inner))
        case _ if type(node).__name__ == "TypeAlias":
            alias = node.name  # type: ignore[attr-defined]
            table.add(Binding(alias.id, "type", alias))
            _add_type_parameters(table, node)


def _add_type_parameters(table: Table, node: ast.AST) -> None:
    # They live in a scope of their own between the definition and the scope around it. Counting
    # them to the scope around can only make an answer more careful.
    for parameter in getattr(node, "type_params", ()):
        table.add(Binding(parameter.name, "type", parameter))


def _add_targets(
    table: Table,
    kind: BindingKind,
    target: ast.expr,
    value: ast.expr | None,
    source: ast.expr | None,
    path: tuple[int, ...] = (),
) -> None:
    match target:
        case ast.Name(id=name):
            table.add(Binding(name, kind, target, value, source, path))
        case ast.Starred(value=inner):
            _add_targets(table, kind, inner, None, source, (*path[:-1], -1))
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            plain = not any(isinstance(element, ast.Starred) for element in elements)
            parts = _parts(value, len(elements)) if plain else None
            for index, element in enumerate(elements):
                # A position behind a star is not known from the left.
                step = index if plain else -2
                part = parts[index] if parts else None
                _add_targets(table, kind, element, part, source, (*path, step))


def _parts(value: ast.expr | None, count: int) -> list[ast.expr] | None:
    """The expressions that an unpacked display gives one by one, if it shows that many."""
    if not isinstance(value, ast.Tuple | ast.List) or len(value.elts) != count:
        return None
    starred = any(isinstance(element, ast.Starred) for element in value.elts)
    return None if starred else value.elts


class Scopes:
    """All scopes of a file, found from a node and kept."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._scopes: dict[ast.AST, Scope] = {}
        self._tables: dict[Scope, Table] = {}
        self._at: dict[ast.AST, Scope] = {}

    def of_node(self, opener: ast.AST) -> Scope:
        """The scope that ``opener`` (module, class, function, lambda, comprehension) opens."""
        found = self._scopes.get(opener)
        if found is None:
            kind: ScopeKind
            if isinstance(opener, ast.Module):
                found = Scope(opener, "module", None)
            else:
                if isinstance(opener, DEFS):
                    kind = "function"
                elif isinstance(opener, ast.Lambda):
                    kind = "lambda"
                elif isinstance(opener, ast.ClassDef):
                    kind = "class"
                else:
                    kind = "comprehension"
                found = Scope(opener, kind, self.at(opener))
            self._scopes[opener] = found
        return found

    def at(self, node: ast.AST) -> Scope:
        """The scope in which names at ``node`` are looked up."""
        found = self._at.get(node)
        if found is None:
            found = self._at[node] = self.of_node(self._structure.scope_node(node))
        return found

    def table(self, scope: Scope) -> Table:
        """What ``scope`` binds by itself."""
        found = self._tables.get(scope)
        if found is None:
            walrus = self._structure.has_walrus
            found = self._tables[scope] = build_table(scope, walrus=walrus)
        return found


def build_names(node: ast.AST) -> list[str]:
    """The variables that ``node`` by itself binds or deletes."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return [name]
        case ast.Name() | ast.arg():
            return []
    table = Table()
    if isinstance(
        node,
        (
            ast.Import | ast.ImportFrom | ast.ExceptHandler | ast.ClassDef,
            *DEFS,
            ast.MatchAs,
            ast.MatchStar,
            ast.MatchMapping,
        ),
    ):
        _add_node(table, node)
    return list(table.bound)
