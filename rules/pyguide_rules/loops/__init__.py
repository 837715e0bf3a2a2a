"""PYG4xx: loops, comprehensions, iterators, mappings."""
