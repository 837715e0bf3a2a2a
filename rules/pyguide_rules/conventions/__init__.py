"""PYG0xx: imports, layout, naming, typing."""
