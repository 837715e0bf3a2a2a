"""PYG307: what follows on success stands in the `try` as if it could fail."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Rule, Semantics
from pyguide.rewriting import moves

_ASSERTIONS = ("self.assert", "assert_")


class TryConsiderElse(Rule):
    """A `try` that ends in a statement which belongs into its `else`."""

    code = "PYG307"
    category = Category.STYLE
    message = "{what}; move it {place}"
    guide = ("Q41",)
    twins = {"ruff": ("TRY300",), "tryceratops": ("TRY300",)}
    suspects = (ast.Try, ast.TryStar)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Try, context: Semantics) -> bool:
        if len(node.body) < 2 or not node.handlers or node.orelse:
            return False
        return _cannot_fail(context, node.body[-1]) or _risky_call(context, node) is not None

    def judge(self, attempt: ast.Try) -> None:
        if not self.suspicious(attempt, self.semantics):
            return
        last = attempt.body[-1]
        if _cannot_fail(self.semantics, last):
            what, safe = f"`{self.excerpt(last, 24)}` cannot fail", True
        elif (call := _risky_call(self.semantics, attempt)) is not None:
            caught = attempt.handlers[0].type
            error = self.excerpt(caught, 20) if caught is not None else ""
            what, safe = f"`except {error}` also takes errors of `{self._called(call)}`", False
        else:
            return
        behind = self._leaves(attempt)
        edits = moves.out_of_try(self.source, attempt, behind)
        how = Applicability.SAFE if safe else Applicability.UNSAFE
        place = "behind the `try`" if behind else "into `else`"
        reason = None if safe else "errors that are handled today would get out"
        self.report(
            last,
            self.fix(f"Move it {place}", how, edits) if edits else None,
            reason=reason if edits else "it shares its line with other code",
            what=what,
            place=place,
        )

    def _leaves(self, attempt: ast.Try) -> bool:
        """Whether only success gets behind the `try`, and a `return` there hides nothing."""
        ends = self.semantics.block(attempt)[-1] is attempt
        free = ends or not isinstance(attempt.body[-1], ast.Return)
        leaves = all(self.semantics.always_leaves(one.body) for one in attempt.handlers)
        return free and leaves and not attempt.finalbody

    def _called(self, call: ast.Call) -> str:
        return f"{self.excerpt(call.func, 20)}()"


def _cannot_fail(semantics: Semantics, last: ast.stmt) -> bool:
    """Whether ``last`` returns what is there, so that no handler can ever see it."""
    match last:
        case ast.Return(value=None):
            return True
        case ast.Return(value=ast.Constant() | ast.Name() | ast.Tuple() as value):
            return semantics.pure(value, "no_raise")
    return False


def _risky_call(semantics: Semantics, attempt: ast.Try) -> ast.Call | None:
    """The call at the end whose errors look like those of the lookup in the first statement."""
    found = _looks_up(attempt.body[0])
    if found is None or len(attempt.body) != 2:
        return None
    name, errors = found
    for handler in attempt.handlers:
        named = {ast.unparse(one) for one in semantics.handlers.named(handler)}
        if not named or not named <= errors:
            return None
    match attempt.body[-1]:
        case ast.Return(value=value) | ast.Expr(value=value) | ast.Assign(value=value):
            call = value.value if isinstance(value, ast.Await) else value
            # What an assertion raises is no error of a lookup.
            if not isinstance(call, ast.Call) or ast.unparse(call.func).startswith(_ASSERTIONS):
                return None
            if semantics.read_in(name, [call]):
                return None if semantics.effects_of.is_quiet_call(call) else call
    return None


def _looks_up(first: ast.stmt) -> tuple[str, frozenset[str]] | None:
    """The name that ``first`` gives to what it looks up, and the errors of a failed lookup."""
    match first:
        case ast.Import(names=[alias]) | ast.ImportFrom(names=[alias]):
            name = alias.asname or alias.name.partition(".")[0]
            return name, frozenset(["ImportError", "ModuleNotFoundError"])
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            match value:
                case ast.Subscript():
                    return name, frozenset(["KeyError", "IndexError", "LookupError"])
                case ast.Attribute():
                    return name, frozenset(["AttributeError"])
                case ast.Call(func=ast.Name(id="getattr"), args=[_, _]):
                    return name, frozenset(["AttributeError"])
                case ast.Call(func=ast.Name(id="next"), args=[_]):
                    return name, frozenset(["StopIteration"])
                case ast.Call(func=ast.Name(id="int" | "float")):
                    return name, frozenset(["ValueError"])
    return None
