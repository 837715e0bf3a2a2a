"""What calls return: builtins, methods of known types, library functions, functions of the file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.structure import walk_scope
from pyguide.semantics.values import formats, library, patterns
from pyguide.semantics.values.types import BOTTOM, Type, known, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class Calls:
    """Types of call results."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._given: dict[ast.FunctionDef, list[ast.expr | None] | None] = {}

    def given(self, function: ast.FunctionDef) -> list[ast.expr | None] | None:
        """What each `return` of ``function`` gives, in source order; None for a generator."""
        if function not in self._given:
            inner = list(walk_scope(list(function.body)))
            yields = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in inner)
            found = [node.value for node in inner if isinstance(node, ast.Return)]
            self._given[function] = None if yields else found
        return self._given[function]

    def result(self, call: ast.Call) -> Type:
        """The types that ``call`` may return."""
        found: Type | None = None
        if isinstance(call.func, ast.Attribute):
            found = self._method(call, call.func)
        full = self._s.qualified(call.func) if found is None else None
        if full is not None and full.startswith("builtins."):
            found = self._builtin(call, full.removeprefix("builtins."))
        elif full is not None:
            found = self._library(call, full)
        elif found is None and isinstance(call.func, ast.Name):
            found = self._own(call, call.func)
        if found is None:
            return unknown(f"{self._s.shown(call)} is a call of unknown result")
        return found

    def works_in_place(self, call: ast.Call) -> bool:
        """Whether ``call`` only changes a builtin container, and so surely returns None."""
        if self._s.qualified(call.func) == "random.shuffle":
            return True
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in library.ALL_MUTATORS:
            return False
        return self._s.type_of(call).within("NoneType")

    def _builtin(self, call: ast.Call, name: str) -> Type | None:
        if name == "input" and self._s.names.replacements.covers("sys.stdin"):
            return known("str", "builtin", call).inexact()
        if name in library.BUILTIN_RESULTS:
            return known(library.BUILTIN_RESULTS[name], "builtin", call)
        if name in library.ASKING_RESULTS:
            found = known(library.ASKING_RESULTS[name], "builtin", call)
            if not call.args and not call.keywords:
                return found
            plain = all(self._is_plain(arg) for arg in call.args)
            return found if plain and not call.keywords else found.inexact()
        match name:
            case "open":
                return self._opened(call)
            case "dict.fromkeys":
                return known("dict", "builtin", call)
            case "abs" | "round" if len(call.args) == 1 and not call.keywords:
                return self._number(call, name)
            case "min" | "max":
                return self._smallest(call)
            case "sum":
                return self._sum(call)
        return None

    def _is_plain(self, arg: ast.expr) -> bool:
        return not isinstance(arg, ast.Starred) and self._s.type_of(arg).within(
            *library.SCALARS, *library.CONTAINERS
        )

    def _number(self, call: ast.Call, name: str) -> Type | None:
        found = self._s.type_of(call.args[0])
        if not found.within("int", "bool", "float"):
            return None
        if name == "round":
            return known("int", "builtin", call)
        names = frozenset("int" if one == "bool" else one for one in found.names or ())
        return known(names, "builtin", call)

    def _smallest(self, call: ast.Call) -> Type | None:
        if any(isinstance(arg, ast.Starred) for arg in call.args) or not call.args:
            return None
        extra = [word for word in call.keywords if word.arg not in ("key", "default")]
        if extra:
            return None
        default = [self._s.type_of(w.value) for w in call.keywords if w.arg == "default"]
        if len(call.args) == 1:
            return union([self._s.elements.of(call.args[0]), *default])
        return union([self._s.type_of(arg) for arg in call.args])

    def _sum(self, call: ast.Call) -> Type | None:
        if len(call.args) != 1 or call.keywords or isinstance(call.args[0], ast.Starred):
            return None
        found = self._s.elements.of(call.args[0])
        if found.within("int", "bool"):
            return known("int", "builtin", call)
        if found.within("int", "bool", "float"):
            return known(frozenset({"int", "float"}), "builtin", call)
        return None

    def _opened(self, call: ast.Call) -> Type | None:
        mode: ast.expr | None = call.args[1] if len(call.args) > 1 else None
        for word in call.keywords:
            if word.arg is None or word.arg == "opener":
                return None
            mode = word.value if word.arg == "mode" else mode
        if any(isinstance(arg, ast.Starred) for arg in call.args):
            return None
        text = mode is None or (
            isinstance(mode, ast.Constant) and isinstance(mode.value, str) and "b" not in mode.value
        )
        return known("io.TextIOWrapper", "builtin", call) if text else None

    def _library(self, call: ast.Call, full: str) -> Type | None:
        if full in library.LIKE_ARGUMENTS:
            parts = [self._s.type_of(arg) for arg in call.args]
            if parts and all(part.within("str") for part in parts):
                return known("str", "library", call)
            return None
        if any(word.arg in (None, "cls") for word in call.keywords):
            return None
        matched = patterns.called(self._s, call, full)
        if matched is not None:
            return matched
        found = library.LIBRARY_RESULTS.get(full)
        if found is None:
            return None
        result = known(found, "library", call)
        # Text and numbers may come back as they went in, of whatever subclass that was.
        plain = all(self._is_plain(arg) for arg in call.args)
        return result if plain or not found & {"str", "int"} else result.inexact()

    def _method(self, call: ast.Call, func: ast.Attribute) -> Type | None:
        base = self._s.type_of(func.value)
        if base.names is None:
            is_digest = func.attr == "hexdigest" and self._is_hash(func.value)
            return known("str", "library", call) if is_digest else None
        if not base.names:
            return BOTTOM
        if not base.exact:
            return None
        names: frozenset[str] = frozenset()
        # Where the object is None, the call raises and so returns nothing.
        for owner in base.names - {"NoneType"} or base.names:
            found = library.METHOD_RESULTS.get((owner, func.attr))
            if found is None:
                return self._held(call, func)
            names |= {found}
        exact = func.attr not in ("format", "format_map") or self._formats_plainly(call, func)
        return Type(names, "", (*base.evidence, ("method", call)), exact)

    def _is_hash(self, made: ast.expr) -> bool:
        """Whether a function of `hashlib` made a value, maybe one that is chosen at run time.

        What these give is a hash, or has no `hexdigest`; but `file_digest` takes two arguments, of
        which one may make anything.
        """
        if isinstance(made, ast.Name):
            made = self._s.value_of(made) or made
        match made:
            case ast.Call(
                func=ast.Call(func=func, args=[module, _], keywords=[]), args=[data], keywords=[]
            ):
                chosen = self._s.is_builtin(func, "getattr") and not isinstance(data, ast.Starred)
                return chosen and self._s.qualified(module) == "hashlib"
            case ast.Call(func=func):
                full = self._s.qualified(func) or ""
                return full.startswith("hashlib.") and full != "hashlib.file_digest"
        return False

    def _formats_plainly(self, call: ast.Call, func: ast.Attribute) -> bool:
        """Whether a format is sure to build its own text: a lone hole hands on what it is given."""
        match func.value:
            case ast.Constant(value=str(text)) if formats.format_shows_text(text):
                return True
        values = [*call.args, *(word.value for word in call.keywords)]
        # A hole may hold an item of a container.
        return all(
            not isinstance(value, ast.Starred) and self._s.type_of(value).within(*library.SCALARS)
            for value in values
        )

    def _held(self, call: ast.Call, func: ast.Attribute) -> Type | None:
        """Methods that hand out an element, and those of regular expressions."""
        if func.attr == "pop" and self._s.type_of(func.value).within("list"):
            return self._s.elements.of(func.value)
        return patterns.asked(self._s, call, func)

    def _own(self, call: ast.Call, func: ast.Name) -> Type | None:
        function = self._s.callee(func)
        if function is None:
            return None
        return self._s.values.fixpoint((function, "return"), lambda: self._returned(function))

    def _returned(self, function: ast.FunctionDef) -> Type:
        if self._s.dynamic(function.body[0]):
            return unknown(f"`{function.name}()` looks at its own variables")
        given = self.given(function)
        if given is None:
            return known("generator", "function", function)
        parts = [
            known("NoneType", "function", function) if one is None else self._s.type_of(one)
            for one in given
        ]
        if not self._s.always_leaves(function.body, (ast.Return, ast.Raise)):
            parts.append(known("NoneType", "function", function))
        found = union(parts)
        if found.names is None:
            return unknown(f"`{function.name}()` returns values of unknown type")
        return Type(found.names, "", (*found.evidence, ("function", function)), found.exact)
