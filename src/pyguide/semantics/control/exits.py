"""How control leaves a list of statements: returns, raises, jumps, re-raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from pyguide.semantics.structure import FUNCTIONS, LOOPS, TRIES, binds, blocks, spelled
from pyguide.tree import children, walk

EXITS: tuple[type[ast.stmt], ...] = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def always_leaves(body: Sequence[ast.stmt], by: tuple[type[ast.stmt], ...]) -> bool:
    """Whether every path through ``body`` ends in one of the statements ``by``."""
    return any(_leaves(stmt, by) for stmt in body) and not _stray(body, by)


def _leaves(stmt: ast.stmt, by: tuple[type[ast.stmt], ...]) -> bool:
    match stmt:
        case ast.If(body=body, orelse=orelse):
            return _list(body, by) and _list(orelse, by)
        case ast.Try() | ast.TryStar():
            if _list(stmt.finalbody, by):
                return True
            normal = _list(stmt.body, by) or _list(stmt.orelse, by)
            return normal and all(_list(one.body, by) for one in stmt.handlers)
        case ast.While(test=ast.Constant(value=value), body=body) if value:
            return not any(_breaks(one) for one in body) and _returns(by)
        case ast.Match(cases=cases):
            last = cases[-1]
            whole = last.guard is None and _catches_all(last.pattern)
            return whole and all(_list(case.body, by) for case in cases)
        case _:
            # A `with` may swallow what its body raises, so its end can always be reached.
            return isinstance(stmt, by)


def _list(body: Sequence[ast.stmt], by: tuple[type[ast.stmt], ...]) -> bool:
    return any(_leaves(stmt, by) for stmt in body)


def _returns(by: tuple[type[ast.stmt], ...]) -> bool:
    """An endless loop ends only through its returns and raises, or never."""
    return ast.Return in by or ast.Raise in by


def _stray(body: Sequence[ast.stmt], by: tuple[type[ast.stmt], ...]) -> bool:
    """Whether some path leaves by another statement than those of ``by``."""
    return any(isinstance(exit_, EXITS) and not isinstance(exit_, by) for exit_ in own_exits(body))


def always_reraises(handler: ast.ExceptHandler) -> bool:
    """Whether every path of ``handler`` ends by raising the exception it caught."""
    if any(isinstance(node, ast.Return | ast.Continue | ast.Break)
           for node in own_exits(handler.body)):  # fmt: skip
        return False
    if handler.name and _rebinds(handler.name, handler.body):
        return False
    # A `try` inside could turn the exception into another, or swallow it.
    return _raises_same(handler.body, handler.name)


def _raises_same(body: Sequence[ast.stmt], name: str | None) -> bool:
    if any(isinstance(node, (*TRIES, ast.With, ast.AsyncWith)) for node in _own_statements(body)):
        inner = [n for n in _own_statements(body) if isinstance(n, ast.Raise)]
        last = body[-1]
        if not isinstance(last, ast.Raise) or inner != [last]:
            return False
    for node in _own_statements(body):
        if isinstance(node, ast.Raise) and not _is_same(node, name):
            return False
    return _ends(body)


def _ends(body: Sequence[ast.stmt]) -> bool:
    for stmt in body:
        match stmt:
            case ast.Raise():
                return True
            case ast.If(body=yes, orelse=no) if _ends(yes) and _ends(no):
                return True
            case ast.Match(cases=cases) if (
                cases[-1].guard is None
                and _catches_all(cases[-1].pattern)
                and all(_ends(case.body) for case in cases)
            ):
                return True
    return False


def _is_same(stmt: ast.Raise, name: str | None) -> bool:
    if stmt.exc is None:
        return True
    return stmt.cause is None and isinstance(stmt.exc, ast.Name) and stmt.exc.id == name


def _rebinds(name: str, body: Sequence[ast.stmt]) -> bool:
    for stmt in body:
        for node in walk(stmt):
            if name in spelled(node) and binds(node):
                return True
            if isinstance(node, ast.Global | ast.Nonlocal) and name in node.names:
                return True
    return False


def _own_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements below ``body`` that belong to the same function."""
    for stmt in body:
        yield stmt
        if isinstance(stmt, (*FUNCTIONS, ast.ClassDef)):
            continue
        for node in children(stmt):
            if isinstance(node, ast.ExceptHandler | ast.match_case):
                yield from _own_statements(node.body)
        for block in blocks(stmt):
            yield from _own_statements(block)


def own_exits(body: Sequence[ast.stmt], in_loop: bool = False) -> Iterator[ast.stmt]:
    """Statements below ``body`` that may leave it; inner loops keep their `break`."""
    for stmt in body:
        if isinstance(stmt, ast.Return | ast.Raise):
            yield stmt
        elif isinstance(stmt, ast.Break | ast.Continue):
            if not in_loop:
                yield stmt
        elif not isinstance(stmt, (*FUNCTIONS, ast.ClassDef)):
            for node in children(stmt):
                if isinstance(node, ast.ExceptHandler | ast.match_case):
                    yield from own_exits(node.body, in_loop)
            for block in blocks(stmt):
                inner = isinstance(stmt, LOOPS) and block is stmt.body
                yield from own_exits(block, in_loop or inner)


def _breaks(stmt: ast.stmt) -> bool:
    return any(isinstance(one, ast.Break) for one in own_exits([stmt]))


def _catches_all(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and (
        pattern.pattern is None or _catches_all(pattern.pattern)
    )
