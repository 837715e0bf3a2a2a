"""What fixes do to other people's tests: ``python tests/ecosystem/run.py``."""
