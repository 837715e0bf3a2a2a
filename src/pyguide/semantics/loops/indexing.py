"""Loops that count through the positions of one sequence: what they do at and beside each."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from pyguide.semantics.objects.effects import is_suspension
from pyguide.semantics.structure import TRIES, Comprehension, last_name
from pyguide.semantics.values.library import ALL_MUTATORS
from pyguide.semantics.values.origins import origin
from pyguide.tree import children, walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

Chain = tuple[str, ...]

_TYPE_COMMENT = re.compile(r"#\s*type:(?!\s*ignore)")

SEQUENCES = frozenset({"list", "tuple", "str", "bytes", "range"})
"""Builtin types whose iteration gives what stands at their positions, as long as nobody writes."""

# What these do by index cannot be done by iteration, which is what they are for.
_LOOKUPS = frozenset({"__iter__", "__getitem__", "__len__"})


class IndexedLoop:
    """``for index in range(len(sequence))``, as a statement or as a clause of a comprehension.

    ``body`` is what runs each round. Of the mentions in it, ``reads`` are ``sequence[index]``,
    ``writes`` assign to it, ``neighbours`` read the sequence at other positions, ``parallel`` reads
    other sequences at the index and ``uses`` are what else is done with the index. ``changes``
    delete from the sequence, resize, reorder or rebind it; ``rebinds`` may rebind the index.
    """

    def __init__(
        self,
        node: ast.For | ast.comprehension,
        holder: ast.For | Comprehension,
        index: ast.Name,
        sequence: ast.Name | ast.Attribute,
        body: list[ast.AST],
    ) -> None:
        self.node = node
        self.holder = holder
        self.index = index
        self.sequence = sequence
        self.body = body
        self.reads: list[ast.Subscript] = []
        self.writes: list[ast.Subscript] = []
        self.neighbours: list[ast.Subscript] = []
        self.parallel: list[ast.Subscript] = []
        self.uses: list[ast.Name] = []
        self.changes: list[ast.AST] = []
        self.rebinds: ast.AST | None = None


def indexed_loop(semantics: Semantics, node: ast.For | ast.comprehension) -> IndexedLoop | None:
    """What ``node`` does if it counts through a sequence by ``range(len(…))``, else None."""
    sequence = _counted(semantics, node.iter)
    return None if sequence is None else _loop(semantics, node, sequence)


def keyed_loop(semantics: Semantics, node: ast.For | ast.comprehension) -> IndexedLoop | None:
    """What ``node`` does if it walks the keys of a mapping by its name, else None.

    The mapping is the ``sequence`` of the loop, the key its ``index``.
    """
    mapping = node.iter
    match mapping:
        case ast.Call(func=ast.Attribute(value=mapping, attr="keys"), args=[], keywords=[]):
            pass
    if not isinstance(mapping, ast.Name | ast.Attribute) or not isinstance(node.target, ast.Name):
        return None
    # Most loops look nothing up, and this is quickly asked.
    looked_up = semantics.structure.indexed.get(node.target.id, ())
    if last_name(mapping) not in looked_up or not chain(mapping):
        return None
    return _loop(semantics, node, mapping)


def _loop(
    semantics: Semantics, node: ast.For | ast.comprehension, sequence: ast.Name | ast.Attribute
) -> IndexedLoop | None:
    """The mentions in a loop whose one variable stands for a place in ``sequence``."""
    if not isinstance(node.target, ast.Name):
        return None
    if node.target.id == chain(sequence)[0]:
        return None
    if isinstance(node, ast.For):
        loop = IndexedLoop(node, node, node.target, sequence, list(node.body))
    else:
        holder = semantics.parent(node)
        assert isinstance(holder, Comprehension)
        later = holder.generators[holder.generators.index(node) + 1 :]
        results = [holder.key, holder.value] if isinstance(holder, ast.DictComp) else [holder.elt]
        loop = IndexedLoop(node, holder, node.target, sequence, [*node.ifs, *later, *results])
    if isinstance(node, ast.comprehension) and node.is_async:
        return None
    _note_index(semantics, loop)
    _note_sequence(semantics, loop)
    return loop


def obstacle(semantics: Semantics, loop: IndexedLoop) -> str | None:
    """Why the items cannot be given names by the loop's header; None if they can."""
    if loop.rebinds is not None:
        return f"the loop rebinds `{loop.index.id}`"
    for read in (*loop.reads, *loop.parallel):
        if semantics.rounds.outlasts(read, loop.holder):
            return f"a function made in the loop reads `{ast.unparse(read)}` when it is called"
    header = semantics.source.line(loop.node.iter.end_lineno or 1)
    if isinstance(loop.node, ast.For) and _TYPE_COMMENT.search(header):
        return f"a type comment speaks of `{loop.index.id}`"
    return None


def naming_statement(semantics: Semantics, loop: IndexedLoop) -> ast.Assign | None:
    """The first statement of the body if it does no more than to name the item, else None.

    It can go where the loop itself gives the item that name: nothing else in the body may need
    the item under another name, and something must be left of the body.
    """
    if not isinstance(loop.node, ast.For) or len(loop.node.body) == 1:
        return None
    first, *rest = loop.node.body
    match first:
        case ast.Assign(targets=[target], value=ast.Subscript() as value) if value in loop.reads:
            pass
        case _:
            return None
    again = len(loop.reads) > 1
    match target:
        case ast.Name(id=name):
            own = semantics.is_local(name, first) and not semantics.bound_in(name, rest)
            seen = all(means_item(semantics, name, read) for read in loop.reads)
            return first if (own and seen) or not again else None
        case ast.Tuple() | ast.List():
            return first if not again and _unpacks_to_names(target) else None
    return None


def means_item(semantics: Semantics, name: str, read: ast.expr) -> bool:
    """Whether ``name`` would be the function's variable at ``read``, none of a comprehension."""
    owner = semantics.owner(name, read)
    return owner is not None and owner.node is semantics.function(read)


def _unpacks_to_names(target: ast.expr) -> bool:
    match target:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(_unpacks_to_names(part) for part in parts)
        case ast.Starred(value=inner):
            return isinstance(inner, ast.Name)
    return isinstance(target, ast.Name)


def why_it_may_change(semantics: Semantics, loop: IndexedLoop) -> str | None:
    """Why the loop may resize or rebind the sequence; None if it only writes to its positions."""
    why = semantics.may_change(without_writes(semantics, loop), loop.sequence)
    added = [one for one in map(semantics.parent, loop.writes) if isinstance(one, ast.AugAssign)]
    doubts = (semantics.changes.by_item(one, loop.sequence) for one in added)
    return why or next((doubt for doubt in doubts if doubt is not None), None)


def without_writes(semantics: Semantics, loop: IndexedLoop) -> list[ast.AST]:
    """The body in pieces that together do all that it does but the ``writes``.

    What is assigned together with other targets, or under a node that acts by itself, is left in.
    """
    found: list[ast.AST] = []
    stack = loop.body[::-1]
    while stack:
        node = stack.pop()
        if node in loop.writes:
            continue
        acts = is_suspension(node) or semantics.effects_of.runs_unknown(node)
        if acts or isinstance(node, ast.Tuple) or not any(w in walk(node) for w in loop.writes):
            found.append(node)
        else:
            stack.extend(reversed(children(node)))
    return found


def follows_write(semantics: Semantics, loop: IndexedLoop, read: ast.Subscript) -> bool:
    """Whether ``read`` may see in the same round what the loop wrote to the position."""
    if _is_reached_by_jumps(semantics, loop, read):
        return True
    return any(semantics.rounds.may_follow(read, write, loop.node) for write in loop.writes)


def _is_reached_by_jumps(semantics: Semantics, loop: IndexedLoop, read: ast.Subscript) -> bool:
    """Whether ``read`` is in a handler or a `finally` behind code that writes to the sequence."""
    child: ast.AST = read
    for around in semantics.ancestors(read):
        if around is loop.holder:
            return False
        if isinstance(around, TRIES) and child not in [*around.body, *around.orelse]:
            return any(around in semantics.ancestors(one) for one in (*loop.writes, *loop.changes))
        child = around
    return False


def is_about_positions(semantics: Semantics, loop: IndexedLoop) -> bool:
    """Whether each item is only read beside a neighbour, as in ``xs[i] < xs[i + 1]``."""
    beside = {
        semantics.statement(one)
        for one in loop.neighbours
        if isinstance(one.slice, ast.BinOp) and semantics.read_in(loop.index.id, [one.slice])
    }
    return all(semantics.statement(read) in beside for read in loop.reads)


def may_iterate(semantics: Semantics, loop: IndexedLoop) -> bool:
    """Whether iterating the sequence may give what stands at its positions."""
    found, holder = semantics.type_of(loop.sequence), loop.holder
    if found.known:
        # The views of a bytearray may write to it, which no proof here can see.
        return bool((SEQUENCES | {"bytearray"}).intersection(found.names or ()))
    if origin(semantics, loop.sequence) in ("numpy", "pandas"):
        return False
    if is_copy(loop):
        # Nobody copies by index what can be iterated.
        return False
    function = semantics.function(holder)
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return True
    if ast.unparse(loop.sequence) != function.args.args[0].arg:
        return True
    return function.name not in _LOOKUPS and not _has_index_alone(semantics.parent(function))


def _has_index_alone(owner: ast.AST | None) -> bool:
    """Whether a class says what its indexes give, but not what iterating over it gives."""
    if not isinstance(owner, ast.ClassDef):
        return False
    methods = {stmt.name for stmt in owner.body if isinstance(stmt, ast.FunctionDef)}
    return "__getitem__" in methods and "__iter__" not in methods


def is_copy(loop: IndexedLoop) -> bool:
    """Whether the loop is a comprehension that gives the items and nothing else."""
    holder = loop.holder
    if not isinstance(holder, ast.ListComp | ast.GeneratorExp) or holder.elt not in loop.reads:
        return False
    return len(holder.generators) == 1 and not holder.generators[0].ifs


def lets_go(semantics: Semantics, loop: IndexedLoop) -> bool:
    """Whether the loop overwrites items by None, as if to free them."""
    around = [semantics.parent(write) for write in loop.writes]
    values = [one.value for one in around if isinstance(one, ast.Assign)]
    return any(isinstance(value, ast.Constant) and value.value is None for value in values)


def _counted(semantics: Semantics, iterable: ast.expr) -> ast.Name | ast.Attribute | None:
    """X in ``range(len(X))`` and its longer spellings."""
    match iterable:
        case ast.Call(
            func=ast.Name(id="range") as outer,
            args=[ast.Call() as length]
            | [ast.Constant(value=0), ast.Call() as length]
            | [ast.Constant(value=0), ast.Call() as length, ast.Constant(value=1)],
            keywords=[],
        ):
            pass
        case _:
            return None
    match length:
        case ast.Call(
            func=ast.Name(id="len") as inner,
            args=[ast.Name() | ast.Attribute() as sequence],
            keywords=[],
        ) if chain(sequence):
            plain = semantics.is_builtin(outer, "range") and semantics.is_builtin(inner, "len")
            return sequence if plain else None
    return None


def chain(expr: ast.AST) -> Chain:
    """The names of ``a.b.c``; empty for anything but a name or an attribute of one."""
    match expr:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=value, attr=attr):
            before = chain(value)
            return (*before, attr) if before else ()
    return ()


def _note_index(semantics: Semantics, loop: IndexedLoop) -> None:
    """Sort what the body does with the index."""
    own = chain(loop.sequence)
    owner = semantics.owner(loop.index.id, loop.index)
    if owner is not None and semantics.names.is_foreign(owner, loop.index.id):
        loop.rebinds = loop.index
    for node in semantics.flow.mentions(loop.index.id, loop.body, owner):
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            loop.rebinds = loop.rebinds or node
            continue
        around = semantics.parent(node)
        if not isinstance(around, ast.Subscript) or not _is_outer(semantics, around.value, loop):
            loop.uses.append(node)
        elif chain(around.value) == own:
            kept = {ast.Load: loop.reads, ast.Store: loop.writes, ast.Del: loop.changes}
            kept[type(around.ctx)].append(around)  # type: ignore[attr-defined]
        elif isinstance(around.ctx, ast.Load):
            loop.parallel.append(around)
        else:
            loop.uses.append(node)


def _is_outer(semantics: Semantics, base: ast.expr, loop: IndexedLoop) -> bool:
    """Whether ``base`` is a chain that begins with the same variable as outside the loop."""
    names = chain(base)
    if not names or names[0] == loop.index.id:
        return False
    return semantics.owner(names[0], base) is semantics.owner(names[0], loop.node.iter)


def _note_sequence(semantics: Semantics, loop: IndexedLoop) -> None:
    """Sort what the body does with the sequence beside its item at the index."""
    own = chain(loop.sequence)
    root = semantics.owner(own[0], loop.node.iter)
    for node in semantics.flow.mentions(own[0], loop.body, root):
        if not isinstance(node, ast.Name):
            loop.changes.append(node)
            continue
        mention, around = _prefix(semantics, node, own)
        if not isinstance(mention.ctx, ast.Load):
            loop.changes.append(mention)
        elif chain(mention) != own:
            continue
        elif isinstance(around, ast.Subscript) and around.value is mention:
            known = any(around is one for one in (*loop.reads, *loop.writes, *loop.changes))
            if not known:
                plain = isinstance(around.ctx, ast.Load)
                (loop.neighbours if plain else loop.changes).append(around)
        elif isinstance(around, ast.Attribute) and around.attr in ALL_MUTATORS:
            called = isinstance(semantics.parent(around), ast.Call)
            loop.changes += [around] if called else []


def _prefix(
    semantics: Semantics, node: ast.Name, own: Chain
) -> tuple[ast.Name | ast.Attribute, ast.AST | None]:
    """The longest beginning of the chain ``own`` that stands at ``node``, and what is around it."""
    found: ast.Name | ast.Attribute = node
    around = semantics.parent(node)
    for attr in own[1:]:
        if not isinstance(around, ast.Attribute) or around.attr != attr:
            break
        found, around = around, semantics.parent(around)
    return found, around
