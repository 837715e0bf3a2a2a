"""Which files a run looks at."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pyguide.configuration.loading import Configurations
from pyguide.discover import discover
from pyguide.errors import PyguideError
from pyguide.settings import Settings


@pytest.fixture(autouse=True)
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def tree(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def ignore(text: str, name: str = ".gitignore") -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def found(*paths: str, **settings: object) -> list[str]:
    base = Settings(root=Path.cwd())._replace(**settings)
    files, notices = discover([Path(path) for path in paths or ["."]], lambda *_: base)
    assert notices == []
    return [file.as_posix() for file in files]


def test_python_files_and_stubs_are_found_at_any_depth():
    tree("a.py", "b/c.py", "b/d/e.pyi", "b/f.txt", "g.pyc", "h")
    assert found() == ["a.py", "b/c.py", "b/d/e.pyi"]


def test_paths_keep_the_shape_in_which_they_were_named(tmp_path):
    tree("b/c.py")
    assert found("b") == ["b/c.py"]
    assert found("./b/") == ["b/c.py"]
    assert found(str(tmp_path)) == [f"{tmp_path.as_posix()}/b/c.py"]
    assert found("b/../b") == ["b/../b/c.py"]


def test_files_come_sorted_and_once():
    tree("a/x.py", "a-b/x.py", "a.py", "c.py")
    assert found("c.py", "a", "./c.py", "a/x.py", ".") == ["a/x.py", "a-b/x.py", "a.py", "c.py"]


def test_a_named_file_counts_whatever_its_suffix():
    tree("script", "b.txt")
    assert found("script", "b.txt") == ["b.txt", "script"]


def test_a_folder_that_is_called_like_a_file_is_a_folder():
    tree("x.py/y.py")
    assert found() == ["x.py/y.py"]
    assert found("x.py") == ["x.py/y.py"]


def test_an_empty_folder_holds_nothing():
    assert found() == []


def test_a_missing_path_is_a_mistake():
    with pytest.raises(PyguideError, match=r"^none\.py: no such file or directory$"):
        found("none.py")


def test_a_mistake_stays_in_one_line():
    with pytest.raises(PyguideError, match=r"^a\\nb\\x1b: no such file"):
        found("a\nb\x1b")


def test_usual_folders_of_tools_are_left_out():
    tree("a.py", ".venv/b.py", "node_modules/c.py", "x/.git/d.py", "x/dist/e.py")
    assert found() == ["a.py"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("b", ["a/x.py", "c.py"]),
        ("x.py", ["a/b/y.py", "c.py"]),
        ("a/b", ["a/x.py", "c.py"]),
        ("a/b/", ["a/x.py", "c.py"]),
        ("./a", ["c.py"]),
        ("a/*.py", ["c.py"]),
        ("*.py", []),
        ("a/**", ["c.py"]),
        ("**/b", ["a/x.py", "c.py"]),
        ("{a,c.py}", []),
        ("[ab]", ["c.py"]),
        ("?.py", []),
        ("b/y.py", ["a/b/y.py", "a/x.py", "c.py"]),
        ("b/", ["a/b/y.py", "a/x.py", "c.py"]),
        ("{unclosed", ["a/b/y.py", "a/x.py", "c.py"]),
    ],
)
def test_exclusions_match_a_name_or_the_path_from_the_root(pattern, left):
    tree("a/x.py", "a/b/y.py", "c.py")
    assert found(exclude=(pattern,)) == left
    assert found(extend_exclude=(pattern,)) == left


def test_exclusions_are_relative_to_the_root_and_not_to_what_was_named(tmp_path):
    tree("a/b/y.py", "a/x.py")
    assert found("a", exclude=("a/b",)) == ["a/x.py"]
    assert found("a", exclude=("b/y.py",)) == ["a/b/y.py", "a/x.py"]
    assert found(exclude=(f"{tmp_path}/a/b",)) == ["a/x.py"]


def test_folders_above_the_root_are_not_held_against_a_pattern(tmp_path):
    tree("a.py")
    assert found(exclude=(f"*{tmp_path.name}*", tmp_path.parent.name)) == ["a.py"]


def test_a_pattern_may_not_explode():
    tree("a.py")
    with pytest.raises(PyguideError, match="too many alternatives"):
        found(exclude=("{a,b}" * 12,))


def test_hostile_patterns_take_linear_time():
    tree("a" * 200 + ".py")
    begin = time.perf_counter()
    assert len(found(exclude=("*a" * 50 + "b",))) == 1
    assert time.perf_counter() - begin < 1


def test_named_paths_are_not_excluded_unless_that_is_forced():
    tree("build/a.py", "build/sub/b.py")
    ignore("sub/\n")
    assert found("build/a.py", exclude=("build",)) == ["build/a.py"]
    assert found("build", exclude=("build",)) == ["build/a.py"]
    assert found("build/sub", exclude=("build",)) == ["build/sub/b.py"]
    for path in ("build/a.py", "build", "build/sub"):
        assert found(path, exclude=("build",), force_exclude=True) == []
    assert found("build/sub/b.py", force_exclude=True) == []
    assert found("build/sub", force_exclude=True) == []
    everything = found("build", force_exclude=True, respect_gitignore=False)
    assert everything == ["build/a.py", "build/sub/b.py"]


def test_settings_are_asked_for_each_folder(tmp_path):
    tree("a/x.py", "a/skip.py", "b/x.py", "b/skip.py")
    ignore('extend-exclude = ["skip.py"]', "a/pyguide.toml")
    files, _ = discover([Path()], Configurations().settings_for)
    assert [file.as_posix() for file in files] == ["a/x.py", "b/skip.py", "b/x.py"]


def test_gitignore_leaves_out_files_and_folders():
    tree("a.py", "b.py", "gen/c.py", "x/gen/d.py", "x/e.py")
    ignore("# comment\n\nb.py\ngen/\n")
    assert found() == ["a.py", "x/e.py"]
    assert len(found(respect_gitignore=False)) == 5


def test_gitignore_files_nest_and_the_inner_one_wins():
    tree("a.py", "x/a.py", "x/b.py", "x/y/b.py", "x/gen/c.py")
    ignore("a.py\ngen/\n")
    ignore("!a.py\n!gen/\nb.py\n", "x/.gitignore")
    ignore("!b.py\n", "x/y/.gitignore")
    assert found() == ["x/a.py", "x/gen/c.py", "x/y/b.py"]


def test_gitignore_negation_and_anchors():
    tree("a.py", "b.py", "x/a.py", "x/b.py", "y/keep/a.py", "y/drop/a.py")
    ignore("*.py\n!b.py\n!/a.py\n!keep/a.py\n/y/*\n!/y/keep\n")
    assert found() == ["a.py", "b.py", "x/b.py"]
    ignore("/a.py\nx/*\n!x/b.py\n")
    assert found() == ["b.py", "x/b.py", "y/drop/a.py", "y/keep/a.py"]


def test_what_lies_in_an_ignored_folder_cannot_be_called_back():
    tree("gen/a.py")
    ignore("gen/\n!gen/a.py\n")
    assert found() == []


def test_gitignore_of_folders_above_counts_up_to_the_top_of_the_repository():
    tree("repo/x/a.py", "repo/x/b.py", "repo/x/c.py")
    Path("repo/.git").mkdir()
    ignore("a.py\n")
    ignore("b.py\n", "repo/.gitignore")
    assert found("repo/x", root=Path("repo/x").absolute()) == ["repo/x/a.py", "repo/x/c.py"]
    assert found("repo") == ["repo/x/a.py", "repo/x/c.py"]
    assert found(".") == ["repo/x/a.py", "repo/x/c.py"]


def test_without_a_repository_gitignore_counts_from_the_root_of_the_configuration():
    tree("proj/x/a.py", "proj/x/b.py", "proj/x/c.py")
    ignore("a.py\n")
    ignore("b.py\n", "proj/.gitignore")
    assert found("proj/x", root=Path("proj").absolute()) == ["proj/x/a.py", "proj/x/c.py"]


def test_the_repositorys_own_exclude_file_counts_less_than_gitignore():
    tree("a.py", "b.py", "x/c.py")
    ignore("a.py\nb.py\nc.py\n", ".git/info/exclude")
    ignore("!b.py\n")
    assert found() == ["b.py"]
    assert found("x") == []


def test_worktrees_and_submodules_find_their_exclude_file():
    tree("tree/a.py", "tree/b.py", "sub/a.py", "sub/b.py")
    ignore("a.py\n", "main/.git/info/exclude")
    ignore("../..\n", "main/.git/worktrees/tree/commondir")
    ignore("gitdir: ../main/.git/worktrees/tree\n", "tree/.git")
    ignore("b.py\n", "main/.git/modules/sub/info/exclude")
    ignore("gitdir: ../main/.git/modules/sub\n", "sub/.git")
    assert found("tree", "sub") == ["sub/a.py", "tree/b.py"]


def test_who_names_an_ignored_folder_means_it():
    tree("build/a.py", "build/x/b.py", "build/x/c.py")
    ignore("build/\n")
    ignore("c.py\n", "build/x/.gitignore")
    assert found() == []
    assert found("build") == ["build/a.py", "build/x/b.py"]
    assert found("build/x") == ["build/x/b.py"]
    assert found("build/x/c.py") == ["build/x/c.py"]


def test_a_strange_gitignore_does_no_harm():
    tree("a.py", "b.py", "ü.py", "c d.py")
    Path(".gitignore").write_bytes(
        b"\xef\xbb\xbf!\n\\\n[\n\xff\xfe\r\nb.py\r\n/\n\xc3\xbc.py\nc\\ d.py"
    )
    assert found() == ["a.py"]


def test_a_gitignore_that_is_no_file_is_passed_over():
    tree("a.py", "x/b.py")
    os.mkfifo(".gitignore")
    Path("x/.gitignore").mkdir()
    assert found() == ["a.py", "x/b.py"]


def test_gitignore_agrees_with_git(tmp_path):
    git = ["git", "-C", str(tmp_path)]
    try:
        subprocess.run([*git, "init", "-q"], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git")
    names = ("a", "b", "lib", "x.y")
    tree(*(f"{top}/{low}/{leaf}.py" for top in names for low in names for leaf in names))
    ignore("lib/\n!/a/lib/\nb/*.py\n/a/b\n**/x.y/a.py\n!x.y/**\nb?\n[!a]/a/x*\n")
    ignore("!b.py\n/lib\n", "x.y/.gitignore")
    ignore("a.py\n", ".git/info/exclude")
    listed = [*git, "ls-files", "--others", "--exclude-standard", "-z", "*.py"]
    expected = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    assert sorted(found()) == sorted(filter(None, expected.split("\0")))


def test_folder_links_are_not_followed_unless_named():
    tree("real/a.py")
    Path("link").symlink_to("real")
    Path("real/loop").symlink_to("..")
    assert found() == ["real/a.py"]
    assert found("link") == ["link/a.py"]


def test_file_links_count_unless_they_leave_the_named_folder():
    tree("top/a.py", "top/data", "outside.py")
    Path("top/b.py").symlink_to("a.py")
    Path("top/c.py").symlink_to("data")
    Path("top/d.py").symlink_to("../outside.py")
    Path("top/e.py").symlink_to("../top-secret")
    Path("top/f.py").symlink_to("nowhere")
    Path("top/g.py").symlink_to("g.py")
    tree("top-secret")
    assert found("top") == ["top/a.py", "top/b.py", "top/c.py"]
    assert found("top/d.py") == ["top/d.py"]
    with pytest.raises(PyguideError, match=r"top/f\.py: no such file"):
        found("top/f.py")
    with pytest.raises(PyguideError, match=r"top/g\.py: too many levels of symbolic links"):
        found("top/g.py")


def test_special_files_are_never_opened():
    tree("a.py")
    os.mkfifo("fifo.py")
    Path("link.py").symlink_to("fifo.py")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.py")
        assert found() == ["a.py"]
        for name in ("fifo.py", "link.py", "socket.py", "/dev/null"):
            with pytest.raises(PyguideError, match="neither a regular file nor a folder"):
                found(name)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_unreadable_folder_is_noted_and_skipped():
    tree("a.py", "x/b.py")
    Path("x").chmod(0)
    files, notices = discover([Path()], lambda folder, *_: Settings(root=folder))
    Path("x").chmod(0o700)
    assert files == [Path("a.py")]
    assert notices == ["x: permission denied, folder skipped"]


def test_a_folder_that_vanishes_during_the_walk_is_noted_and_skipped(tmp_path):
    tree("a.py", "x/b.py")
    asked: list[str | Path] = []

    def settings_for(folder: str | Path, *_: object) -> Settings:
        asked.append(folder)
        if len(asked) == 2:  # the top has been listed
            Path("x/b.py").unlink()
            Path("x").rmdir()
        return Settings(root=tmp_path)

    files, notices = discover([Path()], settings_for)
    assert (files, notices) == ([Path("a.py")], ["x: no such file or directory, folder skipped"])


def test_names_that_are_no_text_are_found():
    name = os.fsdecode(b"\xff\xfe.py")
    tree(name)
    ignore("other\n")
    assert found() == [name]


def test_deeply_nested_folders_are_walked():
    here = Path.cwd()
    for _ in range(300):
        Path("d").mkdir()
        os.chdir("d")
    tree("a.py")
    os.chdir(here)
    assert len(found()) == 1


def test_ten_thousand_files_are_found_in_seconds():
    for number in range(100):
        folder = Path(f"pkg{number:02}")
        folder.mkdir()
        for file in range(100):
            (folder / f"m{file:02}.py").touch()
    ignore("*.pyc\nbuild/\n/dist\n*.egg-info/\n")
    begin = time.perf_counter()
    assert len(found()) == 10_000
    assert time.perf_counter() - begin < 5


def test_heavy_libraries_are_not_imported():
    tree("a.py")
    code = (
        "import sys; from pathlib import Path; from pyguide.discover import discover;"
        "from pyguide.configuration.loading import Configurations;"
        "discover([Path()], Configurations().settings_for);"
        "print(sorted({'pathspec', 'tomllib', 'libcst'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout == "[]\n"
