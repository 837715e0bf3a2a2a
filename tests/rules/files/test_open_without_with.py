"""What a program does must not change when a `with` takes over from `try` and `finally`."""

from functools import partial
from textwrap import dedent

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import Fixed, fix
from pyguide.source import Source
from pyguide_rules.files.open_without_with import OpenWithoutWith

BEGINNING = """\
import asyncio, bz2, codecs, gzip, io, os, shelve, socket, sys, tempfile, wave, zipfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "data.txt")
with open(path, "w") as out:
    out.write("one\\ntwo\\nthree\\n")
seen = []

def chain(error):
    found = []
    while error is not None:
        found.append((type(error).__name__, str(error.args).replace(folder, "")))
        error = error.__context__
    return found

def outcome(function, *args):
    try:
        return function(*args), [file.closed for file in seen]
    except BaseException as error:
        return chain(error), [file.closed for file in seen]

"""

SAFE = {
    "read to the end": """
        def rows():
            file = open(path)
            try:
                seen.append(file)
                found = file.readlines()
            finally:
                file.close()
            return found, file.closed

        RESULT = outcome(rows)
        """,
    "an exception, a return and a jump on the way": """
        def rows(word):
            for _ in range(3):
                file = open(path)
                try:
                    seen.append(file)
                    for line in file:
                        print(line.strip(), file.closed)
                        if line.startswith(word):
                            return line
                        if word == "x":
                            break
                        if word == "y":
                            raise KeyError(word)
                    if word == "z":
                        continue
                    sys.exit(word)
                finally:
                    file.close()
            return "no " + word

        RESULT = [outcome(rows, word) for word in ("two", "x", "y", "z", "four")]
        """,
    "handlers that swallow, replace and raise again": """
        def rows(kind):
            file = open(path)
            try:
                seen.append(file)
                raise kind("trouble")
            except KeyError:
                print("handled", file.closed)
                return file.readline()
            except IndexError as error:
                raise ValueError(str(error)) from error
            except TypeError:
                raise
            else:
                print("else")
            finally:
                file.close()

        RESULT = [outcome(rows, kind) for kind in (KeyError, IndexError, TypeError, OSError)]
        """,
    "an else that raises and one that returns": """
        def rows(fail):
            file = open(path)
            try:
                seen.append(file)
                line = file.readline()
            except OSError:
                line = None
            else:
                if fail:
                    raise LookupError(line)
                return file.readline(), file.closed
            finally:
                file.close()
            return line

        RESULT = [outcome(rows, True), outcome(rows, False)]
        """,
    "a generator that is dropped, thrown into and run to the end": """
        def rows():
            file = open(path)
            try:
                seen.append(file)
                for line in file:
                    try:
                        yield line
                    except KeyError:
                        yield "thrown"
            finally:
                print("end", sys.exc_info()[0])
                file.close()

        """
    # The `finally` above does more than close, so it is left; the next one is rewritten.
    """
        def lines():
            file = open(path)
            try:
                seen.append(file)
                for line in file:
                    try:
                        yield line
                    except KeyError:
                        yield "thrown"
            finally:
                file.close()

        first, second, third = lines(), lines(), lines()
        RESULT = [next(first), first.close(), next(second), second.throw(KeyError("k"))]
        RESULT += [list(third), list(rows())]
        RESULT.append(outcome(lambda: second.throw(IndexError("i"))))
        """,
    "closing that fails by itself and after another failure": """
        def write(fail):
            file = open("/dev/full", "w")
            try:
                seen.append(file)
                file.write("text")
                if fail:
                    raise KeyError("before")
            finally:
                file.close()

        RESULT = [outcome(write, False), outcome(write, True)]
        """,
    "the descriptor is closed behind the file's back": """
        def rows():
            file = open(path)
            try:
                os.close(file.fileno())
            finally:
                file.close()

        RESULT = outcome(rows)
        """,
    "a closure that outlives the file": """
        def later():
            file = open(path)
            try:
                file.readline()
                return lambda: file.readline()
            finally:
                file.close()

        RESULT = outcome(later()), outcome(later().__closure__[0].cell_contents.read)
        """,
    "recursion and nested files": """
        def count(depth):
            file = open(path)
            try:
                seen.append(file)
                other = open(path)
                try:
                    seen.append(other)
                    if not depth:
                        raise RecursionError("deep")
                    return count(depth - 1)
                finally:
                    other.close()
            finally:
                file.close()

        RESULT = outcome(count, 3)
        """,
    "a coroutine": """
        async def rows():
            file = open(path)
            try:
                seen.append(file)
                await asyncio.sleep(0)
                return file.read(), file.closed
            finally:
                file.close()

        async def cancelled():
            task = asyncio.ensure_future(rows())
            await asyncio.sleep(0)
            task.cancel()
            return await task

        RESULT = outcome(asyncio.run, rows()), outcome(asyncio.run, cancelled())
        """,
    "opening that fails": """
        def rows():
            file = open(path + ".missing")
            try:
                print("never")
            finally:
                file.close()

        RESULT = outcome(rows)
        """,
    "the name is read in its own scope afterwards": """
        def rows():
            file = None
            del file
            file = open(path)
            try:
                text = file.read()
            finally:
                file.close()
            return text, file.closed, outcome(file.read)

        RESULT = outcome(rows)
        """,
    "all that closes alike": """
        def use(fail):
            packed = gzip.open(path + ".gz", "wt")
            try:
                packed.write("packed")
            finally:
                packed.close()
            packed = bz2.BZ2File(path + ".bz2", "wb")
            try:
                packed.write(b"packed")
            finally:
                packed.close()
            coded = codecs.open(path, encoding="utf-8")
            try:
                print(coded.read())
            finally:
                coded.close()
            spooled = tempfile.SpooledTemporaryFile()
            try:
                spooled.write(b"s")
            finally:
                spooled.close()
            archive = zipfile.ZipFile(path + ".zip", "w")
            try:
                archive.writestr("name", "text")
                if fail == "zip":
                    raise KeyError(fail)
            finally:
                archive.close()
            shelf = shelve.open(path + ".shelf")
            try:
                shelf["key"] = [1]
                if fail == "shelf":
                    raise KeyError(fail)
            finally:
                shelf.close()
            sock = socket.socket()
            try:
                sock.settimeout(1)
                if fail == "sock":
                    raise KeyError(fail)
            finally:
                sock.close()
            sound = wave.open(path + ".wav", "wb")
            try:
                sound.setparams((1, 1, 8000, 0, "NONE", ""))
                sound.writeframes(b"x")
            finally:
                sound.close()
            states = packed.closed, coded.closed, spooled.closed
            return *states, archive.fp, sock.fileno(), sound.getfp()

        def sizes():
            return sorted((n, os.path.getsize(os.path.join(folder, n))) for n in os.listdir(folder)
                          if not n.endswith(".gz"))

        RESULT = [(outcome(use, fail), sizes()) for fail in ("", "zip", "shelf", "sock")]
        """,
}
FIRED = {"recursion and nested files": 2, "all that closes alike": 8}

UNSAFE = {
    "closed further down": """
        def rows():
            file = open(path)
            seen.append(file)
            found = file.readlines()
            file.close()
            return found, file.closed

        RESULT = outcome(rows)
        """,
    "early exits": """
        def rows(word):
            for _ in range(2):
                file = open(path)
                seen.append(file)
                for line in file:
                    print(line, file.closed)
                    if line.startswith(word):
                        return line
                if word == "x":
                    break
                if word == "y":
                    continue
                file.close()
            return len(seen)

        RESULT = [rows(word) for word in ("two", "x", "y", "z")]
        """,
    "a string over several lines": '''
        def write():
            file = open(path, "w")
            file.write("""one
          two \\
        three
        """)
            file.write(f"""
        {path[:0]}
          end""")
            file.close()

        write()
        RESULT = open(path, "rb").read()
        ''',
    "never closed": """
        def rows():
            file = open(path)
            first = file.readline()
            for line in file:
                print(first, line)
            return first

        RESULT = outcome(rows)
        """,
    "opened in one of two branches": """
        def rows(packed):
            if packed:
                file = gzip.open(path + ".gz", "wb")
            else:
                file = open(path, "rb")
            seen.append(file)
            found = file.name[len(path):], file.closed
            file.close()
            return found

        RESULT = outcome(rows, True), outcome(rows, False)
        """,
    "opened in a try": """
        def rows(end):
            try:
                file = open(path + end)
            except OSError as error:
                return error.errno
            seen.append(file)
            found = file.read()
            file.close()
            return found

        RESULT = outcome(rows, ".missing"), outcome(rows, "")
        """,
    "without a name": """
        def rows(file="parameter"):
            text = open(path).read()
            for number, line in enumerate(open(path)):
                if number == 1:
                    continue
                print(number, line)
            found = [line.strip() for line in open(path)]
            assert "two\\n" in open(path)
            open(path + ".new", "w").write(file)
            return text, found, sorted(open(path)), open(path + ".new").read()

        RESULT = outcome(rows)
        """,
    "nested lifetimes": """
        def copy():
            source = open(path)
            target = open(path + ".new", "w")
            target.write(source.read())
            target.close()
            seen.append(source)
            seen.append(target)
            source.close()
            return os.path.getsize(path + ".new")

        RESULT = outcome(copy)
        """,
    "opened inside the try": """
        def rows():
            try:
                file = open(path)
                seen.append(file)
                print(file.readline())
                raise KeyError("k")
            finally:
                file.close()

        def handled():
            try:
                file = open(path)
                return file.readline() + 1
            except TypeError:
                return "handled"
            finally:
                file.close()

        RESULT = outcome(rows), outcome(handled)
        """,
    "at module level": """
        file = open(path)
        try:
            RESULT = file.read()
        finally:
            file.close()
        other = open(path)
        size = len(other.read())
        other.close()
        RESULT = RESULT, file.closed, size
        """,
}

LEFT = {
    "a break leaves with the file open": """
        def rows():
            for _ in range(2):
                file = open(path)
                if file.readline():
                    break
                file.close()
            return file.read()

        RESULT = outcome(rows)
        """,
    "the name gets another file in the try": """
        def rows():
            file = open(path)
            first = file
            try:
                file = io.StringIO("text")
                return file.read()
            finally:
                file.close()
                print(first.closed)

        RESULT = outcome(rows)
        """,
    "a nested function gives the name another file": """
        def rows():
            file = open(path)

            def swap():
                nonlocal file
                file = io.StringIO("text")

            try:
                swap()
                return file.read()
            finally:
                file.close()

        RESULT = outcome(rows)
        """,
    "another `open`": """
        def rows(open):
            file = open(path)
            try:
                return file.read()
            finally:
                file.close()

        class Odd:
            read = close = lambda self: print("odd")

        RESULT = outcome(rows, lambda name: Odd())
        """,
    "its `close` is replaced": """
        def rows():
            file = open(path)
            file.close = lambda: print("mine")
            try:
                return file.read()
            finally:
                file.close()

        RESULT = outcome(rows)
        """,
    "two calls in one statement keep their order": """
        def make():
            print(os.path.getsize(path))
            return "text"

        def write():
            print(make(), file=open(path, "w"))

        RESULT = outcome(write)
        """,
    "a file that lives on in a generator": """
        def rows():
            file = open(path)
            return (line for line in file)

        RESULT = list(rows())
        """,
    "overlapping lifetimes": """
        def copy():
            source = open(path)
            target = open(path + ".new", "w")
            target.write(source.read())
            source.close()
            target.close()

        RESULT = outcome(copy)
        """,
}


def rewritten(code: str, least: Applicability) -> Fixed:
    return fix(Source(code), partial(check, rules=[OpenWithoutWith]), least)


def program(body: str) -> str:
    return BEGINNING + dedent(body)


@pytest.mark.parametrize("name", SAFE)
def test_a_safe_fix_changes_nothing(name: str) -> None:
    code = program(SAFE[name])
    better = rewritten(code, Applicability.SAFE)
    assert better.counts["PYG801"] == FIRED.get(name, 1)
    assert observe(better.source.text) == observe(code)


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_fix_keeps_what_happens_without_exceptions(name: str) -> None:
    code = program(UNSAFE[name])
    assert rewritten(code, Applicability.SAFE).source.text == code
    better = rewritten(code, Applicability.UNSAFE)
    assert better.counts["PYG801"] and better.converged and not better.dropped
    assert observe(better.source.text) == observe(code)


@pytest.mark.parametrize("name", LEFT)
def test_what_a_with_would_break_is_left_alone(name: str) -> None:
    code = program(LEFT[name])
    assert rewritten(code, Applicability.UNSAFE).source.text == code
    assert observe(code)[2] is None


def test_an_unsafe_fix_closes_what_an_exception_leaves_open() -> None:
    code = program("""
        def rows():
            file = open(path)
            seen.append(file)
            raise KeyError("k")
            file.close()

        RESULT = outcome(rows)
        """)
    better = rewritten(code, Applicability.UNSAFE)
    assert "[False]" in str(observe(code)[1])
    assert "[True]" in str(observe(better.source.text)[1])


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("tab", ["\t", "   "])
def test_line_ends_and_indentation_are_those_of_the_file(newline: str, tab: str) -> None:
    code = dedent("""\
        def rows(path):
            file = open(path)

            found = file.read()
            file.close()
            for line in open(path):
                found += line
            file = open(path)
            try:
                return found
            finally:
                file.close()
        """)
    good = dedent("""\
        def rows(path):
            with open(path) as file:
                found = file.read()
            with open(path) as file_:
                for line in file_:
                    found += line
            with open(path) as file:
                return found
        """)
    code, good = (text.replace("    ", tab).replace("\n", newline) for text in (code, good))
    assert rewritten(code, Applicability.UNSAFE).source.text == good


def test_a_module_without_a_block_gets_four_spaces() -> None:
    code = "text = open('x').read()"
    good = "with open('x') as file:\n    text = file.read()"
    assert rewritten(code, Applicability.UNSAFE).source.text == good


def test_a_last_line_without_a_line_end() -> None:
    code = "def f(p):\n    file = open(p)\n    x = file.read()\n    file.close()"
    good = "def f(p):\n    with open(p) as file:\n        x = file.read()\n"
    assert rewritten(code, Applicability.UNSAFE).source.text == good


def test_each_finding_says_why_it_has_no_safe_fix() -> None:
    for body in (*UNSAFE.values(), *LEFT.values()):
        for finding in check(Source(program(body)), [OpenWithoutWith]):
            safe = finding.fix is not None and finding.fix.applicability is Applicability.SAFE
            assert safe or finding.reason
            assert len(finding.message) <= 100
