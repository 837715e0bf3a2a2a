"""Programs that a fix once broke, though it was called safe: none of these findings has a safe one.

Each was found by hand or by chance, run before and after, and mended in the proof that missed it.
"""

from __future__ import annotations

import pytest

from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.source import Source

LONG = """names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
    words = "a b c d e f g h i j".split()"""


COUNTING = """
HASHED = []
class Key:
    def __hash__(self):
        HASHED.append(self)
        return 1
def f(keys):
"""


def emptying(method: str, use: str) -> str:
    """A loop whose body makes an object ``own`` run a method that empties the list."""
    return f"""
class Own:
    def __init__(self, rows):
        self.rows = rows
    {method}
        self.rows.clear()
        return 0
def f():
    rows = [1, 2, 3]
    own = Own(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        {use}
    return out
"""


PROGRAMS = {
    "PYG007: the name is spelled by another name of eval": """
import builtins
def f():
    userName = 1
    return builtins.eval("userName")
""",
    "PYG007: a query finds the variable by its name": """
def f(frame):
    maxAge = 30
    old = "age > @maxAge"
    return frame.query(old)
""",
    "PYG007: a library evaluates a text that names the variable": """
import numexpr
def f(rows):
    allRows = rows
    return numexpr.evaluate("allRows + 1")
""",
    "PYG009: a generator made before the loop reads the target": """
def f(rows):
    i = 7
    g = (i for _n in range(2))
    for i in rows:
        print("x")
    return list(g)
""",
    "PYG009: a query reads the target by its name": """
def f(frame, ages):
    out = []
    for least in ages:
        out.append(frame.query("age > @least"))
    return out
""",
    "PYG011: a signature shows the annotation": """
from inspect import signature as shown
from typing import List
def f(x: List[int]): return x
print(shown(f))
""",
    "PYG011: fields have another name": """
from dataclasses import dataclass, field, fields as shown
from typing import List
@dataclass
class A:
    x: List[int]
print(shown(A)[0].type)
""",
    "PYG011: fields are found in the module": """
import dataclasses as dc
from typing import List
@dc.dataclass
class A:
    x: List[int]
look = dc.fields
print(look(A)[0].type)
""",
    "PYG011: a method for each type asks for the annotation": """
from functools import singledispatchmethod as by_type
from typing import List
class A:
    @by_type
    def m(self, x): return "any"
def several(self, x: List): return "list"
vars(A)["m"].register(several)
""",
    "PYG011: what the class holds is shown": """
from typing import List
class A:
    x: List[int]
print({name: value for name, value in vars(A).items()})
""",
    "PYG011: the alias refuses one type where it takes two": """
from typing import Dict
def f() -> Dict[str]: pass
""",
    "PYG012: a decorator makes something else of the class": """
from typing import Optional
@print
class Conf: pass
def f(x: Optional[Conf] = None): return 1
""",
    "PYG012: another name for a class with a metaclass": """
from typing import Optional
class Meta(type):
    def __or__(cls, other): return print("or")
class Base(metaclass=Meta): pass
Other = Base
class A(Other): pass
def f(x: Optional[A]): return x
""",
    "PYG012: a base in another class has a metaclass": """
from typing import Optional
class Meta(type):
    def __or__(cls, other): return print("or")
class Inner:
    class Base(metaclass=Meta): pass
class A(Inner.Base): pass
def f(x: Optional[A]): return x
""",
    "PYG012: one of two bases has a metaclass": """
import sys
from typing import Optional
class Meta(type):
    def __or__(cls, other): return print("or")
if sys.version_info > (3,):
    class Base(metaclass=Meta): pass
else:
    Base = object
class A(Base): pass
def f(x: Optional[A]): return x
""",
    "PYG012: a base comes from another file": """
from typing import Optional
from models import Model
class A(Model): pass
def f(x: Optional[A]): return x
""",
    "PYG012: brackets are inherited": """
from typing import Generic, Optional, TypeVar
T = TypeVar("T")
class Named:
    def __class_getitem__(cls, item): return "text"
class Box(Named, Generic[T]): pass
def f(x: Optional[Box[int]]): return x
""",
    "PYG012: brackets are inherited under another name": """
from typing import Generic, Optional, TypeVar
T = TypeVar("T")
class Named:
    def __class_getitem__(cls, item): return "text"
Other = Named
class Box(Other, Generic[T]): pass
def f(x: Optional[Box[int]]): return x
""",
    "PYG012: brackets are set later": """
from typing import Generic, Optional, TypeVar
T = TypeVar("T")
class Box(Generic[T]): pass
Box.__class_getitem__ = lambda item: "text"
def f(x: Optional[Box[int]]): return x
""",
    "PYG012: the setter is none of a property": """
from typing import Optional
from columns import checked
class A:
    @checked
    def x(self): return 1
    @x.setter
    def x(self, value: Optional[int]): self.value = value
""",
    "PYG103: an object of the body takes the field away": """
from dataclasses import dataclass
class Hidden:
    def __set_name__(self, owner, name):
        del owner.__annotations__["tags"]
@dataclass
class User:
    tags: list = []
    hidden = Hidden()
""",
    "PYG103: the body takes the field away": """
from dataclasses import dataclass
@dataclass
class User:
    tags: list = []
    del __annotations__["tags"]
""",
    "PYG103: a function takes the field away": """
import sys
from dataclasses import dataclass
def hide(name):
    del sys._getframe(1).f_locals["__annotations__"][name]
@dataclass
class User:
    tags: list = []
    hide("tags")
""",
    "PYG201: an object claims to be a bool": """
class Lazy:
    __class__ = bool
    def __eq__(self, other): return "lazy"
def f(x):
    if isinstance(x, bool):
        return x == None
""",
    "PYG201: the class body gets its names from a metaclass": """
class Column:
    def __eq__(self, other): return f"{self} = {other}"
class Namespace(dict):
    def __setitem__(self, name, value): super().__setitem__(name, Column())
class Meta(type):
    @classmethod
    def __prepare__(cls, name, bases): return Namespace()
    def __new__(cls, name, bases, names): return type(name, bases, {})
class Table(metaclass=Meta):
    x = 1
    print(x == None)
""",
    "PYG201: the class body gets its names from the metaclass of a base": """
class Column:
    def __eq__(self, other): return f"{self} = {other}"
class Namespace(dict):
    def __setitem__(self, name, value): super().__setitem__(name, Column())
class Meta(type):
    @classmethod
    def __prepare__(cls, name, bases): return Namespace()
    def __new__(cls, name, bases, names): return type.__new__(cls, name, bases, {})
class Model(metaclass=Meta): pass
class Table(Model):
    x = 1
    print(x == None)
""",
    "PYG201: something else stands in for the standard input": """
import sys
class Text(str):
    def __eq__(self, other): return "equal"
class Lines:
    def readline(self): return Text("a")
sys.stdin = Lines()
print(input() == None)
""",
    "PYG203: a metaclass inherits its equality": """
class ByName:
    def __eq__(cls, other): return cls.__name__ == other.__name__
class Meta(ByName, type): pass
class Point(metaclass=Meta): pass
def f(a):
    return type(a) == Point
""",
    "PYG203: a metaclass gets its equality by an annotated assignment": """
class Meta(type):
    __eq__: object = lambda cls, other: True
class Point(metaclass=Meta): pass
def f(a):
    return type(a) == Point
""",
    "PYG203: a metaclass gets both equalities from a tuple": """
class Meta(type):
    __eq__, __ne__ = (lambda cls, other: True), (lambda cls, other: False)
class Point(metaclass=Meta): pass
def f(a):
    return type(a) == Point
""",
    "PYG203: setattr gives a metaclass its equality": """
class Meta(type): pass
setattr(Meta, "__eq__", lambda cls, other: True)
class Point(metaclass=Meta): pass
def f(a):
    return type(a) == Point
""",
    "PYG203: a call of type makes the metaclass": """
Meta = type("Meta", (type,), {"__eq__": lambda cls, other: True})
Point = Meta("Point", (), {})
def f(a):
    return type(a) == int
""",
    "PYG203: a lambda makes the metaclass": """
def make(name, bases, names):
    return type("Meta", (type,), dict(__eq__=lambda cls, other: True))(name, bases, names)
class Point(metaclass=lambda *made: make(*made)): pass
def f(a):
    return type(a) == Point
""",
    "PYG203: type has another name": """
Base = type
class ByName(Base):
    def __eq__(cls, other): return True
Point = ByName("Point", (), {})
def f(a):
    return type(a) == int
""",
    "PYG203: a function in the place of a metaclass makes no class": """
class Anything:
    def __eq__(self, other): return True
def make(name, bases, names): return Anything()
class Point(metaclass=make): pass
def f(a):
    return type(a) == Point
""",
    "PYG203: an equality that is awaited": """
class Meta(type):
    async def __eq__(cls, other): return True
class Point(metaclass=Meta): pass
def f(a):
    return type(a) == Point
""",
    "PYG204: the order of tuples is what their items say": """
class Version:
    def __gt__(self, other): return ()
def f(a, b):
    newer = (a, 1) > (b, 1)
    return newer == True
""",
    "PYG204: several handlers of except* run": """
def f(jobs):
    done = False
    try:
        jobs()
    except* ValueError as errors:
        done = len(errors.exceptions)
    except* TypeError:
        if done == True:
            print("one failed")
""",
    "PYG204: an object claims to be a bool": """
class Lazy:
    __class__ = bool
    def __eq__(self, other): return "lazy"
def f(x):
    if isinstance(x, bool):
        return x == True
""",
    "PYG204: a proxy claims to be what it stands for": """
class Proxy:
    def __init__(self, value): self.value = value
    def __getattribute__(self, name): return getattr(vars(self)["value"], name)
    def __eq__(self, other): return "proxy"
def f(x):
    if isinstance(x, bool):
        return x == True
""",
    "PYG204: the module imports itself and replaces the function": """
import program as here
def differs(x): return not x
def f(): return differs(0) == True
here.differs = lambda x: 1
print(f())
""",
    "PYG301: the module object gets another BaseException": """
import sys
setattr(sys.modules[__name__], "BaseException", ValueError)
def f():
    try:
        g()
    except:
        print("caught")
""",
    "PYG304: the class body gets its names from a metaclass": """
class Namespace(dict):
    def __setitem__(self, name, value): super().__setitem__(name, KeyError(name))
class Meta(type):
    @classmethod
    def __prepare__(cls, name, bases): return Namespace()
class Table(metaclass=Meta):
    try:
        print(1 / 0)
    except ZeroDivisionError as error:
        raise error
""",
    "PYG401: what is written is read in a finally": """
def f(n):
    xs = list(n)
    out = []
    for i in range(len(xs)):
        try:
            if xs[i] < 0:
                xs[i] = 0
                continue
        finally:
            out.append(xs[i])
    return out
""",
    "PYG401: a function in the library keeps its argument": """
import string
def empty(kept):
    kept.template.clear()
def f():
    rows = [1, 2, 3]
    kept = string.Template(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        empty(kept)
    return out
""",
    "PYG401: a slice keeps its argument": """
def empty(kept):
    kept.stop.clear()
def f():
    rows = [1, 2, 3]
    kept = slice(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        empty(kept)
    return out
""",
    "PYG401: a setter empties the list": """
class Box:
    def __init__(self, rows):
        self.rows = rows
    @property
    def last(self):
        return self.rows[-1]
    @last.setter
    def last(self, value):
        self.rows.clear()
def f():
    rows = [1, 2, 3]
    box = Box(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        box.last = 0
    return out
""",
    "PYG401: storing any attribute empties the list": """
ROWS = [1, 2, 3]
class Box:
    def __setattr__(self, name, value):
        ROWS.clear()
def f(box):
    rows = ROWS
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        box.last = 0
    return out
""",
    "PYG401: an operand empties the list": emptying("def __radd__(self, other):", "1 + own"),
    "PYG401: the truth of an object empties the list": emptying(
        "def __bool__(self):", "out = out if own else []"
    ),
    "PYG401: an entry is deleted of an object": emptying(
        "def __delitem__(self, key):", "del own[0]"
    ),
    "PYG401: an f-string shows an object": emptying(
        "def __format__(self, spec):", "out.append(f'{own}')"
    ),
    "PYG401: a mapping tells its keys": emptying("def keys(self):", "out.append({**own})"),
    "PYG401: a class keeps what it is asked about": """
KEPT = []
class Meta(type):
    def __instancecheck__(cls, one):
        KEPT.append(one)
        return False
class Own(metaclass=Meta): pass
def empty():
    KEPT[0].clear()
def f():
    rows = [1, 2, 3]
    isinstance(rows, Own)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        empty()
    return out
""",
    "PYG401: an object keeps what it is compared with": """
KEPT = []
class Own:
    def __eq__(self, other):
        KEPT.append(other)
        return False
def empty():
    KEPT[0].clear()
def f(own):
    rows = [1, 2, 3]
    if own == rows:
        return []
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        empty()
    return out
""",
    "PYG401: a class is asked whether a subject is of it": """
ROWS = [1, 2, 3]
class Meta(type):
    def __instancecheck__(cls, one):
        ROWS.clear()
        return False
class Own(metaclass=Meta): pass
def f():
    rows = ROWS
    out = []
    for i in range(len(rows)):
        match rows[i]:
            case Own():
                out.append(i)
    return out
""",
    "PYG401: a generator goes on where a member is looked for": """
def drain(rows):
    while rows:
        yield rows.pop()
def f():
    rows = [1, 2, 3]
    left = drain(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        if 5 in left:
            break
    return out
""",
    "PYG401: a generator fills a slice": """
def drain(rows):
    while rows:
        yield rows.pop()
def f():
    rows, buffer = [1, 2, 3], []
    left = drain(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        buffer[:] = left
    return out
""",
    "PYG401: what is printed goes elsewhere": """
import sys
class Tee:
    def __init__(self, rows):
        self.rows = rows
    def write(self, text):
        self.rows.clear()
def f():
    rows = [1, 2, 3]
    sys.stdout = Tee(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        print("row")
    return out
""",
    "PYG401: output is redirected": """
from contextlib import redirect_stdout
class Tee:
    def __init__(self, rows):
        self.rows = rows
    def write(self, text):
        self.rows.clear()
def f():
    rows = [1, 2, 3]
    out = []
    with redirect_stdout(Tee(rows)):
        for i in range(len(rows)):
            out.append(rows[i])
            print("row")
    return out
""",
    "PYG401: what is read comes from elsewhere": """
import sys
class Keys:
    def __init__(self, rows):
        self.rows = rows
    def readline(self):
        self.rows.clear()
        return "a"
def f():
    rows = [1, 2, 3]
    sys.stdin = Keys(rows)
    out = []
    for i in range(len(rows)):
        out.append(rows[i])
        input()
    return out
""",
    "PYG401: the module gets one more name": """
rows = [1, 2, 3]
for i in range(len(rows)):
    str(i * rows[i])
""",
    "PYG401: each read of a range makes a number": """
def f():
    numbers = range(1000)
    return [numbers[i] is numbers[i] for i in range(len(numbers))]
""",
    "PYG401: each read of a text makes a letter": """
def f(text):
    text = str(text) + "x"
    return [id(text[i]) == id(text[i]) for i in range(len(text))]
""",
    "PYG403: the counter is no whole number": """
def f(rows):
    t = 0
    for r in rows:
        print(t, r)
        t += 1.0
""",
    "PYG403: a generator made before the loop reads the counter": """
def f(rows):
    i = 7
    g = (i for _ in range(2))
    i = 0
    for row in rows:
        print(i, row)
        i += 1
    return list(g)
""",
    "PYG403: the counter is deleted though there may be no round": """
def f(rows):
    i = 0
    for row in rows:
        print(i, row)
        i += 1
    del i
""",
    "PYG405: a generator made before the loop reads the target": """
def f(k):
    c = "z"
    g = (c for _ in "ab")
    xs = []
    for c in k:
        xs.append(c + "!")
    return list(g)
""",
    "PYG405: a break in finally ends the exception": """
def f(xs):
    while True:
        try:
            out = []
            for x in xs:
                out.append(1 / x)
        finally:
            break
    return out
""",
    "PYG405: the next handler of except* runs all the same": """
def f(jobs, xs):
    ratios = None
    try:
        jobs()
    except* ValueError:
        ratios = []
        for x in xs:
            ratios.append(1 / x)
    except* TypeError:
        print(ratios)
""",
    "PYG405: a generator made before the loop reads the list": """
def f():
    out = [0]
    lengths = (len(out) for _ in range(3))
    out = []
    for length in lengths:
        out.append(length + 1)
    return out
""",
    "PYG405: a generator of an earlier round reads the list": """
def f(rows):
    news = iter(())
    for row in rows:
        out = []
        for item in news:
            out.append(item + 1)
        news = (item for item in row if item not in out)
    return out
""",
    "PYG408: a generator changes what the start is made of": """
def rows(log):
    for n in range(3):
        log.append(n)
        yield "ab"
def f():
    log = []
    return sum([len(t) for t in rows(log)], len(log))
""",
    "PYG408: a generator of an inner clause changes what the start is made of": """
def rows(log):
    for n in range(3):
        log.append(n)
        yield "ab"
def f():
    log = []
    return sum([len(t) for r in [rows(log)] for t in r], len(log))
""",
    "PYG408: the source itself changes what the default is made of": """
def f():
    log = []
    return max([len(t) for t in (log.append(n) or "a" for n in [])], default=len(log))
""",
    "PYG408: a property runs out of items": """
LINES = iter(["a"])
class Reader:
    @property
    def line(self):
        return next(LINES)
def f(readers):
    return sum([len(reader.line) for reader in readers])
""",
    "PYG408: what is unpacked runs out of items": """
PAIRS = iter([])
class Pair:
    def __iter__(self):
        return next(PAIRS)
def f(pairs):
    return sum([1 for left, right in pairs])
""",
    "PYG408: a test runs out of items": """
MARKS = iter([True])
class Row:
    def __bool__(self):
        return next(MARKS)
def f(rows):
    return sum([1 for row in rows if row])
""",
    "PYG411: the key moves on while the value is made": """
def parse(tokens, pos):
    pos[0] += 1
    return tokens[pos[0] - 1]
def group(tokens):
    d = {}
    pos = [0]
    while pos[0] < len(tokens):
        if pos[0] in d:
            d[pos[0]].append(parse(tokens, pos))
        else:
            d[pos[0]] = [parse(tokens, pos)]
    return d
""",
    "PYG411: what is put in looks at the dict": """
def group(words):
    d = {}
    for w in words:
        if w in d:
            d[w].append("more" if d else "first")
        else:
            d[w] = ["more" if d else "first"]
    return d
""",
    "PYG411: a new entry evaluates its key first": """
def group(keys, it):
    d = {}
    for k in keys:
        if k in d:
            d[k][next(it)] = next(it)
        else:
            d[k] = {next(it): next(it)}
    return d
""",
    "PYG411: the value changes what its index is made of": """
def f():
    d = {}
    stack = [1, 2, 3]
    for k in "aab":
        if k in d:
            d[k][len(stack)] = stack.pop()
        else:
            d[k] = {len(stack): stack.pop()}
    return d
""",
    "PYG411: what is put in looks at the dict by another name": """
def f(words):
    d = {}
    e = d
    for w in words:
        if w in d:
            d[w].append("more" if e else "first")
        else:
            d[w] = ["more" if e else "first"]
    return d
""",
    "PYG411: what is put in looks at the dict through a view": """
def f(words):
    d = {}
    keys = d.keys()
    for w in words:
        if w in d:
            d[w].append(len(keys))
        else:
            d[w] = [len(keys)]
    return d
""",
    "PYG411: an iterator goes through the dict": """
def f(words):
    d = {}
    it = iter(d)
    for w in words:
        if w in d:
            d[w].append(next(it, 0))
        else:
            d[w] = [next(it, 0)]
    return d
""",
    "PYG411: a generator that is unpacked moves the key on": """
def gen(k):
    for n in range(2):
        k[0] += 1
        yield n
def f():
    d = {}
    k = [0]
    for w in range(3):
        g = gen(k)
        if k[0] in d:
            d[k[0]].append([*g])
        else:
            d[k[0]] = [[*g]]
    return d
""",
    "PYG411: a generator that is searched moves the key on": """
def gen(k):
    for n in range(2):
        k[0] += 1
        yield n
def f():
    d = {}
    k = [0]
    for w in range(3):
        g = gen(k)
        if k[0] in d:
            d[k[0]].append(1 in g)
        else:
            d[k[0]] = [1 in g]
    return d
""",
    "PYG411: a member of a set moves the key on": """
def move(k):
    k[0] += 1
    return k[0]
def f():
    d = {}
    k = [0]
    for _ in range(4):
        if k[0] in d:
            d[k[0]].add(move(k))
        else:
            d[k[0]] = {move(k)}
    return d
""",
    "PYG411: a key counts how often it is hashed": COUNTING
    + """
    rows = {}
    for key in keys:
        if key not in rows:
            rows[key] = []
        rows[key].append(1)
    return len(HASHED)
""",
    "PYG412: a huge integer added to a float fails": """
def f(keys):
    d = {}
    huge = 10**400
    try:
        for k in keys:
            if k not in d:
                d[k] = 0.0
            d[k] += huge
    except OverflowError:
        pass
    return d
""",
    "PYG412: the very number is what is stored": """
def f(keys):
    d = {}
    n = 1000
    for k in keys:
        if k in d:
            d[k] += n
        else:
            d[k] = n
    return d["b"] is n
""",
    "PYG412: a key counts how often it is hashed": COUNTING
    + """
    rounds = {}
    for key in keys:
        if key in rounds:
            rounds[key] += 1
        else:
            rounds[key] = 1
    return len(HASHED)
""",
    "PYG413: a function of the file runs out of items": """
it = iter([1, 2])
def take(_):
    return int(next(it))
def f():
    return list(map(lambda n: take(n), range(5)))
""",
    "PYG413: a function that is handed on runs out of items": """
def f(rows, first):
    return list(map(lambda row: min(row, key=first), rows))
""",
    "PYG413: the iterator itself is the least": """
def f():
    return max(map(lambda x: x + 1, [3]), [2], key=list)
""",
    "PYG413: a function of the function runs out of items": """
import re
def f(texts):
    values = iter("12")
    def fill(match):
        return next(values)
    return list(map(lambda s: re.sub("x", fill, s), texts))
""",
    "PYG413: an item of an object runs out": """
it = iter([1, 2])
class Own:
    def __getitem__(self, key): return next(it)
def f(rows=Own()):
    return list(map(lambda n: rows[n], range(5)))
""",
    "PYG413: a sum runs out, by a function of the file": """
it = iter([1, 2])
def take():
    return next(it)
class Own:
    def __add__(self, other): return take()
def f(own=Own()):
    return list(map(lambda n: own + n, range(5)))
""",
    "PYG413: a property runs out": """
class Own:
    @property
    def one(self): raise StopIteration
def f(own=Own()):
    return list(map(lambda n: own.one, range(5)))
""",
    "PYG413: a metaclass runs out": """
it = iter([1, 2])
class Meta(type):
    def __instancecheck__(cls, one): return next(it)
class Own(metaclass=Meta): pass
def f():
    return list(map(lambda n: isinstance(n, Own), "abcde"))
""",
    "PYG413: the truth of what is kept runs out": """
it = iter([True, True])
class Own:
    def __bool__(self): return next(it)
def f():
    return len(list(filter(lambda one: one, [Own(), Own(), Own()])))
""",
    "PYG413: the generator is closed at another time": """
said = []
def rows():
    try:
        yield 1
        yield "a"
    finally:
        said.append("closed")
def f():
    try:
        return list(map(lambda n: n + 1, rows()))
    except TypeError:
        return list(said)
""",
    "PYG416: the hash of a key changes": """
class Key:
    def __init__(self, number):
        self.number = number
    def __hash__(self):
        return self.number
def f():
    rows = {Key(1): "a", Key(2): "b"}
    out = []
    for key in rows:
        key.number += 5
        out.append(rows.get(key) or rows[key])
    return out
""",
    "PYG416: a key counts how often it is hashed": """
HASHED = []
class Key:
    def __hash__(self):
        HASHED.append(self)
        return 1
def f():
    rows = {Key(): 1}
    for key in rows:
        HASHED.append(rows[key])
    return len(HASHED)
""",
    "PYG416: the module gets one more name": """
rows = {1: 2, 3: 4}
for key in rows:
    str(key * rows[key])
""",
    "PYG416: the hash of a key is made of a property": """
class Key:
    number = 1
    @property
    def name(self): return str(self.number)
    def __hash__(self): return hash(self.name)
def f():
    key = Key()
    rows = {key: "a"}
    key.number += 1
    return [rows[key] for key in rows]
""",
    "PYG416: two keys become equal": """
class Key:
    def __init__(self, number): self.number = number
    def __eq__(self, other): return self.number == other.number
    def __hash__(self): return 1
def f():
    keys = [Key(1), Key(2)]
    rows = {keys[0]: "a", keys[1]: "b"}
    keys[1].number = 1
    return [rows[key] for key in rows]
""",
    "PYG416: the hash of a key is made of its fields": """
from dataclasses import dataclass
@dataclass(unsafe_hash=True)
class Key:
    number: int
def f():
    key = Key(1)
    rows = {key: "a"}
    key.number += 1
    return [rows[key] for key in rows]
""",
    "PYG418: the set is deleted behind the loop": """
def f(xs):
    seen = set()
    kept = []
    for x in xs:
        if x not in seen:
            seen.add(x)
            kept.append(x)
    del seen
    return kept
""",
    "PYG418: a set is found by an equal frozenset": """
def f(xs):
    kept = []
    seen = set()
    for x in xs:
        if x not in seen:
            seen.add(x)
            kept.append(x)
    return kept
f([frozenset({1}), {1}])
""",
    "PYG418: a generator made before reads the list": """
def f(xs):
    g = (x for x in xs if len(kept) < 2)
    kept = []
    seen = set()
    for x in g:
        if x not in seen:
            seen.add(x)
            kept.append(x)
    return kept
""",
    "PYG418: a key counts how often it is hashed": COUNTING
    + """
    seen = set()
    own = []
    for key in keys:
        if key not in seen:
            seen.add(key)
            own.append(key)
    return len(HASHED)
""",
    "PYG501: a list of text gets a number through a choice": """
def f(number):
    left, right = [], ["a"]
    left.append("x")
    (left if number else right).append(number)
    text = ""
    for item in left:
        text += item
    return text
""",
    "PYG501: a function that asks for the type fills the list": """
def fill(names, more):
    if type(names) is list:
        names.extend(more)
def f(more):
    names = ["a", "b", "c", "d", "e"]
    fill(names, more)
    text = ""
    for name in names:
        text += name
    return text
""",
    "PYG501: a test puts a function in the place of a builtin": """
from unittest import mock
def f(n):
    text = ""
    for _ in range(n):
        text += input()
    return text
with mock.patch("builtins.input", side_effect=["a", 1]):
    f(2)
""",
    "PYG501: the module of builtins has another name": """
import builtins
def f(n):
    text = ""
    for _ in range(n):
        text += input()
    return text
home = builtins
home.input = iter([1]).__next__
""",
    "PYG501: text of a class that adds in its own way": """
class Marked(str):
    def __str__(self): return self
    def __radd__(self, other): return "?"
def f(xs):
    text = ""
    for x in xs:
        text += str(x)
    return text
""",
    "PYG501: text of a class that says what a pattern makes of it": """
class Marked(str):
    def __rmod__(self, pattern): return None
def f(xs):
    text = ""
    for x in xs:
        text += "%s, " % x
    return text
""",
    "PYG501: a class of text gets its sum by assignment": """
class Marked(str):
    def __str__(self): return self
    def own(self, other): return "?"
    __radd__ = own
def f(xs):
    text = ""
    for x in xs:
        text += str(x)
    return text
""",
    "PYG501: text has another name where a class is built on it": """
text_type = str
class Marked(text_type):
    def __str__(self): return self
    def __radd__(self, other): return "?"
def f(xs):
    text = ""
    for x in xs:
        text += str(x)
    return text
""",
    "PYG501: members of an enumeration are text": """
import enum
class Marked(enum.StrEnum):
    A = "a"
    def __str__(self): return self
    def __radd__(self, other): return "?"
def f(xs):
    text = ""
    for x in xs:
        text += str(x)
    return text
""",
    "PYG503: the longer of two lists goes on as a list": """
def f(n):
    path = [1, 2, 3]
    best = [5]
    for i in range(n):
        path.append(i)
        if path:
            path.pop(0)
        if max(path, best) == best:
            print("best")
""",
    "PYG503: all names of the module are counted": """
import inspect, sys
def classes():
    return inspect.getmembers(sys.modules[__name__], inspect.isclass)
def f(queue):
    queue = [1, 2]
    while queue:
        print(queue.pop(0))
""",
    "PYG504: a list is filled through a choice": f"""
def f(numbers):
    {LONG}
    odd = ["b"]
    for n in numbers:
        (odd if n % 2 else names).append([n])
    return [w for w in words if w in names]
""",
    "PYG504: a function that asks for the type changes the list": f"""
def add(names, item):
    if type(names) is list:
        names.append(item)
def f():
    {LONG}
    hits = []
    for w in words:
        if w in names:
            hits.append(w)
        add(names, w)
    return hits
""",
    "PYG504: the subject of a match takes an item away": f"""
def f():
    {LONG}
    match names.pop():
        case last if any([w in names for w in words]):
            return last
""",
    "PYG504: the value is evaluated before the target": f"""
def f(table):
    {LONG}
    table[any([w in names for w in words])] = names.pop()
""",
    "PYG504: a manager before another one takes an item away": f"""
def f(a, b):
    {LONG}
    with a(names.pop()), b([w for w in words if w in names]) as found:
        return found
""",
    "PYG504: the test of an assertion runs before its message": f"""
def f():
    {LONG}
    assert names.pop() != "i", [w in names for w in words]
""",
    "PYG504: the cause of an exception comes after it": f"""
def f():
    {LONG}
    raise ValueError(names.pop()) from KeyError(any([w in names for w in words]))
""",
    "PYG504: the body runs before a handler is looked for": f"""
def f(kinds):
    {LONG}
    try:
        names.pop()
        raise KeyError
    except tuple([kinds[w] for w in words if w in names]):
        return names
""",
    "PYG504: a module inside a module offers something else": f"""
import os
os.path.normcase = lambda names: names.append([1])
def f():
    {LONG}
    for w in words:
        if w in names:
            print(w)
        os.path.normcase(names)
""",
    "PYG505: what can be called in the module is a command": """
def f(rows):
    return sorted(rows, key=lambda row: row[1])
COMMANDS = {name: one for name, one in globals().items() if callable(one)}
""",
    "PYG505: the module is found among all, which are known by themselves": """
import inspect
from sys import modules
def f(rows):
    return sorted(rows, key=lambda row: row[1])
print(inspect.getmembers(modules[__name__], inspect.isclass))
""",
    "PYG505: the module is asked for, and then for its names": """
import sys
def f(rows):
    return sorted(rows, key=lambda row: row[1])
print(vars(sys.modules.get(__name__)))
""",
    "PYG505: the name is known to be missing": """
def f(rows):
    try:
        itemgetter
    except NameError:
        return sorted(rows, key=lambda row: row[1])
""",
    "PYG505: text has no negative": """
def f():
    return sorted([], key=lambda row: row[-"age"])
""",
    "PYG505: builtins under another name": """
import builtins as b
b.sorted = print
def f(rows):
    return sorted(rows, key=lambda row: row[1])
""",
    "PYG505: the file has another itemgetter": """
import operator
operator.itemgetter = lambda place: len
def f(rows):
    return sorted(rows, key=lambda row: row[0])
""",
    "PYG508: the copy is kept where the other dict is missing": """
def f(flag):
    a = {"x": 1}
    if flag:
        b = {}
    try:
        c = a.copy()
        c.update(b)
    except NameError:
        pass
    return c
""",
    "PYG509: a loop without a round leaves its target as it was": """
def f(s, rows):
    for s in [{1}]:
        s = rows
    else:
        if 2 in s:
            s.remove(2)
""",
    "PYG509: of two unbound names, the other is missed first": """
def f(flag):
    if flag:
        x, s = 1, set()
    if x in s:
        s.remove(x)
""",
    "PYG510: behind a loop its variable may be unbound": """
def f(table, names):
    limits = {"a": 1}
    for name in names:
        if name in table:
            break
    else:
        return limits["a"] if "a" in limits else name
""",
    "PYG510: a manager swallows what opening the file raises": """
from contextlib import suppress
def f(path, key):
    d = {"a": 1}
    with suppress(OSError), open(path) as x:
        pass
    return d[key] if key in d else x
""",
    "PYG510: of two unbound names, the other is missed first": """
def f(flag):
    if flag:
        x, d = 1, {}
    return d[x] if x in d else None
""",
    "PYG511: a later clause gives the name of the test something else": """
def f(words):
    return [w in ["a", "b"] for w in words if type(w) is str for w in [w, [w]]]
""",
    "PYG511: a builtin has another meaning in some versions only": """
import sys
if sys.version_info < (3, 0):
    def round(x): return "a"
def f(x):
    return round(x) in ["a", "b"]
""",
    "PYG511: text and bytes": """
def f():
    return b"z" in ["a", "b"]
""",
    "PYG511: the file puts another function into the library": """
import os
os.getcwd = lambda: ["x"]
def f():
    return os.getcwd() in ["a", "b"]
""",
    "PYG511: numbers are compared with bytes": """
def f(rows):
    return len(rows) in [1, b"1"]
""",
    "PYG601: the class body lists its names": """
class A:
    def __eq__(self, other):
        return self.x == other
    names = sorted(locals())
""",
    "PYG601: the equality is deleted again": """
class A:
    def __eq__(self, other):
        return self.x == other
    del __eq__
print(hash(A()))
""",
    "PYG601: the equality is a global": """
class A:
    global __eq__
    def __eq__(self, other):
        return self.x == other
print(hash(A()))
""",
    "PYG601: the hash is a slot": """
class A:
    __slots__ = ("x", "__hash__")
    def __eq__(self, other):
        return self.x == other
""",
    "PYG601: the hash is a global": """
class A:
    global __hash__
    def __eq__(self, other):
        return self.x == other
print("__hash__" in globals())
""",
    "PYG601: the file has an ABCMeta of its own": """
class ABCMeta(type):
    def __new__(cls, name, bases, names):
        print(sorted(names))
        return super().__new__(cls, name, bases, names)
class A(metaclass=ABCMeta):
    def __eq__(self, other):
        return self.x == other
""",
    "PYG601: what the class holds is shown in order": """
class A:
    def __eq__(self, other):
        return self.x == other
    def m(self): pass
print(list(vars(A)))
""",
    "PYG601: a method shows what its class holds in order": """
class A:
    def __eq__(self, other):
        return self.x == other
    def names(self):
        return list(type(self).__dict__)
""",
    "PYG601: a decorator looks at the class body": """
import sys
def listed(method):
    print(sorted(sys._getframe(1).f_locals))
    return method
class A:
    def __eq__(self, other):
        return self.x == other
    @listed
    def m(self): pass
""",
    "PYG607: a member is made before the enumeration has its name": """
from enum import Enum
class Named:
    def show(self): return "named"
class Color(Named, Enum):
    RED = 1
    def __init__(self, number):
        try:
            self.text = super(Color, self).show()
        except NameError:
            self.text = "too early"
""",
    "PYG607: the base makes an instance of each subclass": """
class Base:
    def __init_subclass__(cls):
        try:
            print(cls().m())
        except NameError:
            print("too early")
    def m(self): return "base"
class A(Base):
    def m(self):
        return super(A, self).m()
""",
    "PYG607: the metaclass makes an instance": """
class Meta(type):
    def __init__(cls, *args):
        try:
            cls().m()
        except NameError:
            print("too early")
class Base:
    def m(self): return "base"
class A(Base, metaclass=Meta):
    def m(self):
        return super(A, self).m()
""",
    "PYG607: an object of the body makes an instance": """
class Check:
    def __set_name__(self, owner, name):
        try:
            owner().m()
        except NameError:
            print("too early")
class Base:
    def m(self): return "base"
class A(Base):
    check = Check()
    def m(self):
        return super(A, self).m()
""",
    "PYG607: the body calls the method": """
class Base:
    def m(self): return "base"
class A(Base):
    def m(self):
        return super(A, self).m()
    try:
        print(m(1))
    except NameError:
        print("too early")
""",
    "PYG607: a function makes the global class again": """
class Base:
    def m(self): return "base"
def make():
    global A
    class A(Base):
        def m(self):
            return super(A, self).m()
    return A()
first = make()
make()
print(first.m())
""",
    "PYG607: the class statement runs in every round": """
class B: pass
made = {}
for name in "xy":
    class Handler(B):
        def m(self):
            return super(Handler, self).m()
    made[name] = Handler
""",
    "PYG607: a function in the place of the metaclass makes an instance": """
def maker(name, bases, names):
    made = type(name, bases, names)
    try:
        print(made().f())
    except NameError:
        print("no name yet")
    return made
class Base:
    def f(self): return 1
class Own(Base, metaclass=maker):
    def f(self): return super(Own, self).f()
""",
    "PYG607: the base is an enumeration under another name": """
from enum import IntEnum as Numbers
class Own(Numbers):
    ONE = 1
    def __new__(cls, value):
        try:
            return super(Own, cls).__new__(cls, value)
        except NameError:
            return int.__new__(cls, 5)
print(Own.ONE + 0)
""",
    "PYG607: the base is told later what to do with subclasses": """
class Base:
    def f(self): return 1
def show(cls):
    try:
        print(cls().f())
    except NameError:
        print("no name yet")
Base.__init_subclass__ = classmethod(show)
class Own(Base):
    def f(self): return super(Own, self).f()
""",
    "PYG801: something else joins a path": """
from pathlib import Path
class R:
    def __rtruediv__(self, other): return self
    def open(self): return self
    def read(self): return ""
    def close(self): print("closed")
def f(r):
    file = (Path("a") / r).open()
    try:
        return file.read()
    finally:
        file.close()
""",
    "PYG801: sockets get another way to be left": """
import socket
socket.socket.__exit__ = print
def f():
    link = socket.socket()
    try:
        return link.fileno()
    finally:
        link.close()
""",
    "PYG804: the file has another name": """
def f(path):
    with open(path) as file:
        other = file
        for line in file.readlines():
            if line in other:
                return line
""",
    "PYG804: an attribute holds the file as well": """
class Reader:
    def f(self, path):
        self.file = file = open(path)
        for line in file.readlines():
            if line.startswith("#"):
                break
""",
    "PYG804: a method of the file is kept for later": """
def f(path):
    file = open(path)
    rest = file.read
    for line in file.readlines():
        if not line.strip():
            break
    return rest()
""",
    "PYG804: a test of while reads the file in every round": """
def f(path):
    with open(path) as file:
        rounds = 0
        while any(line.startswith("#") for line in file.readlines()):
            rounds += 1
        return rounds
""",
    "PYG804: a comprehension around it reads the file in every round": """
def f(path, marks):
    with open(path) as file:
        return [any(line == "#" for line in file.readlines()) for _ in range(3)]
""",
    "PYG804: the loop reads on after its header has stopped early": """
def f(path):
    with open(path) as file:
        for _ in range(any(line == "#" for line in file.readlines())):
            return file.read()
""",
    "PYG804: the descriptor below the file goes on being used": """
def f(descriptor):
    with open(descriptor, closefd=False) as file:
        for line in file.readlines():
            if not line.strip():
                return line
""",
    "PYG804: the file below the compressed one goes on being used": """
import gzip
def f(raw):
    with gzip.open(raw, "rt") as file:
        return any(line == "#" for line in file.readlines())
""",
    "PYG804: the loop writes into what may be the same file": """
def f(path, other):
    with open(path) as file, open(other, "a") as copy:
        for line in file.readlines():
            copy.write(line)
""",
    "PYG806: a hook may change while the file is read": """
import json
HOOK = None
def f(file):
    return json.loads(file.read(), object_hook=HOOK)
""",
    "PYG806: a default of the hook looks at the file": """
import json
def f(file):
    return json.loads(file.read(), object_hook=lambda found, *, at=file.tell(): at)
""",
    "PYG806: a hook that nothing binds is looked up too early": """
import json
def f(file):
    return json.loads(file.read(), object_hook=hook)
""",
    "PYG809: the semaphore gets another way to be taken": """
import threading
slots = threading.Semaphore()
slots.acquire = print
def f():
    slots.acquire()
    try:
        print("in")
    finally:
        slots.release()
""",
    "PYG809: a generator holds a lock that a loop makes anew": """
import threading
def f():
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
for _ in range(2):
    lock = threading.Lock()
    next(f())
""",
    "PYG809: the lock is made anew while it is held": """
import threading
def f(rounds):
    for n in rounds:
        if n:
            lock.acquire()
            try:
                print(n)
                lock = threading.Semaphore()
            finally:
                lock.release()
""",
    "PYG811: the function runs before the import below it": """
from pathlib import Path
def f():
    path = Path("missing")
    return os.path.getsize(path)
try:
    f()
except NameError:
    import os
import os
""",
    "PYG811: paths get another stat": """
import os
from pathlib import Path
Path.stat = None
def f():
    path = Path("missing")
    return os.path.getsize(path)
""",
    "PYG811: what both ways call is watched": """
import os
from pathlib import Path
from unittest import mock
def f():
    path = Path("missing")
    return os.path.getsize(path)
with mock.patch("os.stat") as asked:
    f()
    print(asked.call_args)
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_fix_is_called_safe(name: str) -> None:
    rules = {entry.rule.code: entry.rule for entry in installed().entries.values()}
    found = check(Source(PROGRAMS[name]), [rules[name.partition(":")[0]]])
    fixes = [one.fix for one in found if one.fix is not None]
    assert [one for one in fixes if one.applicability is Applicability.SAFE] == []
