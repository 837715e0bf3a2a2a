"""Repositories for the tests of what is followed in them."""

import pytest

from repositories import commit, git, repository  # noqa: F401


@pytest.fixture(autouse=True)
def _on_a_desk(monkeypatch):
    """A run on GitHub says more on standard error."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
