"""What a name refers to: its bindings, whether it is the builtin, its name through imports."""

from __future__ import annotations

import ast
import builtins
import keyword
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property

from pyguide.semantics.names.frames import FRAME_NAMES, shows_variables
from pyguide.semantics.names.namespaces import (
    NAMESPACE_CALLS,
    Facts,
    Namespaces,
)
from pyguide.semantics.names.replacements import Replacements
from pyguide.semantics.names.scopes import Binding, Scope, Scopes, Table
from pyguide.semantics.structure import FUNCTIONS, Structure, last_name
from pyguide.tree import walk

BUILTINS = frozenset(dir(builtins))
_RESERVED = BUILTINS | set(keyword.kwlist) | set(keyword.softkwlist)
_BINDERS = frozenset(
    getattr(ast, name)
    for name in (
        "arg", "alias", "FunctionDef", "AsyncFunctionDef", "ClassDef", "ExceptHandler", "Global",
        "Nonlocal", "MatchAs", "MatchStar", "MatchMapping", "TypeVar", "ParamSpec", "TypeVarTuple",
    )
    if hasattr(ast, name)
)  # fmt: skip
"""What binds a name beside a name itself; the last three came with Python 3.12."""
_STATED = frozenset({"assign", "import", "def", "class"})
"""The kinds of bindings that a statement surely makes if it is run to its end."""
_BUILTIN_MODULES = frozenset({"builtins", "__builtin__", "__builtins__"})
_ASSERTIONS = ("assertRaises", "assertRaisesRegex", "assertWarns", "assertWarnsRegex")
_PLAIN_METACLASSES = frozenset({"type", "ABCMeta", "EnumMeta", "EnumType"})


class Names:
    """Answers about names; everything is computed when asked and kept."""

    def __init__(self, structure: Structure, scopes: Scopes, text: str) -> None:
        self._structure = structure
        self._scopes = scopes
        self._text = text
        self._dynamic: dict[ast.AST, bool] = {}
        self._used: dict[ast.AST, frozenset[str]] = {}
        self._only_in_module: dict[str, bool] = {}

    def close(self) -> None:
        """Forget what knows this in turn."""
        vars(self).pop("replacements", None)

    @cached_property
    def facts(self) -> Facts:
        """The facts of the whole file."""
        return Namespaces(self._structure, self._scopes).facts

    @cached_property
    def replacements(self) -> Replacements:
        """What the file puts in the place of something that a module offers."""
        return Replacements(self, self._structure, self._text)

    @cached_property
    def bound(self) -> Counter[str]:
        """How often some scope of the file binds, deletes or declares each name.

        Most names that are asked about are not among them, which spares the search for their scope.
        """
        names, others = self._structure.nodes(ast.Name), self._structure.nodes(*_BINDERS)
        found = [name.id for name in names if name.ctx.__class__ is not ast.Load]
        return Counter(found + [name for node in others for name in _identifiers(node)])

    @cached_property
    def _module(self) -> Scope:
        return self._scopes.of_node(self._structure.tree)

    def _is_only_in_module(self, name: str) -> bool:
        """Whether nothing but the module binds ``name``, so that all scopes see the same one."""
        known = self._only_in_module.get(name)
        if known is None:
            found = self._scopes.table(self._module).bound.get(name, ())
            known = self._only_in_module[name] = len(found) == self.bound[name]
        return known

    def owner(self, name: str, scope: Scope) -> Scope | None:
        """The scope that owns ``name`` when looked up in ``scope``; None = bound nowhere."""
        if name not in self.bound:
            return None
        module = self._module
        if self._is_only_in_module(name):
            return module
        found: Scope | None = scope
        while found is not None:
            table = self._scopes.table(found)
            if found is scope or found.kind != "class" or _is_type(table, name):
                if name in table.globals:
                    break
                if name in table.bound and name not in table.nonlocals:
                    return found
            found = found.parent
        bound = name in self._scopes.table(module).bound
        return module if bound or self.facts.foreign.get((module, name)) else None

    def owner_at(self, name: ast.Name) -> Scope | None:
        """The scope that owns ``name`` where it stands; None = bound nowhere."""
        return self.owner(name.id, self._scopes.at(name)) if name.id in self.bound else None

    def owned(self, owner: Scope, name: str) -> tuple[Binding, ...]:
        """All bindings of ``name`` in the scope that owns it, wherever they are written."""
        own = self._scopes.table(owner).bound.get(name, [])
        foreign = self.facts.foreign.get((owner, name), [])
        return (*own, *(one for one in foreign if one not in own))

    def bindings(self, name: str, at: ast.AST) -> tuple[Binding, ...] | None:
        """All bindings a read of ``name`` at ``at`` can see; None where that is undecidable."""
        if name not in self.bound and not _is_mangled(name):
            return None if self._is_open(name) else ()
        if _is_mangled(name) and self._in_class(at):
            return None
        if self._is_only_in_module(name):
            owner: Scope | None = self._module
        else:
            owner = self.owner(name, self._scopes.at(at))
        if owner is None or owner.kind == "module":
            if self._is_open(name):
                return None
            found = () if owner is None else self.owned(owner, name)
            return found if self._hides_builtin(name, found, at) else None
        if self.dynamic_node(owner.node):
            return None
        if owner.kind == "class" and not self._only_in_class(owner, name):
            return None
        if self.in_own_namespace(at):
            return None
        return self.owned(owner, name)

    def _is_open(self, name: str) -> bool:
        """Whether the module may bind ``name`` in ways that the tree does not show."""
        facts = self.facts
        return facts.star or bool(facts.loose) or self.replacements.covers_own(name)

    def _hides_builtin(self, name: str, found: tuple[Binding, ...], at: ast.AST) -> bool:
        """Whether ``at`` surely sees what the module binds to ``name``, not a builtin behind it.

        A function is held to run when the module's own statements have.
        """
        if name not in BUILTINS or not found:
            return True
        tree, deferred = self._structure.tree, self._structure.function(at) is not None
        for one in found:
            stmt = self._structure.statement(one.node)
            sure = one.kind in _STATED and self._structure.parent(stmt) is tree
            if sure and (deferred or (stmt.end_lineno or 0) < getattr(at, "lineno", 0)):
                return not any(one.kind == "delete" for one in found)
        return False

    def _only_in_class(self, owner: Scope, name: str) -> bool:
        """Whether a class body cannot fall back to an outer ``name`` before it binds its own."""
        outer = owner.parent
        return name not in BUILTINS and outer is not None and self.owner(name, outer) is None

    def _in_class(self, at: ast.AST) -> bool:
        return any(isinstance(around, ast.ClassDef) for around in self._structure.ancestors(at))

    def is_foreign(self, owner: Scope, name: str) -> bool:
        """Whether another scope rebinds the name through `global` or `nonlocal`."""
        return bool(self.facts.foreign.get((owner, name)))

    def is_builtin(self, node: ast.expr, names: Collection[str]) -> bool:
        """Whether ``node`` is a name among ``names`` that provably is the builtin."""
        if not isinstance(node, ast.Name) or (names and node.id not in names):
            return False
        return self.builtin(node.id, node)

    def builtin(self, name: str, at: ast.AST) -> bool:
        """Whether ``name``, read at ``at``, provably is the builtin."""
        if name not in BUILTINS or self.bindings(name, at) != ():
            return False
        if self.replacements.covers(f"builtins.{name}"):
            return False
        return not self.in_own_namespace(at)

    @cached_property
    def _has_metaclasses(self) -> bool:
        return any(node.keywords for node in self._structure.nodes(ast.ClassDef))

    def in_own_namespace(self, node: ast.AST) -> bool:
        """Whether a metaclass may supply the names that a class body reads."""
        if not self._has_metaclasses:
            return False
        opener = self._scopes.at(node).node
        if not isinstance(opener, ast.ClassDef):
            return False
        if opener.bases and "__prepare__" in self._text:
            return True
        plain = _PLAIN_METACLASSES - self._structure.classes.keys()
        return any(
            word.arg is None or last_name(word.value) not in plain
            for word in opener.keywords
            if word.arg in (None, "metaclass")
        )

    def qualified(self, node: ast.expr) -> str | None:
        """The dotted name of what ``node`` denotes through imports or builtins, else None."""
        if isinstance(node, ast.Attribute):
            base = self.qualified(node.value)
            full = f"{base}.{node.attr}"
            return full if base and not self.replacements.covers(full) else None
        return self.meaning(node.id, node) if isinstance(node, ast.Name) else None

    def meaning(self, name: str, at: ast.AST) -> str | None:
        """The dotted name of what ``name``, read at ``at``, denotes; None where that is unknown."""
        found = self.bindings(name, at)
        if found == ():
            return f"builtins.{name}" if self.builtin(name, at) else None
        if not found or any(one.kind != "import" for one in found):
            return None
        full = {self.imported(one) for one in found}
        one = full.pop() if len(full) == 1 else None
        return None if one is None or self.replacements.covers(one) else one

    def imported(self, binding: Binding) -> str | None:
        """The dotted name of what an import binds; None for one that is relative."""
        alias = binding.node
        statement = self._structure.parent(alias)
        if not isinstance(alias, ast.alias):
            return None
        if isinstance(statement, ast.ImportFrom):
            if statement.level or not statement.module:
                return None
            return f"{statement.module}.{alias.name}"
        return alias.name if alias.asname else alias.name.partition(".")[0]

    # -- the whole function --------------------------------------------------

    def dynamic_node(self, opener: ast.AST) -> bool:
        """Whether code in ``opener`` looks at or writes local names in ways unseen."""
        found = self._dynamic.get(opener)
        if found is None:
            structure = self._structure
            found = (
                self._hands_out_looks
                or opener in self.facts.watched
                or any(
                    structure.scope_node(node) is opener
                    or any(around is opener for around in structure.ancestors(node))
                    for node in self.facts.dynamic
                )
            )
            self._dynamic[opener] = found
        return found

    @cached_property
    def _hands_out_looks(self) -> bool:
        """Whether `eval`, `locals` and their like may be called under another name."""
        for node in self.facts.dynamic:
            if isinstance(node, ast.Name) and node.id in BUILTINS and self._is_handed_out(node):
                return True
        return any(
            node.attr in NAMESPACE_CALLS and last_name(node.value) in _BUILTIN_MODULES
            for node in self._structure.nodes(ast.Attribute)
        )

    def _is_handed_out(self, look: ast.Name) -> bool:
        around = self._structure.parent(look)
        # What is written in Python elsewhere, as `pytest.raises`, has variables of its own.
        if isinstance(around, ast.Call) and (
            around.func is look or self._is_of_others(around.func)
        ):
            return False
        stored = not isinstance(look.ctx, ast.Load)
        return not stored and self.owner(look.id, self._scopes.at(look)) is None

    def _is_of_others(self, function: ast.expr) -> bool:
        """Whether a function is imported from neither this file nor the standard library.

        The assertions of `unittest` are written in Python, too.
        """
        name = last_name(function)
        if name in _ASSERTIONS and name not in self.bound:
            return True
        while isinstance(function, ast.Attribute):
            function = function.value
        owner = self.owner_at(function) if isinstance(function, ast.Name) else None
        if owner is None or not isinstance(function, ast.Name):
            return False
        # What names mean rests on who looks at variables, so that is asked of the imports alone.
        found = self.owned(owner, function.id)
        homes = [self.imported(one) for one in found if one.kind == "import"]
        return len(homes) == len(found) and all(
            home is not None and home.partition(".")[0] not in sys.stdlib_module_names
            for home in homes
        )

    def shows_namespace(self, class_: ast.ClassDef) -> bool:
        """Whether the body of a class shows all its names at once, as by `locals()`.

        What it calls may look at them through the frame.
        """
        scope_node = self._structure.scope_node
        if any(scope_node(node) is class_ for node in self.facts.dynamic):
            return True
        names = (getattr(node, "id", getattr(node, "attr", "")) for node in self.facts.dynamic)
        return not FRAME_NAMES.isdisjoint(names) and any(
            isinstance(node, ast.Call) or getattr(node, "decorator_list", ())
            for node in walk(*class_.body)
            if scope_node(node) is class_
        )

    def dynamic(self, at: ast.AST) -> bool:
        """Whether the function around ``at`` (the module outside any) is dynamic."""
        opener = at if isinstance(at, FUNCTIONS) else self._structure.function(at)
        if opener is not None:
            return self.dynamic_node(opener)
        return (
            bool(self.facts.loose)
            or self.replacements.reaches_own
            or any(self._structure.function(node) is None for node in self.facts.dynamic)
        )

    @cached_property
    def are_shown(self) -> bool:
        """Whether code of the file may find the variables of other functions by their names."""
        return shows_variables(self._structure, self._text)

    def used_in(self, root: ast.AST) -> frozenset[str]:
        """Every identifier that ``root`` reads, binds or declares, nested scopes included."""
        found = self._used.get(root)
        if found is None:
            found = frozenset(name for node in walk(root) for name in _identifiers(node))
            self._used[root] = found
        return found

    def fresh_name(self, hint: str, at: ast.AST, taken: Collection[str]) -> str:
        """A name like ``hint`` that means nothing yet wherever a binding at ``at`` is seen."""
        around: ast.AST = self._structure.tree
        for node in (at, *self._structure.ancestors(at)):
            if isinstance(node, FUNCTIONS) and node is not at:
                around = node
        module = self._scopes.table(self._scopes.of_node(self._structure.tree)).bound
        used = self.used_in(around)
        stem = hint if hint.isidentifier() and hint.isascii() else "item"
        # Two leading underscores would be mangled in a class.
        stem = "_" + stem.lstrip("_") if stem.startswith("__") else stem
        for name in _variants("item" if stem == "_" else stem):
            if not any(name in one for one in (used, module, taken, _RESERVED)):
                return name
        raise AssertionError("names never run out")


def _variants(stem: str) -> Iterator[str]:
    yield stem
    yield f"{stem}_"
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _identifiers(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            yield name
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name
        case _ if type(node).__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):
            yield node.name  # type: ignore[attr-defined]


def _is_mangled(name: str) -> bool:
    return name.startswith("__") and not name.endswith("__")


def _is_type(table: Table, name: str) -> bool:
    return any(one.kind == "type" for one in table.bound.get(name, ()))
