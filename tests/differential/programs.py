"""Runnable programs around a rule's pattern: a seed, calls of what it defines, and changes."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from random import Random

from differential import functions, surroundings
from differential.material import FILES, VALUES
from differential.surroundings import Change, Impossible

CHANGES: tuple[Change, ...] = (
    *(surroundings.inserted,) * 5,
    *(surroundings.replaced,) * 5,
    *(surroundings.wrapped,) * 2,
    surroundings.shadowed,
    surroundings.reordered,
    surroundings.renamed,
    surroundings.held,
    functions.unwrapped,
    functions.in_a_function,
    functions.in_a_class,
    functions.turned,
    functions.declared,
    functions.decorated,
    functions.annotated,
    functions.unpacked,
    functions.nested,
    functions.exported,
)
_USUAL = ("[3, 1, 2]", "['b', 'a', '']", "{'a': 1, 'b': 2}", "'ab c'", "2", "[(1, 2), (3, 4)]")
_MOST = 6


def compiles(code: str) -> bool:
    """Whether Python takes the program."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "<program>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def driven(seed: str, dice: Random) -> str:
    """The seed, followed by calls of its functions, classes and methods."""
    lines = [line for node in ast.parse(seed).body for line in _calls(node, dice)]
    return "\n".join([seed.rstrip("\n"), *lines]) + "\n"


def _calls(node: ast.stmt, dice: Random) -> list[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [_call(node.name, node.args, dice, 0) for _ in range(dice.randint(2, 4))]
        case ast.ClassDef():
            made = f"made_{node.name}"
            kinds = ast.FunctionDef | ast.AsyncFunctionDef
            methods = [method for method in node.body if isinstance(method, kinds)]
            start = next((m.args for m in methods if m.name == "__init__"), None)
            lines = [f"{made} = {_call(node.name, start, dice, 1)}"]
            lines += [
                _call(f"lambda *a: {made}.{method.name}(*a)", method.args, dice, 1)
                for method in methods
                if method.name not in ("__init__", "__new__", "__del__")
            ]
            return lines
    return []


def _call(function: str, arguments: ast.arguments | None, dice: Random, skipped: int) -> str:
    names: list[str] = []
    if arguments is not None:
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][skipped:]
    if dice.random() < 0.1:
        names = names[: dice.randint(0, len(names))]
    return f"call({', '.join([function, *(_value(name, dice) for name in names)])})"


def _value(name: str, dice: Random) -> str:
    """An argument for a parameter: often a file where its name asks for one."""
    for words, values in FILES.items():
        if dice.random() < 0.8 and any(word in name.lower() for word in words):
            return dice.choice(values)
    return dice.choice(_USUAL if dice.random() < 0.5 else VALUES)


def changed(code: str, dice: Random) -> str | None:
    """The program after one change at random; None where that cannot be or is no program."""
    tree = ast.parse(code)
    try:
        dice.choice(CHANGES)(tree, dice)
        text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    except (Impossible, RecursionError, SyntaxError, AttributeError, ValueError):
        return None
    return text if text != code and compiles(text) else None


def program(seed: str, dice: Random, wanted: Callable[[str], bool]) -> str | None:
    """A program that is ``wanted``: the seed and as many changes as leave it so."""
    code = driven(seed, dice)
    if not wanted(code):
        return None
    for _ in range(dice.choice((0, 1, 2, 3, 4, 6, 8, 12))):
        other = changed(code, dice)
        if other is not None and wanted(other):
            code = other
    return code
