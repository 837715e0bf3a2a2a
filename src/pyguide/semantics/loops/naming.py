"""What to call one item of a collection, judged by the collection's own name."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_IRREGULAR = {
    "aliases": "alias", "analyses": "analysis", "appendices": "appendix", "axes": "axis",
    "biases": "bias", "bonuses": "bonus", "buses": "bus", "bytes": "byte", "caches": "cache",
    "calories": "calorie", "canvases": "canvas", "children": "child", "cookies": "cookie",
    "crises": "crisis", "criteria": "criterion", "data": "value", "feet": "foot", "foci": "focus",
    "focuses": "focus", "gases": "gas", "halves": "half", "hypotheses": "hypothesis",
    "indexes": "index", "indices": "index", "knives": "knife", "leaves": "leaf", "lives": "life",
    "loaves": "loaf", "matrices": "matrix", "men": "man", "mice": "mouse", "movies": "movie",
    "parentheses": "parenthesis", "people": "person", "phenomena": "phenomenon", "pies": "pie",
    "quizzes": "quiz", "radii": "radius", "shelves": "shelf", "shoes": "shoe",
    "statuses": "status", "teeth": "tooth", "theses": "thesis", "ties": "tie", "toes": "toe",
    "vertices": "vertex", "viruses": "virus", "wives": "wife", "wolves": "wolf", "women": "woman",
    "zombies": "zombie",
}  # fmt: skip
"""Plurals that no rule covers."""

_SINGULAR = frozenset(
    {"abs", "alias", "always", "as", "atlas", "aws", "axis", "bias", "bus", "canvas", "chaos",
     "cms", "cos", "css", "dns", "does", "dos", "gas", "gps", "has", "https", "is", "its", "lens",
     "news", "os", "pandas", "pos", "previous", "progress", "series", "sms", "species", "status",
     "sys", "this", "tls", "us", "was", "yes"}
)  # fmt: skip
"""Words that only look like plurals."""

_PARTS = {"grid": "row", "matrix": "row", "table": "row", "board": "row", "row": "cell"}
_LETTERS = frozenset({"text", "string", "word", "sentence"})

_ENDINGS = (
    (re.compile(r"(.*[^aeiou])ies$"), r"\1y"),
    (re.compile(r"(.*(?:ss|sh|ch|x|zz))es$"), r"\1"),
    (re.compile(r"(.*(?:[^o]o))es$"), r"\1"),
    (re.compile(r"(.*[^siu])s$"), r"\1"),
    (re.compile(r"(.*[^aeiou][iu])s$"), ""),
)
"""How English makes plurals, first match counts; an empty answer means that it is none."""

_HOLDERS = re.compile(r"_?(?:list|lst|array|arr|seq|sequence|tuple|vector|vec)$")
_RESERVED = frozenset(dir(builtins)) | set(keyword.kwlist) | set(keyword.softkwlist)
_GENERAL = ("item", "element", "entry")
_OF_TYPE = {"str": "char", "bytes": "byte"}


def singular(plural: str) -> str | None:
    """One of what ``plural`` names: ``user_names`` gives ``user_name``; None if it is no plural."""
    match = re.fullmatch(r"(.*?)(\d*)_*", _snake(plural).strip("_").removeprefix("list_of_"))
    assert match is not None
    whole, digits = match.groups()
    before, _, last = whole.rpartition("_")
    head = f"{before}_" if before else ""
    if last in _IRREGULAR:
        return f"{head}{_IRREGULAR[last]}{digits}"
    if last in _SINGULAR:
        return None
    if last in _PARTS:
        return _PARTS[last]
    if re.fullmatch(r"[a-z]s", last) or (plural.isupper() and len(plural) == 1):
        return f"{head}{last[0]}{digits}"
    held = _HOLDERS.sub("", whole)
    if held != whole:
        return f"{singular(held) or held}{digits}" if held else None
    if len(last) > 3 or re.fullmatch(r"[a-z][^aeiou]s", last):
        for pattern, answer in _ENDINGS:
            if pattern.match(last):
                return f"{head}{pattern.sub(answer, last)}{digits}" if answer else None
    return None


def _snake(name: str) -> str:
    """A name in lower case with underscores: ``childNodes`` gives ``child_nodes``."""
    if name.isupper():
        return name.lower()
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def item_name(
    semantics: Semantics,
    collection: ast.Name | ast.Attribute,
    at: ast.AST,
    taken: Collection[str] = (),
) -> str:
    """A natural name for an item of ``collection``; bound at ``at`` it collides with nothing.

    It is none of the names that are ``taken`` already.
    """
    name = collection.id if isinstance(collection, ast.Name) else collection.attr
    found = semantics.type_of(collection)
    hint = singular(name)
    if hint is None and (found.known or name in _LETTERS):
        hint = _OF_TYPE.get("".join(found.names or ("str",)))
    hints = (hint, *_GENERAL) if hint else _GENERAL
    for one in hints:
        fresh = semantics.fresh_name(one, at, taken)
        if fresh == one or (one in _RESERVED and fresh == f"{one}_"):
            return fresh
    return semantics.fresh_name(hints[0], at, taken)
