"""The long form of the tests of trust: ``python tests/trust/run.py [PYTEST-WORD...]``.

Every depth and size, every place of every wrong value, a thousand mixtures of bytes, and as many
kills as ``PYGUIDE_TRUST_KILLS`` says, by default a hundred for each signal. Takes ten minutes to
half an hour and up to two gigabytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LONG = {
    "PYGUIDE_TRUST_LONG": "1",
    "PYGUIDE_TRUST_KILLS": "100",
    "PYGUIDE_TRUST_MIXTURES": "2000",
}

if __name__ == "__main__":
    here = str(Path(__file__).parent)
    words = [sys.executable, "-m", "pytest", "--durations=10", "--timeout=0", here]
    environment = LONG | os.environ
    sys.exit(subprocess.run([*words, *sys.argv[1:]], env=environment, check=False).returncode)
