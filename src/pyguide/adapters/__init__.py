"""Foreign protocols in and out: flake8 today."""
