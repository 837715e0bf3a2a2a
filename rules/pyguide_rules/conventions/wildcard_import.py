"""PYG001: `from module import *`."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence

from pyguide import Applicability, Category, Fix, Rule, Semantics, Span
from pyguide.modules import location, stars
from pyguide.rewriting import lines

_WIDTH = 88
# What a message may add to the import that it shows.
_ROOM = 83


class WildcardImport(Rule):
    """A star import, which hides where names come from."""

    code = "PYG001"
    category = Category.SUSPICIOUS
    message = "`from {module} import *` {harm}"
    guide = ("Q107", "Q6", "Q100")
    twins = {
        "ruff": ("F403", "F405"),
        "flake8": ("F403", "F405"),
        "pylint": ("W0401", "W0614"),
    }
    exact_twins = ("F403",)
    suspects = (ast.ImportFrom,)
    options = {"allow-in-init": True}

    @classmethod
    def suspicious(cls, node: ast.ImportFrom, context: Semantics) -> bool:
        return node.names[0].name == "*"

    def judge(self, statement: ast.ImportFrom) -> None:
        if statement.names[0].name != "*" or self._is_facade(statement):
            return
        # Elsewhere than at module level Python refuses it.
        if self.semantics.scope(statement).kind == "module":
            found = stars.star_imports(self.semantics)
            self._report(found, next(one for one in found.all if one.statement is statement))

    def _is_facade(self, statement: ast.ImportFrom) -> bool:
        """Whether handing names on is the job: of a stub, a package's `__init__`, or the import.

        `from _json import *` puts what is written in C in the place of what is written in Python.
        """
        if not statement.level and (statement.module or "").startswith("_"):
            return True
        path = self.source.path
        if path is None or path.name != "__init__.py":
            return path is not None and path.suffix == ".pyi"
        home = location.package(path)[:1]
        own = statement.level or (statement.module or "").split(".")[0] in home
        return bool(own and self.option("allow-in-init"))

    def _report(self, found: stars.StarImports, star: stars.StarImport) -> None:
        names = star.used
        if star.exports is not None:
            obstacle = self._handed_on(found, star) or self._unsure(found, star)
            doubt = f"other modules may import more of `{star.module}` from here"
        else:
            if len(found.all) == 1:
                names = found.unexplained()
            obstacle = self._handed_on(found, star) or found.ambiguity(star, names)
            doubt = f"`{star.module}` cannot be read, so it may replace other names as well"
        ordered = sorted(names, key=_member_order)
        module = star.module if len(star.module) < 37 else f"…{star.module[-35:]}"
        self.report(
            star.statement,
            None if obstacle else self._named(star.statement, ordered),
            reason=obstacle or doubt,
            module=module,
            harm=_harm(star, ordered, _ROOM - len(module)),
        )

    def _handed_on(self, found: stars.StarImports, star: stars.StarImport) -> str | None:
        """Why files that import from this one may need the names that it does not use."""
        path, whole = self.source.path, self.semantics.references.whole()
        if path is not None and path.name in ("__init__.py", "conftest.py"):
            return f"`{path.name}` is there to hand names on"
        if path is not None and "settings" in f"{path.parent.name}/{path.stem}":
            return "settings are read from elsewhere"
        if found.listed is None:
            return "`__all__` is computed and may hand any name on"
        if whole is not None:
            return f"{self.semantics.shown(whole)} can read any name of the file"
        if replaced := found.overridden(star):
            return f"the file is a layer over `{star.module}`, whose `{replaced}` it replaces"
        if path is not None and "test" in path.stem and star.exports is not None:
            tests = sorted(name for name in star.exports.names if name[:4].lower() == "test")
            return f"a runner may find `{tests[0]}` through this import" if tests else None
        return None

    def _unsure(self, found: stars.StarImports, star: stars.StarImport) -> str | None:
        """Why naming what is used of a module with known names may lack one or fail."""
        assert star.exports is not None
        if not star.used:
            return f"nothing here uses `{star.module}`, but importing it may have an effect"
        for other in found.all[found.all.index(star) + 1 :]:
            if other.exports is None:
                return f"`{other.module}` cannot be read and may replace the same names"
        lost = next((one for one in found.undefined() if one.spelled), None)
        if lost is not None and not star.exports.complete:
            return f"nothing binds `{lost.name}`, which `{star.module}` may bring in unseen"
        if star.doubtful:
            return f"`{star.module}` binds `{min(star.doubtful)}` under a condition only"
        if star.exports.cyclic:
            return f"`{star.module}` may import this file before it binds the names"
        return None

    def _named(self, statement: ast.ImportFrom, names: Sequence[str]) -> Fix:
        """The import with ``names`` in the place of the star, one a line if they are many."""
        star = self.span(statement).end - 1
        text = ", ".join(names)
        if self.source.location(star)[1] - 1 + len(text) > _WIDTH:
            outer, newline = lines.indent(self.source, statement.lineno), self.source.newline
            rows = (f"{outer}{lines.step(self.source)}{name},{newline}" for name in names)
            text = f"({newline}{''.join(rows)}{outer})"
        title = "Import the names that are used" if len(names) > 1 else f"Import `{text}` alone"
        return self.replace(Span(star, star + 1), text, title, Applicability.UNSAFE)


def _member_order(name: str) -> tuple[int, str, str]:
    """Constants, classes, functions, as import sorters order them."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower(), name


def _harm(star: stars.StarImport, names: Sequence[str], room: int) -> str:
    """What the import does to the reader of this file, in at most ``room`` characters."""
    if star.exports is not None:
        if not names:
            return f"brings in {len(star.exports.names)} names that nothing here uses"
        if replaced := [name for name in names if name in vars(builtins)]:
            return f"replaces the built-in `{replaced[0]}`"
    for count in (3, 2, 1) if names else ():
        shown = [f"`{name}`" for name in names[:count]]
        if len(names) > count:
            shown.append(f"{len(names) - count} more")
        listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
        harm = f"hides where {listed} come{'s' * (len(names) == 1)} from"
        if len(harm) <= room:
            return harm
    return "hides where names come from" if names else "brings in names that no reader can see"
