"""Code of the file that runs without being called: special methods, properties, metaclasses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.objects.effects import is_suspension
from pyguide.semantics.objects.protocols import ASKING, Protocols
from pyguide.semantics.structure import DEFS, DefNode, last_name, walk_run

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding

Code = DefNode | ast.GeneratorExp | None
"""What an operation may run; None stands for code that cannot be followed."""
Names = dict[str, list["Binding"]]

# Decorators that do not change what reading the attribute does.
_METHODS = frozenset({"abstractmethod", "classmethod", "overload", "override", "staticmethod"})


class Implicit:
    """Answers about what operations run, as far as classes and generators of this file go.

    Those of other files have no effect, which all proofs assume.
    """

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._loud: dict[str, bool] = {}
        self._depth = 0
        self._assumed: set[str] = set()
        self._protocols = Protocols(semantics)

    def is_loud(self, node: ast.AST) -> bool:
        """Whether ``node`` itself, and no call of a function, may run code that does not only look.

        That is code of this file.
        """
        return any(self._is_loud(name) for name in self._names(node))

    def may_keep(self, node: ast.Compare | ast.Call, operand: ast.expr) -> bool:
        """Whether another operand may, by code of this file, keep the object of ``operand``.

        Where that is still being looked into, it may: types rest on the answer.
        """
        parts = [node.left, *node.comparators] if isinstance(node, ast.Compare) else node.args
        if all(one is operand or self._protocols.is_plain(one) for one in parts):
            return False
        names = list(self._names(node))
        return bool(names) and (self._depth > 0 or any(map(self._is_loud, names)))

    def is_loud_builtin(self, name: str) -> bool:
        """Whether the builtin ``name``, given any arguments, may run such code."""
        return any(self._is_loud(one) for one in ASKING.get(name, ()))

    def code(self, node: ast.AST) -> Iterator[Code]:
        """The code of this file that ``node`` itself may run other than by calling a function."""
        for name in self._names(node):
            yield from self._definitions(name)

    def code_of_truth(self, expr: ast.expr) -> Iterator[Code]:
        """The code of this file that asking for the truth of ``expr`` may run."""
        for name in self._protocols.truth(expr):
            yield from self._definitions(name)

    def defines(self, name: str) -> bool:
        """Whether an object of a class of the file may have a method ``name``."""
        return any(True for _ in self._definitions(name))

    def _names(self, node: ast.AST) -> Iterator[str]:
        if self.bound or self._generators:
            yield from self._protocols.names(node)

    # -- what does more than look --------------------------------------------------

    def _is_loud(self, name: str) -> bool:
        if name in self._loud:
            return self._loud[name]
        if name in self._assumed:
            # Either it is being looked into, or the name that is will turn out loud as well.
            return False
        self._assumed.add(name)
        self._depth += 1
        loud = any(self._does_more(one) for one in self._definitions(name))
        self._depth -= 1
        if loud and not self._s.values.is_assuming():
            self._loud[name] = True
        if self._depth == 0:
            if not loud and not self._s.values.is_assuming():
                self._loud = dict.fromkeys(self._assumed, False) | self._loud
            self._assumed.clear()
        return loud

    def _does_more(self, code: Code) -> bool:
        effects = self._s.effects_of
        match code:
            case None:
                return True
            case ast.AsyncFunctionDef():
                return False
            case ast.FunctionDef():
                return effects.why_body_is_loud(code) is not None or _prints(code.body)
        return any(
            effects.runs_unknown(one) or effects.changed(one) is not None or is_suspension(one)
            for one in walk_run([code])
        )

    # -- what the file defines --------------------------------------------------

    @cached_property
    def bound(self) -> dict[str, list[tuple[Binding | None, Names]]]:
        """What the classes of the file bind, by name, each with all that its class binds."""
        found: dict[str, list[tuple[Binding | None, Names]]] = {}
        for class_ in self._s.structure.nodes(ast.ClassDef):
            names = self._s.scopes.table(self._s.scopes.of_node(class_)).bound
            for name, bindings in names.items():
                found.setdefault(name, []).extend((one, names) for one in bindings)
        for name in self._set_from_outside():
            found.setdefault(name, []).append((None, {}))
        return found

    def _set_from_outside(self) -> Iterator[str]:
        """Special methods and properties that a class gets otherwise than by its body."""
        nodes, parent = self._s.structure.nodes, self._s.parent
        for node in nodes(ast.Attribute):
            if isinstance(node.ctx, ast.Store):
                value = getattr(parent(node), "value", None)
                if node.attr.startswith("__") or _is_property(value):
                    yield node.attr
        for text in nodes(ast.Constant):
            if isinstance(text.value, str) and text.value.startswith("__"):
                around = parent(text)
                set_by_name = isinstance(around, ast.Call) and last_name(around.func) == "setattr"
                if set_by_name or isinstance(around, ast.Dict):
                    yield text.value

    @cached_property
    def _generators(self) -> list[ast.FunctionDef | ast.GeneratorExp]:
        """What makes generators that do not run at once."""
        names, nodes = self._s.structure.generators, self._s.structure.nodes
        functions = [one for one in nodes(ast.FunctionDef) if one.name in names]
        consumed = self._s.dominance.consumed
        return [*functions, *(one for one in nodes(ast.GeneratorExp) if not consumed(one))]

    def _definitions(self, name: str) -> Iterator[Code]:
        """What the classes of the file have under ``name``; ``.x`` is what reading ``x`` runs."""
        if not name:
            yield from self._generators
        for binding, names in self.bound.get(name.lstrip("."), ()):
            if binding is None:
                yield None
            elif name.startswith("."):
                yield from self._accessor(binding)
            else:
                yield from self._method(binding, names)

    def _method(self, binding: Binding, bound: Names) -> Iterator[Code]:
        match binding.node, binding.value:
            case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(
                decorator_list=decorators
            ) as function, _:
                quiet = _METHODS.issuperset(map(last_name, decorators))
                yield function if quiet else None
            case _, ast.Constant():
                return
            case _, ast.Attribute(value=owner) if self._s.is_builtin(owner, "object"):
                return
            case _, ast.Name(id=other) if other in bound and other != binding.name:
                for one in bound[other]:
                    if isinstance(one.node, DEFS):
                        yield from self._method(one, bound)
                    else:
                        yield None
            case _, None if binding.kind == "annotation":
                return
            case _:
                yield None

    def _accessor(self, binding: Binding) -> Iterator[Code]:
        match binding.node, binding.value:
            case ast.FunctionDef(decorator_list=decorators) as function, _:
                if not _METHODS.issuperset(map(last_name, decorators)):
                    yield function
            case _, value if _is_property(value):
                yield None


def _prints(body: list[ast.stmt]) -> bool:
    """Whether running ``body`` shows how often it runs, and when."""
    calls = (node for node in walk_run([*body]) if isinstance(node, ast.Call))
    return any(last_name(call.func) == "print" for call in calls)


def _is_property(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and last_name(value.func).endswith("property")
