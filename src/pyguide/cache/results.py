"""Findings of single files, to be asked for again while nothing that they depend on changes."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from pyguide import regular, witness
from pyguide.cache import needs, values
from pyguide.cache.folder import Folder
from pyguide.cache.needs import Need
from pyguide.cache.program import Program
from pyguide.finding import Finding
from pyguide.outcome import FLEETING, Failure, FileResult, RuleFacts
from pyguide.settings import Settings
from pyguide.source import Source, SourceError
from pyguide.task import Task

MOST_BOOKS = 16
"""How many combinations of settings and program are kept."""

_FOLDER = "results"
_RULES = "rules"
# Everything that reading a damaged or foreign file can raise.
_UNREADABLE = (KeyError, RecursionError, TypeError, ValueError)


@dataclass(slots=True)
class _Entry:
    """The stored result of one file; its own bytes are the first need."""

    needs: list[Need]
    findings: values.Json
    failures: values.Json
    silenced: values.Json


@dataclass(slots=True)
class _Sheet:
    """The entries of one folder's files, by name; ``name`` is that of the file that holds them."""

    folder: str
    name: str
    entries: dict[str, _Entry] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    changed: bool = False


@dataclass(slots=True)
class _Book:
    """All that holds for one combination of settings and program."""

    name: str
    rules: dict[str, RuleFacts] | None = None
    """What is known of rules that found something; None where nothing is stored."""
    edition: str = ""
    """Stands for the state of the modules that the rules import from elsewhere."""
    unwritten: bytes | None = None
    sheets: dict[str, _Sheet] = field(default_factory=dict)
    """By folder, as the user spells it."""


class Results:
    """The stored results that one run may use and add to."""

    def __init__(
        self, folder: Folder, program: Program, *, prefilter: bool, ignore_noqa: bool = False
    ) -> None:
        """Results of ``program``, with or without its prefilter and the comments of files."""
        self.folder = folder
        self._program = program
        self._way = (prefilter, ignore_noqa)
        self._begun_ns = time.time_ns()
        self._books: dict[int, _Book] = {}

    def recall(self, task: Task) -> FileResult | None:
        """The result for a file, if it is stored and nothing has changed."""
        rules = self._book(task.settings).rules
        if not _is_whole(task) or rules is None:
            return None
        sheet = self._sheet(task)
        entry = sheet.entries.get(task.path.name)
        if entry is None or entry.needs[0].name != _name(task):
            return None
        before = [need.signature for need in entry.needs]
        if not all(need.holds() for need in entry.needs):
            return None
        sheet.changed |= before != [need.signature for need in entry.needs]
        try:
            result = _result(task, entry)
        except _UNREADABLE:
            return None
        if result is None or not result.codes <= rules.keys():
            return None
        if task.known is None:
            return result
        return self._parted(result, task.known, entry, sheet)

    def keep(self, task: Task, result: FileResult) -> None:
        """Store the result for a file, unless it may be out of date already."""
        fleeting = any(failure.kind in FLEETING for failure in result.failures)
        if not _is_whole(task) or result.fixed or result.notices or fleeting:
            return
        needed = needs.needs_of(result.witnesses, self._begun_ns)
        if not needed or self._book(task.settings).rules is None:
            return
        sheet = self._sheet(task)
        # What is known changes without the file, so it is told apart where the result is used.
        findings = [values.of_finding(finding) for finding in _everything(result)]
        failures = [values.of_failure(failure) for failure in result.failures]
        silenced = [values.of_silenced(one) for one in result.silenced]
        sheet.entries[task.path.name] = _Entry(needed, findings, failures, silenced)
        sheet.changed = True

    def _parted(
        self, result: FileResult, known: frozenset[str], entry: _Entry, sheet: _Sheet
    ) -> FileResult:
        """The stored result with the ``known`` findings apart; fingerprints are stored, too."""
        if not result.findings:
            return result
        from pyguide.known import fingerprinted, parted

        if not all(finding.fingerprint for finding in result.findings):
            found = fingerprinted(Source(result.text), result.findings, result.silenced)
            entry.findings = [values.of_finding(finding) for finding in found]
            sheet.changed = True
            result = result._replace(findings=tuple(found))
        return parted(result, known)

    def rules(self, settings: Settings) -> dict[str, RuleFacts] | None:
        """What reports say about rules that found something; None if nothing is stored."""
        return self._book(settings).rules

    def keep_rules(
        self, settings: Settings, rules: dict[str, RuleFacts], others: Iterable[str]
    ) -> None:
        """Note ``rules`` that found something under ``settings``, and that these are sound.

        The rules depend on the files ``others``, too.
        """
        book = self._book(settings)
        names = map(witness.name_of_state, others)
        needed = needs.needs_of(
            [(name, witness.signature_of(name)) for name in names], self._begun_ns
        )
        if needed is None:
            return
        edition = _edition(needed)
        new = rules.keys() - (book.rules or {}).keys()
        if book.rules is None or new or edition != book.edition:
            book.rules = (book.rules or {}) | rules
            book.edition = edition
            facts = [values.of_facts(fact) for fact in book.rules.values()]
            book.unwritten = _sealed({"needs": needs.to_json(needed), "rules": facts})

    def save(self) -> None:
        """Write what is new, and forget what has gone."""
        changed = [
            (book, [sheet for sheet in book.sheets.values() if _is_changed(sheet)])
            for book in self._books.values()
        ]
        # Otherwise nobody could say which state of a rule made the new results.
        if not any(sheets for _, sheets in changed) or not self._program.is_unchanged():
            return
        for book, sheets in changed:
            if book.unwritten is not None:
                self.folder.write(book.unwritten, _FOLDER, book.name, _RULES)
            for sheet in sheets:
                raw = _sealed(_of_sheet(sheet, book.edition))
                self.folder.write(raw, _FOLDER, book.name, sheet.name)
        self.folder.keep_newest(MOST_BOOKS, _FOLDER)
        if self.folder.is_due():
            self.folder.sweep()
            self._drop_deleted_folders()

    def _book(self, settings: Settings) -> _Book:
        if id(settings) not in self._books:
            book = _Book(_digest((self._program.digest, self._way, settings.bearing())))
            raw = self.folder.read(_FOLDER, book.name, _RULES)
            if raw is not None:
                book.rules, book.edition = _rules(raw)
            self._books[id(settings)] = book
        return self._books[id(settings)]

    def _sheet(self, task: Task) -> _Sheet:
        """The results of the folder that holds the file, however both are spelled.

        A rule sees how the user spells a path; who spells it in another way asks another question.
        """
        book = self._book(task.settings)
        spelled = os.path.dirname(task.path)
        if spelled not in book.sheets:
            folder = witness.absolute(spelled)
            name = _digest((folder, spelled))
            raw = self.folder.read(_FOLDER, book.name, name)
            book.sheets[spelled] = _to_sheet(raw, _Sheet(folder, name), book.edition)
        sheet = book.sheets[spelled]
        sheet.asked.add(task.path.name)
        return sheet

    def _drop_deleted_folders(self) -> None:
        """Remove the results of folders that are gone."""
        top = Path(self.folder.path, _FOLDER)
        for path in top.glob("*/*"):
            raw = self.folder.read(_FOLDER, path.parent.name, path.name)
            if path.name == _RULES or raw is None:
                continue
            try:
                value = _opened(raw)
                gone = not os.path.isdir(str(value["folder"]))
            except _UNREADABLE:
                gone = True
            if gone:
                path.unlink(missing_ok=True)


def _is_whole(task: Task) -> bool:
    """Whether the result is about all that the file holds."""
    return task.raw is None and task.lines is None


def _name(task: Task) -> str:
    """The name of the witness for the bytes of the file itself."""
    return witness.name_of_state(witness.absolute(str(task.path)))


def _is_changed(sheet: _Sheet) -> bool:
    """Whether a sheet must be written anew; what it says of deleted files goes."""
    for name in [name for name in sheet.entries if name not in sheet.asked]:
        if not os.path.lexists(os.path.join(sheet.folder, name)):
            del sheet.entries[name]
            sheet.changed = True
    return sheet.changed


def _result(task: Task, entry: _Entry) -> FileResult | None:
    """The result in an entry whose needs hold; None if the file changes at this very moment."""
    findings = tuple(map(values.to_finding, values.to_list(entry.findings)))
    failures = tuple(map(values.to_failure, values.to_list(entry.failures)))
    silenced = tuple(map(values.to_silenced, values.to_list(entry.silenced)))
    witnesses = tuple((need.name, witness.signature_of(need.name)) for need in entry.needs)
    text = ""
    if findings or failures or silenced:
        found = _text(task, failures)
        if found is None or not needs.is_as(*witnesses[0]):
            return None
        text = found
    return FileResult(task.shown, findings, text, failures, witnesses=witnesses, silenced=silenced)


def _everything(result: FileResult) -> Iterable[Finding]:
    """All findings, known or not."""
    if not result.known:
        return result.findings
    from pyguide.known import everything

    return everything(result)


def _text(task: Task, failures: tuple[Failure, ...]) -> str | None:
    """The text that findings and failures refer to."""
    try:
        raw = regular.read(task.path)
    except OSError:
        return None
    if any(failure.kind == "invalid-syntax" for failure in failures):
        return raw.decode(errors="replace")
    try:
        return Source.decode(raw).text
    except SourceError:
        return None


def _rules(raw: bytes) -> tuple[dict[str, RuleFacts] | None, str]:
    """The facts of the rules in a file, None if they no longer hold, and the edition."""
    try:
        value = _opened(raw)
        needed = needs.from_json(value["needs"])
        rules = [values.to_facts(one) for one in values.to_list(value["rules"])]
    except _UNREADABLE:
        return None, ""
    if not all(need.holds() for need in needed):
        return None, ""
    witness.note((need.name, witness.signature_of(need.name)) for need in needed)
    return {rule.code: rule for rule in rules}, _edition(needed)


def _edition(needed: Iterable[Need]) -> str:
    return _digest([(need.name, need.digest) for need in needed])


def _of_sheet(sheet: _Sheet, edition: str) -> values.Json:
    entries = {
        name: [needs.to_json(entry.needs), entry.findings, entry.failures, entry.silenced]
        for name, entry in sheet.entries.items()
    }
    return {"folder": sheet.folder, "edition": edition, "files": entries}


def _to_sheet(raw: bytes | None, sheet: _Sheet, edition: str) -> _Sheet:
    """The sheet, filled from a file of the same edition if there is one that is whole."""
    if raw is None:
        return sheet
    try:
        value = _opened(raw)
        files = value["files"]
        wanted = value["folder"] == sheet.folder and value["edition"] == edition
        if wanted and isinstance(files, dict):
            sheet.entries = {str(name): _to_entry(entry) for name, entry in files.items()}
    except _UNREADABLE:
        pass
    return sheet


def _to_entry(value: values.Json) -> _Entry:
    match value:
        case [[_, *_] as needed, findings, failures, silenced]:
            return _Entry(needs.from_json(needed), findings, failures, silenced)
    raise TypeError(value)


def _digest(value: object) -> str:
    """A file name that stands for a value."""
    text = repr(value).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=12).hexdigest()


def _sealed(value: values.Json) -> bytes:
    """JSON behind a checksum, since a flipped bit may leave it readable."""
    raw = json.dumps(value, separators=(",", ":")).encode()
    return b"%08x\n%s" % (crc32(raw), raw)


def _opened(raw: bytes) -> dict[str, values.Json]:
    """The object in sealed JSON; raises one of `_UNREADABLE` for anything else."""
    head, _, body = raw.partition(b"\n")
    if len(head) != 8 or int(head, 16) != crc32(body):
        raise ValueError("not as it was written")
    value = json.loads(body)
    if not isinstance(value, dict):
        raise TypeError(value)
    return value
