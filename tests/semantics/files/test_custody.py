"""Who gets an object, who closes it, for how long it is needed, and what runs before what."""

import ast
from textwrap import dedent

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.files.lifetimes import Lifetime
from pyguide.source import Source


def read(code: str) -> tuple[Semantics, list[ast.Call]]:
    """The proofs about ``code`` and its calls of `make` or `open`, in the order of the text."""
    semantics = Semantics(Source(dedent(code)))
    calls = [
        node
        for node in ast.walk(semantics.source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("make", "open")
    ]
    return semantics, sorted(calls, key=lambda call: (call.lineno, call.col_offset))


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        ("make()", "dropped", ""),
        ("x = make()", "bound", "x"),
        ("x: int = make()", "bound", "x"),
        ("x = y = make()", "stored", ""),
        ("x.y = make()", "stored", ""),
        ("x = [make()]", "stored", ""),
        ("x = (y := make())", "stored", ""),
        ("with make(): pass", "entered", ""),
        ("with use(make()): pass", "passed", ""),
        ("def f(): return make()", "returned", ""),
        ("lambda: make()", "returned", ""),
        ("def f(): yield make()", "yielded", ""),
        ("make().read()", "method", "read"),
        ("make().name", "attribute", "name"),
        ("use(make())", "passed", ""),
        ("use(key=make())", "passed", "key"),
        ("use(*make())", "iterated", ""),
        ("for x in make(): pass", "iterated", ""),
        ("[x for x in make()]", "iterated", ""),
        ("y in make()", "iterated", ""),
        ("make() in y", "inspected", ""),
        ("make()[0]", "inspected", ""),
        ("if make(): pass", "inspected", ""),
        ("x[make()]", "stored", ""),
    ],
)
def test_the_fate_of_a_value(code: str, kind: str, name: str) -> None:
    semantics, [call] = read(code)
    fate = semantics.fates.of(call)
    assert (fate.kind, fate.name) == (kind, name)


def test_a_fate_that_may_be_that_of_another_value() -> None:
    for code in ("x = make() if y else z", "x = y or make()", "x = y and make()"):
        semantics, [call] = read(code)
        fate = semantics.fates.of(call)
        assert fate.maybe and fate.kind == "bound"


def test_a_fate_at_some_other_time() -> None:
    semantics, [later, now] = read("g = (x for x in make())\nsum(x for x in make())")
    assert semantics.fates.of(later).later
    assert not semantics.fates.of(now).later


def test_uses_of_one_binding_among_several() -> None:
    semantics, [first, second] = read("""
        def f():
            x = make()
            x.one()
            x = make()
            x.two()
            lambda: x.three()
        """)
    for call, names in ((first, ["one", "three"]), (second, ["two", "three"])):
        statement = semantics.parent(call)
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.targets[0], ast.Name)
        uses = semantics.fates.uses(statement.targets[0])
        assert [use.fate.name for use in uses] == names
        assert [use.sure for use in uses] == [True, False]
        assert [use.fate.later for use in uses] == [False, True]


@pytest.mark.parametrize(
    "code",
    [
        "from pathlib import Path\nx = Path(p)",
        "import pathlib\nx = pathlib.Path.home() / p / q",
        "from pathlib import Path\nx = Path(p).parent.joinpath(q).resolve()",
        "from pathlib import Path\ny = Path(p)\nx = y.with_name(q)",
    ],
)
def test_a_path_by_construction(code: str) -> None:
    semantics = Semantics(Source(code))
    [*_, statement] = semantics.source.tree.body
    assert isinstance(statement, ast.Assign)
    assert semantics.resources.is_path(statement.value)


@pytest.mark.parametrize("code", ["x = Path(p)", "x = p / q", "x = y", "y: Path\nx = y.parent"])
def test_what_only_looks_like_a_path(code: str) -> None:
    semantics = Semantics(Source(code))
    [*_, statement] = semantics.source.tree.body
    assert isinstance(statement, ast.Assign)
    assert not semantics.resources.is_path(statement.value)


def test_the_lifetime_ends_with_the_close() -> None:
    semantics, [call] = read("""
        def f(p):
            x = open(p)
            use(x)
            x.close()
            print(p)
        """)
    found = semantics.unmanaged(call)
    assert found is not None
    life = semantics.lifetime(found)
    assert isinstance(life, Lifetime)
    assert [ast.unparse(stmt) for stmt in life.body] == ["use(x)"]
    assert life.close is not None and ast.unparse(life.close) == "x.close()"


def test_the_lifetime_of_what_is_never_closed_ends_with_its_last_use() -> None:
    semantics, [call] = read("""
        def f(p):
            x = open(p)
            print(p)
            y = x.read()
            print(y)
        """)
    found = semantics.unmanaged(call)
    assert found is not None
    life = semantics.lifetime(found)
    assert isinstance(life, Lifetime)
    assert [ast.unparse(stmt) for stmt in life.body] == ["print(p)", "y = x.read()"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("x = make()", None),
        ("return use(make(), other())", None),
        ("for x in use(make()): pass", None),
        ("assert make() == other()", None),
        ("x = [y for y in make() if other()]", None),
        ("x = y.z[make()]", None),
        ("x = {y: make()}", None),
        ("use(other(), make())", "`other()` runs before `make()`"),
        ("x = other() + make()", "`other()` runs before `make()`"),
        ("x = y or make()", "`make()` may not run once"),
        ("x = make() if y else z", "`make()` may not run once"),
        ("x = [make() for y in z]", "`make()` may not run once"),
        ("x = (y for y in make())", "`make()` may not run once"),
        ("x = lambda: make()", "`make()` may not run once"),
        ("while make(): pass", "`make()` stands in the header of a compound statement"),
        ("x[make()] = y", "`make()` is not what the statement evaluates first"),
    ],
)
def test_what_runs_before_an_expression(code: str, why: str | None) -> None:
    semantics, [call] = read(f"def f():\n    {code}\n")
    assert semantics.why_not_first(call) == why


@pytest.mark.parametrize(
    ("body", "untouched"),
    [
        ("x = make()\n    use(x)", True),
        ("x = make()\n    x.add(1)\n    use(x)", False),
        ("x = make()\n    use(x)\n    x.add(1)", True),
        ("x = make()\n    while y:\n        use(x)\n        x.add(1)", False),
        ("while y:\n        x = make()\n        use(x)", True),
        ("global x\n    x = make()\n    use(x)", False),
        ("x = make()\n    def g(): return x\n    use(x)", False),
        ("x = make() if y else z\n    use(x)", True),
    ],
)
def test_a_variable_that_nothing_mentions_before_it_is_read(body: str, untouched: bool) -> None:
    semantics, _ = read(f"def f(y, z):\n    {body}\n")
    call = next(
        node
        for node in ast.walk(semantics.source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "use"
    )
    [name] = call.args
    assert isinstance(name, ast.Name)
    assert (semantics.fates.untouched(name) is not None) is untouched
