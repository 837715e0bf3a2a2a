"""Code that looks at the variables of what calls it: through frames, stacks and code objects."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from pyguide.semantics.structure import DEFS, FUNCTIONS, Structure, last_name

FRAME_NAMES = frozenset(
    {"_getframe", "currentframe", "f_locals", "f_globals", "f_builtins", "f_back", "tb_frame"}
)
"""Names and attributes through which code looks at the variables of what calls it."""
STACKS = frozenset({
    "extract_stack", "format_stack", "getinnerframes", "getouterframes", "stack", "trace",
    "walk_stack",
})  # fmt: skip
"""The last names of functions that give all frames at once."""
_STACK_MODULES = ("inspect", "traceback")
# Methods that run where the class is called.
_MAKING = frozenset({"__init__", "__new__", "__post_init__"})
# By which code gets to know how the variables of other functions are called.
_SHOWING = frozenset({
    "capture_locals", "co_cellvars", "co_freevars", "co_varnames", "f_locals", "getargvalues",
    "getasyncgenlocals", "getclosurevars", "getcoroutinelocals", "getgeneratorlocals",
})  # fmt: skip


def asks_for_stack(structure: Structure, call: ast.Call) -> bool:
    """Whether a call asks `inspect` or `traceback` for all frames at once."""
    name = last_name(call.func)
    if name not in STACKS:
        return False
    if isinstance(call.func, ast.Attribute):
        return last_name(call.func.value) in _STACK_MODULES
    return any(f"{home}.{name}" in structure.imported for home in _STACK_MODULES)


def watched(structure: Structure, looks: Sequence[ast.AST]) -> frozenset[ast.AST]:
    """The functions and classes that mention, perhaps through others of the file, who ``looks``.

    Names are followed by what is written last, so more may be held watched than is.
    """
    waiting = [name for look in looks for name in _called_by(structure, look)]
    if not waiting:
        return frozenset()
    mentions, aliases = _mentions(structure), _aliases(structure)
    names: set[str] = set()
    found: set[ast.AST] = set()
    while waiting:
        name = waiting.pop()
        if name and name not in names:
            names.add(name)
            waiting += aliases.get(name, ())
            for mention in mentions.get(name, ()):
                waiting += _called_by(structure, mention)
                found.update(structure.ancestors(mention))
    return frozenset(one for one in found if isinstance(one, (*FUNCTIONS, ast.ClassDef)))


def shows_variables(structure: Structure, text: str) -> bool:
    """Whether the file may look at the variables of any function, its callers', by their names."""
    if text.isascii() and not any(word in text for word in _SHOWING):
        return False
    nodes = structure.nodes
    return (
        any(one.attr in _SHOWING for one in nodes(ast.Attribute))
        or any(one.id in _SHOWING for one in nodes(ast.Name))
        or any(one.arg in _SHOWING for one in nodes(ast.keyword))
        or any(one.value in _SHOWING for one in nodes(ast.Constant) if isinstance(one.value, str))
        or any(alias.name in _SHOWING for one in nodes(ast.ImportFrom) for alias in one.names)
    )


def _called_by(structure: Structure, node: ast.AST) -> Iterator[str]:
    """The names by which the functions around ``node`` are called."""
    for around in structure.ancestors(node):
        if isinstance(around, DEFS):
            home = structure.parent(around)
            made = around.name in _MAKING and isinstance(home, ast.ClassDef)
            yield home.name if made else around.name  # type: ignore[union-attr]


def _mentions(structure: Structure) -> dict[str, list[ast.AST]]:
    """All names and attributes of the file, by what is written last."""
    found: dict[str, list[ast.AST]] = {}
    for node in structure.nodes(ast.Name, ast.Attribute):
        found.setdefault(last_name(node), []).append(node)
    return found


def _aliases(structure: Structure) -> dict[str, list[str]]:
    """The variables to which something is assigned, by the last name of that."""
    found: dict[str, list[str]] = {}
    for alias, values in structure.assigned.items():
        for value in filter(None, values):
            found.setdefault(last_name(value), []).append(alias)
    return found
