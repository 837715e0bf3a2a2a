"""Values, names and statements that generated programs are made of."""

from __future__ import annotations

import ast

VALUES = (
    *("0", "1", "-1", "2.5", "float('nan')", "True", "False", "None", "10 ** 20", "1j"),
    *("''", "'ab'", "'b a'", "b'xy'", "'1\\n2\\n'", "[]", "[3, 1, 2]", "['b', 'a']"),
    *("[[1], [2, 3]]",),
    *("()", "(1, 2)", "((1, 2), (3, 4))", "{}", "{'a': 1, 'b': 2}", "{1: [2]}", "{1, 2}", "set()"),
    *("range(3)", "iter([1, 2])", "once(1, 2, 3)", "frozenset('ab')", "bytearray(b'xy')"),
    *("Items([1, 2])", "Items()", "Table(a=1)", "Table()", "Text('ab')", "Text()", "Odd()"),
    *("Own(1)", "Own([1, 2])", "Own(0)", "Stub('stub')", "Nobody('n')", "lambda *a: a", "len"),
    *("[1, 'a', None]", "[None, 0, '']", "[Own(1), Own(2)]", "[Odd()]", "[('a', 1), ('b', 2)]"),
    *("[float('nan')] * 2", "[True, 1, 1.0]", "[{'a': 1}, {'a': 2}]", "int", "ValueError('v')"),
    *("['b', Text('a')]", "__import__('re').search('(a)(z)?', 'ab')"),
)

_OPENED = ("open('text.txt')", "open('ends.txt', newline='')", "__import__('io').StringIO('a\\nb')")
_PATHS = (
    *("'text.txt'",) * 8,
    *("'data.json'", "'data.json'", "'empty.txt'", "'ends.txt'", "'odd.bin'"),
    *("'missing.txt'", "'folder'", "'folder/inner.txt'", "'.'", "b'text.txt'", "'new.txt'"),
    *("__import__('pathlib').Path('text.txt')", "__import__('pathlib').Path('new.txt')", "''"),
)
FILES = {
    ("path", "file", "name", "source", "target", "where"): _PATHS,
    ("folder", "home", "root", "dir", "base", "top"): (
        "'folder'",
        "'.'",
        "'missing'",
        "'text.txt'",
    ),
    ("handle", "stream", "reader", "fp", "lines", "log"): (*_OPENED, "['a\\n', 'b\\n']"),
}
"""Arguments for parameters whose names have one of these words; the files are really there."""

# What a fix may want to call its own variables.
INVENTED = (
    *("item", "items", "key", "value", "word", "row", "i", "_", "result", "name", "line", "e"),
    *("list", "len", "str", "enumerate", "sorted", "dict", "set", "error", "open", "sum", "any"),
)

SHADOWS = (
    "def len(x): return said(3)",
    "len = said(len)",
    "range = lambda *a: [2, 0]",
    "def enumerate(x, *a): return said([(5, 6)])",
    "def sorted(x, **k): return said([x])",
    "list = tuple",
    "str = repr",
    "set = list",
    "isinstance = lambda *a: said(True)",
    "class dict(Table): pass",
    "class list(Items): pass",
    "def sum(x, *a): return said('sum')",
    "any = all",
    "def open(*a, **k): return Stub('file')",
    "type = lambda x: 'type'",
    "print = note",
    "class BaseException(ValueError): pass",
    "Exception = KeyError",
    "from stage import once as zip",
)

DECORATORS = (
    *("logged", "staticmethod", "functools.lru_cache", "contextlib.contextmanager", "property"),
    *("functools.cache", "types.coroutine", "(lambda f: f)", "functools.wraps(len)"),
)

_ANYWHERE = (
    "note(NAME)",
    "note(NAME, OTHER, NAME is OTHER)",
    "watch(lambda: NAME)",
    "watch(lambda: (NAME, OTHER))",
    "other = NAME",
    "NAME = OTHER",
    "NAME = VALUE",
    "OTHER = [NAME, NAME]",
    "del NAME",
    "NAME += VALUE",
    "NAME[0] = VALUE",
    "NAME['a'] = VALUE",
    "del NAME[0]",
    "NAME.append(VALUE)",
    "NAME.append(NAME)",
    "NAME.extend(NAME)",
    "NAME.extend(VALUE)",
    "NAME[1:] = VALUE",
    "NAME += ['a', VALUE]",
    "NAME.clear()",
    "NAME.pop()",
    "NAME.insert(0, VALUE)",
    "NAME.sort(key=repr)",
    "NAME.update(VALUE)",
    "NAME.add(VALUE)",
    "NAME.attribute = VALUE",
    "note(list(NAME))",
    "note(next(NAME))",
    "note(sorted(locals()))",
    "note(eval('NAME'))",
    'exec("NAME = VALUE")',
    "note(vars().get('NAME'))",
    "for NAME in VALUE: pass",
    "note([NAME for NAME in VALUE])",
    "note([OTHER for OTHER in NAME])",
    "(NAME := VALUE)",
    "NAME = (OTHER for OTHER in NAME)",
    "def spy(): return NAME\nwatch(spy)",
    "def change():\n    global NAME\n    NAME = VALUE\nchange()",
    "class NAME: pass",
    "import math as NAME",
    "raise ValueError(NAME)",
    "assert NAME, note(NAME)",
    "try:\n    raise KeyError(NAME)\nexcept KeyError as error:\n    note(error)",
    "with Stub('with') as NAME:\n    note(NAME)",
    "if NAME:\n    note('true')\nelse:\n    note('false')",
    "NAME, OTHER = OTHER, NAME",
    "keep = [lambda: NAME]\nwatch(keep[0])",
    "if note(NAME): raise Nobody(NAME)",
)
_IN_FUNCTIONS = (
    "if note(NAME): return NAME",
    "return NAME",
    "def change():\n    nonlocal NAME\n    NAME = VALUE\nchange()",
    "def change():\n    nonlocal NAME\n    NAME = VALUE\nwatch(change)",
    "yield NAME",
    "try:\n    yield NAME\nfinally:\n    note(NAME)",
)
_IN_LOOPS = (
    "if note(NAME): break",
    "if note(NAME): continue",
    "break",
    "if NAME == VALUE: continue",
    "watch(lambda NAME=NAME: NAME)",
)


def statements(in_function: bool, in_loop: bool) -> tuple[str, ...]:
    """Statements for one place; NAME and OTHER stand for variables, VALUE for an expression."""
    found = _ANYWHERE
    if in_function:
        found += _IN_FUNCTIONS
    return found + _IN_LOOPS if in_loop else found


def expression(text: str, old: ast.expr | None = None) -> ast.expr:
    """The parsed ``text``, in which each ``OLD`` stands for ``old``."""
    tree = ast.parse(text, mode="eval").body
    if old is None:
        return tree
    return _Filled(old).visit(tree)  # type: ignore[no-any-return]


class _Filled(ast.NodeTransformer):
    def __init__(self, old: ast.expr) -> None:
        self.old = old

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.old if node.id == "OLD" else node
