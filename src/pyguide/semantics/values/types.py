"""What a value is known to be, with the reason when it is not."""

from __future__ import annotations

import ast
from typing import NamedTuple

Evidence = tuple[str, ast.AST]


class Type(NamedTuple):
    """The types that a value may have.

    ``names`` holds all of them, or is None when unknown; then ``why`` is one clause for people.
    ``exact`` says that the objects are of these very types and not of subclasses. ``evidence``
    names each piece of the proof with the node it rests on.
    """

    names: frozenset[str] | None
    why: str = ""
    evidence: tuple[Evidence, ...] = ()
    exact: bool = True

    @property
    def known(self) -> bool:
        """Whether all types are known and there is at least one."""
        return bool(self.names)

    def within(self, *names: str, subclasses: bool = False) -> bool:
        """Whether the value is of one of ``names``; of a subclass of one only if ``subclasses``."""
        if not self.names or not (self.exact or subclasses):
            return False
        return self.names <= frozenset(names)

    def inexact(self) -> Type:
        """The same types, subclasses included."""
        return Type(self.names, self.why, self.evidence, False)

    def without(self, name: str) -> Type:
        """The same type, known not to be ``name``."""
        if self.names is None or name not in self.names:
            return self
        return Type(self.names - {name}, self.why, self.evidence, self.exact)


BOTTOM = Type(frozenset())
"""No value at all yet: where a definition leads back to itself."""


def known(name: str | frozenset[str], piece: str, node: ast.AST) -> Type:
    """A known type, resting on one piece of evidence."""
    names = frozenset((name,)) if isinstance(name, str) else name
    return Type(names, "", ((piece, node),))


def unknown(why: str) -> Type:
    """An unknown type and the reason."""
    return Type(None, why)


def union(parts: list[Type]) -> Type:
    """What a value is that may come from any of ``parts``; unknown if one of them is."""
    names: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    for part in parts:
        if part.names is None:
            return part
        names |= part.names
        evidence += tuple(one for one in part.evidence if one not in evidence)
    return Type(names, "", evidence, all(part.exact for part in parts if part.names))
