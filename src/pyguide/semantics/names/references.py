"""Where a file reads its own module namespace: by name, in text that is code, and as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import last_name
from pyguide.tree import children, walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_WORD = re.compile(r"[^\W\d]\w*")
_TYPE_COMMENT = re.compile(r"#\s*type:\s*(?!ignore)(.*)")
_DOCTEST = re.compile(r"^\s*(?:>>>|\.\.\.)(.*)", re.MULTILINE)
# Calls whose strings are names: of types, or of the fixtures of a test.
_NAMING_CALLS = frozenset({"ForwardRef", "NewType", "TypeVar", "cast", "usefixtures"})
_WHOLE = frozenset({"exec", "eval", "globals"})
_LOCAL_WHOLE = frozenset({"dir", "locals", "vars"})
_IMPORTERS = frozenset({"__import__", "import_module"})


class Reference(NamedTuple):
    """A place that may read ``name`` from the module's namespace or from the builtins behind it.

    ``deferred`` places are in a function, so they run at some later time. ``bound`` says whether
    the file itself binds the name where the place would find it. ``spelled`` is False for names
    that stand in text: annotations in quotes, type comments, doctests.
    """

    name: str
    node: ast.AST
    deferred: bool
    bound: bool
    spelled: bool = True


class References:
    """All references of one file."""

    def __init__(self, semantics: Semantics) -> None:
        self._semantics = semantics
        self._tree = semantics.source.tree

    @cached_property
    def all(self) -> tuple[Reference, ...]:
        """Every reference, in the order of the tree; those in text last."""
        return (*self._names(), *self._texts())

    def _names(self) -> Iterator[Reference]:
        for node in walk(self._tree):
            if isinstance(node, ast.Name) and self._reads(node):
                owner = self._semantics.owner(node.id, node)
                if owner is None or owner.kind in ("module", "class"):
                    deferred = self._semantics.function(node) is not None
                    yield Reference(node.id, node, deferred, owner is not None)

    def _reads(self, node: ast.Name) -> bool:
        if not isinstance(node.ctx, ast.Store):
            return True
        around = self._semantics.parent(node)
        return isinstance(around, ast.AugAssign) and around.target is node

    def _texts(self) -> Iterator[Reference]:
        for node in walk(self._tree):
            for text in self._code_in(node):
                for word in _WORD.findall(text):
                    bound = self._semantics.owner(word, node) is not None
                    yield Reference(word, node, True, bound, spelled=False)
        for comment in _TYPE_COMMENT.findall(self._semantics.source.text):
            for word in _WORD.findall(comment):
                yield Reference(word, self._tree, True, True, spelled=False)

    def _code_in(self, node: ast.AST) -> Iterator[str]:
        """Strings directly below ``node`` that hold code."""
        match node:
            case ast.arg(annotation=ast.expr() as kind) | ast.AnnAssign(annotation=kind):
                yield from _strings(kind)
            case (
                ast.FunctionDef(returns=ast.expr() as kind)
                | ast.AsyncFunctionDef(returns=ast.expr() as kind)
            ):
                yield from _strings(kind)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if (
                name in _NAMING_CALLS
            ):
                for given in (*node.args, *(word.value for word in node.keywords)):
                    yield from _strings(given)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(value=ast.Constant(value=str(text))), *_] if ">>>" in text:
                    yield "\n".join(_DOCTEST.findall(text))

    @cached_property
    def lists_names(self) -> bool:
        """Whether some code of the file may go through all names of the namespace."""
        return any(self._is_whole(node) and self._lists(node) for node in walk(self._tree))

    def _lists(self, node: ast.AST) -> bool:
        """Whether what may read any name goes beyond the one that is asked for."""
        if isinstance(node, ast.Subscript):
            return self._lists_module(node)
        if not isinstance(node, ast.Name):
            return True
        call = self._semantics.parent(node)
        if node.id != "globals" or not isinstance(call, ast.Call):
            return node.id not in ("exec", "eval")
        match self._semantics.parent(call):
            case ast.Subscript(value=held) if held is call:
                return False
            case ast.Attribute(attr="get") | ast.Call(func=ast.Name(id="__import__")):
                return False
        return True

    def _lists_module(self, module: ast.Subscript) -> bool:
        """Whether more is asked of the module object than one of its attributes.

        `testmod` goes through what the module itself defines, which an import does not.
        """
        match self._semantics.parent(module):
            case ast.Attribute(attr=attr):
                return attr == "__dict__"
            case ast.Call(func=func, args=[given, *_]) if given is module:
                asks = ("getattr", "hasattr", "setattr", "delattr", "testmod")
                return last_name(func) not in asks
        return True

    def whole(self) -> ast.AST | None:
        """The first place that may read any name of the namespace, or all of them."""
        return next((node for node in walk(self._tree) if self._is_whole(node)), None)

    def _is_whole(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in _WHOLE:
                return True
            case ast.Call(func=ast.Name(id=name), args=[]) if name in _LOCAL_WHOLE:
                return self._semantics.function(node) is None
            case ast.Attribute(attr="f_globals" | "__globals__") | ast.alias(name="__main__"):
                return True
            case ast.ImportFrom(module="__main__"):
                return True
            case ast.Subscript(value=held, slice=ast.Name(id="__name__")):
                return last_name(held) == "modules"
            case ast.Call(func=func, args=[ast.Name(id="__name__"), *_]):
                asked = isinstance(func, ast.Attribute) and last_name(func.value) == "modules"
                return asked or last_name(func) in _IMPORTERS
        return False


def _strings(kind: ast.expr) -> Iterator[str]:
    """The strings inside a type, but those of `Literal`, which are values."""
    stack: list[ast.AST] = [kind]
    while stack:
        node = stack.pop()
        match node:
            case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal")):
                continue
            case ast.Constant(value=str(text)):
                yield text
        stack.extend(children(node))
