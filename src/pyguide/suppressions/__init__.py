"""Comments that silence findings: what they say, how far they reach, and which are needed."""
