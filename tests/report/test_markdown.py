"""A page for a job's summary; read back by a Markdown parser."""

from pathlib import Path

from markdown_it import MarkdownIt

import outcomes
from pyguide.finding import Finding, Span
from pyguide.outcome import Failure, FileResult, Outcome
from pyguide.report import render

ANSWER = "# Q39: try-except blocks\n\n## Short answer\n\nCatch what you expect ([Q1](q001.md)).\n"


def test_a_section_a_rule_explains_once_and_lists_the_places(tmp_path: Path) -> None:
    (tmp_path / "q039.md").write_text(ANSWER)
    rules = {"PYG301": outcomes.RULE._replace(answer=str(tmp_path / "q039.md"))}
    other = Finding("PYG101", "shared", Span(0, 3))
    broken = FileResult("c.py", text="x\n", failures=(Failure("invalid-syntax", "no", 1, 1),))
    files = (
        FileResult("a.py", (other, outcomes.FINDING), outcomes.TEXT),
        outcomes.found("b.py"),
        broken,
    )
    assert (
        render("markdown", outcomes.outcome(*files, rules=rules))
        == """\
# pyguide

4 findings in 3 files, 2 fixable with `--fix`.

## [PYG301](https://x.test/301) bare-except (2)

Why it bites.

<details><summary>Q39: try-except blocks</summary>

Catch what you expect (Q1).

</details>

- `a.py:4:5` `except:` catches all (fixable)
- `b.py:4:5` `except:` catches all (fixable)

## PYG101 (1)

- `a.py:1:1` shared

## invalid-syntax (1)

- `c.py:1:1` no
"""
    )


def test_a_clean_run_says_what_was_fixed() -> None:
    assert render("markdown", Outcome((), {})) == "# pyguide\n\nAll checks passed!\n"
    fixed = Outcome((FileResult("a.py", fixed=(("PYG301", 2),)),), {})
    assert render("markdown", fixed) == "# pyguide\n\nAll checks passed! 2 findings fixed.\n"


def test_what_code_holds_is_no_markup() -> None:
    message = "`a` *b* _c_ [d](e) <b> | # @f \\g &amp; `` h`i `` `odd"
    found = Finding("PYG301", message, Span(0, 3))
    text = render(
        "markdown", outcomes.outcome(FileResult("a`b``<i>.py", (found,), outcomes.TEXT), rules={})
    )
    tokens = MarkdownIt().parse(text)
    (item,) = [token for at, token in enumerate(tokens) if tokens[at - 2].type == "list_item_open"]
    kinds = [(each.type, each.content) for each in item.children or ()]
    assert kinds == [
        ("code_inline", "a`b``<i>.py:1:1"),
        ("text", " "),
        ("code_inline", "a"),
        ("text", " *b* _c_ [d](e) <b> | # @f \\g &amp; "),
        ("code_inline", "h`i"),
        ("text", " `odd"),
    ]


def test_a_harmful_outcome_makes_headings_lists_and_nothing_else() -> None:
    kinds = {token.type for token in MarkdownIt().parse(render("markdown", outcomes.harmful()))}
    assert "html_block" not in kinds
    assert not {kind for kind in kinds if kind.startswith(("table", "fence", "code_block"))}
