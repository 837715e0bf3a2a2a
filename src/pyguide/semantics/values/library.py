"""Tables: what builtins, their methods and common library functions return and touch."""

from __future__ import annotations

import builtins

IMMUTABLE = frozenset(
    {"str", "bytes", "int", "float", "complex", "bool", "NoneType", "tuple", "frozenset",
     "range", "ellipsis", "slice"}
)  # fmt: skip
"""Builtin types whose objects never change (what a tuple holds may)."""

NUMBERS = frozenset({"bool", "int", "float", "complex"})
SCALARS = NUMBERS | {"str", "bytes", "NoneType", "ellipsis"}
"""Types whose equality and truth run no code but their own and never raise."""

FINAL = frozenset({"bool", "NoneType", "range", "slice", "ellipsis"})
"""Builtin types that cannot be subclassed."""

CONTAINERS = frozenset(
    {"str", "bytes", "bytearray", "tuple", "list", "set", "frozenset", "dict", "range",
     "dict_keys", "dict_values", "dict_items", "io.TextIOWrapper", "memoryview"}
)  # fmt: skip
"""Types whose iteration runs no code of the program."""

SIZED = CONTAINERS - {"io.TextIOWrapper"}

EXCEPTIONS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)

# What a call of a builtin returns, whatever the arguments. The objects are of exactly that type.
BUILTIN_RESULTS: dict[str, str] = {
    "list": "list", "dict": "dict", "set": "set", "frozenset": "frozenset", "tuple": "tuple",
    "bytearray": "bytearray", "memoryview": "memoryview", "int": "int", "float": "float",
    "complex": "complex", "bool": "bool", "range": "range", "slice": "slice", "object": "object",
    "len": "int", "id": "int", "hash": "int", "ord": "int", "chr": "str", "hex": "str",
    "oct": "str", "bin": "str", "sorted": "list",
    "isinstance": "bool", "issubclass": "bool", "callable": "bool", "any": "bool", "all": "bool",
    "hasattr": "bool", "print": "NoneType", "setattr": "NoneType", "delattr": "NoneType",
    "dir": "list", "enumerate": "enumerate", "zip": "zip", "map": "map", "filter": "filter",
}  # fmt: skip

# These ask the object, whose answer may be of a subclass unless the argument is a plain builtin.
ASKING_RESULTS: dict[str, str] = {
    "str": "str", "repr": "str", "format": "str", "bytes": "bytes", "ascii": "str", "input": "str",
}  # fmt: skip

_STR = (
    "capitalize casefold center expandtabs format join ljust lower lstrip removeprefix "
    "removesuffix replace rjust rstrip strip swapcase title translate upper zfill format_map"
)
_BYTES = (
    "capitalize center expandtabs join ljust lower lstrip removeprefix removesuffix replace "
    "rjust rstrip strip swapcase title translate upper zfill"
)
_TESTS = (
    "isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable "
    "isspace istitle isupper startswith endswith"
)
_SETS = "copy union intersection difference symmetric_difference"


def _methods() -> dict[tuple[str, str], str]:
    table: dict[tuple[str, str], str] = {}
    for owner, names in (("str", _STR), ("bytes", _BYTES), ("set", _SETS), ("frozenset", _SETS)):
        table.update({(owner, name): owner for name in names.split()})
    for owner in ("str", "bytes"):
        table.update({(owner, name): "bool" for name in _TESTS.split()})
        for name in ("count", "find", "index", "rfind", "rindex"):
            table[owner, name] = "int"
        for name in ("split", "rsplit", "splitlines"):
            table[owner, name] = "list"
        for name in ("partition", "rpartition"):
            table[owner, name] = "tuple"
    for owner in ("set", "frozenset"):
        for name in ("isdisjoint", "issubset", "issuperset"):
            table[owner, name] = "bool"
    table.update(_OTHER_METHODS)
    return table


_OTHER_METHODS: dict[tuple[str, str], str] = {
    ("str", "encode"): "bytes", ("bytes", "decode"): "str", ("bytes", "hex"): "str",
    ("list", "copy"): "list", ("list", "count"): "int", ("list", "index"): "int",
    ("list", "append"): "NoneType", ("list", "extend"): "NoneType", ("list", "insert"): "NoneType",
    ("list", "remove"): "NoneType", ("list", "clear"): "NoneType", ("list", "sort"): "NoneType",
    ("list", "reverse"): "NoneType", ("tuple", "count"): "int", ("tuple", "index"): "int",
    ("dict", "copy"): "dict", ("dict", "keys"): "dict_keys", ("dict", "values"): "dict_values",
    ("dict", "items"): "dict_items", ("dict", "update"): "NoneType", ("dict", "clear"): "NoneType",
    ("dict", "popitem"): "tuple", ("set", "add"): "NoneType", ("set", "discard"): "NoneType",
    ("set", "remove"): "NoneType", ("set", "clear"): "NoneType", ("set", "update"): "NoneType",
    ("int", "bit_length"): "int", ("int", "bit_count"): "int", ("int", "to_bytes"): "bytes",
    ("float", "is_integer"): "bool", ("float", "hex"): "str",
    ("io.TextIOWrapper", "read"): "str", ("io.TextIOWrapper", "readline"): "str",
    ("io.TextIOWrapper", "readlines"): "list", ("io.TextIOWrapper", "close"): "NoneType",
    ("io.TextIOWrapper", "write"): "int",
}  # fmt: skip

METHOD_RESULTS = _methods()
"""(type, method) -> type of what comes back."""

MUTATORS: dict[str, frozenset[str]] = {
    "list": frozenset(["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"]),
    "dict": frozenset(["update", "setdefault", "pop", "popitem", "clear"]),
    "set": frozenset(
        [
            "add",
            "discard",
            "remove",
            "pop",
            "clear",
            "update",
            "intersection_update",
            "difference_update",
            "symmetric_difference_update",
        ]
    ),
    "bytearray": frozenset(["append", "extend", "insert", "remove", "pop", "clear", "reverse"]),
}
ALL_MUTATORS = frozenset(name for names in MUTATORS.values() for name in names)

READERS: dict[str, frozenset[str]] = {
    "list": frozenset(["copy", "count", "index"]),
    "dict": frozenset(["copy", "get", "keys", "values", "items"]),
    "set": frozenset(
        [
            "copy",
            "union",
            "intersection",
            "difference",
            "symmetric_difference",
            "isdisjoint",
            "issubset",
            "issuperset",
        ]
    ),
}
"""Methods of mutable builtins that leave the object as it is."""

ITERATING = frozenset({
    "join", "extend", "update", "union", "intersection", "difference", "symmetric_difference",
    "intersection_update", "difference_update", "symmetric_difference_update", "issubset",
    "issuperset", "isdisjoint",
})  # fmt: skip
"""Methods of builtin types that iterate their arguments."""

QUIET_BUILTINS = frozenset(
    [
        "len",
        "isinstance",
        "issubclass",
        "callable",
        "id",
        "type",
        "abs",
        "ascii",
        "bin",
        "bool",
        "bytes",
        "chr",
        "complex",
        "divmod",
        "float",
        "format",
        "frozenset",
        "hash",
        "hasattr",
        "hex",
        "int",
        "iter",
        "object",
        "oct",
        "ord",
        "pow",
        "print",
        "range",
        "repr",
        "reversed",
        "round",
        "slice",
        "str",
        "enumerate",
        "zip",
        "open",
        "list",
        "tuple",
        "set",
        "dict",
        "sorted",
        "min",
        "max",
        "sum",
        "any",
        "all",
        "bytearray",
        "input",
        "getattr",
        "super",
    ]
)
"""Builtins that keep no argument and change none, given arguments whose protocols do neither."""

CONSUMERS = frozenset(
    [
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "sorted",
        "min",
        "max",
        "sum",
        "any",
        "all",
        "bytes",
        "bytearray",
    ]
)
"""Builtins that iterate their argument to the end (or stop early) before they return."""

# Modules all of whose functions below only look at their arguments.
_LIBRARY = """
os.getcwd str|os.listdir list|os.getpid int|os.cpu_count int,NoneType|os.path.exists bool
os.path.isfile bool|os.path.isdir bool|os.path.islink bool|os.path.isabs bool|os.path.getsize int
os.path.getmtime float|os.path.lexists bool|time.time float|time.monotonic float
time.perf_counter float|time.process_time float|time.time_ns int|time.perf_counter_ns int
time.strftime str|time.ctime str|time.asctime str|time.sleep NoneType|random.random float
random.randint int|random.randrange int|random.getrandbits int
math.sqrt float|math.sin float|math.cos float|math.tan float|math.exp float|math.log float
math.log2 float|math.log10 float|math.hypot float|math.atan2 float|math.radians float
math.degrees float|math.fabs float|math.gcd int|math.factorial int|math.isqrt int|math.comb int
math.isnan bool|math.isinf bool|math.isfinite bool|math.isclose bool
json.dumps str|shlex.split list|shlex.join str|textwrap.fill str|textwrap.wrap list
textwrap.shorten str|platform.system str
platform.machine str|platform.node str|platform.python_version str|platform.platform str
socket.gethostname str|tempfile.gettempdir str|getpass.getuser str
getpass.getpass str|glob.glob list|subprocess.list2cmdline str|sys.getrecursionlimit int
sys.getsizeof int|sys.getrefcount int|sys.getdefaultencoding str|locale.getpreferredencoding str
base64.b64encode bytes|base64.b64decode bytes|base64.urlsafe_b64encode bytes
secrets.token_hex str|secrets.token_urlsafe str
secrets.token_bytes bytes|os.urandom bytes|struct.pack bytes|struct.unpack tuple
struct.calcsize int|zlib.compress bytes|zlib.crc32 int|binascii.crc32 int|pickle.dumps bytes
inspect.getsource str|inspect.isclass bool|inspect.isfunction bool|inspect.ismethod bool
inspect.ismodule bool|keyword.iskeyword bool|traceback.format_exc str|unicodedata.category str
urllib.parse.urlencode str|calendar.isleap bool|heapq.nlargest list
heapq.nsmallest list|collections.namedtuple type|threading.get_ident int|fnmatch.filter list
difflib.get_close_matches list|itertools.chain itertools.chain|itertools.count itertools.count
"""

# The result is of the type of the first argument(s), if these are plain str or bytes.
LIKE_ARGUMENTS = frozenset(
    [
        "os.path.join",
        "os.path.basename",
        "os.path.dirname",
        "os.path.abspath",
        "os.path.normpath",
        "os.path.realpath",
        "os.path.expanduser",
        "os.path.expandvars",
        "os.path.normcase",
        "os.path.relpath",
        "html.escape",
        "html.unescape",
        "string.capwords",
        "textwrap.dedent",
        "shlex.quote",
        "urllib.parse.quote",
        "re.escape",
    ]
)

LIBRARY_CONSTANTS: dict[str, str] = {
    "os.sep": "str", "os.linesep": "str", "os.pathsep": "str", "os.name": "str",
    "os.curdir": "str", "os.pardir": "str", "os.path.sep": "str", "sys.platform": "str",
    "sys.maxsize": "int", "sys.version": "str", "sys.byteorder": "str", "math.pi": "float",
    "math.e": "float", "math.inf": "float", "math.nan": "float", "math.tau": "float",
    "string.ascii_letters": "str", "string.ascii_lowercase": "str",
    "string.ascii_uppercase": "str", "string.digits": "str", "string.punctuation": "str",
    "string.whitespace": "str", "string.printable": "str", "string.hexdigits": "str",
}  # fmt: skip


def _library() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for row in _LIBRARY.replace("\n", "|").split("|"):
        name, _, result = row.partition(" ")
        if name:
            table[name] = frozenset(result.split(","))
    return table


LIBRARY_RESULTS = _library()
"""Qualified name -> the types that a call may return."""

LIST_MAKERS = frozenset(
    {"max", "min", "pop"}
    | {name for name, result in BUILTIN_RESULTS.items() if result == "list"}
    | {name for (_, name), result in METHOD_RESULTS.items() if result == "list"}
    | {name.rpartition(".")[2] for name, results in LIBRARY_RESULTS.items() if "list" in results}
)
"""The last names of all calls whose result may be known to be a list, or an item that is one."""

STR_ELEMENTS = frozenset({"shlex.split", "textwrap.wrap", "os.listdir"})
"""Library functions that, given plain str, return lists of str."""

_QUIET_LIBRARY = {
    "base64": "b64decode b64encode",
    "html": "escape unescape",
    "keyword": "iskeyword",
    "math": (
        "acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees erf erfc "
        "exp exp2 expm1 fabs factorial floor fmod frexp gamma gcd hypot isclose isfinite isinf "
        "isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nextafter perm pow radians "
        "remainder sin sinh sqrt tan tanh trunc ulp"
    ),
    "os": "cpu_count getcwd getpid listdir urandom",
    "os.path": (
        "abspath basename commonpath commonprefix dirname exists expanduser expandvars getatime "
        "getctime getmtime getsize isabs isdir isfile islink ismount join lexists normcase "
        "normpath realpath relpath samefile split splitdrive splitext"
    ),
    "platform": (
        "architecture libc_ver mac_ver machine node platform processor python_branch python_build "
        "python_compiler python_implementation python_revision python_version python_version_tuple "
        "release system uname version win32_ver"
    ),
    "random": (
        "betavariate choice choices expovariate gammavariate gauss getrandbits getstate "
        "lognormvariate normalvariate paretovariate randbytes randint random randrange sample seed "
        "setstate triangular uniform vonmisesvariate weibullvariate"
    ),
    "re": "compile escape findall fullmatch match search split sub",
    "secrets": "token_hex",
    "shlex": "quote split",
    "string": "capwords",
    "struct": "calcsize pack unpack",
    "sys": "getsizeof",
    "textwrap": "dedent fill wrap",
    "time": (
        "asctime ctime get_clock_info gmtime localtime mktime monotonic monotonic_ns perf_counter "
        "perf_counter_ns process_time process_time_ns sleep strftime strptime thread_time "
        "thread_time_ns time time_ns tzset"
    ),
    "urllib.parse": "quote",
    "zlib": "crc32",
}
QUIET_LIBRARY = frozenset(
    f"{module}.{name}" for module, names in _QUIET_LIBRARY.items() for name in names.split()
)
"""Library functions that, called with plain arguments, touch, keep and hand back none of them."""

QUIET_BY_TYPE = frozenset(
    f"unicodedata.{name}" for name in ("category", "combining", "east_asian_width", "normalize")
)
"""Library functions that refuse all but text before they do anything."""

SWALLOW_NOTHING = frozenset(
    [
        "builtins.open",
        "io.open",
        "io.StringIO",
        "io.BytesIO",
        "gzip.open",
        "bz2.open",
        "lzma.open",
        "codecs.open",
        "zipfile.ZipFile",
        "tempfile.TemporaryDirectory",
        "tempfile.NamedTemporaryFile",
        "tempfile.TemporaryFile",
        "contextlib.closing",
        "contextlib.nullcontext",
        "contextlib.redirect_stdout",
        "contextlib.redirect_stderr",
        "threading.Lock",
        "threading.RLock",
        "warnings.catch_warnings",
        "subprocess.Popen",
        "os.scandir",
        "socket.socket",
        "sqlite3.connect",
    ]
)
"""Context managers that let every exception of their body out."""

NEW_FROM_LIBRARY = frozenset(
    [
        "os.listdir",
        "shlex.split",
        "textwrap.wrap",
        "glob.glob",
        "heapq.nlargest",
        "heapq.nsmallest",
        "fnmatch.filter",
        "difflib.get_close_matches",
    ]
)
"""Library functions whose list nobody else holds."""
