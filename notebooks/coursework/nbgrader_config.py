# What nbgrader does with Go notebooks. The grader itself is jupyter/grader; README.md beside this file says how to use it.
import pathlib

from gdgrader.disarm import Disarm, safe_markdown
from gdgrader.execute import GradeCells
from gdgrader.feedback import use_for_feedback
from gdgrader.overwrite import OverwriteGoCells
from gdgrader.validate import use_for_the_button
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, ClearOutput, OverwriteKernelspec, SaveAutoGrades

c = get_config()
here = pathlib.Path(__file__).resolve().parent

c.CourseDirectory.course_id = "gdlab"
c.CourseDirectory.root = str(here)
# Graders that work at the same time wait for each other.
c.CourseDirectory.db_url = f"sqlite:///{here / 'gradebook.db'}?timeout=60"

# Student versions: a function whose solution is taken out compiles, and panics when it is called.
c.ClearSolutions.code_stub = {"go": '// YOUR CODE HERE\npanic("not implemented")'}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# Grading: checks in a process of their own, students' code in a sandbox. Its limits are settings of GradeCells.
c.Autograde.sanitize_preprocessors = [Disarm, ClearOutput, OverwriteKernelspec, OverwriteGoCells, CheckCellMetadata]
c.Autograde.autograde_preprocessors = [GradeCells, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
use_for_the_button()

# A submission is shown in the instructor's browser: nothing in it may run there.
c.HTMLExporter.filters = {"markdown2html": safe_markdown}
use_for_feedback(c)

# `nbgrader export` has a table of its own; grades.csv is that of `make grade`.
c.CsvExportPlugin.to = "grades.nbgrader.csv"
