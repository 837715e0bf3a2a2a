"""PYG2xx: comparison, identity, truthiness."""
