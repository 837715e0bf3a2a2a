"""What tests of git share with others."""

from repositories import commit, conflict, git, repository  # noqa: F401
