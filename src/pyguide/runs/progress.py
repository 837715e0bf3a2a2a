"""How far a run of one rule after the other has come."""

from __future__ import annotations

from typing import NamedTuple

from pyguide.runs.journal import Past, Run

_NAME = "sets"


class Commit(NamedTuple):
    """A commit that a run made, and the first line of its message."""

    name: str
    subject: str


class Progress:
    """The rules that are done, by code, and the commits that were made, in order."""

    def __init__(self) -> None:
        self.settled: list[str] = []
        self.commits: list[Commit] = []

    @classmethod
    def of(cls, past: Past | None) -> Progress:
        """What a run has stored; nothing where that is damaged."""
        made = cls()
        match past and past.note(_NAME):
            case {"settled": list() as settled, "commits": list() as commits}:
                made.settled = [str(code) for code in settled]
                for pair in commits:
                    match pair:
                        case [str() as name, str() as subject]:
                            made.commits.append(Commit(name, subject))
        return made

    def settle(self, code: str, run: Run | None, commit: Commit | None = None) -> None:
        """Note that a rule is done, and the commit that holds its fixes; raises OSError."""
        self.settled.append(code)
        if commit is not None:
            self.commits.append(commit)
        if run is not None:
            run.store(_NAME, {"settled": self.settled, "commits": self.commits})
