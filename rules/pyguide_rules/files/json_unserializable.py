"""PYG807: values that `json` refuses, and keys that it turns into text."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.semantics.files import jsonable

_FATES = {
    "value": "cannot be written as JSON",
    "key": "cannot be a key in JSON",
    "text": "becomes text as a key in JSON",
}


class JsonUnserializable(Rule):
    """`json.dumps({"tags": {1, 2}})` and `json.dumps({1: "one"})`."""

    code = "PYG807"
    category = Category.CORRECTNESS
    message = "the {kind} `{member}` {fate}"
    guide = ("Q36",)
    suspects = (ast.Call,)
    callees = frozenset({"dump", "dumps"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return any(True for _ in jsonable.unwritable(context, node))

    def judge(self, call: ast.Call) -> None:
        if self.semantics.hashing.is_refusal_expected(call):
            return
        for found in jsonable.unwritable(self.semantics, call):
            inside = call in self.semantics.ancestors(found.node)
            where = found.node if inside else call.args[0]
            fix, reason = self._text(call, found) if inside else (None, "it is made elsewhere")
            shown = self.excerpt(found.node, 24)
            fate = _FATES[found.role]
            self.report(where, fix, reason=reason, kind=found.noun, member=shown, fate=fate)

    def _text(self, call: ast.Call, found: jsonable.Unwritable) -> tuple[Fix | None, str | None]:
        """The text that the key becomes, written out."""
        if found.role != "text":
            return None, f"only you know how to write a {found.noun}"
        text, display = jsonable.key_text(found.node), self.semantics.parent(found.node)
        if text is None or not isinstance(display, ast.Dict):
            return None, "the key is not written out"
        if not jsonable.keeps_keys_apart(display):
            return None, f'another key may be `"{text}"` too'
        why = None
        if any(word.arg == "sort_keys" for word in call.keywords):
            why = "`sort_keys` sorts text in another order"
        safety = Applicability.unless(why)
        return self.replace(found.node, f'"{text}"', "Write the key as text", safety), why
