"""Where the links of a report lead: what the user says, else where the repository comes from."""

from __future__ import annotations

import re
from pathlib import Path

from pyguide.git.repository import GitError, Repository
from pyguide.report import Links

# A password may stand before the `@`; it must not come into a report.
_WITH_SCHEME = re.compile(r"(?:https?|ssh|git)://(?:[^/]*@)?(?P<host>[^/:]+)(?::\d+)?/(?P<name>.+)")
_SHORT = re.compile(r"(?:[^/@]*@)?(?P<host>[^/:]+):(?P<name>[^/].*)")

_FORGES = (
    ("gitlab", "/-/blob/{commit}/{path}#L{line}"),
    ("bitbucket.org", "/src/{commit}/{path}#lines-{line}"),
    ("codeberg.org", "/src/commit/{commit}/{path}#L{line}"),
    ("gitea", "/src/commit/{commit}/{path}#L{line}"),
    ("forgejo", "/src/commit/{commit}/{path}#L{line}"),
    ("git.sr.ht", "/tree/{commit}/item/{path}#L{line}"),
    ("github", "/blob/{commit}/{path}#L{line}"),
)
"""What the name of a host holds, and how its forge spells the line of a file at a commit."""


def links_of(editor: str, repository: str | None) -> Links:
    """The links of a report on the working directory, given the patterns that the user wishes.

    None for the ``repository`` leads to the forge of git's remote ``origin``.
    """
    if repository == "":
        return Links(editor)
    try:
        return _in_repository(editor, repository)
    except GitError:  # a report is worth having without links
        return Links(editor)


def _in_repository(editor: str, pattern: str | None) -> Links:
    repository = Repository.of(Path.cwd())
    if repository is None:
        return Links(editor)
    if pattern is None:
        remote = repository.answer("config", "--get", "remote.origin.url")
        pattern = pattern_of(remote) if remote else ""
    if "{commit}" in pattern:
        commit = repository.answer("rev-parse", "--verify", "--quiet", "HEAD")
        pattern = pattern.replace("{commit}", commit) if commit else ""
    return Links(editor, pattern, str(repository.root))


def pattern_of(remote: str) -> str:
    """How lines are shown by the forge that a remote lies on; empty for an unknown one."""
    match = _WITH_SCHEME.fullmatch(remote) or _SHORT.fullmatch(remote)
    if match is None or not re.fullmatch(r"[\w.-]+", match["host"]):
        return ""
    name = match["name"].removesuffix("/").removesuffix(".git")
    tail = next((tail for host, tail in _FORGES if host in match["host"].lower()), "")
    fits = re.fullmatch(r"[\w.~/-]+", name) is not None
    return f"https://{match['host']}/{name}{tail}" if tail and fits else ""
