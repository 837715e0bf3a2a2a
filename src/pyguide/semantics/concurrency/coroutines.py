"""What runs in an event loop: coroutines, what blocks them, and calls that nobody awaits."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.structure import walk_run

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.objects.fates import Fate

_LOOPS = ("asyncio", "trio", "anyio", "curio")
_NETWORK = """
    requests.get requests.post requests.put requests.patch requests.delete requests.head
    requests.options requests.request httpx.get httpx.post httpx.put httpx.patch httpx.delete
    httpx.head httpx.options httpx.request httpx.stream urllib.request.urlopen
    urllib.request.urlretrieve socket.create_connection
"""
_PROCESS = """
    subprocess.run subprocess.call subprocess.check_call subprocess.check_output
    subprocess.getoutput subprocess.getstatusoutput os.system os.wait os.waitpid
"""
_TERMINAL = "builtins.input getpass.getpass"
_FILES = """
    builtins.open io.open pathlib.Path.open pathlib.Path.read_text pathlib.Path.read_bytes
    pathlib.Path.write_text pathlib.Path.write_bytes
"""
_BLOCKING = {
    name: noun
    for noun, names in {
        "the network": _NETWORK,
        "another process": _PROCESS,
        "the terminal": _TERMINAL,
        "the disk": _FILES,
    }.items()
    for name in names.split()
}
BLOCKING_NAMES = frozenset(name.rpartition(".")[2] for name in _BLOCKING)
"""The last names of functions that are known to wait for something."""

_PATH_METHODS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes"})
# What one does with a coroutine that shall never run, or that is driven by hand.
_DRIVERS = frozenset({"close", "send", "throw"})
_MISUSES = ("method", "attribute", "iterated")


def coroutine_around(semantics: Semantics, node: ast.AST) -> ast.AsyncFunctionDef | None:
    """The coroutine function whose own code ``node`` is; None in functions nested there."""
    if not any(True for _ in semantics.structure.nodes(ast.AsyncFunctionDef)):
        return None
    for around in semantics.ancestors(node):
        if isinstance(around, ast.Lambda | ast.GeneratorExp):
            return None
    function = semantics.function(node)
    return function if isinstance(function, ast.AsyncFunctionDef) else None


def loop_library(semantics: Semantics) -> str:
    """The library whose event loop the file runs in, by what it imports: asyncio if by nothing."""
    names = semantics.structure.imported
    return next((name for name in _LOOPS if name in names), "asyncio")


def blocks(semantics: Semantics, call: ast.Call) -> str | None:
    """What ``call`` holds the event loop up for, if it is known to wait for something."""
    if coroutine_around(semantics, call) is None:
        return None
    func = call.func
    name = semantics.qualified(func)
    match func:
        case ast.Attribute(value=path, attr=attr) if attr in _PATH_METHODS and name is None:
            is_path = semantics.resources.is_path(path, proven=False)
            name = f"pathlib.Path.{attr}" if is_path else None
    return _BLOCKING.get(name or "")


def forgotten(semantics: Semantics, call: ast.Call) -> ast.AsyncFunctionDef | None:
    """The coroutine function of this file that ``call`` calls in another, and nobody awaits."""
    if isinstance(semantics.parent(call), ast.Await):
        return None  # which most are
    function = called(semantics, call.func)
    if function is None or _is_generator(function):
        return None
    if coroutine_around(semantics, call) is None or semantics.hashing.is_refusal_expected(call):
        return None
    fate = semantics.fates.of(call)
    if fate.maybe:
        return None
    match fate.node:
        case ast.Expr():
            return function
        case ast.Assign(targets=[ast.Name() as target]) if semantics.is_local(target.id, call):
            uses = [use.fate for use in semantics.fates.uses(target)]
            return function if uses and all(map(_takes_for_result, uses)) else None
    return None


def _is_generator(function: ast.AsyncFunctionDef) -> bool:
    return any(isinstance(node, ast.Yield) for node in walk_run([*function.body]))


def _takes_for_result(fate: Fate) -> bool:
    """Whether a use of a coroutine only makes sense for what it would give."""
    own = fate.name in _DRIVERS or fate.name.startswith(("__", "cr_"))
    return fate.kind in _MISUSES and not own and not fate.later


def called(semantics: Semantics, func: ast.expr) -> ast.AsyncFunctionDef | None:
    """The one coroutine function of this file that ``func`` names, or a method through `self`."""
    match func:
        case ast.Name():
            found = semantics.bindings(func) or ()
            node: ast.AST | None = found[0].node if len(found) == 1 else None
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            node = _method(semantics, func, name)
        case _:
            return None
    plain = isinstance(node, ast.AsyncFunctionDef) and not node.decorator_list
    return node if isinstance(node, ast.AsyncFunctionDef) and plain else None


def _method(semantics: Semantics, at: ast.AST, name: str) -> ast.AST | None:
    """What `self.name` runs at ``at``: the one method of the class that is never rebound."""
    home = next((one for one in semantics.ancestors(at) if isinstance(one, ast.ClassDef)), None)
    if home is None or semantics.attributes.is_rebound(home, name):
        return None
    bound = semantics.scopes.table(semantics.scopes.of_node(home)).bound.get(name, [])
    return semantics.attributes.method(home, name) if len(bound) == 1 else None
