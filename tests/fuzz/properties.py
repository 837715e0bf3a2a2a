"""What must hold of every file; each takes its bytes and dice, and raises AssertionError."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, TypeAlias

from fuzz.corpus import compiles
from fuzz.looking import ABOUT_CODE, PATH, comments, look, passes
from pyguide.cache import values
from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.finding import Applicability, Edit, Finding, Span
from pyguide.guard import apply
from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.json import stream
from pyguide.source import Source, SourceError
from pyguide.suppressions.adding import add
from pyguide.task import Mode

Property: TypeAlias = Callable[[bytes, Random], None]
_SECONDS = 30
_CRASHES = ("rule-crash", "worker-died")
_MISPRINTED = "the parser cannot reproduce these lines to the letter"
_LEAST = (Applicability.SAFE, Applicability.UNSAFE)


def no_rule_crashes(raw: bytes, dice: Random) -> None:
    """No rule raises, whatever the file holds."""
    crashes = [f.message for f in look(raw).failures if f.kind in _CRASHES]
    assert not crashes, crashes[0]


def both_stages_agree(raw: bytes, dice: Random) -> None:
    """The visitors find in whole files what they find where suspicion leads them."""
    quick, whole = look(raw), look(raw, Mode(prefilter=False))
    if quick.failures or whole.failures:
        return
    found, oracle = quick.findings, whole.findings
    if any(finding.reason == _MISPRINTED for finding in oracle):
        # What libcst misprints anywhere forbids fixes everywhere, once it reads the whole file.
        found, oracle = (
            tuple(one._replace(fix=None, reason=None, repair=None) for one in each)
            for each in (found, oracle)
        )
    odd = sorted({finding.code for finding in set(found) ^ set(oracle)})
    assert found == oracle, " ".join(odd) or "order"


def fixed_files_compile_and_stay(raw: bytes, dice: Random) -> None:
    """Fixes keep a program a program, reach an end, and leave nothing for a second run."""
    for least in _LEAST:
        done = look(raw, Mode(least=least))
        if not compiles(raw):
            assert done.after is None, "changed a file that Python refuses"
            continue
        assert not done.notices, done.notices[0]
        if done.after is None:
            continue
        better = _encoded(raw, done.after)
        assert compiles(better), f"{least.label} fixes break the file"
        again = look(better, Mode(least=least))
        assert not again.fixed, f"a second run applies {again.fixed}"


def _encoded(raw: bytes, text: str) -> bytes:
    return Source.decode(raw, PATH).with_text(text).raw


def other_bytes_stay(raw: bytes, dice: Random) -> None:
    """Outside of the edits, each pass keeps every byte where it was."""
    for least in _LEAST:
        seen = passes(raw, least)
        for (before, edits), after in zip(
            seen.edits, _after(seen.sources, seen.edits), strict=True
        ):
            assert _spliced(before.text, edits) == after.text, "text outside of edits changed"
            assert after.raw.startswith(before.raw[:3]) or not before.bom, "the mark is lost"


def _after(sources: list[Source], edits: list[tuple[Source, Any]]) -> Iterator[Source]:
    for before, _ in edits:
        at = next(i for i, source in enumerate(sources) if source is before)
        yield sources[at + 1]


def _spliced(text: str, edits: tuple[Edit, ...]) -> str:
    """What stands outside of the edits, with their texts in between."""
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def comments_survive(raw: bytes, dice: Random) -> None:
    """Fixes of code keep every comment."""
    if not compiles(raw):
        return
    for least in _LEAST:
        done = look(raw, Mode(least=least), ABOUT_CODE)
        if done.before is not None and done.after is not None:
            lost = comments(done.before) - comments(done.after)
            assert not lost, f"{[code for code, _ in done.fixed]} lost {list(lost)}"


def what_is_silenced_is_not_fixed(raw: bytes, dice: Random) -> None:
    """With a comment at each finding of a rule, its fixes change nothing."""
    mode = Mode(least=Applicability.UNSAFE)
    found = look(raw, settings=ABOUT_CODE)
    fixable = [finding for finding in found.findings if finding.fix or finding.repair]
    if not fixable or found.failures:
        return
    code = dice.choice(fixable).code
    only = ABOUT_CODE._replace(select=(code,))
    source = Source.decode(raw, PATH)
    added = add(source, look(raw, settings=only).findings)
    if not added.left and compiles(added.source.raw):
        done = look(added.source.raw, mode, only)
        assert not done.fixed, f"{code} fixed in spite of a comment"
        assert not done.findings, f"{code} found in spite of a comment"


def _checked(source: Source, rules: Any) -> list[Finding]:
    return check(source, rules, skipped=[])


def rules_ignore_each_other(raw: bytes, dice: Random) -> None:
    """Neither the order of rules nor the company of others changes what one finds."""
    rules = [rule for rule in installed().rules if not rule.judges_comments]
    try:
        source = Source.decode(raw, PATH)
        together = _checked(source, rules)
    except SourceError:
        return
    assert _checked(Source.decode(raw, PATH), dice.sample(rules, len(rules))) == together, "order"
    codes = sorted({finding.code for finding in together})
    for rule in rules:
        if rule.code in codes[:6]:
            own = [finding for finding in together if finding.code == rule.code]
            assert _checked(Source.decode(raw, PATH), [rule]) == own, f"{rule.code} alone"


def unrelated_code_changes_nothing(raw: bytes, dice: Random) -> None:
    """Comments above and a function below leave all findings, moved."""
    try:
        source = Source.decode(raw, PATH)
        before = _checked(source, installed().rules)
    except SourceError:
        return
    if "coding" in source.text[:200] or "\\" in source.text[-3:]:
        return
    above = "# above\n\n\n# and more\n"
    below = "\n\ndef unrelated_pyguide_case():\n    return 1\n"
    text = above + source.text + below
    if not compiles(text.encode()):
        return
    after = _checked(Source(text, PATH), installed().rules)
    old = [(f.code, f.span.start + len(above), f.span.end + len(above)) for f in before]
    new = [(f.code, *f.span) for f in after]
    assert old == new, " ".join(sorted({code for code, *_ in set(old) ^ set(new)}))


def json_says_it_all(raw: bytes, dice: Random) -> None:
    """What is stored is read back; the edits of the JSON report make what the fix makes."""
    found = look(raw)
    for finding in found.findings:
        again = values.to_finding(json.loads(json.dumps(values.of_finding(finding))))
        # Nobody asks a stored finding whether its twins find the place, too.
        assert again == finding._replace(alone=False), f"{finding.code} in the cache"
    facts = installed().facts(installed().rules)
    outcome = Outcome((found,), facts, 1, unsafe_fixes=True).offering()
    entries = json.loads("".join(stream(outcome, Looks(PATH.parent))))
    if found.failures:
        return
    offered = sorted(outcome.files[0].findings, key=lambda one: (one.span.start, one.code))
    assert [entry["code"] for entry in entries] == [finding.code for finding in offered]
    text = found.text
    source = Source(text, PATH)
    for entry, finding in zip(entries, offered, strict=True):
        place = entry["location"]["row"], entry["location"]["column"]
        assert place == source.location(finding.span.start), f"place of {finding.code}"
        if finding.fix is not None and not finding.fix.imports:
            made = apply(text, list(finding.fix.edits))
            assert _with(source, entry["fix"]["edits"]) == made, f"fix of {finding.code}"


def _with(source: Source, edits: list[dict[str, Any]]) -> str:
    made = [
        Edit(
            Span(_offset(source, edit["location"]), _offset(source, edit["end_location"])),
            edit["content"],
        )
        for edit in edits
    ]
    return _spliced(source.text, tuple(made))


def _offset(source: Source, place: dict[str, int]) -> int:
    return source.starts[place["row"] - 1] + place["column"] - 1


PROPERTIES: dict[str, Property] = {
    one.__name__.replace("_", "-"): one
    for one in (
        no_rule_crashes,
        both_stages_agree,
        fixed_files_compile_and_stay,
        other_bytes_stay,
        comments_survive,
        what_is_silenced_is_not_fixed,
        rules_ignore_each_other,
        unrelated_code_changes_nothing,
        json_says_it_all,
    )
}


def broken(name: str, raw: bytes, seed: int) -> str | None:
    """In what a property fails on a file, in one line; None where it holds."""
    try:
        with _in_time():
            PROPERTIES[name](raw, Random(seed))
    except AssertionError as error:
        return str(error).splitlines()[0][:160] if str(error) else "fails"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:160]
    return None


@contextmanager
def _in_time() -> Iterator[None]:
    """Raise TimeoutError in what computes too long; of one process, and not of its waiting."""

    def stop(number: int, frame: object) -> None:
        raise TimeoutError(f"takes more than {_SECONDS} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
