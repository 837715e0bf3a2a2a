"""PYG1xx: mutability, defaults, copies."""
