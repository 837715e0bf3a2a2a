"""PYG09x: comments that silence findings."""
