"""PYG801: a file, archive or socket that is closed by hand or by luck."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import blocks, lines, withs
from pyguide.semantics.files import custody, resources

_NAMES = {"temporary file": "file", "socket": "sock", "database": "db"}
Offer = tuple[Fix | None, str | None]


class OpenWithoutWith(Rule):
    """`open()` without a `with` that closes the file."""

    code = "PYG801"
    category = Category.SUSPICIOUS
    message = "{handle} {fault}; {cure}"
    guide = ("Q33", "Q101", "Q107")
    twins = {
        "ruff": ("SIM115",),
        "flake8-simplify": ("SIM115",),
        "pylint": ("R1732",),
    }
    suspects = (ast.Call,)
    callees = resources.OPENER_NAMES
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return context.unmanaged(node) is not None

    def judge(self, call: ast.Call) -> None:
        found = self.semantics.unmanaged(call)
        if found is None:
            return
        cure = "open it in a `with` statement"
        if found.target is None:
            handle, fault = f"the {found.resource.noun}", f"{self._use(found)} is never closed"
        else:
            handle, fault = f"`{found.target.id}`", "is never closed"
            if found.guard is not None:
                fault, cure = "is closed by hand in `finally`", "`with` does that in one line"
            elif found.closes:
                fault = "stays open when an exception comes before its `close()`"
        fix, reason = self._around(found) if found.target is None else self._named(found)
        self.report(call, fix, reason=reason, handle=handle, fault=fault, cure=cure)

    def _use(self, found: custody.Unmanaged) -> str:
        """What is done with a file that has no name."""
        match found.fate.node:
            case ast.For() | ast.comprehension():
                return "that the loop reads"
            case ast.Call(func=func) if found.fate.kind == "passed":
                return f"passed to {self.semantics.shown(func)}"
        return f"opened for `.{found.fate.name}`" if found.fate.name else "opened here"

    # -- a file with a name -----------------------------------------------------------------------

    def _named(self, found: custody.Unmanaged) -> Offer:
        opening, target = found.fate.node, found.target
        assert isinstance(opening, ast.stmt) and target is not None
        if not isinstance(opening, ast.Assign):
            return None, f"`with` has no place for the annotation of `{target.id}`"
        if opening.value is not found.resource.call:
            return None, f"`{target.id}` is not the {found.resource.noun} itself"
        alone = blocks.has_own_lines(self.source, opening)
        if not alone or not withs.is_plain(self.source, opening):
            return None, f"the opening of `{target.id}` shares its line"
        if found.guard is not None:
            return self._for_try(found, opening, found.guard, target.id)
        life = self.semantics.lifetime(found)
        if isinstance(life, str):
            return None, life
        ends = [life.anchor, life.body[0], life.body[-1], *([life.close] if life.close else [])]
        if not all(blocks.has_own_lines(self.source, stmt) for stmt in ends):
            return None, f"statements that use `{target.id}` share a line"
        edits = withs.for_lifetime(self.source, opening, target.id, life, self._step(life.body[0]))
        why = f"an exception before `{target.id}.close()` would close it too"
        if life.close is None:
            why = f"`{target.id}` would be closed after its last use, not when Python drops it"
        title = f"Let a `with` statement close `{target.id}`"
        return self.fix(title, Applicability.UNSAFE, edits), why

    def _for_try(
        self, found: custody.Unmanaged, opening: ast.Assign, guard: ast.Try, name: str
    ) -> Offer:
        handled = [*guard.handlers, *guard.orelse]
        inside = opening in guard.body
        rest = guard.body[guard.body.index(opening) + 1 :] if inside else guard.body
        if self.semantics.bound_in(name, [*rest, *handled]):
            return None, f"`{name}` is rebound in the `try`"
        if inside and self.semantics.read_in(name, handled):
            return None, f"other clauses of the `try` use `{name}`"
        if inside and (not rest or (not handled and guard.body[0] is not opening)):
            return None, f"the `try` does more than open `{name}` and use it"
        edits = withs.for_try(self.source, opening, name, guard, self._step(opening))
        if edits is None:
            return None, "the clauses of the `try` share lines"
        why = self._doubt(found, opening, guard)
        safety = Applicability.unless(why)
        return self.fix("Replace `try` and `finally` by `with`", safety, edits), why

    def _doubt(self, found: custody.Unmanaged, opening: ast.stmt, guard: ast.Try) -> str | None:
        """Why leaving the `with` may do something else than the `finally`."""
        assert found.target is not None
        name, noun, block = found.target.id, found.resource.noun, self.semantics.block(opening)
        if guard not in block:
            return f"`{name}.close()` fails today when opening `{name}` has failed"
        if block.index(guard) > block.index(opening) + 1:
            return f"an exception between the opening of `{name}` and the `try` would close it too"
        if not found.resource.closes_alike:
            return f"after an exception the `with` of the {noun} does not just call `close()`"
        if self.semantics.function(opening) is None:
            return f"other modules may rebind the global `{name}`"
        if self.semantics.dynamic(opening) or not found.resource.proven:
            return f"code that is run from a string may rebind `open` or `{name}`"
        return None

    # -- a file without a name --------------------------------------------------------------------

    def _around(self, found: custody.Unmanaged) -> Offer:
        """Open the file in a `with` around the statement that uses it."""
        noun, call = found.resource.noun, found.resource.call
        stmt = self.semantics.statement(call)
        obstacle = self._obstacle(found, stmt, call, noun)
        if obstacle is not None:
            return None, obstacle
        name = self.semantics.fresh_name(_NAMES.get(noun, noun), stmt)
        edits = withs.for_statement(self.source, stmt, call, name, self._step(stmt))
        title = f"Open the {noun} in a `with` statement"
        why = f"the {noun} would be closed at once, not when Python drops it"
        return self.fix(title, Applicability.UNSAFE, edits), why

    def _obstacle(
        self, found: custody.Unmanaged, stmt: ast.stmt, call: ast.Call, noun: str
    ) -> str | None:
        inner = list(ast.walk(stmt))
        if found.fate.kind == "dropped":
            return f"nothing uses the {noun}"
        if isinstance(self.semantics.scope(stmt).node, ast.ClassDef):
            return f"a name for the {noun} would become an attribute of the class"
        if not blocks.has_own_lines(self.source, stmt):
            return "the statement shares its line"
        calls = [node for node in inner if isinstance(node, ast.Call) and node is not call]
        if any(self.semantics.unmanaged(other) for other in calls):
            return "the statement opens more than one file"
        if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in inner):
            return f"the generator yields while the {noun} is open"
        if self.semantics.dynamic(call):
            return f"code that is run from a string may see the name of the {noun}"
        return self.semantics.why_not_first(call)

    def _step(self, stmt: ast.stmt) -> str:
        """One level of indentation, as the block of ``stmt`` shows it."""
        rows = (getattr(node, "lineno", None) for node in self.semantics.ancestors(stmt))
        return lines.step(self.source, next((row for row in rows if row), None), stmt.lineno)
