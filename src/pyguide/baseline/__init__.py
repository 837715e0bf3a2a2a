"""Baselines: files that hold the findings which a project lives with for now, one a line."""
