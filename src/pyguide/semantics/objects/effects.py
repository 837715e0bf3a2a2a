"""What running code can do: bind, change, call the unknown, suspend, leave."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.control.flow import own_exits
from pyguide.semantics.names.scopes import build_names
from pyguide.semantics.structure import walk_run
from pyguide.semantics.values import library

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class Effects(NamedTuple):
    """What running some nodes can do.

    ``rebinds`` holds the variables they bind or delete; ``mutates`` the names or dotted attributes
    whose object they change in place; ``calls_unknown`` is the first node that may run any code.
    """

    rebinds: frozenset[str]
    mutates: frozenset[str]
    calls_unknown: ast.AST | None
    suspends: bool
    may_exit: bool


class EffectsOf:
    """Answers about effects."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._running: set[ast.AST] = set()
        self._quiet: dict[ast.AST, str | None] = {}

    def effects(self, nodes: Sequence[ast.AST]) -> Effects:
        """All that running ``nodes`` can do."""
        inner = list(walk_run(list(nodes)))
        mutated = {text for node in inner for text in self._mutated(node)}
        suspends = any(is_suspension(node) for node in inner)
        statements = [node for node in nodes if isinstance(node, ast.stmt)]
        return Effects(
            frozenset(name for node in inner for name in build_names(node)),
            frozenset(mutated),
            next((node for node in inner if self.runs_unknown(node)), None),
            suspends,
            any(True for _ in own_exits(statements)),
        )

    def _mutated(self, node: ast.AST) -> list[str]:
        target = self.changed(node)
        return [] if target is None else [_dotted(target)]

    def changed(self, node: ast.AST) -> ast.expr | None:
        """The expression whose object ``node`` itself changes in place, if it does."""
        target = changed_form(node)
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=attr)):
                return target if target is not None and self._changes(value, attr) else None
            case ast.AugAssign() if target is not None:
                return None if self._s.type_of(target).within(*library.IMMUTABLE) else target
        return target

    def _changes(self, value: ast.expr, attr: str) -> bool:
        found = self._s.type_of(value)
        if not found.known or not found.exact:
            return True
        return any(attr in library.MUTATORS.get(name, ()) for name in found.names or ())

    # -- code that may do anything --------------------------------------------------

    def runs_unknown(self, node: ast.AST) -> bool:
        """Whether ``node`` itself may run code that this file does not show to be harmless."""
        return self._calls_unknown(node) or self._s.implicit.is_loud(node)

    def _calls_unknown(self, node: ast.AST) -> bool:
        match node:
            case ast.Call():
                return not self.is_quiet_call(node)
            case ast.For(iter=source):
                return not self.iterates_quietly(source)
            case ast.comprehension(iter=source, is_async=is_async):
                return bool(is_async) or not self.iterates_quietly(source)
            case ast.Starred(value=source):
                return isinstance(node.ctx, ast.Load) and not self.iterates_quietly(source)
            case ast.Assign(targets=targets, value=value):
                return any(map(_takes_apart, targets)) and not self.iterates_quietly(value)
            case ast.With(items=items):
                return not all(self._enters_quietly(item.context_expr) for item in items)
            case ast.AsyncWith() | ast.AsyncFor() | ast.Await() | ast.Yield() | ast.YieldFrom():
                return True
            case ast.Import() | ast.ImportFrom():
                # Importing a module runs it.
                return True
            case ast.ClassDef(bases=bases, keywords=keywords):
                return bool(bases or keywords or node.decorator_list)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return bool(node.decorator_list)
            case ast.AugAssign(target=ast.Name() as target, value=value, op=ast.Add()):
                if self._s.type_of(target).within("list"):
                    return not self.iterates_quietly(value)
            case ast.Match():
                return False
        return False

    def _enters_quietly(self, manager: ast.expr) -> bool:
        return self._s.type_of(manager).within("io.TextIOWrapper")

    def iterates_quietly(self, source: ast.expr) -> bool:
        """Whether iterating ``source`` runs no code but that of plain builtin containers."""
        if self._s.type_of(source).within(*library.CONTAINERS):
            return True
        match source:
            case ast.GeneratorExp():
                # Its own parts are looked at where they stand.
                return True
            case ast.Starred(value=value):
                return self.iterates_quietly(value)
            case ast.Call(func=func, args=args, keywords=keywords):
                if self._s.is_builtin(func, "zip"):
                    return all(self.iterates_quietly(arg) for arg in args)
                if self._s.is_builtin(func, "enumerate"):
                    return all(self.iterates_quietly(arg) for arg in args[:1])
                if self._s.is_builtin(func, "reversed", "iter"):
                    return len(args) == 1 and self.iterates_quietly(args[0])
                if self._s.is_builtin(func, "map", "filter") and len(args) > 1 and not keywords:
                    rest = all(self.iterates_quietly(arg) for arg in args[1:])
                    return rest and self.is_quiet_function(args[0])
        return False

    def is_quiet_call(self, call: ast.Call) -> bool:
        """Whether a call runs only code that leaves every object of the caller alone.

        A method that changes its receiver counts as quiet: `changed` names that receiver.
        """
        func = call.func
        if isinstance(func, ast.Attribute):
            base = self._s.type_of(func.value)
            if base.known and base.exact:
                return self._quiet_method(call, base.names or frozenset(), func.attr)
        if isinstance(func, ast.Name) and self._s.is_builtin(func):
            return self._quiet_builtin(call, func.id)
        full = self._s.qualified(func)
        if full in library.QUIET_BY_TYPE:
            return not call.keywords and not any(isinstance(a, ast.Starred) for a in call.args)
        if full is not None:
            return full in library.QUIET_LIBRARY and self._plain_arguments(call)
        return self._s.callee(func) is not None and self.why_loud(call) is None

    def _plain_arguments(self, call: ast.Call) -> bool:
        """Whether all arguments are plain values, so that nothing is called back."""
        values = [*call.args, *(word.value for word in call.keywords)]
        return all(self._s.type_of(v).within(*library.SCALARS, "list", "tuple") for v in values)

    def _quiet_method(self, call: ast.Call, names: frozenset[str], attr: str) -> bool:
        if not names <= library.CONTAINERS | library.SCALARS:
            return False
        for name in names:
            if (name, attr) in library.METHOD_RESULTS or attr in library.MUTATORS.get(name, ()):
                continue
            if attr not in library.READERS.get(name, ()):
                return False
        if any(isinstance(arg, ast.Starred) for arg in call.args):
            return False
        if attr in library.ITERATING and not all(self.iterates_quietly(arg) for arg in call.args):
            return False
        return all(self._quiet_word(word) for word in call.keywords)

    def _quiet_word(self, word: ast.keyword) -> bool:
        return word.arg is not None and (word.arg != "key" or self.is_quiet_function(word.value))

    def _quiet_builtin(self, call: ast.Call, name: str) -> bool:
        if name in library.EXCEPTIONS:
            return True
        if name in ("iter", "type") and len(call.args) != 1:
            return False
        if name not in library.QUIET_BUILTINS or name == "super":
            return name == "super" or (name in ("map", "filter") and not call.keywords)
        if name == "print":
            # Where it prints to, and how a value shows itself, may be anybody's code.
            plain = all(self._s.type_of(a).within(*library.SCALARS) for a in call.args)
            plain = plain and all(word.arg in ("end", "sep", "flush") for word in call.keywords)
            return plain and self._keeps_streams
        if name in library.CONSUMERS and not self._consumes_quietly(call, name):
            return False
        if name == "input" and not self._keeps_streams:
            return False
        return all(self._quiet_word(word) and word.arg != "opener" for word in call.keywords)

    @cached_property
    def _keeps_streams(self) -> bool:
        """Whether the file leaves standard input and output as they are."""
        replaced = map(self._s.names.replacements.covers, ("sys.stdin", "sys.stdout", "sys.stderr"))
        return "redirect_std" not in self._s.source.text and not any(replaced)

    def _consumes_quietly(self, call: ast.Call, name: str) -> bool:
        if name in ("min", "max") and len(call.args) > 1:
            return not any(isinstance(arg, ast.Starred) for arg in call.args)
        return all(self.iterates_quietly(arg) for arg in call.args[:1])

    def is_quiet_function(self, func: ast.expr) -> bool:
        """Whether calling ``func`` with any plain arguments leaves the caller's objects alone."""
        if isinstance(func, ast.Constant) and func.value is None:
            return True
        if isinstance(func, ast.Lambda):
            body = list(walk_run([func.body]))
            return not any(
                self.runs_unknown(n) or self.changed(n) is not None or is_suspension(n)
                for n in body
            )
        names = library.QUIET_BUILTINS - library.CONSUMERS - {"print", "super", "property"}
        if not isinstance(func, ast.Name) or not self._s.is_builtin(func, *names):
            return False
        return not self._s.implicit.is_loud_builtin(func.id)

    # -- functions of this file --------------------------------------------------

    def why_loud(self, call: ast.Call) -> str | None:
        """Why calling a function of this file may touch objects of others; None if it cannot."""
        function = self._s.callee(call.func)
        if function is None:
            return f"{self._s.shown(call)} is unknown"
        if any(isinstance(arg, ast.Starred) for arg in call.args):
            return f"{self._s.shown(call)} unpacks its arguments"
        if function in self._quiet:
            return self._quiet[function]
        if function in self._running:
            return f"`{function.name}()` calls itself"
        self._running.add(function)
        try:
            why = self._why_loud(function)
        finally:
            self._running.discard(function)
        if not self._running and not self._s.values.is_assuming():
            self._quiet[function] = why
        return why

    def _why_loud(self, function: ast.FunctionDef) -> str | None:
        shown = f"`{function.name}()`"
        if self._s.dynamic(function.body[0]):
            return f"{shown} looks at its own variables"
        inner = list(walk_run(list(function.body)))
        if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in inner):
            # Calling a generator function runs nothing yet; iterating it is judged there.
            return None
        return self.why_body_is_loud(function)

    def why_body_is_loud(self, function: ast.FunctionDef) -> str | None:
        """Why running the body, between two items if it yields, may touch objects of others."""
        shown = f"`{function.name}()`"
        for node in walk_run(list(function.body)):
            if isinstance(node, ast.Yield):
                continue
            if isinstance(node, ast.Global | ast.Nonlocal):
                return f"{shown} rebinds outer variables"
            if self.runs_unknown(node):
                return f"{shown} calls what is unknown"
            target = self.changed(node)
            if target is not None and not self._is_own(target):
                return f"{shown} changes {self._s.shown(target)}"
        return None

    def _is_own(self, target: ast.expr) -> bool:
        """Whether the object of ``target`` is a new one of the function's own."""
        if self._s.type_of(target).within(*library.IMMUTABLE):
            return True
        return isinstance(target, ast.Name) and self._s.uses.leak(target, target) is None


def _takes_apart(target: ast.expr) -> bool:
    """Whether assigning to ``target`` iterates the value."""
    match target:
        case ast.Tuple() | ast.List() | ast.Subscript(slice=ast.Slice()):
            return True
    return False


def changed_form(node: ast.AST) -> ast.expr | None:
    """The expression whose object ``node`` changes in place, judged by its form alone."""
    match node:
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            return value
        case ast.Attribute(value=value, ctx=ast.Store() | ast.Del()):
            return value
        case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in library.ALL_MUTATORS:
            return value
        case ast.AugAssign(target=target):
            return target
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[first, *_]):
            return first
    return None


def may_be(expr: ast.expr) -> Iterator[ast.Name]:
    """The names one of which ``expr`` hands on as it is: both of ``(a or b)``."""
    match expr:
        case ast.Name():
            yield expr
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*may_be(body), *may_be(orelse))
        case ast.BoolOp(values=values):
            yield from (name for value in values for name in may_be(value))
        case ast.NamedExpr(value=value):
            yield from may_be(value)


def is_suspension(node: ast.AST) -> bool:
    """Whether other code runs while this node waits."""
    if isinstance(node, ast.comprehension):
        return bool(node.is_async)
    return isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.AsyncFor | ast.AsyncWith)


def _dotted(node: ast.expr) -> str:
    return ast.unparse(node)
