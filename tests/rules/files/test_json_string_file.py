"""The direct functions: the same objects, errors and bytes."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.json_string_file import JsonStringFile

READ = """
import io, json
LOG = []

class Reader:
    def __init__(self, data):
        self.data = data
    def read(self):
        LOG.append("read")
        return self.data

class Odd(Reader):
    def read(self, size=-1):
        LOG.append(("odd", size))
        return self.data

def hook(pairs):
    LOG.append(pairs)
    return pairs

def late():
    LOG.append("late")
    return hook

def run(file):
    try:
        return {call}
    except Exception as error:
        return type(error).__name__, error.args

RESULT = [
    run(file) for file in (
        Reader('{{"a": [1, 2.5, null]}}'), Reader(b'[1]'), Reader("\\ufeff[1]"), Reader("[1"),
        Reader(None), Odd('[]'), io.StringIO("[NaN]"), io.BytesIO("[1]".encode("utf-16")), 3,
    )
], LOG
"""

WRITE = """
import json, os, tempfile
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "a.json")

def run(data):
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(data, indent=1, ensure_ascii=False))
    with open(path, encoding="utf-8") as file:
        return file.read()

RESULT = [run(data) for data in (None, [], {"a": [1, {"ä": 2.5}], "b": ()}, "x")]
folder.cleanup()
"""


def fixed(code: str, least: Applicability = Applicability.SAFE, **options: object) -> str:
    again = partial(check, rules=[JsonStringFile], options={"json-string-file": options})
    done = fix(Source(code), again, least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize(
    "call",
    [
        "json.loads(file.read())",
        "json.loads(file.read(), object_pairs_hook=hook)",
        "json.loads(file.read(), parse_float=str, strict=False)",
        "json.loads(file.read(), object_pairs_hook=hook, nonsense=1)",
    ],
)
def test_load_reads_once_and_fails_alike(call):
    code = READ.format(call=call)
    new = fixed(code)
    assert "json.load(file" in new
    assert observe(new) == observe(code)


def test_an_argument_that_runs_code_first_is_seen():
    code = READ.format(call="json.loads(file.read(), object_pairs_hook=late())")
    assert fixed(code) == code
    new = fixed(code, Applicability.UNSAFE)
    assert "json.load(file" in new
    assert observe(new) != observe(code)


def test_dump_writes_the_same_text():
    words = {"flag-write": True}
    assert fixed(WRITE, Applicability.SAFE, **words) == WRITE
    new = fixed(WRITE, Applicability.UNSAFE, **words)
    assert "json.dump(data, file, indent=1" in new
    assert observe(new) == observe(WRITE)
    assert fixed(WRITE, Applicability.UNSAFE) == WRITE


def test_half_a_document_is_why_dump_is_unsafe():
    code = (
        WRITE.replace("in (None", "in ([1, object()]")
        .replace(
            'w", encoding="utf-8") as file:\n        file.write',
            'w", encoding="utf-8", buffering=1) as file:\n        file.write',
        )
        .replace("folder.cleanup()", "")
        + "\n"
    )
    tail = "\nwith open(path) as file:\n    RESULT = file.read()\n"
    guarded = code.replace("RESULT = [", "try:\n  RESULT = [").replace(
        '"x")]', '"x")]\nexcept TypeError:\n  pass' + tail
    )
    new = fixed(guarded, Applicability.UNSAFE, **{"flag-write": True})
    assert observe(guarded)[1] == "''"
    assert "1" in str(observe(new)[1])


def test_what_is_said():
    (finding,) = check(Source("import json\nx = json.loads(f.read())\n"), [JsonStringFile])
    assert finding.message == "`json.loads(f.read())` is what `json.load` does in one call"
    assert finding.reason is None
