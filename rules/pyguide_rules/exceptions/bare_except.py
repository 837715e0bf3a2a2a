"""PYG301: a handler that names no exception."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from pyguide import Applicability, Category, Fix, Rule, Semantics, Span

# What the documentation of the builtins says they raise on bad values, without the TypeError that
# any of them raises on arguments of a wrong type; and the number of arguments that prevents it.
_RAISES = {
    "complex": ("ValueError", 9),
    "float": ("ValueError", 9),
    "int": ("ValueError", 9),
    "chr": ("ValueError", 9),
    "open": ("OSError", 9),
    "getattr": ("AttributeError", 3),
    "next": ("StopIteration", 2),
    "__import__": ("ImportError", 9),
}
_LET_PASS = "`except Exception` lets KeyboardInterrupt, SystemExit and GeneratorExit pass"
# Characters that a message has left for its advice.
_ROOM = 54


class BareExcept(Rule):
    """`except:` without naming what is expected."""

    code = "PYG301"
    category = Category.CORRECTNESS
    message = "`except:` also catches Ctrl-C and SystemExit; {advice}"
    guide = ("Q39", "Q107")
    twins = {
        "ruff": ("E722",),
        "flake8": ("E722",),
        "flake8-bugbear": ("B001",),
        "pylint": ("W0702",),
    }
    suspects = (ast.ExceptHandler,)

    @classmethod
    def suspicious(cls, node: ast.ExceptHandler, context: Semantics) -> bool:
        return node.type is None

    def judge(self, bare: ast.ExceptHandler) -> None:
        attempt = self.semantics.parent(bare)
        if bare.type is not None or not isinstance(attempt, ast.Try):
            return
        if self.semantics.always_reraises(bare):
            return
        if getattr(self.semantics.function(bare), "name", "") == "__del__":
            return
        doubt = None
        if not self.semantics.builtin("BaseException", bare):
            doubt = "`BaseException` may not be the builtin here"
        self.report(
            bare,
            self._explicit(bare, doubt),
            repair=self._repair(attempt, bare),
            reason=doubt or _LET_PASS,
            advice=self._advice(attempt),
        )

    def _advice(self, attempt: ast.Try) -> str:
        """What to name instead, as far as the `try` body shows it and the message has room."""
        handled = tuple(self._handled(attempt))
        if Exception in handled:
            return "name these, as `Exception` is caught above"
        advice = ""
        for error, cause in dict.fromkeys(self._raised(attempt.body)):
            if not issubclass(getattr(builtins, error), handled):
                longer = f"{advice or 'expect'}{',' * bool(advice)} {error} from {cause}"
                advice = longer if len(longer) <= _ROOM else advice
        return advice or "name what you expect"

    def _handled(self, attempt: ast.Try) -> Iterator[type[BaseException]]:
        """The builtin exceptions that the handlers of a `try` name."""
        for handler in attempt.handlers:
            kind = handler.type
            for name in kind.elts if isinstance(kind, ast.Tuple) else [kind]:
                if isinstance(name, ast.Name) and self.semantics.is_builtin(name):
                    value = getattr(builtins, name.id)
                    if isinstance(value, type) and issubclass(value, BaseException):
                        yield value

    def _explicit(self, bare: ast.ExceptHandler, doubt: str | None) -> Fix | None:
        """`except BaseException:`, unless the file is seen to use the name for something else."""
        if doubt and self.semantics.shadowing.is_hidden("BaseException"):
            return None
        return self._naming("BaseException", bare, Applicability.unless(doubt))

    def _naming(self, name: str, bare: ast.ExceptHandler, how: Applicability) -> Fix:
        after = self.span(bare).start + len("except")
        return self.replace(Span(after, after), f" {name}", f"Catch `{name}`", how)

    def _repair(self, attempt: ast.Try, bare: ast.ExceptHandler) -> Fix | None:
        """`except Exception:`, unless that would be a second one, or what it lets pass matters."""
        cleans_up = any(isinstance(node, ast.Raise) for node in ast.walk(bare))
        if cleans_up or self.semantics.effects(attempt.body).suspends:
            return None
        if not {Exception, BaseException}.isdisjoint(self._handled(attempt)):
            return None
        if not self.semantics.builtin("Exception", bare):
            return None
        return self._naming("Exception", bare, Applicability.UNSAFE)

    def _raised(self, body: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
        """What the plain builtins called in the try body are documented to raise, and its cause."""
        for node in body:
            inner = ast.iter_child_nodes(node)
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                    continue
                case ast.Try() | ast.TryStar():
                    continue
                case ast.AnnAssign(target=target, value=value):
                    inner = iter([target] if value is None else [target, value])
                case ast.Import() | ast.ImportFrom():
                    yield "ImportError", "import"
                case ast.Call(func=ast.Name(id=name) as func, args=given) if name in _RAISES:
                    error, enough = _RAISES[name]
                    if 0 < len(given) < enough and self.semantics.is_builtin(func, name):
                        yield error, f"{name}()"
                case ast.Subscript(value=holder) if not self._cannot_miss(node):
                    yield self._missing(holder), self.excerpt(node, 26)
            yield from self._raised(inner)

    def _cannot_miss(self, node: ast.Subscript) -> bool:
        """Whether a subscript stores, slices, or spells a type."""
        if isinstance(node.ctx, ast.Store) or isinstance(node.slice, ast.Slice):
            return True
        name = self.semantics.qualified(node.value) or ""
        return name.startswith(("builtins.", "typing.", "collections.abc."))

    def _missing(self, holder: ast.expr) -> str:
        """What a subscript raises for a key or an index that is not there."""
        held = self.semantics.type_of(holder)
        if held.within("dict"):
            return "KeyError"
        if held.within("list", "tuple", "str", "bytes"):
            return "IndexError"
        return "LookupError"
