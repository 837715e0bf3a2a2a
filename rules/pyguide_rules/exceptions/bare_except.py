"""PYG301: a handler that names no exception."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import libcst as cst

from pyguide import Applicability, Category, Fix, Rule, Semantics, Span

# What the documentation of the builtins says they raise on bad values, without the TypeError that
# any of them raises on arguments of a wrong type.
_RAISES = {
    "complex": "ValueError",
    "float": "ValueError",
    "int": "ValueError",
    "chr": "ValueError",
    "open": "OSError",
    "getattr": "AttributeError",
    "next": "StopIteration",
    "__import__": "ImportError",
}


class BareExcept(Rule):
    """`except:` without naming what is expected."""

    code = "PYG301"
    category = Category.CORRECTNESS
    message = "`except:` also catches Ctrl-C and SystemExit; {advice}"
    guide = ("Q39", "Q107")
    twins = {
        "ruff": ("E722",),
        "flake8": ("E722",),
        "bugbear": ("B001",),
        "pylint": ("W0702",),
    }
    suspects = (ast.ExceptHandler,)

    @classmethod
    def suspicious(cls, node: ast.ExceptHandler, context: Semantics) -> bool:
        return node.type is None

    def visit_Try(self, node: cst.Try) -> None:
        for handler in node.handlers:
            if handler.type is None:
                self._judge(node, handler)

    def _judge(self, node: cst.Try, handler: cst.ExceptHandler) -> None:
        attempt, bare = self.ast_of(node), self.ast_of(handler)
        if self.semantics.always_reraises(bare):
            return
        if getattr(self.semantics.function(bare), "name", "") == "__del__":
            return
        expected = list(dict.fromkeys(self._raised(attempt.body)))[:3]
        self.report(
            handler,
            self._naming("BaseException", handler, bare, Applicability.SAFE),
            repair=self._repair(handler, attempt, bare),
            reason="`except Exception` lets KeyboardInterrupt, SystemExit and GeneratorExit pass",
            advice=f"expect {', '.join(expected)}" if expected else "name what you expect",
        )

    def _naming(
        self, name: str, handler: cst.ExceptHandler, bare: ast.ExceptHandler, how: Applicability
    ) -> Fix | None:
        if not self.semantics.builtin(name, bare):
            return None
        after = self.span(handler).start + len("except")
        return self.replace(Span(after, after), f" {name}", f"Catch `{name}`", how)

    def _repair(
        self, handler: cst.ExceptHandler, attempt: ast.Try, bare: ast.ExceptHandler
    ) -> Fix | None:
        """`except Exception:`, unless the handler's clean-up must also see what it lets pass."""
        cleans_up = any(isinstance(node, ast.Raise) for node in ast.walk(bare))
        if cleans_up or self.semantics.effects(attempt.body).suspends:
            return None
        return self._naming("Exception", handler, bare, Applicability.UNSAFE)

    def _raised(self, body: Iterable[ast.AST]) -> Iterator[str]:
        """What the plain builtins called in the try body are documented to raise, with its cause."""
        for node in body:
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.Try():
                    continue
                case ast.Import() | ast.ImportFrom():
                    yield "ImportError from import"
                case ast.Call(func=ast.Name(id=name) as func) if name in _RAISES:
                    if self.semantics.is_builtin(func, name):
                        yield f"{_RAISES[name]} from {name}()"
                case ast.Subscript(ctx=ast.Load(), value=ast.expr() as holder):
                    yield self._missing(holder)
            yield from self._raised(ast.iter_child_nodes(node))

    def _missing(self, holder: ast.expr) -> str:
        """What a subscript raises for a key or an index that is not there."""
        held = self.semantics.type_of(holder)
        if held.within("dict"):
            return "KeyError from [...]"
        if held.within("list", "tuple", "str", "bytes"):
            return "IndexError from [...]"
        return "LookupError from [...]"
