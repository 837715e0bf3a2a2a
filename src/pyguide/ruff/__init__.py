"""What ruff does in a project: its rules that have a twin here, and what its configuration asks."""
