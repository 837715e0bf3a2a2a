"""Make what the README shows from the program itself: ``python tests/readme.py`` writes it anew.

The picture is a real run of ``pyguide check`` on the example; the table of chapters counts the
rules. The docs' pages of rules and questions are written too. `test_readme.py` holds all of them to
the truth.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from html import unescape
from pathlib import Path

from pages import overview, pages
from pyguide.cli import main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "check.svg"
COMMAND = "pyguide check examples/stock/stock.py --select PYG101,PYG301,PYG401"
TABLE = re.compile(r"(<!-- rules: made by tests/readme.py -->\n).*?(<!-- end of rules -->)", re.S)

# GitHub shows no fonts from elsewhere, so the picture names those that machines have.
_SVG = """\
<svg class="rich-terminal" xml:space="preserve" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "Fira Code", Menlo, Consolas, "DejaVu Sans Mono",
 monospace; font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: arial; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g>
</svg>
"""


def output(*flags: str) -> str:
    """What the pictured command prints, run from the project's root."""
    printed = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(printed):
        os.environ["COLUMNS"] = "96"
        main([*COMMAND.split()[1:], *flags])
    return printed.getvalue()


def picture() -> str:
    """An SVG of the command and of what it prints."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=98, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ {COMMAND}", style="bold"))
    console.print(Text.from_ansi(output("--color", "always")), soft_wrap=True)
    return console.export_svg(title="pyguide", code_format=_SVG, unique_id="pyguide")


def letters(svg: str) -> str:
    """All that a picture shows below its title, without blanks: styles cut words apart."""
    shown = re.findall(r"<text (?![^>]*-title)[^>]*>([^<]*)</text>", svg)
    return "".join(unescape("".join(shown)).split())


def with_table(readme: str) -> str:
    """The README's text with the chapters of today."""
    return TABLE.sub(lambda match: f"{match[1]}\n{overview()}\n{match[2]}", readme)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
