"""pyguide finds the anti-patterns of a Python interview guide and rewrites them.

All that the author of a rule imports stands here.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # type checkers take it for true; the import would cost more than all else
if TYPE_CHECKING:
    from pyguide.finding import Applicability, Category, Edit, Finding, Fix, Import, Span
    from pyguide.region import Reach
    from pyguide.rule import Rule
    from pyguide.semantics import Semantics
    from pyguide.suppressions.comment import Suppression, Word
    from pyguide.suppressions.heeding import Audit
    from pyguide.suppressions.rule import SuppressionRule

_HOMES = {
    **dict.fromkeys(
        ("Applicability", "Category", "Edit", "Finding", "Fix", "Import", "Span"), "pyguide.finding"
    ),
    "Reach": "pyguide.region",
    "Rule": "pyguide.rule",
    "Semantics": "pyguide.semantics",
    "Audit": "pyguide.suppressions.heeding",
    "Suppression": "pyguide.suppressions.comment",
    "SuppressionRule": "pyguide.suppressions.rule",
    "Word": "pyguide.suppressions.comment",
}

__all__ = [
    "Applicability",
    "Audit",
    "Category",
    "Edit",
    "Finding",
    "Fix",
    "Import",
    "Reach",
    "Rule",
    "Semantics",
    "Span",
    "Suppression",
    "SuppressionRule",
    "Word",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Import on first use: ``pyguide --version`` must not pay for the rule base class."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    # A hundred rules ask for the same names: next time they are found without asking here.
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found
