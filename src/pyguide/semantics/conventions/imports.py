"""Imports that stand below the code of their module, and what may keep them there."""

from __future__ import annotations

import ast
import re

ImportNode = ast.Import | ast.ImportFrom

# Who changes how modules are found, or what importing them does, does so before importing.
_PREPARES = r"sys\.(?:path|modules|meta_path|argv)|os\.environ|\.environ\b|site\.addsitedir"
_CONDITIONAL = (ast.If, ast.Try, ast.TryStar, ast.With)


def code_before(tree: ast.Module, statement: ImportNode) -> ast.stmt | None:
    """The first code of the module above ``statement``, an import at its top level.

    Strings, other imports, conditional ones and names such as `__all__` are no code in this sense.
    None also where something above may have to run before the import: a call or a loop whose result
    nobody keeps, and code that changes how modules are found.
    """
    first: ast.stmt | None = None
    for above in tree.body:
        if above is statement:
            return first
        if isinstance(above, ast.Import | ast.ImportFrom) or _is_introduction(above):
            continue
        if _prepares(above):
            return None
        if not isinstance(above, _CONDITIONAL):
            first = first or above
    return None


def _is_introduction(stmt: ast.stmt) -> bool:
    """Whether ``stmt`` is a string, names one, or gives a value to names such as `__version__`."""
    match stmt:
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
        case ast.Assign(value=ast.Constant(value=str())):
            return True
        case ast.Assign(targets=targets):
            return all(isinstance(one, ast.Name) and one.id.startswith("__") for one in targets)
        case ast.AnnAssign(target=ast.Name(id=name)):
            return name.startswith("__")
    return False


def _prepares(stmt: ast.stmt) -> bool:
    """Whether imports below ``stmt`` may depend on its effect."""
    match stmt:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return False
        case ast.Assign() | ast.AnnAssign() if isinstance(stmt.value, ast.Call):
            called = ast.unparse(stmt.value.func)
            return "importorskip" in called or re.search(_PREPARES, ast.unparse(stmt)) is not None
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            return re.search(_PREPARES, ast.unparse(stmt)) is not None
        case ast.If() | ast.Try() | ast.TryStar() | ast.With():
            inner = [one for block in (stmt.body, getattr(stmt, "orelse", [])) for one in block]
            return any(not isinstance(one, ImportNode) and _prepares(one) for one in inner)
    named = isinstance(getattr(stmt, "value", None), ast.Constant)
    return not named and not isinstance(stmt, ast.Pass | ast.Assert)


__all__ = ["ImportNode", "code_before"]
