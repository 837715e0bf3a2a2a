"""The model of a review: what is asked, and what answers do to files."""

import contextlib
import random
from collections import Counter
from pathlib import Path

import pytest

from library import sample
from pyguide import write
from pyguide.finding import Applicability
from pyguide.review.model import Review
from pyguide.review.question import Answer, Hindered, Tally
from pyguide.review.records import NOTHING, Memory, Recorder, remembered, to_ask
from pyguide.runs.journal import Journal
from pyguide.session import run as check
from pyguide.settings import Settings
from pyguide.task import Mode, Task

SAFE = Mode(Applicability.SAFE, write=True)
UNSAFE = Mode(Applicability.UNSAFE, write=True, unsafe=True)
BARE = "try:\n    f()\nexcept:\n    g()\n"
NAMED = BARE.replace("except:", "except BaseException:")
KEYS = "d = {1: 2}\nx = 1 in d.keys()\n"
ASKED = KEYS.replace("d.keys()", "d")
OVERLAPPING = """\
def f(rows, x):
    y = [a for a in list(map(lambda v: v + 1, list(filter(lambda q: q > 1, rows))))]
    return y, [i for i in range(len(x)) if x[i] == None], (y == None) == True
"""


def tasks(folder: Path) -> list[Task]:
    settings = Settings(str(folder), select=("PYG",), preview=True)
    return [Task(path, path.name, settings) for path in sorted(folder.glob("*.py"))]


def begin(folder: Path, mode: Mode = SAFE, memory: Memory = NOTHING, run=None) -> Review:
    """A review of the Python files in a folder."""
    every = tasks(folder)
    outcome = check(every, mode._replace(least=None, write=False)).offering()
    files = to_ask(every, outcome.files, memory, unsafe_fixes=mode.unsafe)
    return Review(files, mode, Recorder(run, memory), memory.standing, memory.tally)


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)


def text(folder: Path, name: str = "a") -> str:
    return (folder / f"{name}.py").read_text()


def place(review: Review) -> tuple[str, int, str]:
    """The file, the line and the code of what is asked."""
    asked = review.question()
    line = asked.draft.source.location(asked.finding.span.start)[0]
    return asked.draft.task.shown, line, asked.finding.code


def codes(review: Review, answer: Answer) -> list[str]:
    """The rules that are asked about until nothing is left, if all get the same answer."""
    found = []
    while (asked := review.question()) is not None:
        found.append(asked.finding.code)
        review.answer(answer)
    return found


def test_yes_applies_this_fix_and_no_other(tmp_path):
    put(tmp_path, a=BARE + KEYS + BARE)
    review = begin(tmp_path)
    assert place(review) == ("a.py", 3, "PYG301")
    done = review.answer(Answer.YES)
    assert (done.fixed, done.files) == (1, 1)
    assert text(tmp_path) == NAMED + KEYS + BARE


def test_no_leaves_the_finding_and_goes_on(tmp_path):
    put(tmp_path, a=BARE + KEYS + BARE)
    review = begin(tmp_path)
    review.question()
    review.answer(Answer.NO)
    assert place(review) == ("a.py", 6, "PYG207")
    review.answer(Answer.YES)
    assert place(review) == ("a.py", 9, "PYG301")
    assert text(tmp_path) == BARE + ASKED + BARE
    assert review.tally == Tally(fixed=1, declined=1)


def test_what_was_declined_is_known_again_wherever_other_fixes_move_it(tmp_path):
    # Both fixes above it add or remove lines, and one adds an import.
    loops = "def f(xs):\n    ys = []\n    for x in xs:\n        ys.append(x + 1)\n    return ys\n"
    sort = "def g(rows):\n    return sorted(rows, key=lambda row: row[1])\n"
    put(tmp_path, a=loops + sort + BARE)
    review = begin(tmp_path, UNSAFE)
    review.question()
    while place(review)[2] != "PYG301":
        review.answer(Answer.NO)
    declined = review.tally.declined
    review.answer(Answer.NO)
    assert review.question() is None
    review = begin(tmp_path, UNSAFE)
    assert [place(review)[2], review.left] == ["PYG405", declined + 1]
    order = []
    while (asked := review.question()) is not None:
        order.append(asked.finding.code)
        review.answer(Answer.NO if asked.finding.code == "PYG405" else Answer.YES)
    assert order.count("PYG405") == 1
    assert "ys.append" in text(tmp_path)
    assert "import itemgetter" in text(tmp_path)


def test_position_counts_what_is_answered_and_what_is_left(tmp_path):
    put(tmp_path, a=BARE + KEYS, b=BARE)
    review = begin(tmp_path)
    seen = []
    while (asked := review.question()) is not None:
        seen.append((asked.number, asked.total, asked.files_left))
        review.answer(Answer.YES)
    assert seen == [(1, 3, 1), (2, 3, 1), (3, 3, 0)]


def test_a_whole_rule_is_fixed_in_every_file_at_once(tmp_path):
    put(tmp_path, a=BARE + KEYS, b=KEYS + BARE, c=BARE)
    review = begin(tmp_path)
    review.question()
    heard = []
    done = review.answer(Answer.RULE, advance=lambda *numbers: heard.append(numbers))
    assert (done.fixed, done.files) == (3, 3)
    assert heard == [(1, 3), (2, 3)]
    assert [text(tmp_path, name) for name in "abc"] == [NAMED + KEYS, KEYS + NAMED, NAMED]
    assert place(review) == ("a.py", 6, "PYG207")


def test_a_whole_rule_leaves_what_was_declined_before(tmp_path):
    put(tmp_path, a=BARE + BARE, b=BARE)
    review = begin(tmp_path)
    review.question()
    review.answer(Answer.NO)
    review.question()
    review.answer(Answer.RULE)
    assert text(tmp_path) == BARE + NAMED
    assert text(tmp_path, "b") == NAMED
    assert review.question() is None


def test_the_rest_of_a_file_is_fixed_but_for_what_was_declined(tmp_path):
    put(tmp_path, a=BARE + KEYS + BARE, b=BARE)
    review = begin(tmp_path)
    review.question()
    review.answer(Answer.NO)
    review.question()
    assert review.answer(Answer.FILE).fixed == 2
    assert text(tmp_path) == BARE + ASKED + NAMED
    assert place(review) == ("b.py", 3, "PYG301")


def test_a_suppression_is_written_as_add_noqa_writes_it(tmp_path):
    put(tmp_path, a=BARE)
    review = begin(tmp_path)
    review.question()
    review.answer(Answer.SUPPRESS, "the host restarts us")
    assert text(tmp_path) == BARE.replace("except:", "except:  # noqa: PYG301 the host restarts us")
    assert review.question() is None
    assert review.tally == Tally(suppressed=1)


def test_what_no_comment_can_silence_is_asked_again(tmp_path):
    put(tmp_path, a="d = {1: 2}\nx = (1 in d.keys(), '\\\n')\n")
    before = text(tmp_path)
    review = begin(tmp_path)
    asked = review.question()
    with pytest.raises(Hindered, match="no comment can stand"):
        review.answer(Answer.SUPPRESS, "why")
    assert review.question().finding == asked.finding
    assert text(tmp_path) == before


def test_a_reason_that_the_encoding_cannot_spell_is_refused(tmp_path):
    raw = f"# coding: latin-1\n{BARE}".encode("latin-1")
    (tmp_path / "a.py").write_bytes(raw)
    review = begin(tmp_path)
    review.question()
    with pytest.raises(Hindered, match="cannot spell"):
        review.answer(Answer.SUPPRESS, "日本")
    assert (tmp_path / "a.py").read_bytes() == raw
    assert place(review) == ("a.py", 4, "PYG301")


def test_undo_takes_the_last_answer_back_in_every_file(tmp_path):
    before = {"a": KEYS + BARE, "b": BARE + BARE, "c": BARE}
    put(tmp_path, **before)
    review = begin(tmp_path)
    review.question()
    review.answer(Answer.YES)
    review.question()
    review.answer(Answer.RULE)
    assert review.question() is None
    review.undo()
    assert [text(tmp_path, name) for name in "abc"] == [ASKED + BARE, before["b"], before["c"]]
    assert place(review) == ("a.py", 5, "PYG301")
    review.undo()
    assert text(tmp_path) == before["a"]
    assert place(review) == ("a.py", 2, "PYG207")
    assert (review.undo(), review.tally) == (None, Tally())


@pytest.mark.parametrize("answer", [Answer.NO, Answer.SUPPRESS, Answer.FILE])
def test_every_answer_can_be_taken_back(tmp_path, answer):
    put(tmp_path, a=BARE + KEYS)
    review = begin(tmp_path)
    first = review.question()
    review.answer(answer, "a reason")
    assert review.undo().answer is answer
    assert text(tmp_path) == BARE + KEYS
    assert review.question().finding == first.finding


def test_undo_leaves_a_file_alone_that_changed_since(tmp_path):
    put(tmp_path, a=BARE, b=BARE)
    review = begin(tmp_path)
    review.question()
    review.answer(Answer.RULE)
    put(tmp_path, a="mine = 1\n")
    with pytest.raises(Hindered, match=r"changed since, so left as it is: a\.py"):
        review.undo()
    assert text(tmp_path) == "mine = 1\n"
    assert text(tmp_path, "b") == BARE


def test_a_file_that_changes_while_it_is_asked_about_is_looked_at_again(tmp_path):
    put(tmp_path, a=BARE)
    review = begin(tmp_path)
    review.question()
    put(tmp_path, a="\n\n" + BARE)
    with pytest.raises(Hindered, match="changed on disk"):
        review.answer(Answer.YES)
    assert place(review) == ("a.py", 5, "PYG301")
    review.answer(Answer.YES)
    assert text(tmp_path) == "\n\n" + NAMED


def test_a_file_that_cannot_be_written_is_said_and_stays(tmp_path, monkeypatch):
    def refused(path, before, after):
        raise PermissionError(13, "Permission denied", str(path))

    put(tmp_path, a=BARE)
    review = begin(tmp_path)
    monkeypatch.setattr(write, "replace", refused)
    review.question()
    with pytest.raises(Hindered, match="Permission denied"):
        review.answer(Answer.YES)
    assert place(review) == ("a.py", 3, "PYG301")
    assert review.tally == Tally()


@pytest.mark.parametrize("mode", [SAFE, UNSAFE])
def test_fixes_that_overlap_are_asked_about_one_after_the_other(tmp_path, mode):
    put(tmp_path, a=OVERLAPPING)
    asked = codes(begin(tmp_path, mode), Answer.YES)
    one_by_one = text(tmp_path)
    compile(one_by_one, "a.py", "exec")
    assert not asked or one_by_one != OVERLAPPING
    put(tmp_path, a=OVERLAPPING)
    check(tasks(tmp_path), mode)
    assert one_by_one == text(tmp_path)


def test_declining_one_of_two_overlapping_fixes_still_allows_the_other(tmp_path):
    put(tmp_path, a=OVERLAPPING)
    review = begin(tmp_path, UNSAFE)
    asked = []
    while (question := review.question()) is not None:
        asked.append(question.finding.code)
        review.answer(Answer.NO if question.finding.code == "PYG413" else Answer.YES)
    assert asked.count("PYG413") == 2
    assert "list(map(lambda v: v + 1, list(filter(" in text(tmp_path)
    assert "== None" not in text(tmp_path)


def test_an_unsafe_fix_takes_the_place_of_a_safe_one_where_those_are_wanted(tmp_path):
    put(tmp_path, a=BARE)
    review = begin(tmp_path, UNSAFE)
    assert review.question().finding.fix.applicability is Applicability.UNSAFE
    assert review.question().finding.reason
    review.answer(Answer.YES)
    assert "except Exception:" in text(tmp_path)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_answered_files_stay_whole_and_all_can_be_taken_back(tmp_path, seed):
    chance = random.Random(seed)
    sources = sample(6, seed, largest=9_000)
    for number, source in enumerate(sources):
        (tmp_path / f"m{number}.py").write_bytes(source.raw)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.py")}
    review = begin(tmp_path, UNSAFE)
    for _ in range(25):
        if (asked := review.question()) is None:
            break
        answer = chance.choices(list(Answer), [6, 4, 1, 1, 2])[0]
        with contextlib.suppress(Hindered):
            review.answer(answer, "a reason")
        compile(asked.draft.path.read_bytes(), "m.py", "exec", dont_inherit=True)
        if chance.random() < 0.2:
            review.undo()
    while review.undo() is not None:
        pass
    assert {path: path.read_bytes() for path in tmp_path.glob("*.py")} == before
    assert review.tally == Tally()


class TestNarrowed:
    """A review asks about no more than any other run would fix."""

    def narrowed(self, folder, mode=SAFE, **limits):
        every = [task._replace(**limits) for task in tasks(folder)]
        outcome = check(every, mode._replace(least=None, write=False)).offering()
        files = to_ask(every, outcome.files, NOTHING, unsafe_fixes=mode.unsafe)
        return Review(files, mode, Recorder(None, NOTHING))

    def test_known_findings_stay_unknown_when_those_above_are_fixed(self, tmp_path):
        # The last of three equal findings is known by a number that the second gets.
        put(tmp_path, a=BARE * 3)
        every = tasks(tmp_path)[0]._replace(known=frozenset())
        found = check([every], Mode()).files[0].findings
        review = self.narrowed(tmp_path, known=frozenset({found[2].fingerprint}))
        assert review.left == 2
        assert codes(review, Answer.YES) == ["PYG301", "PYG301"]
        assert text(tmp_path) == NAMED * 2 + BARE

    @pytest.mark.parametrize("answer", [Answer.RULE, Answer.FILE])
    def test_known_findings_are_part_of_no_greater_answer(self, tmp_path, answer):
        put(tmp_path, a=BARE * 3)
        every = tasks(tmp_path)[0]._replace(known=frozenset())
        found = check([every], Mode()).files[0].findings
        review = self.narrowed(tmp_path, known=frozenset({found[1].fingerprint}))
        assert codes(review, answer) == ["PYG301"]
        assert text(tmp_path) == NAMED + BARE + NAMED

    @pytest.mark.parametrize("answer", [Answer.YES, Answer.RULE, Answer.FILE])
    def test_touched_lines_are_followed_through_fixes(self, tmp_path, answer):
        loop = (
            "def f(xs):\n    y = []\n    for x in xs:\n        y.append(x.strip())\n    return y\n"
        )
        put(tmp_path, a=BARE + loop + BARE + BARE)
        review = self.narrowed(tmp_path, lines=((5, 10), (12, 13)))
        assert codes(review, answer)[0] == "PYG405"
        assert review.tally.fixed == 2
        assert text(tmp_path).startswith(BARE)
        assert text(tmp_path).endswith(NAMED + BARE)


def left_open(journal: Journal):
    """The run that was left."""
    (past,) = (past for past in journal.runs() if not past.has_ended)
    return past


class TestResuming:
    """A review that was left is gone on with from the journal."""

    def leave(self, folder, *answers):
        journal = Journal(str(folder / "cache"))
        with journal.begin(["pyguide-fix", "-i"]) as run:
            review = begin(folder, run=run)
            for answer in answers:
                review.question()
                review.answer(answer)
            run.is_done = False
        return journal

    def resume(self, folder, journal):
        return begin(folder, memory=remembered(left_open(journal)))

    def test_goes_on_after_what_was_answered(self, tmp_path):
        put(tmp_path, a=BARE + BARE + KEYS, b=BARE)
        journal = self.leave(tmp_path, Answer.NO, Answer.YES)
        review = self.resume(tmp_path, journal)
        assert place(review) == ("a.py", 10, "PYG207")
        assert (review.question().number, review.question().total) == (3, 4)

    def test_asks_anew_about_files_that_changed(self, tmp_path):
        put(tmp_path, a=BARE, b=BARE)
        journal = self.leave(tmp_path, Answer.NO)
        put(tmp_path, a=BARE + "x = 1\n")
        assert place(self.resume(tmp_path, journal)) == ("a.py", 3, "PYG301")

    def test_goes_on_to_fix_a_rule_that_needs_no_question(self, tmp_path):
        put(tmp_path, a=BARE + KEYS, b=KEYS)
        journal = self.leave(tmp_path, Answer.RULE)
        put(tmp_path, b=KEYS + BARE)
        review = self.resume(tmp_path, journal)
        assert codes(review, Answer.NO) == ["PYG207", "PYG207"]
        assert text(tmp_path, "b") == KEYS + NAMED

    def test_knows_the_state_on_both_sides_of_a_write_that_was_cut_off(self, tmp_path, monkeypatch):
        put(tmp_path, a=BARE + BARE)
        journal = Journal(str(tmp_path / "cache"))

        def killed(*_):
            raise SystemExit(137)

        with pytest.raises(SystemExit), journal.begin(["pyguide-fix", "-i"]) as run:
            review = begin(tmp_path, run=run)
            review.question()
            review.answer(Answer.NO)
            review.question()
            with monkeypatch.context() as patched:
                patched.setattr(write, "replace", killed)
                review.answer(Answer.YES)
        assert text(tmp_path) == BARE + BARE
        assert place(self.resume(tmp_path, journal)) == ("a.py", 7, "PYG301")

    def test_a_review_that_was_answered_to_its_end_is_not_left_open(self, tmp_path):
        put(tmp_path, a=BARE)
        journal = Journal(str(tmp_path / "cache"))
        with journal.begin(["pyguide-fix", "-i"]) as run:
            codes(begin(tmp_path, run=run), Answer.YES)
        assert [past.has_ended for past in journal.runs()] == [True]

    @pytest.mark.parametrize("note", [None, [], {"declined": 1}, {"declined": {"a": 3}}])
    def test_a_damaged_note_means_that_all_is_asked(self, tmp_path, note):
        journal = Journal(str(tmp_path / "cache"))
        with journal.begin(["pyguide-fix", "-i"]) as run:
            run.store("review", note)
            run.is_done = False
        assert remembered(left_open(journal)) == NOTHING

    def test_what_was_fixed_and_taken_back_does_not_count(self, tmp_path):
        put(tmp_path, a=BARE + BARE)
        journal = Journal(str(tmp_path / "cache"))
        with journal.begin(["pyguide-fix", "-i"]) as run:
            review = begin(tmp_path, run=run)
            for _ in range(2):
                review.question()
                review.answer(Answer.YES)
            review.undo()
            run.is_done = False
        counts = Counter()
        for entry in left_open(journal).files[0]:
            counts.update(dict(entry.fixed))
        assert counts == {"PYG301": 1}
        assert text(tmp_path) == NAMED + BARE
