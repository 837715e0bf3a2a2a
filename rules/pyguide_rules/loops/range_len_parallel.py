"""PYG402: sequences that are walked in step by a common index."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import removal, spots
from pyguide.semantics.loops import indexing, naming
from pyguide.semantics.objects import effects
from pyguide.semantics.values import origins

_STRICT = (3, 10)
_FOREIGN = ("numpy", "pandas")


class RangeLenParallel(Rule):
    """`for i in range(len(xs))` where the loop only reads `xs[i]` and `ys[i]`."""

    code = "PYG402"
    category = Category.STYLE
    message = "{sequences} are walked in step by the index `{index}`; use `zip`"
    guide = ("Q86", "Q76")
    twins = {"pylint": ("C0200",), "wemake-python-styleguide": ("WPS518",)}
    suspects = (ast.For, ast.comprehension)

    @classmethod
    def suspicious(cls, node: ast.For | ast.comprehension, context: Semantics) -> bool:
        return _wanted(context, node) is not None

    def judge(self, node: ast.For | ast.comprehension) -> None:
        loop = _wanted(self.semantics, node)
        if loop is None:
            return
        groups = _sequences(loop)
        names = [".".join(one) for one in groups]
        fix, why = None, indexing.obstacle(self.semantics, loop)
        if why is None and not self.semantics.builtin("zip", loop.node.iter):
            why = "`zip` is not the builtin here"
        if why is None:
            fix = self._fix(loop, groups)
            why = f"`{names[0]}` and `{names[1]}` may differ in length, and not be sequences"
            if fix is None:
                why = f"an f-string prints how `{names[0]}[{loop.index.id}]` is spelled"
        shown = [f"`{name}`" for name in names[:3]]
        sequences = f"{', '.join(shown[:-1])} and {shown[-1]}"
        self.report(
            node,
            fix,
            reason=why,
            sequences=sequences,
            index=loop.index.id,
        )

    def _fix(
        self, loop: indexing.IndexedLoop, groups: dict[indexing.Chain, list[ast.Subscript]]
    ) -> Fix | None:
        """`zip` in the header and the names of the items in the body."""
        named = _named(self.semantics, loop, groups)
        gone = {one: removal.removal(self.source, stmt) for one, stmt in named.items()}
        edits = [edit for edit in gone.values() if edit is not None]
        names: list[str] = []
        for one, reads in groups.items():
            places = spots.spots(self.parse, self.semantics, reads)
            if places is None:
                return None
            if gone.get(one) is not None:
                name = ast.unparse(named[one].targets[0])
            else:
                taken = [*names, *(ast.unparse(stmt.targets[0]) for stmt in named.values())]
                sequence = reads[0].value
                assert isinstance(sequence, ast.Name | ast.Attribute)
                name = naming.item_name(self.semantics, sequence, loop.holder, taken)
            names.append(name)
            kept = [place for place in places if not any(edit.span.covers(place) for edit in edits)]
            edits += [self.edit(place, name) for place in kept]
        strict = ", strict=True" if self.target_version >= _STRICT else ""
        sources = ", ".join(".".join(one) for one in groups)
        edits.append(self.edit(loop.index, ", ".join(names)))
        edits.append(self.edit(loop.node.iter, f"zip({sources}{strict})"))
        title = "Walk the sequences with `zip`"
        return self.fix(title, Applicability.UNSAFE, edits, ground=loop.holder)


def _sequences(loop: indexing.IndexedLoop) -> dict[indexing.Chain, list[ast.Subscript]]:
    """The reads at the index by what they read, in the order of the text."""
    found: dict[indexing.Chain, list[ast.Subscript]] = {}
    reads = [*loop.reads, *loop.parallel]
    for read in sorted(reads, key=lambda read: (read.lineno, read.col_offset)):
        found.setdefault(indexing.chain(read.value), []).append(read)
    return found


def _named(
    semantics: Semantics,
    loop: indexing.IndexedLoop,
    groups: dict[indexing.Chain, list[ast.Subscript]],
) -> dict[indexing.Chain, ast.Assign]:
    """The first statements of the body that do no more than name an item, by its sequence."""
    found: dict[indexing.Chain, ast.Assign] = {}
    if not isinstance(loop.node, ast.For):
        return found
    for number, stmt in enumerate(loop.node.body[:-1], start=1):
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value):
                known = indexing.chain(value.value)
            case _:
                break
        own = semantics.is_local(name, stmt) and not semantics.bound_in(
            name, loop.node.body[number:]
        )
        reads = groups.get(known, [])
        own = own and all(indexing.means_item(semantics, name, read) for read in reads)
        if not own or known in found or not any(value is read for read in reads):
            break
        found[known] = stmt
    return found


def _wanted(semantics: Semantics, node: ast.AST | None) -> indexing.IndexedLoop | None:
    """The loop that walks several sequences in step and wants nothing else of the index."""
    loop = (
        indexing.indexed_loop(semantics, node)
        if isinstance(node, ast.For | ast.comprehension)
        else None
    )
    if loop is None or not loop.reads or not loop.parallel:
        return None
    if loop.uses or loop.writes or loop.changes or loop.neighbours:
        return None
    changed = {
        indexing.chain(one)
        for part in loop.body
        for one in map(effects.changed_form, ast.walk(part))
        if one
    }
    for read in loop.parallel:
        base = read.value
        assert isinstance(base, ast.Name | ast.Attribute)
        if origins.origin(semantics, base) in _FOREIGN or semantics.bound_in(
            indexing.chain(base)[0], loop.body
        ):
            return None
        if indexing.chain(base) in changed:
            return None
    if isinstance(loop.node, ast.For) and semantics.rounds.needed_afterwards(loop.index, loop.node):
        return None
    return loop if indexing.may_iterate(semantics, loop) else None
