"""Runs the notebooks and writes them back with their outputs, and their twins (twins.py); a second run changes nothing.

python -m tests.make_notebooks [FILE…]      all of them without a name; `make notebooks` calls this
"""

import os
import sys
import time
from pathlib import Path

from gdcommon import files

from . import lint, notebooks, outputs, twins
from .execute import Failed, execute


def write_back(path: Path) -> bool:
    """Runs a notebook and writes it if that changes it. What is wrong with it stops before it is written."""
    before = path.read_text("utf-8")
    committed, [fresh] = notebooks.tidy(notebooks.read(path)), execute(path)
    for (_, old), (_, new) in zip(notebooks.numbered(committed), notebooks.numbered(fresh), strict=True):
        # Text and pictures come from the kernel by two pipes. When only their order differs, the committed one stays.
        if outputs.unordered(old.outputs) == outputs.unordered(new.outputs):
            new.outputs = old.outputs
    if faults := lint.faults(fresh):
        raise Failed("\n".join(f"{notebooks.name(path)}: {fault}" for fault in faults))
    after = notebooks.text(fresh)
    if after == before:
        return False
    if path.read_text("utf-8") != before:
        raise Failed(f"{notebooks.name(path)} was changed by somebody while it ran, so it was not written; run make notebooks again.")
    files.write(path, after)
    return True


def main(arguments: list[str]) -> int:
    paths = [Path(a).resolve() for a in arguments] or notebooks.find()
    for path in paths:
        begun = time.monotonic()
        print(f"{notebooks.name(path)} …", end=" ", flush=True)
        try:
            changed = write_back(path)
        except Failed as failed:
            print(f"\n{failed}")
            return 1
        print(f"{'written' if changed else 'unchanged'}, {time.monotonic() - begun:.1f} s", flush=True)
        twins.write()
    return 0


if __name__ == "__main__":
    for variable in [v for v in os.environ if v.startswith("JUPYTER")]:
        del os.environ[variable]  # another place for kernels would run another kernel
    sys.exit(main(sys.argv[1:]))
