"""PYG6xx: classes and the data model."""
