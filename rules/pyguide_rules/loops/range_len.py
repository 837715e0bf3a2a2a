"""PYG401: a loop over the positions of a sequence that wants its items."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.rewriting import removal, spots
from pyguide.semantics.loops import indexing, lookups, naming
from pyguide.semantics.names import publicity


class RangeLen(Rule):
    """`for i in range(len(xs))` where the loop reads `xs[i]`."""

    code = "PYG401"
    category = Category.STYLE
    message = "`range(len({sequence}))` fetches each item by its index; {advice}"
    guide = ("Q107", "Q76", "Q86")
    twins = {"pylint": ("C0200",), "wemake-python-styleguide": ("WPS518",)}
    suspects = (ast.For, ast.comprehension)

    @classmethod
    def suspicious(cls, node: ast.For | ast.comprehension, context: Semantics) -> bool:
        return _wanted(context, node) is not None

    def judge(self, node: ast.For | ast.comprehension) -> None:
        loop = _wanted(self.semantics, node)
        if loop is None:
            return
        name = ast.unparse(loop.sequence)
        counts = bool(loop.uses or loop.writes)
        if isinstance(loop.node, ast.For) and not counts:
            found = self.semantics.rounds.needed_afterwards(loop.index, loop.node)
            counts = found is not None
        fix, reason = None, self._obstacle(loop, counts)
        places = spots.spots(self.parse, self.semantics, loop.reads)
        if places is None:
            reason = f"an f-string prints how `{ast.unparse(loop.reads[0])}` is spelled"
        elif reason is None:
            reason = self._doubt(loop, counts)
            title = "Use `enumerate`" if counts else f"Iterate over `{name}`"
            edits = self._edits(loop, counts, places)
            fix = self.fix(title, Applicability.unless(reason), edits, ground=loop.holder)
        advice = f"use `enumerate({name})`" if counts else "iterate over the items"
        self.report(node, fix, reason=reason, sequence=name, advice=advice)

    def _obstacle(self, loop: indexing.IndexedLoop, counts: bool) -> str | None:
        """Why there is no rewrite at all."""
        if loop.parallel:
            other = ast.unparse(loop.parallel[0].value)
            return f"`{other}` is walked in step, so `zip` may be the better choice"
        if any(indexing.follows_write(self.semantics, loop, read) for read in loop.reads):
            return f"the loop reads `{ast.unparse(loop.reads[0])}` after it writes it"
        if counts and not self.semantics.builtin("enumerate", loop.node.iter):
            return "`enumerate` is not the builtin here"
        return indexing.obstacle(self.semantics, loop)

    def _doubt(self, loop: indexing.IndexedLoop, counts: bool) -> str | None:
        """Why the rewritten loop may behave otherwise; None if it provably does not."""
        semantics, sequence, holder = self.semantics, loop.sequence, loop.holder
        found = semantics.type_of(sequence)
        if not found.within(*indexing.SEQUENCES):
            others = " or ".join(sorted((found.names or frozenset()) - indexing.SEQUENCES))
            return found.why or f"`{ast.unparse(sequence)}` may be {others or 'of a subclass'}"
        if semantics.dynamic(holder):
            return "the code looks at its own variables"
        if isinstance(holder, ast.GeneratorExp) and not semantics.rounds.runs_alone(holder):
            return "the generator may run after more has happened"
        if lookups.asks_identity(semantics, loop):
            return "each read may make another object, and the loop asks which it is"
        why = indexing.why_it_may_change(semantics, loop)
        if why is not None or not isinstance(holder, ast.For):
            return why
        if semantics.scope(holder).kind == "class":
            return "the loop's names become attributes of the class"
        if publicity.adds_attribute(semantics, holder) and self._naming(loop) is None:
            return "the item's name is one more of the module"
        if indexing.lets_go(semantics, loop):
            return "the loop lets go of each item, which the rewrite would hold a little longer"
        if not counts and publicity.is_public(semantics, loop.index):
            return f"`{loop.index.id}` is a module variable that others may read"
        return None

    def _naming(self, loop: indexing.IndexedLoop) -> tuple[str, Edit] | None:
        """What the body itself calls the item in a statement of its own, and how that goes."""
        named = indexing.naming_statement(self.semantics, loop)
        gone = None if named is None else removal.removal(self.source, named)
        return None if named is None or gone is None else (ast.unparse(named.targets[0]), gone)

    def _edits(self, loop: indexing.IndexedLoop, counts: bool, places: list[Span]) -> list[Edit]:
        sequence = self.text(loop.sequence)
        copies = isinstance(loop.holder, ast.ListComp) and indexing.is_copy(loop)
        if copies and self.semantics.builtin("list", loop.holder):
            return [self.edit(loop.holder, f"list({sequence})")]
        edits: list[Edit] = []
        named = self._naming(loop)
        if named is None:
            item = naming.item_name(self.semantics, loop.sequence, loop.holder)
        else:
            item, gone = named
            edits.append(gone)
            places = [place for place in places if not gone.span.covers(place)]
        if counts:
            target, iterable = f"{loop.index.id}, {item}", f"enumerate({sequence})"
        else:
            target = item[1:-1] if item.startswith("(") else item
            iterable = f"({sequence})" if "\n" in sequence else sequence
        edits += [self.edit(loop.index, target), self.edit(loop.node.iter, iterable)]
        return edits + [self.edit(place, item) for place in places]


def _wanted(semantics: Semantics, node: ast.AST | None) -> indexing.IndexedLoop | None:
    """The loop over positions that should run over items, if ``node`` is one."""
    loop = (
        indexing.indexed_loop(semantics, node)
        if isinstance(node, ast.For | ast.comprehension)
        else None
    )
    if loop is None or not loop.reads or loop.changes:
        return None
    if loop.parallel and not loop.uses and not loop.writes:
        # Sequences that are only walked in step want `zip`, which another rule says.
        return None
    if all(indexing.follows_write(semantics, loop, read) for read in loop.reads):
        return None
    if indexing.is_about_positions(semantics, loop) or not indexing.may_iterate(semantics, loop):
        return None
    return loop
