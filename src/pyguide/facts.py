"""What is said about rules before any of them is imported, kept beside Python's bytecode.

The import of a hundred small modules takes longer than to check a small file, which needs a few of
them. So what their class bodies say is kept in the pack's ``__pycache__``, where Python keeps what
it has compiled. It holds while nothing has changed that was imported when it was said.
"""

from __future__ import annotations

import ast
import marshal
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyguide import witness
from pyguide.finding import Category
from pyguide.packs import imported
from pyguide.region import Reach
from pyguide.rule import Rule

if TYPE_CHECKING:
    Facts = Mapping[str, Any]

NAMES = (*Rule.__annotations__, "__module__")
"""What a class body says, by the names of `Rule`'s own declarations."""


class DelayedRule:
    """Stands for a rule that is imported when something is asked of it that ``facts`` leave open.

    It has the rule's facts and, once imported, all else; called with a look, it makes an instance.
    """

    def __init__(self, facts: Facts, load: Callable[[], type[Rule]]) -> None:
        vars(self).update(facts)
        self._load = load

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._load(), name)
        setattr(self, name, found)
        return found

    def __call__(self, *arguments: Any) -> Rule:
        """An instance of the rule."""
        return self._load()(*arguments)


def read(
    root: Path, modules: Sequence[str], distributions: Sequence[str]
) -> dict[str, Facts] | None:
    """The facts of the rules in ``modules`` of the pack in ``root``, by module.

    ``distributions`` are all that are installed, with their versions, as far as they may matter.
    None where none are kept, where anything has changed that they were made of, and where the file
    is damaged.
    """
    with suppress(OSError, ValueError, EOFError, TypeError, LookupError, AttributeError):
        made_by, witnesses, told = marshal.loads(Path(_place(root)).read_bytes())
        if made_by == _maker(distributions) and [*told] == [*modules] and _hold(witnesses):
            return {module: _decoded(facts) for module, facts in told.items()}
    return None


def write(root: Path, rules: Mapping[str, type[Rule]], distributions: Sequence[str]) -> None:
    """Keep the facts of ``rules``, by module, unless they cannot be kept or Python is not to."""
    if sys.dont_write_bytecode:
        return
    names = map(witness.name_of_state, imported(own=True, beside=[str(root)]))
    witnesses = {name: witness.signature_of(name) for name in names}
    if not all(witness.is_settled(one, time.time_ns()) for one in witnesses.values()):
        return
    place = Path(_place(root))
    fresh = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError, ValueError):
        told = {module: _encoded(rule) for module, rule in rules.items()}
        raw = marshal.dumps((_maker(distributions), witnesses, told))
        place.parent.mkdir(exist_ok=True)
        fresh.write_bytes(raw)
        fresh.replace(place)


def _place(root: Path) -> str:
    # No module has such a name.
    return cache_from_source(str(root / "pyguide-facts.py"))


def _maker(distributions: Sequence[str]) -> tuple[Any, ...]:
    return (sys.version, *distributions)


def _hold(witnesses: witness.Witnesses) -> bool:
    return all(witness.signature_of(name) == before for name, before in witnesses.items())


def _encoded(rule: type[Rule]) -> dict[str, Any]:
    """The facts of ``rule`` in what `marshal` writes; raises ValueError where it cannot."""
    facts = {name: getattr(rule, name) for name in NAMES if hasattr(rule, name)}
    facts["category"] = rule.category.value
    facts["reach"] = int(rule.reach)
    facts["suspects"] = tuple(kind.__name__ for kind in rule.suspects)
    return {name: dict(v) if isinstance(v, Mapping) else v for name, v in facts.items()}


def _decoded(facts: dict[str, Any]) -> Facts:
    facts["category"] = Category(facts["category"])
    facts["reach"] = Reach(facts["reach"])
    facts["suspects"] = tuple(getattr(ast, name) for name in facts["suspects"])
    return facts
