"""The Python that has bench/requirements.txt, and the Go that the laboratory uses."""

import os
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
VENV = BENCH / ".venv"
sys.path.append(str(BENCH.parent / "jupyter"))
from gdcommon.places import GO, REPO  # noqa: E402, F401 (REPO and GO for the scripts beside this one)


def in_own_environment() -> None:
    """Runs the calling script again with the Python that has bench/requirements.txt, making it first if need be."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    wanted = (BENCH / "requirements.txt").read_text("utf-8")
    stamp = VENV / "installed"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        print("Installing what the measurements compare with …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pip = [VENV / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", BENCH / "requirements.txt"]
        subprocess.run(pip, check=True)
        stamp.write_text(wanted, "utf-8")
    os.execv(VENV / "bin" / "python", [str(VENV / "bin" / "python"), *sys.argv])
