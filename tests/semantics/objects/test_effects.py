"""Effects: what running code can do to an object, and who else may hold it."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.objects.purity import Level
from pyguide.source import Source


def read(source: Source, spelled: str, within: ast.AST) -> ast.expr:
    """The first expression below ``within`` that is spelled so."""
    for node in ast.walk(within):
        if isinstance(node, ast.expr) and ast.unparse(node) == spelled:
            return node
    raise AssertionError(f"no {spelled} in the text")


def change(text: str, obj: str = "rows") -> str | None:
    """Why the body of the first `for` in ``text`` may change ``obj``, which its header mentions."""
    source = Source(textwrap.dedent(text))
    loop = next(
        n
        for n in ast.walk(source.tree)
        if isinstance(n, ast.For) and "range(len(" in ast.unparse(n.iter)
    )
    return Semantics(source).may_change(loop.body, read(source, obj, loop.iter))


def over(setup: str, body: str, after: str = "", head: str = "p, q") -> str:
    parts = [setup, "for i in range(len(rows)):", textwrap.indent(body, "    "), after]
    return f"def f({head}):\n" + textwrap.indent("\n".join(parts), "    ")


@pytest.mark.parametrize(
    "body",
    [
        "pass", "x = rows[i]", "p(rows[i])", "print(rows[i])", "p.q(i)", "x = i + len(rows)",
        "for y in rows: p(y)", "if rows: p()", "x = list(rows); x.append(1)", "yield rows[i]",
        "x = [r for r in rows]", "x = rows[1:]; x.clear()", "x = rows + [1]", "x = rows.copy()",
        "x = rows == p", "x = f'{rows}'", "p[i] = 1", "p.x = 1", "del p[i]", "x = i in rows",
        "x = sorted(rows)", "p(*rows)", "x = lambda: p()", "rows.index(i)", "try: p()\nexcept E: q()",
    ],
)  # fmt: skip
def test_a_list_that_nobody_else_holds_survives_unknown_calls(body: str) -> None:
    assert change(over("rows = [1, 2]", body)) is None
    assert change(over("rows = list(p)", body, "return rows")) is None


def test_awaiting_does_not_reach_a_list_of_ones_own() -> None:
    text = over("rows = [1]", "await p()").replace("def f", "async def f")
    assert change(text) is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("rows.append(1)", "`rows.append` changes it"),
        ("rows.sort()", "`rows.sort` changes it"),
        ("rows[i] = 1", "`rows` is changed in place"),
        ("del rows[i]", "`rows` is changed in place"),
        ("rows[1:] = []", "`rows` is changed in place"),
        ("rows += [1]", "`rows` is rebound"),
        ("rows = []", "`rows` is rebound"),
        ("del rows", "`rows` is rebound"),
        ("for rows in p: pass", "`rows` is rebound"),
        ("(rows := [])", "`rows` is rebound"),
        ("[(rows := 1) for x in p]", "`rows` is rebound"),
        ("import rows", "`rows` is rebound"),
        ("with p as rows: pass", "`rows` is rebound"),
        ("try: pass\nexcept E as rows: pass", "`rows` is rebound"),
        ("match p:\n    case rows: pass", "`rows` is rebound"),
        ("def rows(): pass", "`rows` is rebound"),
        ("rows[i] += 1", "`rows` is changed in place"),
        ("if p:\n    while q:\n        rows.pop()", "`rows.pop` changes it"),
        ("[rows.append(x) for x in p]", "`rows.append` changes it"),
        ("[0 for rows[0] in p]", "`rows` is changed in place"),
        ("for rows[0] in p: pass", "`rows` is changed in place"),
    ],
)
def test_a_direct_change_is_named(body: str, why: str) -> None:
    assert change(over("rows = [1, 2]", body)) == why


@pytest.mark.parametrize(
    ("setup", "body"),
    [
        ("rows = p", "q()"),
        ("rows = [1]; x = rows", "q()"),
        ("x = rows = []", "q()"),
        ("rows = []; p.rows = rows", "q()"),
        ("rows = []; p(rows)", "q()"),
        ("rows = []; p(a=rows)", "q()"),
        ("rows = []; p([rows])", "q()"),
        ("rows = []; p({1: rows})", "q()"),
        ("rows = []; yield rows", "q()"),
        ("rows = []; p[0] = rows", "q()"),
        ("rows = []; p.append(rows)", "q()"),
        ("rows = []; x = rows or q", "q()"),
        ("rows = []; x = rows if p else q", "q()"),
        ("rows = []; (x := rows)", "q()"),
        ("rows = []; x = rows.append", "q()"),
        ("rows = []; x = (rows, 1)", "q()"),
        ("rows = []\ndef g(): rows.append(1)", "g()"),
        ("rows = []\ng = lambda: rows.append(1)", "g()"),
        ("rows = []\ndef g(): return rows", "q()"),
        ("rows = []\nclass A: x = rows", "q()"),
        ("rows = []\ndef g():\n    nonlocal rows\n    rows = []", "g()"),
        ("global rows\nrows = []", "q()"),
        ("rows = []; locals()['rows']", "q()"),
        ("rows = []; exec(p)", "pass"),
        ("rows = []; x = (rows.append(y) for y in p)", "next(x)"),
        ("rows = []; x = (rows.append(y) for y in p)", "for y in x: pass"),
        ("rows = []\nwith p(rows): pass", "q()"),
        ("rows = []\nwith rows as x: pass", "q()"),
        ("rows = []\nmatch rows:\n    case x: pass", "q()"),
        ("rows = []\nfor x in (rows, p): pass", "q()"),
        ("rows = []; x = max(rows, p)", "q()"),
        ("rows = []; x = sum([], rows)", "q()"),
        ("rows = []; x = max(p, default=rows)", "q()"),
        ("rows = []; x = getattr(rows, 'append')", "q()"),
        ("rows = []; x = p + rows", "q()"),
        ("rows = []; x = {}.get(1, rows)", "q()"),
        ("rows = []; x = {}.setdefault(1, rows)", "q()"),
        ("rows = []; x = {}; x.update(a=rows)", "q()"),
        ("rows = []; x = [[]]; x.append(rows)", "q()"),
        ("rows = []; x = [rows for y in p]", "q()"),
        ("rows = []; x = [*p, rows]", "q()"),
        ("rows = []; len = p; x = len(rows)", "q()"),
        ("rows = []; x = map(rows.append, p)", "q()"),
        ("rows = []; x = rows.__iadd__([])", "q()"),
        ("rows = []; x = [rows][0]", "q()"),
        ("rows = []; raise E(rows)", "q()"),
        ("rows = []; await_ = p(lambda: rows)", "q()"),
        ("try: assert p, rows\nexcept E: pass\nrows = []", "q()"),
        ("rows = memoryview(p)", "q()"),
        ("rows = []; x, y = rows, 1", "x.append(1)"),
        ("rows = [[]]; x = rows[0] if p else rows", "q()"),
        ("rows = {}; x = p | rows", "q()"),
    ],
)
def test_a_list_that_others_may_hold_is_at_the_mercy_of_calls(setup: str, body: str) -> None:
    assert change(over(setup, body)) is not None


def test_the_reason_names_the_call() -> None:
    assert change(over("rows = list(p); q(rows)", "g(i)")) == "`g()` may change `rows`"
    assert change(over("rows = [1]; q(rows)", "x.y.g()")) == "`x.y.g()` may change `rows`"


def test_a_shared_list_is_safe_from_code_that_calls_nothing_unknown() -> None:
    for body in ("pass", "x = rows[i]", "x = len(rows) + 1", "print(i)", "p.x = 1", "s = str(i)",
                 "other[i] = 1", "n += 1", "counts[i] += 1", "x = 'a'.join(['b'])",
                 "if rows[i]: continue", "x = rows[i] + 1"):  # fmt: skip
        setup = "rows = list(p); q(rows); n = 0; counts = {}; other = []"
        assert change(over(setup, body)) is None, body


@pytest.mark.parametrize(
    "body",
    ["x = rows; x.append(1)", "q[0] = 1", "q.append(1)", "q += [1]", "yield i", "for x in q: pass",
     "x = [y for y in q]", "x = [*q]", "x, y = q", "with q: pass", "import q", "del q[0]",
     "q.x += [1]", "q[0] += [1]", "q[0] *= 2", "setattr(q, 'x', 1)", "print(q)", "next(x)",
     "print(i, file=q)", "sorted([1], key=q)", "sorted([1], key=lambda a: q())", "max(q)",
     "list(map(q, [1]))", "'a'.join(q)", "class A(q): pass", "@q\ndef g(): pass", "q @ p()",
     "x = open(p, opener=q)", "f()", "x = [p() for y in [1]]"],
)  # fmt: skip
def test_a_shared_list_may_be_changed_through_anything_unknown(body: str) -> None:
    assert change(over("rows = list(p); q(rows)", body)) is not None


def test_awaiting_reaches_a_shared_list() -> None:
    text = over("rows = list(p); q(rows)", "await p").replace("def f", "async def f")
    assert change(text) == "the code awaits or yields while `rows` is shared"


@pytest.mark.parametrize(
    ("setup", "change_expected"),
    [("rows = 'abc'", False), ("rows = (1, 2)", False), ("rows = 'a' + str(1)", False),
     ("rows = p", True), ("rows = range(3)", False)],
)  # fmt: skip
def test_an_immutable_object_needs_only_its_name(setup: str, change_expected: bool) -> None:
    text = over(setup + "; q(rows)", "q(rows); yield")
    assert (change(text) is not None) is change_expected


def test_a_name_that_others_rebind_is_not_safe_even_if_immutable() -> None:
    inner = "rows = 'a'\ndef g():\n    nonlocal rows\n    rows = 'b'"
    assert change(over(inner, "g()")) is not None
    assert change(over(inner, "pass")) is None
    assert change("rows = 'a'\nfor i in range(len(rows)): g()") is not None
    assert change("rows = 'a'\nfor i in range(len(rows)): print(i)") is None


def test_an_escape_after_the_loop_is_too_late_to_matter() -> None:
    assert change(over("rows = [1]", "q()", "p(rows)")) is None
    assert change(over("rows = [1]", "q()", "self.rows = rows")) is None
    assert change(over("rows = [1]", "q()", "return p, rows")) is None


def test_an_escape_inside_the_loop_comes_before_its_next_round() -> None:
    assert change(over("rows = [1]", "q()\np.append(rows)")) is not None


def test_an_escape_after_the_loop_counts_when_an_outer_loop_comes_back() -> None:
    text = """
        def f(p, q):
            {outer}
            while p:
                {inner}
                for i in range(len(rows)):
                    q(rows[i])
                p(rows)
    """
    assert change(text.format(outer="rows = [1]", inner="pass")) is not None
    assert change(text.format(outer="pass", inner="rows = [1]")) is None


def test_an_escape_in_a_handler_of_the_same_try_counts() -> None:
    text = """
        def f(p, q):
            rows = [1]
            while p:
                try:
                    for i in range(len(rows)):
                        q()
                except E:
                    p(rows)
    """
    assert change(text) is not None


@pytest.mark.parametrize(
    ("callee", "safe"),
    [
        ("def g(x): return x + 1", True),
        ("def g(x): pass", True),
        ("def g(x):\n    y = []\n    y.append(x)\n    return y", True),
        ("def g(x):\n    y = {}\n    for a in [1, 2]: y[a] = x\n    return y", True),
        ("def g(x): raise ValueError(x)", True),
        ("def g(x): return h(x)\ndef h(x): return len(x)", True),
        ("def g(x): yield unknown()", True),
        ("def g(x): return lambda: unknown()", True),
        ("def g(x): unknown()", False),
        ("def g(x): x()", False),
        ("def g(x): x.append(1)", False),
        ("def g(x): x[0] = 1", False),
        ("def g(x): x += [1]", False),
        ("def g(x): return g(x)", False),
        ("def g(x): return h(x)\ndef h(x): return g(x)", False),
        ("def g(x):\n    global y\n    y = 1", False),
        ("def g(x): rest.append(1)", False),
        ("def g(x):\n    for a in x: pass", False),
        ("def g(x):\n    with x: pass", False),
        ("def g(x):\n    import y", False),
        ("def g(x): exec(x)", False),
        ("def g(x): return h(x)\ndef h(x): unknown()", False),
        ("@d\ndef g(x): pass", False),
        ("async def g(x): pass", False),
        ("def g(x): pass\ng = 1", False),
        ("def g(x): pass\ndef k():\n    global g\n    g = 1", False),
        ("def g(x):\n    y = x\n    y.append(1)", False),
        ("def g(x):\n    y = []\n    y.append(x)\n    y[0].append(1)", False),
        ("def g(x): del x[0]", False),
        ("def g(x): return sorted(x, key=unknown)", False),
    ],
)
def test_a_function_of_the_file_is_looked_into(callee: str, safe: bool) -> None:
    text = callee + "\n" + over("rows = list(p); q(rows)", "g(i)")
    assert (change(text) is None) is safe


@pytest.mark.parametrize(
    ("callee", "safe"),
    [
        ("def g(x): return len(x)", True),
        ("def g(x): return x[0]", True),
        ("def g(x):\n    for y in x: unknown(y)", True),
        ("def g(x): return x", False),
        ("def g(x): return x or 1", False),
        ("def g(x): return [x]", False),
        ("def g(x): unknown(x)", False),
        ("def g(x): x.append(1)", False),
        ("def g(x): x[0] = 1", False),
        ("def g(x): return lambda: x", False),
        ("def g(x): self.x = x", False),
        ("def g(x): g(x)", False),
        ("def g(*x): pass", False),
        ("def g(x): yield x[0]", False),
        ("def g(x):\n    y = x\n    y.append(1)", False),
        ("def g(x):\n    x = 1", False),
        ("def g(x):\n    del x[0]", False),
        ("def g(x):\n    x[0].y = 1", True),
        ("def g(x):\n    locals()", False),
        ("def g(x):\n    for x[0] in p: pass", False),
        ("def g(x):\n    x[0] += 1", False),
        ("def g(x):\n    x += [1]", False),
    ],
)
def test_an_argument_may_be_passed_to_a_function_that_only_looks(callee: str, safe: bool) -> None:
    text = callee + "\n" + over("rows = [1]; g(rows)", "g(rows); q()")
    assert (change(text) is None) is safe


def test_an_attribute_is_shared_with_everybody() -> None:
    text = "def f(self, p):\n    for i in range(len(self.rows)):\n        {}"
    for body in ("p()", "self.rows.append(1)", "self.rows = 1", "other.rows = 1", "self = 1",
                 "yield", "p[0] = 1", "del self.rows", "self.p()", "self.rows += [1]",
                 "p.append(1)"):  # fmt: skip
        assert change(text.format(body), "self.rows") is not None, body
    for body in ("x = self.rows[i]", "x = i + 1", "print(1)"):
        assert change(text.format(body), "self.rows") is None, body


def test_iterating_what_may_be_an_iterator_uses_it_up() -> None:
    assert change("def f(rows):\n    for i in range(len(rows)):\n        x = 1 in rows") is not None
    assert change("def f(rows):\n    for i in range(len(rows)):\n        x = rows[i]") is None


def test_a_different_fresh_list_may_change() -> None:
    setup = "rows = list(p); q(rows); out = []"
    assert change(over(setup, "out.append(rows[i])")) is None
    assert change(over(setup + "; q(out)", "out.append(rows[i])")) is not None
    assert change(over(setup + "; out = rows", "out.append(rows[i])")) is not None


def test_an_object_of_another_builtin_type_may_change() -> None:
    assert change(over("rows = list(p); q(rows); d = dict(p); q(d)", "d[i] = 1")) is None
    assert change(over("rows = list(p); q(rows); d = list(p); q(d)", "d[0] = 1")) is not None


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("x = 1\ny += 2\nfor z in a: pass", "rebinds", {"x", "y", "z"}),
        ("import a.b\nfrom c import d as e\ndel f", "rebinds", {"a", "e", "f"}),
        ("with a as b: pass\n(c := 1)\ndef d(): e = 1\nclass f: pass", "rebinds",
         {"b", "c", "d", "f"}),
        ("try: pass\nexcept E as x: pass", "rebinds", {"x"}),
        ("match a:\n    case [x, *y]: pass\n    case {**z}: pass", "rebinds", {"x", "y", "z"}),
        ("a.append(1)\nb[0] = 1\ndel c[0]\nd += e\nf.g.clear()", "mutates",
         {"a", "b", "c", "d", "f.g"}),
        ("x = []\nx.copy()", "mutates", set()),
        ("yield 1", "suspends", True), ("await x", "suspends", True), ("x()", "suspends", False),
        ("async for a in b: pass", "suspends", True), ("[a async for a in b]", "suspends", True),
        ("def f(): yield 1", "suspends", False), ("lambda: (yield)", "suspends", False),
        ("return", "may_exit", True), ("break", "may_exit", True), ("raise E", "may_exit", True),
        ("for x in y: break", "may_exit", False), ("while x:\n    return", "may_exit", True),
        ("def f(): return 1", "may_exit", False), ("for x in y:\n    if x: continue", "may_exit",
                                                   False),
        ("for x in y: pass\nelse: break", "may_exit", True),
    ],
)  # fmt: skip
def test_effects_are_listed(text: str, field: str, expected: object) -> None:
    source = Source("async def f():\n  while 1:\n" + textwrap.indent(text, "    "))
    loop = next(n for n in ast.walk(source.tree) if isinstance(n, ast.While))
    assert getattr(Semantics(source).effects(loop.body), field) == expected


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("x = len(y)", False), ("x = g()", True), ("x = y.z", False), ("x = y + z", False),
        ("for a in b: pass", True), ("for a in 'b': pass", False), ("x = [*y]", True),
        ("raise ValueError('a')", False), ("x = y[0]", False), ("for i in range(3): pass", False),
        ("for i, a in enumerate([1]): pass", False), ("for i, a in enumerate(b): pass", True),
        ("for a, b in zip([1], c): pass", True), ("with open('f') as g: pass", False),
        ("with b: pass", True), ("x = sorted([1])", False), ("x = sorted(b)", True),
        ("'a'.join([1])", False), ("'a'.join(b)", True), ("x = (g() for a in [1])", True),
        ("f = lambda: g()", False), ("for a in iter(b, 1): pass", True),
        ("for a in reversed([1]): pass", False), ("from a import b", True),
    ],
)  # fmt: skip
def test_the_first_unknown_call_is_found(text: str, unknown: bool) -> None:
    source = Source(text)
    found = Semantics(source).effects(source.tree.body).calls_unknown
    assert (found is not None) is unknown


@pytest.mark.parametrize(
    ("expr", "no_effect", "no_raise"),
    [
        ("1", True, True), ("x", True, True), ("undefined", True, False), ("x + 1", True, False),
        ("x == 1", True, False), ("x is None", True, True), ("1 == 2", True, True),
        ("x < 1", True, False), ("1 < 2", True, True), ("not x", True, False),
        ("x()", False, False), ("x.y", False, False), ("x[0]", False, False),
        ("'abc'[0]", True, False), ("len(x)", True, False), ("len('a')", True, True),
        ("[x, 1]", True, True), ("{x: 1}", True, False), ("f'{x}'", True, False),
        ("x in y", False, False), ("x in [1]", True, False), ("await_()", False, False),
        ("[a for a in x]", False, False), ("(z := 1)", False, False), ("list(x)", False, False),
        ("list('a')", True, False), ("isinstance(x, y)", True, False), ("[*x]", False, False),
        ("'a'.upper()", True, False), ("x.upper()", False, False), ("1 if x else 2", True, False),
        ("x is None and y", True, True), ("x and y", True, False), ("callable(x)", True, True),
        ("lambda: 1", True, False), ("'a' == b'a'", True, False),
        ("{'a': {}, 1: -1}", True, True),
        ("{a: 1}", True, False),
        ("{'a': 1, b'a': 2}", True, False),
        ("-'a'", True, False),
    ],
)  # fmt: skip
def test_an_expression_is_pure_or_not(expr: str, no_effect: bool, no_raise: bool) -> None:
    source = Source(f"def f(x, y):\n    {expr}")
    statement = source.tree.body[0].body[0]  # type: ignore[attr-defined]
    semantics = Semantics(source)
    levels: tuple[Level, Level] = ("no_effect", "no_raise")
    assert tuple(semantics.pure(statement.value, one) for one in levels) == (no_effect, no_raise)


def test_a_name_that_may_be_deleted_can_raise() -> None:
    source = Source("def f(x):\n    if x: del x\n    return x")
    name = source.tree.body[0].body[1].value  # type: ignore[attr-defined]
    assert not Semantics(source).pure(name, "no_raise")


def test_an_escape_is_told_in_words() -> None:
    source = Source("def f(p):\n    rows = []\n    p(rows)\n    p.x = 1")
    body = source.tree.body[0].body  # type: ignore[attr-defined]
    name = body[1].value.args[0]
    semantics = Semantics(source)
    assert semantics.escapes(name, body[2:]) == "`rows` is passed to `p()`"
    assert semantics.escapes(name, body[:1]) is None
