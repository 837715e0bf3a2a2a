"""Pages are read as Markdown shows them: title, first paragraph, sections, blocks."""

import pytest

from pyguide.page import PageError, parse

PAGE = """\
# bare-except (PYG301)

What it is,
in one line.

More words.

## Examples

Text with `code`.

```python
# not a title
x = 1
## not a heading
```

````text
```python
inner
```
````

## Limits

None.
"""


def test_the_title_names_rule_and_code():
    page = parse(PAGE)
    assert (page.name, page.code) == ("bare-except", "PYG301")


def test_the_lead_is_the_first_paragraph_on_one_line():
    assert parse(PAGE).lead == "What it is, in one line."


def test_sections_come_in_order_with_their_text():
    page = parse(PAGE)
    assert [section.heading for section in page.sections] == ["Examples", "Limits"]
    assert page.section("Limits").text == "None.\n"
    assert page.section("Answer") is None
    assert "## not a heading" in page.section("Examples").text


def test_blocks_have_kind_text_and_the_line_of_their_fence():
    blocks = parse(PAGE).section("Examples").blocks
    assert [(block.info, block.line) for block in blocks] == [("python", 12), ("text", 18)]
    assert blocks[0].text == "# not a title\nx = 1\n## not a heading\n"
    assert blocks[1].text == "```python\ninner\n```\n"


def test_line_ends_of_windows_are_read_too():
    page = parse(PAGE.replace("\n", "\r\n"))
    assert page.name == "bare-except"
    assert page.sections[0].blocks == parse(PAGE).sections[0].blocks


def test_a_block_that_is_never_closed_is_named_by_its_line():
    with pytest.raises(PageError, match="line 3: the code block is never closed"):
        parse("# a-b (ABC123)\n\n```python\nx = 1\n")


@pytest.mark.parametrize("title", ["Bare (PYG301)", "bare-except", "bare-except (PYG1)", ""])
def test_a_title_that_is_no_rules_is_refused_when_asked_for(title):
    page = parse(f"# {title}\n\nText.\n")
    for ask in (lambda: page.name, lambda: page.code):
        with pytest.raises(PageError, match="the title is not of the form"):
            ask()


def test_an_empty_page_is_a_page():
    page = parse("")
    assert (page.title, page.lead, page.sections) == ("", "", ())
