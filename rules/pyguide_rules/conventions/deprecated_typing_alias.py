"""PYG011: `typing.List` and its like, which stand for classes that take brackets themselves."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import spelling
from pyguide.semantics import structure
from pyguide.semantics.conventions import introspection

_SINCE = (3, 9)
_HOMES = ("typing", "typing_extensions")
_PLAIN = {
    "DefaultDict": "collections.defaultdict",
    "Deque": "collections.deque",
    "Dict": "dict",
    "FrozenSet": "frozenset",
    "List": "list",
    "Set": "set",
    "Tuple": "tuple",
    "Type": "type",
}
_PAIRED = ("DefaultDict", "Dict")
Offer = tuple[Fix | None, str | None]


class DeprecatedTypingAlias(Rule):
    """`List[int]` where `list[int]` says the same."""

    code = "PYG011"
    category = Category.STYLE
    message = "`{alias}` is a deprecated alias since Python 3.9: `{plain}` takes brackets itself"
    guide = ("Q103",)
    twins = {"ruff": ("UP006",), "pylint": ("W6001",)}
    suspects = (ast.Name, ast.Attribute)
    mentions = ("typing",)
    reach = Reach.EXPRESSION
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Name | ast.Attribute, context: Semantics) -> bool:
        written = node.id if isinstance(node, ast.Name) else node.attr
        return written in _PLAIN and _plain(node, context) is not None

    def judge(self, node: ast.Name | ast.Attribute) -> None:
        plain = _plain(node, self.semantics)
        if plain is None or self.target_version < _SINCE:
            return
        fix, reason = self._respelled(node, plain)
        self.report(node, fix, reason=reason, alias=self.text(node), plain=plain)

    def _respelled(self, node: ast.Name | ast.Attribute, plain: str) -> Offer:
        module, _, name = plain.rpartition(".")
        new = spelling.spelling(self.semantics, module, name, node) if module else None
        if module and new is None:
            return None, f"`{name}` already means something else here"
        if not module and not self.semantics.builtin(name, node):
            return None, f"`{name}` is not the builtin here"
        doubt = _doubt(node, self.semantics) or (new.doubt if new is not None else None)
        level = Applicability.unless(doubt)
        text, imports = (new.text, new.imports) if new is not None else (name, ())
        return self.fix(f"Use `{text}`", level, [self.edit(node, text)], imports), doubt


def _plain(node: ast.expr, semantics: Semantics) -> str | None:
    """What the alias ``node`` stands for, where it is given types or annotates something."""
    written = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    if written not in _PLAIN:
        return None
    around = semantics.parent(node)
    indexed = isinstance(around, ast.Subscript) and around.value is node
    if not indexed and semantics.introspection.annotation(node) is None:
        return None
    home, _, name = (semantics.qualified(node) or "").rpartition(".")
    return _PLAIN.get(name) if home in _HOMES else None


def _takes(alias: ast.expr, types: ast.expr) -> bool:
    """Whether the brackets behind ``alias`` hold as many types as it takes."""
    count = len(types.elts) if isinstance(types, ast.Tuple) else 1
    name = structure.last_name(alias)
    return name == "Tuple" or count == (2 if name in _PAIRED else 1)


def _doubt(node: ast.expr, semantics: Semantics) -> str | None:
    """Why the class in the place of the alias may be noticed."""
    annotation = semantics.introspection.annotation(node)
    if annotation is None:
        return "outside annotations the object is used, and the alias is another object"
    if semantics.introspection.is_evaluated(annotation):
        around = semantics.parent(node)
        if isinstance(around, ast.Subscript) and around.value is node:
            quoted = introspection.quoted_part(around)
            if quoted is not None:
                return (
                    f"the alias makes a reference of the quoted `{quoted}`, the class keeps a text"
                )
            if not _takes(node, around.slice):
                return "the alias refuses so many types, the class takes any number"
    computing = semantics.introspection.computing(node, annotation)
    return computing or semantics.introspection.reader(annotation)
