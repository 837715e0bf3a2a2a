"""docs/baseline.md, walked through: its files are written, its commands run."""

import re
import shlex
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "baseline.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_each_command_says_what_the_page_shows(pyguide, git, repository, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    asked = 0
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["kind"] == "python":
            (repository / "shop.py").write_text(block["text"], encoding="utf-8")
        if block["kind"] != "console":
            continue
        for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            program, *words = shlex.split(command)
            if program == "git":
                git(*words)
            else:
                done = pyguide(*words)
                assert done.out + done.err == shown, command
                asked += 1
    assert asked == 8
