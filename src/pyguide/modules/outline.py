"""What one file says by itself about the names that a star import of it brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyguide.modules.listing import ComputedError, Listed, Listing
from pyguide.modules.namespace import Namespace, Origin, Star
from pyguide.semantics import Semantics
from pyguide.source import Source


@dataclass(frozen=True, slots=True)
class Outline:
    """The module-level names of a file, without its tree.

    ``certain`` are the names that it binds on every path. ``stars`` are its own star imports,
    ``imports`` the modules that it imports, ``origins`` the names that are nothing but imported.
    ``listing`` is its `__all__`, None if it has none. ``closed`` says that no code fills the
    namespace in ways unseen.
    """

    bound: frozenset[str]
    certain: frozenset[str]
    stars: tuple[Star, ...]
    imports: frozenset[Star]
    origins: Mapping[str, Origin]
    listing: tuple[Listed, ...] | None
    closed: bool


def outline(source: Source, package: tuple[str, ...] | None) -> Outline | None:
    """The outline of a file; None where its `__all__` is computed.

    ``package`` is the dotted name of the package whose `__init__` the file is, None elsewhere.
    Raises `SourceError` where Python refuses the file.
    """
    semantics = Semantics(source)
    namespace = Namespace(semantics, package)
    try:
        listing = Listing(semantics, namespace).entries()
    except ComputedError:
        return None
    return Outline(
        namespace.bound,
        namespace.certain,
        tuple(namespace.stars()),
        frozenset(namespace.imported()),
        dict(namespace.origins()),
        listing,
        namespace.is_closed(),
    )
