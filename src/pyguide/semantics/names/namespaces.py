"""What a whole file does to names: `global`, code in strings, namespaces as dicts, patches."""

from __future__ import annotations

import ast
from functools import cached_property

from pyguide.semantics.names.scopes import Binding, Scope, Scopes
from pyguide.semantics.structure import Structure, last_name
from pyguide.tree import walk

NAMESPACE_CALLS = frozenset({"exec", "eval", "locals", "vars", "dir", "globals"})
_FRAME_NAMES = frozenset(
    {"_getframe", "currentframe", "f_locals", "f_globals", "f_builtins", "f_back", "tb_frame"}
)
_NOTED_NAMES = NAMESPACE_CALLS | _FRAME_NAMES
_NOTED_ATTRIBUTES = _FRAME_NAMES | {"__dict__"}
LOOKS = frozenset({"get", "keys", "items", "values", "copy"})
"""Methods of a dictionary that only look."""
BUILTIN_MODULES = frozenset({"builtins", "__builtin__", "__builtins__"})
# What puts something in the place of an attribute: builtins, and what tests have for it.
PATCHERS = frozenset({"setattr", "delattr", "patch", "object"})


class Facts:
    """What the whole file does to names beyond one scope.

    ``patched`` holds what stores into the module of builtins, ``loose`` the code that may bind
    module names that the tree does not show. ``foreign`` holds the bindings that `global` and
    `nonlocal` put into another scope.
    """

    def __init__(self) -> None:
        self.star = False
        self.patched: list[ast.AST] = []
        self.loose: list[ast.AST] = []
        self.dynamic: list[ast.AST] = []
        self.foreign: dict[tuple[Scope, str], list[Binding]] = {}


class Namespaces:
    """Gathers these facts, once, when they are first asked for."""

    def __init__(self, structure: Structure, scopes: Scopes, text: str) -> None:
        self._structure = structure
        self._scopes = scopes
        self._text = text

    @cached_property
    def facts(self) -> Facts:
        """The facts of the whole file."""
        facts, nodes = Facts(), self._structure.nodes
        facts.star = any(node.names[0].name == "*" for node in nodes(ast.ImportFrom))
        for node in nodes(ast.Global, ast.Nonlocal):
            self._note_declaration(node, facts)
        for name in [node for node in nodes(ast.Name) if node.id in _NOTED_NAMES]:
            if name.id in _FRAME_NAMES:
                facts.dynamic.append(name)
            else:
                self._note_namespace(name, facts)
        for node in [node for node in nodes(ast.Attribute) if node.attr in _NOTED_ATTRIBUTES]:
            if node.attr in _FRAME_NAMES:
                facts.dynamic.append(node)
            elif node.ctx.__class__ is ast.Load:
                self._note_dictionary(node, facts)
        if "sys.modules" in self._text:
            for call in nodes(ast.Call):
                self._note_setter(call, facts)
        if "sys.modules" in self._text or "__main__" in self._modules:
            facts.loose += [n for n in nodes(ast.Attribute) if self._stores_in_module(n)]
        # Python spells names that are not ASCII in its own way, so the text would not show them.
        if "builtin" in self._text or not self._text.isascii():
            places = nodes(ast.Attribute, ast.Subscript, ast.Call)
            facts.patched += filter(self._patches_builtins, places)
        return facts

    def _note_dictionary(self, node: ast.Attribute, facts: Facts) -> None:
        """A module's own dictionary can be reached through `sys.modules`."""
        around = self._structure.parent(node)
        looks = isinstance(around, ast.Call) or (
            isinstance(around, ast.Attribute) and around.attr in LOOKS
        )
        if not looks and "sys.modules" in ast.unparse(node.value):
            facts.loose.append(node)

    def _note_setter(self, call: ast.Call, facts: Facts) -> None:
        """So can its attributes, which are its names."""
        match call:
            case ast.Call(func=ast.Name(id="setattr"), args=[target, _, _]):
                text = ast.unparse(target)
                if "sys.modules" in text or text in self._modules:
                    facts.loose.append(call)

    @cached_property
    def _modules(self) -> frozenset[str]:
        """Variables of whatever scope that are set to something out of `sys.modules`.

        What `import __main__` binds is the same as what it finds there.
        """
        found = {
            target.id
            for node in self._structure.nodes(ast.Assign)
            if "sys.modules" in ast.unparse(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        return frozenset(found | self._aliases("__main__"))

    def _aliases(self, module: str) -> set[str]:
        """The names under which the file imports ``module``."""
        return {
            alias.asname or alias.name
            for node in self._structure.nodes(ast.Import)
            for alias in node.names
            if alias.name == module
        }

    def _stores_in_module(self, node: ast.Attribute) -> bool:
        """Whether ``node`` sets a name of a module through the module itself."""
        if isinstance(node.ctx, ast.Load):
            return False
        text = ast.unparse(node.value)
        return text in self._modules or text.startswith("sys.modules[")

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

    @cached_property
    def _builtin_modules(self) -> frozenset[str]:
        return BUILTIN_MODULES | self._aliases("builtins")

    def _patches_builtins(self, node: ast.AST) -> bool:
        modules = self._builtin_modules
        match node:
            case ast.Attribute(value=target, ctx=ast.Store() | ast.Del()):
                return last_name(target) in modules
            case ast.Subscript(value=target, ctx=ast.Store() | ast.Del()):
                return any(last_name(inner) in modules for inner in walk(target))
            case ast.Call(func=func, args=[target, *_]) if last_name(func) in PATCHERS:
                spelled = target.value if isinstance(target, ast.Constant) else None
                if isinstance(spelled, str):
                    return spelled.startswith("builtins.")
                return last_name(target) in modules
            case ast.Attribute(value=target, attr="__dict__" | "update" | "__setitem__"):
                return last_name(target) in modules
        return False


def is_read_only(structure: Structure, space: ast.expr) -> bool:
    """Whether a namespace is only asked for one name, or whether it holds one."""
    around = structure.parent(space)
    match around:
        case ast.Subscript(ctx=ast.Load()):
            return around.value is space
        case ast.Attribute(attr="get" | "keys" | "items" | "values" | "copy"):
            return True
        case ast.Compare() | ast.Call(func=ast.Name(id="__import__")):
            return True
    return False
