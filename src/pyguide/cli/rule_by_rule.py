"""One rule after the other: applied, verified, committed, and told about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyguide import signals
from pyguide.cli.options import shown
from pyguide.cli.output import tell
from pyguide.errors import PyguideError
from pyguide.git.commits import head
from pyguide.git.repository import GitError, Repository
from pyguide.outcome import RuleFacts
from pyguide.report.tally import counted
from pyguide.report.terminal import visible
from pyguide.runs.change_set import ChangeSet, Order, planned
from pyguide.runs.command import Command, Verdict
from pyguide.runs.committing import commit_set, ignore_in_blame, message_of
from pyguide.runs.journal import Run
from pyguide.runs.progress import Commit, Progress
from pyguide.runs.tree import Tree
from pyguide.runs.verify import verify
from pyguide.task import Mode

_HASH = 10


class RuleByRule:
    """The work of a run on one rule after the other.

    ``tree`` is what it did to files so far. Nothing is verified without a ``command``, recorded
    without a ``run``, or committed before `commit_to` was called. With ``quiet`` only what goes
    wrong is said.
    """

    def __init__(
        self,
        mode: Mode,
        jobs: int | None,
        facts: Mapping[str, RuleFacts],
        run: Run | None,
        command: Command | None,
        *,
        quiet: bool = False,
    ) -> None:
        self.tree = Tree(run)
        self._quiet = quiet
        self._mode = mode
        self._jobs = jobs
        self._facts = facts
        self._run = run
        self._command = command
        self._progress = Progress.of(run)
        self._repository: Repository | None = None
        self._template = ""
        self._guilty: list[str] = []
        self._refused: list[str] = []

    @property
    def code(self) -> int:
        """The exit code: 1 where something could not stay fixed."""
        return 1 if self._guilty or self._refused else 0

    def commit_to(self, repository: Repository, template: str) -> None:
        """Commit the changes of each rule, with a message made from a template."""
        self._repository = repository
        self._template = template

    def do(self, files: Mapping[str, Sequence[Order]]) -> None:
        """Fix the rules of ``files``, which names by code where each finds something to fix.

        Where this is left early, files hold what they held before the rule that was under way.
        Raises PyguideError where the command fails to begin with, or cannot be relied on.
        """
        if self._command is not None:
            verdict = self._command.run()
            if not verdict.passed:
                _tell_output(verdict)
                raise PyguideError(
                    f"`{visible(self._command.text)}` fails before anything is changed "
                    f"({verdict.why})"
                )
        for code, orders in files.items():
            if code in self._progress.settled:
                continue
            changes, failed = planned(
                code, self._with_changed(orders, files), self._mode, self._jobs
            )
            for result in failed:
                for failure in result.failures:
                    tell(
                        f"{visible(result.path)}:{failure.line}: {failure.kind}: {failure.message}"
                    )
            if changes.files:
                self._do(changes)

    def _with_changed(
        self, orders: Sequence[Order], files: Mapping[str, Sequence[Order]]
    ) -> list[Order]:
        """The ``orders``, and those for files that were changed: these may hold something new.

        In the order of paths.
        """
        wanted = {order.task.path: order for order in orders}
        for order in (order for own in files.values() for order in own):
            path = order.task.path
            if self.tree.first.get(path) != self.tree.held.get(path):
                wanted[path] = order
        return [wanted[path] for path in sorted(wanted)]

    def _do(self, changes: ChangeSet) -> None:
        before = head(self._repository) if self._repository is not None else None
        try:
            for path, why in self.tree.apply(changes).items():
                tell(f"{visible(shown(path))}: {why}")
            if self._command is not None:
                self._verify(changes, self._command)
            commit = self._commit(changes, self._repository) if self._repository else None
        except BaseException:
            if self._repository is None or head(self._repository) == before:
                with signals.held():
                    self.tree.take_back(changes)
            raise
        self._progress.settle(changes.code, self._run, commit)
        self._tell_done(changes, commit)

    def _tell_done(self, changes: ChangeSet, commit: Commit | None) -> None:
        changed = [
            path for path, one in changes.files.items() if self.tree.held[path] != one.before
        ]
        if not changed or self._quiet:
            return
        fixes = sum(self.tree.fixed.get((path, changes.code), 0) for path in changed)
        told = f"{counted(fixes, 'fix')} in {counted(len(changed), 'file')}"
        if self._command is not None:
            told += ", verified"
        if commit is not None:
            told += f", committed as {commit.name[:_HASH]}"
        tell(f"{self._label(changes.code)}: {told}")

    def _verify(self, changes: ChangeSet, command: Command) -> None:
        def failing(verdict: Verdict) -> None:
            text = visible(command.text)
            tell(f"{self._label(changes.code)}: `{text}` fails with its fixes ({verdict.why}):")
            _tell_output(verdict)

        for (path, _), place in verify(changes, self.tree, command, failing):
            where = f"{visible(shown(path))}:{place.line}:{place.column}"
            line = f"{where}: {changes.code} {visible(place.finding.message)}"
            tell(f"taken back: {line}")
            self._guilty.append(line)

    def _commit(self, changes: ChangeSet, repository: Repository) -> Commit | None:
        """Commit what is left of a set, or take it back where that is refused."""
        if all(self.tree.held[path] == one.before for path, one in changes.files.items()):
            return None
        facts = self._facts[changes.code]
        message = message_of(self._template, changes, self.tree, facts)
        done = commit_set(changes, self.tree, repository, message, self._passes)
        label = self._label(changes.code)
        if done.commit is None:
            tell(f"{label}: not committed, and taken back: {visible(done.why)}")
            for line in done.lines:
                tell(f"    {visible(line)}")
            self._refused.append(label)
            self.tree.take_back(changes)
            return None
        for path in done.left:
            tell(f"warning: {visible(shown(path))}: a hook left changes that are not committed")
        if done.adopted and not self._passes():
            raise PyguideError(
                f"hooks changed files of the commit {done.commit.name[:_HASH]}, and now "
                f"`{visible(self._command.text if self._command else '')}` fails"
            )
        return done.commit

    def _passes(self) -> bool:
        return self._command is None or self._command.run().passed

    def leave_out_of_blame(self) -> None:
        """Add the commits to the list that ``git blame`` ignores."""
        if self._repository is None or not self._progress.commits:
            return
        try:
            made = ignore_in_blame(self._repository, self._progress.commits)
        except GitError as error:
            self._refused.append("the list for git blame")
            tell(f"the commits are not left out of git blame: {error}")
        else:
            if not self._quiet:
                tell(f"left out of git blame by {made[:_HASH]}")

    def ending(self) -> Iterator[str]:
        """What is to be said at the end, above the table."""
        if self._guilty and self._command is not None:
            yield f"Taken back, because `{visible(self._command.text)}` fails with it:"
            yield from (f"  {line}" for line in self._guilty)
            yield ""
        if self._refused:
            yield f"Not committed: {', '.join(self._refused)}"
            yield ""

    def _label(self, code: str) -> str:
        return f"{code} {self._facts[code].name}" if code in self._facts else code


def _tell_output(verdict: Verdict) -> None:
    for line in verdict.lines:
        tell(f"    {visible(line)}")
