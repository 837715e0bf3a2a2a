"""The session on docs/fixing-a-repository.md goes as the page says."""

import re
import subprocess
import sys
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "docs" / "fixing-a-repository.md").read_text()
FILES = dict(re.findall(r"`(\w+\.py)`[^`]*:\n\n```python\n(.*?)```", TEXT, re.DOTALL))
SESSION = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)


def steps():
    """Each command of the page with what it prints."""
    for block in SESSION:
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = step.partition("\n")
            yield command, output


def alike(text):
    """What differs from run to run made the same."""
    text = re.sub(r"\b[0-9a-f]{10}$", "0123456789", text, flags=re.MULTILINE)
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "2026-01-31 12:34:56", text)


def test_the_session_goes_as_it_is_told(folder, git, monkeypatch):
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (folder / ".gitignore").write_text("__pycache__/\n")
    git("add", ".")
    git("commit", "--quiet", "-m", "The shop")
    tools = Path(sys.executable).parent
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    monkeypatch.setenv("COLUMNS", "100")
    seen = []
    for command, output in steps():
        done = subprocess.run(
            command, shell=True, cwd=folder, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert alike(done.stdout) == output, command
        seen.append(command)
    assert len(FILES) == 3
    assert len(seen) == 6
