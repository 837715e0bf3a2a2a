"""Make the snippets of a page from the program itself: ``python tests/formats_page.py``.

`test_formats_page.py` holds the page to the truth.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tempfile
from pathlib import Path
from unittest import mock

from pyguide.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "output-formats.md"
SAMPLE = re.compile(r"```python\n(.*?)```\n", re.S)
_MADE = re.compile(r"(<!-- made: ([a-z-]+) -->\n)(?:```[a-z]+\n.*?\n```\n)?", re.S)
_LANGUAGES = {
    **dict.fromkeys(("json", "json-lines", "rdjson", "gitlab", "sarif"), "json"),
    "junit": "xml",
    "markdown": "markdown",
    "html": "html",
}


def snippets(page: str) -> dict[str, str]:
    """The format and the fenced block of every snippet on the page, in their order."""
    return {match[2]: match[0].removeprefix(match[1]) for match in _MADE.finditer(page)}


def made(page: str) -> str:
    """The page with every snippet as the program writes it today."""
    sample = SAMPLE.search(page)
    assert sample
    outputs = {form: _output(form, sample[1]) for form in snippets(page)}
    return _MADE.sub(lambda match: match[1] + _fenced(match[2], outputs[match[2]]), page)


def _output(form: str, sample: str) -> str:
    """What a run in a folder that is called ``/project`` prints."""
    printed = io.StringIO()
    environment = {"COLUMNS": "96", "PYGUIDE_NO_CACHE": "1", "PATH": os.environ["PATH"]}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("shop.py").write_text(sample, encoding="utf-8")
        words = ["check", "--isolated", "--select", "PYG301", "--output-format", form]
        patched = mock.patch.dict(os.environ, environment, clear=True)
        with patched, contextlib.redirect_stdout(printed):
            main(words)
        text = printed.getvalue().replace(os.path.realpath(folder), "/project")
    if form == "sarif":
        return json.dumps(json.loads(text)["runs"][0]["results"][0], indent=2)
    if form == "html":
        finding = re.search(r'<details class="finding".*?</details>', text, re.S)
        assert finding
        return finding[0]
    return text.rstrip("\n")


def _fenced(form: str, text: str) -> str:
    return f"```{_LANGUAGES.get(form, 'text')}\n{text}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(made(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
