"""What an expression provably is: types from syntax, bindings, tests and tables."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from pyguide.semantics.values import formats, instances, library, patterns
from pyguide.semantics.values.operators import augment, operate
from pyguide.semantics.values.types import BOTTOM, Type, known, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding, Scope

_BUDGET = 4000
_ROUNDS = 6
_DISPLAYS: dict[type[ast.AST], str] = {
    ast.List: "list", ast.ListComp: "list", ast.Tuple: "tuple", ast.Set: "set",
    ast.SetComp: "set", ast.Dict: "dict", ast.DictComp: "dict", ast.GeneratorExp: "generator",
    ast.Lambda: "function",
}  # fmt: skip

Key = tuple[object, str]


class Values:
    """Types of expressions, kept once computed; unknown wherever proof is missing."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._memo: dict[ast.expr, Type] = {}
        self._unions: dict[Key, Type] = {}
        self._assumed: dict[Key, Type] = {}
        self._leaned: set[Key] = set()
        self._depth = 0
        self._steps = 0

    def type_of(self, expr: ast.expr) -> Type:
        """The types that ``expr`` may have."""
        found = self._memo.get(expr)
        if found is not None:
            return found
        if self._depth == 0:
            self._steps = 0
        self._steps += 1
        if self._steps > _BUDGET or self._depth > 60:
            # Not kept: another question may reach this expression by a shorter way.
            self._leaned.add(("budget", ""))
            return unknown("the expression is too deep to follow")
        outer = self._leaned
        self._leaned = set()
        self._depth += 1
        try:
            found = self._infer(expr)
        finally:
            self._depth -= 1
            if not self._leaned and found is not None:
                self._memo[expr] = found
            self._leaned |= outer
            if self._depth == 0:
                self._leaned = set()
        return found

    # -- by the kind of expression --------------------------------------------------

    def _infer(self, expr: ast.expr) -> Type:
        display = _DISPLAYS.get(type(expr))
        if display is not None:
            return known(display, "display", expr)
        match expr:
            case ast.Constant(value=value):
                return known(type(value).__name__, "constant", expr)
            case ast.JoinedStr(values=values):
                return self._joined(expr, values)
            case ast.Name():
                return self._name(expr)
            case ast.NamedExpr(value=value):
                return self.type_of(value)
            case ast.IfExp(body=body, orelse=orelse):
                return union([self.type_of(body), self.type_of(orelse)])
            case ast.BoolOp():
                return self._bool_op(expr)
            case ast.UnaryOp():
                return self._unary(expr)
            case ast.BinOp(left=left, op=op, right=right):
                if isinstance(op, ast.Mod) and self.type_of(left).within("str"):
                    return self._percent(expr)
                return self._binary(expr, op, self.type_of(left), self.type_of(right))
            case ast.Compare():
                return self._compare(expr)
            case ast.Call():
                return self._s.calls.result(expr)
            case ast.Subscript():
                return self._subscript(expr)
            case ast.Attribute():
                return self._attribute(expr)
        return unknown(f"{self._shown(expr)} has an unknown type")

    def _joined(self, expr: ast.JoinedStr, values: list[ast.expr]) -> Type:
        whole = known("str", "display", expr)
        match values:
            case [ast.FormattedValue(value=value)] if not self._is_plain(value):
                # A lone hole hands out what `__format__` gave, which may be of a subclass.
                return whole.inexact()
        return whole

    def _is_plain(self, expr: ast.expr) -> bool:
        """Whether a value is exactly of a scalar builtin type."""
        return self.type_of(expr).within(*library.SCALARS)

    def _bool_op(self, expr: ast.BoolOp) -> Type:
        parts = [self.type_of(value) for value in expr.values]
        if isinstance(expr.op, ast.Or):
            parts = [*(part.without("NoneType") for part in parts[:-1]), parts[-1]]
        return union(parts)

    def _unary(self, expr: ast.UnaryOp) -> Type:
        if isinstance(expr.op, ast.Not):
            return known("bool", "operator", expr)
        operand = self.type_of(expr.operand)
        if operand.names is not None and operand.exact and operand.names <= library.NUMBERS:
            if isinstance(expr.op, ast.Invert) and not operand.names <= {"int", "bool"}:
                return unknown(f"{self._shown(expr)} has an unknown type")
            names = frozenset("int" if name == "bool" else name for name in operand.names)
            return Type(names, "", (*operand.evidence, ("operator", expr)))
        return unknown(operand.why or f"{self._shown(expr)} has an unknown type")

    def _binary(self, expr: ast.AST, op: ast.operator, left: Type, right: Type) -> Type:
        if left.names is None or right.names is None:
            return unknown(left.why if left.names is None else right.why)
        if not (left.exact and right.exact):
            return unknown(f"{self._shown(expr)} may work on a subclass")
        names: frozenset[str] = frozenset()
        for one in left.names:
            for other in right.names:
                found = operate(op, one, other)
                if found is None and isinstance(op, ast.Add) and _raises_by_none(one, other):
                    continue
                if found is None:
                    return unknown(f"{self._shown(expr)} has an unknown type")
                names |= found
        return Type(names, "", (*left.evidence, *right.evidence, ("operator", expr)))

    def _percent(self, expr: ast.BinOp) -> Type:
        """The type of ``text % values``: a lone `%s` hands on whatever text it is given."""
        whole = known("str", "operator", expr)
        right = self.type_of(expr.right)
        if not right.known or not right.exact:
            # A subclass of str on the right could answer by `__rmod__`.
            return whole.inexact()
        match expr.left:
            case ast.Constant(value=str(text)) if formats.percent_shows_text(text):
                return whole
        parts = expr.right.elts if isinstance(expr.right, ast.Tuple) else [expr.right]
        plain = all(self.type_of(part).within(*library.SCALARS) for part in parts)
        return whole if plain else whole.inexact()

    def _compare(self, expr: ast.Compare) -> Type:
        operands = [self.type_of(one) for one in (expr.left, *expr.comparators)]
        kinds = library.SCALARS | library.CONTAINERS
        if any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in expr.ops):
            # Sequences hand on what their first different items say of their order.
            kinds -= {"list", "tuple"}
        plain = all(one.names is not None and one.exact for one in operands) and all(
            name in kinds for one in operands for name in one.names or ()
        )
        always = (ast.Is, ast.IsNot, ast.In, ast.NotIn)
        if plain or all(isinstance(op, always) for op in expr.ops):
            return known("bool", "operator", expr)
        return unknown(f"{self._shown(expr)} compares values of unknown type")

    def _subscript(self, expr: ast.Subscript) -> Type:
        base = self.type_of(expr.value)
        if base.names != frozenset({"NoneType"}):
            # Where it is None, the subscript raises and so gives nothing.
            base = base.without("NoneType")
        if base.names is None or not base.exact:
            held = self._s.defaultdicts.values(expr.value)
            return held or unknown(f"{self._shown(expr)} is a subscript")
        if base is BOTTOM or not base.names:
            return base
        if isinstance(expr.slice, ast.Slice):
            sliced = {"str", "bytes", "list", "tuple", "range", "bytearray"}
            if base.names <= sliced:
                return Type(base.names, "", (*base.evidence, ("operator", expr)))
        elif base.names <= {"str"}:
            return known("str", "operator", expr)
        elif base.names <= {"bytes", "bytearray", "range"}:
            index = self.type_of(expr.slice)
            if index.within("int", "bool"):
                return known("int", "operator", expr)
        elif base.names <= {"list", "tuple"} and self.type_of(expr.slice).within("int", "bool"):
            return self._s.elements.of(expr.value)
        elif base.names <= {"dict"}:
            held = self._s.holdings.entry(expr.value, expr.slice)
            if held is not None:
                return held
        elif base.within(patterns.MATCH):
            return patterns.group(expr.slice, expr)
        return unknown(f"{self._shown(expr)} is a subscript")

    def _attribute(self, expr: ast.Attribute) -> Type:
        full = self._s.qualified(expr)
        if full in library.LIBRARY_CONSTANTS:
            return known(library.LIBRARY_CONSTANTS[full], "library", expr)
        if "attributes" in self._s.trust:
            found = instances.attribute_type(self._s, expr)
            if found is not None:
                return found
        return unknown(f"{self._shown(expr)} is an attribute")

    # -- names --------------------------------------------------

    def _name(self, name: ast.Name) -> Type:
        plain = self._unguarded(name)
        for guard in self._s.dominance.guards(name):
            plain = self._s.narrowing.apply(plain, guard, name.id)
        return plain

    def _unguarded(self, name: ast.Name) -> Type:
        definition = self._s.dominance.definition(name)
        if definition is not None and self.is_proof(name):
            return self.binding_type(definition)
        found = self._s.bindings(name)
        if found is None:
            return unknown(f"`{name.id}` cannot be resolved in this file")
        if not found:
            if name.id == "__name__":
                return known("str", "module", name)
            return unknown(f"`{name.id}` is not bound in this file")
        if self._s.names.in_own_namespace(name):
            return unknown(f"a metaclass may give `{name.id}` another value")
        if not self.is_proof(name):
            return unknown(f"`{name.id}` is a module variable that other modules may rebind")
        owner = self._s.owner(name.id, name)
        assert owner is not None
        return self._union(owner, name.id, found)

    def is_proof(self, name: ast.Name) -> bool:
        """Whether the bindings in the file are all there is when ``name`` is read."""
        if self._s.names.in_own_namespace(name):
            return False
        owner = self._s.owner(name.id, name)
        if owner is None or owner.kind != "module":
            return owner is not None
        return self._s.function(name) is None or "constants" in self._s.trust

    def _union(self, owner: Scope, name: str, bindings: tuple[Binding, ...]) -> Type:
        key: Key = (owner, name)
        kept = self._unions.get(key)
        if kept is not None:
            return kept
        parts = [one for one in bindings if one.kind not in ("annotation", "delete")]
        deleted = any(one.kind == "delete" for one in bindings)
        if deleted and owner.kind != "function":
            return unknown(f"`{name}` is deleted")
        several = len(parts) > 1
        return self.fixpoint(key, lambda: self._joined_bindings(parts, several, name))

    def _joined_bindings(self, parts: list[Binding], several: bool, name: str) -> Type:
        found = union([self.binding_type(one) for one in parts])
        if found.names is None and several:
            return unknown(f"`{name}` is bound more than once, not always to a known type")
        return found

    def forget(self) -> None:
        """Keep no answer that is being worked out, as it leans on one that is still open."""
        self._leaned.add(("circle", ""))

    def is_assuming(self) -> bool:
        """Whether an answer given now may rest on a type that is still being worked out."""
        return bool(self._assumed)

    def fixpoint(self, key: Key, compute: Callable[[], Type]) -> Type:
        """The type that ``compute`` gives when it may ask for ``key`` itself."""
        if key in self._assumed:
            self._leaned.add(key)
            return self._assumed[key]
        assumed = BOTTOM
        outer = self._leaned
        try:
            for _ in range(_ROUNDS):
                self._assumed[key] = assumed
                self._leaned = set()
                found = compute()
                if key not in self._leaned or found.names == assumed.names:
                    break
                if found.names is None:
                    break
                assumed = found
            else:
                found = unknown("the type depends on itself")
        finally:
            self._assumed.pop(key, None)
            self._leaned.discard(key)
            alone = not self._leaned
            self._leaned |= outer
        if alone:
            self._unions[key] = found
        return found

    def binding_type(self, binding: Binding) -> Type:
        """The types of what one binding binds."""
        match binding.kind:
            case "assign" | "walrus":
                return self._assigned(binding)
            case "augment":
                return self._augmented(binding)
            case "for" | "comprehension":
                return self._s.elements.target(binding)
            case "parameter":
                return self._parameter(binding)
            case "with":
                return self._entered(binding)
            case "def":
                if isinstance(binding.node, ast.FunctionDef) and not binding.node.decorator_list:
                    return known("function", "definition", binding.node)
                return unknown(f"`{binding.name}` is decorated")
            case "except":
                return unknown(f"`{binding.name}` is a caught exception")
            case "import":
                return unknown(f"`{binding.name}` is imported")
        return unknown(f"`{binding.name}` has an unknown type")

    def _assigned(self, binding: Binding) -> Type:
        if binding.value is not None:
            return self.type_of(binding.value)
        if binding.path[-1:] == (-1,) and len(binding.path) == 1:
            return known("list", "unpacking", binding.node)
        if binding.source is not None and binding.path:
            found = self._s.elements.inside(binding.source, binding.path)
            if found.names is not None:
                return found
        return unknown(f"`{binding.name}` is unpacked from {self._shown(binding.source)}")

    def _augmented(self, binding: Binding) -> Type:
        statement = self._s.parent(binding.node)
        owner = self._s.owner(binding.name, binding.node)
        if not isinstance(statement, ast.AugAssign) or owner is None:
            return unknown(f"`{binding.name}` has an unknown type")
        before = self._before(binding, owner)
        after = self.type_of(statement.value)
        if before.names is None:
            return before
        if not before.exact:
            return unknown(f"`{binding.name}` may be of a subclass")
        names: frozenset[str] = frozenset()
        rights: list[str | None] = [*after.names] if after.names is not None else [None]
        rights = rights if after.exact else [None]
        for left in before.names:
            for right in rights or []:
                found = augment(statement.op, left, right)
                if found is None:
                    why = after.why or f"`{self._shown(statement.value)}` has another type"
                    return unknown(why)
                names |= found
        return Type(names, "", (*before.evidence, *after.evidence, ("operator", statement)))

    def _before(self, binding: Binding, owner: Scope) -> Type:
        """The types a name has before one of its own augmented assignments."""
        found = self._s.names.owned(owner, binding.name)
        return self._union(owner, binding.name, found)

    def _parameter(self, binding: Binding) -> Type:
        arg = binding.node
        args = self._s.parent(arg)
        if isinstance(args, ast.arguments):
            if args.vararg is arg:
                return known("tuple", "parameter", arg)
            if args.kwarg is arg:
                return known("dict", "parameter", arg)
        if "annotations" in self._s.trust and isinstance(arg, ast.arg) and arg.annotation:
            return self._s.narrowing.annotated(arg.annotation, binding.name)
        return unknown(f"`{binding.name}` is a parameter of unknown type")

    def _entered(self, binding: Binding) -> Type:
        if binding.source is not None and not binding.path:
            manager = self.type_of(binding.source)
            if manager.within("io.TextIOWrapper"):
                return manager
        return unknown(f"`{binding.name}` is what a context manager gives")

    def _shown(self, node: ast.AST | None) -> str:
        return self._s.shown(node)


def _raises_by_none(left: str, right: str) -> bool:
    """Whether one of two builtin types is that of None, to which nothing can be added."""
    return "NoneType" in (left, right) and {left, right} <= library.SCALARS | {"list", "tuple"}
