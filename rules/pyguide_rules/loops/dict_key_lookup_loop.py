"""PYG416: a loop over the keys of a dict that looks each value up."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.rewriting import removal, spots
from pyguide.semantics.loops import indexing, lookups, naming
from pyguide.semantics.names import publicity
from pyguide.semantics.values import origins

_OWN = frozenset({"self", "cls"})
_FOREIGN = ("numpy", "pandas")


class DictKeyLookupLoop(Rule):
    """`for key in d` where the loop reads `d[key]`."""

    code = "PYG416"
    category = Category.STYLE
    message = "`{lookup}` is looked up for each key; walk `{mapping}.{view}()`"
    guide = ("Q11",)
    twins = {"ruff": ("PLC0206",), "pylint": ("C0206",)}
    suspects = (ast.For, ast.comprehension)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.For | ast.comprehension, context: Semantics) -> bool:
        return _wanted(context, node) is not None

    def judge(self, node: ast.For | ast.comprehension) -> None:
        loop = _wanted(self.semantics, node)
        if loop is None:
            return
        keyed = bool(loop.uses or loop.parallel)
        if isinstance(loop.node, ast.For) and not keyed:
            found = self.semantics.rounds.needed_afterwards(loop.index, loop.node)
            keyed = found is not None or publicity.is_public(self.semantics, loop.index)
        fix, why = None, indexing.obstacle(self.semantics, loop)
        places = spots.spots(self.parse, self.semantics, loop.reads)
        lookup = ast.unparse(loop.reads[0])
        if places is None:
            why = f"an f-string prints how `{lookup}` is spelled"
        elif why is None:
            why = self._doubt(loop)
            title = "Walk the items" if keyed else "Walk the values"
            edits = self._edits(loop, keyed, places)
            fix = self.fix(title, Applicability.unless(why), edits, ground=loop.holder)
        view, mapping = "items" if keyed else "values", self.excerpt(loop.sequence, 24)
        self.report(
            node,
            fix,
            reason=why,
            lookup=lookup[:34],
            mapping=mapping,
            view=view,
        )

    def _doubt(self, loop: indexing.IndexedLoop) -> str | None:
        """Why the rewritten loop may behave otherwise; None if it provably does not."""
        semantics, mapping, holder = self.semantics, loop.sequence, loop.holder
        found = semantics.type_of(mapping)
        if not found.within("dict"):
            return found.why or f"`{ast.unparse(mapping)}` may be of a subclass"
        if semantics.dynamic(holder):
            return "the code looks at its own variables"
        if isinstance(holder, ast.GeneratorExp) and not semantics.rounds.runs_alone(holder):
            return "the generator may run after more has happened"
        why = semantics.may_change(loop.body, mapping)
        if why is not None:
            return why
        if semantics.scope(holder).kind == "class":
            return "the loop's names become attributes of the class"
        public = isinstance(holder, ast.For) and publicity.adds_attribute(semantics, holder)
        if public and self._naming(loop) is None:
            return "the name of the value is one more of the module"
        return lookups.why_key_may_be_lost(semantics, loop)

    def _naming(self, loop: indexing.IndexedLoop) -> tuple[str, Edit] | None:
        """What the body itself calls the item in a statement of its own, and how that goes."""
        named = indexing.naming_statement(self.semantics, loop)
        gone = None if named is None else removal.removal(self.source, named)
        return None if named is None or gone is None else (ast.unparse(named.targets[0]), gone)

    def _edits(self, loop: indexing.IndexedLoop, keyed: bool, places: list[Span]) -> list[Edit]:
        edits: list[Edit] = []
        named = self._naming(loop)
        if named is None:
            taken = [loop.index.id]
            item = naming.item_name(self.semantics, loop.sequence, loop.holder, taken)
            if item == "item":
                item = self.semantics.fresh_name("value", loop.holder, taken)
        else:
            item, gone = named
            edits.append(gone)
            places = [place for place in places if not gone.span.covers(place)]
        target = f"{loop.index.id}, {item}" if keyed else item
        view = f"{self.text(loop.sequence)}.{'items' if keyed else 'values'}()"
        edits += [self.edit(loop.index, target), self.edit(loop.node.iter, view)]
        return edits + [self.edit(place, item) for place in places]


def _wanted(semantics: Semantics, node: ast.AST | None) -> indexing.IndexedLoop | None:
    """The loop over keys that should run over items, if ``node`` is one."""
    if not isinstance(node, ast.For | ast.comprehension):
        return None
    loop = indexing.keyed_loop(semantics, node)
    if loop is None or not loop.reads or loop.writes or loop.changes or loop.rebinds:
        return None
    beside = {semantics.statement(one) for one in loop.parallel}
    if all(semantics.statement(read) in beside for read in loop.reads):
        # Two mappings that are read in step are easier to compare as they are.
        return None
    return loop if _may_be_mapping(semantics, loop.sequence) else None


def _may_be_mapping(semantics: Semantics, walked: ast.Name | ast.Attribute) -> bool:
    found = semantics.type_of(walked)
    if found.known:
        return found.within("dict", subclasses=True)
    if isinstance(walked, ast.Name) and walked.id in _OWN:
        # A class knows what its own iteration gives.
        return False
    # The neighbours in a graph `G` are `G[node]`, but it has no `items`.
    graph = isinstance(walked, ast.Name) and len(walked.id) == 1 and walked.id.isupper()
    return not graph and origins.origin(semantics, walked) not in _FOREIGN
