"""The anti-patterns of the guide: one module and one page a rule, a folder a chapter."""
