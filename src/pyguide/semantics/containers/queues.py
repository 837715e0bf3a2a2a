"""Lists that serve as queues: taken from or added to at their front, again and again."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import COMPREHENSIONS, FUNCTIONS, LOOPS, LoopNode
from pyguide.semantics.values.library import CONSUMERS
from pyguide.tree import children, walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding

# What a deque's methods of these names do is what a list's do.
_SAME = frozenset({"append", "extend", "clear", "count", "reverse"})
_SHRINKING = frozenset({"pop", "clear", "remove"})
_FEW = 8


class Queue(NamedTuple):
    """A list that a deque could replace: what makes it, and what would be spelled otherwise.

    ``starts`` are the expressions that make the list, ``pops`` and ``inserts`` the calls at its
    front, ``returns`` the reads that hand it to the caller, who wants a list. ``annotations`` say
    `list`. ``doubt`` is why something may still come out otherwise.
    """

    name: str
    starts: tuple[ast.expr, ...]
    pops: tuple[ast.Call, ...]
    inserts: tuple[ast.Call, ...]
    returns: tuple[ast.Name, ...]
    annotations: tuple[ast.Name, ...]
    doubt: str | None


class Queues:
    """Answers about lists used at their front."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def repeated(self, call: ast.Call) -> ast.Name | None:
        """The list at whose front a loop works with ``call`` in round after round."""
        name = _front(call, "pop") or _front(call, "insert")
        if name is None or not self._repeats(call, name):
            return None
        return name if self._s.type_of(name).within("list") else None

    def _repeats(self, call: ast.Call, name: ast.Name) -> bool:
        """Whether a loop of unknown length runs ``call`` more than once on one object."""
        if self._leaves(self._s.statement(call)):
            return False
        loop = self._s.loop(call)
        while loop is not None:
            if self._rebinds(loop, name):
                return False
            if not self._is_short(loop):
                return not any(self._is_inside(node) for node in self._uses_in(loop, name))
            if self._leaves(loop):
                return False
            loop = self._s.loop(loop)
        return False

    def _leaves(self, stmt: ast.stmt) -> bool:
        """Whether the loop around ``stmt`` is over when the block of ``stmt`` has ended."""
        block = self._s.block(stmt)
        rest = block[next(n for n, one in enumerate(block) if one is stmt) :]
        return self._s.always_leaves(rest, (ast.Return, ast.Raise, ast.Break))

    def _rebinds(self, loop: LoopNode, name: ast.Name) -> bool:
        owner = self._s.owner(name.id, name)
        return any(
            isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            and not isinstance(self._s.parent(node), ast.AugAssign)
            for node in self._s.flow.mentions(name.id, [loop], owner)
        )  # fmt: skip

    def _uses_in(self, loop: LoopNode, name: ast.Name) -> Iterator[ast.AST]:
        """What stands around the reads of the list within a loop."""
        owner = self._s.owner(name.id, name)
        for node in self._s.flow.mentions(name.id, [loop], owner):
            around = self._s.parent(node)
            if around is not None:
                yield around

    def _is_inside(self, use: ast.AST) -> bool:
        """Whether a use sorts the list or works in its middle, where a deque is no better."""
        match use:
            case ast.Subscript(slice=index):
                return isinstance(index, ast.Slice) or not _is_number(index)
            case ast.Attribute(attr="sort"):
                return True
            case ast.Attribute(attr="pop" | "insert" as method):
                call = self._s.parent(use)
                given = call.args if isinstance(call, ast.Call) else []
                return len(given) == (2 if method == "insert" else 1) and not _is_number(given[0])
        return False

    def _is_short(self, loop: LoopNode) -> bool:
        """Whether a loop runs over what is spelled out in the code, or a handful of numbers."""
        match getattr(loop, "iter", None):
            case ast.Tuple() | ast.List() | ast.Set() | ast.Dict() | ast.Constant():
                return True
            case ast.Call(func=ast.Name(id="range"), args=args):
                last = args[min(1, len(args) - 1)] if args else None
                few = isinstance(last, ast.Constant) and isinstance(last.value, int)
                return few and last.value <= _FEW  # type: ignore[union-attr]
        return False

    # -- whether a deque would do -----------------------------------------------------------------

    def queue(self, name: ast.Name) -> Queue | str:
        """What a deque in the place of the list takes, or why the code needs a list."""
        function, owner = self._s.function(name), self._s.owner(name.id, name)
        local = function is not None and owner is not None and self._s.is_local(name.id, name)
        if not local or isinstance(function, ast.Lambda | None) or owner is None:
            return f"`{name.id}` is a variable that others can see"
        for decorator in function.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if (self._s.qualified(called) or "").startswith("numba."):
                return "numba compiles the function, and knows no deque"
        owned = self._s.names.owned(owner, name.id)
        bindings = [one for one in owned if one.kind not in ("augment", "delete")]
        lists = [one for one in bindings if self._makes_list(one)]
        starts = tuple(one.value for one in lists if one.value is not None)
        notes = [n.annotation for n in map(self._statement, lists) if n is not None]
        classes = tuple(one for one in map(_class, notes) if one is not None)
        if len(classes) < len(notes):
            return f"the annotation of `{name.id}` says that it is a list"
        body: list[ast.stmt] = function.body
        mentions = list(self._s.flow.mentions(name.id, body, owner))
        if len(lists) < len(bindings):
            origins = {node: self._origin(node) for node in mentions}
            unclear = any(_is_read(node) and one is None for node, one in origins.items())
            known = set(lists)
            if unclear or origins[name] not in known:
                return f"`{name.id}` is also bound to what may be another list or no list"
            mentions = [node for node in mentions if origins[node] in known]
        found = _Uses(self._s, name.id, mentions)
        if found.obstacle is not None:
            return found.obstacle
        fronts = (tuple(found.pops), tuple(found.inserts), tuple(found.returns))
        return Queue(name.id, starts, *fronts, classes, found.doubt)

    def _origin(self, node: ast.AST) -> Binding | None:
        """The one binding that a read sees; None where there are several or it adds to others."""
        if not _is_read(node) or not isinstance(node, ast.Name):
            return None
        found = self._s.dominance.definition(node)
        return None if found is None or found.kind == "augment" else found

    def _statement(self, binding: Binding) -> ast.AnnAssign | None:
        found = self._s.parent(binding.node)
        return found if isinstance(found, ast.AnnAssign) else None

    def _makes_list(self, binding: Binding) -> bool:
        value, statement = binding.value, self._s.parent(binding.node)
        alone = isinstance(statement, ast.AnnAssign) or (
            isinstance(statement, ast.Assign) and len(statement.targets) == 1
        )
        made = value is not None and self._s.fresh_object(value)
        return alone and made and value is not None and self._s.type_of(value).within("list")


class _Uses:
    """All that a function does with one list, sorted by what a deque makes of it."""

    def __init__(self, semantics: Semantics, name: str, mentions: Sequence[ast.AST]) -> None:
        self._s = semantics
        self._name = name
        self.pops: list[ast.Call] = []
        self.inserts: list[ast.Call] = []
        self.returns: list[ast.Name] = []
        self.obstacle: str | None = None
        self.doubt: str | None = None
        for one in mentions:
            if isinstance(one, ast.Name) and _is_read(one):
                self.obstacle = self.obstacle or self._needs_list(one)

    def _needs_list(self, read: ast.Name) -> str | None:
        """Why this use of the list wants a list; None where a deque does as well."""
        around = self._s.parent(read)
        if self._s.dominance.is_deferred(read):
            return f"a generator uses `{self._name}`, whenever it runs"
        if self._is_test(read) or isinstance(around, ast.Starred):
            return None
        match around:
            case ast.Attribute(attr=attr):
                call = self._s.parent(around)
                if isinstance(call, ast.Call) and call.func is around:
                    return self._method(call, attr)
            case ast.For(iter=source, body=body) if source is read:
                return self._changed_within(body)
            case ast.comprehension(iter=source) if source is read:
                if not self._runs_at_once(around):
                    return f"a generator goes over `{self._name}`, whenever it runs"
                return self._changed_within([self._s.statement(read)])
            case ast.Return():
                if any(isinstance(one, ast.Try | ast.TryStar) for one in self._s.ancestors(read)):
                    return f"`{self._name}` is returned within a `try`"
                if self._s.builtin("list", read):
                    self.returns.append(read)
                    return None
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]) if right is read:
                return None
            case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
                return None
            case ast.AugAssign(op=ast.Add(), value=value) if value is read:
                other = around.target
                if isinstance(other, ast.Name) and self._s.type_of(other).within("list"):
                    return None
            case ast.Call(args=[first, *_]) if first is read:
                return self._argument(around)
            case ast.Subscript(ctx=ast.Load(), slice=index) if _is_end(index):
                self._doubt_unless_filled(around)
                return None
        shown = ast.unparse(around).partition("\n")[0] if isinstance(around, ast.expr) else ""
        return f"`{shown[:29]}` needs a list" if shown else f"`{self._name}` is used as a list"

    def _is_test(self, read: ast.expr) -> bool:
        """Whether the code only asks whether there is anything in the list."""
        child: ast.AST = read
        around = self._s.parent(child)
        while isinstance(around, ast.BoolOp) or (
            isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)
        ):
            if isinstance(around, ast.UnaryOp):
                return True
            child, around = around, self._s.parent(around)
        if isinstance(around, ast.comprehension):
            return any(one is child for one in around.ifs)
        tests = isinstance(around, ast.If | ast.While | ast.IfExp | ast.Assert)
        return tests and getattr(around, "test", None) is child

    def _runs_at_once(self, part: ast.comprehension) -> bool:
        """Whether a comprehension or generator is at its end when its statement goes on."""
        whole = self._s.parent(part)
        if not isinstance(whole, ast.GeneratorExp) or self._s.dominance.consumed(whole):
            return True
        match self._s.parent(whole):
            case ast.Call(func=ast.Attribute(value=text, attr="join")):
                return self._s.type_of(text).within("str")
        return False

    def _method(self, call: ast.Call, name: str) -> str | None:
        if _front(call, "pop") is not None:
            self.pops.append(call)
            self._doubt_unless_filled(call)
            return None
        if _front(call, "insert") is not None:
            self.inserts.append(call)
            return None
        if name == "pop" and not call.args and not call.keywords:
            self._doubt_unless_filled(call)
            return None
        return None if name in _SAME else f"`{self._name}.{name}()` needs a list"

    def _argument(self, call: ast.Call) -> str | None:
        """Why a call needs a list as its first argument."""
        if self._s.is_builtin(call.func, "len", "bool", *CONSUMERS):
            picks = self._s.is_builtin(call.func, "min", "max") and len(call.args) > 1
            return f"`{self._name}` is compared with lists" if picks else None
        match call.func:
            case ast.Attribute(value=text, attr="join") if self._s.type_of(text).within("str"):
                return None
            case ast.Attribute(value=other, attr="extend" | "update"):
                known = self._s.type_of(other).within("list", "set")
                if known and not (isinstance(other, ast.Name) and other.id == self._name):
                    return None
        return f"`{self._name}` is passed to {self._s.shown(call)}"

    def _changed_within(self, nodes: list[ast.stmt]) -> str | None:
        """A deque does not let itself be changed by the loop that goes over it."""
        for node in (inner for one in nodes for inner in walk(one)):
            match node:
                case ast.Attribute(value=ast.Name(id=name)) if name == self._name:
                    return f"a loop over `{self._name}` may change it"
                case ast.Name(id=name, ctx=ast.Store()) if name == self._name:
                    return f"a loop over `{self._name}` may change it"
        return None

    # -- whether there is anything in it ----------------------------------------------------------

    def _doubt_unless_filled(self, node: ast.expr) -> None:
        if self.doubt is None and not self._is_filled(node):
            self.doubt = f"`{self._name}` may be empty, and a deque says so in other words"

    def _is_filled(self, node: ast.expr) -> bool:
        """Whether the list surely holds something when ``node`` takes or reads an end of it."""
        child: ast.AST = self._s.statement(node)
        if self._shrinks([child]) > isinstance(node, ast.Call):
            return False
        for around in self._s.ancestors(child):
            block = getattr(around, "body", [])
            if not any(child is one for one in block):
                block = around.orelse if isinstance(around, ast.If) else []
            if not any(child is one for one in block):
                return False
            if isinstance(around, ast.For) and self._goes_as_often(around):
                return self._shrinks(around.body) == 1
            header = [one for one in children(around) if not isinstance(one, ast.stmt)]
            if self._shrinks([*header, *block[: block.index(child)]]):
                return False
            asks = isinstance(around, ast.While | ast.If) and block is around.body
            if asks and self._says_filled(around.test):  # type: ignore[attr-defined]
                return True
            if isinstance(around, (*LOOPS, *FUNCTIONS)):
                return False
            child = around
        return False

    def _shrinks(self, nodes: Sequence[ast.AST]) -> int:
        """How often code below ``nodes`` takes something out of the list or binds the name.

        What an inner loop does counts more than once.
        """
        count = 0
        for node in (inner for one in nodes for inner in walk(one)):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)):
                    count += name == self._name and attr in _SHRINKING
                case ast.Name(id=name, ctx=ast.Store()):
                    count += name == self._name
            if isinstance(node, (*LOOPS, *COMPREHENSIONS)):
                count += self._shrinks(children(node))
        return count

    def _says_filled(self, test: ast.expr) -> bool:
        match test:
            case ast.Name(id=name):
                return name == self._name
            case ast.BoolOp(op=ast.And(), values=values):
                return any(map(self._says_filled, values))
            case ast.Call():
                return self._is_length(test)
            case ast.Compare(left=left, ops=[ast.Gt() | ast.NotEq()], comparators=[right]):
                zero = isinstance(right, ast.Constant) and right.value == 0
                return zero and self._is_length(left)
        return False

    def _is_length(self, node: ast.expr) -> bool:
        match node:
            case ast.Call(func=func, args=[ast.Name(id=name)]) if name == self._name:
                return self._s.is_builtin(func, "len")
        return False

    def _goes_as_often(self, loop: ast.For) -> bool:
        """Whether a loop has as many rounds as the list has items when it begins."""
        match loop.iter:
            case ast.Call(func=func, args=[ast.Call() as length], keywords=[]):
                return self._s.is_builtin(func, "range") and self._is_length(length)
        return False


def _is_read(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def _front(call: ast.Call, method: str) -> ast.Name | None:
    """The list of ``x.pop(0)`` or ``x.insert(0, y)``."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name() as name, attr=attr),
            args=[ast.Constant(value=0) as first, *rest],
            keywords=[],
        ) if attr == method and first.value is not False:
            wanted = 1 if method == "insert" else 0
            starred = any(isinstance(one, ast.Starred) for one in rest)
            return name if len(rest) == wanted and not starred else None
    return None


def _is_number(index: ast.expr) -> bool:
    """Whether an index is written out."""
    if isinstance(index, ast.UnaryOp):
        index = index.operand
    return isinstance(index, ast.Constant)


def _is_end(index: ast.expr) -> bool:
    return ast.unparse(index) in ("0", "-1")


def _class(annotation: ast.expr) -> ast.Name | None:
    """The name `list` in an annotation that says no more than that."""
    match annotation:
        case ast.Name(id="list") | ast.Subscript(value=ast.Name(id="list")):
            found = annotation.value if isinstance(annotation, ast.Subscript) else annotation
            return found if isinstance(found, ast.Name) else None
    return None
