"""Edits that write a `with` statement: around neighbours, for a `try`, around one statement."""

from __future__ import annotations

import ast
import re

from pyguide.finding import Edit, Span
from pyguide.guard import apply
from pyguide.places import on_its_own
from pyguide.region import first_line
from pyguide.rewriting.blocks import drop, under_header
from pyguide.rewriting.lines import indent, remove, shift
from pyguide.rewriting.lines import step as step_between
from pyguide.semantics.files.lifetimes import Lifetime
from pyguide.source import Source

_ASSIGNED = re.compile(r"\w+[ \t]*=[ \t]*")
_FINALLY = re.compile(r"[ \t\f]*finally\b")


def is_plain(source: Source, opening: ast.Assign) -> bool:
    """Whether ``opening`` begins with `name =` on one line."""
    return _ASSIGNED.match(source.text, source.span(opening).start) is not None


def for_lifetime(
    source: Source, opening: ast.Assign, name: str, life: Lifetime, step: str
) -> list[Edit]:
    """`f = open(p)` becomes `with open(p) as f:`, or `with f:` follows what opens it somewhere.

    The statements that need the file are indented by ``step``, and `f.close()` is dropped.
    """
    first, last = _end(opening) + 1, _end(life.body[-1])
    edits = []
    if life.close is not None:
        last = life.close.lineno - 1
        edits.append(drop(source, life.close.lineno, _end(life.close)))
    if life.anchor is opening:
        edits += _header(source, opening, name)
        return edits + under_header(source, first, last, step)
    first = first_line(life.body[0])
    header = f"{indent(source, first)}with {name}:{source.newline}{step}"
    edits.append(_insert(source.starts[first - 1], header))
    return edits + shift(source, range(first + 1, last + 1), "", step)


def for_try(
    source: Source, opening: ast.Assign, name: str, guard: ast.Try, step: str
) -> list[Edit] | None:
    """`with` in the place of `try` and `finally: f.close()`; None where they share lines.

    ``opening`` stands before ``guard`` or begins its body. Handlers keep a `try` of their own.
    """
    step = _step_below(source, guard, step)
    edits = _without_try(source, opening, guard, step)
    if edits is None:
        return None
    moved = opening in guard.body and not (guard.handlers or guard.orelse)
    return edits + _header(source, opening, name, step if moved else "")


def for_locked_try(
    source: Source, acquire: ast.Expr, header: str, guard: ast.Try, step: str
) -> list[Edit] | None:
    """``header`` in the place of `lock.acquire()`, `try` and `finally: lock.release()`.

    ``acquire`` stands before ``guard`` or begins its body. None where statements share lines.
    """
    edits = _without_try(source, acquire, guard, _step_below(source, guard, step))
    return None if edits is None else [*edits, Edit(source.span(acquire), header)]


def for_locked_block(
    source: Source, acquire: ast.Expr, header: str, release: ast.Expr, step: str
) -> list[Edit]:
    """``header`` in the place of `lock.acquire()`, around what stands before `lock.release()`."""
    return [
        Edit(source.span(acquire), header),
        *under_header(source, _end(acquire) + 1, release.lineno - 1, step),
        drop(source, release.lineno, _end(release)),
    ]


def _step_below(source: Source, guard: ast.Try, step: str) -> str:
    """The step of the block that takes the place of ``guard``: its own, where its body stays."""
    if guard.handlers or guard.orelse or guard.body[0].lineno == guard.lineno:
        return step
    return step_between(source, guard.lineno, guard.body[0].lineno)


def _without_try(
    source: Source, opening: ast.Assign | ast.Expr, guard: ast.Try, step: str
) -> list[Edit] | None:
    """Edits that take a `try` with its `finally` away and put what it held below ``opening``."""
    inside, close = opening in guard.body, guard.finalbody[-1]
    kept: list[ast.stmt | ast.ExceptHandler] = [*guard.body, *guard.handlers, *guard.orelse]
    clause = _end(kept[-1]) + 1
    while not _FINALLY.match(source.line(clause)):
        clause += 1
    edits, first = [drop(source, clause, _end(close))], _end(opening) + 1
    if guard.handlers or guard.orelse:
        last = _end(guard.body[-1]) if inside else clause - 1
        return edits + under_header(source, first, last, step)
    if guard.body[0].lineno == guard.lineno:
        return None
    edits.append(remove(source, guard.lineno, guard.lineno))
    if not inside:
        return edits + under_header(source, first, guard.lineno - 1, step)
    return edits + shift(source, range(guard.lineno + 1, opening.lineno + 1), step, "")


def for_statement(
    source: Source, stmt: ast.stmt, call: ast.Call, name: str, step: str
) -> list[Edit]:
    """`use(open(p))` becomes `with open(p) as name:` around `use(name)`."""
    opening, outer = source.span(call), indent(source, stmt.lineno)
    moved = range(call.lineno + 1, _end(call) + 1)
    by = len(outer) + len("with ") - (opening.start - source.starts[call.lineno - 1])
    along = _hung(source, moved, by) or shift(source, moved, indent(source, call.lineno), outer)
    text = apply(source.text[: opening.end], along)[opening.start :]
    header = f"with {on_its_own(text)} as {name}:{source.newline}{outer}{step}"
    rest = [line for line in range(stmt.lineno + 1, _end(stmt) + 1) if line not in moved]
    return [
        _insert(source.span(stmt).start, header),
        Edit(opening, name),
        *shift(source, rest, "", step),
    ]


def _header(source: Source, opening: ast.Assign, name: str, left: str = "") -> list[Edit]:
    """`with open(p) as f:`; its lines after the first move ``left``, or as far as its bracket."""
    span = source.span(opening)
    before = _ASSIGNED.match(source.text, span.start)
    assert before is not None
    below = range(opening.lineno + 1, _end(opening) + 1)
    by = len("with ") - len(before[0]) - len(left)
    along = _hung(source, below, by) or shift(source, below, left, "")
    return [Edit(Span(*before.span()), "with "), _insert(span.end, f" as {name}:"), *along]


def _hung(source: Source, lines: range, by: int) -> list[Edit]:
    """Edits that move ``lines`` sideways, if they hang under a bracket of the line above."""
    old = indent(source, lines[0]) if lines else ""
    above = source.line(lines[0] - 1) if lines else ""
    if old.strip(" ") or not old or len(old) >= len(above) or above[len(old) - 1] not in "([{":
        return []
    return shift(source, lines, old, " " * (len(old) + by))


def _insert(place: int, text: str) -> Edit:
    return Edit(Span(place, place), text)


def _end(node: ast.stmt | ast.expr | ast.ExceptHandler) -> int:
    return node.end_lineno or node.lineno
