"""Other projects' tests before and after all safe fixes: ``python tests/ecosystem/run.py``.

Downloads pinned source releases into a cache folder, installs each into an environment of its own,
runs its tests, applies the safe fixes of all rules, those in preview included, to the package and
its tests, and runs them again. Fails where a file no longer compiles, where a second run changes
something, and where a test ends otherwise than before. With ``--unsafe-fixes`` the package gets the
unsafe ones as well and its tests stay as they are: they say what the package should do.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

# The folder of this script must not stand on the path, its parent must.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ecosystem.projects import PROJECTS, Project
from ecosystem.suite import HOME, BrokenError, Checkout, pyguide_fix

FAILURE = 2
TESTS = ("test", "tests")


@dataclass
class Result:
    """What the fixes did to a project; ``troubles`` is empty where all is as before."""

    project: Project
    fixes: int = 0
    changed: int = 0
    files: int = 0
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    unsafe: bool = False
    troubles: list[str] = field(default_factory=list)

    @property
    def moved(self) -> list[str]:
        """Tests that end otherwise than before, without those that are known to."""
        known = dict(self.project.known)
        return [f"{name}: {old}, now {new}" for name, old, new in self._differ if name not in known]

    @property
    def _differ(self) -> list[tuple[str, str, str]]:
        names = sorted(self.before.keys() | self.after.keys())
        both = [(n, self.before.get(n, "absent"), self.after.get(n, "absent")) for n in names]
        return [one for one in both if one[1] != one[2]]

    @property
    def verdict(self) -> str:
        """What went wrong, or differs for a known reason."""
        known = dict(self.project.known)
        reasons = [f"`{name}` {known[name]}" for name, *_ in self._differ if name in known]
        scope = [f"tests not fixed: {self.project.unfixed}"] if self.project.unfixed else []
        return "; ".join([*self.troubles, *reasons, *scope]) or "as before"

    @property
    def row(self) -> list[str]:
        """The cells of the table."""
        passed = [
            sum(outcome == "passed" for outcome in those.values())
            for those in (self.before, self.after)
        ]
        scope = "package" if self.project.unfixed or self.unsafe else "package, tests"
        return [
            self.project.requirement, scope, f"{self.files:,}", f"{self.fixes:,}",
            f"{self.changed:,}", f"{len(self.before):,}", f"{passed[0]:,}", f"{passed[1]:,}",
            f"{len(self._differ):,}", f"{self.seconds:.0f} s",
            self.verdict,
        ]  # fmt: skip


HEAD = ["Project", "Fixed in", "Files", "Fixes", "Files changed", "Tests", "Passed before",
        "Passed after", "Differ", "Time", "Verdict"]  # fmt: skip


def tried(project: Project, home: Path, select: str, *, unsafe: bool = False) -> Result:
    """A project tested, fixed and tested again; its files stay as the fixes left them."""
    start, result = perf_counter(), Result(project, unsafe=unsafe)
    checkout = Checkout(project, home)
    try:
        checkout.prepare()
        start = perf_counter()
        result.before = checkout.tested()
        _fix(checkout, result, select, unsafe=unsafe)
        result.after = checkout.tested()
    except BrokenError as error:
        result.troubles.append(str(error))
    else:
        if result.moved:
            result.troubles.append(f"{len(result.moved)} tests differ")
    result.seconds = perf_counter() - start
    return result


def _fix(checkout: Checkout, result: Result, select: str, *, unsafe: bool) -> None:
    """Apply the fixes, and note what does not compile or is changed once more."""
    old = checkout.texts()
    result.fixes = _fixed(checkout, result, select, unsafe=unsafe)
    new = checkout.texts()
    changed = [path for path, text in new.items() if text != old[path]]
    result.files, result.changed = len(new), len(changed)
    for path in changed:
        try:
            compile(new[path], str(path), "exec", dont_inherit=True)
        except SyntaxError as error:
            result.troubles.append(f"{path.relative_to(checkout.root)} is broken: {error}")
    _fixed(checkout, result, select, unsafe=unsafe)
    if checkout.texts() != new:
        result.troubles.append("a second run changes files")


def _fixed(checkout: Checkout, result: Result, select: str, *, unsafe: bool) -> int:
    """Fix all that is to be fixed, once, and count."""
    places = [checkout.root / one for one in checkout.project.fixed]
    options = [f"--select={select}"]
    if unsafe:
        places = [place for place in places if place.name not in TESTS]
        options += ["--unsafe-fixes", f"--extend-exclude={','.join(TESTS)}"]
    code, number = pyguide_fix(places, *options)
    if code == FAILURE:
        result.troubles.append("pyguide-fix failed")
    return number


def table(results: list[Result]) -> str:
    """The results in Markdown."""
    rows = [HEAD, ["---"] * len(HEAD), *(result.row for result in results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def main() -> int:
    """Try the chosen projects, print and write the table; 1 where one is not as before."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "projects", nargs="*", metavar="PROJECT", help=f"default: all of {', '.join(PROJECTS)}"
    )
    parser.add_argument(
        "--select", default="ALL", metavar="CODES", help="fixes of these rules only"
    )
    parser.add_argument(
        "--unsafe-fixes", action="store_true", help="apply these as well, but not to the tests"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the table there as well")
    parser.add_argument("--cache", type=Path, default=HOME, metavar="DIR", help=f"default: {HOME}")
    given = parser.parse_args()
    unknown = set(given.projects) - set(PROJECTS)
    if unknown:
        parser.error(f"no such project: {', '.join(sorted(unknown))}")
    home = given.cache.expanduser().resolve()
    results = []
    for name in given.projects or PROJECTS:
        results.append(tried(PROJECTS[name], home, given.select, unsafe=given.unsafe_fixes))
        print(*results[-1].row, sep="  ", flush=True)
        for line in results[-1].moved:
            print(f"    {line}", flush=True)
    print(f"\n{table(results)}", end="")
    if given.out:
        given.out.write_text(table(results), encoding="utf-8")
    return 1 if any(result.troubles for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
