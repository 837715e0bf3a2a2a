"""Build wheel and sdist, install all three ways, and compare the rules and pages they hold.

Run by hand or by CI: ``python tests/packaging.py``; exit code 1 names what differs.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONTENTS = """
from importlib.resources import files
def below(folder, at=""):
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != "__pycache__":
            yield from below(item, at + item.name + "/")
        elif not item.name.endswith(".pyc") and item.is_file():
            yield at + item.name
from pyguide.cli import main
main(["rules", "--output-format", "json"])
print(*below(files("pyguide_rules")), *below(files("pyguide.report.html")), sep="\\n")
"""

MUST_HOLD = ("bare_except.md", "page.css", "page.js")


def run(*command: object) -> str:
    """Output of a command; its errors are shown where it fails."""
    done = subprocess.run([*map(str, command)], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def contents(folder: Path, *install: object) -> str:
    """Rules and files of the pack in a fresh environment after ``pip install INSTALL``."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *install)
    # Away from the checkout, so that nothing is imported from there by chance.
    return subprocess.run(
        [python, "-I", "-c", CONTENTS], check=True, stdout=subprocess.PIPE, text=True, cwd="/"
    ).stdout


def main() -> int:
    """Build, install, compare; 0 where all three hold the same."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        run(sys.executable, "-m", "build", "-o", work / "dist", ROOT)
        (wheel,) = (work / "dist").glob("*.whl")
        (sdist,) = (work / "dist").glob("*.tar.gz")
        held = {
            "wheel": contents(work / "wheel", wheel),
            "sdist": contents(work / "sdist", sdist),
            "editable": contents(work / "editable", "-e", ROOT),
        }
        same = len(set(held.values())) == 1
        print(f"{len(held['wheel'].splitlines())} lines of rules and files in the wheel")
        for name, listed in held.items():
            print(f"{name}: {'the same' if listed == held['wheel'] else 'DIFFERS'}")
        return 0 if same and all(each in held["wheel"] for each in MUST_HOLD) else 1


if __name__ == "__main__":
    sys.exit(main())
