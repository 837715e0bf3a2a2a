"""Where the imports that a fix needs go, and which of them the file has already."""

from __future__ import annotations

import ast
from collections.abc import Collection

from pyguide.finding import Edit, Import, Span
from pyguide.region import end_line
from pyguide.source import Source


def import_edits(source: Source, wanted: Collection[Import]) -> list[Edit]:
    """Edits that add what the file's own top-level imports lack of ``wanted``, a line a module.

    New lines stand after the last import of the leading block, else after the docstring and
    ``__future__`` imports, else after byte-order mark, shebang, coding line and leading comments.
    """
    missing = [new for new in wanted if new not in _present(source.tree)]
    if not missing:
        return []
    line = _line_before(source)
    offset = source.starts[line] if line < len(source.starts) else len(source.text)
    glue = "" if offset == 0 or source.text[offset - 1] in "\r\n" else source.newline
    block = "".join(text + source.newline for text in _statements(missing))
    return [Edit(Span(offset, offset), glue + block)]


def _statements(wanted: Collection[Import]) -> list[str]:
    """The statements that import ``wanted``, modules themselves first."""
    names: dict[str, list[str]] = {}
    for one in wanted:
        if one.name:
            names.setdefault(one.module, []).append(one.name)
    whole = [f"import {one.module}" for one in wanted if not one.name]
    parts = [f"from {module} import {', '.join(sorted(found))}" for module, found in names.items()]
    return whole + parts


def _present(tree: ast.Module) -> set[Import]:
    found: set[Import] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            found |= {Import(a.name) for a in statement.names if a.asname is None}
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            found |= {Import(statement.module, a.name) for a in statement.names if not a.asname}
    return found


def _line_before(source: Source) -> int:
    """1-based line after which new imports stand; 0 for the top of the file."""
    last = 0
    for index, statement in enumerate(source.tree.body):
        docstring = (
            index == 0
            and isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
        )
        leading = docstring or isinstance(statement, ast.Import | ast.ImportFrom)
        # What shares the last line may go on below it, even as a string.
        if not leading and statement.lineno > last:
            break
        last = end_line(source, statement)
        if not leading:
            break
    return last or _leading_comments(source)


def _leading_comments(source: Source) -> int:
    """How many lines of shebang, coding cookie and licence comment the file begins with.

    After the first comment, one that touches the code below speaks of that code.
    """
    after = 0
    comment = False
    for number in range(1, len(source.starts) + 1):
        text = source.line(number).strip()
        if text.startswith("#"):
            comment = True
            continue
        if comment and (not text or not after):
            after = number - 1
        if text:
            return after
        comment = False
    return len(source.starts) if comment else after
