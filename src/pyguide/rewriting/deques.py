"""Put a deque into the place of a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from pyguide import places
from pyguide.finding import Applicability, Edit, Fix, Span
from pyguide.rewriting import spelling
from pyguide.semantics import Semantics
from pyguide.semantics.containers.queues import Queue
from pyguide.source import Source

_COMMENT = re.compile(r"#[^\r\n]*")


def offer(
    semantics: Semantics, name: ast.Name, fix: Callable[..., Fix]
) -> tuple[Fix | None, str | None]:
    """The fix that makes the list ``name`` a deque, or None, and why there is no safe one.

    ``fix`` makes a fix as `Rule.fix` does.
    """
    queue = semantics.queues.queue(name)
    if isinstance(queue, str):
        return None, queue
    if any(_is_commented(semantics.source, call) for call in queue.pops):
        return None, "a comment stands in brackets around the number"
    spelled = spelling.spelling(semantics, "collections", "deque", queue.starts[0])
    if spelled is None:
        return None, "`deque` may mean something else here"
    edits = _edits(semantics, queue, spelled.text)
    doubt = queue.doubt or spelled.doubt
    how = Applicability.unless(doubt)
    return fix(f"Make `{name.id}` a deque", how, edits, spelled.imports), doubt


def _edits(semantics: Semantics, queue: Queue, deque: str) -> list[Edit]:
    """Edits that make ``queue`` a deque, which the file spells ``deque``."""
    source = semantics.source
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
        case ast.Call(func=ast.Name(id="list") as func) if semantics.is_builtin(
            func
        ) and not _asks_length(semantics, value):
            return Edit(source.span(func), deque)
    return Edit(source.span(value), f"{deque}({source.text_of(source.span(value))})")


def _call(source: Source, call: ast.Call, method: str) -> Iterator[Edit]:
    """``x.pop(0)`` as ``x.popleft()``, ``x.insert(0, y)`` as ``x.appendleft(y)``."""
    assert isinstance(call.func, ast.Attribute)
    end = source.span(call.func).end
    yield Edit(Span(end - len(call.func.attr), end), method)
    first, *rest = (_given(source, call, one) for one in call.args)
    close = source.span(call).end - 1
    if rest:
        until = rest[0].start
    elif source.text[first.end : close].strip() == ",":
        until = close
    else:
        until = first.end
    yield Edit(Span(first.start, until), "")


def _is_commented(source: Source, pop: ast.Call) -> bool:
    """Whether a comment parts the number that ``pop`` is given from brackets of its own."""
    start = source.span(pop.func).end
    before = _COMMENT.sub("", source.text[start : _given(source, pop, pop.args[0]).start])
    return before.count("(") > 1


def _given(source: Source, call: ast.Call, argument: ast.expr) -> Span:
    """``argument`` with the parentheses around it, without those of the call."""
    found = places.enclosed(source, argument)
    own = found.end == source.span(call).end
    return Span(found.start + 1, found.end - 1) if own else found


def _asks_length(semantics: Semantics, call: ast.Call) -> bool:
    """Whether `list` may ask an argument for its length, which a deque does not."""
    text = semantics.source.text
    known = all(semantics.type_of(one).known for one in call.args)
    return not known and ("__len__" in text or "__length_hint__" in text)


__all__ = ["offer"]
