"""What a whole file does to names: `global`, code in strings, namespaces as dicts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property

from pyguide.semantics.names.scopes import Binding, Scope, Scopes
from pyguide.semantics.structure import DEFS, FUNCTIONS, Structure, last_name
from pyguide.tree import walk

NAMESPACE_CALLS = frozenset({"exec", "eval", "locals", "vars", "dir", "globals"})
FRAME_NAMES = frozenset(
    {"_getframe", "currentframe", "f_locals", "f_globals", "f_builtins", "f_back", "tb_frame"}
)
"""Names and attributes through which code looks at the variables of what calls it."""
_STACKS = frozenset({
    "extract_stack", "format_stack", "getinnerframes", "getouterframes", "stack", "trace",
    "walk_stack",
})  # fmt: skip
_STACK_MODULES = ("inspect", "traceback")
# Methods that run where the class is called.
_MAKING = frozenset({"__init__", "__new__", "__post_init__"})
_NOTED_NAMES = NAMESPACE_CALLS | FRAME_NAMES
_SHOWING = frozenset({
    "capture_locals", "co_cellvars", "co_freevars", "co_varnames", "f_locals", "getargvalues",
    "getasyncgenlocals", "getclosurevars", "getcoroutinelocals", "getgeneratorlocals",
})  # fmt: skip
"""Names by which code gets to know how the variables of other functions are called."""
# Methods of data frames that find a variable of their caller where a text says `@name`, and
# functions that find it by its bare name, by the library that has them.
_QUERIES = frozenset({"eval", "query"})
_EVALUATIONS = {
    "duckdb": frozenset({"execute", "query", "sql"}),
    "numexpr": frozenset({"evaluate"}),
    "pandas": frozenset({"eval"}),
    "patsy": frozenset({"dmatrices", "dmatrix"}),
    "polars": frozenset({"SQLContext", "register_globals", "sql"}),
    "pony": frozenset({"execute", "get_by_sql", "raw_sql", "select", "select_by_sql"}),
    "statsmodels": frozenset({"from_formula", "glm", "gls", "logit", "mixedlm", "ols", "wls"}),
    "tables": frozenset({"Expr", "append_where", "get_where_list", "read_where", "where"}),
}


class Facts:
    """What the whole file does to names beyond one scope.

    ``loose`` holds the code that may bind module names that the tree does not show, ``foreign`` the
    bindings that `global` and `nonlocal` put into another scope. ``dynamic`` is code that looks at
    variables in ways unseen, ``watched`` the functions whose calls may lead to such that looks at
    the frames of its callers.
    """

    def __init__(self) -> None:
        self.star = False
        self.watched: frozenset[ast.AST] = frozenset()
        self.loose: list[ast.AST] = []
        self.dynamic: list[ast.AST] = []
        self.foreign: dict[tuple[Scope, str], list[Binding]] = {}


class Namespaces:
    """Gathers these facts, once, when they are first asked for."""

    def __init__(self, structure: Structure, scopes: Scopes) -> None:
        self._structure = structure
        self._scopes = scopes

    @cached_property
    def facts(self) -> Facts:
        """The facts of the whole file."""
        facts, nodes = Facts(), self._structure.nodes
        facts.star = any(node.names[0].name == "*" for node in nodes(ast.ImportFrom))
        for node in nodes(ast.Global, ast.Nonlocal):
            self._note_declaration(node, facts)
        for name in [node for node in nodes(ast.Name) if node.id in _NOTED_NAMES]:
            if name.id in FRAME_NAMES:
                facts.dynamic.append(name)
            else:
                self._note_namespace(name, facts)
        facts.dynamic += [n for n in nodes(ast.Attribute) if n.attr in FRAME_NAMES]
        facts.dynamic += [n for n in nodes(ast.Call) if self._is_stack(n)]
        facts.watched = self._watched(facts.dynamic)
        facts.dynamic += [n for n in nodes(ast.Call) if self._is_evaluation(n)]
        return facts

    def _is_stack(self, call: ast.Call) -> bool:
        """Whether a call asks `inspect` or `traceback` for all frames at once."""
        name = last_name(call.func)
        if name not in _STACKS:
            return False
        if isinstance(call.func, ast.Attribute):
            return last_name(call.func.value) in _STACK_MODULES
        return any(f"{home}.{name}" in self._structure.imported for home in _STACK_MODULES)

    def _watched(self, looks: list[ast.AST]) -> frozenset[ast.AST]:
        """The functions that mention, perhaps through others of the file, what looks at frames."""
        frames = [
            one
            for one in looks
            if isinstance(one, ast.Call) or getattr(one, "id", "") not in NAMESPACE_CALLS
        ]
        waiting = [name for one in frames for name in self._called_by(one)]
        if not waiting:
            return frozenset()
        mentions, aliases = self._mentions(), self._aliases()
        names: set[str] = set()
        found: set[ast.AST] = set()
        while waiting:
            name = waiting.pop()
            if name and name not in names:
                names.add(name)
                waiting += aliases.get(name, ())
                for mention in mentions.get(name, ()):
                    waiting += self._called_by(mention)
                    found.update(self._structure.ancestors(mention))
        return frozenset(one for one in found if isinstance(one, (*FUNCTIONS, ast.ClassDef)))

    def _mentions(self) -> dict[str, list[ast.AST]]:
        """All names and attributes of the file, by what is written last."""
        found: dict[str, list[ast.AST]] = {}
        for node in self._structure.nodes(ast.Name, ast.Attribute):
            found.setdefault(last_name(node), []).append(node)
        return found

    def _aliases(self) -> dict[str, list[str]]:
        """The variables to which something is assigned, by the last name of that."""
        found: dict[str, list[str]] = {}
        for alias, values in self._structure.assigned.items():
            for value in filter(None, values):
                found.setdefault(last_name(value), []).append(alias)
        return found

    def _called_by(self, node: ast.AST) -> Iterator[str]:
        """The names by which the functions around ``node`` are called."""
        for around in self._structure.ancestors(node):
            if isinstance(around, DEFS):
                home = self._structure.parent(around)
                made = around.name in _MAKING and isinstance(home, ast.ClassDef)
                yield home.name if made else around.name  # type: ignore[union-attr]

    def _is_evaluation(self, call: ast.Call) -> bool:
        """Whether a library may look for variables of its caller that a text names."""
        name = last_name(call.func)
        if name in self._evaluations:
            return bool(call.args or call.keywords)
        asks = name in _QUERIES and isinstance(call.func, ast.Attribute)
        return asks and any(re.search(r"@(?![\W\d])", text) for text in self._texts(call))

    @cached_property
    def _evaluations(self) -> frozenset[str]:
        """The names of functions that evaluate a text, as far as the file imports their library."""
        libraries = _EVALUATIONS.keys() & self._structure.imported
        return frozenset[str]().union(*(_EVALUATIONS[one] for one in libraries))

    def _texts(self, call: ast.Call) -> Iterator[str]:
        """The texts in what ``call`` is given, or in what the file assigns to its variables."""
        given = [*call.args, *(word.value for word in call.keywords)]
        names = (one.id for one in given if isinstance(one, ast.Name))
        values = [value for name in names for value in self._structure.assigned.get(name, ())]
        for node in walk(*given, *filter(None, values)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value

    def _note_declaration(self, node: ast.Global | ast.Nonlocal, facts: Facts) -> None:
        scope = self._scopes.at(node)
        table = self._scopes.table(scope)
        for name in node.names:
            owner: Scope | None
            if isinstance(node, ast.Global):
                owner = self._scopes.of_node(self._structure.tree)
            else:
                owner = self._enclosing(scope, name)
            if owner is None or owner is scope:
                continue
            found = facts.foreign.setdefault((owner, name), [])
            found += [one for one in table.bound.get(name, ()) if one not in found]

    def _enclosing(self, scope: Scope, name: str) -> Scope | None:
        """The function scope that a `nonlocal` in ``scope`` speaks of."""
        found = scope.parent
        while found is not None:
            if found.kind in ("function", "lambda"):
                table = self._scopes.table(found)
                if name in table.bound and name not in table.nonlocals | table.globals:
                    return found
            found = found.parent
        return None

    def _note_namespace(self, node: ast.Name, facts: Facts) -> None:
        call = self._structure.parent(node)
        if isinstance(call, ast.Call) and call.func is node:
            if node.id in ("vars", "dir") and call.args:
                return
            if node.id == "globals" and is_read_only(self._structure, call):
                return
        facts.dynamic.append(node)
        in_function = self._structure.function(node) is not None
        if node.id != "dir" and (node.id in ("globals", "exec") or not in_function):
            facts.loose.append(node)


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


def is_read_only(structure: Structure, space: ast.expr) -> bool:
    """Whether a namespace is only looked at."""
    if asks_for_one(structure, space):
        return True
    match structure.parent(space):
        case ast.Attribute(attr="keys" | "items" | "values" | "copy"):
            return True
        case ast.Call(func=ast.Name(id="__import__")):
            return True
    return False


def asks_for_one(structure: Structure, space: ast.expr) -> bool:
    """Whether a namespace is only asked for one name, or whether it holds one."""
    around = structure.parent(space)
    match around:
        case ast.Subscript(ctx=ast.Load()):
            return around.value is space
        case ast.Attribute(attr="get") | ast.Compare():
            return True
    return False
