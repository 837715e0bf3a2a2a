"""PYG811: a function of `os.path` asked about what a path object knows itself."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import spelling
from pyguide.semantics.files import pathnames


class OsPathCall(Rule):
    """`os.path.exists(path)` where `path` is a `Path`."""

    code = "PYG811"
    category = Category.PEDANTIC
    message = "`{call}` asks as of a text; a `pathlib.Path` has `{method}` itself"
    guide = ("Q33",)
    twins = {
        "ruff": (
            "PTH110", "PTH112", "PTH113", "PTH114", "PTH117", "PTH119",
            "PTH202", "PTH203", "PTH204", "PTH205",
        ),
        "flake8-use-pathlib": (
            "PTH110", "PTH112", "PTH113", "PTH114", "PTH117", "PTH119",
            "PTH202", "PTH203", "PTH204", "PTH205",
        ),
    }  # fmt: skip
    suspects = (ast.Call,)
    callees = frozenset({
        "exists", "isfile", "isdir", "islink", "ismount", "isabs", "basename", "getsize",
        "getmtime", "getatime", "getctime",
    })  # fmt: skip
    reach = Reach.EXPRESSION
    preview = True
    options = {"flag-all": False}

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        asked = pathnames.question(context, node)
        if asked is None:
            return False
        return bool(cls.wish(context, "flag-all")) or pathnames.is_object(context, asked.path)

    def judge(self, call: ast.Call) -> None:
        asked = pathnames.question(self.semantics, call)
        if asked is None:
            return
        is_path = pathnames.is_object(self.semantics, asked.path)
        if is_path or self.option("flag-all"):
            fix, reason = self._method(call, asked, is_path)
            shown, method = self.excerpt(call, 32), f".{asked.method}"
            self.report(call, fix, reason=reason, call=shown, method=method)

    def _method(
        self, call: ast.Call, asked: pathnames.Question, is_path: bool
    ) -> tuple[Fix | None, str | None]:
        """The path object's own method or attribute."""
        title = f"Use `.{asked.method}`"
        if is_path:
            why = pathnames.doubt(self.semantics, call, asked)
            how = Applicability.unless(why)
            fix = self.replace(call, f"{self.operand(asked.path)}.{asked.method}", title, how)
            return fix, why
        path = spelling.spelling(self.semantics, "pathlib", "Path", call)
        if path is None:
            return None, "the name `Path` is taken"
        text = f"{path.text}({self.text(asked.path)}).{asked.method}"
        edit = self.edit(call, text)
        fix = self.fix(title, Applicability.UNSAFE, [edit], path.imports)
        return fix, "`Path` takes no file descriptor, and an empty text for the current folder"
