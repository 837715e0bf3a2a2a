"""What is said about rules before any of them is imported, kept beside Python's bytecode.

The import of a hundred small modules takes longer than to check a small file, which needs a few of
them. So what their class bodies say is kept in the pack's ``__pycache__``, where Python keeps what
it has compiled, and by the same rule: it holds while the sources have their sizes and times.
"""

from __future__ import annotations

import ast
import marshal
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyguide import __version__
from pyguide.finding import Category
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


def read(root: Path, sources: Mapping[str, Path]) -> dict[str, Facts] | None:
    """The facts of the pack in ``root`` by module, if they were told by the ``sources`` there are.

    ``sources`` are the files of the rules' modules. None where there are none, where something has
    changed since, or where the file is damaged.
    """
    with suppress(OSError, ValueError, EOFError, TypeError, LookupError, AttributeError):
        state, told = marshal.loads(Path(_place(root)).read_bytes())
        if state == _state(sources) and told.keys() == sources.keys():
            return {module: _decoded(facts) for module, facts in told.items()}
    return None


def write(root: Path, sources: Mapping[str, Path], rules: Mapping[str, type[Rule]]) -> None:
    """Keep the facts of ``rules``, by module, unless they cannot be kept or Python is not to."""
    if sys.dont_write_bytecode:
        return
    place = _place(root)
    fresh = f"{place}.{os.getpid()}"
    with suppress(OSError, ValueError):
        told = {module: _encoded(rule) for module, rule in rules.items()}
        raw = marshal.dumps((_state(sources), told))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with suppress(FileNotFoundError):
            Path(fresh).write_bytes(raw)
            os.replace(fresh, place)


def _place(root: Path) -> str:
    # No module has such a name.
    return cache_from_source(str(root / "pyguide-facts.py"))


def _state(sources: Mapping[str, Path]) -> tuple[Any, ...]:
    """All that decides about the facts: the rules' sources, and what of pyguide they may import."""
    ours = Path(__file__).parent
    with os.scandir(ours / "semantics") as listing:
        tables = sorted(entry.path for entry in listing if entry.name.endswith(".py"))
    files = [str(ours / "rule.py"), *tables, *map(str, sources.values())]
    stated = ((name, os.stat(name)) for name in files)
    return (__version__, *((name, stat.st_mtime_ns, stat.st_size) for name, stat in stated))


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
