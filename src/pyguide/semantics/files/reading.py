"""Loops over the lines of a file that are all read before the first is looked at."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from pyguide.semantics.control import repetition
from pyguide.semantics.files import encodings
from pyguide.semantics.structure import FUNCTIONS, TRIES, last_name
from pyguide.semantics.values.hints import read
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

Held = Literal["with", "name", "call", "stream", "hint"]

# Files whose iterator gives the very lines that `readlines` gives.
_PLAIN = frozenset({
    "builtins.open", "io.open", "os.fdopen", "tokenize.open", "gzip.open", "gzip.GzipFile",
    "bz2.open", "bz2.BZ2File", "lzma.open", "lzma.LZMAFile",
})  # fmt: skip
_LEAVING = (ast.Break, ast.Return, ast.Raise)
# What closes all that it reads from.
_BY_PATH = frozenset({"builtins.open", "io.open", "tokenize.open"})
_FILES = ("file", "temporary file")
_FILE_TYPES = frozenset({"IO", "TextIO", "BinaryIO", "TextIOWrapper", "TextIOBase"})
# What leaves a trace outside the program, or in the state of the whole of it.
_TRACES = ("builtins.open", "builtins.print", "builtins.input", "time.", "random.")


class OpenFile(NamedTuple):
    """An expression that is an open file, and what shows that.

    ``held`` says by what: the target of a `with`, another name, the call that opens it, a standard
    stream, a parameter with an annotation. ``opening`` is the call, where the file shows it.
    """

    expr: ast.expr
    held: Held
    opening: ast.Call | None = None


class Reading(NamedTuple):
    """A loop over all lines of a file: ``call`` gives them, ``body`` is what runs for each."""

    file: OpenFile
    call: ast.Call
    loop: ast.For | ast.comprehension
    body: Sequence[ast.AST]


def open_file(semantics: Semantics, expr: ast.expr) -> OpenFile | None:
    """The open file that ``expr`` is, if the code shows that it is one."""
    if isinstance(expr, ast.Call):
        return OpenFile(expr, "call", expr) if _opens(semantics, expr) else None
    if semantics.qualified(expr) == "sys.stdin":
        return OpenFile(expr, "stream")
    if not isinstance(expr, ast.Name):
        return None
    found = semantics.dominance.definition(expr)
    opening = found and (found.source if found.kind == "with" else found.value)
    if found is not None and isinstance(opening, ast.Call) and _opens(semantics, opening):
        return OpenFile(expr, "with" if found.kind == "with" else "name", opening)
    hint = semantics.annotations.of_name(expr)
    if hint is None or (found is not None and found.kind != "parameter"):
        return None
    named = read(hint)
    named = named.value if isinstance(named, ast.Subscript) else named
    return OpenFile(expr, "hint") if last_name(named) in _FILE_TYPES else None


def gives_bytes(semantics: Semantics, file: OpenFile) -> bool | None:
    """Whether a file gives bytes rather than text; None where that is not known."""
    if file.held == "stream":
        return False
    if file.opening is None:
        hint = semantics.annotations.of_name(file.expr) if isinstance(file.expr, ast.Name) else None
        return {"TextIO": False, "BinaryIO": True}.get(
            "" if hint is None else last_name(read(hint))
        )
    return encodings.is_binary(semantics, file.opening)


def _opens(semantics: Semantics, call: ast.Call) -> bool:
    resource = semantics.resources.opened(call)
    return resource is not None and resource.noun in _FILES


def reading(semantics: Semantics, call: ast.Call, holder: ast.expr) -> Reading | None:
    """The loop over the lines that ``call`` reads from the file ``holder``, as a whole or counted.

    None where nothing shows that it is a file, or the loop goes on using it.
    """
    loop = loop_over(semantics, call)
    if loop is None:
        return None
    file = open_file(semantics, holder)
    if file is None:
        return None
    body: list[ast.AST] = [*getattr(loop, "body", ())]
    owner = semantics.parent(loop)
    if isinstance(loop, ast.comprehension) and owner is not None:
        body = [node for node in ast.iter_child_nodes(owner) if node is not loop] + [*loop.ifs]
    if _goes_on_using(semantics, file, [loop.target, *body]):
        return None
    return Reading(file, call, loop, body)


def loop_over(semantics: Semantics, call: ast.Call) -> ast.For | ast.comprehension | None:
    """The `for` or first clause of a comprehension that iterates ``call``, or counts along."""
    child: ast.AST | None = call
    around = semantics.parent(call)
    if isinstance(around, ast.Call) and around.args[:1] == [call]:
        if not semantics.is_builtin(around.func, "enumerate"):
            return None
        around, child = semantics.parent(around), around
    match around:
        case ast.For(iter=source) if source is child:
            return around
        case ast.comprehension(iter=source) if source is child:
            owner = semantics.parent(around)
            first = getattr(owner, "generators", [None])[0]
            return around if first is around else None
    return None


def _goes_on_using(semantics: Semantics, file: OpenFile, body: Sequence[ast.AST]) -> bool:
    """Whether the loop mentions the file, or opens the same path once more."""
    same, opening = ast.unparse(file.expr), file.opening
    path = ast.unparse(opening.args[0]) if opening is not None and opening.args else None
    for node in (inner for part in body for inner in walk(part)):
        match node:
            case ast.Name() | ast.Attribute() if ast.unparse(node) == same:
                return True
            case ast.Call(args=[first, *_]) if path is not None and _opens(semantics, node):
                if ast.unparse(first) == path:
                    return True
    return False


def may_outlive(semantics: Semantics, found: Reading) -> bool:
    """Whether the loop is that of a generator which may run when the file is closed."""
    owner = semantics.parent(found.loop)
    return isinstance(owner, ast.GeneratorExp) and not semantics.dominance.consumed(owner)


def line_name(found: Reading) -> str | None:
    """The name that holds one line in the loop, if a plain name does."""
    target = found.loop.target
    if found.loop.iter is not found.call and isinstance(target, ast.Tuple):
        target = target.elts[-1]
    return target.id if isinstance(target, ast.Name) else None


def is_own(opening: ast.expr | None) -> bool:
    """Whether a file is named in the code, or lies beside it: one whose size the author knows."""
    if isinstance(opening, ast.Call) and any(isinstance(a, ast.Constant) for a in opening.args[:1]):
        return True
    return opening is not None and any(
        isinstance(node, ast.Name) and node.id == "__file__" for node in walk(opening)
    )


def why_not_lazily(semantics: Semantics, found: Reading) -> str | None:
    """Why taking line by line from the file may show; None if it provably does not."""
    shown, opening = semantics.shown(found.file.expr), found.file.opening
    if found.file.held == "call":
        return "the file would stay open while the loop runs"
    if opening is None or not isinstance(found.file.expr, ast.Name):
        return f"nothing shows what {shown} reads from, and whether that is there already"
    resource = semantics.resources.opened(opening)
    if resource is None or not resource.proven or not _is_plain(semantics, opening):
        return f"{shown} may be another kind of file"
    return (
        _why_known(semantics, found, found.file.expr)
        or _why_early(semantics, found, found.file.expr)
        or _why_visible(semantics, found)
    )


def _why_known(semantics: Semantics, found: Reading, file: ast.Name) -> str | None:
    """Why somebody else may look at the file, or at what counts its lines, during the loop."""
    owner = semantics.owner(file.id, file)
    targets = [one for one in walk(found.loop.target) if isinstance(one, ast.expr)]
    plain = all(isinstance(one, ast.Name | ast.Tuple | ast.List) for one in targets)
    local = (semantics.is_local(one.id, one) for one in targets if isinstance(one, ast.Name))
    if not plain or not (isinstance(found.loop, ast.comprehension) or all(local)):
        return "somebody else may see the line that is being looked at"
    counted = semantics.parent(found.call)
    if isinstance(counted, ast.Call):
        given = (*counted.args[1:], *(word.value for word in counted.keywords))
        if not all(isinstance(one, ast.Constant) for one in given):
            return f"{semantics.shown(counted)} may start elsewhere before the file is read"
    opening = found.file.opening
    kept = opening is None or semantics.fates.of(opening).kind not in ("bound", "entered")
    for one in () if owner is None else semantics.flow.mentions(file.id, [owner.node], owner):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
            kept = kept or not semantics.custody.is_over(semantics.fates.of(one))
    return f"`{file.id}` may be known under another name" if kept else None


def _is_plain(semantics: Semantics, opening: ast.Call) -> bool:
    full = semantics.qualified(opening.func)
    if full is None and isinstance(opening.func, ast.Attribute):
        return opening.func.attr == "open" and semantics.resources.is_path(opening.func.value)
    return full in _PLAIN


def _why_early(semantics: Semantics, found: Reading, file: ast.Name) -> str | None:
    """Why the file may be left half read, and somebody notices."""
    if _ends_early(semantics, found, _LEAVING) and _is_lent(semantics, found.file):
        return f"others may see how far what `{file.id}` reads from was read"
    early = _ends_early(semantics, found, (ast.Break,))
    later = semantics.used_after(file.id, semantics.statement(found.call)) is not None
    if early and (later or _is_used_inside(semantics, found, file)):
        return f"`{file.id}` is used after the loop, which may end early"
    for around in semantics.ancestors(found.call):
        if isinstance(around, FUNCTIONS):
            local = semantics.is_local(file.id, found.call)
            return None if local else f"others may see how far `{file.id}` was read"
        if isinstance(around, TRIES) and not _only_closes(around, file.id):
            return f"the `try` around the loop may see how far `{file.id}` was read"
        if isinstance(around, ast.With) and _may_swallow(semantics, around):
            return f"the `with` around the loop may swallow an error of `{file.id}`"
    return "the loop does not stand in a function"


def _ends_early(semantics: Semantics, found: Reading, by: tuple[type[ast.stmt], ...]) -> bool:
    """Whether the loop may stop before the last line, through one of the statements ``by``."""
    if isinstance(found.loop, ast.For):
        return any(isinstance(one, by) for one in semantics.exits(found.loop.body))
    return isinstance(semantics.parent(found.loop), ast.GeneratorExp)


def _is_lent(semantics: Semantics, file: OpenFile) -> bool:
    """Whether a file may read from another file or descriptor, which somebody may go on using."""
    opening = file.opening
    resource = None if opening is None else semantics.resources.opened(opening)
    if opening is None or resource is None or resource.lent:
        return True
    full = semantics.qualified(opening.func)
    if full is None or full in _BY_PATH:
        return False
    return not any(
        semantics.type_of(path).within("str") or semantics.resources.is_path(path)
        for path in opening.args[:1]
    )


def _is_used_inside(semantics: Semantics, found: Reading, file: ast.Name) -> bool:
    """Whether the statement of a comprehension uses the file once more, or runs it once more."""
    if isinstance(found.loop, ast.For):
        return False
    statement = semantics.statement(found.call)
    if any(node in walk(statement) for node in repetition.repeaters(semantics, found.call)):
        return True
    return any(
        isinstance(one, ast.Name) and one.id == file.id and one is not file
        for one in walk(statement)
    )


def _may_swallow(semantics: Semantics, around: ast.With) -> bool:
    opened = (item.context_expr for item in around.items)
    only_opens = all(isinstance(one, ast.Call) and _is_plain(semantics, one) for one in opened)
    return not only_opens and semantics.flow.may_swallow(around)


def _only_closes(around: ast.AST, name: str) -> bool:
    match around:
        case ast.Try(handlers=[], finalbody=[ast.Expr(value=ast.Call() as call)]):
            return ast.unparse(call) == f"{name}.close()"
    return False


def _why_visible(semantics: Semantics, found: Reading) -> str | None:
    """Why others may see when the loop does what it does, or change the file in the meantime."""
    effects = semantics.effects(found.body)
    if effects.suspends:
        return "other code runs between two rounds of the loop"
    if effects.calls_unknown is not None:
        return f"the loop calls {semantics.shown(effects.calls_unknown)}, which may change the file"
    for node in (inner for part in found.body for inner in walk(part)):
        if isinstance(node, ast.Call) and (semantics.qualified(node.func) or "").startswith(
            _TRACES
        ):
            return f"the loop calls {semantics.shown(node)} before the file is read to its end"
        if isinstance(node, ast.Name) and semantics.type_of(node).within("io.TextIOWrapper"):
            return f"{semantics.shown(node)} may be the same file, and used before it is all read"
        changed = semantics.effects_of.changed(node)
        if changed is None:
            continue
        if not isinstance(changed, ast.Name):
            return f"the loop changes {semantics.shown(changed)} before the file is read to its end"
        why = semantics.uses.leak(changed, None)
        if why is not None and not semantics.type_of(changed).within(*_VALUES):
            return f"an error while reading would come later, and {why}"
    for name in effects.rebinds:
        if not semantics.is_local(name, found.call):
            return f"an error while reading would come after the loop has set `{name}`"
    return None


_VALUES = ("int", "float", "complex", "bool", "str", "bytes", "NoneType")
