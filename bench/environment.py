"""The Python that has bench/requirements.txt, and the Go that the laboratory uses."""

import os
import subprocess
import sys
from pathlib import Path

from gdcommon import places
from labsetup import python_env, report, steps

BENCH = Path(__file__).resolve().parent
VENV = BENCH / ".venv"


def in_own_environment() -> None:
    """Runs the calling script again with the Python that has bench/requirements.txt, making it first if need be."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    peers = steps.Step(
        "bench",
        "Installing what the measurements compare with",
        install,
        inputs=lambda: [places.text(BENCH / "requirements.txt"), os.path.realpath(sys.executable)],
        intact=(VENV / "bin" / "python").exists,
    )
    if not peers.done():
        with report.timed(peers.title):
            peers.run()
    os.execv(VENV / "bin" / "python", [str(VENV / "bin" / "python"), *sys.argv])


def install() -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = [VENV / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", BENCH / "requirements.txt"]
    subprocess.run(pip, check=True)
    python_env.name_packages(VENV)
