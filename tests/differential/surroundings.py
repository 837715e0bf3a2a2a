"""Changes to what stands around a pattern; each takes a tree and dice and changes it in place."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple, TypeAlias

from differential.material import INVENTED, SHADOWS, VALUES, expression, statements

Change: TypeAlias = Callable[[ast.Module, Random], None]
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_FIELDS = ("body", "orelse", "finalbody")
_MAY_HAVE_EFFECTS = frozenset(
    {"__init__", "__call__", "__enter__", "__exit__", "__iter__", "__next__", "__aenter__"}
)


class Impossible(Exception):
    """There is no place for the change."""


class Block(NamedTuple):
    """A list of statements, the function that it belongs to, and whether a loop is around it."""

    body: list[ast.stmt]
    function: Function | None
    looping: bool


def blocks(tree: ast.Module) -> list[Block]:
    """Every block of the module."""
    return list(_blocks(tree, None, False))


def _blocks(node: ast.AST, function: Function | None, looping: bool) -> Iterator[Block]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        function, looping = node, False
    elif isinstance(node, ast.ClassDef):
        function, looping = None, False
    for name in _FIELDS:
        body = getattr(node, name, None)
        if isinstance(body, list) and body:
            inside = looping or (name == "body" and isinstance(node, ast.For | ast.While))
            yield Block(body, function, inside)
            for statement in body:
                yield from _blocks(statement, function, inside)
    for handler in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]:
        yield from _blocks(handler, function, looping)


def pick_block(tree: ast.Module, dice: Random) -> Block:
    """Some block, those of functions rather than the module's."""
    found = [block for block in blocks(tree) if not _is_operator(block.function)]
    if not found:
        raise Impossible
    inner = [block for block in found if block.function is not None]
    return dice.choice(inner if inner and dice.random() < 0.8 else found)


def _is_operator(function: Function | None) -> bool:
    """Whether safe fixes may take for granted that the function has no effect on other objects."""
    if function is None or function.name in _MAY_HAVE_EFFECTS:
        return False
    return function.name.startswith("__") or "property" in map(ast.unparse, function.decorator_list)


def with_effects(tree: ast.Module) -> bool:
    """Whether an operator of a class does more than compute."""
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("print", "append", "note"))
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and _is_operator(function)
        for node in ast.walk(function)
    )


def names(tree: ast.AST, context: type[ast.expr_context] | None = None) -> list[ast.Name]:
    """Every name below ``tree``."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and (context is None or isinstance(node.ctx, context))
    ]


def some_name(block: Block, tree: ast.Module, dice: Random) -> str:
    """A variable that the block's function uses, or its module."""
    around = block.function or tree
    stored = [name.id for name in names(around, ast.Store)]
    if block.function is not None:
        stored += [arg.arg for arg in block.function.args.args]
    if not stored:
        raise Impossible
    return dice.choice(stored)


def _position(block: Block, dice: Random) -> int:
    return dice.randint(_beginning(block), len(block.body))


def _beginning(block: Block) -> int:
    """Where statements may stand: in the module behind the import of what they use."""
    for at, statement in enumerate(block.body):
        if isinstance(statement, ast.ImportFrom) and statement.module == "stage":
            return at + 1
    return 0


def inserted(tree: ast.Module, dice: Random) -> None:
    """A statement that looks at a variable, changes it, holds it, or leaves."""
    block = pick_block(tree, dice)
    choices = statements(block.function is not None, block.looping)
    text = dice.choice(choices).replace("NAME", some_name(block, tree, dice))
    text = text.replace("OTHER", some_name(block, tree, dice)).replace("VALUE", dice.choice(VALUES))
    at = _position(block, dice)
    block.body[at:at] = ast.parse(text).body


def shadowed(tree: ast.Module, dice: Random) -> None:
    """A builtin that is something else, in a function or in the module."""
    block = pick_block(tree, dice)
    at = _beginning(block)
    block.body[at:at] = ast.parse(dice.choice(SHADOWS)).body


def wrapped(tree: ast.Module, dice: Random) -> None:
    """Some statements inside another statement."""
    block = pick_block(tree, dice)
    first = dice.randrange(len(block.body))
    last = dice.randint(first + 1, len(block.body))
    name = some_name(block, tree, dice)
    heads = [
        "try: ...\nexcept Exception as error: note(error, NAME)",
        "try: ...\nexcept (ValueError, TypeError, KeyError): note('handled')",
        "try: ...\nexcept Exception as error: NAME = str(note(error))",
        "try: ...\nexcept Exception as error:\n    if note(error): NAME = 'handled'",
        "try: ...\nfinally: note('finally', NAME)",
        "try: ...\nfinally: NAME = None",
        "if said(True): ...",
        "for _ in range(2): ...",
        "for NAME in [NAME, NAME]: ...",
        "while note('round'): ...",
        "with Stub('context'): ...",
        "with suppress(Exception): ...",
        "def inner():\n    ...\ncall(inner)",
        "def inner(NAME=NAME):\n    ...\ncall(inner)",
        "class Inner:\n    ...",
        "async def inner():\n    ...\ncall(inner)",
        "match NAME:\n    case _: ...",
    ]
    text = dice.choice(heads).replace("NAME", name)
    new = ast.parse(text).body
    _fill(new, block.body[first:last])
    if "suppress" in text:
        tree.body[:0] = ast.parse("from contextlib import suppress").body
        if block.body is tree.body:
            first, last = first + 1, last + 1
    block.body[first:last] = new


def _fill(new: list[ast.stmt], inner: list[ast.stmt]) -> None:
    for statement in new:
        for node in ast.walk(statement):
            body = getattr(node, "body", None)
            if isinstance(body, list) and len(body) == 1 and _is_dots(body[0]):
                body[:] = inner
                return


def _is_dots(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=value)):
            return value is Ellipsis
    return False


def reordered(tree: ast.Module, dice: Random) -> None:
    """A statement twice, gone, or behind its neighbour."""
    body = pick_block(tree, dice).body
    at = dice.randrange(len(body))
    match dice.randrange(3):
        case 0:
            body.insert(dice.randint(at, len(body)), copy.deepcopy(body[at]))
        case 1 if len(body) > 1:
            del body[at]
        case _ if at:
            body[at - 1], body[at] = body[at], body[at - 1]


def _expressions(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.expr]]:
    """Every value that is read, with the place that holds it."""
    for parent in ast.walk(tree):
        if isinstance(parent, ast.JoinedStr | ast.FormattedValue | ast.match_case | ast.pattern):
            continue
        for field, value in ast.iter_fields(parent):
            if field in ("targets", "target", "optional_vars", "decorator_list", "bases"):
                continue
            for index, item in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(item, ast.expr) and not isinstance(item, ast.Starred | ast.Slice):
                    if isinstance(getattr(item, "ctx", None), ast.Store | ast.Del):
                        continue
                    yield parent, field, index if isinstance(value, list) else None, item


def replaced(tree: ast.Module, dice: Random) -> None:
    """An expression inside another, or instead of another."""
    found = list(_expressions(tree))
    if not found:
        raise Impossible
    parent, field, index, old = dice.choice(found)
    new = _instead(tree, old, dice)
    if index is None:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[index] = new


def _instead(tree: ast.Module, old: ast.expr, dice: Random) -> ast.expr:
    match dice.randrange(8):
        case 0 | 1:
            return expression(dice.choice(VALUES))
        case 2 | 3:
            known = names(tree, ast.Store)
            return ast.Name(dice.choice(known).id, ast.Load()) if known else old
        case 4:
            others = [each for *_, each in _expressions(tree)]
            return copy.deepcopy(dice.choice(others))
    known = [name.id for name in names(tree, ast.Store)] or ["fresh"]
    forms = [
        "said(OLD)",
        "Fails(2, ValueError('midway'))(OLD)",
        "(fresh := OLD)",
        f"({dice.choice(known)} := OLD)",
        "(lambda: OLD)()",
        "[OLD for _ in range(2)][0]",
        "Items(OLD)",
        "Own(OLD)",
        "Table(OLD)",
        "Text(OLD)",
        "once(*OLD)",
        "list(OLD)",
        "tuple(OLD)",
        "iter(OLD)",
        "(OLD if note('which') else OLD)",
        "(OLD or OLD)",
        "(note('first'), OLD)[1]",
        "OLD.real",
        "not OLD",
        "-OLD",
        "OLD[0]",
        "OLD[:]",
        "(await pause(OLD))",
        "(yield OLD)",
    ]
    return expression(dice.choice(forms), old)


def renamed(tree: ast.Module, dice: Random) -> None:
    """A variable that is called like another, like a builtin, or like what a fix may invent."""
    known = sorted({name.id for name in names(tree, ast.Store)})
    if not known:
        raise Impossible
    old, new = dice.choice(known), dice.choice([*known, *INVENTED])
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name == old:
                node.id = new
            case ast.arg(arg=name) if name == old:
                node.arg = new
            case ast.Global() | ast.Nonlocal():
                node.names = [new if name == old else name for name in node.names]
            case ast.ExceptHandler(name=name) if name == old:
                node.name = new


def held(tree: ast.Module, dice: Random) -> None:
    """A variable that is an attribute or an item of something instead."""
    block = pick_block(tree, dice)
    name = some_name(block, tree, dice)
    text = dice.choice([f"HOLDER.{name}", f"HOLDER[{name!r}]", f"HOLDER.box.{name}"])
    around = block.function or tree
    for parent, field, index, old in list(_places(around)):
        if isinstance(old, ast.Name) and old.id == name:
            new = expression(text)
            new.ctx = old.ctx  # type: ignore[attr-defined]
            if index is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[index] = new
    holder = "class Holder(dict): pass\nHOLDER = Holder()\nHOLDER.box = Holder()"
    tree.body[:0] = ast.parse(holder).body


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, object]]:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, list):
                for index, item in enumerate(value):
                    yield parent, field, index, item
            else:
                yield parent, field, None, value
