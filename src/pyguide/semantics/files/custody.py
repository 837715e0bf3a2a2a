"""Who sees to it that a file or the like is closed: a `with`, somebody else, or nobody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.files.resources import Resource
from pyguide.semantics.objects.fates import Fate, Use
from pyguide.semantics.structure import TRIES

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Scope

_LENDERS = """
    builtins.list builtins.tuple builtins.set builtins.frozenset builtins.dict builtins.sorted
    builtins.sum builtins.min builtins.max builtins.any builtins.all builtins.len builtins.print
    builtins.repr builtins.str builtins.isinstance builtins.hasattr builtins.id builtins.type
    builtins.bool builtins.next json.load json.dump pickle.load pickle.dump marshal.load
    marshal.dump plistlib.load plistlib.dump tomllib.load tomli.load yaml.load yaml.safe_load
    yaml.dump yaml.safe_dump shutil.copyfileobj hashlib.file_digest email.message_from_file
    email.message_from_binary_file numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.savetxt
    numpy.save traceback.print_exc pprint.pprint collections.Counter collections.deque
"""
LENDERS = frozenset(_LENDERS.split())
"""Functions that are done with a file when they return."""

_WRAPPERS = """
    builtins.enumerate builtins.zip builtins.map builtins.filter builtins.iter itertools.islice
    itertools.chain itertools.takewhile itertools.dropwhile csv.reader csv.writer csv.DictReader
    csv.DictWriter io.TextIOWrapper io.BufferedReader io.BufferedWriter
"""
WRAPPERS = frozenset(_WRAPPERS.split())
"""Functions whose result goes on using the file; what becomes of it becomes of the file."""

# Methods by which somebody else takes the resource over, or gets at what it holds.
_TAKING = frozenset({"__enter__", "__exit__", "detach"})
_SHARING = frozenset({"__iter__", "makefile", "open", "extractfile", "fileno", "dup", "share"})
_LOOKED_AT = frozenset({"name", "mode", "closed", "encoding", "newlines", "errors", "filename"})
# Whoever gets the resource here, closes it.
_KEEPERS = frozenset(
    {"closing", "enter_context", "enterContext", "push", "callback", "finalize", "register",
     "addCleanup", "addfinalizer"}
)  # fmt: skip
# What tests wrap around code that shall fail or leak, or that shall get a stand-in for `open`.
_STAGED = re.compile(r"raises|Raises|ResourceWarning|patch.*open|mock_open")
# What may become of a reader or writer around a file without anybody else getting hold of it; the
# uses of the name that it is bound to are judged one by one.
_SETTLED = frozenset({"bound", "iterated", "method", "inspected", "dropped"})


class Unmanaged(NamedTuple):
    """A resource in no `with` that only the code around it can close.

    ``fate`` is the one use of the call's value. Where that binds a name, ``target`` is the name,
    ``uses`` are all uses of it, ``closes`` its calls of `close`, and ``guard`` is the `try` behind
    or around the binding whose `finally` does nothing but close it.
    """

    resource: Resource
    fate: Fate
    target: ast.Name | None = None
    uses: tuple[Use, ...] = ()
    closes: tuple[ast.Call, ...] = ()
    guard: ast.Try | None = None


class Custody:
    """Answers about who closes what."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._known: dict[ast.Call, Unmanaged | None] = {}

    def unmanaged(self, call: ast.Call) -> Unmanaged | None:
        """What ``call`` opens, if no `with` holds it and nobody else is there to close it."""
        if call not in self._known:
            resource = self._s.resources.opened(call)
            found = None if resource is None else self._judged(resource)
            self._known[call] = None if found is None or self.is_staged(call) else found
        return self._known[call]

    def _judged(self, resource: Resource) -> Unmanaged | None:
        fate = self._wrapped(self._s.fates.of(resource.call))
        if fate.kind == "bound":
            return self._named(resource, fate)
        if fate.maybe or fate.later or resource.lent:
            return None
        match fate.kind:
            case "dropped" | "iterated":
                return Unmanaged(resource, fate)
            case "method" if fate.name not in _TAKING | _SHARING | {"close"}:
                return Unmanaged(resource, fate)
            case "attribute" if fate.name == "name":
                return Unmanaged(resource, fate)
            case "passed" if self._goes_to(fate.node, LENDERS):
                return Unmanaged(resource, fate)
        return None

    def is_staged(self, call: ast.Call) -> bool:
        """Whether a test around the call expects it to fail or leak, or replaces what it calls."""
        parts: list[ast.expr] = []
        for around in self._s.ancestors(call):
            match around:
                case ast.With(items=items):
                    parts += [item.context_expr for item in items]
                case ast.FunctionDef(decorator_list=decorators):
                    parts += decorators
        return any(_STAGED.search(ast.unparse(part)) for part in parts)

    def _goes_to(self, call: ast.AST, names: frozenset[str]) -> bool:
        """Whether ``call`` runs one of the functions ``names``, as far as this file shows."""
        if not isinstance(call, ast.Call):
            return False
        func = call.func
        if isinstance(func, ast.Attribute) and func.attr == "join":
            return names is LENDERS and self._s.type_of(func.value).within("str", "bytes")
        return self._s.qualified(func) in names

    def _wrapped(self, fate: Fate) -> Fate:
        """What becomes of the reader, writer or iterator that is made around the resource."""
        while fate.kind == "passed" and not fate.maybe and self._goes_to(fate.node, WRAPPERS):
            assert isinstance(fate.node, ast.Call)
            fate = self._s.fates.of(fate.node)
        return fate

    # -- a resource that has a name --------------------------------------------------

    def _named(self, resource: Resource, fate: Fate) -> Unmanaged | None:
        opening, target = fate.node, _bound_name(fate)
        if target is None or fate.maybe or not isinstance(opening, ast.stmt):
            return None
        owner = self._s.owner(target.id, target)
        if owner is None or not self._is_own(owner, target):
            return None
        uses = tuple(self._all_uses(target))
        closes = tuple(call for use in uses if (call := _closing(use)) is not None)
        if any(_hands_over(use) for use in uses) or self._has_rivals(owner, target, uses):
            return None
        if not closes:
            kept = owner.kind == "module" or any(self._may_keep(use) for use in uses)
            if kept or resource.lent or self._is_let_go(owner, target):
                return None
            return Unmanaged(resource, fate, target, uses)
        if any(self._runs_on_failure(close, opening) for close in closes):
            return None
        guard = self._guard(opening, target.id)
        inside = any(self._is_last_resort(close) for close in closes)
        if inside and (guard is None or len(closes) > 1):
            return None
        if not inside and self._is_touch(opening, closes[0]):
            return None
        return Unmanaged(resource, fate, target, uses, closes, guard if inside else None)

    def _is_own(self, owner: Scope, target: ast.Name) -> bool:
        """Whether the name is a local here, or a global of code at module level."""
        if self._s.names.is_foreign(owner, target.id):
            return False
        if owner.kind == "module":
            return self._s.function(target) is None
        return owner.node is self._s.function(target)

    def _all_uses(self, target: ast.Name, depth: int = 3) -> Iterator[Use]:
        """The uses of the name, and of names for a reader or writer that goes on using it."""
        for use in self._s.fates.uses(target):
            yield use
            inner = _bound_name(self._wrapped(use.fate)) if use.fate.kind == "passed" else None
            if inner is not None and depth:
                yield from self._all_uses(inner, depth - 1)

    def is_over(self, fate: Fate) -> bool:
        """Whether this use of a resource, once it is over, leaves nobody with a way to use it."""
        if fate.maybe or fate.later:
            return False
        if fate.kind == "attribute":
            return fate.name in _LOOKED_AT
        return fate.kind == "method" and fate.name not in _TAKING | _SHARING

    def _may_keep(self, use: Use) -> bool:
        """Whether somebody may go on using the resource after this use."""
        fate = use.fate
        if fate.later or fate.maybe:
            return True
        match fate.kind:
            case "attribute":
                return fate.name not in _LOOKED_AT
            case "method":
                return fate.name in _SHARING
            case "passed":
                fate = self._wrapped(fate)
                if fate.kind == "passed":
                    return fate.maybe or not self._goes_to(fate.node, LENDERS)
                return fate.later or fate.kind not in _SETTLED
        return False

    def _is_let_go(self, owner: Scope, target: ast.Name) -> bool:
        """Whether a later `name = None` drops it on purpose."""
        return any(
            isinstance(other.value, ast.Constant) and other.node.lineno > target.lineno  # type: ignore[attr-defined]
            for other in self._s.names.owned(owner, target.id)
        )

    def _has_rivals(self, owner: Scope, target: ast.Name, uses: tuple[Use, ...]) -> bool:
        """Whether a use may see something that was not opened here, such as `sys.stdin`."""
        if all(use.sure for use in uses):
            return False
        for other in self._s.names.owned(owner, target.id):
            if other.node is target or other.kind in ("delete", "annotation"):
                continue
            match other.value:
                case ast.Constant(value=None):
                    continue
                case ast.Call() as call if self._s.resources.opened(call) is not None:
                    if self._excludes(other.node, target):
                        continue
            return True
        return False

    def _excludes(self, one: ast.AST, other: ast.AST) -> bool:
        """Whether two nodes stand in different branches of one `if`."""
        branches = {id(around): child for child, around in self._climb(one)}
        for child, around in self._climb(other):
            if id(around) in branches:
                return isinstance(around, ast.If) and (
                    (child in around.body) != (branches[id(around)] in around.body)
                )
        return False

    def _climb(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Each node around ``node`` with its part that leads there."""
        child = node
        for around in self._s.ancestors(node):
            yield child, around
            child = around

    # -- how it is closed --------------------------------------------------

    def _is_last_resort(self, close: ast.Call) -> bool:
        """Whether the call stands in a `finally` or a handler: the author thought of exceptions."""
        return any(
            isinstance(around, ast.ExceptHandler)
            or (isinstance(around, TRIES) and child in around.finalbody)
            for child, around in self._climb(close)
        )

    def _runs_on_failure(self, close: ast.Call, opening: ast.stmt) -> bool:
        """Whether the call stands behind a `try` around the opening whose handlers lead there."""
        inside = {id(around) for around in self._s.ancestors(close)}
        return any(
            isinstance(around, TRIES)
            and id(around) not in inside
            and child in around.body
            and not all(self._s.always_leaves(one.body) for one in around.handlers)
            for child, around in self._climb(opening)
        )

    def _guard(self, opening: ast.stmt, name: str) -> ast.Try | None:
        """The `try` behind or around the opening that ends in `finally: name.close()`."""
        around = self._s.parent(opening)
        outer = [around] if opening in getattr(around, "body", ()) else []
        for stmt in (*self._behind(opening), *outer):
            match stmt:
                case ast.Try(finalbody=[ast.Expr(value=ast.Call() as call)]):
                    if ast.unparse(call) == f"{name}.close()":
                        return stmt
        return None

    def _is_touch(self, opening: ast.stmt, close: ast.Call) -> bool:
        """Whether it is closed at once, so that no exception can come between."""
        follower = self._follower(opening)
        while isinstance(follower, ast.Try):
            follower = follower.body[0]
        return follower is self._s.statement(close)

    def _follower(self, stmt: ast.stmt) -> ast.stmt | None:
        """What runs next when ``stmt`` succeeds, if that stands outside loops and `with`."""
        behind, around = self._behind(stmt), self._s.parent(stmt)
        if behind:
            return behind[0]
        match around:
            case ast.Try(body=body, orelse=[first, *_]) if stmt in body:
                return first
            case ast.If() | ast.Try(finalbody=[]):
                return self._follower(around)
        return None

    def _behind(self, stmt: ast.stmt) -> list[ast.stmt]:
        block = self._s.block(stmt)
        return block[block.index(stmt) + 1 :]


def _bound_name(fate: Fate) -> ast.Name | None:
    """The name that a plain assignment gives to the object."""
    match fate.node:
        case ast.Assign(targets=[ast.Name() as target]) if fate.kind == "bound":
            return target
        case ast.AnnAssign(target=ast.Name() as target) if fate.kind == "bound":
            return target
    return None


def _closing(use: Use) -> ast.Call | None:
    fate = use.fate
    closes = fate.kind == "method" and fate.name == "close"
    return fate.node if closes and isinstance(fate.node, ast.Call) else None


def _hands_over(use: Use) -> bool:
    """Whether this use makes somebody else responsible, or shows that somebody takes care."""
    fate = use.fate
    match fate.kind:
        case "entered" | "returned" | "yielded" | "stored" | "bound" | "deleted":
            return True
        case "attribute":
            return fate.name in _TAKING | {"close"}
        case "method":
            return fate.name in _TAKING or (fate.name == "close" and fate.later)
        case "passed":
            func = getattr(fate.node, "func", None)
            return getattr(func, "attr", getattr(func, "id", "")) in _KEEPERS
    return False
