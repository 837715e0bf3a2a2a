"""The smallest program that still shows what another one showed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator


def smallest(code: str, shows: Callable[[str], bool], most: int = 150) -> str:
    """``code`` with statements and parts of expressions taken away while ``shows`` holds."""
    tried = 0
    better = True
    while better:
        better = False
        for other in _smaller(code):
            tried += 1
            if tried > most:
                return code
            if len(other) < len(code) and shows(other):
                code, better = other, True
                break
    return code


def _smaller(code: str) -> Iterator[str]:
    number = sum(1 for _ in _cuts(ast.parse(code)))
    for index in range(number):
        tree = ast.parse(code)
        for at, cut in enumerate(_cuts(tree)):
            if at == index:
                cut()
                break
        try:
            yield ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        except (ValueError, AttributeError):
            continue


def _cuts(tree: ast.Module) -> Iterator[Callable[[], object]]:
    """Ways to make the tree smaller, greater ones first."""
    nodes = list(ast.walk(tree))
    for node in nodes:
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            block = getattr(node, name, None)
            if not isinstance(block, list):
                continue
            half = len(block) // 2
            if half > 1:
                yield lambda block=block, half=half: block.__delitem__(slice(half, None))
                yield lambda block=block, half=half: block.__delitem__(slice(0, half))
            for at, item in enumerate(block):
                if len(block) > 1 or name != "body" or isinstance(node, ast.Module):
                    yield lambda block=block, at=at: block.__delitem__(at)
                inner = getattr(item, "body", None)
                if isinstance(inner, list) and isinstance(item, ast.stmt):
                    yield lambda block=block, at=at, inner=inner: block.__setitem__(
                        slice(at, at + 1), inner
                    )
    for node in nodes:
        for name, value in ast.iter_fields(node):
            if isinstance(value, ast.expr) and not isinstance(value, ast.Constant):
                for inner in ast.iter_child_nodes(value):
                    if isinstance(inner, ast.expr) and not isinstance(inner, ast.Starred):
                        yield lambda node=node, name=name, inner=inner: setattr(node, name, inner)
            elif isinstance(value, list) and name in ("args", "keywords", "elts", "decorator_list"):
                for at in range(len(value)):
                    yield lambda value=value, at=at: value.__delitem__(at)
