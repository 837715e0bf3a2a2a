"""A real browser without a window, told what to do through its debugging pipe.

That is all that a test of one page needs; no driver has to be installed beside the browser.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 30


def find() -> str | None:
    """The path of a browser that is installed here."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """One tab of the browser."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer
        self._ids = count(1)
        self._rest = b""
        self._session: str | None = None
        self.told: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """What the browser answers to one command of its protocol."""
        message: dict[str, object] = {"id": next(self._ids), "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == message["id"]:
                assert "error" not in answer, answer
                return answer["result"]  # type: ignore[no-any-return]
            self.told.append(answer)

    def open(self, path: Path, fragment: str = "") -> None:
        """Load a file and wait until its script has run."""
        # From elsewhere, since another fragment of the same page loads nothing.
        for url in ("about:blank", path.as_uri() + fragment):
            self.told.clear()
            self.send("Page.navigate", url=url)
            self.wait("Page.loadEventFired")

    def wait(self, event: str) -> None:
        """Wait for an event since the page was opened."""
        while not any(one.get("method") == event for one in self.told):
            self.told.append(self._receive())

    def ask(self, script: str) -> Any:
        """The value of an expression, promises awaited."""
        answer = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def click(self, selector: str) -> None:
        """Press the mouse in the middle of an element."""
        self.ask(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
        x, y = self.ask(
            f"(() => {{ const box = document.querySelector({selector!r}).getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def shot(self, path: Path, **options: object) -> None:
        """Save a picture of what is seen."""
        data = self.send("Page.captureScreenshot", **options)["data"]
        path.write_bytes(base64.b64decode(data))

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._reader], [], [], SECONDS)
            piece = os.read(self._reader, 1 << 20) if ready else b""
            assert piece, "the browser says nothing"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)  # type: ignore[no-any-return]


@contextmanager
def page(browser: str) -> Iterator[Page]:
    """A tab of a fresh browser, which ends with the block."""
    to_browser, ours = os.pipe()
    theirs, from_browser = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = (
            *("--headless", "--remote-debugging-pipe", f"--user-data-dir={profile}"),
            *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
            *("--disable-background-networking", "--window-size=1200,900"),
        )
        # It listens on 3 and speaks on 4, whatever the pipes are called here.
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (to_browser, from_browser)]
        moves = [(os.POSIX_SPAWN_DUP2, fd, number) for fd, number in zip(high, (3, 4), strict=True)]
        quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
        closed = [(os.POSIX_SPAWN_CLOSE, fd) for fd in high]
        process = os.posix_spawn(
            browser, [browser, *flags], os.environ, file_actions=[*quiet, *moves, *closed]
        )
        for fd in (to_browser, from_browser, *high):
            os.close(fd)
        try:
            yield Page(theirs, ours)
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(ours)
            os.close(theirs)
