"""Pinned source releases that bring their tests, and how these are run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Project:
    """A release with its tests.

    ``tests`` are what pytest is given, ``fixed`` the folders and files to fix, both relative to the
    root of the release; ``needs`` are pinned requirements of the tests beside pytest. ``options``
    go to pytest. ``unfixed`` says why the tests themselves stay as they are, ``known`` which tests
    must differ, and why.
    """

    requirement: str
    fixed: tuple[str, ...]
    tests: tuple[str, ...] = ("tests",)
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    unfixed: str = ""
    known: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name without the version."""
        return self.requirement.partition("==")[0]


PYTEST = "pytest==8.3.4"

PROJECTS = {
    project.name: project
    for project in (
        Project(
            "attrs==24.3.0",
            ("src", "tests"),
            needs=("hypothesis==6.123.2", "cloudpickle==3.1.0"),
            # Reads the output of mypy and pyright.
            options=("--ignore=tests/test_mypy.yml", "--ignore=tests/test_pyright.py"),
        ),
        Project("boltons==24.1.0", ("boltons", "tests")),
        Project("cachetools==5.5.0", ("src", "tests")),
        Project(
            "click==8.1.8",
            ("src", "tests"),
            known=(
                (
                    "tests.test_imports::test_light_imports",
                    "lists what the package imports; PYG505 adds `operator`",
                ),
            ),
        ),
        Project("itsdangerous==2.2.0", ("src", "tests"), needs=("freezegun==1.5.1",)),
        Project("jinja2==3.1.5", ("src", "tests"), needs=("trio==0.27.0",)),
        Project("lark==1.2.2", ("lark", "tests"), tests=("tests/__main__.py",)),
        Project("mako==1.3.8", ("mako", "test"), tests=("test",)),
        Project(
            "markdown==3.7",
            ("markdown", "tests"),
            needs=("pyyaml==6.0.2",),
            options=("--continue-on-collection-errors",),
        ),
        Project(
            "marshmallow==3.25.1",
            ("src", "tests"),
            needs=("simplejson==3.19.3",),
            # The names of its cases contain the time of day.
            options=("-k", "not test_invalid_datetime_deserialization"),
        ),
        Project("more-itertools==10.6.0", ("more_itertools", "tests")),
        Project(
            "networkx==3.4.2",
            ("networkx/algorithms", "networkx/classes", "networkx/utils"),
            # The tests of all algorithms take many minutes.
            tests=(
                "networkx/algorithms/components",
                "networkx/algorithms/shortest_paths",
                "networkx/algorithms/tree",
                "networkx/classes",
                "networkx/utils",
            ),
        ),
        Project(
            "parso==0.8.4",
            ("parso",),
            tests=("test",),
            unfixed="they read files that are full of flaws on purpose",
        ),
        Project("sqlparse==0.5.3", ("sqlparse", "tests")),
        Project("tabulate==0.9.0", ("tabulate", "test"), tests=("test",)),
        Project("tomlkit==0.13.2", ("tomlkit", "tests"), needs=("pyyaml==6.0.2",)),
        Project("toolz==1.0.0", ("toolz", "tlz"), tests=("toolz", "tlz")),
    )
}
