"""Configuration files, what beats what, and what their mistakes look like."""

import os
from pathlib import Path

import pytest

from pyguide import __version__
from pyguide.configuration import loading
from pyguide.configuration.layers import anchored
from pyguide.configuration.layers import merge as lay
from pyguide.configuration.loading import (
    Configurations,
    ignored_codes,
    inline,
    rule_settings,
    target_for,
)
from pyguide.configuration.versions import TARGETS, fits, target_version
from pyguide.discover import is_excluded
from pyguide.errors import PyguideError
from pyguide.settings import DEFAULT_EXCLUDE, DEFAULT_TARGET, Settings


def load(path: Path, **options: bool) -> Settings:
    """What the files say, not which they are, nor what is left to ruff."""
    return loading.load(path, **options)._replace(files=(), ruff=None)


def load_file(path: Path, root: Path | None = None) -> Settings:
    return loading.load_file(path, root)._replace(files=())


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
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
        fixable = ["ALL"]
        extend-fixable = ["PYG3"]
        unfixable = ["PYG306"]
        extend-safe-fixes = ["PYG202"]
        extend-unsafe-fixes = ["PYG301"]
        trust = ["constants", "annotations"]
        noqa-aliases = true
        dedupe = "never"
        include = ["*.py"]
        extend-include = ["*.wsgi"]
        exclude = ["old"]
        extend-exclude = ["gen/*.py"]
        respect-gitignore = false
        force-exclude = true
        target-version = "py312"
        preview = true
        fix = true
        fix-only = true
        unsafe-fixes = true
        show-fixes = true
        output-format = "concise"
        cache-dir = "cache"
        required-version = ">=0.1"
        [tool.pyguide.per-file-ignores]
        "tests/*" = ["PYG3"]
        [tool.pyguide.extend-per-file-ignores]
        "docs/*" = ["ALL"]
        [tool.pyguide.per-file-target-version]
        "new/*" = "py313"
        [tool.pyguide.severity]
        PYG3 = "warning"
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
        extend_per_file_ignores=(("docs/*", ("ALL",)),),
        fixable=("ALL",),
        extend_fixable=("PYG3",),
        unfixable=("PYG306",),
        extend_safe_fixes=("PYG202",),
        extend_unsafe_fixes=("PYG301",),
        severity=(("PYG3", "warning"),),
        trust=("annotations", "constants"),
        noqa_aliases=True,
        dedupe="never",
        include=("*.py",),
        extend_include=("*.wsgi",),
        per_file_target_version=(("new/*", (3, 13)),),
        fix=True,
        fix_only=True,
        unsafe_fixes=True,
        show_fixes=True,
        output_format="concise",
        cache_dir=str(tmp_path / "cache"),
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


def test_a_listed_folder_without_a_configuration_has_the_settings_above(tmp_path):
    write(tmp_path / "pyguide.toml", 'select = ["A"]')
    for name, file in (("b", "pyguide.toml"), ("c", "PYPROJECT.toml"), ("d", "ruff.toml")):
        write(tmp_path / name / file, "" if name == "d" else 'select = ["B"]')
    write(tmp_path / "e" / "x.py")

    def listed(name: str) -> Settings:
        folder = tmp_path / name
        return configurations.settings_for(folder, {entry.name for entry in folder.iterdir()})

    configurations = Configurations()
    above = configurations.settings_for(tmp_path)
    assert listed("e") is above
    assert configurations.settings_for(tmp_path / "e" / "x.py") is above
    assert listed("b").select == ("B",)
    for name in "cd":  # the first is another file only where letter case counts
        assert listed(name) == Configurations().settings_for(tmp_path / name)
    assert listed("d").ruff is not None
    assert above.ruff is None


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


# -- files that build on other files ---------------------------------------------------------------


def test_a_file_may_extend_another_and_beats_it(tmp_path):
    write(tmp_path / "base.toml", 'select = ["PYG3"]\npreview = true\nfix = true')
    write(tmp_path / "a" / "pyguide.toml", 'extend = "../base.toml"\nfix = false')
    settings = loading.load(tmp_path / "a")
    assert settings == Settings(
        root=tmp_path / "a",
        select=("PYG3",),
        preview=True,
        files=(str(tmp_path / "base.toml"), str(tmp_path / "a" / "pyguide.toml")),
    )


def test_what_extends_adds_where_ruff_adds_and_replaces_where_ruff_replaces(tmp_path):
    write(
        tmp_path / "base.toml",
        """
        select = ["PYG3", "PYG4"]
        extend-exclude = ["a"]
        exclude = ["b"]
        unfixable = ["PYG3"]
        per-file-ignores = { "x.py" = ["PYG1"] }
        extend-per-file-ignores = { "y.py" = ["PYG1"] }
        severity = { ALL = "info" }
        [rules.one]
        a = 1
        b = 1
        """,
    )
    write(
        tmp_path / "pyguide.toml",
        """
        extend = "base.toml"
        ignore = ["PYG3"]
        extend-exclude = ["c"]
        exclude = ["d"]
        extend-fixable = ["PYG301"]
        per-file-ignores = { "z.py" = ["PYG2"] }
        extend-per-file-ignores = { "y.py" = ["PYG2"] }
        severity = { PYG3 = "error" }
        [rules.one]
        b = 2
        [rules.two]
        c = 3
        """,
    )
    assert load(tmp_path) == Settings(
        root=tmp_path,
        select=("PYG4",),
        ignore=("PYG3",),
        extend_exclude=("a", "c"),
        exclude=("d",),
        unfixable=("PYG3",),
        extend_fixable=("PYG301",),
        per_file_ignores=(("z.py", ("PYG2",)),),
        extend_per_file_ignores=(("y.py", ("PYG1",)), ("y.py", ("PYG2",))),
        severity=(("ALL", "info"), ("PYG3", "error")),
        rules=(("one", (("a", 1), ("b", 2))), ("two", (("c", 3),))),
    )


def test_patterns_of_an_extended_file_are_relative_to_its_folder(tmp_path):
    base = tmp_path / "[base]"
    write(base / "conf.toml", 'exclude = ["x/*.py", "y.py"]\nextend = "more/deep.toml"')
    write(base / "more" / "deep.toml", 'extend-exclude = ["z/*.py"]')
    write(tmp_path / "pyguide.toml", 'extend = "[base]/conf.toml"\nextend-exclude = ["v/*.py"]')
    settings = load(tmp_path)
    excluded = [
        path
        for path in ("[base]/x/a.py", "x/a.py", "y.py", "[base]/more/z/a.py", "z/a.py", "v/a.py")
        if is_excluded(tmp_path / path, settings)
    ]
    assert excluded == ["[base]/x/a.py", "y.py", "[base]/more/z/a.py", "v/a.py"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('extend = "gone.toml"', "`tool.pyguide.extend`: {folder}/gone.toml: no such file"),
        ('extend = "pyproject.toml"', "`tool.pyguide.extend`: {folder}/pyproject.toml: extends"),
        ('extend = "other/pyproject.toml"', "other/pyproject.toml: no table [tool.pyguide]"),
        ('extend = "bad.toml"', "{folder}/bad.toml: unknown key `selekt`"),
        (
            'extend = "circle.toml"',
            "circle.toml: `extend`: {folder}/pyproject.toml: extends itself",
        ),
    ],
)
def test_what_cannot_be_extended_is_a_mistake_that_names_both_files(tmp_path, text, part):
    file = write(tmp_path / "pyproject.toml", f"[tool.pyguide]\n{text}\n")
    write(tmp_path / "other" / "pyproject.toml", "[tool.ruff]")
    write(tmp_path / "bad.toml", "selekt = []")
    write(tmp_path / "circle.toml", 'extend = "pyproject.toml"')
    message = complaint(tmp_path)
    assert message.startswith(f"{file}: ")
    assert part.format(folder=tmp_path) in message


def test_a_required_version_that_this_is_not_stops_before_unknown_keys_do(tmp_path):
    write(tmp_path / "pyguide.toml", 'of-the-future = 1\nrequired-version = ">=99"')
    assert complaint(tmp_path).endswith(
        f"`required-version` is `>=99`, but this is pyguide {__version__}"
    )


@pytest.mark.parametrize(
    ("required", "version", "fit"),
    [
        (">=0.4,<1", "0.4.1", True),
        (">=0.4,<1", "1.0", False),
        ("0.4.1", "0.4.1", True),
        ("==0.4", "0.4.0", True),
        ("0.4.1", "0.4.2", False),
        ("==0.4.*", "0.4.2", True),
        ("==0.4.*", "0.5", False),
        ("!=0.4.*", "0.4.2", False),
        ("!=0.4.1", "0.4.2", True),
        ("~=0.4.1", "0.4.9", True),
        ("~=0.4.1", "0.4.0", False),
        ("~=0.4.1", "0.5", False),
        (">0.4", "0.4.0", False),
        ("<=0.4", "0.4.0", True),
        (">=0.4rc1", "0.4.0", True),
        (">=0.4", "0.4.0.dev1", True),
    ],
)
def test_versions_are_compared_by_their_numbers(required, version, fit):
    assert fits(version, required) == fit


@pytest.mark.parametrize("required", ["", "zzz", ">=", "=>1", "1;2"])
def test_what_is_no_version_is_a_mistake(tmp_path, required):
    write(tmp_path / "pyguide.toml", f'required-version = "{required}"')
    assert "is no version such as `>=0.4,<1`" in complaint(tmp_path)


# -- what ruff's configuration lends ---------------------------------------------------------------


def test_ruff_lends_what_both_tools_know(tmp_path):
    write(tmp_path / "pyguide.toml", 'inherit = "ruff"\nextend-exclude = ["mine"]')
    write(
        tmp_path / "pyproject.toml",
        """
        [project]
        requires-python = ">=3.9"
        [tool.ruff]
        target-version = "py312"
        exclude = ["theirs", "a/b.py"]
        extend-exclude = ["more"]
        respect-gitignore = false
        line-length = 100
        lint.select = ["E"]
        per-file-target-version = { "new.py" = "py313" }
        """,
    )
    settings = loading.load(tmp_path)
    assert settings._replace(ruff=None) == Settings(
        root=tmp_path,
        target_version=(3, 12),
        exclude=("theirs", f"{tmp_path}/a/b.py"),
        extend_exclude=("more", "mine"),
        respect_gitignore=False,
        per_file_target_version=(("new.py", (3, 13)),),
        files=(str(tmp_path / "pyproject.toml"), str(tmp_path / "pyguide.toml")),
    )


def test_what_a_file_says_itself_beats_what_ruff_lends(tmp_path):
    write(tmp_path / "ruff.toml", 'exclude = ["theirs"]\ntarget-version = "py312"')
    write(tmp_path / "pyguide.toml", 'inherit = "ruff"\nexclude = ["x"]\ntarget-version = "py310"')
    assert load(tmp_path) == Settings(root=tmp_path, exclude=("x",), target_version=(3, 10))


def test_the_nearest_configuration_of_ruff_counts_with_what_it_extends(tmp_path):
    write(tmp_path / "base" / "ruff.toml", 'target-version = "py312"\nexclude = ["a/b"]')
    write(tmp_path / "ruff.toml", 'extend = "base/ruff.toml"\nextend-exclude = ["c/d"]')
    write(tmp_path / "a" / "pyproject.toml", '[tool.pyguide]\ninherit = "ruff"')
    assert load(tmp_path / "a") == Settings(
        root=tmp_path / "a",
        target_version=(3, 12),
        exclude=(f"{tmp_path}/base/a/b",),
        extend_exclude=(f"{tmp_path}/c/d",),
    )
    write(tmp_path / "a" / ".ruff.toml", 'target-version = "py313"')
    assert load(tmp_path / "a") == Settings(root=tmp_path / "a", target_version=(3, 13))


@pytest.mark.parametrize(
    ("theirs", "ours"), [("py37", (3, 8)), ("py38", (3, 8)), ("py399", TARGETS[-1])]
)
def test_a_version_that_only_ruff_knows_becomes_the_nearest(tmp_path, theirs, ours):
    write(tmp_path / "ruff.toml", f'target-version = "{theirs}"')
    write(tmp_path / "pyguide.toml", 'inherit = "ruff"')
    assert load(tmp_path).target_version == ours


def test_without_a_configuration_of_ruff_there_is_nothing_to_inherit(tmp_path):
    write(tmp_path / "pyguide.toml", 'inherit = "ruff"')
    assert load(tmp_path) == Settings(root=tmp_path)


def test_a_mistake_in_what_ruff_lends_names_the_file_of_ruff(tmp_path):
    write(tmp_path / "pyguide.toml", 'inherit = "ruff"')
    file = write(tmp_path / "pyproject.toml", '[tool.ruff]\nexclude = "a"')
    assert complaint(tmp_path).startswith(f"{file}: `tool.ruff.exclude` must be an array")


# -- other values ----------------------------------------------------------------------------------


def test_the_first_pattern_that_matches_decides_about_the_target_version(tmp_path):
    versions = (("a/*", (3, 12)), ("*.py", (3, 13)), ("!b/*", (3, 9)))
    settings = Settings(tmp_path, target_version=(3, 10), per_file_target_version=versions)
    assert target_for(settings, tmp_path / "a" / "x.py") == (3, 12)
    assert target_for(settings, tmp_path / "x.py") == (3, 13)
    assert target_for(settings, tmp_path / "x.pyi") == (3, 9)
    assert target_for(settings, tmp_path / "b" / "x.pyi") == (3, 10)


def test_lines_of_a_command_line_beat_files_and_are_beaten_by_flags(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "pyguide.toml", 'preview = false\nignore = ["A"]\ntrust = ["constants"]')
    lines = [inline("preview = true"), inline('lint.ignore = ["B"]'), inline('exclude = ["a/b"]')]
    configurations = Configurations(inline=lines, overrides={"ignore": ("C",)})
    settings = configurations.settings_for(tmp_path)
    assert settings.preview
    assert settings.ignore == ("A", "B", "C")
    assert settings.exclude == (f"{tmp_path}/a/b",)
    assert settings.trust == ("constants",)


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("previe = true", "unknown key `previe` (did you mean `preview`?)"),
        ("preview = 1", "`preview` must be a boolean"),
        ("preview = yes", "neither a file nor TOML"),
        ('extend = "a.toml"', "`extend` stands in files only"),
        ('inherit = "ruff"', "`inherit` stands in files only"),
    ],
)
def test_a_mistake_in_such_a_line_shows_the_line(line, part):
    with pytest.raises(PyguideError) as caught:
        inline(line)
    assert str(caught.value).startswith(f"`{line}`")
    assert part in str(caught.value)


def test_the_place_of_the_cache_is_relative_to_its_file(tmp_path, monkeypatch):
    write(tmp_path / "base" / "conf.toml", 'cache-dir = "x"')
    write(tmp_path / "pyguide.toml", 'extend = "base/conf.toml"')
    assert load(tmp_path).cache_dir == str(tmp_path / "base" / "x")
    monkeypatch.setenv("HOME", "/home/somebody")
    write(tmp_path / "pyguide.toml", 'cache-dir = "~/x"')
    assert load(tmp_path).cache_dir == "/home/somebody/x"


def test_ruff_beats_what_is_extended(tmp_path):
    write(tmp_path / "base.toml", 'exclude = ["a"]\nextend-exclude = ["b"]')
    write(tmp_path / "ruff.toml", 'exclude = ["c"]\nextend-exclude = ["d"]')
    write(tmp_path / "pyguide.toml", 'inherit = "ruff"\nextend = "base.toml"')
    assert load(tmp_path) == Settings(root=tmp_path, exclude=("c",), extend_exclude=("b", "d"))
