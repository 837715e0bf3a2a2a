"""What the page about ruff says is what happens."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pyguide.configuration.loading import Configurations, rule_settings

PAGE = Path(__file__).parents[1] / "docs" / "beside-ruff.md"
HERE = Path(sys.executable).parent
BAD = "def f(a=[]):\n    a.append(1)\ntry:\n    f()\nexcept:\n    f()\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (PAGE.is_file() and (HERE / "ruff").exists()), reason="no page or no ruff"
    ),
]


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text(), re.M | re.S)


def commands():
    lines = [line for block in blocks("console") for line in block.splitlines()]
    return [line.removeprefix("$ ").partition("  #")[0].strip() for line in lines]


@pytest.mark.parametrize("command", commands() if PAGE.is_file() else [])
def test_every_command_runs(folder, command):
    (folder / "a.py").write_text(BAD)
    (folder / "ruff.toml").write_text("")
    data = b""
    for part in command.split("|"):
        name, *words = shlex.split(part)
        done = subprocess.run([HERE / name, *words], cwd=folder, input=data, capture_output=True)
        data = done.stdout
        assert done.returncode in (0, 1), done.stderr
        assert data
        assert b"usage:" not in done.stderr
    if command.endswith("--from -"):
        assert "except BaseException:" in (folder / "a.py").read_text()


def test_every_setting_is_one(folder):
    for block in blocks("toml"):
        document = tomllib.loads(block)
        if "pyguide" in document["tool"]:
            rule_settings(document, (3, 11))
            (folder / "pyproject.toml").write_text(block)
            settings = Configurations().settings_for(folder)
            assert (settings.dedupe, settings.noqa_aliases) == ("auto", True)
        else:
            assert document == {"tool": {"ruff": {"lint": {"external": ["PYG"]}}}}
