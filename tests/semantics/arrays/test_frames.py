"""pandas: frames, their rows, and assignments to parts of parts."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.arrays.frames import as_tuples, chain, is_frame, row_loop
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("import pandas as pd\nx = pd.DataFrame()\nx", True),
        ("from pandas import read_csv\nread_csv('a')", True),
        ("import pandas as pd\npd.read_csv('a').dropna()", True),
        ("import pandas as pd\npd.Series()", False),
        ("import pandas\ndf", True),
        ("import pandas\nold_df", True),
        ("import pandas\ncdf", False),
        ("import pandas\ndf = {}\ndf", False),
        ("import pandas\ndf: dict = f()\ndf", False),
        ("import polars\ndf", False),
        ("import pandas\nx: 'pandas.DataFrame' = f()\nx", True),
    ],
)
def test_frames(text, frame):
    source = Source(text)
    assert is_frame(Semantics(source), source.tree.body[-1].value) is frame


@pytest.mark.parametrize(
    ("text", "loop", "why"),
    [
        ("for i, r in x.iterrows(): r['a']", "For", None),
        ("for i, r in x.iterrows(): print(r)", "For", "more with `r`"),
        ("for p in x.iterrows(): pass", "For", "no name of its own"),
        ("for i, p in enumerate(x.iterrows()): pass", "For", "plain loop"),
        ("[r for i, r in x.iterrows()]", "comprehension", "plain loop"),
        ("next(x.iterrows())", None, "plain loop"),
        ("def f():\n for i, r in x.iterrows(): pass\n return i", "For", "after the loop"),
    ],
)
def test_loops_over_rows(text, loop, why):
    source = Source(text)
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    [call] = [node for node in calls if getattr(node.func, "attr", "") == "iterrows"]
    semantics = Semantics(source)
    found = row_loop(semantics, call)
    assert (type(found).__name__ if found else None) == loop
    answer = as_tuples(semantics, call)
    assert why in answer if why else not isinstance(answer, str)


@pytest.mark.parametrize(
    ("target", "rows", "column"),
    [
        ("df['a'][0]", "0", "'a'"),
        ("df[m]['a']", "m", "'a'"),
        ("df['a'].loc[m]", "m", "'a'"),
        ("df['a'].iloc[3]", "3", "'a'"),
        ("df.loc[m]['a']", "m", "'a'"),
        ("df[a][b]", None, None),
        ("df['a'][1:2]", None, None),
        ("df['a']", "", ""),
        ("x['a'][0]", "", ""),
        ("df.loc[m, 'a'][0]", "", ""),
    ],
)
def test_chains(target, rows, column):
    source = Source(f"import pandas\n{target} = 1")
    found = chain(Semantics(source), source.tree.body[-1].targets[0])
    parts = (found.rows, found.column) if found else ("", "")
    shown = tuple(ast.unparse(one) if isinstance(one, ast.AST) else one for one in parts)
    assert shown == (rows, column)
