"""PYG5xx: strings and what containers cost."""
