"""What a student runs before handing in: the visible checks, in the kernel that JupyterLab uses, without a sandbox.

nbgrader's own command tells failures apart only in its text, and takes output on stderr for one. This one ends with 1
if something failed. The Validate button of JupyterLab uses the same preprocessors.
"""

import glob
import os
import re
import sys

from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, Execute
from nbgrader.validator import Validator
from traitlets import List


class ExecuteGo(Execute):
    """nbgrader's Execute, for which stderr is output like any other. A failed cell says why: what it printed is part of its error."""

    def preprocess(self, nb: NotebookNode, resources=None, km=None):
        nb, resources = super().preprocess(nb, resources or {}, km)
        for cell in nb.cells:
            outputs = cell.get("outputs", [])
            printed = [o for o in outputs if o.output_type == "stream"]
            for output in printed:
                output.name = "stdout"
            for output in (o for o in outputs if o.output_type == "error"):
                output.traceback = [reason("".join(o.text for o in printed), "\n".join(output.traceback))]
        return nb, resources


def reason(printed: str, trace: str) -> str:
    """Both texts, none twice, and without the line that only repeats that the program failed."""
    if trace.strip() in printed:
        trace = ""
    lines = [line for line in f"{printed}\n{trace}".strip().splitlines() if not re.fullmatch(r"exit status \d+", line)]
    return "\n".join(lines).strip() or "The program ended early (os.Exit?), without a word."


PREPROCESSORS = [CheckCellMetadata, ClearOutput, ExecuteGo]


class GoValidator(Validator):
    """nbgrader's, which remembers whether it had anything to say."""

    preprocessors = List(PREPROCESSORS)
    complained = False

    def validate(self, filename: str) -> dict:
        found = super().validate(filename)
        self.complained = bool(found)
        return found


def use_for_the_button() -> None:
    """The Validate button's list of preprocessors is no setting; nbgrader_config.py, which the button reads, calls this."""
    Validator.preprocessors.default_args[0][:] = PREPROCESSORS


def validate(paths: list[str], config) -> int:
    """Prints what nbgrader prints; 1 if a notebook fails or cannot be read."""
    failures = 0
    for path in [found for pattern in paths for found in (glob.glob(pattern) or [pattern])]:
        validator = GoValidator(config=config)
        validator.stream = sys.stdout
        try:
            validator.validate_and_print(os.path.abspath(path))
        except Exception as err:  # not a notebook, no such file, no kernel
            print(f"{path} cannot be checked: {err}", file=sys.stderr)
            failures += 1
        else:
            failures += validator.complained
    return 1 if failures else 0
