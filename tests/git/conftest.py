"""What tests of git share with others."""

from repositories import commit, git, repository  # noqa: F401
