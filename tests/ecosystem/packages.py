"""The packages whose every file is looked at: pinned wheels, unpacked and never installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpora import Corpus, unpacked

_REQUIREMENTS = (
    "aiohttp==3.11.9", "ansible-core==2.17.7", "attrs==24.3.0", "buildbot==4.2.0",
    "celery==5.4.0", "dask==2024.12.0", "Django==5.1.4", "docutils==0.21.2",
    "hypothesis==6.123.2", "ipython==8.30.0", "matplotlib==3.9.3", "Mercurial==6.9",
    "mypy==1.13.0", "networkx==3.4.2", "pip==24.3.1", "pydantic==2.10.3", "pylint==3.3.2",
    "pytest==8.3.4", "requests==2.32.3", "rich==13.9.4", "scikit-learn==1.5.2",
    "setuptools==75.6.0", "Sphinx==8.1.3", "SQLAlchemy==2.0.36", "sqlglot==25.34.0",
    "tornado==6.4.2", "Trac==1.6", "trio==0.27.0", "Twisted==24.11.0", "Werkzeug==3.1.3",
    "xarray==2024.11.0",
)  # fmt: skip

PACKAGES = {
    requirement.partition("==")[0].lower(): Corpus(
        requirement.partition("==")[0].lower(), requirement, ".", ()
    )
    for requirement in _REQUIREMENTS
}
"""By their names in small letters."""


def folders(names: Sequence[str], home: Path) -> dict[str, Path]:
    """The folder of each package, downloaded into ``home`` where it is not there yet.

    Without ``names``, of all packages.
    """
    return {name: unpacked(PACKAGES[name], home / "packages") for name in names or PACKAGES}
