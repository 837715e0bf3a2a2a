"""PYG505: a key function that only takes a part of what it gets."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from pyguide import Applicability, Category, Rule, Semantics
from pyguide.rewriting import spelling

# Where the key may stand without its name; 0 where it may not.
_PLACES = {
    "builtins.sorted": 0,
    "builtins.min": 0,
    "builtins.max": 0,
    "itertools.groupby": 1,
    "heapq.nlargest": 2,
    "heapq.nsmallest": 2,
}

# A class puts its own name into such names, but not into those in strings.
_MANGLED = r"__.*(?<!__)$"


class Taking(NamedTuple):
    """What a key function takes: the ``getter`` of `operator` that does it, and of which parts."""

    getter: str
    parts: tuple[ast.expr, ...]


class UnnecessaryItemgetterLambda(Rule):
    """`key=lambda row: row["age"]`, which is `key=itemgetter("age")`."""

    code = "PYG505"
    category = Category.STYLE
    message = "`{key}` is a longhand for `{getter}`"
    guide = ("Q15",)
    twins = {
        "ruff": ("FURB118",),
        "refurb": ("FURB118",),
    }
    suspects = (ast.Call,)
    callees = frozenset({"sort", *(name.rpartition(".")[2] for name in _PLACES)})
    options = {"flag-attributes": False}

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        given = (*node.args, *(word.value for word in node.keywords))
        getters = {taking.getter for taking in map(_taking, given) if taking is not None}
        return "itemgetter" in getters or (bool(getters) and cls.wish(context, "flag-attributes"))

    def judge(self, call: ast.Call) -> None:
        key = self._key(call)
        taking = None if key is None else _taking(key)
        # Before Python 3.12 nobody knows where the parts of an f-string stand.
        if key is None or taking is None or self.semantics.in_fstring(call):
            return
        if taking.getter == "attrgetter" and not self.option("flag-attributes"):
            return
        given = ", ".join(map(self._named, taking.parts))
        spelled = spelling.spelling(self.semantics, "operator", taking.getter, call)
        fix, why = None, self._doubt(call)
        if spelled is not None:
            why = why or spelled.doubt
        else:
            why = f"`{taking.getter}` may mean something else here"
            spelled = spelling.uncertain(self.semantics, "operator", taking.getter)
        if spelled is not None:
            how = Applicability.unless(why)
            old = self.enclosed(key)
            edits = [self.edit(old, f"{spelled.text}({given})")]
            fix = self.fix(f"Use `{taking.getter}`", how, edits, spelled.imports)
        shown = given if len(given) <= 22 else f"{given[:21]}…"
        getter = f"{taking.getter}({shown})"
        self.report(key, fix, reason=why, key=self.excerpt(key), getter=getter)

    def _key(self, call: ast.Call) -> ast.expr | None:
        """The key function that a call which sorts, groups or picks is given."""
        full = self.semantics.qualified(call.func)
        place = _PLACES.get(full or "", -1)
        if place == -1:
            if full is not None or not isinstance(call.func, ast.Attribute):
                return None
            held = self.semantics.type_of(call.func.value)
            if call.func.attr != "sort" or (
                held.known and not held.within("list", subclasses=True)
            ):
                return None
        named = [word.value for word in call.keywords if word.arg == "key"]
        exact = not any(isinstance(arg, ast.Starred) for arg in call.args)
        given = call.args[place : place + 1] if place > 0 and exact else []
        return next(iter([*given, *named]), None)

    def _named(self, part: ast.expr) -> str:
        """How the getter is told what to take."""
        if isinstance(part, ast.Subscript):
            return self.text(part.slice)
        quote = "'" if self.source.text.count("'") > self.source.text.count('"') else '"'
        return f"{quote}{'.'.join(_path(part)[1:])}{quote}"

    def _doubt(self, call: ast.Call) -> str | None:
        """Why the call may do something else with its key than to call it on each element."""
        if self.semantics.qualified(call.func) in _PLACES:
            return None
        assert isinstance(call.func, ast.Attribute)
        held = self.semantics.type_of(call.func.value)
        if held.within("list"):
            return None
        return held.why or f"{self.semantics.shown(call.func.value)} may be of a subclass"


def _taking(key: ast.expr) -> Taking | None:
    """What a key function takes of its argument, if it does nothing else."""
    match key:
        case ast.Lambda(
            args=ast.arguments(
                posonlyargs=before, args=args, vararg=None, kwonlyargs=[], kwarg=None, defaults=[]
            ),
            body=body,
        ) if len([*before, *args]) == 1:
            name = [*before, *args][0].arg
            parts = tuple(body.elts) if isinstance(body, ast.Tuple) else (body,)
            if isinstance(body, ast.Tuple) and len(parts) < 2:
                return None
            if all(_is_entry(part, name) for part in parts):
                return Taking("itemgetter", parts)
            if all(_is_attribute(part, name) for part in parts):
                return Taking("attrgetter", parts)
    return None


def _is_entry(part: ast.expr, name: str) -> bool:
    """Whether ``part`` is the variable subscripted by a literal."""
    match part:
        case ast.Subscript(value=ast.Name(id=held), slice=index):
            if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
                index = index.operand
                if not isinstance(getattr(index, "value", None), int | float):
                    return False
            return held == name and isinstance(index, ast.Constant)
    return False


def _is_attribute(part: ast.expr, name: str) -> bool:
    """Whether ``part`` is an attribute of the variable, or one of that, and none is private."""
    held, *names = _path(part)
    return held == name and bool(names) and not any(re.match(_MANGLED, one) for one in names)


def _path(part: ast.expr) -> list[str]:
    """The names of an attribute chain, the variable first; empty strings where it is no chain."""
    names: list[str] = []
    while isinstance(part, ast.Attribute):
        names.append(part.attr)
        part = part.value
    return [part.id if isinstance(part, ast.Name) else "", *reversed(names)]
