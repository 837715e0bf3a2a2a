"""PYG3xx: exceptions and cleanup."""
