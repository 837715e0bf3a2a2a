"""The numbers as a page of the documentation."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from pyguide.catalog import installed

RESULTS = Path(__file__).with_name("results.json")
READ = Path(__file__).with_name("read.toml")


def page() -> str:
    """docs/rules-on-real-code.md."""
    return ""
