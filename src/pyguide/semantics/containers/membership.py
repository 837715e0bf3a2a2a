"""Lists that a loop searches in every round, where a set would find the item at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property

from pyguide.semantics import Semantics
from pyguide.semantics.control.repetition import exit_after, is_short, repeaters, size
from pyguide.semantics.names.publicity import is_public
from pyguide.semantics.names.scopes import Binding, Scope
from pyguide.semantics.objects.effects import changed_form
from pyguide.semantics.structure import (
    COMPREHENSIONS,
    LOOPS,
    Comprehension,
    LoopNode,
    last_name,
)
from pyguide.semantics.values import library
from pyguide.semantics.values.operators import mixes_bytes

FEW = 8
"""A list or a loop that is seen to have at most so many items or rounds is not worth a set."""

_SPLITTERS = frozenset({"split", "rsplit", "splitlines", "readlines"})
_UNHASHABLE = frozenset({"list", "dict", "set", "bytearray"})
_NUMBERS = ("bool", "int", "float")


def searched(test: ast.AST | None) -> ast.Name | None:
    """The variable that ``test`` searches: `names` of `name in names`, `name not in names`."""
    match test:
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Name() as variable]):
            return variable
    return None


class Search:
    """A list that is searched in a loop which neither makes nor changes it.

    ``tests`` are the membership tests of it in ``loop``, in the order of the text; ``makers`` bind
    it. ``loop`` is the outermost one, a comprehension where no statement repeats the test.
    """

    def __init__(
        self,
        semantics: Semantics,
        variable: ast.Name,
        owner: Scope,
        loop: LoopNode | Comprehension,
        makers: tuple[Binding, ...],
    ) -> None:
        self.semantics = semantics
        self.variable = variable
        self.owner = owner
        self.loop = loop
        self.makers = makers

    @cached_property
    def mentions(self) -> tuple[ast.Name, ...]:
        """All reads and bindings of the variable by a plain name, wherever they stand."""
        found = self.semantics.flow.mentions(self.variable.id, [self.owner.node], self.owner)
        return tuple(node for node in found if isinstance(node, ast.Name))

    @cached_property
    def inside(self) -> tuple[ast.Name, ...]:
        """The mentions that stand in the loop."""
        return tuple(one for one in self.mentions if self.loop in self.semantics.ancestors(one))

    @cached_property
    def tests(self) -> tuple[ast.Compare, ...]:
        """The membership tests in the loop but those in f-strings."""
        found = self._tests(self.inside)
        return tuple(test for test in found if not self.semantics.in_fstring(test))

    def _tests(self, mentions: Sequence[ast.Name]) -> Iterator[ast.Compare]:
        for node in mentions:
            around = self.semantics.parent(node)
            if isinstance(around, ast.Compare) and searched(around) is node:
                yield around

    @property
    def first(self) -> ast.Compare | None:
        """The first test that more than a few rounds run, of something that may vary."""
        for test in self.tests:
            constant = isinstance(test.left, ast.Constant)
            if not constant and _repeats(self.semantics, test, self.loop):
                return test
        return None

    # -- whether a set would do --------------------------------------------------

    @property
    def is_fixed(self) -> bool:
        """Whether nothing is seen to change the list in the loop, or in code that it may call."""
        home = self.semantics.function(self.loop)
        return not any(
            self._is_changed(node) or (node in self.inside and self._is_given_away(node))
            for node in self.mentions
            if node in self.inside or self.semantics.function(node) is not home
            if not any(node is one.node for one in self.makers)
        )

    def _is_changed(self, node: ast.Name) -> bool:
        if not isinstance(node.ctx, ast.Load):
            return True
        around = self.semantics.parent(node)
        if isinstance(around, ast.Attribute):
            return around.attr in library.ALL_MUTATORS
        return around is not None and changed_form(around) is node

    def _is_given_away(self, node: ast.Name) -> bool:
        """Whether the code around the loop hands the list to what may change it."""
        around = self.semantics.parent(node)
        match around:
            case ast.Assign(value=value) | ast.NamedExpr(value=value):
                return value is node
            case ast.Call() if around.func is not node:
                return not self.semantics.uses.keeps_nothing(around, node)
            case ast.keyword():
                call = self.semantics.parent(around)
                return isinstance(call, ast.Call) and not self.semantics.uses.keeps_nothing(
                    call, node
                )
        return False

    @property
    def is_long(self) -> bool:
        """Whether the list may hold more than a few items."""
        values = [one.value for one in self.makers if one.value is not None]
        sizes = [size(self.semantics, value) for value in values]
        return any(one is None or one > FEW for one in sizes) or self._grows

    @property
    def _grows(self) -> bool:
        return any(self._is_grown(node) for node in self.mentions)

    def _is_grown(self, node: ast.Name) -> bool:
        around = self.semantics.parent(node)
        match around:
            case ast.AugAssign():
                return around.target is node
            case ast.Attribute(attr="extend"):
                return True
            case ast.Attribute(attr="append" | "insert"):
                loop = self.semantics.loop(node)
                return loop is not None and not any(
                    loop in self.semantics.ancestors(one.node) for one in self.makers
                )
        return False

    @property
    def is_hashable(self) -> bool:
        """Whether nothing shows that an item, or what is looked for, has no hash."""
        looked_for = [test.left for test in self.tests]
        items = [item for one in self.makers if one.value for item in _items(one.value)]
        return not any(self._has_no_hash(one) for one in [*looked_for, *items, *self._added()])

    def _added(self) -> Iterator[ast.expr]:
        """What is seen to be added to the list one by one."""
        for node in self.mentions:
            method = self.semantics.parent(node)
            call = None if method is None else self.semantics.parent(method)
            match method, call:
                case ast.Attribute(attr="append" | "insert"), ast.Call(args=[*_, item]):
                    yield item

    def _has_no_hash(self, expr: ast.expr) -> bool:
        if isinstance(expr, ast.Tuple):
            return any(self._has_no_hash(one) for one in expr.elts)
        return bool((self.semantics.type_of(expr).names or frozenset()) & _UNHASHABLE)

    # -- as a set from the start --------------------------------------------------

    @cached_property
    def only(self) -> ast.expr | None:
        """The value that can itself become a set: of a variable that is bound once and only asked.

        All mentions of the variable but the binding are membership tests.
        """
        maker = self.makers[0]
        statement = self.semantics.statement(maker.node)
        alone = isinstance(statement, ast.Assign) and statement.targets == [maker.node]
        everywhere = [*self._tests(self.mentions)]
        if not alone or len(everywhere) + 1 != len(self.mentions):
            return None
        if len(self.semantics.names.owned(self.owner, maker.name)) != 1:
            return None
        if self.owner.kind not in ("function", "module") or maker.name.startswith("__"):
            return None
        if "# type:" in self.semantics.source.line(statement.end_lineno or statement.lineno):
            return None
        return maker.value

    # -- doubts --------------------------------------------------

    @property
    def doubt(self) -> str | None:
        """Why a set may answer otherwise than the list; None if it provably does not."""
        if self.semantics.dynamic(self.loop):
            return "the code looks at its own variables"
        if self.only is not None:
            return self._doubt_types([*self._tests(self.mentions)]) or self._doubt_binding()
        return self._doubt_types(self.tests) or self._doubt_moment()

    def _doubt_types(self, tests: Sequence[ast.Compare]) -> str | None:
        names: frozenset[str] = frozenset()
        held = self.semantics.element_type(self.only or self.variable)
        needles = [test.left for test in tests]
        asked = [(self.semantics.shown(one), self.semantics.type_of(one)) for one in needles]
        for shown, found in [(f"an item of `{self.variable.id}`", held), *asked]:
            if not found.within(*library.SCALARS):
                return found.why or f"{shown} may compare or hash in its own way"
            names |= found.names or frozenset()
        if mixes_bytes(names):
            return "bytes are compared with text or numbers"
        return None

    def _doubt_binding(self) -> str | None:
        """Doubts about making a set in the first place."""
        name, value = self.variable.id, self.only
        assert value is not None
        if not self.semantics.fresh_object(value):
            return f"`{name}` may have another name elsewhere"
        if self.owner.kind == "module" and is_public(self.semantics, self.variable):
            return f"`{name}` is a module variable that others may read"
        if isinstance(value, ast.Call) and self.semantics.is_builtin(value.func, "sorted"):
            held = self.semantics.element_type(value)
            if not held.within("str") and not held.within(*_NUMBERS):
                return "`sorted` may refuse the items"
        return None

    def _doubt_moment(self) -> str | None:
        """Doubts about copying the list into a set right before the loop."""
        name = self.variable.id
        if self.semantics.function(self.loop) is None and is_public(self.semantics, self.variable):
            return f"`{name}` is a module variable, and so would be the set"
        if any(not self.semantics.purity.is_surely_bound(_variable(test)) for test in self.tests):
            return f"`{name}` may be unbound"
        if any(self.semantics.dominance.is_deferred(test) for test in self.tests):
            return "the generator may run after more has happened"
        return self.semantics.may_change([self._evaluated], self.variable)

    @property
    def _evaluated(self) -> ast.AST:
        """What runs from the set to the last test: the loop, or a statement's part that holds it.

        A comprehension's siblings in an expression may run before it.
        """
        child: ast.AST = self.loop
        if isinstance(child, LOOPS):
            return child
        for around in self.semantics.ancestors(child):
            if isinstance(around, ast.stmt):
                return child if _runs_first(around, child) else around
            child = around
        return child


def _runs_first(stmt: ast.stmt, part: ast.AST) -> bool:
    """Whether nothing of ``stmt`` runs before ``part`` does, which runs once."""
    match stmt:
        case ast.Return() | ast.Expr():
            return True
        case ast.Assign(value=first) | ast.AnnAssign(value=first):
            return part is first
        case ast.If(test=first) | ast.Assert(test=first) | ast.For(iter=first):
            return part is first
    return False


def search(semantics: Semantics, test: ast.AST | None) -> Search | None:
    """The search that is reported at ``test``."""
    variable = searched(test)
    if variable is None or test is None:
        return None
    values = semantics.structure.assigned.get(variable.id, ())
    if not any(map(_may_be_list, values)) or semantics.in_fstring(test):
        return None
    around = list(repeaters(semantics, test))
    if not around:
        return None
    owner = semantics.owner(variable.id, variable)
    makers = _makers(semantics, variable)
    if owner is None or not makers:
        return None
    held = {holder for one in makers for holder in semantics.ancestors(one.node)}
    loop = next((one for one in reversed(around) if one not in held), None)
    if loop is None:
        return None
    found = Search(semantics, variable, owner, loop, makers)
    if found.first is not test or not (found.is_long and found.is_fixed and found.is_hashable):
        return None
    return found


def _variable(test: ast.Compare) -> ast.Name:
    found = searched(test)
    assert found is not None
    return found


def _items(value: ast.expr) -> list[ast.expr]:
    """Expressions for the items that ``value`` is written with."""
    match value:
        case ast.List(elts=parts):
            return [one for one in parts if not isinstance(one, ast.Starred)]
        case ast.ListComp(elt=elt):
            return [elt]
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            return [*_items(left), *_items(right)]
    return []


# -- where the list comes from ------------------------------------------------------


def _makers(semantics: Semantics, variable: ast.Name) -> tuple[Binding, ...]:
    """The bindings one of which made the list; empty unless all of them make lists."""
    seen = semantics.dominance.definition(variable)
    if seen is not None and seen.kind == "assign":
        found: tuple[Binding, ...] = (seen,)
    else:
        found = semantics.bindings(variable) or ()
    plain = tuple(one for one in found if one.kind not in ("augment", "annotation"))
    lists = all(
        one.kind == "assign" and one.value is not None and _makes_list(semantics, one.value)
        for one in plain
    )
    return plain if lists else ()


def _may_be_list(expr: ast.expr | None) -> bool:
    """Whether ``expr`` could be a list, or be unpacked into one, by its form alone."""
    match expr:
        case ast.List() | ast.ListComp() | ast.Tuple() | ast.Subscript(slice=ast.Slice()):
            return True
        case ast.IfExp(body=left, orelse=right) | ast.BinOp(left=left, op=ast.Add(), right=right):
            return _may_be_list(left) or _may_be_list(right)
        case ast.Call(func=func):
            return last_name(func) in library.LIST_MAKERS | _SPLITTERS
    return False


def _makes_list(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` gives a list, going by the method's name where the object is unknown."""
    match expr:
        case ast.List() | ast.ListComp():
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return _makes_list(semantics, body) and _makes_list(semantics, orelse)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _makes_list(semantics, left) or _makes_list(semantics, right)
        case ast.Call(func=ast.Attribute(value=held, attr=attr)) if attr in _SPLITTERS:
            return not ast.unparse(held).endswith("path")
        case ast.Call(func=func) if semantics.callee(func) is not None:
            # What the items are is decided elsewhere, and they may be lists themselves.
            return False
        case ast.Call() | ast.Subscript(slice=ast.Slice()):
            return semantics.type_of(expr).within("list")
    return False


# -- how often it is searched -------------------------------------------------------


def _repeats(semantics: Semantics, test: ast.Compare, loop: ast.AST) -> bool:
    """Whether more than a few rounds, up to those of ``loop``, run ``test``."""
    child: ast.stmt = semantics.statement(test)
    for around in repeaters(semantics, test):
        if isinstance(around, COMPREHENSIONS):
            counts = [size(semantics, one.iter) for one in around.generators]
            if any(one is None or one > FEW for one in counts):
                return True
        elif not (isinstance(around, ast.While) and _holds(semantics, around.test, test)):
            left = exit_after(semantics, child, around)
            if left is ast.Return or isinstance(child, ast.Return | ast.Raise):
                return False
            if left is None and not is_short(semantics, around, FEW):
                return True
        if around is loop:
            return False
        child = around if isinstance(around, ast.stmt) else semantics.statement(around)
    return False


def _holds(semantics: Semantics, holder: ast.AST, node: ast.AST) -> bool:
    return node is holder or holder in semantics.ancestors(node)


__all__ = ["Search", "search", "searched"]


def keys_searched(semantics: Semantics, call: ast.Call) -> ast.Compare | None:
    """The plain `in` or `not in` that searches ``call``, which is one of `keys` without arguments.

    None in a `__contains__` that hands its own question on.
    """
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="keys"), args=[], keywords=[]):
            test = semantics.parent(call)
        case _:
            return None
    if not isinstance(test, ast.Compare) or len(test.ops) > 1 or test.left is call:
        return None
    if not isinstance(test.ops[0], ast.In | ast.NotIn):
        return None
    asked = getattr(semantics.function(call), "name", "") == "__contains__"
    return None if asked and isinstance(owner, ast.Name) else test


def removed(node: ast.If | ast.While) -> tuple[ast.expr, ast.expr] | None:
    """The container and the item, if ``node`` only removes an item that it has found in there."""
    match node:
        case (
            ast.If(
                test=ast.Compare(left=asked, ops=[ast.In()], comparators=[searched]),
                body=[ast.Expr(value=call)],
                orelse=[],
            )
            | ast.While(
                test=ast.Compare(left=asked, ops=[ast.In()], comparators=[searched]),
                body=[ast.Expr(value=call)],
                orelse=[],
            )
        ):
            pass
        case _:
            return None
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="remove"), args=[item], keywords=[]):
            same = ast.dump(asked) == ast.dump(item) and ast.dump(searched) == ast.dump(owner)
            return (owner, item) if same else None
    return None
