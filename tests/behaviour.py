"""Run a program and note all that can be seen of it from outside."""

import contextlib
import io


def observe(code: str) -> tuple[str, object, str | None]:
    """What ``code`` prints, what it leaves in `RESULT`, and what it raises, type and arguments."""
    namespace: dict[str, object] = {"__name__": "observed"}
    raised = None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            exec(compile(code, "<observed>", "exec"), namespace)
        except BaseException as error:
            raised = f"{type(error).__name__}{error.args!r}"
    return printed.getvalue(), repr(namespace.get("RESULT")), raised
