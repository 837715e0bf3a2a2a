"""Pages as pytest items: ``pytest -p pyguide.testing``, for every pack and every house rule.

A page is a Markdown file whose title is that of a rule, ``# bare-except (PYG301)``, or of an
answer, ``# Q39: try-except blocks``. Of a rule's page, every ``python`` block must give exactly the
findings that its lines announce with ``# PYG301`` at their ends, a ``python fixed`` block must be
what safe fixes make of the ``python`` block above it and ``python unsafe-fixed`` what all fixes
make of it, and neither may leave anything to fix. Of an answer page, every ``python`` block must
print the ``text`` block that follows it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import libcst as cst
import pytest

from pyguide.catalog import Catalog, installed
from pyguide.configuration.loading import packs_here, rule_settings
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.page import Block, Page, parse
from pyguide.rule import Rule
from pyguide.source import Source
from pyguide.suppressions.heeding import Vocabulary, heed

if TYPE_CHECKING:
    from pyguide.suppressions.rule import SuppressionRule

_RULE_TITLE = re.compile(r"# [a-z0-9-]+ \([A-Z]{1,3}[0-9]{3}\)\s*$")
_ANSWER_TITLE = re.compile(r"# Q[0-9]+: ")
_MARK = re.compile(r"[ \t]+# ((?:[A-Z]{1,3}[0-9]{3}(?:, )?)+)[ \t]*$", re.MULTILINE)
_LEAST = {"python fixed": Applicability.SAFE, "python unsafe-fixed": Applicability.UNSAFE}


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Collect Markdown files that are pages, and no others."""
    if file_path.suffix != ".md":
        return None
    with file_path.open(encoding="utf-8", errors="replace") as file:
        title = file.readline()
    if _RULE_TITLE.match(title):
        return RulePage.from_parent(parent, path=file_path)
    if _ANSWER_TITLE.match(title):
        return AnswerPage.from_parent(parent, path=file_path)
    return None


@dataclass(frozen=True, slots=True)
class Example:
    """A ``python`` block with what must become of it and the settings of its section."""

    block: Block
    fixed: tuple[Block, ...]
    target_version: tuple[int, int] = (3, 11)
    options: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The block's text without the marks."""
        return _MARK.sub("", self.block.text)

    @property
    def expected(self) -> list[tuple[int, str]]:
        """Announced findings as sorted pairs of 1-based line and code."""
        return sorted(
            (number, code)
            for number, line in enumerate(self.block.text.splitlines(), start=1)
            if (mark := _MARK.search(line))
            for code in mark[1].split(", ")
        )


def examples(page: Page) -> Iterator[Example]:
    """The examples of a rule's page, in order."""
    for section in page.sections:
        target, options = (3, 11), dict[str, dict[str, object]]()
        for block in section.blocks:
            if block.info == "toml":
                target, options = rule_settings(tomllib.loads(block.text), target)
        for index, block in enumerate(section.blocks):
            if block.info == "python":
                yield Example(block, tuple(_fixed(section.blocks[index + 1 :])), target, options)


def _fixed(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.info == "python":
            return
        if block.info in _LEAST:
            yield block


def findings(
    example: Example, rule: type[Rule], code: str, *, prefilter: bool = True
) -> list[Finding]:
    """What ``rule`` finds in ``code`` under the settings of ``example``.

    A rule that judges comments is asked after all rules that look at code.
    """
    source = Source(code)
    looking = _installed_rules() if rule.judges_comments else (rule,)
    found = check(
        source,
        looking,
        target_version=example.target_version,
        options=example.options,
        prefilter=prefilter,
    )
    if rule.judges_comments:
        codes = frozenset(one.code for one in looking)
        judge = cast("type[SuppressionRule]", rule)
        found, _ = heed(source, found, Vocabulary.of(_catalog()), [judge], codes)
        return [finding for finding in found if finding.code == rule.code]
    return found


def _catalog() -> Catalog:
    """Every installed rule, and those that the configuration of the working directory names."""
    return installed(packs_here())


def _installed_rules() -> tuple[type[Rule], ...]:
    return tuple(one for one in _catalog().rules if not one.judges_comments)


def run(example: Example, rule: type[Rule]) -> None:
    """Hold an example against its rule; raises AssertionError with what differs."""
    misspelt = [name for name in rule.visitors if not hasattr(cst, name.removeprefix("visit_"))]
    assert not misspelt, f"no libcst nodes have the names of these visitors: {misspelt}"
    source = Source(example.code)
    found = findings(example, rule, example.code)
    places = sorted((source.location(f.span.start)[0], f.code) for f in found)
    assert places == example.expected, [f.message for f in found]
    assert findings(example, rule, example.code, prefilter=False) == found
    for block in example.fixed:
        fixed = fix(source, partial(_again, example, rule), _LEAST[block.info])
        assert fixed.source.text == block.text
        assert fixed.converged and not fixed.dropped
    if not example.fixed:
        assert not [f.fix for f in found if f.fix], "a fix is offered, but the page shows none"


def _again(example: Example, rule: type[Rule], source: Source) -> list[Finding]:
    return findings(example, rule, source.text)


@cache
def rule_of(path: Path, page: Page) -> type[Rule]:
    """The rule that a page speaks about: the module beside it, else an installed rule."""
    catalog = _catalog()  # which makes the packs of the configuration importable
    module = path.with_suffix(".py")
    if module.exists():
        package = [module.stem]
        for folder in module.parents:
            if not (folder / "__init__.py").exists():
                break
            package.insert(0, folder.name)
        loaded = import_module(".".join(package))
        for value in vars(loaded).values():
            if not isinstance(value, type) or not issubclass(value, Rule):
                continue
            if getattr(value, "name", None) == page.name:  # base classes have none
                return value
    return catalog.find(page.name).rule


class RulePage(pytest.File):
    """A rule's page, or a file of further examples in the same form."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each example, named by its line."""
        page = parse(self.path.read_text(encoding="utf-8"))
        for example in examples(page):
            yield ExampleItem.from_parent(
                self, name=f"line-{example.block.line}", example=example, page=page
            )


class ExampleItem(pytest.Item):
    """One example of a rule's page."""

    def __init__(self, *, example: Example, page: Page, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.example = example
        self.page = page

    def runtest(self) -> None:
        """Hold the example against its rule."""
        run(self.example, rule_of(self.path, self.page))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the example stands."""
        return self.path, self.example.block.line - 1, f"{self.path.name}:{self.example.block.line}"


class AnswerPage(pytest.File):
    """An answer page; its demonstrations must print what it says they print."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each ``python`` block that a ``text`` block follows."""
        page = parse(self.path.read_text(encoding="utf-8"))
        for section in page.sections:
            for block, printed in zip(section.blocks, section.blocks[1:], strict=False):
                if block.info == "python" and printed.info == "text":
                    yield DemonstrationItem.from_parent(
                        self, name=f"line-{block.line}", block=block, printed=printed
                    )


class DemonstrationItem(pytest.Item):
    """One demonstration of an answer page."""

    def __init__(self, *, block: Block, printed: Block, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.block = block
        self.printed = printed

    def runtest(self) -> None:
        """Run the block in a fresh interpreter in an empty folder and compare what it prints."""
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder, "demonstration.py")
            script.write_text(self.block.text, encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-I", "-X", "utf8", script],
                cwd=folder,
                capture_output=True,
                encoding="utf-8",
                timeout=60,
                check=False,
            )
        assert done.returncode == 0, done.stderr
        assert done.stdout == self.printed.text
