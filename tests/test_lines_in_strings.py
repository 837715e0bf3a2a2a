"""Which lines belong to a string that began above them."""

import pytest

from pyguide.source import Source


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('"""a\nb\nc"""\n', {2, 3}),
        ("x = '''a\r\nb'''\r\n", {2}),
        ('f = """a\rb"""\r', {2}),
        ('x = ("""a\nb"""\n"""c\nd""")\n', {2, 4}),
        ('x = ("""a\nb"""\n\'c\')\n', {2}),
        ('x = (\'a\'\n"""b\nc""")\n', {3}),
        ('x = """a\n\\"""b\nc"""\n', {2, 3}),
        ('x = r"""a\nb"""\n', {2}),
        ('x = f"""a\n{y}\n"""\n', {2, 3}),
        ("x = 'a\\\nb'\n", {2}),
        ('x = """"""\ny = """\n"""\n', {3}),
        ("x = ('a'\n'b')\n", set()),
        ("x = 'a\\\rb\\\rc'\n", {2, 3}),
        ('x = f"a\\\rb{y}"\r', {2}),
    ],
)
def test_lines_in_strings(code, lines):
    assert Source(code).lines_in_strings == lines
