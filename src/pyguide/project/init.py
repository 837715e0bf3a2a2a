"""What a project needs to use pyguide: its configuration, a word to ruff, a hook, a workflow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyguide import __version__
from pyguide.catalog import Catalog
from pyguide.configuration.loading import FILE_NAMES
from pyguide.project import pre_commit, ruff
from pyguide.project.change import Change, changed
from pyguide.project.toml import with_table
from pyguide.ruff.configuration import RuffConfigurations

WORKFLOW = Path(".github", "workflows", "pyguide.yml")

_CONFIGURATION = ("# `pyguide rules` lists the rules; `ignore` turns some off.", "ignore = []")
_WORKFLOW = f"""\
name: pyguide
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version: "3.x"
      - run: pip install pyguide=={__version__}
      - run: pyguide check
"""


def proposed(folder: Path, catalog: Catalog) -> list[Change]:
    """What is missing in the project in ``folder``; nothing where all is there.

    Raises PyguideError for a file that cannot be read.
    """
    return [change for change in _proposed(folder, catalog) if change is not None]


def _proposed(folder: Path, catalog: Catalog) -> Iterator[Change | None]:
    project = folder / "pyproject.toml"
    layer = RuffConfigurations(ruff.document_of).nearest(folder)
    layer = layer or ruff.assumed_in(folder)
    ours = ruff.Ours.of(catalog.names)
    edits = {}
    if not any((folder / name).exists() for name in FILE_NAMES if name != "pyproject.toml"):
        if project.exists():
            edits[project] = [lambda text: with_table(text, ("tool", "pyguide"), _CONFIGURATION)]
        else:
            edits[folder / "pyguide.toml"] = [lambda _: "\n".join([*_CONFIGURATION, ""])]
    if layer is not None and layer.file.is_relative_to(folder):
        layers = RuffConfigurations(ruff.document_of).layers(layer)
        if lacking := ruff.unnamed(layers, ours):
            edits.setdefault(layer.file, []).append(ruff.external_edit(layer, lacking))
    for path, own in edits.items():
        yield changed(path, *own)
    yield changed(folder / pre_commit.FILE_NAME, pre_commit.with_ours)
    if not (folder / WORKFLOW).exists():
        yield changed(folder / WORKFLOW, lambda _: _WORKFLOW)
