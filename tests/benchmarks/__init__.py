"""How quick pyguide is beside other linters: ``python tests/benchmarks/run.py``."""
