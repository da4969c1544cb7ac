"""What a student runs before handing in: the visible checks, in the kernel that JupyterLab uses, without a sandbox.

nbgrader's own command tells failures apart only in its text, and takes output on stderr for one. This one ends with 1
if something failed. The Validate button of JupyterLab uses the same preprocessors.
"""

import glob
import os
import sys

from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, Execute
from nbgrader.validator import Validator
from traitlets import List


class ExecuteGo(Execute):
    """nbgrader's Execute, for which stderr without an error is output like any other. With one it says why."""

    def preprocess(self, nb: NotebookNode, resources=None, km=None):
        nb, resources = super().preprocess(nb, resources or {}, km)
        for cell in nb.cells:
            outputs = cell.get("outputs", [])
            if not any(o.output_type == "error" for o in outputs):
                for output in outputs:
                    if output.output_type == "stream":
                        output.name = "stdout"
        return nb, resources


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
