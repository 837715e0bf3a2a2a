"""PYG306: a jump out of a `finally` block."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

import libcst as cst

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import lines

_HARM: dict[type[ast.AST], str] = {
    ast.Return: "swallows every exception",
    ast.Break: "swallows every exception and ends the loop as if nothing had failed",
    ast.Continue: "swallows every exception and starts the next round",
}
# The header of a clause whose body begins on another line.
_HEADER = r"\s*(?:try|finally)\s*:\s*(?:#.*)?"


class JumpInFinally(Rule):
    """`return`, `break` or `continue` that leaves a `finally`."""

    code = "PYG306"
    category = Category.CORRECTNESS
    message = "`{jump}` in `finally` {harm}"
    guide = ("Q41", "Q100")
    twins = {
        "ruff": ("B012", "SIM107"),
        "flake8-bugbear": ("B012",),
        "flake8-simplify": ("SIM107",),
        "pylint": ("W0134", "W0150"),
    }
    suspects = (ast.Try, ast.TryStar)

    @classmethod
    def suspicious(cls, node: ast.Try, context: Semantics) -> bool:
        return bool(_jumps(node.finalbody, context))

    def visit_Try(self, node: cst.Try | cst.TryStar) -> None:
        if node.finalbody is None:
            return
        attempt = self.ast_of(node)
        clause = self.source.location(self.span(node.finalbody).start)[0]
        deeper = {
            jump
            for stmt in attempt.finalbody
            for inner in ast.walk(stmt)
            if isinstance(inner, ast.Try | ast.TryStar)
            for jump in _jumps(inner.finalbody, self.semantics)
        }
        for jump in _jumps(attempt.finalbody, self.semantics):
            # A `finally` inside this one answers for its own jumps.
            if jump not in deeper:
                self._judge(attempt, clause, jump)

    def visit_TryStar(self, node: cst.TryStar) -> None:
        self.visit_Try(node)

    def _judge(self, attempt: ast.Try, clause: int, jump: ast.stmt) -> None:
        """Report ``jump``, which leaves the `finally` that begins on line ``clause``."""
        handled = [stmt for handler in attempt.handlers for stmt in handler.body]
        earlier = _jumps([*attempt.body, *handled, *attempt.orelse], self.semantics)
        harm = _HARM[type(jump)]
        if isinstance(jump, ast.Return):
            other = next((one for one in earlier if self.text(one) != self.text(jump)), None)
            harm += f" and overrides `{self.excerpt(other, 20)}`" if other else ", even Ctrl-C"
        obstacle = self._obstacle(attempt, clause, jump, earlier)
        self.report(
            jump,
            None if obstacle else self._moved(attempt, clause, jump),
            reason=obstacle or "exceptions that are swallowed today would get out",
            jump=self.excerpt(jump, 24),
            harm=harm,
        )

    def _obstacle(
        self, attempt: ast.Try, clause: int, jump: ast.stmt, earlier: list[ast.stmt]
    ) -> str | None:
        """Why ``jump`` cannot stand behind the `try` instead; None if it can."""
        shown = f"`{self.excerpt(jump)}`"
        if not isinstance(jump, ast.Return):
            return "only you know what the loop should do after a failure"
        if attempt.finalbody[-1] is not jump:
            return f"{shown} is not the last statement of the `finally`"
        for other in [*_jumps(attempt.finalbody, self.semantics), *earlier]:
            if other is not jump:
                return f"`{self.excerpt(other)}` would win over {shown} behind the `try`"
        block = self.semantics.block(attempt)
        if block[-1] is not attempt:
            later = self.excerpt(block[block.index(attempt) + 1])
            return f"`{later}` behind the `try` cannot be reached today"
        headers = [clause] if len(attempt.finalbody) == 1 else []
        headers += [] if attempt.handlers else [attempt.lineno]
        whole = all(re.fullmatch(_HEADER, self.source.line(line)) for line in headers)
        begins = not self.source.line(jump.lineno)[: jump.col_offset].strip()
        return None if whole and begins else f"{shown} shares its line"

    def _moved(self, attempt: ast.Try, clause: int, jump: ast.stmt) -> Fix:
        """Move ``jump`` behind the `try` and drop the clauses that it leaves empty."""
        source, last = self.source, jump.end_lineno or jump.lineno
        old, new = lines.indent(source, jump.lineno), lines.indent(source, attempt.lineno)
        title, edits, above = f"Move `{self.excerpt(jump)}` behind the `try`", [], clause
        if len(attempt.finalbody) > 1:
            above = attempt.finalbody[-2].end_lineno or clause
        else:
            edits.append(lines.remove(source, clause, clause))
            if not attempt.handlers:
                title = "Drop the `try`, which would guard nothing"
                body = lines.indent(source, attempt.body[0].lineno)
                edits.append(lines.remove(source, attempt.lineno, attempt.lineno))
                edits += lines.shift(source, range(attempt.lineno + 1, clause), body, new)
        if self._falls_off(attempt, jump):
            edits.append(lines.remove(source, jump.lineno, last))
            last = jump.lineno - 1
        edits += lines.shift(source, range(above + 1, last + 1), old, new)
        return self.fix(title, Applicability.UNSAFE, edits)

    def _falls_off(self, attempt: ast.Try, jump: ast.stmt) -> bool:
        """Whether a bare `return` behind the `try` would stand at the end of the function."""
        function = self.semantics.function(jump)
        bare = isinstance(jump, ast.Return) and jump.value is None
        return bare and isinstance(function, ast.AST) and function.body[-1] is attempt  # type: ignore


def _jumps(body: Sequence[ast.stmt], semantics: Semantics) -> list[ast.stmt]:
    """What leaves ``body`` on purpose: all exits but exceptions."""
    return [one for one in semantics.exits(body) if not isinstance(one, ast.Raise)]
