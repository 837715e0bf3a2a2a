"""Outcomes to render: common ones, and some whose every string wants to do harm."""

from pyguide.finding import Applicability, Edit, Finding, Fix, Span
from pyguide.outcome import Failure, FileResult, Outcome, RuleFacts, Silenced

TEXT = "def f():\n    try:\n        g()\n    except:\n        pass\n"
START = TEXT.index("except")
SPAN = Span(START, START + len("except:"))
FIX = Fix("Catch `Exception`", (Edit(Span(SPAN.end - 1, SPAN.end - 1), " Exception"),),
          Applicability.SAFE)  # fmt: skip
FINDING = Finding("PYG301", "`except:` catches all", SPAN, FIX)
RULE = RuleFacts("PYG301", "bare-except", "suspicious", "Why it bites.", "https://x.test/301", True)
RULES = {"PYG301": RULE}

HARM = "\x1b[2J\x00\x07\x08\r\n\t\x7f\x85\x9b\u2028\u202e\ud800\ufffe\uffff <b>&\"']]>%0A%25;,: |`"


def outcome(*files: FileResult, rules: dict[str, RuleFacts] = RULES) -> Outcome:
    return Outcome(files, rules, len(files))


def found(path: str = "a.py", text: str = TEXT, **more: object) -> FileResult:
    return FileResult(path, (FINDING,), text, **more)  # type: ignore[arg-type]


def harmful() -> Outcome:
    """A path, a source, a message, a fix, a rule and a failure that hold anything but text."""
    fix = Fix(HARM, (Edit(Span(0, 1), HARM),), Applicability.SAFE)
    finding = Finding("PYG301", HARM, Span(0, 3), fix, HARM)
    # Of halves of surrogate pairs, names hold only those that stand for undecodable bytes.
    path = HARM.replace("\ud800", "\udcff") + ".py"
    file = FileResult(
        path, (finding,), HARM, (Failure("rule-crash", HARM),),
        silenced=(Silenced(finding, HARM),),
    )  # fmt: skip
    rule = RuleFacts("PYG301", HARM, "style", HARM, "https://x.test/", True)
    return Outcome((file,), {"PYG301": rule})
