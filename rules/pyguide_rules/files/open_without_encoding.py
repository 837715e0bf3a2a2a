"""PYG802: text that is read or written in whatever encoding the locale happens to have."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import arguments
from pyguide.semantics.files import encodings

_UTF8_MODE = (3, 15)
_LOCALE = (3, 10)


class OpenWithoutEncoding(Rule):
    """`open(path)` without `encoding`."""

    code = "PYG802"
    category = Category.SUSPICIOUS
    message = "`{call}` names no encoding, so the text depends on the locale of the machine"
    guide = ("Q33",)
    twins = {"ruff": ("PLW1514",), "pylint": ("W1514",)}
    suspects = (ast.Call,)
    callees = encodings.OPENER_NAMES
    reach = Reach.EXPRESSION
    options = {"encoding": "utf-8"}

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return encodings.unencoded(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        if self.target_version >= _UTF8_MODE:
            return
        found = encodings.unencoded(self.semantics, call)
        if found is not None:
            shown = found.name.removeprefix("builtins.").removeprefix("pathlib.")
            fix, reason = self._named(call, found)
            self.report(call, fix, reason=reason, call=f"{shown}()")

    def _named(self, call: ast.Call, found: encodings.Unencoded) -> tuple[Fix | None, str]:
        encoding = self.option("encoding")
        if encoding == "locale" and self.target_version < _LOCALE:
            return None, '`encoding="locale"` needs Python 3.10'
        if found.given is not None:
            edit = self.edit(found.given, f'"{encoding}"')
        else:
            edit = arguments.append(self.source, call, f'encoding="{encoding}"')
        why = f"where the locale has another encoding than {encoding}, the text reads differently"
        if encoding == "locale":
            why = "in UTF-8 mode `locale` means another encoding than none does"
        return self.fix(f"Read and write {encoding}", Applicability.UNSAFE, [edit]), why
