"""Sets up and starts the lab:  python3 jupyter/lab.py setup | start  (`make setup` and `make lab` call this).

This file stays readable for old Pythons, so that they end with a sentence instead of a SyntaxError.
The work is done in the package labsetup beside it.
"""

import sys

if sys.version_info < (3, 10):
    sys.exit(
        "Python %d.%d is too old, 3.10 or newer is wanted. Install a newer one and name it: make lab PYTHON=python3.12"
        % sys.version_info[:2]
    )
if sys.platform == "win32":
    sys.exit("The lab needs Linux or macOS; on Windows it runs in WSL, the Linux that Windows brings along.")

from labsetup import cli

sys.exit(cli.main())
