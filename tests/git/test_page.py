"""docs/only-what-changed.md, walked through: its files are written, its commands run."""

import re
import shlex
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "only-what-changed.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_each_command_says_what_the_page_shows(
    pyguide, guarded_fix, git, commit, repository, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "100")
    blocks = [(match["kind"], match["text"]) for match in BLOCK.finditer(PAGE.read_text())]
    old, new = (text for kind, text in blocks if kind == "python")
    commit(shop=old)
    git("checkout", "-q", "-b", "topic")
    (repository / "shop.py").write_text(new)
    asked = 0
    for text in (text for kind, text in blocks if kind == "console"):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            program, *words = shlex.split(command)
            if program == "git":
                git(*words)
                continue
            done = {"pyguide": pyguide, "pyguide-fix": guarded_fix}[program](*words)
            assert done.out + done.err == shown, command
            asked += 1
    assert asked == 5
    assert (repository / "shop.py").read_text() == new
