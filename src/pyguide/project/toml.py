"""Edits of TOML files that leave all else as it is: comments, order and blank lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pyguide.errors import PyguideError, one_line

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def with_words(text: str, tables: Sequence[str], key: str, words: Sequence[str]) -> str:
    """``text`` with ``words`` in the array at ``key`` of the table that ``tables`` lead to."""
    import tomlkit

    document = _parsed(text)
    table = _entered(document, tables)
    array = table.get(key)
    if not isinstance(array, list):
        table[key] = array = tomlkit.array()
    for word in words:
        if word not in array:
            array.append(word)
    return tomlkit.dumps(document)


def without_words(
    text: str, tables: Sequence[str], key: str, unwanted: Callable[[str], bool]
) -> str:
    """``text`` without the unwanted words in the array at ``key``, or in the arrays below it."""
    import tomlkit

    document = _parsed(text)
    value: Any = document
    for name in (*tables, key):
        value = value.get(name) if isinstance(value, dict) else None
    arrays = list(value.values()) if isinstance(value, dict) else [value]
    for array in arrays:
        if isinstance(array, list):
            for index in reversed(range(len(array))):
                if isinstance(array[index], str) and unwanted(array[index]):
                    del array[index]
    return tomlkit.dumps(document)


def with_table(text: str, tables: Sequence[str], lines: Sequence[str]) -> str:
    """``text`` with a table that holds ``lines``, at its end, unless it is there already."""
    table: Any = _parsed(text)
    for name in tables:
        if not isinstance(table, dict) or name not in table:
            head = f"[{'.'.join(tables)}]\n" if tables else ""
            gap = "\n" if text.strip() else ""
            return f"{text.rstrip()}\n{gap}{head}".lstrip("\n") + "".join(f"{x}\n" for x in lines)
        table = table[name]
    return text


def _entered(document: TOMLDocument, tables: Sequence[str]) -> Any:
    """The table that ``tables`` lead to, made where it is missing."""
    import tomlkit

    table: Any = document
    names = list(tables)
    for depth, name in enumerate(names):
        if name not in table:
            last = depth == len(names) - 1
            table[name] = tomlkit.table(is_super_table=not last)
        table = table[name]
        if not isinstance(table, dict):
            raise PyguideError(f"`{'.'.join(names[: depth + 1])}` is no table")
    return table


def _parsed(text: str) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise PyguideError(one_line(f"broken TOML: {error}")) from error
