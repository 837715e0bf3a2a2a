"""Shadowing: whether a name that a fix writes may get a meaning that the tree does not show."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.names.shadowing import STAR_REBINDS
from pyguide.source import Source


def is_free(text: str, name: str = "BaseException") -> bool:
    return Semantics(Source(text)).shadowing.is_free(name)


def test_builtins_of_code_in_strings_are_those_that_a_fix_writes_only() -> None:
    source = Source("def f(code):\n    exec(code, {})\n    x = len([])\n")
    semantics = Semantics(source)
    assert semantics.builtin("BaseException", source.tree.body[0])
    assert not semantics.builtin("nothing", source.tree.body[0])


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        "def f(code):\n    exec(code, {})",
        "def f(code):\n    exec(code, {}, {})",
        "def f(code):\n    exec(code, {**code})",
        "def f(code):\n    space = {'a': 1}\n    exec(code, space)",
        "def f(code):\n    space = {one: 1 for one in code}\n    exec(code, space)",
        "def f(globals):\n    g(globals, globals())",
        "def f(x):\n    globals = x.f_globals\n    return globals",
        "exec('x = 1')",
        "exec('not < Python')",
        "def f():\n    exec('raise ValueError')",
        "eval('x + 1')",
        "print('%(a)s' % globals())",
        "__import__('os', globals(), locals(), [''])",
        "del globals()['__annotations__']",
        "globals()['name'] = 1",
        "def f(k):\n    x = globals()\n    return x[k], k in x, x.get(k), list(x.items())",
        "def f(k):\n    x = globals()\n    x['name'] = k\n    del x['name']",
        "def f(k):\n    x = globals()\n    def g():\n        return x[k]\n    return g",
        "def f(k):\n    x = globals()\n    def g(x):\n        x[k] = 1\n    return g",
        "def f(k):\n    x = globals()\n    x = {}\n    return x[k]",
        "x = globals()\ny = x['name']\ndel x",
        "if a:\n    x = globals()\n    def f(k):\n        return k in x\n    f(1)\n    del x, f",
        "import sys\nx = sys.modules[__name__].__dict__.get(y)",
        "import sys\nx = list(sys.modules[__name__].__dict__)",
        "import sys\nsetattr(sys.modules[__name__], 'name', 1)",
        "import sys\nmodule = sys.modules[__name__]\nsetattr(x, y, 1)",
        "from sys import *",
        "from xml.sax._exceptions import *",
        "import builtins\nbuiltins._ = None",
        "import builtins\nsetattr(builtins, '_', None)",
        "import builtins\ndel builtins._",
        "import builtins\nbuiltins.__dict__['_'] = None",
        "import builtins\nx = list(builtins.__dict__.values())",
        "import builtins\nx = {**builtins.__dict__}",
    ],
)
def test_what_leaves_a_name_alone(text: str) -> None:
    assert is_free(text)


@pytest.mark.parametrize(
    "text",
    [
        "BaseException = 1",
        "class A:\n    BaseException = 1",
        "def f(BaseException): pass",
        "def f(code):\n    exec(code)",
        "def f(code, space):\n    exec(code, space)",
        "def f(code, space):\n    exec(code, {}, space)",
        "def f(code):\n    exec(code, globals())",
        "def f(code):\n    space = {}\n    space = globals()\n    exec(code, space)",
        "def f(code):\n    space = {}\n    def g():\n        nonlocal space\n        space = x\n"
        "    exec(code, space)",
        "def f(code, *space):\n    exec(code, *space)",
        "def f(*code):\n    exec(*code)",
        "space = {}\ndef f(code):\n    exec(code, space)",
        "def f(code):\n    exec(code, dict())",
        "run = exec",
        "exec('BaseException = 1')",
        "exec('import a')",
        "exec('globals()[x] = 1')",
        "exec('ℬaseException = 1')",
        "exec(b'BaseException = 1')",
        "exec(f'{x} = 1')",
        "eval('(BaseException := 1)')",
        "eval(code)",
        "globals()[name] = 1",
        "globals()['BaseException'] = 1",
        "globals().update(x)",
        "x = globals()",
        "x = globals()\ny = x['name']",
        "x = globals()\nx[name] = 1\ndel x",
        "x = y = globals()\ndel x",
        "x, y = globals(), 1\ndel x",
        "class A:\n    x = globals()\n    x['name'] = 1\n    del x",
        "def f(k):\n    x = globals()\n    x[k] = 1",
        "def f(k):\n    x = globals()\n    x['BaseException'] = k",
        "def f(k):\n    x = globals()\n    del x[k]",
        "def f(k):\n    x = globals()\n    x[k] += 1",
        "def f(k):\n    x = globals()\n    x |= k",
        "def f(k):\n    x = globals()\n    x.update(k)",
        "def f(k):\n    x = globals()\n    return x",
        "def f(k):\n    x = globals()\n    locals()['x'].update(k)",
        "def f(k):\n    x = globals()\n    k(x)",
        "def f(k):\n    x = globals()\n    y = x\n    y[k] = 1",
        "def f(k):\n    x = globals()\n    k.x = x",
        "def f(k):\n    x = globals()\n    for x[k] in k: pass",
        "def f(k):\n    x = globals()\n    return lambda: x.pop(k)",
        "def f(k):\n    global x\n    x = globals()\n    x['name'] = k",
        "f(globals())",
        "def f(globals=globals):\n    globals()[x] = 1",
        "globals = globals",
        "import sys\nsys.modules[__name__].__dict__[x] = 1",
        "import sys\nsys.modules[__name__].__dict__.update(x)",
        "import sys\nput = sys.modules[__name__].__dict__.__setitem__",
        "import sys\nsetattr(sys.modules[__name__], x, 1)",
        "import sys\nmodule = sys.modules[__name__]\nsetattr(module, x, 1)",
        "import sys\ndef f(x):\n    m = sys.modules.get(__name__)\n    setattr(m, x, 1)",
        "from tools import *",
        "from . import *",
        "from .sys import *",
        "from idlelib.config import *",
        "import builtins\nbuiltins.BaseException = 1",
        "import builtins\nbuiltins.__dict__[x] = 1",
        "import builtins\nbuiltins.__dict__['BaseException'] = 1",
        "import builtins\nbuiltins.__dict__.update(x)",
        "import builtins\nx = builtins.__dict__\nx[y] = 1",
        "import builtins\nx[0] = builtins.__dict__",
        "import builtins\nf(builtins.__dict__)",
        "import builtins\nsetattr(builtins, x, 1)",
        "import builtins\nsetattr(builtins, 'BaseException', 1)",
    ],
)
def test_what_may_change_a_name(text: str) -> None:
    assert not is_free(text)


def test_a_star_import_brings_names_that_are_no_builtins() -> None:
    assert not is_free("from operator import *", "itemgetter")
    assert not is_free("from os import *", "open")


_OFFERS = """
import builtins, importlib, json, sys, warnings
warnings.simplefilter("ignore")
found = set()
for name in sys.stdlib_module_names - {"antigravity", "this", "idlelib", "lib2to3", "turtledemo"}:
    try:
        module = importlib.import_module(name)
        offered = getattr(module, "__all__", None) or vars(module)
        found |= {
            one for one in offered
            if getattr(module, one, None) is not vars(builtins).get(one, getattr(module, one, None))
        }
    except BaseException:
        continue
print(json.dumps(sorted(one for one in found if not one.startswith("_"))))
"""


def test_the_standard_library_offers_no_other_names_of_builtins() -> None:
    run = [sys.executable, "-c", _OFFERS]
    done = subprocess.run(run, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    offered = set(json.loads(done.stdout.splitlines()[-1]))
    assert offered <= STAR_REBINDS
    assert offered <= set(dir(builtins))
