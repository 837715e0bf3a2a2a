"""Rules of ruff with a twin here or about comments: `ruff rule --all --output-format json`.

Made from ruff 0.17.6 by `python tests/ruff_table.py`; do not edit.
"""

# Annotations are not postponed here: named tuples would compile the text of each.

from typing import NamedTuple

VERSION = (0, 17, 6)
"""The ruff that the table was made from."""


class RuffRule(NamedTuple):
    """One rule: what it is called, how it comes to be on, and what its fixes are at best.

    ``default`` is ``always``, ``preview`` or ``never``, ``fix`` is ``none``, ``unsafe`` or
    ``safe``; ``preview`` rules are off everywhere but in preview mode.
    """

    code: str
    name: str
    category: str
    default: str
    fix: str
    preview: bool


_ROWS = (
    ("B006", "mutable-argument-default", "suspicious", "always", "unsafe", False),
    ("B012", "jump-statement-in-finally", "suspicious", "always", "none", False),
    ("B904", "raise-without-from-inside-except", "pedantic", "never", "none", False),
    ("B905", "zip-without-explicit-strict", "pedantic", "never", "unsafe", False),
    ("B909", "loop-iterator-mutation", "suspicious", "preview", "none", True),
    ("BLE001", "blind-except", "suspicious", "always", "none", False),
    ("C417", "unnecessary-map", "complexity", "always", "unsafe", False),
    ("C419", "unnecessary-comprehension-in-call", "complexity", "always", "unsafe", False),
    ("E711", "none-comparison", "pedantic", "never", "unsafe", False),
    ("E712", "true-false-comparison", "pedantic", "never", "unsafe", False),
    ("E721", "type-comparison", "pedantic", "never", "none", False),
    ("E722", "bare-except", "suspicious", "always", "none", False),
    ("F403", "undefined-local-with-import-star", "restriction", "never", "none", False),
    ("F405", "undefined-local-with-import-star-usage", "restriction", "never", "none", False),
    ("F632", "is-literal", "suspicious", "always", "safe", False),
    ("FURB118", "reimplemented-operator", "pedantic", "never", "unsafe", True),
    ("PERF401", "manual-list-comprehension", "pedantic", "never", "safe", False),
    ("PERF402", "manual-list-copy", "complexity", "always", "none", False),
    ("PLC1802", "len-test", "pedantic", "never", "safe", False),
    ("PLE4703", "modified-iterating-set", "suspicious", "preview", "unsafe", True),
    ("RUF008", "mutable-dataclass-default", "suspicious", "always", "none", False),
    ("RUF012", "mutable-class-default", "suspicious", "always", "none", False),
    ("RUF100", "unused-noqa", "suspicious", "always", "safe", False),
    ("RUF102", "invalid-rule-code", "suspicious", "preview", "safe", False),
    ("S110", "try-except-pass", "suspicious", "always", "none", False),
    ("S112", "try-except-continue", "suspicious", "always", "none", False),
    ("SIM107", "return-in-try-except-finally", "correctness", "always", "none", False),
    ("SIM115", "open-file-with-context-handler", "suspicious", "always", "none", False),
    ("TRY201", "verbose-raise", "complexity", "always", "unsafe", False),
    ("TRY300", "try-consider-else", "pedantic", "never", "none", False),
    ("UP028", "yield-in-for-loop", "style", "always", "unsafe", False),
)

RULES = {row[0]: RuffRule(*row) for row in _ROWS}
