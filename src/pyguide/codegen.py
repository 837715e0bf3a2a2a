"""libcst trees without libcst's visitors: walk them, and learn where their nodes stand.

libcst's own ``visit`` rebuilds every node and its position provider costs twice the parse; an
iterative walk and one recording pass over the code generator cost a fraction of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from types import TracebackType

import libcst as cst
from libcst._nodes.internal import CodegenState

_NEWLINE = re.compile(r"\r\n|\n|\r")

# Fields that hold no code of their own: whitespace, brackets, separators, comments.
_TRIVIA = frozenset({
    "lpar", "rpar", "lbracket", "rbracket", "lbrace", "rbrace", "leading_lines",
    "lines_after_decorators", "header", "footer", "trailing_whitespace", "comma", "semicolon",
    "dot", "equal", "colon", "operator", "indent", "encoding", "default_indent", "default_newline",
    "has_trailing_newline", "indentation",
})  # fmt: skip

_STDLIB_NAMES: dict[str, tuple[str, ...]] = {
    "Comparison": ("Compare",),
    "BinaryOperation": ("BinOp",),
    "BooleanOperation": ("BoolOp",),
    "UnaryOperation": ("UnaryOp",),
    "SimpleString": ("Constant",),
    "Integer": ("Constant",),
    "Float": ("Constant",),
    "Imaginary": ("Constant",),
    "Ellipsis": ("Constant",),
    "ConcatenatedString": ("Constant", "JoinedStr"),
    "FormattedString": ("JoinedStr",),
    "Name": ("Name", "Constant"),
    "StarredElement": ("Starred",),
    "FunctionDef": ("FunctionDef", "AsyncFunctionDef"),
    "For": ("For", "AsyncFor"),
    "With": ("With", "AsyncWith"),
    "Param": ("arg",),
    "Del": ("Delete",),
    "Yield": ("Yield", "YieldFrom"),
    "ExceptStarHandler": ("ExceptHandler",),
    "TemplatedString": ("TemplateStr",),
}


def stdlib_names(node: cst.CSTNode) -> tuple[str, ...]:
    """Class names under which the stdlib knows what ``node`` spells."""
    name = type(node).__name__
    return _STDLIB_NAMES.get(name, (name,))


@cache
def _child_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in fields(kind))
    return tuple(n for n in names if n not in _TRIVIA and not n.startswith("whitespace"))


def walk(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Every node below and including ``root`` but trivia, parents first, in field order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        for name in reversed(_child_fields(type(node))):
            child = getattr(node, name)
            if isinstance(child, cst.CSTNode):
                stack.append(child)
            elif isinstance(child, tuple | list):
                stack.extend(reversed([c for c in child if isinstance(c, cst.CSTNode)]))


class Positions(CodegenState):
    """What libcst would print, and at which offsets of it each node stands.

    ``bare`` leaves out a node's own parentheses and outer whitespace, ``outer`` counts them.
    ``indents`` holds the indentation under which each node was printed.
    """

    def __init__(self, default_indent: str, default_newline: str) -> None:
        super().__init__(default_indent=default_indent, default_newline=default_newline)
        self.offset = 0
        self.bare: dict[cst.CSTNode, tuple[int, int]] = {}
        self.outer: dict[cst.CSTNode, tuple[int, int]] = {}
        self.indents: dict[cst.CSTNode, tuple[str, ...]] = {}
        self._starts: list[int] = []

    @classmethod
    def of(cls, tree: cst.Module | cst.BaseExpression, text: str) -> Positions:
        """The positions of all nodes of ``tree``, which was parsed from ``text``."""
        if isinstance(tree, cst.Module):
            state = cls(tree.default_indent, tree.default_newline)
        else:
            newline = _NEWLINE.search(text)
            state = cls("    ", newline.group() if newline else "\n")
        tree._codegen(state)
        return state

    def render(self, new: cst.CSTNode, place: cst.CSTNode) -> str:
        """Code of ``new`` as it would be printed at the place of the recorded node ``place``."""
        state = CodegenState(self.default_indent, self.default_newline)
        state.indent_tokens = list(self.indents[place])
        new._codegen(state)
        return "".join(state.tokens)

    @property
    def code(self) -> str:
        """The printed text."""
        return "".join(self.tokens)

    def add_indent_tokens(self) -> None:
        """Print the indentation, as libcst calls it; so for the methods below."""
        self.tokens.extend(self.indent_tokens)
        self.offset += sum(map(len, self.indent_tokens))

    def add_token(self, value: str) -> None:
        """Print ``value``."""
        self.tokens.append(value)
        self.offset += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        """Note where the printing of ``node`` begins."""
        self._starts.append(self.offset)
        self.indents[node] = tuple(self.indent_tokens)

    def after_codegen(self, node: cst.CSTNode) -> None:
        """Note where the printing of ``node`` has ended."""
        span = (self._starts.pop(), self.offset)
        self.outer[node] = span
        self.bare.setdefault(node, span)

    def record_syntactic_position(  # type: ignore[override]
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> _Recording:
        """Note where the code of ``node`` without its parentheses begins and ends."""
        return _Recording(self, node, start_node, end_node)


class _Recording:
    """Notes where a node's own code begins and ends, in the manner of a context manager."""

    def __init__(
        self,
        positions: Positions,
        node: cst.CSTNode,
        start_node: cst.CSTNode | None,
        end_node: cst.CSTNode | None,
    ) -> None:
        self.positions, self.node = positions, node
        self.start_node, self.end_node = start_node, end_node
        self.start = 0

    def __enter__(self) -> None:
        self.start = self.positions.offset

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            return  # what stands inside was not printed, so it has no position
        bare, start, end = self.positions.bare, self.start, self.positions.offset
        if self.start_node is not None:
            start = bare[self.start_node][0]
        if self.end_node is not None:
            end = bare[self.end_node][1]
        bare[self.node] = (start, end)
