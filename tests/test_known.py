"""What is known already is neither shown nor fixed nor counted, whatever happens around it."""

import time
from pathlib import Path

import pytest

from pyguide import witness
from pyguide.cache.folder import Folder
from pyguide.cache.program import installed_program
from pyguide.cache.results import Results
from pyguide.finding import Applicability, Edit, Span, carried
from pyguide.outcome import FileResult
from pyguide.rerun import run
from pyguide.settings import Settings
from pyguide.task import Mode, Task

CHECKING = Mode()
FIXING = Mode(Applicability.UNSAFE, write=True)
NOBODY_ASKS = None
NOTHING = frozenset[str]()

# The same finding three times: only a count tells them apart.
THREE = "def f(a):\n" + "    if a == None:\n        a = 1\n" * 3
# A fix of one changes the text of the line of the other.
SHARED = "def f(a, b):\n    return a == None or type(b) == int, a != None\n"


@pytest.fixture
def look(tmp_path):
    """Looks at a text as ``a.py``; gives what came of it."""

    def look(
        text: str,
        known: frozenset[str] | None = NOTHING,
        mode: Mode = CHECKING,
        results: Results | None = None,
    ) -> FileResult:
        path = Path(tmp_path, "a.py")
        path.write_text(text, encoding="utf-8")
        task = Task(path, "a.py", Settings(tmp_path), known=known)
        return run([task], mode, results=results).files[0]

    return look


def prints(findings):
    return [finding.fingerprint for finding in findings]


def spans(findings):
    return [(finding.code, finding.span) for finding in findings]


def test_findings_have_fingerprints_only_where_somebody_asks(look):
    assert prints(look(THREE, NOBODY_ASKS).findings) == ["", "", ""]
    assert len(set(prints(look(THREE).findings))) == 3


def test_known_findings_are_told_apart(look):
    first, second, third = look(THREE).findings
    result = look(THREE, frozenset({second.fingerprint, "of another file"}))
    assert result.findings == (first, third)
    assert result.known == (second,)
    assert result.text == THREE


def test_a_file_with_nothing_new_is_clean(look):
    result = look(THREE, frozenset(prints(look(THREE).findings)))
    assert not result.findings
    assert len(result.known) == 3


def test_silenced_findings_count_for_the_fingerprints_of_others(look):
    before = look(THREE).findings
    silenced = THREE.replace("None:\n", "None:  # noqa: PYG201\n", 1)
    result = look(silenced, frozenset(prints(before)))
    assert not result.findings
    assert prints(result.known) == prints(before)[1:]
    assert len(result.silenced) == 1


@pytest.mark.parametrize("kept", range(3))
def test_of_equal_findings_exactly_the_known_one_is_not_fixed(look, tmp_path, kept):
    one = look(THREE).findings[kept]
    result = look(THREE, frozenset({one.fingerprint}), FIXING)
    assert result.fixed == (("PYG201", 2),)
    assert not result.findings
    assert prints(result.known) == [one.fingerprint]
    rows = [
        row
        for row in Path(tmp_path, "a.py").read_text(encoding="utf-8").splitlines()
        if " if " in row
    ]
    assert [row.split("if ")[1] for row in rows] == [
        "a == None:" if index == kept else "a is None:" for index in range(3)
    ]


def test_a_known_finding_stays_known_where_its_line_was_changed(look, tmp_path):
    first, *others = look(SHARED).findings
    result = look(SHARED, frozenset({first.fingerprint}), FIXING)
    assert result.fixed
    assert prints(result.known) == [first.fingerprint]
    assert first.code not in {finding.code for finding in result.findings}
    after = Path(tmp_path, "a.py").read_text(encoding="utf-8")
    assert "a == None or" in after
    assert "a is not None" in after
    assert {one.code for one in others} >= {code for code, _ in result.fixed}


def test_fixes_of_known_findings_are_no_reason_to_write(look, tmp_path):
    known = frozenset(prints(look(THREE).findings))
    result = look(THREE, known, FIXING)
    assert result.after is None
    assert not result.fixed
    assert Path(tmp_path, "a.py").read_text(encoding="utf-8") == THREE


def test_where_comments_count_for_nothing_the_known_findings_still_do(look):
    silenced = THREE.replace("None:\n", "None:  # noqa: PYG201\n", 1)
    second = look(silenced).findings[0]
    result = look(silenced, frozenset({second.fingerprint}), Mode(ignore_noqa=True))
    assert len(result.findings) == 2
    assert prints(result.known) == [second.fingerprint]


def test_a_file_that_python_refuses_meets_nothing(look):
    result = look("def\n", frozenset({"0" * 32}))
    assert [failure.kind for failure in result.failures] == ["invalid-syntax"]
    assert not result.known


class TestCached:
    """Stored results serve every run, whatever that knows."""

    @pytest.fixture
    def again(self, look, tmp_path, monkeypatch):
        """Looks again with what is stored; a fresh run must say the same."""
        monkeypatch.setattr(witness, "SETTLED_NS", int(2e7))
        program = installed_program()
        assert program is not None

        def again(text: str, known: frozenset[str] | None, mode: Mode = CHECKING) -> FileResult:
            path = Path(tmp_path, "a.py")
            if not path.exists():
                path.write_text(text, encoding="utf-8")
            time.sleep(0.03)
            results = Results(Folder(str(tmp_path / "cache")), program, prefilter=True)
            task = Task(path, "a.py", Settings(tmp_path), known=known)
            found = run([task], mode, results=results).files[0]
            fresh = run([task], Mode()).files[0]
            assert spans(found.findings) == spans(fresh.findings)
            assert found.known == fresh.known
            return found

        return again

    @pytest.fixture
    def looked_at(self, monkeypatch):
        """Names of the files that were looked at in runs with stored results."""
        names: list[str] = []
        recall = Results.recall

        def noting(results, task):
            found = recall(results, task)
            if found is None:
                names.append(task.shown)
            return found

        monkeypatch.setattr(Results, "recall", noting)
        return names

    def test_by_all_runs_in_any_order(self, again, look, looked_at):
        again(THREE, NOBODY_ASKS)
        assert looked_at == ["a.py"]
        first, second, third = prints(again(THREE, NOTHING).findings)
        for known in (
            frozenset({second}),
            NOTHING,
            frozenset({first, third}),
            NOBODY_ASKS,
            frozenset({first, second, third}),
        ):
            result = again(THREE, known)
            assert len(result.known) == len(known or ())
            assert len(result.findings) == 3 - len(known or ())
        assert looked_at == ["a.py"]

    def test_what_a_run_stored_that_knew_something_is_whole(self, again, look, looked_at):
        known = frozenset(prints(look(THREE).findings))
        assert not again(THREE, known).findings
        assert len(again(THREE, NOBODY_ASKS).findings) == 3
        assert looked_at == ["a.py"]

    def test_a_file_with_nothing_new_needs_no_look_for_fixes(self, again, look, monkeypatch):
        known = frozenset(prints(look(THREE).findings))
        again(THREE, known)
        monkeypatch.setattr("pyguide.rerun._looked_at", None)
        assert not again(THREE, known, FIXING).fixed


@pytest.mark.parametrize(
    ("edit", "moved"),
    [
        (Edit(Span(0, 1), "abc"), Span(12, 22)),
        (Edit(Span(10, 10), "abc"), Span(13, 23)),
        (Edit(Span(12, 14), ""), Span(10, 18)),
        (Edit(Span(20, 20), "abc"), Span(10, 20)),
        (Edit(Span(25, 30), ""), Span(10, 20)),
        (Edit(Span(5, 15), "abc"), Span(5, 13)),
        (Edit(Span(15, 25), "abc"), Span(10, 13)),
    ],
)
def test_a_span_goes_where_edits_carry_it(edit, moved):
    assert carried(Span(10, 20), [edit]) == moved
