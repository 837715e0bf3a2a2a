"""PYG305: an error that is translated without its cause."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Rule, Semantics, Span
from pyguide.rewriting import handlers

# These steer the program, or a test runner; nobody looks for what caused them.
_SIGNALS = frozenset(
    ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "StopIteration", "StopAsyncIteration",
     "CancelledError", "SkipTest", "Skipped"]
)  # fmt: skip

# Methods that have to say "there is no such thing" with one exception, whatever they met.
_PROTOCOLS = {
    "__getattr__": ("AttributeError",),
    "__getattribute__": ("AttributeError",),
    "__delattr__": ("AttributeError",),
    "__get__": ("AttributeError",),
    "__getitem__": ("KeyError", "IndexError"),
    "__delitem__": ("KeyError", "IndexError"),
    "__missing__": ("KeyError",),
}


class RaiseWithoutFrom(Rule):
    """A new exception raised in a handler without `from`."""

    code = "PYG305"
    category = Category.SUSPICIOUS
    message = "`raise {error}` does not say that {caught} caused it; chain it with `from`"
    guide = ("Q39",)
    twins = {
        "ruff": ("B904",),
        "flake8-bugbear": ("B904",),
        "pylint": ("W0707",),
        "tryceratops": ("TRY200",),
    }
    suspects = (ast.Raise,)

    @classmethod
    def suspicious(cls, node: ast.Raise, context: Semantics) -> bool:
        if node.exc is None or node.cause is not None:
            return False
        return _names_class(node.exc) and context.handlers.around(node) is not None

    def judge(self, raised: ast.Raise) -> None:
        handler = self.semantics.handlers.around(raised)
        error = raised.exc
        if handler is None or error is None or not self.suspicious(raised, self.semantics):
            return
        made = error.func if isinstance(error, ast.Call) else error
        if self._is_signal(made) or self._is_told(error, handler):
            return
        if self._is_elsewhere(raised, handler):
            return
        name, obstacle = self._name(handler)
        self.report(
            raised,
            None if obstacle else self._chained(raised, handler, name),
            reason=obstacle or f"`{name}` would become the `__cause__` that handlers can see",
            error=self.excerpt(made, 24),
            caught=f"`{self.excerpt(handler.type, 24)}`" if handler.type else "what it caught",
        )

    def _is_signal(self, made: ast.expr) -> bool:
        error = ast.unparse(made).rpartition(".")[2]
        method = getattr(self.semantics.function(made), "name", "")
        return error in _SIGNALS or error in _PROTOCOLS.get(method, ())

    def _is_told(self, made: ast.expr, handler: ast.ExceptHandler) -> bool:
        """Whether a function gets what was caught, so that it may chain it itself."""
        match made:
            case ast.Call(func=ast.Attribute(attr="with_traceback")):
                return True
            case ast.Call(func=func, args=args, keywords=words) if not _is_capitalised(func):
                given = [*args, *words, *([func] if isinstance(func, ast.Attribute) else [])]
                return self.semantics.read_in(handler.name or "", given) is not None
        return False

    def _is_elsewhere(self, raised: ast.Raise, handler: ast.ExceptHandler) -> bool:
        """Whether ``raised`` never leaves ``handler`` with one exception as its cause."""
        # Each of the groups that `except*` catches may have several causes.
        if isinstance(self.semantics.parent(handler), ast.TryStar):
            return True
        block = self.semantics.block(raised)
        unreachable = self.semantics.always_leaves(block[: block.index(raised)])
        return unreachable or self.semantics.handlers.catches_inside(handler, raised)

    def _name(self, handler: ast.ExceptHandler) -> tuple[str, str | None]:
        """What to call the caught exception, and why it cannot be named."""
        if handler.type is None:
            return "", "`except:` has no place for a name"
        if handler.name is None:
            return self.semantics.handlers.free_name(handler), None
        if self.semantics.handlers.keeps_name(handler):
            return handler.name, None
        return handler.name, f"`{handler.name}` may not be what was caught any more"

    def _chained(self, raised: ast.Raise, handler: ast.ExceptHandler, name: str) -> Fix:
        end = self.span(raised).end
        edits = [Edit(Span(end, end), f" from {name}")]
        if handler.name is None:
            edits.append(Edit(handlers.name_place(self.source, handler), f" as {name}"))
        return self.fix(f"Chain it with `from {name}`", Applicability.UNSAFE, edits)


def _names_class(made: ast.expr) -> bool:
    return isinstance(made, ast.Call) or _is_capitalised(made)


def _is_capitalised(made: ast.expr) -> bool:
    match made:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lstrip("_")[:1].isupper()
    return False
