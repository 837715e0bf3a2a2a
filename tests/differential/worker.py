"""The interpreter that programs run in: ``worker.py`` forks for each, ``worker.py --once`` is one.

Takes one JSON object a line on standard input, ``{"code": ..., "trace": bool}``, and answers with
one line: what could be seen of the program from outside.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import types
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import stage
from snapshot import snapshot, spelled

SECONDS = 1.0
_MEMORY = 1 << 30
_NAME = "<program>"
_PLACE = re.compile(r"line \d+|:\d+:|File \"[^\"]*\"")
# Files that programs find: those that arguments may name, and those that the code itself does.
_FILES = {
    "text.txt": b"a 1\n\nb 2\n  ab c\n",
    "ends.txt": b"a\r\nb\rc",
    "data.json": b'{"a": [1, 2], "b": "x"}',
    "empty.txt": b"",
    "odd.bin": b"\xff\x00\n\xfe",
    "folder/inner.txt": b"inner\n",
}
_NAMED = re.compile(r"""["']([\w-]+\.(?:txt|csv|json|log|ini|cfg|dat|md))["']""")
_MISSED = "perhaps you missed a comma"
_FORBIDDEN = (
    *("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.kill", "os.putenv"),
    *("socket.", "ctypes.", "shutil.", "os.chown", "os.chmod", "pty.", "webbrowser.", "syslog."),
)
_WRITING = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.trunc")


def observe(
    code: str, trace: bool = False, only: list[str] | None = None, without: Sequence[str] = ()
) -> dict[str, Any]:
    """All that running ``code`` as a script in an empty folder shows; ``lines`` ran if traced.

    ``names`` are the final values of the variables ``only``, by default of all, ``without`` some.
    """
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    out, err, lines, raised = io.StringIO(), io.StringIO(), set[int](), None
    sys.stdout, sys.stderr, sys.argv = out, err, ["program"]
    warnings.simplefilter("default")
    _furnish(code)
    _forbid(str(Path.cwd()))
    try:
        ready = compile(code, _NAME, "exec", dont_inherit=True)
        if trace:
            sys.settrace(_tracer(lines))
        exec(ready, module.__dict__)
    except stage.Enough:
        raised = "enough"
    except BaseException as error:
        raised = error
    sys.settrace(None)
    if _is_endless(raised) or "'RecursionError'" in str(stage.LOG):
        return {"died": "of recursion"}
    for value in list(vars(module).values()):
        if isinstance(value, types.GeneratorType):
            stage.call(lambda value=value: value)
    names = {name for name in vars(module) if not name.startswith("__") or name == "__all__"}
    names = (names if only is None else names.intersection(only)).difference(without)
    return {
        "out": spelled(out.getvalue()),
        "err": _complaints(err.getvalue()),
        "raised": snapshot(raised),
        "log": stage.LOG,
        "names": snapshot({name: vars(module)[name] for name in sorted(names)})[1:],
        "files": {p.name: p.read_bytes().hex() for p in sorted(Path().iterdir()) if p.is_file()},
        "lines": sorted(lines),
    }


def _is_endless(raised: object) -> bool:
    """Whether a program recursed without end; nothing is promised of how deep that gets."""
    while isinstance(raised, BaseException):
        if isinstance(raised, RecursionError):
            return True
        raised = raised.__cause__ or raised.__context__
    return False


def _furnish(code: str) -> None:
    """Put files into the folder; ``missing.txt`` is never there."""
    named = dict.fromkeys(_NAMED.findall(code), _FILES["text.txt"])
    named |= {name: _FILES["data.json"] for name in named if name.endswith(".json")}
    named.pop("missing.txt", None)
    for name, content in (named | _FILES).items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(content)


def _complaints(text: str) -> list[str]:
    """The lines of standard error, without frames of tracebacks, and each once.

    Warnings come once for each line of the program, so how often and when says nothing. That a
    display is called is an error anyway, of which the compiler only knows more after some fixes.
    """
    lines = _PLACE.sub("", spelled(text)).splitlines()
    return sorted({one for one in lines if not one.startswith(" ") and _MISSED not in one})


def _tracer(lines: set[int]) -> Callable[..., Any]:
    def local(frame: types.FrameType, event: str, arg: object) -> Any:
        lines.add(frame.f_lineno)
        return local

    def outer(frame: types.FrameType, event: str, arg: object) -> Any:
        return local(frame, event, arg) if frame.f_code.co_filename == _NAME else None

    return outer


def _forbid(home: str) -> None:
    """Let the program touch nothing outside its folder, and start nothing."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN) and not event.startswith(("socket.__new__", "shutil.get")):
            raise PermissionError(f"a generated program may not: {event}")
        if event == "open":
            path, _, flags = args
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if flags else False
            if writes and not isinstance(path, int) and not _inside(path, home):
                raise PermissionError("a generated program may not write here")
        elif event.startswith(_WRITING):
            for path in args:
                if isinstance(path, str | bytes) and not _inside(path, home):
                    raise PermissionError(f"a generated program may not: {event}")

    sys.addaudithook(hook)


def _inside(path: Any, home: str) -> bool:
    return Path(os.fsdecode(path)).absolute().is_relative_to(home)


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The signals end the process: one for a program that computes, one for a program that waits.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, 10 * SECONDS)
    sys.setrecursionlimit(300)


def _forked(request: dict[str, Any]) -> bytes:
    """The answer of a child, or how it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            # The parent's input is its orders, for which a program would wait.
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            with os.fdopen(writing, "wb") as pipe:
                _limits()
                pipe.write(json.dumps(observe(**request)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return answer if status == 0 else json.dumps({"died": status}).encode()


def _serve() -> None:
    output = os.fdopen(os.dup(1), "wb")
    for line in sys.stdin.buffer:
        folder = tempfile.mkdtemp(prefix="pyguide-run-")
        os.chdir(folder)
        output.write(_forked(json.loads(line)) + b"\n")
        output.flush()
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--once"]:
        answers = os.fdopen(os.dup(1), "w")
        _limits()
        answers.write(json.dumps(observe(**json.loads(sys.stdin.read()))))
        answers.flush()
        os._exit(0)
    _serve()
