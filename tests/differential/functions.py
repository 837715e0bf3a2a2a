"""Changes to functions: their kind, their scope, how they are called and what they declare."""

from __future__ import annotations

import ast
import copy
from random import Random

from differential.material import DECORATORS, VALUES, expression
from differential.surroundings import Block, Function, Impossible, blocks, names, pick_block


def _functions(tree: ast.Module) -> list[Function]:
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _some(tree: ast.Module, dice: Random) -> Function:
    found = _functions(tree)
    if not found:
        raise Impossible
    return dice.choice(found)


def unwrapped(tree: ast.Module, dice: Random) -> None:
    """A function's body in the module or in a class, its parameters variables there."""
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if not found:
        raise Impossible
    function = dice.choice(found)
    body = [_Returns().visit(statement) for statement in copy.deepcopy(function.body)]
    for arg in function.args.args:
        body[:0] = ast.parse(f"{arg.arg} = {dice.choice(VALUES)}").body
    text = dice.choice(["if said(True): ...", "class Scope: ...", "if __name__ == '__main__': ..."])
    home = ast.parse(text).body[0]
    home.body = body  # type: ignore[attr-defined]
    at = tree.body.index(function)
    tree.body[at : at + 1] = [home] if dice.random() < 0.6 else body


class _Returns(ast.NodeTransformer):
    """What a function gives back is only noted."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        return node

    def visit_Return(self, node: ast.Return) -> ast.stmt:
        value = node.value or ast.Constant(None)
        call = ast.Call(ast.Name("note", ast.Load()), [value], [])
        return ast.Expr(call)


def in_a_function(tree: ast.Module, dice: Random) -> None:
    """The module's own statements in a function."""
    at = next((i for i, s in enumerate(tree.body) if not _is_import(s)), len(tree.body))
    if at == len(tree.body):
        raise Impossible
    head = dice.choice(["def main(): ...", "async def main(): ..."])
    main = ast.parse(f"{head}\ncall(main)").body
    main[0].body = tree.body[at:]  # type: ignore[attr-defined]
    tree.body[at:] = main


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.Assign)


def in_a_class(tree: ast.Module, dice: Random) -> None:
    """A function as a method."""
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if not found:
        raise Impossible
    function = dice.choice(found)
    kind = dice.choice(["staticmethod", "classmethod", "logged"])
    text = f"class Home:\n    @{kind}\n    def f(): ...\n{function.name} = Home().{function.name}"
    new = ast.parse(text).body
    method = copy.deepcopy(function)
    if kind != "staticmethod":
        method.args.args.insert(0, ast.arg("self"))
    method.decorator_list.insert(0, ast.Name(kind, ast.Load()))
    new[0].body = [method]  # type: ignore[attr-defined]
    at = tree.body.index(function)
    tree.body[at : at + 1] = new


def turned(tree: ast.Module, dice: Random) -> None:
    """A generator or a coroutine instead of a plain function."""
    function = _some(tree, dice)
    inner = [b for b in blocks(tree) if b.function is function]
    block: Block = dice.choice(inner)
    text = dice.choice(["yield 'step'", "note((yield))", "await pause()", "yield from once(1, 2)"])
    at = dice.randint(0, len(block.body))
    block.body[at:at] = ast.parse(text).body
    if "await" in text and isinstance(function, ast.FunctionDef):
        function.__class__ = ast.AsyncFunctionDef  # type: ignore[assignment]


def declared(tree: ast.Module, dice: Random) -> None:
    """A variable of the module or of the function around."""
    function = _some(tree, dice)
    stored = sorted({name.id for name in names(function, ast.Store)})
    if not stored:
        raise Impossible
    name = dice.choice(stored)
    kind = dice.choice(["global", "nonlocal"])
    if kind == "nonlocal":
        outer = ast.parse(f"def outer():\n    {name} = {dice.choice(VALUES)}\n    ...").body[0]
        assert isinstance(outer, ast.FunctionDef)
        inner = copy.deepcopy(function)
        inner.body[:0] = ast.parse(f"nonlocal {name}").body
        outer.name, outer.args, inner.name = function.name, copy.deepcopy(function.args), "inner"
        given = ", ".join(arg.arg for arg in function.args.args)
        outer.body[1:] = [inner, *ast.parse(f"return inner({given}), {name}").body]
        for block in blocks(tree):
            if function in block.body:
                block.body[block.body.index(function)] = outer
                return
        raise Impossible
    function.body[:0] = ast.parse(f"global {name}").body


def decorated(tree: ast.Module, dice: Random) -> None:
    """A function behind a decorator."""
    function = _some(tree, dice)
    decorator = dice.choice(DECORATORS)
    if "." in decorator:
        tree.body[:0] = ast.parse(f"import {decorator.partition('.')[0]}").body
    function.decorator_list.insert(0, expression(decorator))


def annotated(tree: ast.Module, dice: Random) -> None:
    """A parameter or variable with an annotation, which may lie."""
    hint = dice.choice(["list", "dict", "str", "int", "'list[int]'", "tuple", "set", "object"])
    function = _some(tree, dice)
    if function.args.args and dice.random() < 0.5:
        dice.choice(function.args.args).annotation = expression(hint)
        return
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name() as name], value=value) if dice.random() < 0.5:
                node.__class__ = ast.AnnAssign  # type: ignore[assignment]
                node.target, node.annotation, node.simple = name, expression(hint), 1  # type: ignore[attr-defined]
                del node.targets
                node.value = value
                return


def unpacked(tree: ast.Module, dice: Random) -> None:
    """Arguments of a call that come out of a sequence or mapping."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    if not calls:
        raise Impossible
    chosen = dice.choice(calls)
    if any(isinstance(arg, ast.Starred) for arg in chosen.args):
        raise Impossible
    chosen.args = [ast.Starred(ast.List(chosen.args, ast.Load()), ast.Load())]


def nested(tree: ast.Module, dice: Random) -> None:
    """A function that calls itself first, or is called twice."""
    block = pick_block(tree, dice)
    function = block.function
    if function is None:
        raise Impossible
    given = ", ".join(arg.arg for arg in function.args.args)
    text = dice.choice(
        [
            f"if not hasattr({function.name}, 'again'):\n    {function.name}.again = True\n"
            f"    call({function.name}, {given})",
            f"watch(lambda: {function.name})",
            f"call(lambda: {function.name}({given}))",
        ]
    )
    at = dice.randint(0, len(block.body))
    block.body[at:at] = ast.parse(text).body


def exported(tree: ast.Module, dice: Random) -> None:
    """Names of the module in ``__all__``, or looked at all together."""
    stored = sorted({name.id for name in names(tree, ast.Store)})
    if not stored:
        raise Impossible
    name = dice.choice(stored)
    texts = [f"__all__ = [{name!r}]", "note(sorted(globals()))", f"globals()[{name!r}] = [1]"]
    at = dice.randint(0, len(tree.body))
    tree.body[at:at] = ast.parse(dice.choice(texts)).body
