"""Comparisons that a library may answer in its own way: item by item, or as part of a query."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.structure import COMPREHENSIONS, FUNCTIONS

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# Their arrays and frames answer comparisons item by item and refuse to be true or false.
_ARRAYS = frozenset({
    "cudf", "cupy", "dask", "jax", "modin", "numpy", "pandas", "polars", "pyarrow", "pyspark",
    "tensorflow", "torch", "xarray",
})  # fmt: skip
# Their columns and fields answer with conditions.
_DATABASES = frozenset({
    "django.db", "flask_sqlalchemy", "google.cloud.ndb", "ibis", "mongoengine", "peewee", "pony",
    "sqlalchemy", "sqlmodel",
})  # fmt: skip
# Their nodes are true, or warn, however many children `len` counts; few know when a graph is true.
_TREES = frozenset({"docutils", "lxml", "networkx", "xml.etree"})
_QUERIES = frozenset({
    "and_", "case", "delete", "exclude", "exists", "filter", "filter_by", "having", "join", "not_",
    "on", "or_", "outerjoin", "query", "select", "update", "when", "where",
})  # fmt: skip
_ELEMENTWISE = (ast.BitAnd, ast.BitOr, ast.BitXor)
_ORDERINGS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_DISPLAYS = (ast.Tuple, ast.List, ast.Constant, ast.Dict)


class Overloading:
    """Answers about operators that may mean something else than Python's."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    @cached_property
    def library(self) -> str | None:
        """A library that the file imports and whose objects overload comparisons."""
        return self._imported(_ARRAYS | _DATABASES)

    @cached_property
    def truthless(self) -> str | None:
        """A library that the file imports and whose objects are not true by their length."""
        return self._imported(_ARRAYS | _TREES)

    def _imported(self, libraries: frozenset[str]) -> str | None:
        return min(self._s.structure.imported & libraries, default=None)

    def builds_query(self, expr: ast.expr) -> bool:
        """Whether ``expr`` is part of a condition for a query or of a mask that selects items.

        That is what an argument of `filter`, `where` and the like is, an index, and an operand of
        `&`, `|`, `^` and `~`.
        """
        child: ast.AST = expr
        for around in self._s.ancestors(expr):
            match around:
                case ast.BinOp(op=op) if isinstance(op, _ELEMENTWISE):
                    return True
                case ast.UnaryOp(op=ast.Invert()):
                    return True
                case ast.Subscript(value=value, slice=index) if index is child:
                    return not isinstance(value, _DISPLAYS)
                case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=args):
                    if name in _QUERIES and any(arg is child for arg in args):
                        return True
                case ast.stmt():
                    return False
            if isinstance(around, (*FUNCTIONS, *COMPREHENSIONS)):
                return False
            child = around
        return False

    def why_not_python(self, operand: ast.expr) -> str | None:
        """Why a comparison with ``operand`` may well mean something else; None if no sign of it."""
        found = self._s.type_of(operand)
        if found.known and found.exact:
            return None
        ordered = isinstance(operand, ast.Compare) and isinstance(operand.ops[0], _ORDERINGS)
        if ordered and not found.known:
            return f"{self._s.shown(operand)} compares values of unknown type"
        if self.library is not None:
            return f"objects of `{self.library}` give comparisons a meaning of their own"
        return None
