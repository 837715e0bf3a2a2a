"""Rules of this house: one module and one page a rule."""
