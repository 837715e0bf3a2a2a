"""Whether a name that the file never binds may get a meaning that the tree does not show.

Star imports, code in strings and changes of `builtins` leave all names open. Here each of them is
asked whether it can touch the one name that a fix wants to write.
"""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING

from pyguide.semantics.names.modules import OWN
from pyguide.semantics.names.namespaces import is_read_only
from pyguide.semantics.names.resolution import BUILTINS

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_OTHERS = """
    Ellipsis TimeoutError Warning __doc__ __import__ abs ascii compile copyright enumerate exec exit
    filter format help input max open pow property repr slice str vars
"""
STAR_REBINDS = frozenset(_OTHERS.split())
"""Builtins of whose name some module of the standard library has something else to offer."""

# Words with which code in a string may reach names that it does not spell.
_REACHES = """
    import exec eval compile globals locals vars setattr delattr getattr modules builtins update
    __builtins__ __dict__ __import__ __globals__ f_globals f_locals f_builtins
"""
_REACHING = frozenset(_REACHES.split())
# Parts of the standard library that are programs, of whose names nothing is promised.
_PROGRAMS = frozenset({"idlelib", "lib2to3", "turtledemo", "test"})
_NEW_DICTS = (ast.Dict, ast.DictComp)


class Shadowing:
    """Answers about names that a fix writes."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def is_builtin(self, name: str, at: ast.AST) -> bool:
        """Whether ``name``, if it were written at ``at``, provably means the builtin."""
        names = self._s.names
        if names.builtin(name, at):
            return True
        return name in BUILTINS and self.is_free(name) and not names.in_own_namespace(at)

    def is_free(self, name: str) -> bool:
        """Whether nothing in the file can give ``name`` a meaning at module level."""
        s, facts = self._s, self._s.names.facts
        if name in s.names.bound or any(map(s.names.replacements.covers, _homes(name))):
            return False
        stars = (n for n in s.structure.nodes(ast.ImportFrom) if n.names[0].name == "*")
        return (not facts.star or all(self._brings_no(one, name) for one in stars)) and all(
            self._spares(one, name) for one in facts.loose
        )

    def is_hidden(self, name: str) -> bool:
        """Whether the file is seen to give ``name`` another meaning somewhere."""
        names = self._s.names
        return name in names.bound or any(map(names.replacements.spells, _homes(name)))

    def _brings_no(self, star: ast.ImportFrom, name: str) -> bool:
        root = (star.module or "").partition(".")[0]
        known = root in sys.stdlib_module_names - _PROGRAMS and not star.level
        return known and name in BUILTINS - STAR_REBINDS

    # -- code that may bind module names --------------------------------------------------

    def _spares(self, node: ast.AST, name: str) -> bool:
        """Whether code that may bind module names surely leaves ``name`` alone."""
        call = self._s.parent(node)
        if not isinstance(node, ast.Name):
            return False
        owner = self._s.owner(node.id, node)
        if owner is not None and owner.kind == "function":
            # A variable that is only called like the builtin.
            return True
        if not isinstance(call, ast.Call):
            return False
        if call.func is not node or call.keywords:
            return False
        match node.id, call.args:
            case "exec" | "eval", [source]:
                return _says_nothing_of(source, name)
            case "exec" | "eval", [_, *spaces]:
                return all(map(self._is_own_dict, spaces))
            case "globals" | "locals" | "vars", []:
                return self._only_looks(call, name)
        return False

    def _only_looks(self, space: ast.expr, name: str) -> bool:
        """Whether a namespace is only read, or changed under another name."""
        match self._s.parent(space):
            case ast.Subscript(value=held, slice=ast.Constant(value=str(key))) if held is space:
                return key != name
            case ast.BinOp(op=ast.Mod(), right=right):
                return right is space
            case ast.Assign(targets=[ast.Name() as alias]) if isinstance(space, ast.Call):
                return self._only_looks_by(alias, name)
        return is_read_only(self._s.structure, space)

    def _only_looks_by(self, alias: ast.Name, name: str) -> bool:
        """Whether the file only looks through a variable that holds a namespace.

        A variable of the module must be deleted in the end, or others could find it.
        """
        owner = self._s.owner(alias.id, alias)
        if owner is None or owner.kind not in ("function", "module"):
            return False
        if owner.kind == "module":
            bound = self._s.names.owned(owner, alias.id)
            if not any(one.kind == "delete" for one in bound):
                return False
        elif any(self._reads_variables(node, owner.node) for node in self._s.names.facts.dynamic):
            return False
        return all(
            isinstance(one, ast.Name) and self._only_looks_at(one, name)
            for one in self._s.flow.mentions(alias.id, [owner.node], owner)
        )

    def _reads_variables(self, node: ast.AST, function: ast.AST) -> bool:
        """Whether ``node`` may reach the variables of ``function`` without spelling them."""
        own = any(around is function for around in self._s.ancestors(node))
        return own and getattr(node, "id", "") != "globals"

    def _only_looks_at(self, alias: ast.Name, name: str) -> bool:
        if isinstance(alias.ctx, ast.Load):
            return self._only_looks(alias, name)
        # `|=` changes the namespace itself.
        return not isinstance(self._s.parent(alias), ast.AugAssign)

    def _is_own_dict(self, space: ast.expr) -> bool:
        """Whether a namespace is a dict that was made for it.

        The function counts as dynamic, as it runs code, which cannot rebind its local variables.
        """
        if not isinstance(space, ast.Name):
            return isinstance(space, _NEW_DICTS)
        owner = self._s.owner(space.id, space)
        if owner is None or owner.kind != "function":
            return False
        found = self._s.names.owned(owner, space.id)
        return all(one.kind == "assign" and isinstance(one.value, _NEW_DICTS) for one in found)


def _homes(name: str) -> tuple[str, str]:
    """Where something else would stand that is taken for the builtin ``name``."""
    return f"builtins.{name}", f"{OWN}.{name}"


def _says_nothing_of(source: ast.expr, name: str) -> bool:
    """Whether code in a literal neither spells ``name`` nor can reach what it does not spell."""
    match source:
        case ast.Constant(value=str(text)) if text.isascii():
            return _REACHING.isdisjoint(words := re.findall(r"\w+", text)) and name not in words
    return False
