"""Where a node stands: parents, the statement, block, loop and function around it."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any

from pyguide.tree import ByClass, by_class, children, parents, walk

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
DefNode = ast.FunctionDef | ast.AsyncFunctionDef
LoopNode = ast.For | ast.AsyncFor | ast.While
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
TRIES = (ast.Try, ast.TryStar)
_OPENERS = frozenset({*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef})
# What sets or deletes an attribute whose name it gets, as `mock.patch.object` does.
_SETTERS = frozenset({"setattr", "delattr", "object"})
BLOCK_FIELDS = ("body", "orelse", "finalbody")


def outer_parts(node: ast.AST) -> list[ast.AST]:
    """The children of a node that opens a scope which are evaluated outside that scope."""
    parts: list[ast.AST | None] = []
    if isinstance(node, DEFS):
        parts += node.decorator_list
        parts += argument_parts(node.args)
        parts.append(node.returns)
    elif isinstance(node, ast.Lambda):
        parts += argument_parts(node.args)
    elif isinstance(node, ast.ClassDef):
        parts += [*node.decorator_list, *node.bases, *node.keywords]
    elif isinstance(node, COMPREHENSIONS):
        parts.append(node.generators[0].iter)
    return [part for part in parts if part is not None]


def argument_parts(args: ast.arguments) -> list[ast.AST | None]:
    """Defaults and annotations of parameters, which belong to the scope around the function."""
    named = [arg.annotation for arg in parameters(args)]
    return [*args.defaults, *args.kw_defaults, *named]


def parameters(args: ast.arguments) -> list[ast.arg]:
    """All parameters in the order in which they are written."""
    found = [*args.posonlyargs, *args.args]
    if args.vararg:
        found.append(args.vararg)
    found += args.kwonlyargs
    if args.kwarg:
        found.append(args.kwarg)
    return found


def opens_scope(node: ast.AST) -> bool:
    """Whether names inside ``node`` are looked up in a scope of its own."""
    return node.__class__ in _OPENERS


def walk_scope(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """The nodes evaluated in one scope, in source order; what opens a scope is not entered."""
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        yield node
        inner = outer_parts(node) if node.__class__ in _OPENERS else children(node)
        inner.reverse()
        stack += inner


def walk_statements(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """What `walk_scope` gives, without what lies in expressions."""
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        yield node
        if node.__class__ not in _OPENERS:
            stack += [one for one in reversed(children(node)) if not isinstance(one, ast.expr)]


def walk_run(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """The nodes that run when ``nodes`` run: comprehensions are entered, functions are not."""
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        yield node
        inner = outer_parts(node) if isinstance(node, FUNCTIONS) else children(node)
        inner.reverse()
        stack += inner


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The statement lists directly inside ``node``."""
    for field in BLOCK_FIELDS:
        found = getattr(node, field, None)
        if isinstance(found, list) and found:
            yield found


SPELLERS = frozenset({
    ast.Name, ast.arg, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler,
    ast.MatchAs, ast.MatchStar, ast.MatchMapping, ast.alias,
})  # fmt: skip
"""The nodes for which `spelled` may give names."""


def spelled(node: ast.AST) -> tuple[str, ...]:
    """The variable names that a node itself spells."""
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            return (name,)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            return (name,)
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return (name,)
        case ast.alias(name=name, asname=asname):
            return (asname or name.partition(".")[0],)
    return ()


def binds(node: ast.AST) -> bool:
    """Whether a node that spells a name gives it a value or takes it away."""
    return not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _first_line(node: Any) -> int:
    """The line on which ``node`` begins, with its decorators."""
    first: int = min(
        [node, *getattr(node, "decorator_list", ())], key=lambda one: one.lineno
    ).lineno
    return first


def _line(placed: tuple[tuple[int, int], ast.AST]) -> int:
    return placed[0][0]


class Structure:
    """The tree seen from below."""

    def __init__(
        self,
        tree: ast.Module,
        known: Mapping[ast.AST, ast.AST] | None,
        nodes: ByClass | None = None,
    ) -> None:
        self.tree = tree
        self._known = known
        self._nodes = nodes
        self._ordered: dict[str, list[tuple[tuple[int, int], ast.AST]]] = {}

    @cached_property
    def _parents(self) -> Mapping[ast.AST, ast.AST]:
        return parents(self.tree)

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds ``node``; None for the module."""
        if self._known is not None:
            found = self._known.get(node)
            if found is not None or node is self.tree:
                return found
        return self._parents.get(node)

    @cached_property
    def _by_class(self) -> ByClass:
        return by_class(self._known or self._parents) if self._nodes is None else self._nodes

    @cached_property
    def _spellings(self) -> dict[str, list[ast.AST]]:
        found: dict[str, list[ast.AST]] = defaultdict(list)
        for node in self.nodes(ast.Name):
            found[node.id].append(node)
        for node in self.nodes(*(SPELLERS - {ast.Name})):
            for name in spelled(node):
                found[name].append(node)
        return found

    def spelling(self, name: str) -> list[ast.AST]:
        """All nodes of the file that spell the variable ``name``, in source order."""
        return [node for _, node in self._in_order(name)]

    def spelling_below(self, name: str, roots: Collection[ast.AST]) -> Iterator[ast.AST]:
        """Those of them that are among ``roots`` or stand below one, in source order."""
        found = self._in_order(name)
        if found and all(map(self._has_sure_lines, roots)):
            first = min((_first_line(root) for root in roots), default=0)
            last = max((getattr(root, "end_lineno", 0) for root in roots), default=-1)
            begin = bisect_left(found, first, key=_line)
            found = found[begin : bisect_right(found, last, key=_line)]
        return (
            node
            for _, node in found
            if node in roots or any(around in roots for around in self.ancestors(node))
        )

    def _has_sure_lines(self, node: ast.AST) -> bool:
        return isinstance(node, ast.stmt) or (
            isinstance(node, ast.expr) and not self.in_fstring(node)
        )

    def _in_order(self, name: str) -> list[tuple[tuple[int, int], ast.AST]]:
        if name not in self._ordered:
            placed = ((self._place(node), node) for node in self._spellings.get(name, ()))
            self._ordered[name] = sorted(placed, key=itemgetter(0))
        return self._ordered[name]

    def _place(self, node: Any) -> tuple[int, int]:
        """Line and column; for parts of an f-string, whose own are not sure, those of all of it."""
        outer = node
        for around in self.ancestors(node) if self._has_fstrings else ():
            if isinstance(around, ast.JoinedStr):
                outer = around
            elif isinstance(around, ast.stmt):
                break
        return outer.lineno, outer.col_offset

    @cached_property
    def _has_fstrings(self) -> bool:
        return any(True for _ in self.nodes(ast.JoinedStr))

    def nodes(self, *kinds: type[ast.AST]) -> Iterable[Any]:
        """All nodes of the file that are of these classes, those of one class together."""
        if len(kinds) == 1:
            return self._by_class.get(kinds[0], ())
        return chain.from_iterable(self._by_class.get(kind, ()) for kind in kinds)

    @cached_property
    def tuples(self) -> frozenset[str]:
        """The plain names that an assignment of the file gives a tuple that it writes out."""
        return frozenset(
            name
            for name, values in self.assigned.items()
            if any(
                isinstance(one, ast.Tuple)
                or (isinstance(one, ast.Call) and last_name(one.func) == "tuple")
                for one in values
            )
        )

    @cached_property
    def imported(self) -> frozenset[str]:
        """The modules that the file imports by their full names, and all packages around them."""
        found: set[str] = set()
        for node in self.nodes(ast.Import, ast.ImportFrom):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif not node.level and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for name in names:
                parts = name.split(".")
                found.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))
        return frozenset(found)

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr]]:
        """What assignments of the file give to plain names, whichever scopes these are in.

        A name in a target that unpacks has the whole value. This is quickly asked, and tells which
        variables are not worth a closer look.
        """
        found: dict[str, list[ast.expr]] = {}
        for node in self.nodes(ast.Assign, ast.AnnAssign, ast.NamedExpr):
            for target in node.targets if isinstance(node, ast.Assign) else (node.target,):
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
                elif isinstance(target, ast.Tuple | ast.List):
                    for name in walk(target):
                        if isinstance(name, ast.Name):
                            found.setdefault(name.id, []).append(node.value)
        return found

    @cached_property
    def stored_attributes(self) -> frozenset[str]:
        """The attributes that the file sets or deletes, on whatever object, `setattr` included."""
        stores = (n for n in self.nodes(ast.Attribute) if n.ctx.__class__ is not ast.Load)
        calls = (n for n in self.nodes(ast.Call) if last_name(n.func) in _SETTERS)
        named = (arg.value for call in calls for arg in call.args if isinstance(arg, ast.Constant))
        names = (*(node.attr for node in stores), *named)
        return frozenset(name for name in names if isinstance(name, str))

    @cached_property
    def receivers(self) -> dict[str, set[str]]:
        """The last words of what methods are called on, by the name of the method."""
        found: dict[str, set[str]] = defaultdict(set)
        for call in self.nodes(ast.Call):
            if isinstance(call.func, ast.Attribute):
                found[call.func.attr].add(last_name(call.func.value))
        return found

    @cached_property
    def indexed(self) -> dict[str, set[str]]:
        """The last words of what is subscripted by a plain name, by that name."""
        found: dict[str, set[str]] = defaultdict(set)
        for node in self.nodes(ast.Subscript):
            if node.slice.__class__ is ast.Name:
                found[node.slice.id].add(last_name(node.value))
        return found

    @cached_property
    def filled(self) -> frozenset[str]:
        """The last words of what subscripts store into or delete from."""
        return frozenset(
            last_name(node.value)
            for node in self.nodes(ast.Subscript)
            if node.ctx.__class__ is not ast.Load
        )

    @cached_property
    def generators(self) -> frozenset[str]:
        """The names of the functions that have a `yield` in them."""
        found = map(self.function, self.nodes(ast.Yield, ast.YieldFrom))
        return frozenset(one.name for one in found if isinstance(one, DEFS))

    @cached_property
    def classes(self) -> dict[str, list[ast.ClassDef]]:
        """The class statements of the file by the names of the classes."""
        found: dict[str, list[ast.ClassDef]] = {}
        for node in self.nodes(ast.ClassDef):
            found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def bases(self) -> frozenset[str]:
        """The last words of all bases of classes, `B` of `m.B[int]`."""
        named = (base for node in self.nodes(ast.ClassDef) for base in node.bases)
        return frozenset(
            last_name(base.value if isinstance(base, ast.Subscript) else base) for base in named
        )

    @cached_property
    def coroutines(self) -> frozenset[str]:
        """The names of the functions that are defined by `async def`."""
        return frozenset(one.name for one in self.nodes(ast.AsyncFunctionDef))

    @cached_property
    def has_walrus(self) -> bool:
        """Whether an expression of the file binds a name."""
        return any(True for _ in self.nodes(ast.NamedExpr))

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """All nodes around ``node``, the nearest first."""
        found = self.parent(node)
        while found is not None:
            yield found
            found = self.parent(found)

    def in_fstring(self, node: ast.AST) -> bool:
        """Whether ``node`` is part of an f-string, whose parts have no sure places before 3.12."""
        if not self._has_fstrings:
            return False
        return any(isinstance(around, ast.JoinedStr) for around in self.ancestors(node))

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that holds ``node``, itself if it is one."""
        found: ast.AST | None = node
        while found is not None and not isinstance(found, ast.stmt):
            found = self.parent(found)
        if found is None:
            raise ValueError(f"{type(node).__name__} does not stand in a statement")
        return found

    def is_condition(self, expr: ast.expr) -> bool:
        """Whether only the truth of ``expr`` matters where it stands."""
        around = self.parent(expr)
        match around:
            case ast.If(test=test) | ast.While(test=test) | ast.Assert(test=test):
                return test is expr
            case ast.IfExp(test=test):
                return test is expr or self.is_condition(around)
            case ast.comprehension(ifs=tests):
                return any(test is expr for test in tests)
            case ast.match_case(guard=test):
                return test is expr
            case ast.BoolOp():
                return self.is_condition(around)
        return isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)

    def scope_node(self, node: ast.AST) -> ast.AST:
        """The function, class, comprehension or module in which ``node`` is evaluated."""
        child = node
        for around in self.ancestors(node):
            if isinstance(around, ast.comprehension):
                # The first iterable is evaluated before the comprehension's scope exists.
                owner = self.parent(around)
                if (
                    child is around.iter
                    and isinstance(owner, COMPREHENSIONS)
                    and owner.generators[0] is around
                ):
                    child = owner
                    continue
            elif isinstance(around, COMPREHENSIONS):
                if child is not around:
                    return around
                continue
            elif isinstance(around, (*FUNCTIONS, ast.ClassDef)) and self._inside(
                around, child, node
            ):
                return around
            child = around
        return self.tree

    def _inside(self, opener: ast.AST, child: ast.AST, node: ast.AST) -> bool:
        """Whether ``node``, reached through ``child``, is evaluated in the scope of ``opener``."""
        if isinstance(child, ast.arguments):
            return isinstance(node, ast.arg)
        if isinstance(child, ast.expr):
            if isinstance(opener, ast.Lambda):
                return child is opener.body
            return False
        return isinstance(child, ast.stmt)

    def function(self, node: ast.AST) -> FunctionNode | None:
        """The innermost function that runs ``node``; a default or decorator runs outside."""
        found = self.scope_node(node)
        while not isinstance(found, FUNCTIONS):
            if isinstance(found, ast.Module):
                return None
            found = self.scope_node(found)
        return found

    def loop(self, node: ast.AST) -> LoopNode | None:
        """The innermost loop whose body holds ``node``, within the same function."""
        child = node
        for around in self.ancestors(node):
            if isinstance(around, (*FUNCTIONS, ast.ClassDef)):
                return None
            if isinstance(around, LOOPS) and any(child is stmt for stmt in around.body):
                return around
            child = around
        return None

    def block(self, stmt: ast.stmt) -> list[ast.stmt]:
        """The very list of statements that holds ``stmt``."""
        around = self.parent(stmt)
        if around is not None:
            for found in blocks(around):
                if any(stmt is one for one in found):
                    return found
        raise ValueError("the statement does not stand in this file")


def last_name(node: ast.AST) -> str:
    """The last word of a dotted name; empty for everything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
