"""Rules, pages and answers by code and by name, gathered from the packs' entry points."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from pyguide.delay import Delayed
from pyguide.errors import PyguideError, nearest
from pyguide.outcome import RuleFacts
from pyguide.packs import installed_packs
from pyguide.rule import Rule
from pyguide.settings import Settings

# Pages are read for findings and explanations only, so what reads them is imported there.
if TYPE_CHECKING:
    from pyguide.page import Page

DOCS = "https://pyguide.readthedocs.io/rules/"

_QUESTION = r"[Qq]0*([0-9]+)(?:\..*)?"


class Entry(NamedTuple):
    """One rule with the folder and module of its pack that hold it."""

    rule: type[Rule]
    folder: Path
    module: str

    @property
    def page(self) -> Page:
        """The rule's page, read from beside its module."""
        from pyguide.page import PageError, parse

        name = f"{self.module}.md"
        try:
            return parse((self.folder / name).read_text(encoding="utf-8"))
        except PageError as error:
            raise PyguideError(f"{self.folder / name}: {error}") from error

    @property
    def fixes(self) -> tuple[str, ...]:
        """``safe`` and ``unsafe``, as far as the page shows such a fix."""
        return self.page.fixes


class Catalog:
    """All rules of the packs given, by code; the names of modules are the names of rules."""

    def __init__(self, packs: Iterable[str]) -> None:
        """Import the rules of the importable packages ``packs``.

        Raises PyguideError where two rules share a code or a name, or where a pack is broken.
        """
        self._packs = tuple(packs)
        if "libcst" not in sys.modules:
            # Most files need no visitor, and libcst takes longer to import than they take to check.
            sys.modules["libcst"] = Delayed("libcst", find_spec("libcst"))
        self.entries: dict[str, Entry] = {}
        for pack in self._packs:
            for entry in _entries(pack):
                self._add(entry)
        self.entries = dict(sorted(self.entries.items()))

    def _add(self, entry: Entry) -> None:
        for other in self.entries.values():
            if other.rule.code == entry.rule.code or other.rule.name == entry.rule.name:
                raise PyguideError(
                    f"rules {other.rule.__module__} and {entry.rule.__module__} "
                    f"are both {entry.rule.code} or {entry.rule.name}"
                )
        self.entries[entry.rule.code] = entry

    @property
    def rules(self) -> tuple[type[Rule], ...]:
        """Every rule, in the order of the codes."""
        return tuple(entry.rule for entry in self.entries.values())

    @cached_property
    def by_code(self) -> dict[str, type[Rule]]:
        """Every rule by its code."""
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def names(self) -> dict[str, str]:
        """Code of each rule by its kebab-case name."""
        return {rule.name: rule.code for rule in self.rules}

    def find(self, word: str) -> Entry:
        """The rule of a code or name, in any case; raises PyguideError with the nearest one."""
        code = self.names.get(word.lower(), word.upper())
        if code not in self.entries:
            valid = [*self.entries, *self.names]
            raise PyguideError(f"unknown rule `{word}`{nearest(word, valid)}")
        return self.entries[code]

    def answers(self) -> dict[str, Page]:
        """Answer pages of all packs by question, ``Q39``."""
        from pyguide.page import parse

        found: dict[str, Page] = {}
        for pack in self._packs:
            folder = _folder(import_module(pack)) / "answers"
            if folder.is_dir():
                for item in folder.iterdir():
                    match = re.fullmatch(_QUESTION, item.name.removesuffix(".md"))
                    if match and item.name.endswith(".md"):
                        found[f"Q{match[1]}"] = parse(item.read_text(encoding="utf-8"))
        return dict(sorted(found.items(), key=lambda pair: int(pair[0][1:])))

    def selected(self, settings: Settings) -> tuple[type[Rule], ...]:
        """The rules that ``settings`` turn on; raises PyguideError for an unknown selector."""
        for _, selectors in settings.per_file_ignores:
            for selector in selectors:
                self._prefix(selector, "per-file-ignores")
        return tuple(rule for rule in self.rules if self._wanted(rule, settings))

    def _wanted(self, rule: type[Rule], settings: Settings) -> bool:
        """Whether a rule is on: of all selectors that match, the most specific one decides."""
        on = -1 if settings.select is not None else 0
        for selector in settings.select or ():
            on = max(on, self.rank(rule, selector, "select"))
        for selector in settings.extend_select:
            on = max(on, self.rank(rule, selector, "extend-select"))
        off = max((self.rank(rule, s, "ignore") for s in settings.ignore), default=-1)
        # A preview rule wants to be meant: by preview mode or by its own full code or name.
        if rule.preview and not settings.preview and on < len(rule.code):
            return False
        return on > off

    def rank(self, rule: type[Rule], selector: str, where: str) -> int:
        """How specifically ``selector`` names ``rule``: 0 for ALL, -1 not at all.

        Raises PyguideError for a selector that names no rule; ``where`` says where it was written.
        """
        prefix = self._prefix(selector, where)
        return len(prefix) if rule.code.startswith(prefix) else -1

    def _prefix(self, selector: str, where: str) -> str:
        """The beginning of the codes that ``selector`` names, empty for ALL."""
        if selector.upper() == "ALL":
            return ""
        code = self.names.get(selector.lower(), selector.upper())
        if not code or not any(known.startswith(code) for known in self.entries):
            valid = [*self.entries, *self.names, "ALL"]
            raise PyguideError(f"{where}: unknown rule `{selector}`{nearest(selector, valid)}")
        return code

    def options(self, settings: Settings) -> dict[str, dict[str, object]]:
        """Options of single rules by rule name; raises PyguideError for what does not fit."""
        checked: dict[str, dict[str, object]] = {}
        for name, pairs in settings.rules:
            rule = self.find(name).rule
            for option, value in pairs:
                if option not in rule.options:
                    hint = nearest(option, rule.options)
                    raise PyguideError(f"rules.{name}: unknown option `{option}`{hint}")
                if type(value) is not type(rule.options[option]):
                    kind = type(rule.options[option]).__name__
                    raise PyguideError(f"rules.{name}.{option}: expected {kind}, got {value!r}")
                checked.setdefault(rule.name, {})[option] = value
        return checked

    def facts(self, rules: Iterable[type[Rule]]) -> dict[str, RuleFacts]:
        """What reports say about ``rules``, by code."""
        return {rule.code: self._facts(rule) for rule in rules}

    def _facts(self, rule: type[Rule]) -> RuleFacts:
        page = self.entries[rule.code].page
        url = f"{DOCS}{rule.name}/"
        return RuleFacts(
            rule.code, rule.name, rule.category.value, page.lead, url, bool(page.fixes)
        )


@cache
def installed() -> Catalog:
    """The catalog of every installed pack."""
    return Catalog(installed_packs().packs)


def _entries(pack: str) -> Iterator[Entry]:
    """The rules of one pack: each module that has a page of its name beside it."""
    try:
        root = _folder(import_module(pack))
    except ImportError as error:
        raise PyguideError(f"the rule pack `{pack}` cannot be imported: {error}") from error
    folders = [(pack, root)]
    folders += [(f"{pack}.{item.name}", item) for item in root.iterdir() if item.is_dir()]
    for package, folder in sorted(folders, key=itemgetter(0)):
        if package.rpartition(".")[2] in ("answers", "__pycache__"):
            continue
        pages = {item.name for item in folder.iterdir() if item.name.endswith(".md")}
        for page in sorted(pages):
            module = page.removesuffix(".md")
            yield Entry(_rule(f"{package}.{module}"), folder, module)


def _folder(package: ModuleType) -> Path:
    """Where a package lies; raises ImportError for a module that is no package."""
    if package.__spec__ is None or not package.__spec__.submodule_search_locations:
        raise ImportError("it is no package", name=package.__name__)
    return Path(package.__spec__.submodule_search_locations[0])


def _rule(module: str) -> type[Rule]:
    try:
        loaded = import_module(module)
    except ImportError as error:
        raise PyguideError(f"the rule {module} cannot be imported: {error}") from error
    own = [
        value
        for value in vars(loaded).values()
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module
    ]
    if len(own) != 1:
        raise PyguideError(f"{module} must hold exactly one rule, it holds {len(own)}")
    return own[0]
