"""PYG8xx: files, resources, serialisation."""
