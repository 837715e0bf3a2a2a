"""A set of changes under trial: the guilty fixes are found and taken back, the others stay."""

from __future__ import annotations

from collections.abc import Callable

from pyguide.errors import PyguideError
from pyguide.runs.change_set import ChangeSet, Item, Place
from pyguide.runs.command import Command, Verdict
from pyguide.runs.guilt import guilty
from pyguide.runs.tree import Tree


class Unsteady(PyguideError):
    """The command fails without the fixes that are on trial, though it passed before them."""


def verify(
    changes: ChangeSet,
    tree: Tree,
    command: Command,
    failing: Callable[[Verdict], None] = lambda _: None,
) -> list[tuple[Item, Place]]:
    """Try a set that is applied, take its guilty fixes back, and return these with their places.

    The command is known to pass without the set. ``failing`` hears how it failed with all of it.
    Raises `Unsteady` with the set taken back where the command fails without it as well.
    """
    verdict = command.run()
    if verdict.passed:
        return []
    failing(verdict)

    def passes(chosen: frozenset[Item]) -> bool:
        tree.become(changes, chosen)
        return command.run().passed

    if not passes(frozenset()):
        raise Unsteady(
            f"`{command.text}` fails with all fixes of {changes.code} taken back, though it passed "
            "before: its result cannot be relied on"
        )
    groups = changes.groups
    found = guilty(groups, passes)
    tree.become(changes, frozenset(item for group in groups for item in group) - set(found))
    return [(item, changes.files[item[0]].places[item[1]]) for item in found]
