"""Whatever a configuration may change about findings is part of what a result is stored under."""

import pytest

from pyguide.cache.folder import Folder
from pyguide.cache.program import Program, installed_program
from pyguide.cache.results import Results
from pyguide.outcome import FileResult
from pyguide.rerun import run
from pyguide.settings import IDLE, Settings
from pyguide.task import Mode, Task
from pyguide.witness import Trail, state

BARE = "try:\n    f()\nexcept:\n    pass\n"
OTHERS = {
    str: "other",
    bool: True,
    int: 7,
    tuple: (("PYG301", ("PYG301",)),),
    type(None): ("PYG301",),
}


def other(field, root):
    default = Settings(root)._asdict()[field]
    if field == "root":
        return root / "elsewhere"
    if default is True:
        return False
    return OTHERS[type(default)]


@pytest.mark.parametrize("field", Settings._fields)
def test_a_setting_that_bears_on_findings_is_part_of_the_key(folder, settle, field):
    path = folder / "a.py"
    path.write_text(BARE)
    settle()
    settings = Settings(folder)
    program = Program("same", {})
    results = Results(Folder(str(folder / "cache")), program, prefilter=True)
    with Trail() as trail:
        state(path)
    result = FileResult("a.py", witnesses=tuple(trail.witnesses.items()))
    results.keep_rules(settings, {}, ())
    results.keep(Task(path, "a.py", settings), result)
    assert results.recall(Task(path, "a.py", settings)) is not None
    changed = settings._replace(**{field: other(field, folder)})
    assert changed != settings
    results.save()
    fresh = Results(Folder(str(folder / "cache")), program, prefilter=True)
    is_known = fresh.recall(Task(path, "a.py", changed)) is not None
    assert is_known == (field in IDLE)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("base.toml", 'ignore = ["PYG3"]', "ignore = []"),
        ("base.toml", 'lint.unfixable = ["ALL"]', ""),
        ("base.toml", 'extend-unsafe-fixes = ["ALL"]', ""),
        ("base.toml", 'output-format = "json"', 'output-format = "full"'),
        ("ruff.toml", 'exclude = ["a.py"]', 'exclude = ["b.py"]'),
        ("more/ruff.toml", 'exclude = ["../a.py"]', ""),
        ("named.toml", 'ignore = ["PYG3"]', "ignore = []"),
    ],
)
def test_a_change_in_any_file_that_a_configuration_is_made_of_counts(
    pyguide, folder, stored, is_replayed, settle, name, before, after
):
    (folder / "more").mkdir()
    for path, text in {
        "a.py": BARE,
        "base.toml": "",
        "ruff.toml": 'extend = "more/ruff.toml"',
        "more/ruff.toml": "",
        "named.toml": "",
        "pyguide.toml": 'extend = "base.toml"\ninherit = "ruff"',
    }.items():
        (folder / path).write_text(text)
    (folder / name).write_text(before)
    words = ["check", *(["--config", "named.toml"] if name == "named.toml" else [])]
    said = stored(*words)
    assert is_replayed(*words)
    (folder / name).write_text(after)
    assert not is_replayed(*words)
    assert pyguide(*words) != said
    settle()


def test_a_named_configuration_that_appears_counts(pyguide, folder, stored, is_replayed):
    (folder / "pyguide.toml").write_text('inherit = "ruff"')
    (folder / "a.py").write_text(BARE)
    assert stored("check").code == 1
    assert is_replayed("check")
    (folder / "ruff.toml").write_text('exclude = ["a.py"]')
    assert not is_replayed("check")
    assert pyguide("check").code == 0


def test_severity_is_that_which_is_wished_now_not_when_the_result_was_stored(folder, settle):
    path = folder / "a.py"
    path.write_text(BARE)
    settle()
    program = installed_program()
    for severity in ("warning", "info"):
        results = Results(Folder(str(folder / "cache")), program, prefilter=True)
        settings = Settings(folder, select=("PYG301",), severity=(("bare-except", severity),))
        outcome = run([Task(path, "a.py", settings)], Mode(), results=results)
        assert outcome.severity(outcome.files[0], "PYG301") == severity
        assert outcome.severity(outcome.files[0], "invalid-syntax") == "error"


def test_a_cache_that_the_configuration_names_is_used_and_cleaned(
    pyguide, folder, settle, looked_at
):
    (folder / "a.py").write_text(BARE)
    (folder / "pyguide.toml").write_text('cache-dir = "deep/cache"')
    settle()
    first = pyguide("check")
    settle()
    looked_at.clear()
    assert pyguide("check") == first
    assert looked_at == []
    assert (folder / "deep" / "cache" / "CACHEDIR.TAG").exists()
    assert not (folder / ".pyguide_cache").exists()
    assert "deep/cache" in pyguide("clean").err
    assert not (folder / "deep" / "cache").exists()
