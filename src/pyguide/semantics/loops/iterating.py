"""Classes that are iterators written out by hand, and nothing else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.classes import equality
from pyguide.semantics.structure import DEFS, walk_run
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_PARTS = frozenset({"__init__", "__iter__", "__next__"})


def has_parts(class_: ast.ClassDef) -> bool:
    """Whether ``class_`` has `__init__`, `__iter__` and `__next__`, no base and nothing else."""
    if class_.bases or class_.keywords or class_.decorator_list:
        return False
    methods = {stmt.name for stmt in class_.body if isinstance(stmt, DEFS)}
    return methods == _PARTS and all(
        isinstance(stmt, ast.FunctionDef) or _is_docstring(stmt) for stmt in class_.body
    )


def _is_docstring(stmt: ast.stmt) -> bool:
    return isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Constant)


def is_generator_in_disguise(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether ``class_`` only counts or goes through something, until it raises StopIteration.

    Its `__iter__` returns the instance, its `__next__` ends by itself and keeps in attributes what
    a generator would keep in its names. The file only ever calls the class, and reads these
    attributes nowhere else.
    """
    if not has_parts(class_):
        return False
    methods = {stmt.name: stmt for stmt in class_.body if isinstance(stmt, ast.FunctionDef)}
    if any(method.decorator_list for method in methods.values()):
        return False
    step = methods["__next__"]
    kept = {
        node.attr
        for node in walk_run([*step.body])
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return (
        bool(kept)
        and _returns_itself(methods["__iter__"])
        and any(_raises_stop(semantics, node) for node in walk_run([*step.body]))
        and any(isinstance(node, ast.Return) and node.value for node in walk_run([*step.body]))
        and _is_only_called(semantics, class_)
        and not _are_read_elsewhere(semantics, class_, kept)
    )


def _returns_itself(method: ast.FunctionDef) -> bool:
    match equality.body(method), method.args.args:
        case [ast.Return(value=ast.Name(id=name))], [ast.arg(arg=instance)]:
            return name == instance
    return False


def _raises_stop(semantics: Semantics, node: ast.AST) -> bool:
    match node:
        case ast.Raise(exc=ast.Call(func=raised)) | ast.Raise(exc=ast.expr() as raised):
            return semantics.is_builtin(raised, "StopIteration")
    return False


def _is_only_called(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether the file never builds on the class, nor asks whether something is of it."""
    for node in walk(semantics.source.tree):
        if isinstance(node, ast.Name) and node.id == class_.name and isinstance(node.ctx, ast.Load):
            around = semantics.parent(node)
            if not (isinstance(around, ast.Call) and around.func is node):
                return False
    return True


def _are_read_elsewhere(semantics: Semantics, class_: ast.ClassDef, kept: set[str]) -> bool:
    return any(
        node.attr in kept and not any(around is class_ for around in semantics.ancestors(node))
        for node in semantics.structure.nodes(ast.Attribute)
        if not (isinstance(node.value, ast.Name) and node.value.id == "self")
    )
