"""Which of the names that a file reads each of its star imports supplies."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pyguide.modules.exports import Exports, exports, full_name
from pyguide.modules.listing import ComputedError, Listing
from pyguide.modules.namespace import Namespace
from pyguide.semantics import Semantics
from pyguide.semantics.names.references import Reference
from pyguide.semantics.names.scopes import Binding
from pyguide.tree import walk

# Bindings that replace what a star import brought, whatever it was.
_REBINDING = frozenset({"assign", "import", "def", "class"})
# Statements all of whose expressions are evaluated (annotations may not be), and expressions that
# may leave a part out.
_STRAIGHT = (ast.Assign, ast.AugAssign, ast.Expr, ast.Delete, ast.ClassDef)
_BRANCHING = (
    *(ast.BoolOp, ast.IfExp, ast.Compare, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_ALWAYS_THERE = frozenset(dir(builtins)) | {"WindowsError"}
_PYTHON_2 = frozenset(
    ("basestring", "cmp", "execfile", "file", "long", "raw_input", "reduce", "unicode", "xrange")
)
# Builtins that modules without readable source are known to bring in anew, and those that packages
# for arrays and formulas tend to bring in.
_REPLACED = {"os": {"open"}, "posix": {"open"}, "nt": {"open"}, "math": {"pow"}}
_REPLACED_BY_PACKAGES = frozenset(("abs", "all", "any", "max", "min", "pow", "round", "sum"))
# What code says around names that not every platform has.
_GUARD = re.compile(r"NameError|hasattr|platform|version|os\.name|\bnt\b|skip|requires|need_")


@dataclass(frozen=True, slots=True, eq=False)
class StarImport:
    """One star import: what it brings, None where that is unknown, and what of it the file reads.

    ``used`` may name too much, never too little: a name that is bound elsewhere as well counts as
    long as some read may see what the star import brought. ``doubtful`` are those of them that the
    module may not bind on every platform, and that no line shows to be there.
    """

    statement: ast.ImportFrom
    exports: Exports | None
    used: frozenset[str]
    doubtful: frozenset[str]

    @property
    def module(self) -> str:
        """The module as the statement spells it, leading dots included."""
        return "." * self.statement.level + (self.statement.module or "")


class StarImports:
    """All star imports of one file."""

    def __init__(self, semantics: Semantics) -> None:
        self._semantics = semantics
        self._tree = semantics.source.tree

    @cached_property
    def all(self) -> tuple[StarImport, ...]:
        """The star imports in the order of the text."""
        stars = []
        for node, found in self._brought.items():
            used = self._used(node, found)
            sure = found.certain | self._surely_read if found is not None else used
            stars.append(StarImport(node, found, used, used - sure))
        return tuple(stars)

    @cached_property
    def _surely_read(self) -> frozenset[str]:
        """Names without which the file could not be imported."""
        return frozenset(
            one.name
            for one in self._semantics.references.all
            if one.spelled and not one.deferred and self._is_unconditional(one.node)
        )

    def _is_unconditional(self, node: ast.AST) -> bool:
        """Whether ``node`` is evaluated whenever the file is imported as a whole."""
        around = [self._semantics.statement(node)]
        while isinstance(outer := self._semantics.parent(around[-1]), ast.stmt):
            around.append(outer)
        if any(not isinstance(one, _STRAIGHT) for one in around):
            return False
        inner = (one for one in self._semantics.ancestors(node) if isinstance(one, ast.expr))
        return not any(isinstance(one, _BRANCHING) for one in inner)

    @cached_property
    def listed(self) -> frozenset[str] | None:
        """The names of the file's own `__all__`; None where that is computed."""
        try:
            listing = Listing(self._semantics, self._namespace).entries() or ()
        except ComputedError:
            return None
        names = [one.entry for one in listing]
        own = frozenset(name for name in names if isinstance(name, str))
        return own if len(own) == len(set(names)) else None

    @cached_property
    def _brought(self) -> dict[ast.ImportFrom, Exports | None]:
        found = [
            node
            for node in walk(self._tree)
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        ]
        path = self._semantics.source.path
        return {node: exports(node.module, node.level, path) for node in sorted(found, key=_start)}

    @cached_property
    def _namespace(self) -> Namespace:
        return Namespace(self._semantics, None)

    @property
    def _bindings(self) -> dict[str, list[Binding]]:
        return self._namespace.table

    # -- what is used -----------------------------------------------------------------------------

    def _used(self, star: ast.ImportFrom, found: Exports | None) -> frozenset[str]:
        if found is None:
            return frozenset()
        replaced, repeated = self._replaced(star), self._repeated(star, found)
        looped = self._semantics.loop(star) is not None
        read = {
            one.name
            for one in self._semantics.references.all
            if one.name in found.names - repeated
            and (looped or self._may_see(one, star, replaced.get(one.name)))
        }
        unseen = (self.listed or frozenset()) | self._fixtures
        return frozenset(read | (unseen & found.names - repeated - replaced.keys()))

    @cached_property
    def _fixtures(self) -> frozenset[str]:
        """Names of parameters in a test file, which a runner fills with fixtures of that name."""
        path = self._semantics.source.path
        if path is None or not (path.stem.startswith("test_") or path.stem.endswith("_test")):
            return frozenset()
        return frozenset(node.arg for node in walk(self._tree) if isinstance(node, ast.arg))

    def _may_see(self, one: Reference, star: ast.stmt, replaced: ast.stmt | None) -> bool:
        """Whether a read can run after ``star`` and before the statement that replaces the name."""
        if not one.spelled:
            return True
        at = _start(self._semantics.statement(one.node))
        if one.deferred:
            return replaced is None or at < _start(replaced)
        return _start(star) < at and (replaced is None or at < _end(replaced))

    def _replaced(self, star: ast.ImportFrom) -> dict[str, ast.stmt]:
        """The first statements after ``star`` that surely bind a name anew."""
        later = {stmt for stmt in self._tree.body if _start(stmt) > _start(star)}
        found: dict[str, ast.stmt] = {}
        for name, bindings in self._bindings.items():
            plain = (one for one in bindings if one.kind in _REBINDING)
            statements = {self._semantics.statement(one.node) for one in plain} & later
            if statements:
                found[name] = min(statements, key=_start)
        for other, brought in self._brought.items():
            if other in later and brought is not None:
                for name in brought.certain:
                    found[name] = min(found.get(name, other), other, key=_start)
        return found

    def _repeated(self, star: ast.ImportFrom, found: Exports) -> set[str]:
        """Names that the file has imported before ``star`` from where the module has them too."""
        path, repeated = self._semantics.source.path, set[str]()
        earlier = [other for node, other in self._brought.items() if _start(node) < _start(star)]
        for name, origin in self._namespace.origins():
            theirs = found.origins.get(name)
            others = [one is None or one.origins.get(name, theirs) != theirs for one in earlier]
            if theirs == full_name(origin, path) and not any(others):
                statements = {self._semantics.statement(one.node) for one in self._bindings[name]}
                if any(_start(one) < _start(star) for one in statements & set(self._tree.body)):
                    repeated.add(name)
        return repeated

    def unexplained(self) -> frozenset[str]:
        """The names that the file needs from somewhere else than itself."""
        needed = {one.name for one in self.undefined() if one.spelled}
        return frozenset(needed | (self.listed or frozenset()) - self._bindings.keys())

    def undefined(self) -> Iterator[Reference]:
        """Reads of names that neither the file nor a star import with known names supplies.

        Names with a leading underscore, which a star import does not bring, are left out.
        """
        known = set(_ALWAYS_THERE).union(*(one.names for one in self._brought.values() if one))
        for one in self._semantics.references.all:
            name = one.name
            public = not name.startswith("_") and not keyword.iskeyword(name)
            if public and not one.bound and name not in known:
                yield one

    # -- what speaks against naming it ------------------------------------------------------------

    def overridden(self, star: StarImport) -> str | None:
        """A name that the file defines anew, as a layer over the imported module does."""
        names = star.exports.names if star.exports is not None else frozenset[str]()
        for name in sorted(names & self._bindings.keys()):
            kinds = {one.kind for one in self._bindings[name]}
            if kinds & {"augment", "class", "def"} or ("assign" in kinds and name.isupper()):
                return name
        return None

    def ambiguity(self, star: StarImport, names: frozenset[str]) -> str | None:
        """Why the undefined ``names`` cannot be taken for those of an unreadable module."""
        module = star.module
        if len(self.all) > 1:
            return f"`{module}` cannot be read, nor told from the other star imports"
        if not names:
            return f"`{module}` cannot be read, and no undefined name shows what it is used for"
        if star.statement not in self._tree.body:
            return f"`{module}` cannot be read, and is not imported on every path"
        replaced = _REPLACED.get(module, frozenset[str]())
        if module.split(".")[0] not in sys.stdlib_module_names:
            replaced = _REPLACED_BY_PACKAGES
        for one in self._semantics.references.all:
            if one.name in replaced and not one.bound:
                return f"`{one.name}` may be the built-in or come from `{module}`"
        plain = set[str]()
        for one in self.undefined():
            if one.name in _PYTHON_2:
                return f"`{one.name}` may be a leftover of Python 2 or come from `{module}`"
            if one.name not in names:
                return f"`{one.name}` stands in text that may be code, and may come from `{module}`"
            if not self._is_guarded(one.node):
                plain.add(one.name)
        guarded = sorted(names - plain - (self.listed or frozenset()))
        return f"`{guarded[0]}` may not exist everywhere" if guarded else None

    def _is_guarded(self, node: ast.AST) -> bool:
        """Whether the code around ``node`` expects a name that is missing on some platform."""
        for around in self._semantics.ancestors(node):
            parts: list[ast.AST | None] = []
            match around:
                case ast.Try(handlers=handlers):
                    parts = [handler.type for handler in handlers]
                case ast.If(test=test) | ast.IfExp(test=test):
                    parts = [test]
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    parts = list(around.decorator_list)
            if any(part is not None and _GUARD.search(ast.unparse(part)) for part in parts):
                return True
        return False


@lru_cache(maxsize=1)
def star_imports(semantics: Semantics) -> StarImports:
    """The star imports of a file, kept while it is looked at."""
    return StarImports(semantics)


def _start(node: ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: ast.stmt) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
