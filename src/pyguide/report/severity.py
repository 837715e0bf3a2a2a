"""How each format words the severity of a finding."""

from __future__ import annotations

WORDS = {
    "azure": {"error": "error", "warning": "warning", "info": "warning"},
    "github": {"error": "error", "warning": "warning", "info": "notice"},
    "gitlab": {"error": "major", "warning": "minor", "info": "info"},
    "rdjson": {"error": "ERROR", "warning": "WARNING", "info": "INFO"},
    "sarif": {"error": "error", "warning": "warning", "info": "note"},
    "sarif-problem": {"error": "error", "warning": "warning", "info": "recommendation"},
}
"""By format: what each severity is called there; ``sarif-problem`` is GitHub's order of rules."""


def worded(severity: str, form: str) -> str:
    """``error``, ``warning`` or ``info`` in the words of ``form``; `KeyError` for others."""
    return WORDS[form][severity]
