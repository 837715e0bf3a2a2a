"""What one mention of a name lets others do with the object behind it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyguide.semantics.objects.effects import may_be
from pyguide.semantics.structure import LOOPS
from pyguide.semantics.values import library
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding, Scope

_LAZY = ("enumerate", "filter", "iter", "map", "reversed", "zip")


class Uses:
    """Whether an object that a local name holds is known to nobody else."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._running: set[tuple[ast.AST, str]] = set()
        self._exposed: dict[tuple[ast.AST, str], list[tuple[ast.AST, str]]] = {}

    # -- new objects --------------------------------------------------

    def fresh_object(self, expr: ast.expr) -> bool:
        """Whether evaluating ``expr`` makes a new object that nothing else refers to."""
        match expr:
            case ast.List() | ast.Dict() | ast.Set() | ast.ListComp():
                return True
            case ast.SetComp() | ast.DictComp():
                return True
            case ast.IfExp(body=body, orelse=orelse):
                return self.fresh_object(body) and self.fresh_object(orelse)
            case ast.Subscript(value=value, slice=ast.Slice()):
                return self._s.type_of(value).within("list", "bytearray")
            case ast.BinOp():
                return self._s.type_of(expr).within("list", "set", "dict")
            case ast.Call(func=func):
                return self._fresh_call(expr, func)
        return False

    def _fresh_call(self, call: ast.Call, func: ast.expr) -> bool:
        if self._s.is_builtin(func, "list", "dict", "set", "bytearray", "sorted"):
            return True
        if self._s.qualified(func) in library.NEW_FROM_LIBRARY:
            return True
        if isinstance(func, ast.Attribute):
            base = self._s.type_of(func.value)
            result = self._s.type_of(call)
            made = func.attr in ("copy", "split", "rsplit", "splitlines", "readlines",
                                 "union", "intersection", "difference", "groupdict")  # fmt: skip
            return base.known and base.exact and made and result.within("list", "set", "dict")
        return self._returns_new(call)

    def _returns_new(self, call: ast.Call) -> bool:
        """Whether a function of this file makes what it returns in the very `return`."""
        function = self._s.callee(call.func)
        if function is None or (function, "") in self._running:
            return False
        given = self._s.calls.given(function)
        if not given or not self._s.always_leaves(function.body, (ast.Return, ast.Raise)):
            return False
        self._running.add((function, ""))
        try:
            return all(one is not None and self.fresh_object(one) for one in given)
        finally:
            self._running.discard((function, ""))

    def is_new(self, name: ast.Name) -> bool:
        """Whether each object that ``name`` can hold was new when it was bound, and unshared."""
        found = self._s.bindings(name)
        if not found:
            return False
        return all(self._new_binding(one) for one in found)

    def _new_binding(self, binding: Binding) -> bool:
        match binding.kind:
            case "annotation" | "delete":
                return True
            case "augment":
                # A list, set or dict stays the same object; the other bindings tell which.
                after = self._s.values.binding_type(binding)
                return after.within("list", "set", "dict", "bytearray")
            case "parameter":
                args = self._s.parent(binding.node)
                return isinstance(args, ast.arguments) and binding.node in (args.vararg, args.kwarg)
            case "assign":
                statement = self._s.statement(binding.node)
                alone = not isinstance(statement, ast.Assign) or len(statement.targets) == 1
                return alone and binding.value is not None and self.fresh_object(binding.value)
        return binding.path == (-1,) and binding.kind in ("for", "comprehension")

    # -- who else may know it --------------------------------------------------

    def leak(self, name: ast.Name, before: ast.AST | None) -> str | None:
        """Why others may hold the object of ``name``; None when provably nobody does.

        With ``before``, only what can have run by the end of that node counts.
        """
        if not self._s.is_local(name.id, name):
            return f"`{name.id}` is not a plain local variable"
        function = self._s.function(name)
        owner = self._s.owner(name.id, name)
        if function is None or owner is None or isinstance(function, ast.Lambda):
            return f"`{name.id}` is not a plain local variable"
        if not self.is_new(name):
            return f"`{name.id}` may have another name elsewhere"
        key = (function, name.id)
        if key in self._running:
            return f"`{name.id}` is passed in a circle"
        self._running.add(key)
        try:
            return self._leaks(name.id, function, owner, before)
        finally:
            self._running.discard(key)

    def is_judging(self, name: ast.Name) -> bool:
        """Whether `leak` is being asked about the object of ``name``."""
        return (self._s.function(name), name.id) in self._running

    def _leaks(
        self, name: str, function: ast.AST, owner: Scope, before: ast.AST | None
    ) -> str | None:
        for node, why in self._exposures(name, function, owner):
            if before is None or self.may_precede(node, before, name):
                return why
        return None

    def _exposures(self, name: str, function: ast.AST, owner: Scope) -> list[tuple[ast.AST, str]]:
        """The reads of ``name`` in ``function`` that give its object away, and how."""
        kept = self._exposed.get((function, name))
        if kept is not None:
            return kept
        found: list[tuple[ast.AST, str]] = []
        body: list[ast.stmt] = function.body  # type: ignore[attr-defined]
        for node in self._s.flow.mentions(name, body, owner):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                continue
            why = self.exposes(node)
            if self._s.dominance.is_deferred(node):
                why = f"`{name}` is used by a generator that runs later"
            if why is not None:
                found.append((node, why))
        if not self._s.values.is_assuming() and len(self._running) == 1:
            self._exposed[function, name] = found
        return found

    def may_precede(self, use: ast.AST, node: ast.AST, name: str) -> bool:
        """Whether ``use`` can run before ``node`` has ended, for the same object."""
        mine, other = self._path(use), self._path(node)
        later = False
        for (holder, place), (holder2, place2) in zip(mine, other, strict=False):
            if holder is not holder2:
                break
            if place != place2:
                later = place > place2
                break
        if not later:
            return True
        common = [around for around, _ in mine if any(around is one for one, _ in other)]
        loops = [around for around in common if isinstance(around, LOOPS)]
        return bool(loops) and not self._made_in(name, loops, node)

    def _made_in(self, name: str, loops: Sequence[ast.AST], node: ast.AST) -> bool:
        """Whether each round of the innermost common loop makes a new object first."""
        probe = next(
            (n for n in walk(node) if isinstance(n, ast.Name) and n.id == name
             and isinstance(n.ctx, ast.Load)), None
        )  # fmt: skip
        if probe is None:
            return False
        found = self._s.dominance.definition(probe)
        if found is None or found.kind != "assign":
            return False
        return any(around is loops[-1] for around in self._s.ancestors(found.node))

    def _path(self, node: ast.AST) -> list[tuple[ast.AST, int]]:
        """From the function down: each statement's holder and its place in it, in run order."""
        found: list[tuple[ast.AST, int]] = []
        child = node
        for around in self._s.ancestors(node):
            if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                found.append((around, _place(around, child)))
            elif isinstance(around, ast.stmt):
                found.append((around, -1))
            child = around
            if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
                break
        return found[::-1]

    # -- one mention --------------------------------------------------

    def exposes(self, use: ast.expr) -> str | None:
        """Why this read of an object gives it to somebody else; None if it does not."""
        around = self._s.parent(use)
        shown = self._s.shown(use)
        match around:
            case ast.Return() | ast.Expr() | ast.If() | ast.While():
                # What is returned leaves only when no more of this function runs.
                return None
            case ast.Assert(test=test) if test is use:
                return None
            case ast.Tuple() | ast.List() if isinstance(self._s.parent(around), ast.Return):
                return None
            case ast.For() | ast.comprehension():
                return None if around.iter is use or use in getattr(around, "ifs", ()) else shown
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]) if (
                right is use and self._s.type_of(use).within(*library.CONTAINERS)
            ):
                # Each item is asked, and the other side; neither gets to know the container.
                return None
            case ast.Compare() if self._s.implicit.may_keep(around, use):
                return f"{shown} is compared with what may keep it"
            case ast.Compare() | ast.JoinedStr() | ast.FormattedValue():
                return None
            case ast.UnaryOp(op=ast.Not()):
                return None
            case ast.Starred():
                return None
            case ast.Subscript(value=base):
                return None if base is use else self._as_index(around, shown)
            case ast.Attribute():
                return self._attribute(around, use, shown)
            case ast.BoolOp() | ast.IfExp():
                if isinstance(around, ast.IfExp) and around.test is use:
                    return None
                if self._is_changed(around):
                    return f"{shown} is changed through {self._s.shown(around)}"
                return self.exposes(around)
            case ast.BinOp(left=left, right=right):
                other = right if left is use else left
                if self._s.type_of(other).known and self._s.type_of(other).exact:
                    return None
                return f"{shown} is an operand next to {self._s.shown(other)}"
            case ast.AugAssign():
                return None if around.value is use and self._adds(around) else f"{shown} is added"
            case ast.Assign(targets=[ast.Tuple() | ast.List()]):
                return None
            case ast.Assign() | ast.AnnAssign() | ast.NamedExpr():
                return f"{shown} gets another name"
            case ast.Call() | ast.keyword():
                return self._argument(around, use, shown)
            case ast.Dict() if any(
                key is None and value is use
                for key, value in zip(around.keys, around.values, strict=True)
            ):
                return None
        return f"{shown} is stored or passed on"

    def _is_changed(self, choice: ast.expr) -> bool:
        """Whether what ``choice`` gives is changed on the spot, though no name says which it is."""
        around = self._s.parent(choice)
        called = isinstance(around, ast.Attribute) and isinstance(around.ctx, ast.Load)
        node = self._s.parent(around) if called and around is not None else around
        return node is not None and self._s.effects_of.changed(node) is choice

    def _adds(self, statement: ast.AugAssign) -> bool:
        found = (
            self._s.type_of(statement.target) if isinstance(statement.target, ast.Name) else None
        )
        return found is not None and found.within("list", "set", "dict")

    def _as_index(self, around: ast.Subscript, shown: str) -> str | None:
        return None if self._s.type_of(around.value).known else f"{shown} is an index"

    def _attribute(self, around: ast.Attribute, use: ast.expr, shown: str) -> str | None:
        call = self._s.parent(around)
        called = isinstance(call, ast.Call) and call.func is around
        found = self._s.type_of(use)
        if called and found.known and found.exact and not around.attr.startswith("__"):
            return None
        return f"`{around.attr}` of {shown} is asked for"

    def _argument(self, around: ast.Call | ast.keyword, use: ast.expr, shown: str) -> str | None:
        word = around if isinstance(around, ast.keyword) else None
        call = self._s.parent(around) if word is not None else around
        if word is not None and word.arg is None:
            return None
        if not isinstance(call, ast.Call):
            return f"{shown} is passed on"
        if self.keeps_nothing(call, use):
            return None
        return f"{shown} is passed to {self._s.shown(call.func, call=True)}"

    def watcher(self, name: ast.Name, before: ast.AST) -> ast.AST | None:
        """A read of ``name`` that keeps a view or iterator of its object, which shows changes.

        Only what can have run by the end of ``before`` counts.
        """
        function, owner = self._s.function(name), self._s.owner(name.id, name)
        for node in self._s.flow.mentions(name.id, [function or self._s.source.tree], owner):
            kept = isinstance(node, ast.Name) and self._keeps_watching(node)
            if kept and self.may_precede(node, before, name.id):
                return node
        return None

    def _keeps_watching(self, use: ast.expr) -> bool:
        """Whether the expression around ``use`` makes a view or iterator of it that lives on."""
        around = self._s.parent(use)
        made: ast.AST | None = None
        if isinstance(around, ast.Attribute) and around.attr in ("keys", "values", "items"):
            made = self._s.parent(around)
        elif isinstance(around, ast.Call) and self._s.is_builtin(around.func, *_LAZY):
            made = around
        if not isinstance(made, ast.Call):
            return False
        match self._s.parent(made):
            case ast.For() | ast.comprehension() | ast.Compare() | ast.Starred():
                return False
            case ast.Expr() | ast.Return():
                return False
            case ast.Call(func=func) if self._s.is_builtin(func, *_LAZY):
                return self._keeps_watching(made)
            case ast.Call(func=func):
                return not self._s.is_builtin(func, *library.CONSUMERS, "len")
        return True

    def keeps_nothing(self, call: ast.Call, use: ast.expr) -> bool:
        """Whether the called function provably keeps no hold of the argument ``use``."""
        func = call.func
        if self._s.is_builtin(func, *library.QUIET_BUILTINS):
            # `iter` and its like hold it, but give no way to change it.
            if self._s.is_builtin(func, "getattr", "slice", "super"):
                return False
            if self._s.implicit.may_keep(call, use):
                return False
            alone = not self._s.is_builtin(func, "max", "min", "sum") or len(call.args) == 1
            return alone and any(arg is use for arg in call.args)
        if self._s.is_builtin(func, "map", "filter"):
            return any(arg is use for arg in call.args[1:])
        full = self._s.qualified(func)
        if full in library.QUIET_LIBRARY:
            return True
        if isinstance(func, ast.Attribute):
            base = self._s.type_of(func.value)
            if base.within("str", "bytes"):
                return True
            copies = func.attr in ("extend", "update", "union", "intersection", "difference")
            if base.known and base.exact and copies:
                return any(arg is use for arg in call.args)
        return self._own_function(call, use)

    def _own_function(self, call: ast.Call, use: ast.expr) -> bool:
        """Whether a function of this file only looks at the parameter that gets ``use``."""
        function = self._s.callee(call.func)
        parameter = None if function is None else parameter_for(function, call, use)
        if function is None or parameter is None:
            return False
        key = (function, parameter)
        if key in self._running:
            return False
        self._running.add(key)
        try:
            return self._only_looked_at(function, parameter)
        finally:
            self._running.discard(key)

    def _only_looked_at(self, function: ast.FunctionDef, parameter: str) -> bool:
        if not self._s.is_local(parameter, function.body[0]):
            return False
        owner = self._s.owner(parameter, function.body[0])
        for node in self._s.flow.mentions(parameter, function.body, owner):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                return False
            if self._is_handed_back(node) or self.exposes(node) is not None:
                return False
        changed = map(self._s.effects_of.changed, walk(function))
        if any(one.id == parameter for target in changed if target for one in may_be(target)):
            return False
        suspends = (ast.Yield, ast.YieldFrom, ast.Await)
        return not any(isinstance(node, suspends) for node in walk(function))

    def _is_handed_back(self, node: ast.expr) -> bool:
        """Whether ``node`` itself is, or is in, the value that a function returns."""
        around = self._s.parent(node)
        while isinstance(around, ast.BoolOp | ast.IfExp | ast.Tuple | ast.List):
            around = self._s.parent(around)
        return isinstance(around, ast.Return)


def parameter_for(function: ast.FunctionDef, call: ast.Call, use: ast.expr) -> str | None:
    """The name of the parameter that receives the argument ``use``."""
    args = function.args
    if any(isinstance(arg, ast.Starred) for arg in call.args):
        return None
    if any(word.arg is None for word in call.keywords):
        return None
    positional = [*args.posonlyargs, *args.args]
    for index, arg in enumerate(call.args):
        if arg is use:
            return positional[index].arg if index < len(positional) else None
    for word in call.keywords:
        if word.value is use:
            named = {arg.arg for arg in (*args.args, *args.kwonlyargs)}
            return word.arg if word.arg in named else None
    return None


def _place(around: ast.AST, child: ast.AST) -> int:
    """Where ``child`` runs among the parts of ``around``: a number that grows with run order."""
    order = ("body", "handlers", "cases", "orelse", "finalbody")
    base = 0
    for field in order:
        block = getattr(around, field, None)
        if isinstance(block, list):
            for number, one in enumerate(block):
                if one is child:
                    return base + number
            base += len(block)
    return base
