"""Put a deque into the place of a list."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pyguide.finding import Edit, Span
from pyguide.semantics import Semantics
from pyguide.semantics.queues import Queue
from pyguide.source import Source


def for_list(source: Source, semantics: Semantics, queue: Queue, deque: str) -> list[Edit]:
    """Edits that make ``queue`` a deque, which the file spells ``deque``."""
    return [
        *(_start(source, semantics, value, deque) for value in queue.starts),
        *(Edit(source.span(name), deque) for name in queue.annotations),
        *(edit for call in queue.pops for edit in _call(source, call, "popleft")),
        *(edit for call in queue.inserts for edit in _call(source, call, "appendleft")),
        *(Edit(source.span(name), f"list({name.id})") for name in queue.returns),
    ]


def _start(source: Source, semantics: Semantics, value: ast.expr, deque: str) -> Edit:
    match value:
        case ast.List(elts=[]):
            return Edit(source.span(value), f"{deque}()")
        case ast.Call(func=ast.Name(id="list") as func) if semantics.is_builtin(func):
            return Edit(source.span(func), deque)
    return Edit(source.span(value), f"{deque}({source.text_of(source.span(value))})")


def _call(source: Source, call: ast.Call, method: str) -> Iterator[Edit]:
    """``x.pop(0)`` as ``x.popleft()``, ``x.insert(0, y)`` as ``x.appendleft(y)``."""
    assert isinstance(call.func, ast.Attribute)
    end = source.span(call.func).end
    yield Edit(Span(end - len(call.func.attr), end), method)
    first, rest = source.span(call.args[0]), call.args[1:]
    yield Edit(Span(first.start, source.span(rest[0]).start if rest else first.end), "")


__all__ = ["for_list"]
