"""The logger of a module, as code at some place can reach it."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.exceptions.loggers import is_logger
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("import logging\nlog = logging.getLogger(__name__)\ndef f():\n here", "log"),
        ("from logging import getLogger\nlog = getLogger()\ndef f():\n here", "log"),
        ("import structlog\nlog = structlog.get_logger()\ndef f():\n here", "log"),
        ("import logging as l\ndef f():\n here\n_x: l.Logger = l.getLogger('x')", "_x"),
        ("import logging\nlog = logging.getLogger()\nhere", "log"),
        ("import logging\nhere\nlog = logging.getLogger()", None),
        ("import logging\nlog = logging.getLogger()\nclass C:\n def f(self):\n  here", "log"),
        ("import logging\nlog = logging.getLogger()\ndef f(log):\n here", None),
        ("import logging\nlog = logging.getLogger()\ndef f():\n log = 1\n here", None),
        ("import logging\nlog = logging.getLogger()\nlog = 1\ndef f():\n here", None),
        ("import logging\nlog = logging.getLogger()\ndef f():\n global log\n log = 1\n here", None),
        ("log = getLogger()\ndef f():\n here", None),
        ("import logging\nlog = logging.root\ndef f():\n here", None),
        ("import logging\ndef f():\n log = logging.getLogger()\n here", None),
        ("def f():\n here", None),
    ],
)
def test_the_logger_of_a_module(text: str, name: str | None) -> None:
    source = Source(text)
    here = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.stmt) and ast.unparse(node) == "here"
    )
    assert Semantics(source).logger(here) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import logging\nlogging.error", True),
        ("import logging as l\nx = l.getLogger()\nx.error", True),
        ("import logging\nlogging.getLogger('x').error", True),
        ("import logging\nself._logger.error", True),
        ("import logging\nparser.error", False),
        ("from app import log\nlog.error", False),
        ("import logging\nlog = parser()\nlog.error", False),
    ],
)
def test_what_counts_as_a_logger(text, expected):
    semantics = Semantics(Source(text))
    used = semantics.source.tree.body[-1].value
    assert is_logger(semantics, used.value) is expected
