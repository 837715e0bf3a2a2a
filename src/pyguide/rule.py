"""The base class of rules: their facts, the suspicion, and what a verdict may say."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pyguide import places
from pyguide.finding import Applicability, Category, Edit, Finding, Fix, Import, Span
from pyguide.region import Reach, Region

if TYPE_CHECKING:
    import libcst as cst

    from pyguide.semantics import Semantics
    from pyguide.source import Source

_CODE = re.compile(r"[A-Z]{1,3}[0-9]{3}")
_ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.JoinedStr)
_LOST_COMMENT = "the rewrite would lose a comment"
_BRACKETS = "brackets around the code stand in the way of the rewrite"
_INEXACT = "the parser cannot reproduce these lines to the letter"


class Look(NamedTuple):
    """What a rule looks at: the proofs about a file, its concrete syntax, and the user's wishes.

    ``region`` is what visitors walk; ``parse`` gives the region around a stdlib node.
    """

    semantics: Semantics
    parse: Callable[[ast.AST, Reach], Region]
    region: Region | None = None
    target_version: tuple[int, int] = (3, 11)
    options: Mapping[str, object] = MappingProxyType({})


class Rule:
    """One anti-pattern: subclass it, name the facts, and judge nodes.

    ``suspects`` and `suspicious` say on stdlib nodes where looking is worth it: they may save time,
    never decide. `judge` decides alone whether the pattern stands at such a node, and calls
    `report`. Where blanks, brackets or the spelling of a literal count, a rule has visitors in its
    place: methods named ``visit_`` and a libcst class, called for each such node of the region
    around a suspect. One instance is made for each file, or for each region with visitors.
    """

    code: ClassVar[str]
    category: ClassVar[Category]
    message: ClassVar[str]
    """What is wrong, with ``{facts}`` that `report` fills in; at most 100 characters, no dot."""
    guide: ClassVar[tuple[str, ...]]
    """Questions of the guide that document the pattern, the first with its answer: ``"Q39"``."""
    twins: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Rules of other tools that find the same: ``{"ruff": ("E722",)}``."""
    exact_twins: ClassVar[tuple[str, ...]] = ()
    """Those of ruff among them that report every place which this rule does not call `alone`.

    Only to these may findings be left, see `pyguide.deduping`.
    """
    suspects: ClassVar[tuple[type[ast.AST], ...]]
    """Classes of the stdlib nodes about which `suspicious` is asked.

    The class of an operator, such as `ast.In`, stands for the comparisons that have it.
    """
    callees: ClassVar[frozenset[str]] = frozenset()
    """Which calls are suspects: the last names of what is called, as its module spells them.

    A name under which the file imports one of them counts too. Empty: all calls.
    """
    mentions: ClassVar[tuple[str, ...]] = ()
    """Words one of which stands in the text of every file that the rule can find something in."""
    reach: ClassVar[Reach] = Reach.STATEMENT
    preview: ClassVar[bool] = False
    """Off unless selected or in preview, because fewer than 95 of 100 findings are right."""
    optional: ClassVar[bool] = False
    """Off unless some selector names it, because it is a matter of taste."""
    options: ClassVar[Mapping[str, object]] = {}
    """Names and defaults of the rule's own options."""
    judges_comments: ClassVar[bool] = False
    """Whether the rule judges comments that silence findings, after the others have looked."""
    name: ClassVar[str]
    """The kebab-case name, derived from the class name."""
    visitors: ClassVar[tuple[str, ...]]
    finds_callees: ClassVar[bool]
    """Whether the rule has a `callees_in` of its own."""

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        """Derive the name; raises TypeError for a missing fact, an odd code or nobody who decides.

        An ``abstract`` class is only a base for rules. Whether a visitor's name is that of a libcst
        node is tested with the rule's page: a check here would import libcst even where nothing is
        suspicious.
        """
        if abstract:
            return
        cls.name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()
        for fact in ("code", "category", "message", "guide", "suspects"):
            if not hasattr(cls, fact):
                raise TypeError(f"rule {cls.__name__} lacks the fact `{fact}`")
        if not _CODE.fullmatch(cls.code):
            raise TypeError(f"rule {cls.__name__}: `{cls.code}` is no code such as PYG301")
        named = {name for home in cls.__mro__ if home is not Rule for name in vars(home)}
        cls.visitors = tuple(sorted(name for name in named if name.startswith("visit_")))
        cls.finds_callees = "callees_in" in named
        if cls.suspects and ("judge" in named) == bool(cls.visitors):
            raise TypeError(f"rule {cls.__name__} needs either `judge` or visitors")

    def __init__(self, look: Look) -> None:
        self._given = look
        self._parsed = [look.region] if look.region is not None else []
        self.semantics = look.semantics
        self.source: Source = look.semantics.source
        self.target_version = look.target_version
        self._options = look.options
        self.findings: list[Finding] = []

    @classmethod
    def suspicious(cls, node: Any, context: Semantics) -> bool:
        """Whether ``node``, one of ``suspects``, is worth a look; may only err to yes."""
        return True

    def judge(self, node: Any) -> None:
        """Decide whether the pattern stands at ``node``, one of ``suspects``, and report it.

        Never called for parts of f-strings before Python 3.12, which knows no places there.
        """
        raise NotImplementedError

    @classmethod
    def callees_in(cls, context: Semantics) -> frozenset[str]:
        """``callees``, and those that a rule finds in this file."""
        return cls.callees

    @classmethod
    def wish(cls, context: Semantics, name: str) -> Any:
        """What `option` gives, for suspicions."""
        return context.options.get(cls.name, {}).get(name, cls.options[name])

    def option(self, name: str) -> Any:
        """The user's value of the rule's option ``name``, or its default."""
        return self._options.get(name, self.options[name])

    @property
    def region(self) -> Region:
        """The region that a visitor walks; raises LookupError where a node is judged instead."""
        if self._given.region is None:
            raise LookupError(f"{self.code} judges stdlib nodes; `parse` gives their region")
        return self._given.region

    def parse(self, node: ast.AST) -> Region:
        """The region of the rule's ``reach`` around ``node``, for what the stdlib tree lacks."""
        region = self._given.parse(node, self.reach)
        self._parsed.append(region)
        return region

    def ast_of(self, node: cst.CSTNode) -> Any:
        """The stdlib node of the same code, which the proof layer speaks about, or None."""
        return self.region.ast_of(node)

    def span(self, where: cst.CSTNode | ast.AST | Span) -> Span:
        """Where a node of either tree stands in the file."""
        if isinstance(where, Span):
            return where
        return self.source.span(where) if isinstance(where, ast.AST) else self.region.span(where)

    def name_of(self, node: ast.AST) -> Span:
        """Where the name of a function, class or parameter stands."""
        return places.name(self.source, node)

    def operator_of(self, compare: ast.Compare, link: int) -> Span:
        """Where operator number ``link`` of a comparison stands."""
        return places.operator(self.source, compare, link)

    def enclosed(self, node: ast.expr) -> Span:
        """Where ``node``, which stands behind `=` or a comma, stands with its parentheses.

        Parentheses with comments in them stay outside.
        """
        return places.enclosed(self.source, node)

    def text(self, where: cst.CSTNode | ast.AST | Span) -> str:
        """The file's text at a node or a span."""
        return self.source.text_of(self.span(where))

    def excerpt(self, where: cst.CSTNode | ast.AST | Span, width: int = 30) -> str:
        """The text at a node or a span on one line, for messages; ``…`` stands for what is cut."""
        text = " ".join(self.text(where).split())
        return text if len(text) <= width else text[: width - 1].rstrip() + "…"

    def argument(self, node: ast.expr) -> str:
        """The text of ``node``, in parentheses if it is a `yield`, or a tuple written without."""
        return places.argument(self.source, node)

    def unbroken(self, node: ast.expr) -> str:
        """The text of ``node``, in parentheses where it would end with its first line otherwise."""
        return places.unbroken(self.source, node)

    def operand(self, node: ast.expr) -> str:
        """The text of ``node``, in parentheses unless it holds together next to any operator."""
        text = self.text(node)
        return text if isinstance(node, _ATOMS) and len(text.splitlines()) == 1 else f"({text})"

    def edit(self, old: cst.CSTNode | ast.AST | Span, new: cst.CSTNode | str) -> Edit:
        """The smallest edit that puts ``new`` in the place of ``old``.

        A libcst node given as ``new`` brings its own parentheses, so it takes the place of those
        of ``old`` too; text takes the place of the bare node and leaves its parentheses alone.
        """
        if isinstance(new, str):
            span, text = self.span(old), new
        else:
            if isinstance(old, ast.AST | Span):
                raise TypeError("a libcst node replaces a libcst node")
            span = self.region.outer_span(old)
            text = self.region.positions.render(new, place=old)
        return Edit.between(span.start, self.source.text_of(span), self._apart(span, text))

    def _apart(self, span: Span, text: str) -> str:
        """``text`` with a blank where a bracket kept the words around ``span`` apart from it.

        If there is no ``text``, the blank keeps them apart from one another.
        """
        whole, old = self.source.text, self.source.text_of(span)
        before, after = whole[max(span.start - 1, 0) : span.start], whole[span.end : span.end + 1]
        if not text and _grow_together(before, after):
            return " "
        if old and _grow_together(before, text) and not _grow_together(before, old):
            text = f" {text}"
        if old and _grow_together(text, after) and not _grow_together(old, after):
            text = f"{text} "
        return text

    def fix(
        self,
        title: str,
        applicability: Applicability,
        edits: Iterable[Edit],
        imports: Collection[Import] = (),
        ground: ast.AST | None = None,
    ) -> Fix:
        """A fix of several edits; ``title`` is an imperative.

        No other fix changes anything in ``ground`` in the same pass, such as by a name of its own.
        """
        apart = (places.beside_keywords(self.source, edit) for edit in edits)
        span = None if ground is None else self.source.span(ground)
        return Fix(title, tuple(sorted(apart)), applicability, tuple(sorted(imports)), span)

    def replace(
        self,
        old: cst.CSTNode | ast.AST | Span,
        new: cst.CSTNode | str,
        title: str,
        applicability: Applicability,
    ) -> Fix:
        """A fix of one edit, see `edit` and `fix`."""
        return self.fix(title, applicability, [self.edit(old, new)])

    def report(
        self,
        where: cst.CSTNode | ast.AST | Span,
        fix: Fix | None = None,
        *,
        repair: Fix | None = None,
        reason: str | None = None,
        alone: bool = False,
        **facts: object,
    ) -> None:
        """Say that the pattern stands at ``where``; a compound statement is shown by its header.

        ``repair`` is a behaviour-changing rewrite beside a safe ``fix``. ``reason`` is the one
        clause that says why there is no safe fix, or why the repair is not safe. A fix that would
        lose a comment, that Python could not read, or that stands on lines which libcst cannot
        reproduce, is withheld here.
        ``alone`` says that the `exact_twins` do not report this place.
        Raises ValueError where the reason is missing.
        """
        fix, withheld = self._guarded(fix)
        repair, _ = self._guarded(repair)
        reason = withheld or reason
        if fix is not None and fix.applicability is Applicability.SAFE and repair is None:
            reason = None
        elif not reason:
            raise ValueError(f"{self.code} gives no reason for withholding a safe fix")
        message = self.message.format_map(facts)
        span = self._shown(where)
        self.findings.append(Finding(self.code, message, span, fix, reason, repair, alone))

    def _guarded(self, fix: Fix | None) -> tuple[Fix | None, str | None]:
        """The fix, or None and why it must be withheld."""
        if fix is not None and not all(region.trusted for region in self._parsed):
            return None, _INEXACT
        if fix is not None:
            from pyguide.guard import is_parsed, keeps_comments

            if not keeps_comments(self.source, fix):
                return None, _LOST_COMMENT
            if not is_parsed(self.source, fix):
                return None, _BRACKETS
        return fix, None

    def _shown(self, where: cst.CSTNode | ast.AST | Span) -> Span:
        if isinstance(where, ast.AST):
            return places.header(self.source, where)
        span = self.span(where)
        body = getattr(where, "body", None)
        if type(body).__name__ not in ("IndentedBlock", "SimpleStatementSuite"):
            return span
        assert body is not None
        shown = self.source.text[span.start : self.region.outer_span(body).start]
        return Span(span.start, span.start + len(shown.rstrip()))


def _grow_together(left: str, right: str) -> bool:
    """Whether the last word of ``left`` and the first of ``right`` would become one word."""
    return bool(left and right) and f"_{left[-1]}{right[0]}".isidentifier()
