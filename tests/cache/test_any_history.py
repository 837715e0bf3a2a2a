"""Whatever happens to a project: a run with a cache says what a run without one says."""

import os
import random
import shutil

import pytest

from pyguide.cache.folder import NAME

pytestmark = pytest.mark.slow

TEXTS = (
    "try:\n    f()\nexcept:\n    pass\n",
    "try:\n    f()\nexcept:\n    f(1)\n#",
    "def f(x=[]):\n    x.append(1)\n    return x\n",
    "x = 1\n",
    "def\n",
    "from p.names import *\nprint(one, two)\n",
    "one = 1\n",
    "two = 2\n",
)
SETTINGS = (
    "",
    "[tool.pyguide]\n",
    "[tool.pyguide]\nignore = ['PYG301']\n",
    "[tool.pyguide]\nselect = ['PYG3']\n",
    "[tool.pyguide.rules.wildcard-import]\nallow-in-init = false\n",
    "[tool.pyguide]\nper-file-ignores = {'p/*' = ['PYG1']}\n",
)
FOLDERS = ("", "p", "q", "p/deep")
NAMES = ("a.py", "b.py", "names.py", "__init__.py")
FORMATS = ("full", "concise", "json")


class Project:
    """A project and the things that people and tools do to it."""

    def __init__(self, root, chance):
        self.root = root
        self.chance = chance

    def any_path(self):
        return self.root / self.chance.choice(FOLDERS) / self.chance.choice(NAMES)

    def files(self):
        return sorted(
            path for path in self.root.rglob("*.py") if path.is_file() and NAME not in path.parts
        )

    def put(self, path, text):
        if path.is_dir():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def write(self):
        self.put(self.any_path(), self.chance.choice(TEXTS))

    def write_the_same_length(self):
        for path in self.files():
            known = path.stat()
            same = [text for text in TEXTS if len(text) == known.st_size]
            if same:
                path.write_text(self.chance.choice(same))
                if self.chance.random() < 0.7:
                    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))

    def touch(self):
        for path in self.files()[:2]:
            path.touch()

    def set_back(self):
        for path in self.files()[:2]:
            os.utime(path, (1, 1))

    def delete(self):
        for path in self.chance.sample(self.files(), min(1, len(self.files()))):
            path.unlink()

    def rename(self):
        for path in self.chance.sample(self.files(), min(1, len(self.files()))):
            path.replace(path.with_name(self.chance.choice(NAMES)))

    def delete_folder(self):
        shutil.rmtree(self.root / self.chance.choice(FOLDERS[1:]), ignore_errors=True)

    def move_folder(self):
        if (self.root / "p").is_dir() and not (self.root / "q").exists():
            (self.root / "p").rename(self.root / "q")

    def configure(self):
        folder = self.root / self.chance.choice(FOLDERS[:2])
        self.put(folder / "pyproject.toml", self.chance.choice(SETTINGS))

    def ignore(self):
        folder = self.root / self.chance.choice(FOLDERS[:2])
        self.put(folder / ".gitignore", self.chance.choice(("", "a.py\n", "deep/\n", "!a.py\n")))

    def change_mode(self):
        for path in self.files()[:1]:
            path.chmod(self.chance.choice((0o600, 0o644, 0o444)))

    def link(self):
        path = self.root / "linked.py"
        path.unlink(missing_ok=True)
        path.symlink_to(self.any_path())

    def hard_link(self):
        for path in self.files()[:1]:
            (self.root / "twin.py").unlink(missing_ok=True)
            (self.root / "twin.py").hardlink_to(path)

    def folder_for_file(self):
        path = self.any_path()
        path.unlink(missing_ok=True) if path.is_file() else None
        path.mkdir(parents=True, exist_ok=True)

    def copy_all(self):
        for path in self.files():
            shutil.copy2(path, path.with_suffix(".new"))
            path.with_suffix(".new").replace(path)

    def nothing(self):
        pass


DEEDS = [name for name in vars(Project) if not name.startswith("_")
         and name not in ("any_path", "files", "put")]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_a_cache_changes_nothing(pyguide, folder, settle, seed, is_replayed):
    chance = random.Random(seed)
    project = Project(folder, chance)
    for text in TEXTS[:4]:
        project.put(project.any_path(), text)
    replays = 0
    for _ in range(12):
        done = chance.choices(DEEDS, k=chance.choice((1, 1, 2)))
        for deed in done:
            getattr(project, deed)()
        for _ in range(chance.choice((1, 2, 3))):
            if chance.random() < 0.7:
                settle()
            words = ("check", "--output-format", chance.choice(FORMATS[:2]))
            assert pyguide(*words) == pyguide(*words, "--no-cache"), done
            replays += is_replayed(*words)
    words = ("check", "--output-format", "json", "--unsafe-fixes")
    assert pyguide(*words) == pyguide(*words, "--no-cache")
    assert replays
