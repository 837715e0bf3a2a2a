"""Rules, pages and answers by code and by name, gathered from the packs' entry points."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, cast

from pyguide import facts
from pyguide.configuration import presets
from pyguide.delay import Delayed
from pyguide.errors import PyguideError, UnknownWord, nearest, one_line
from pyguide.finding import Applicability, Finding, Fix
from pyguide.outcome import RuleFacts
from pyguide.packs import installed_packs, load
from pyguide.rule import Rule
from pyguide.settings import Pack, Settings

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

        try:
            return parse(self.path.read_text(encoding="utf-8"))
        except PageError as error:
            raise PyguideError(f"{self.path}: {error}") from error

    @property
    def path(self) -> Path:
        """Where the rule's page lies."""
        return self.folder / f"{self.module}.md"

    @property
    def fixes(self) -> tuple[str, ...]:
        """``safe`` and ``unsafe``, as far as the page shows such a fix."""
        return self.page.fixes


class Fixing(NamedTuple):
    """Whether a rule may fix, and what all its fixes count as where that is not left to it."""

    allowed: bool = True
    counts_as: Applicability | None = None

    def of(self, finding: Finding) -> Finding:
        """``finding`` with the fixes that are allowed, and these as they count."""
        if not self.allowed:
            reason = None if finding.fix is None else "the configuration does not let the rule fix"
            return finding._replace(fix=None, repair=None, reason=reason or finding.reason)
        if self.counts_as is None:
            return finding
        reason = finding.reason
        if self.counts_as is Applicability.UNSAFE:
            reason = reason or "the configuration counts fixes of this rule as unsafe"
        fix, repair = self._of(finding.fix), self._of(finding.repair)
        return finding._replace(fix=fix, repair=repair, reason=reason)

    def _of(self, fix: Fix | None) -> Fix | None:
        if fix is None or fix.applicability is Applicability.DISPLAY or self.counts_as is None:
            return fix
        return fix._replace(applicability=self.counts_as)


class Catalog:
    """All rules of the packs given, by code; the names of modules are the names of rules."""

    def __init__(
        self,
        packs: Iterable[str],
        distributions: Sequence[str] = (),
        configured: Iterable[Pack] = (),
    ) -> None:
        """Learn of the rules of the importable packages ``packs``, and import what is not known.

        What is known may change with the ``distributions`` that are installed beside them. The
        packs that are ``configured`` come last; what is wrong with one is said with its file.
        Raises PyguideError where two rules share a code or a name, or where a pack is broken.
        """
        self._packs = tuple(packs)
        if "libcst" not in sys.modules:
            # Few files need a visitor, and libcst takes longer to import than they take to check.
            sys.modules["libcst"] = Delayed("libcst", find_spec("libcst"))
        self.entries: dict[str, Entry] = {}
        for pack in self._packs:
            for entry in _entries(pack, distributions):
                self._add(entry)
        for named in configured:
            if named.place not in self._packs:
                self._packs = (*self._packs, named.place)
                with _said(named):
                    for entry in _entries(named.place, distributions):
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

    @cached_property
    def shared_names(self) -> frozenset[str]:
        """The names of rules that have twins in ruff, where a twin may have the same name."""
        return frozenset(rule.name for rule in self.rules if "ruff" in rule.twins)

    def find(self, word: str) -> Entry:
        """The rule of a code or name, in any case; raises PyguideError with the nearest one."""
        code = self.names.get(word.lower(), word.upper())
        if code not in self.entries:
            valid = [*self.entries, *self.names]
            raise PyguideError(f"unknown rule `{word}`{nearest(word, valid)}")
        return self.entries[code]

    def chapter(self, entry: Entry) -> str:
        """The folder of its pack that a rule stands in; the pack where that has no folders."""
        return entry.rule.__module__.split(".")[-2]

    def answers(self) -> dict[str, Page]:
        """Answer pages of all packs by question, ``Q39``."""
        from pyguide.page import parse

        return {
            question: parse(path.read_text(encoding="utf-8"))
            for question, path in self._answers.items()
        }

    @cached_property
    def _answers(self) -> dict[str, Path]:
        """The files of answer pages by question, in the order of the questions."""
        found: dict[str, Path] = {}
        for pack in self._packs:
            folder = _folder(load(pack)) / "answers"
            if folder.is_dir():
                for item in folder.iterdir():
                    match = re.fullmatch(_QUESTION, item.name.removesuffix(".md"))
                    if match and item.name.endswith(".md"):
                        found[f"Q{match[1]}"] = item
        return dict(sorted(found.items(), key=lambda pair: int(pair[0][1:])))

    def selected(self, settings: Settings) -> tuple[type[Rule], ...]:
        """The rules that ``settings`` turn on; raises PyguideError for an unknown selector."""
        for where, selectors in _selectors(settings):
            for selector in selectors:
                self._prefix(selector, where)
        return tuple(rule for rule in self.rules if self._wanted(rule, settings))

    def fixing(self, rule: type[Rule], settings: Settings) -> Fixing:
        """What ``settings`` say about the fixes of a rule."""
        on = 0
        if settings.fixable is not None:
            on = max((self.rank(rule, s, "fixable") for s in settings.fixable), default=-1)
        for selector in settings.extend_fixable:
            on = max(on, self.rank(rule, selector, "extend-fixable"))
        off = max((self.rank(rule, s, "unfixable") for s in settings.unfixable), default=-1)
        safe = any(
            self.rank(rule, selector, "extend-safe-fixes") >= 0
            for selector in settings.extend_safe_fixes
        )
        unsafe = any(
            self.rank(rule, selector, "extend-unsafe-fixes") >= 0
            for selector in settings.extend_unsafe_fixes
        )
        if unsafe:  # as in ruff, caution wins
            return Fixing(on > off, Applicability.UNSAFE)
        return Fixing(on > off, Applicability.SAFE if safe else None)

    def _wanted(self, rule: type[Rule], settings: Settings) -> bool:
        """Whether a rule is on: of all selectors that match, the most specific one decides."""
        by_preset = settings.select is None and presets.includes(settings.preset, rule)
        on = 0 if by_preset else -1
        for selector in settings.select or ():
            on = max(on, self.rank(rule, selector, "select"))
        for selector in settings.extend_select:
            on = max(on, self.rank(rule, selector, "extend-select"))
        off = max((self.rank(rule, s, "ignore") for s in settings.ignore), default=-1)
        # A preview rule wants to be meant: by preview mode, a preset, or its own full code or name.
        meant = settings.preview or (by_preset and presets.shows_preview(settings.preset))
        if rule.preview and not meant and on < len(rule.code):
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
            message = f"{where}: unknown rule `{selector}`{nearest(selector, valid)}"
            raise UnknownWord(message, where, selector)
        return code

    def options(self, settings: Settings) -> dict[str, dict[str, object]]:
        """Options of single rules by rule name; raises PyguideError for what does not fit."""
        checked: dict[str, dict[str, object]] = {}
        for name, pairs in settings.rules:
            rule = self._named(name)
            for option, value in pairs:
                if option not in rule.options:
                    hint = nearest(option, rule.options)
                    message = f"rules.{name}: unknown option `{option}`{hint}"
                    raise UnknownWord(message, "rules", name)
                if type(value) is not type(rule.options[option]):
                    kind = type(rule.options[option]).__name__
                    message = f"rules.{name}.{option}: expected {kind}, got {value!r}"
                    raise UnknownWord(message, "rules", name)
                checked.setdefault(rule.name, {})[option] = value
        return checked

    def _named(self, name: str) -> type[Rule]:
        try:
            return self.find(name).rule
        except PyguideError as error:
            raise UnknownWord(f"rules: {error}", "rules", name) from error

    def facts(self, rules: Iterable[type[Rule]]) -> dict[str, RuleFacts]:
        """What reports say about ``rules``, by code."""
        return {rule.code: self._facts(rule) for rule in rules}

    def _facts(self, rule: type[Rule]) -> RuleFacts:
        entry = self.entries[rule.code]
        page = entry.page
        question = rule.guide[0].partition(".")[0] if rule.guide else ""
        return RuleFacts(
            rule.code,
            rule.name,
            rule.category.value,
            page.lead,
            f"{DOCS}{rule.name}/",
            bool(page.fixes),
            rule.preview,
            str(entry.path),
            str(self._answers.get(question, "")),
        )


def _selectors(settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every key that holds selectors, with these."""
    yield "select", settings.select or ()
    yield "extend-select", settings.extend_select
    yield "ignore", settings.ignore
    for _, selectors in settings.per_file_ignores:
        yield "per-file-ignores", selectors
    for _, selectors in settings.extend_per_file_ignores:
        yield "extend-per-file-ignores", selectors
    yield "fixable", settings.fixable or ()
    yield "extend-fixable", settings.extend_fixable
    yield "unfixable", settings.unfixable
    yield "extend-safe-fixes", settings.extend_safe_fixes
    yield "extend-unsafe-fixes", settings.extend_unsafe_fixes
    yield "severity", tuple(selector for selector, _ in settings.severity)


def installed(configured: tuple[Pack, ...] = ()) -> Catalog:
    """The catalog of every installed pack, and of those that the configuration names.

    Raises what `Catalog` raises.
    """
    return _installed(configured)


@cache
def _installed(configured: tuple[Pack, ...]) -> Catalog:
    return Catalog(*installed_packs(), configured)


@contextmanager
def _said(pack: Pack) -> Iterator[None]:
    """Say of what is wrong with ``pack`` where it is named; its code may raise anything."""
    try:
        yield
    except Exception as error:
        what = str(error)
        if not isinstance(error, PyguideError):
            what = f"`{pack.place}`: {type(error).__name__}: {error}"
        raise PyguideError(one_line(f"{pack.said}: {what}")) from error


def _entries(pack: str, distributions: Sequence[str]) -> Iterator[Entry]:
    """The rules of one pack: each module that has a page of its name beside it."""
    try:
        package = load(pack)
        root = _folder(package)
    except ImportError as error:
        raise PyguideError(f"the rule pack `{pack}` cannot be imported: {error}") from error
    modules = list(_modules(package.__name__, root))
    names = [name for name, _ in modules]
    known = facts.read(root, names, distributions)
    rules = {name: _rule(name) if known is None else _delayed(name, known[name]) for name in names}
    if known is None:
        facts.write(root, rules, distributions)
    for name, folder in modules:
        yield Entry(rules[name], folder, name.rpartition(".")[2])


def _modules(pack: str, root: Path) -> Iterator[tuple[str, Path]]:
    """The modules of a pack that hold rules, with their folders."""
    folders = [(pack, root)]
    folders += [(f"{pack}.{item.name}", item) for item in root.iterdir() if item.is_dir()]
    for package, folder in sorted(folders, key=itemgetter(0)):
        if package.rpartition(".")[2] in ("answers", "__pycache__"):
            continue
        pages = {item.name for item in folder.iterdir() if item.name.endswith(".md")}
        for page in sorted(pages):
            yield f"{package}.{page.removesuffix('.md')}", folder


def _delayed(module: str, known: facts.Facts) -> type[Rule]:
    """A stand-in for the rule in ``module``, of which no more than its facts may be needed."""
    return cast("type[Rule]", facts.DelayedRule(known, partial(_rule, module)))


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
