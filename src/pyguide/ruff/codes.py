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
    ("ANN401", "any-type", "pedantic", "never", "none", False),
    ("ASYNC210", "blocking-http-call-in-async-function", "suspicious", "always", "none", False),
    ("ASYNC220", "create-subprocess-in-async-function", "suspicious", "always", "none", False),
    ("ASYNC221", "run-process-in-async-function", "suspicious", "always", "none", False),
    ("ASYNC222", "wait-for-process-in-async-function", "suspicious", "always", "none", False),
    ("ASYNC230", "blocking-open-call-in-async-function", "suspicious", "always", "none", False),
    ("ASYNC250", "blocking-input-in-async-function", "suspicious", "preview", "none", False),
    ("ASYNC251", "blocking-sleep-in-async-function", "suspicious", "always", "none", False),
    ("B006", "mutable-argument-default", "suspicious", "always", "unsafe", False),
    ("B007", "unused-loop-control-variable", "pedantic", "never", "safe", False),
    ("B012", "jump-statement-in-finally", "suspicious", "always", "none", False),
    ("B019", "cached-instance-method", "suspicious", "always", "none", False),
    ("B023", "function-uses-loop-variable", "suspicious", "always", "none", False),
    ("B903", "class-as-data-structure", "pedantic", "never", "none", True),
    ("B904", "raise-without-from-inside-except", "pedantic", "never", "none", False),
    ("B905", "zip-without-explicit-strict", "pedantic", "never", "unsafe", False),
    ("B909", "loop-iterator-mutation", "suspicious", "preview", "none", True),
    ("BLE001", "blind-except", "suspicious", "always", "none", False),
    ("C417", "unnecessary-map", "complexity", "always", "unsafe", False),
    ("C419", "unnecessary-comprehension-in-call", "complexity", "always", "unsafe", False),
    ("E402", "module-import-not-at-top-of-file", "pedantic", "never", "unsafe", False),
    ("E711", "none-comparison", "pedantic", "never", "unsafe", False),
    ("E712", "true-false-comparison", "pedantic", "never", "unsafe", False),
    ("E721", "type-comparison", "pedantic", "never", "none", False),
    ("E722", "bare-except", "suspicious", "always", "none", False),
    ("E731", "lambda-assignment", "pedantic", "never", "unsafe", False),
    ("F403", "undefined-local-with-import-star", "restriction", "never", "none", False),
    ("F405", "undefined-local-with-import-star-usage", "restriction", "never", "none", False),
    ("F632", "is-literal", "suspicious", "always", "safe", False),
    ("F823", "undefined-local", "correctness", "always", "none", False),
    ("FURB118", "reimplemented-operator", "pedantic", "never", "unsafe", True),
    ("FURB129", "readlines-in-for", "complexity", "always", "safe", False),
    ("FURB132", "check-and-remove-from-set", "complexity", "always", "safe", False),
    ("FURB192", "sorted-min-max", "complexity", "always", "unsafe", False),
    ("N801", "invalid-class-name", "pedantic", "never", "none", False),
    ("N802", "invalid-function-name", "pedantic", "never", "none", False),
    ("N803", "invalid-argument-name", "pedantic", "never", "none", False),
    ("N806", "non-lowercase-variable-in-function", "pedantic", "never", "none", False),
    ("N807", "dunder-function-name", "pedantic", "never", "none", False),
    ("PERF401", "manual-list-comprehension", "pedantic", "never", "safe", False),
    ("PERF402", "manual-list-copy", "complexity", "always", "none", False),
    ("PLC0206", "dict-index-missing-items", "complexity", "always", "none", False),
    ("PLC0415", "import-outside-top-level", "pedantic", "never", "none", False),
    ("PLC1802", "len-test", "pedantic", "never", "safe", False),
    ("PLE4703", "modified-iterating-set", "suspicious", "preview", "unsafe", True),
    ("PLR6201", "literal-membership", "pedantic", "never", "unsafe", True),
    ("PLW0177", "nan-comparison", "correctness", "always", "none", False),
    ("PLW1514", "unspecified-encoding", "pedantic", "never", "unsafe", True),
    ("PLW1641", "eq-without-hash", "pedantic", "never", "none", False),
    ("PLW3201", "bad-dunder-method-name", "pedantic", "never", "none", True),
    ("PTH110", "os-path-exists", "pedantic", "never", "safe", False),
    ("PTH112", "os-path-isdir", "pedantic", "never", "safe", False),
    ("PTH113", "os-path-isfile", "pedantic", "never", "safe", False),
    ("PTH114", "os-path-islink", "pedantic", "never", "safe", False),
    ("PTH117", "os-path-isabs", "pedantic", "never", "safe", False),
    ("PTH118", "os-path-join", "pedantic", "never", "none", False),
    ("PTH119", "os-path-basename", "pedantic", "never", "safe", False),
    ("PTH202", "os-path-getsize", "pedantic", "never", "safe", False),
    ("PTH203", "os-path-getatime", "pedantic", "never", "safe", False),
    ("PTH204", "os-path-getmtime", "pedantic", "never", "safe", False),
    ("PTH205", "os-path-getctime", "pedantic", "never", "safe", False),
    ("RUF008", "mutable-dataclass-default", "suspicious", "always", "none", False),
    ("RUF012", "mutable-class-default", "suspicious", "always", "none", False),
    ("RUF100", "unused-noqa", "suspicious", "always", "safe", False),
    ("RUF102", "invalid-rule-code", "suspicious", "preview", "safe", False),
    ("RUF103", "invalid-suppression-comment", "suspicious", "preview", "safe", False),
    ("RUF104", "unmatched-suppression-comment", "suspicious", "preview", "none", False),
    ("S110", "try-except-pass", "suspicious", "always", "none", False),
    ("S112", "try-except-continue", "suspicious", "always", "none", False),
    ("SIM107", "return-in-try-except-finally", "correctness", "always", "none", False),
    ("SIM113", "enumerate-for-loop", "complexity", "always", "none", False),
    ("SIM115", "open-file-with-context-handler", "suspicious", "always", "none", False),
    ("SIM118", "in-dict-keys", "complexity", "always", "unsafe", False),
    ("SIM401", "if-else-block-instead-of-dict-get", "complexity", "always", "safe", False),
    ("TRY201", "verbose-raise", "complexity", "always", "unsafe", False),
    ("TRY300", "try-consider-else", "pedantic", "never", "none", False),
    ("TRY400", "error-instead-of-exception", "pedantic", "never", "safe", False),
    ("UP006", "non-pep585-annotation", "suspicious", "always", "unsafe", False),
    ("UP007", "non-pep604-annotation-union", "style", "always", "unsafe", False),
    ("UP008", "super-call-with-parameters", "style", "always", "unsafe", False),
    ("UP028", "yield-in-for-loop", "style", "always", "unsafe", False),
    ("UP045", "non-pep604-annotation-optional", "style", "always", "unsafe", False),
    ("W191", "tab-indentation", "formatting", "never", "none", False),
)

RULES = {row[0]: RuffRule(*row) for row in _ROWS}
