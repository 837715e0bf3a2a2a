"""What is known of the files of a run, from one baseline or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pyguide.baseline.entry import Entry
from pyguide.baseline.file import Baseline, read
from pyguide.baseline.renames import follow
from pyguide.baseline.upkeep import Results, gone
from pyguide.git.repository import GitError
from pyguide.outcome import FileResult
from pyguide.patterns import absolute
from pyguide.settings import Settings
from pyguide.task import Task

Find = Callable[[Settings], str | None]
"""The absolute path of the baseline that holds under some settings; None where there is none."""


class Knowledge:
    """The baselines of the files of a run, each of them read once, with renamed files followed."""

    def __init__(
        self,
        tasks: Sequence[Task],
        find: Find,
        load: Callable[[str], Baseline] = read,
        also: Iterable[Settings] = (),
    ) -> None:
        """Let ``load`` give the baselines that ``find`` finds for ``tasks``, or for other settings.

        Raises what these raise. ``warnings`` says why renamed files could not be followed.
        """
        self.warnings: list[str] = []
        self._tasks = tasks
        different = {id(each): each for each in (*(task.settings for task in tasks), *also)}
        places = {key: find(settings) for key, settings in different.items()}
        self.baselines = [load(place) for place in dict.fromkeys(places.values()) if place]
        self._files = {
            baseline.path: {
                baseline.name_of(task.path): task
                for task in tasks
                if places[id(task.settings)] == baseline.path
            }
            for baseline in self.baselines
        }
        for baseline in self.baselines:
            try:
                follow(baseline, self._files[baseline.path].keys())
            except GitError as error:
                self.warnings.append(f"warning: renamed files are not followed: {error}")

    def tasks(self) -> list[Task]:
        """The tasks with what is known of their files, besides what they know already."""
        known: dict[Path, frozenset[str]] = {}
        for baseline in self.baselines:
            fingerprints = by_name(baseline)
            for name, task in self._files[baseline.path].items():
                if name in fingerprints:
                    known[task.path] = fingerprints[name] | (task.known or frozenset())
        return [
            task._replace(known=known[task.path]) if task.path in known else task
            for task in self._tasks
        ]

    def results(self, files: Iterable[FileResult]) -> Iterator[tuple[Baseline, Results]]:
        """Each baseline with the results for its files by their names; one result for each task."""
        found = dict(zip((task.path for task in self._tasks), files, strict=True))
        for baseline in self.baselines:
            own = self._files[baseline.path]
            yield baseline, {name: found[task.path] for name, task in own.items()}

    def gone(self, files: Iterable[FileResult], paths: Iterable[Path]) -> list[Entry]:
        """The entries whose finding is gone, after a run on ``paths`` with a result for each task.

        Only what the run looked at can be gone: a file, or a folder for the files deleted there.
        """
        folders = [Path(absolute(path)) for path in paths]
        return [
            entry
            for baseline, results in self.results(files)
            for entry in gone(baseline, results, folders)
        ]


def by_name(baseline: Baseline) -> dict[str, frozenset[str]]:
    """The fingerprints of a baseline by the present names of files."""
    found: dict[str, frozenset[str]] = {}
    for name, own in baseline.entries.items():
        now = baseline.renamed.get(name, name)
        found[now] = found.get(now, frozenset()) | own.keys()
    return found
