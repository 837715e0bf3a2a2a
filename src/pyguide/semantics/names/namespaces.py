"""What a whole file does to names: `global`, code in strings, namespaces as dicts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property

from pyguide.semantics.names import frames
from pyguide.semantics.names.scopes import Binding, Scope, Scopes
from pyguide.semantics.structure import Structure, last_name
from pyguide.tree import walk

NAMESPACE_CALLS = frozenset({"exec", "eval", "locals", "vars", "dir", "globals"})
_NOTED_NAMES = NAMESPACE_CALLS | frames.FRAME_NAMES
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
        looks: list[ast.AST] = []
        for name in [node for node in nodes(ast.Name) if node.id in _NOTED_NAMES]:
            if name.id in frames.FRAME_NAMES:
                looks.append(name)
            else:
                self._note_namespace(name, facts)
        looks += [n for n in nodes(ast.Attribute) if n.attr in frames.FRAME_NAMES]
        wanted = frames.STACKS | _QUERIES | self._evaluations
        calls = [n for n in nodes(ast.Call) if last_name(n.func) in wanted]
        looks += [n for n in calls if frames.asks_for_stack(self._structure, n)]
        facts.watched = frames.watched(self._structure, looks)
        facts.dynamic += looks + [n for n in calls if self._is_evaluation(n)]
        return facts

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
