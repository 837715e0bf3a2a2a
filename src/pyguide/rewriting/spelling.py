"""How new code may spell what a library module offers: by an import of the file, or a new one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from pyguide.finding import Import
from pyguide.semantics import Semantics


class Spelling(NamedTuple):
    """An expression for something from a library, and the imports that the file lacks for it.

    ``doubt`` says why the program may notice these imports, or why it is something else.
    """

    text: str
    imports: tuple[Import, ...] = ()
    doubt: str | None = None


def spelling(semantics: Semantics, module: str, name: str, at: ast.AST) -> Spelling | None:
    """How code at ``at`` spells ``name`` of ``module``; None where the plain name is taken.

    An import that the file has and that has surely run by then is used as it is.
    """
    for text, alias in _imported(semantics, module, name, at):
        found = semantics.bindings((alias.asname or alias.name, at))
        if found is not None and [one.node for one in found] == [alias]:
            return Spelling(text, doubt=_replaced(semantics, module, name))
    if name in semantics.names.bound or semantics.names.in_own_namespace(at):
        return None
    if semantics.bindings((name, at)) != () and not semantics.shadowing.is_free(name):
        return None
    doubt = _replaced(semantics, module, name) or _doubt(semantics, name)
    return Spelling(name, (Import(module, name),), doubt)


def _replaced(semantics: Semantics, module: str, name: str) -> str | None:
    """Why the library may offer something else under this name by then."""
    full = f"{module}.{name}"
    replaced = semantics.names.replacements.covers(full)
    return f"the file puts something else in the place of `{full}`" if replaced else None


def _doubt(semantics: Semantics, name: str) -> str | None:
    """Why the file may notice that its module has got another name."""
    if semantics.structure.spelling(name):
        return f"`{name}` is read although nothing binds it"
    if semantics.references.lists_names:
        return f"the file lists the names of its module, of which `{name}` would be one"
    return None


def uncertain(semantics: Semantics, module: str, name: str) -> Spelling | None:
    """The plain name, where the file neither binds nor reads it, but may do so unseen.

    After a star import, or code in a string, it may come to mean something else.
    """
    read = any(one.id == name for one in semantics.structure.nodes(ast.Name))
    if read or name in semantics.names.bound:
        return None
    return Spelling(name, (Import(module, name),))


def _imported(
    semantics: Semantics, module: str, name: str, at: ast.AST
) -> Iterator[tuple[str, ast.alias]]:
    """Spellings by the imports at the top level above ``at``, with what binds their names."""
    line = next(
        (one.lineno for one in semantics.source.tree.body if one in [at, *semantics.ancestors(at)]),
        0,
    )
    modules: list[tuple[str, ast.alias]] = []
    for statement in semantics.source.tree.body:
        if statement.lineno >= line:
            break
        match statement:
            case ast.ImportFrom(module=source, level=0, names=aliases) if source == module:
                yield from ((a.asname or a.name, a) for a in aliases if a.name == name)
            case ast.Import(names=aliases):
                modules += [
                    (f"{alias.asname or module}.{name}", alias)
                    for alias in aliases
                    if alias.name == module and (alias.asname or "." not in module)
                ]
    yield from modules


__all__ = ["Spelling", "spelling", "uncertain"]
