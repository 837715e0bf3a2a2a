"""``pyguide doctor``: what keeps pyguide and its neighbours apart, and what mends it."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HERE = Path(sys.executable).parent
RUFF = HERE / "ruff"

with_ruff = pytest.mark.skipif(not RUFF.exists(), reason="ruff is not installed")

COMMENTS = """\
import re  # noqa: F401, PYG001
import os  # noqa: PYG001
x = 1  # noqa: PYG301
x = 1  # noqa: E711, PYG301
x = 1  # noqa: PYG301, PYG302 for a reason
x = 1  # noqa:PYG301,E711
x = 1  # NoQA: PYG301 E711
x = 1  # noqa: PYG301 # type: ignore
x = 1  # ruff: ignore[PYG301]
x = 1  # ruff: ignore[range-len]
x = 1  # ruff: ignore[PYG301, E711]
# ruff: disable[PYG301]
x = 2
# ruff: enable[PYG301]
x = 1  # noqa: E711
x = 1  # noqa
x = "# noqa: E711, PYG301"
"""
FILES = {
    "a.py": COMMENTS,
    "b.py": "# ruff: noqa: PYG301\nx = 1\n",
    "c.py": "# flake8: noqa: PYG301, E711\nx = 1\n",
    "d.py": "# ruff: file-ignore[PYG301]\nx = 1\n",
}


def ruff(folder, *words):
    return subprocess.run(
        [RUFF, "check", "--no-cache", *words, "."], cwd=folder, capture_output=True, text=True
    )


def written(folder, **files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def ours_in(line):
    """Our codes and names in the comments of a line, which is no string."""
    words = ("PYG001", "PYG301", "PYG302", "range-len")
    return {word for word in words if word in line} if not line.startswith("x = '") else set()


def predicted(done):
    """What doctor says that comments lose: words by file and row."""
    found = {}
    for line in done.out.splitlines():
        if "-> loses " in line:
            name, row = line.split(":")[:2]
            words = line.partition("-> loses ")[2].replace(",", "").split()
            found[name.strip(), int(row)] = {word for word in words if ours_in(word)}
    return found


def deleted(folder):
    """What ruff really takes from comments, by file and row; the files are changed."""
    before = {path.name: path.read_text().splitlines() for path in folder.glob("*.py")}
    # Comments that stand alone go with their lines, so each row is marked first.
    for name, lines in before.items():
        (folder / name).write_text("".join(f"{x}\nROW{n}\n" for n, x in enumerate(lines, 1)))
    ruff(folder, "--fix", "--unsafe-fixes", "--ignore=F,B,E4")
    lost = {}
    for name, lines in before.items():
        rest = (folder / name).read_text()
        for number, line in enumerate(lines, 1):
            until, _, rest = rest.partition(f"ROW{number}\n")
            gone = ours_in(line.partition('"')[0]) - ours_in(until)
            if gone:
                lost[name, number] = gone
    return lost


@with_ruff
@pytest.mark.parametrize(
    ("configuration", "harm"),
    [
        ("", True),
        ("[lint]\nselect = ['E7', 'RUF100']\n", True),
        ("[lint]\nselect = ['RUF']\n", True),
        ("[lint]\nselect = ['RUF102']\n", True),
        ("preview = true\n", True),
        ("[lint]\nselect = ['RUF']\nunfixable = ['RUF102']\n", True),
        ("[lint]\nselect = ['RUF']\nfixable = ['F']\n", False),
        ("[lint]\nselect = ['E', 'F']\n", False),
    ],
)
def test_what_ruff_deletes_is_predicted(pyguide, folder, monkeypatch, configuration, harm):
    monkeypatch.setattr("pyguide.project.ruff.MOST_COMMENTS", 100)
    written(folder, **FILES, **{"ruff.toml": configuration})
    done = pyguide("doctor")
    told = predicted(done)
    assert (done.code, bool(told)) == (int(harm), harm)
    # No other code that stands beside ours is needed, so all comes true.
    assert deleted(folder) == told


@with_ruff
@pytest.mark.parametrize("selected", ["", "[lint]\nselect = ['RUF']\n", "preview = true\n"])
def test_once_mended_ruff_leaves_our_codes_alone(pyguide, folder, selected):
    files = {name: text.replace("range-len", "PYG401") for name, text in FILES.items()}
    written(folder, **files, **{"ruff.toml": selected})
    done = pyguide("doctor", "--fix")
    assert (done.code, done.err) == (0, "")
    assert '+external = ["PYG"]' in done.out
    assert done.out.endswith("\nNo problems found.\n")
    assert deleted(folder) == {}


@with_ruff
def test_names_of_ours_are_lost_even_to_a_ruff_that_knows_our_codes(pyguide, folder):
    written(
        folder,
        **{
            "a.py": "x = 1  # ruff: ignore[range-len]\ny = 1  # ruff: ignore[PYG401]\n",
            "ruff.toml": "[lint]\nselect = ['RUF102']\nexternal = ['PYG']\n",
        },
    )
    done = pyguide("doctor")
    assert done.code == 1
    assert predicted(done) == {("a.py", 1): {"range-len"}} == deleted(folder)


@pytest.mark.parametrize(
    "known", ["['PYG']", "['P']", "['X', 'PYG']", "['']"]
)  # every entry is a beginning
def test_ruff_that_knows_our_codes_is_no_problem(pyguide, folder, known):
    written(folder, **FILES, **{"pyproject.toml": f"[tool.ruff.lint]\nexternal = {known}\n"})
    done = pyguide("doctor")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("No problems found.\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "[tool.ruff]  # ours\nline-length = 100\n\n[tool.x]\ny = 1\n",
            "[tool.ruff]  # ours\nline-length = 100\n\n[tool.ruff.lint]\nexternal = [\"PYG\"]\n\n"
            "[tool.x]\ny = 1\n",
        ),
        (
            "[tool.ruff.lint]\nexternal = [\n    'V1', # vulture\n]\n",
            "[tool.ruff.lint]\nexternal = [\n    'V1', # vulture\n    \"PYG\",\n]\n",
        ),
        ("[tool.ruff]\nexternal = ['V1']\n", "[tool.ruff]\nexternal = ['V1', \"PYG\"]\n"),
        (
            "[tool]\nruff.lint.select = ['RUF']\n",
            "[tool]\nruff.lint.select = ['RUF']\nruff.lint.external = [\"PYG\"]\n",
        ),
    ],
)  # fmt: skip
def test_the_fix_keeps_what_it_does_not_change(pyguide, folder, before, after):
    import tomllib

    written(folder, **{"pyproject.toml": before})
    assert pyguide("doctor", "--fix").code == 0
    text = (folder / "pyproject.toml").read_text()
    assert tomllib.loads(text) == tomllib.loads(after)
    assert all(line in text for line in before.splitlines() if not line.startswith("external"))
    assert pyguide("doctor", "--diff").out.endswith("No problems found.\n")


def test_line_ends_stay_what_they_are(pyguide, folder):
    (folder / "ruff.toml").write_bytes(b"line-length = 100\r\n")
    assert pyguide("doctor", "--fix").code == 0
    raw = (folder / "ruff.toml").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") > 2


@with_ruff
def test_selectors_that_stop_ruff_are_found_and_taken_out(pyguide, folder):
    text = (
        "[lint]\nexternal = ['PYG']\nselect = [\n  'E', # errors\n  'PYG3',\n]\n"
        "extend-ignore = ['PYG301']\nper-file-ignores = { 'a.py' = ['PYG', 'E711'] }\n"
    )
    written(folder, **{"ruff.toml": text, "a.py": "x = 1\n"})
    assert ruff(folder).returncode == 2
    done = pyguide("doctor")
    assert done.code == 1
    assert "`lint.select` names PYG3, which ruff does not know" in done.out
    for line in ('select = ["E"]', "extend-ignore = []", '"a.py" = ["E711"]'):
        assert f"\n    {line}\n" in done.out
    assert (folder / "ruff.toml").read_text() == text
    assert pyguide("doctor", "--fix").code == 0
    assert "'E', # errors" in (folder / "ruff.toml").read_text()
    assert ruff(folder).returncode == 0


def test_a_configuration_in_a_folder_below_is_looked_at_too(pyguide, folder):
    written(folder, **{"in/ruff.toml": "", "in/a.py": "x = 1  # noqa: E711, PYG301\n"})
    done = pyguide("doctor")
    assert done.code == 1
    assert done.out.count("`lint.external` does not name PYG") == 1
    assert "in/a.py:1: # noqa: E711, PYG301  -> loses PYG301 once E711 is not needed" in done.out


def test_of_many_comments_some_are_shown_and_the_others_counted(pyguide, folder):
    written(folder, **{"ruff.toml": "", "a.py": "x = 1  # noqa: E711, PYG301\n" * 25})
    done = pyguide("doctor")
    assert len(predicted(done)) == 10
    assert "\n    and 15 more\n" in done.out


def test_without_neighbours_nothing_is_wrong(pyguide, folder):
    written(folder, **{"a.py": "x = 1  # noqa: E711, PYG301\n"})
    done = pyguide("doctor")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("pyguide 0.1.0, Python ")


@pytest.mark.parametrize("name", ["ruff.toml", "pyproject.toml"])
def test_ruff_in_a_hook_counts_without_a_configuration(pyguide, folder, name):
    hook = "repos:\n- repo: https://github.com/x/y\n  rev: v1\n  hooks:\n  - id: ruff-check\n"
    files = {"a.py": "x = 1  # noqa: E711, PYG301\n", ".pre-commit-config.yaml": hook}
    written(folder, **files)
    if name == "pyproject.toml":
        written(folder, **{name: "[project]\nname = 'x'\n"})
    done = pyguide("doctor")
    assert done.code == 1
    assert f"{name}: `lint.external` does not name PYG" in done.out
    assert predicted(done) == {("a.py", 1): {"PYG301"}}
    assert pyguide("doctor", "--fix").code == 0
    assert 'external = ["PYG"]' in (folder / name).read_text()


def test_broken_toml_is_a_problem_and_named(pyguide, folder):
    written(folder, **{"ruff.toml": "lint = [\n"})
    done = pyguide("doctor", "--fix")
    assert done.code == 1
    assert "ruff.toml: broken TOML: " in done.out


FLAKE8 = {
    "[flake8]\nselect = E,F\n": "extend-select = PYG",
    "[flake8]\nselect = E,F\nextend-select = B\n": "extend-select = B,PYG",
    "[flake8]\nignore = P, E203\n": "ignore = E203",
    "[flake8]\nextend-ignore =\n    E203\n    PYG\n": "extend-ignore = E203",
    "[flake8]\nextend_ignore = PYG\n": "extend-ignore = ",
}
FINE = [
    "[flake8]\nmax-line-length = 100\n",
    "[flake8]\nselect = E,F,PYG\n",
    "[flake8]\nselect = E,F,PYG3\n",
    "[flake8]\nselect = E\nextend-select = PYG\n",
    "[flake8]\nextend-ignore = PYG301,E203\n",
    "[flake8]\nselect = PYG\nignore = P\n",
]


def shows_us(folder):
    (folder / "bad.py").write_text("try:\n    f()\nexcept:\n    g()\n")
    done = subprocess.run(
        [HERE / "flake8", "bad.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    return "PYG301" in done.stdout


@pytest.mark.parametrize("name", [".flake8", "setup.cfg", "tox.ini"])
def test_flake8_that_hides_the_plugin_is_found_in_each_of_its_files(pyguide, folder, name):
    written(folder, **{name: "[flake8]\nselect = E\n"})
    done = pyguide("doctor")
    assert done.code == 1
    assert f"{name}: `select` of [flake8] leaves PYG out" in done.out


@pytest.mark.parametrize("text", FLAKE8)
def test_the_line_that_doctor_gives_lets_flake8_speak(pyguide, folder, text):
    written(folder, **{".flake8": text})
    assert not shows_us(folder)
    done = pyguide("doctor")
    assert done.code == 1
    assert f"\n    [flake8]\n    {FLAKE8[text]}\n" in done.out
    key = FLAKE8[text].partition(" =")[0]
    lines = text.replace("extend_ignore", "extend-ignore").split("\n")
    begin = [n for n, line in enumerate(lines) if line.startswith(f"{key} =")]
    kept = [x for n, x in enumerate(lines) if not (begin and (n == begin[0] or x[:1] == " "))]
    written(folder, **{".flake8": "\n".join([*kept, FLAKE8[text], ""])})
    assert pyguide("doctor").code == 0
    assert shows_us(folder)


@pytest.mark.parametrize("text", FINE)
def test_flake8_that_shows_our_findings_is_no_problem(pyguide, folder, text):
    written(folder, **{".flake8": text})
    assert pyguide("doctor").code == 0
    if "PYG301" not in text:
        assert shows_us(folder)


def test_flake8_in_pyproject_counts_where_a_plugin_reads_it(pyguide, folder, monkeypatch):
    written(folder, **{"pyproject.toml": "[tool.flake8]\nselect = ['E']\nextend-ignore = ['P']\n"})
    monkeypatch.setattr("pyguide.project.flake8.find_spec", lambda name: None)
    assert pyguide("doctor").code == 0
    monkeypatch.setattr("pyguide.project.flake8.find_spec", lambda name: name == "flake8p")
    assert "`select` of [tool.flake8] leaves PYG out" in pyguide("doctor").out
    pyguide("doctor", "--fix")
    assert pyguide("doctor").code == 0
    assert 'extend-select = ["PYG"]' in (folder / "pyproject.toml").read_text()


HOOKS = """\
repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.1.2
    hooks:
      - id: ruff-check
  - repo: https://github.com/pyguide/pyguide
    rev: {revision}  # kept
    hooks:
      - id: pyguide-check
        {key}
"""
LOCAL = """\
repos:
-   repo: local
    hooks:
    -   id: guide
        entry: pyguide check
        language: system
{key}"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HOOKS.format(revision="v0.0.1", key="args: []"), "line 7: the hooks run pyguide v0.0.1"),
        (
            HOOKS.format(revision="v0.1.0", key="require_serial: false"),
            "`pyguide-check` may run in",
        ),
        (LOCAL.format(key=""), "hook `guide` may run in several processes"),
        (LOCAL.format(key="        require_serial: true\n"), None),
        (HOOKS.format(revision="v0.1.0", key="args: []"), None),
        ("repos: []\n", None),
        ("{broken: [\n", None),
    ],
)
def test_hooks_are_judged_by_revision_and_processes(pyguide, folder, text, message):
    known = "[lint]\nexternal = ['PYG']\n"
    written(folder, **{".pre-commit-config.yaml": text, "ruff.toml": known})
    done = pyguide("doctor")
    assert done.code == (1 if message else 0)
    assert (message or "No problems") in done.out


def test_the_revision_is_written_and_nothing_else(pyguide, folder):
    old = HOOKS.format(revision="v0.0.1", key="args: []")
    written(folder, **{".pre-commit-config.yaml": old})
    assert pyguide("doctor", "--fix").code == 0
    assert (folder / ".pre-commit-config.yaml").read_text() == old.replace("v0.0.1", "v0.1.0")


def test_diff_shows_and_writes_nothing(pyguide, folder):
    written(folder, **{"ruff.toml": ""})
    done = pyguide("doctor", "--diff")
    assert done.code == 1
    assert '+external = ["PYG"]\n' in done.out
    assert (folder / "ruff.toml").read_text() == ""


def test_what_cannot_be_written_is_one_line(pyguide, folder, monkeypatch):
    written(folder, **{"ruff.toml": ""})

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pyguide.write.replace", refuse)
    done = pyguide("doctor", "--fix")
    assert done.code == 2
    assert done.err.endswith("ruff.toml: cannot be written: permission denied\n")
