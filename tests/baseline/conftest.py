"""Repositories for the tests of what is followed in them."""

from repositories import commit, git, repository  # noqa: F401
