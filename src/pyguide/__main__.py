"""``python -m pyguide``."""

from pyguide.cli import run

if __name__ == "__main__":
    run()
