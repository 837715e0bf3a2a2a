"""What a file provably means: names, values, effects and flow, asked for one question at a time."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.delay import modules_of
from pyguide.semantics.control.exits import EXITS, own_exits
from pyguide.source import Source
from pyguide.tree import ByClass

if TYPE_CHECKING:
    from pyguide.semantics.comparisons.overloading import Overloading
    from pyguide.semantics.containers.queues import Queues
    from pyguide.semantics.control.dominance import Dominance
    from pyguide.semantics.control.flow import Flow
    from pyguide.semantics.control.order import Order
    from pyguide.semantics.control.rounds import Rounds
    from pyguide.semantics.conventions.introspection import Introspection
    from pyguide.semantics.exceptions.handlers import Handlers
    from pyguide.semantics.files.custody import Custody, Unmanaged
    from pyguide.semantics.files.lifetimes import Lifetime, Lifetimes
    from pyguide.semantics.files.resources import Resources
    from pyguide.semantics.mutability.attributes import Attributes
    from pyguide.semantics.mutability.copies import Copies
    from pyguide.semantics.mutability.defaults import Defaults
    from pyguide.semantics.names.references import References
    from pyguide.semantics.names.resolution import Names
    from pyguide.semantics.names.scopes import Binding, Scope, Scopes
    from pyguide.semantics.names.shadowing import Shadowing
    from pyguide.semantics.objects.changes import Changes
    from pyguide.semantics.objects.effects import Effects, EffectsOf
    from pyguide.semantics.objects.fates import Fates
    from pyguide.semantics.objects.hashing import Hashing
    from pyguide.semantics.objects.implicit import Implicit
    from pyguide.semantics.objects.purity import Level, Purity
    from pyguide.semantics.objects.stopping import Stopping
    from pyguide.semantics.objects.uses import Uses
    from pyguide.semantics.structure import FunctionNode, LoopNode, Structure
    from pyguide.semantics.values.calls import Calls
    from pyguide.semantics.values.classes import Classes
    from pyguide.semantics.values.contents import Contents
    from pyguide.semantics.values.defaultdicts import Defaultdicts
    from pyguide.semantics.values.elements import Elements
    from pyguide.semantics.values.hints import Annotations
    from pyguide.semantics.values.holdings import Holdings
    from pyguide.semantics.values.inference import Values
    from pyguide.semantics.values.narrowing import Narrowing
    from pyguide.semantics.values.text import Text
    from pyguide.semantics.values.types import Type
else:
    __getattr__ = modules_of(__name__)


class Semantics:
    """Proofs about one file. Every node is one of ``source.tree``.

    Nothing is computed, and no part imported, before it is asked for. An answer that claims
    something is a proof under one assumption: operators and attribute reads on values of unknown
    type have no effect on other objects, but for what classes of the file make of them. What
    ``trust`` names ("annotations", "attributes", "constants") is taken as proof too. ``options``
    are those of rules, by rule name.
    """

    def __init__(
        self,
        source: Source,
        parents: Mapping[ast.AST, ast.AST] | None = None,
        trust: frozenset[str] = frozenset(),
        options: Mapping[str, Mapping[str, object]] | None = None,
        nodes: ByClass | None = None,
    ) -> None:
        self.source = source
        self.trust = trust
        self.options = options or {}
        self._parents = parents
        self._nodes = nodes

    def close(self) -> None:
        """Forget all answers. The parts know each other in circles, which keep trees alive."""
        parts = vars(self)
        for part in [vars(self)[name] for name in ("names", "text") if name in parts]:
            part.close()
        for name in parts.keys() - {"source", "trust", "options"}:
            delattr(self, name)

    # -- parts, each made when first used --------------------------------------------------

    @cached_property
    def structure(self) -> Structure:
        """Where nodes stand."""
        from pyguide.semantics.structure import Structure

        return Structure(self.source.tree, self._parents, self._nodes)

    @cached_property
    def scopes(self) -> Scopes:
        """Scopes and their tables."""
        from pyguide.semantics.names.scopes import Scopes

        return Scopes(self.structure)

    @cached_property
    def names(self) -> Names:
        """What names mean."""
        from pyguide.semantics.names.resolution import Names

        return Names(self.structure, self.scopes, self.source.text)

    @cached_property
    def flow(self) -> Flow:
        """Order and exits."""
        from pyguide.semantics.control.flow import Flow

        return Flow(self.structure, self.scopes, self.names)

    @cached_property
    def dominance(self) -> Dominance:
        """Dominating bindings and tests."""
        from pyguide.semantics.control.dominance import Dominance

        return Dominance(self.structure, self.scopes, self.names, self.flow)

    @cached_property
    def values(self) -> Values:
        """Types of expressions."""
        from pyguide.semantics.values.inference import Values

        return Values(self)

    @cached_property
    def calls(self) -> Calls:
        """Types of call results."""
        from pyguide.semantics.values.calls import Calls

        return Calls(self)

    @cached_property
    def elements(self) -> Elements:
        """Types of items."""
        from pyguide.semantics.values.elements import Elements

        return Elements(self)

    @cached_property
    def holdings(self) -> Holdings:
        """Types of what dicts hold."""
        from pyguide.semantics.values.holdings import Holdings

        return Holdings(self)

    @cached_property
    def defaultdicts(self) -> Defaultdicts:
        """Types of what defaultdicts hold."""
        from pyguide.semantics.values.defaultdicts import Defaultdicts

        return Defaultdicts(self)

    @cached_property
    def contents(self) -> Contents:
        """Types of what lists hold."""
        from pyguide.semantics.values.contents import Contents

        return Contents(self)

    @cached_property
    def narrowing(self) -> Narrowing:
        """What tests say."""
        from pyguide.semantics.values.narrowing import Narrowing

        return Narrowing(self)

    @cached_property
    def uses(self) -> Uses:
        """Who may hold an object."""
        from pyguide.semantics.objects.uses import Uses

        return Uses(self)

    @cached_property
    def effects_of(self) -> EffectsOf:
        """What code can do."""
        from pyguide.semantics.objects.effects import EffectsOf

        return EffectsOf(self)

    @cached_property
    def implicit(self) -> Implicit:
        """What runs without being called."""
        from pyguide.semantics.objects.implicit import Implicit

        return Implicit(self)

    @cached_property
    def stopping(self) -> Stopping:
        """What may raise StopIteration."""
        from pyguide.semantics.objects.stopping import Stopping

        return Stopping(self)

    @cached_property
    def changes(self) -> Changes:
        """Which code can change an object."""
        from pyguide.semantics.objects.changes import Changes

        return Changes(self)

    @cached_property
    def purity(self) -> Purity:
        """Which expressions do nothing but give a value."""
        from pyguide.semantics.objects.purity import Purity

        return Purity(self)

    @cached_property
    def order(self) -> Order:
        """What runs before what."""
        from pyguide.semantics.control.order import Order

        return Order(self)

    @cached_property
    def fates(self) -> Fates:
        """What becomes of objects."""
        from pyguide.semantics.objects.fates import Fates

        return Fates(self)

    @cached_property
    def resources(self) -> Resources:
        """What has to be closed."""
        from pyguide.semantics.files.resources import Resources

        return Resources(self)

    @cached_property
    def custody(self) -> Custody:
        """Who closes it."""
        from pyguide.semantics.files.custody import Custody

        return Custody(self)

    @cached_property
    def lifetimes(self) -> Lifetimes:
        """For how long it is needed."""
        from pyguide.semantics.files.lifetimes import Lifetimes

        return Lifetimes(self)

    @cached_property
    def annotations(self) -> Annotations:
        """What annotations promise."""
        from pyguide.semantics.values.hints import Annotations

        return Annotations(self)

    @cached_property
    def introspection(self) -> Introspection:
        """Annotations at run time."""
        from pyguide.semantics.conventions.introspection import Introspection

        return Introspection(self)

    @cached_property
    def defaults(self) -> Defaults:
        """What defaults mean inside the body."""
        from pyguide.semantics.mutability.defaults import Defaults

        return Defaults(self)

    @cached_property
    def classes(self) -> Classes:
        """Classes and their names."""
        from pyguide.semantics.values.classes import Classes

        return Classes(self)

    @cached_property
    def attributes(self) -> Attributes:
        """Attributes of classes."""
        from pyguide.semantics.mutability.attributes import Attributes

        return Attributes(self)

    @cached_property
    def copies(self) -> Copies:
        """Copies that share what they hold."""
        from pyguide.semantics.mutability.copies import Copies

        return Copies(self)

    @cached_property
    def hashing(self) -> Hashing:
        """What must be hashed."""
        from pyguide.semantics.objects.hashing import Hashing

        return Hashing(self)

    @cached_property
    def overloading(self) -> Overloading:
        """Operators with a meaning of their own."""
        from pyguide.semantics.comparisons.overloading import Overloading

        return Overloading(self)

    @cached_property
    def text(self) -> Text:
        """The same proofs, where what formatting gives is taken for plain `str`."""
        from pyguide.semantics.values.text import Text

        return Text(self)

    @cached_property
    def rounds(self) -> Rounds:
        """What happens in one round of a loop."""
        from pyguide.semantics.control.rounds import Rounds

        return Rounds(self)

    @cached_property
    def handlers(self) -> Handlers:
        """What is being handled."""
        from pyguide.semantics.exceptions.handlers import Handlers

        return Handlers(self)

    @cached_property
    def queues(self) -> Queues:
        """Lists used at their front."""
        from pyguide.semantics.containers.queues import Queues

        return Queues(self)

    @cached_property
    def shadowing(self) -> Shadowing:
        """What names may mean that a fix writes."""
        from pyguide.semantics.names.shadowing import Shadowing

        return Shadowing(self)

    @cached_property
    def references(self) -> References:
        """Where the file reads its module namespace."""
        from pyguide.semantics.names.references import References

        return References(self)

    # -- structure --------------------------------------------------

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds ``node``; None for the module."""
        return self.structure.parent(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """All nodes around ``node``, the nearest first."""
        return self.structure.ancestors(node)

    def in_fstring(self, node: ast.AST) -> bool:
        """Whether ``node`` is part of an f-string, whose parts have no sure places before 3.12."""
        return self.structure.in_fstring(node)

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that holds ``node``, itself if it is one."""
        return self.structure.statement(node)

    def is_condition(self, expr: ast.expr) -> bool:
        """Whether only the truth of ``expr`` matters where it stands."""
        return self.structure.is_condition(expr)

    def function(self, node: ast.AST) -> FunctionNode | None:
        """The innermost function that runs ``node``; None at module and class level."""
        return self.structure.function(node)

    def loop(self, node: ast.AST) -> LoopNode | None:
        """The innermost loop of the same function whose body holds ``node``."""
        return self.structure.loop(node)

    def block(self, stmt: ast.stmt) -> list[ast.stmt]:
        """The very list of statements that holds ``stmt``."""
        return self.structure.block(stmt)

    # -- names --------------------------------------------------

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which names at ``node`` are looked up."""
        return self.scopes.at(node)

    def owner(self, name: str, at: ast.AST) -> Scope | None:
        """The scope that owns ``name`` for code at ``at``; None if the file binds it nowhere."""
        return self.names.owner(name, self.scopes.at(at))

    def bindings(self, name: ast.Name | tuple[str, ast.AST]) -> tuple[Binding, ...] | None:
        """All bindings a read there can see; None = undecidable, () = not bound in the file."""
        if isinstance(name, ast.Name):
            return self.names.bindings(name.id, name)
        return self.names.bindings(*name)

    def is_builtin(self, node: ast.expr, *names: str) -> bool:
        """Whether ``node`` is a name among ``names`` (any if none) that provably is the builtin."""
        return self.names.is_builtin(node, names)

    def builtin(self, name: str, at: ast.AST) -> bool:
        """Whether ``name``, if it were written at ``at``, provably means the builtin."""
        return self.shadowing.is_builtin(name, at)

    def qualified(self, node: ast.expr) -> str | None:
        """The full dotted name of what ``node`` denotes, through imports and builtins, or None."""
        return self.names.qualified(node)

    def meaning(self, name: str, at: ast.AST) -> str | None:
        """The full dotted name of what ``name`` would denote if it were read at ``at``, or None."""
        return self.names.meaning(name, at)

    def fresh_name(self, hint: str, at: ast.AST, taken: Collection[str] = ()) -> str:
        """A name like ``hint`` that collides with nothing if it is bound at ``at``."""
        return self.names.fresh_name(hint, at, taken)

    def dynamic(self, at: ast.AST) -> bool:
        """Whether the function around ``at`` uses exec, eval, locals, frames: nothing is proven."""
        return self.names.dynamic(at)

    def callee(self, func: ast.expr) -> ast.FunctionDef | None:
        """The function of this file that ``func`` surely names: bound once, plain, undecorated."""
        if not isinstance(func, ast.Name):
            return None
        found = self.bindings(func)
        if found is None or len(found) != 1 or found[0].kind != "def":
            return None
        node = found[0].node
        plain = isinstance(node, ast.FunctionDef) and not node.decorator_list
        return node if isinstance(node, ast.FunctionDef) and plain else None

    # -- values --------------------------------------------------

    def type_of(self, expr: ast.expr) -> Type:
        """The types that ``expr`` may have; unknown with a reason where proof is missing."""
        return self.values.type_of(expr)

    def element_type(self, expr: ast.expr) -> Type:
        """The types of what iterating ``expr`` yields."""
        return self.elements.of(expr)

    def value_of(self, name: ast.Name) -> ast.expr | None:
        """The expression whose value ``name`` surely holds: its nearest dominating binding."""
        binding = self.dominance.definition(name)
        if binding is None:
            found = self.bindings(name)
            if not found or len(found) != 1 or not self.values.is_proof(name):
                return None
            binding = found[0]
            if binding.value is None or self.is_read_first(name, binding.value):
                return None
        return binding.value

    def is_read_first(self, name: ast.Name, value: ast.expr) -> bool:
        """Whether the only value of ``name`` comes after it or contains it: `x = [*x]`."""
        end = (value.end_lineno or 0, value.end_col_offset or 0)
        return end > (name.lineno, name.col_offset) and self.function(name) is self.function(value)

    def is_new(self, name: ast.Name) -> bool:
        """Whether every object that ``name`` can hold was made for it and had no other name."""
        return self.uses.is_new(name)

    def fresh_object(self, expr: ast.expr) -> bool:
        """Whether evaluating ``expr`` makes a new object that nothing else refers to."""
        return self.uses.fresh_object(expr)

    def changed_before(self, name: ast.Name) -> bool:
        """Whether the object of ``name`` may have been changed by the end of its statement."""
        return self.changes.before(name)

    # -- effects --------------------------------------------------

    def effects(self, nodes: Sequence[ast.AST]) -> Effects:
        """All that running ``nodes`` can do."""
        return self.effects_of.effects(nodes)

    def pure(self, expr: ast.expr, level: Level) -> bool:
        """Whether evaluating ``expr`` has no effect (and, at "no_raise", cannot raise)."""
        return self.purity.pure(expr, level)

    def may_change(self, nodes: Sequence[ast.AST], obj: ast.expr) -> str | None:
        """Why running ``nodes`` may rebind, resize or refill ``obj``; None = provably not."""
        return self.changes.may_change(nodes, obj)

    def escapes(self, name: ast.Name, nodes: Sequence[ast.AST]) -> str | None:
        """Why others may hold the object of ``name`` by the end of ``nodes``; None: nobody does."""
        return self.uses.leak(name, nodes[-1] if nodes else name)

    # -- flow --------------------------------------------------

    def used_after(self, name: str, stmt: ast.stmt) -> ast.AST | None:
        """A read of ``name`` that can run after ``stmt`` has ended; None if provably none."""
        return self.flow.used_after(name, stmt)

    def read_in(self, name: str, nodes: Sequence[ast.AST]) -> ast.AST | None:
        """The first read of the variable below ``nodes``, nested scopes included."""
        return self.flow.read_in(name, nodes)

    def bound_in(self, name: str, nodes: Sequence[ast.AST]) -> ast.AST | None:
        """The first binding or deletion of the variable below ``nodes``."""
        return self.flow.bound_in(name, nodes)

    def always_leaves(
        self, body: Sequence[ast.stmt], by: tuple[type[ast.stmt], ...] = EXITS
    ) -> bool:
        """Whether every path through ``body`` ends in one of the statements ``by``."""
        return self.flow.always_leaves(body, by)

    def exits(self, body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
        """Statements below ``body`` that may lead out of it; inner loops keep their `break`."""
        return own_exits(body)

    def always_reraises(self, handler: ast.ExceptHandler) -> bool:
        """Whether every path of ``handler`` ends by raising the exception it caught."""
        return self.flow.always_reraises(handler)

    def observed_in_handler(self, name: str, stmt: ast.stmt) -> ast.AST | None:
        """A read of ``name`` that runs if ``stmt`` raises midway and is caught."""
        return self.flow.observed_in_handler(name, stmt)

    def is_local(self, name: str, at: ast.AST) -> bool:
        """Whether ``name`` is a local of the function around ``at`` that no other function sees."""
        return self.flow.is_local(name, at)

    def why_not_first(self, expr: ast.expr) -> str | None:
        """Why ``expr`` may not run first in its statement, or not exactly once; None if it does."""
        return self.order.why_not_first(expr)

    def logger(self, at: ast.AST) -> str | None:
        """The name by which code at ``at`` reaches the module's logger; None if there is none."""
        from pyguide.semantics.exceptions.loggers import logger

        return logger(self, at)

    # -- resources --------------------------------------------------

    def unmanaged(self, call: ast.Call) -> Unmanaged | None:
        """The file or the like that ``call`` opens, if no `with` holds it and nobody gets it."""
        return self.custody.unmanaged(call)

    def lifetime(self, found: Unmanaged) -> Lifetime | str:
        """The statements that need the resource, or why they make no block of their own."""
        return self.lifetimes.of(found)

    # -- words --------------------------------------------------

    def shown(self, node: ast.AST | None, call: bool = False) -> str:
        """A short spelling of ``node`` for a reason, in backquotes."""
        if isinstance(node, ast.Call):
            node, call = node.func, True
        if isinstance(node, ast.For | ast.comprehension):
            return f"iterating {self.shown(node.iter)}"
        text = ast.unparse(node).partition("\n")[0] if node is not None else "the value"
        text = text if len(text) <= 30 else f"{text[:29]}…"
        return f"`{text}()`" if call else f"`{text}`"
