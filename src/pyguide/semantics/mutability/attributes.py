"""Attributes of classes: how methods use them through their instance."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.names.namespaces import asks_for_one
from pyguide.semantics.objects.effects import changed_form
from pyguide.semantics.objects.mutables import DISPLAYS
from pyguide.semantics.structure import DEFS, DefNode, last_name
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# They collect what the body assigns, or copy it into each instance.
_MANAGING_BASE = re.compile(
    r"\w*(?:Enum|Flag|Model|Schema|Settings|Struct|Structure|Union|HasTraits)"
    r"|TypedDict|NamedTuple|Protocol|Document|Serializer"
)
_MANAGING_DECORATORS = frozenset({"attrs", "dataclass", "define", "frozen", "mutable", "s"})
# Calls that are given classes and list nothing of them.
_ASKING = frozenset({"cast", "isinstance", "issubclass", "super"})
_UNBOUND = frozenset({"classmethod", "staticmethod"})


class Attributes:
    """Answers about one attribute of one class, by its name."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._changes: dict[str, dict[ast.ClassDef, set[tuple[DefNode, str]]]] = {}

    def are_managed(self, class_: ast.ClassDef) -> bool:
        """Whether something else than plain lookup may decide what instances see.

        That is a decorator or base known for it (dataclasses, enums, models), or a metaclass.
        """
        bases = (base.value if isinstance(base, ast.Subscript) else base for base in class_.bases)
        decorators = (d.func if isinstance(d, ast.Call) else d for d in class_.decorator_list)
        metaclass = next((k.value for k in class_.keywords if k.arg == "metaclass"), None)
        return (
            any(_MANAGING_BASE.fullmatch(last_name(base)) for base in bases)
            or bool(_MANAGING_DECORATORS & set(map(last_name, decorators)))
            or (metaclass is not None and last_name(metaclass) != "ABCMeta")
        )

    @cached_property
    def _mentions(self) -> dict[str, list[ast.Attribute]]:
        found: dict[str, list[ast.Attribute]] = {}
        for node in self._s.structure.nodes(ast.Attribute):
            found.setdefault(node.attr, []).append(node)
        return found

    def mentions(self, name: str) -> list[ast.Attribute]:
        """Every ``….name`` of the file."""
        return self._mentions.get(name, [])

    def methods(self, class_: ast.ClassDef) -> Iterator[tuple[DefNode, str]]:
        """The methods that the class body defines, each with the name of its instance."""
        for stmt in class_.body:
            if isinstance(stmt, DEFS) and not _UNBOUND & set(map(last_name, stmt.decorator_list)):
                args = [*stmt.args.posonlyargs, *stmt.args.args]
                if args and stmt.name not in ("__new__", "__init_subclass__", "__class_getitem__"):
                    yield stmt, args[0].arg

    def method(self, class_: ast.ClassDef, name: str) -> DefNode | None:
        """The method of that name, the last one if the class body defines several."""
        found = [one for one, _ in self.methods(class_) if one.name == name]
        return found[-1] if found else None

    def is_bound(self, class_: ast.ClassDef, name: str) -> bool:
        """Whether the class body binds ``name`` in whatever way."""
        return name in self._s.scopes.table(self._s.scopes.of_node(class_)).bound

    def change(self, class_: ast.ClassDef, name: str) -> DefNode | None:
        """The first method that changes the object of ``self.name`` in place."""
        if name not in self._changes:
            self._changes[name] = self._changed(name)
        changed = self._changes[name].get(class_, ())
        return next(
            (method for method, own in self.methods(class_) if (method, own) in changed), None
        )

    def _changed(self, name: str) -> dict[ast.ClassDef, set[tuple[DefNode, str]]]:
        """By class: the methods in which an object ``x.name`` is changed, each with the ``x``."""
        found: dict[ast.ClassDef, set[tuple[DefNode, str]]] = {}
        for node in self._mentions.get(name, ()):
            if isinstance(node.value, ast.Name) and self._is_changed(node):
                for method in self._s.ancestors(node):
                    class_ = self._s.parent(method)
                    if isinstance(method, DEFS) and isinstance(class_, ast.ClassDef):
                        found.setdefault(class_, set()).add((method, node.value.id))
        return found

    def _is_changed(self, node: ast.Attribute) -> bool:
        """Whether the code right around ``node`` changes its object in place."""
        around = self._s.parent(node)
        outer = self._s.parent(around) if around is not None else None
        return any(one is not None and changed_form(one) is node for one in (around, outer))

    def is_rebound(self, class_: ast.ClassDef, name: str) -> bool:
        """Whether an instance may get an object of its own under ``name``.

        Methods of other classes that store into their own instance do not count.
        """
        for node in self._mentions.get(name, ()):
            if isinstance(node.ctx, ast.Load) or self._is_augmented(node):
                continue
            inside = any(around is class_ for around in self._s.ancestors(node))
            if inside or not self._is_own(node):
                return True
        return self.sets_by_name(class_, name)

    def sets_by_name(self, class_: ast.ClassDef, name: str) -> bool:
        """Whether the class may store ``name`` through `setattr` or `__dict__`."""
        return any(
            (isinstance(node, ast.Attribute) and node.attr == "__dict__")
            or self._is_set_by_name(node, name)
            for node in walk(class_)
        )

    def _is_augmented(self, node: ast.Attribute) -> bool:
        return isinstance(self._s.parent(node), ast.AugAssign)

    def _is_own(self, node: ast.Attribute) -> bool:
        function = self._s.function(node)
        if not isinstance(node.value, ast.Name) or not isinstance(function, DEFS):
            return False
        args = [*function.args.posonlyargs, *function.args.args]
        method = isinstance(self._s.parent(function), ast.ClassDef)
        return method and bool(args) and args[0].arg == node.value.id

    def _is_set_by_name(self, node: ast.AST, name: str) -> bool:
        match node:
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value=text), _]):
                return text == name
            case ast.Call(func=ast.Name(id="setattr")):
                return True
        return False

    def is_asked_of_class(self, class_: ast.ClassDef, name: str) -> bool:
        """Whether the file reaches ``name`` through a class, as shared state is meant to be."""
        return any(self._denotes_class(node.value, class_) for node in self._mentions.get(name, ()))

    def is_listed(self, class_: ast.ClassDef) -> bool:
        """Whether the file looks at once at all that ``class_`` holds, as by `vars`."""
        shown: list[tuple[ast.expr, ast.expr]] = [(n, n.value) for n in self.mentions("__dict__")]
        for call in self._s.structure.nodes(ast.Call):
            if last_name(call.func) == "vars":
                shown += ((call, one) for one in call.args)
        return any(
            self._denotes_class(one, class_)
            and not self._is_of_others(one, class_)
            and not asks_for_one(self._s.structure, space)
            for space, one in shown
        )

    def _is_of_others(self, base: ast.expr, class_: ast.ClassDef) -> bool:
        """Whether ``base`` is the `cls` of a class on which ``class_`` is surely not built.

        A metaclass has a base that is not of the file.
        """
        around = (one for one in self._s.ancestors(base) if isinstance(one, ast.ClassDef))
        inner = next(around, None)
        if not isinstance(base, ast.Name) or base.id == class_.name or inner is None:
            return False
        if lineage.lineage(self._s, inner).foreign:
            return False
        return class_ is not inner and inner not in lineage.lineage(self._s, class_).classes

    def _denotes_class(self, base: ast.expr, class_: ast.ClassDef) -> bool:
        match base:
            case ast.Name(id=name):
                known = name in (class_.name, "cls", "klass", "mcs")
                return known or (name != "self" and self._is_handed_on(class_))
            case ast.Attribute(attr=attr):
                return attr in ("__class__", class_.name)
            case ast.Call(func=ast.Name(id=name)):
                return name in ("type", "super")
        return False

    def _is_handed_on(self, class_: ast.ClassDef) -> bool:
        """Whether ``class_`` itself is passed on or kept in a display, to be known elsewhere."""
        for node in self._s.structure.spelling(class_.name):
            match around := self._s.parent(node):
                case ast.Call() if around.func is not node:
                    if last_name(around.func) not in _ASKING:
                        return True
                case ast.keyword() | ast.List() | ast.Set() | ast.Dict():
                    return True
        return False

    def is_read_in_body(self, class_: ast.ClassDef, name: str) -> bool:
        """Whether the class body itself, outside its methods, reads or rebinds ``name``."""
        scope = self._s.scopes.of_node(class_)
        found = (n for n in walk(class_) if isinstance(n, ast.Name) and n.id == name)
        return sum(self._s.scopes.at(node) is scope for node in found) > 1


def containers(
    class_: ast.ClassDef,
) -> Iterator[tuple[ast.Assign | ast.AnnAssign, str, ast.expr]]:
    """Assignments of the class body that may make a mutable object for a name in lower case."""
    for stmt in class_.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        lower = name.strip("_")[:1].islower() and not name.isupper()
        if isinstance(value, (*DISPLAYS, ast.Call)) and lower and not name.endswith("__"):
            yield stmt, name, value
