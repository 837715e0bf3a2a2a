"""Configuration files, what beats what, and what their mistakes look like."""

import os
from pathlib import Path

import pytest

from pyguide import config
from pyguide.config import Configurations, ignored_codes, rule_settings
from pyguide.errors import PyguideError
from pyguide.layers import anchored
from pyguide.layers import merge as lay
from pyguide.settings import DEFAULT_EXCLUDE, DEFAULT_TARGET, Settings
from pyguide.versions import target_version


def load(path: Path, **options: bool) -> Settings:
    """What the files say, not which they are."""
    return config.load(path, **options)._replace(files=())


def load_file(path: Path, root: Path | None = None) -> Settings:
    return config.load_file(path, root)._replace(files=())


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def merge(settings: Settings, **values: object) -> Settings:
    """As the command line is laid over a file."""
    return lay(settings, anchored(values, str(Path.cwd())))


def complaint(path: Path) -> str:
    with pytest.raises(PyguideError) as caught:
        load(path)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_without_a_file_the_defaults_apply(tmp_path):
    assert load(tmp_path) == Settings(root=tmp_path)


def test_every_key_is_read(tmp_path):
    write(
        tmp_path / "pyproject.toml",
        """
        [tool.pyguide]
        select = ["PYG3", "bare-except"]
        ignore = ["PYG301"]
        extend-select = ["PYG4"]
        exclude = ["old"]
        extend-exclude = ["gen/*.py"]
        respect-gitignore = false
        force-exclude = true
        target-version = "py312"
        preview = true
        [tool.pyguide.per-file-ignores]
        "tests/*" = ["PYG3"]
        [tool.pyguide.rules.long-function]
        most = 40
        names = ["b", "a"]
        """,
    )
    assert load(tmp_path) == Settings(
        root=tmp_path,
        select=("PYG3", "bare-except"),
        ignore=("PYG301",),
        extend_select=("PYG4",),
        per_file_ignores=(("tests/*", ("PYG3",)),),
        exclude=("old",),
        extend_exclude=("gen/*.py",),
        respect_gitignore=False,
        force_exclude=True,
        target_version=(3, 12),
        preview=True,
        rules=(("long-function", (("most", 40), ("names", ("b", "a")))),),
    )
    assert hash(load(tmp_path)) == hash(load(tmp_path))


def test_keys_about_rules_may_stand_in_the_lint_table(tmp_path):
    write(
        tmp_path / "pyguide.toml",
        '[lint]\nselect = ["PYG3"]\nignore = ["A"]\nextend-select = ["B"]\n'
        '[lint.per-file-ignores]\n"a.py" = ["PYG301"]\n',
    )
    settings = load(tmp_path)
    assert (settings.select, settings.ignore, settings.extend_select) == (("PYG3",), ("A",), ("B",))
    assert settings.per_file_ignores == (("a.py", ("PYG301",)),)


def test_the_closest_file_wins_and_nothing_is_merged(tmp_path):
    write(tmp_path / "pyguide.toml", 'ignore = ["PYG1"]\nselect = ["PYG2"]')
    inner = write(tmp_path / "a" / "pyguide.toml", 'select = ["PYG3"]').parent
    below = inner / "b"
    below.mkdir()
    assert load(below) == Settings(root=inner, select=("PYG3",))
    assert load(tmp_path).select == ("PYG2",)


def test_in_one_folder_the_hidden_file_beats_the_plain_one_and_that_pyproject(tmp_path):
    write(tmp_path / "pyproject.toml", '[tool.pyguide]\nselect = ["A"]')
    assert load(tmp_path).select == ("A",)
    write(tmp_path / "pyguide.toml", 'select = ["B"]')
    assert load(tmp_path).select == ("B",)
    write(tmp_path / ".pyguide.toml", 'select = ["C"]')
    assert load(tmp_path).select == ("C",)


def test_a_pyproject_without_the_table_is_passed_over(tmp_path):
    write(tmp_path / "pyguide.toml", 'select = ["A"]')
    inner = write(tmp_path / "a" / "pyproject.toml", "[tool.ruff]\nline-length = 80").parent
    assert load(inner).select == ("A",)


def test_an_empty_table_is_a_configuration(tmp_path):
    write(tmp_path / "pyguide.toml", 'select = ["A"]')
    inner = write(tmp_path / "a" / "pyproject.toml", "[tool.pyguide]").parent
    assert load(inner) == Settings(root=inner)


def test_isolated_looks_at_no_file(tmp_path):
    write(tmp_path / "pyproject.toml", '[project]\nrequires-python = ">=3.9"\n[tool.pyguide]\nx=1')
    assert load(tmp_path, isolated=True) == Settings(root=tmp_path)


@pytest.mark.parametrize(
    ("required", "target"),
    [
        (">=3.9", (3, 9)),
        (">=3.9,<4", (3, 9)),
        (">= 3.10, < 4.0", (3, 10)),
        (">=3.12.1", (3, 12)),
        (">3.9", (3, 9)),
        ("~=3.9", (3, 9)),
        ("~=3.11.2", (3, 11)),
        ("==3.10.*", (3, 10)),
        ("==3.12", (3, 12)),
        (">=3.9,!=3.9.*,!=3.10.*", (3, 11)),
        (">=3.9,!=3.9.1", (3, 9)),
        (">=3.6", (3, 8)),
        (">=2.7", (3, 8)),
        ("<3.10", (3, 8)),
        (">=3.9,<3.10.1", (3, 9)),
        (">=3.13.0rc1", (3, 13)),
        (">=3.9,", (3, 9)),
        (">=4", DEFAULT_TARGET),
        ("<=3", DEFAULT_TARGET),
        ("^3.9", DEFAULT_TARGET),
        ("", (3, 8)),
    ],
)
def test_the_target_is_by_default_the_oldest_python_that_the_project_admits(
    tmp_path, required, target
):
    write(tmp_path / "pyproject.toml", f'[project]\nrequires-python = "{required}"\n')
    assert load(tmp_path).target_version == target


def test_a_stated_target_beats_what_the_project_requires(tmp_path):
    write(tmp_path / "pyproject.toml", '[project]\nrequires-python = ">=3.9"')
    write(tmp_path / "pyguide.toml", 'target-version = "py313"')
    assert load(tmp_path).target_version == (3, 13)


def test_the_nearest_required_python_counts_also_below_the_configuration(tmp_path):
    write(tmp_path / "pyproject.toml", '[project]\nrequires-python = ">=3.9"\n[tool.pyguide]')
    inner = write(tmp_path / "a" / "pyproject.toml", '[project]\nrequires-python = ">=3.12"').parent
    bare = write(tmp_path / "b" / "pyproject.toml", "[project]\nname = 'b'").parent
    assert load(inner) == Settings(root=tmp_path, target_version=(3, 12))
    assert load(bare).target_version == (3, 9)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('selekt = ["A"]', ["unknown key `tool.pyguide.selekt`", "did you mean `select`?"]),
        ("extend_select = []", ["`tool.pyguide.extend_select`", "did you mean `extend-select`?"]),
        ("zzzzzzzz = 1", ["unknown key `tool.pyguide.zzzzzzzz`", "known are", "select", "lint"]),
        ("lint.exclude = []", ["unknown key `tool.pyguide.lint.exclude`"]),
        ('select = "A"', ["`tool.pyguide.select` must be an array of strings, not a string"]),
        ("select = [1]", ["`tool.pyguide.select` must be an array of strings, not an integer"]),
        ("preview = 1", ["`tool.pyguide.preview` must be a boolean, not an integer"]),
        ("lint = true", ["`tool.pyguide.lint` must be a table, not a boolean"]),
        ("rules = []", ["`tool.pyguide.rules` must be a table, not an array"]),
        ("rules.x = 1.5", ["`tool.pyguide.rules.x` must be a table, not a float"]),
        ("per-file-ignores = {a = 1979-05-27}", ["per-file-ignores.a`", "not a date or time"]),
        ("target-version = 3.11", ["`tool.pyguide.target-version` must be a string", "py311"]),
        ('target-version = "3.11"', ["target-version`: unknown version `3.11`", "`py311`?"]),
        ('target-version = "py27"', ["unknown version `py27`"]),
        ('"a\\nb" = 1', ["`tool.pyguide.a\\nb`"]),
        ("select = []\nlint.select = []", ["`select` stands both in"]),
        ("select = [", ["broken TOML"]),
        ("select = 1" + "0" * 5000, ["broken TOML"]),
        ("x = " + "[" * 5000, ["broken TOML: nested too deeply"]),
    ],
)
def test_a_mistake_names_file_and_key_in_one_line(tmp_path, text, parts):
    file = write(tmp_path / "pyproject.toml", f"[tool.pyguide]\n{text}\n")
    message = complaint(tmp_path)
    assert message.startswith(f"{file}: ")
    for part in parts:
        assert part in message


def test_in_a_file_of_its_own_keys_have_no_prefix(tmp_path):
    write(tmp_path / "pyguide.toml", "selekt = []")
    assert "unknown key `selekt` (did you mean `select`?)" in complaint(tmp_path)


def test_the_tool_table_must_be_a_table(tmp_path):
    write(tmp_path / "pyproject.toml", "[tool]\npyguide = 1")
    assert "`tool.pyguide` must be a table, not an integer" in complaint(tmp_path)


def test_a_file_that_is_not_utf8_is_a_mistake(tmp_path):
    (tmp_path / "pyguide.toml").write_bytes(b'select = ["\xff"]')
    assert "is not UTF-8" in complaint(tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "pyguide.toml").write_bytes(b'\xef\xbb\xbfselect = ["A"]')
    assert load(tmp_path).select == ("A",)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_unreadable_file_is_a_mistake(tmp_path):
    write(tmp_path / "pyguide.toml").chmod(0)
    assert "cannot be read: permission denied" in complaint(tmp_path)


def test_special_files_and_folders_are_no_configuration(tmp_path):
    os.mkfifo(tmp_path / "pyproject.toml")
    os.mkfifo(tmp_path / "pyguide.toml")
    (tmp_path / ".pyguide.toml").mkdir()
    assert load(tmp_path) == Settings(root=tmp_path)


def test_a_broken_file_above_the_closest_one_does_no_harm(tmp_path):
    write(tmp_path / "pyproject.toml", "[")
    inner = write(tmp_path / "a" / "pyguide.toml", 'select = ["A"]').parent
    assert load(inner).select == ("A",)


def test_a_named_file_is_relative_to_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = write(tmp_path / "conf" / "my.toml", 'select = ["A"]')
    assert load_file(file) == Settings(root=tmp_path, select=("A",))
    assert load_file(file, tmp_path / "conf").root == tmp_path / "conf"


def test_a_named_pyproject_must_have_the_table(tmp_path):
    file = write(tmp_path / "pyproject.toml", "[tool.ruff]")
    with pytest.raises(PyguideError, match=r"no table \[tool.pyguide\]"):
        load_file(file)


def test_a_named_file_must_be_a_regular_one(tmp_path):
    with pytest.raises(PyguideError, match="no such file"):
        load_file(tmp_path / "none.toml")
    os.mkfifo(tmp_path / "fifo.toml")
    with pytest.raises(PyguideError, match="not a regular file"):
        load_file(tmp_path / "fifo.toml")


def test_values_of_the_command_line_beat_the_file(tmp_path):
    settings = Settings(root=tmp_path, preview=True, exclude=("old",), target_version=(3, 9))
    merged = merge(settings, preview=False, exclude=("new",))
    assert merged == Settings(root=tmp_path, exclude=("new",), target_version=(3, 9))


def test_select_on_the_command_line_starts_afresh(tmp_path):
    settings = Settings(
        root=tmp_path, select=("PYG3",), ignore=("PYG301",), extend_select=("PYG4",)
    )
    assert merge(settings, select=("PYG301",)) == Settings(root=tmp_path, select=("PYG301",))
    merged = merge(settings, select=("PYG3",), ignore=("PYG302",), extend_select=("PYG5",))
    assert (merged.ignore, merged.extend_select) == (("PYG302",), ("PYG5",))


def test_ignore_and_extend_select_on_the_command_line_add_to_the_file(tmp_path):
    settings = Settings(root=tmp_path, select=("PYG3",), ignore=("PYG301",), extend_select=("X",))
    merged = merge(settings, ignore=("PYG302",), extend_select=("Y",))
    assert merged.select == ("PYG3",)
    assert merged.ignore == ("PYG301", "PYG302")
    assert merged.extend_select == ("X", "Y")


def test_the_command_line_has_the_last_word_about_a_code(tmp_path):
    settings = Settings(root=tmp_path, select=("PYG301", "PYG4"), ignore=("PYG402",))
    assert merge(settings, ignore=("PYG3",)).select == ("PYG4",)
    assert merge(settings, ignore=("ALL",)).select == ()
    assert merge(settings, extend_select=("PYG402",)).ignore == ()


def test_exclusions_of_the_command_line_are_relative_to_the_working_directory(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    settings = Settings(root=tmp_path / "project", extend_exclude=("a",))
    merged = merge(
        settings, extend_exclude=("b", "c/d"), extend_per_file_ignores=(("!x/*", ("A",)),)
    )
    assert merged.exclude == DEFAULT_EXCLUDE
    assert merged.extend_exclude == ("a", "b", f"{tmp_path}/c/d")
    assert merged.extend_per_file_ignores == ((f"!{tmp_path}/x/*", ("A",)),)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("test_*.py", "a/test_x.py", True),
        ("a/*.py", "a/x.py", True),
        ("a/*.py", "a/b/x.py", True),
        ("a", "a/x.py", False),
        ("a/**", "a/b/x.py", True),
        ("**/b/*.py", "b/x.py", True),
        ("**/b/*.py", "a/b/x.py", True),
        ("a/x.py", "c/a/x.py", False),
        ("{a,c}/*.py", "c/x.py", True),
        ("{a,c}/*.py", "b/x.py", False),
        ("x.p[xy]", "x.py", True),
        ("!a/*", "a/x.py", False),
        ("!a/*", "b/x.py", True),
        ("!x.py", "a/x.py", False),
    ],
)
def test_per_file_ignores_match_as_in_ruff(tmp_path, pattern, path, matches):
    settings = Settings(root=tmp_path, per_file_ignores=((pattern, ("PYG3",)),))
    assert ignored_codes(settings, tmp_path / path) == (("PYG3",) if matches else ())


def test_all_patterns_that_match_count_and_paths_may_be_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ignores = (("a/*", ("A", "B")), ("x.py", ("B", "C")), ("y.py", ("D",)))
    settings = Settings(root=tmp_path, per_file_ignores=ignores)
    assert ignored_codes(settings, Path("a/x.py")) == ("A", "B", "C")


def test_a_folder_above_may_have_the_name_of_a_pattern(tmp_path):
    root = tmp_path / "[a]*"
    settings = Settings(root=root, per_file_ignores=(("b/*.py", ("A",)),))
    assert ignored_codes(settings, root / "b" / "x.py") == ("A",)


def test_one_run_may_meet_several_configurations(tmp_path):
    write(tmp_path / "pyguide.toml", 'select = ["A"]')
    write(tmp_path / "b" / "pyguide.toml", 'select = ["B"]')
    write(tmp_path / "b" / "c" / "x.py")
    configurations = Configurations()
    assert configurations.settings_for(tmp_path / "b" / "c" / "x.py").select == ("B",)
    assert configurations.settings_for(tmp_path / "b" / "c").select == ("B",)
    assert configurations.settings_for(tmp_path / "b" / "none.py").select == ("B",)
    assert configurations.settings_for(tmp_path).select == ("A",)


def test_a_run_reads_each_file_once_and_shares_equal_settings(tmp_path, monkeypatch):
    file = write(tmp_path / "pyguide.toml", 'select = ["A"]')
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    configurations = Configurations()
    first = configurations.settings_for(tmp_path / "a")
    file.write_text('select = ["changed"]')
    assert configurations.settings_for(tmp_path / "b") is first


def test_overrides_apply_to_every_configuration(tmp_path):
    write(tmp_path / "pyguide.toml", 'select = ["A"]')
    configurations = Configurations(overrides={"select": ("B",), "preview": None})
    assert configurations.settings_for(tmp_path).select == ("B",)


def test_without_a_configuration_patterns_begin_at_the_given_root(tmp_path):
    (tmp_path / "a").mkdir()
    assert Configurations(root=tmp_path).settings_for(tmp_path / "a").root == tmp_path


def test_folders_may_be_nested_deeply(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 1500)
    assert load(deep) == Settings(root=deep.parent)


def test_a_version_is_spelled_as_in_ruff():
    assert target_version("py310") == (3, 10)
    with pytest.raises(ValueError, match="did you mean `py311`"):
        target_version("py3.11")


def test_a_page_may_set_target_and_options():
    assert rule_settings({}, (3, 11)) == ((3, 11), {})
    document = {"target-version": "py312", "rules": {"long-function": {"most": 3}}}
    assert rule_settings(document, (3, 11)) == ((3, 12), {"long-function": {"most": 3}})
    assert rule_settings({"tool": {"pyguide": document}}, (3, 11))[0] == (3, 12)
    with pytest.raises(PyguideError, match="unknown key"):
        rule_settings({"selekt": []}, (3, 11))
