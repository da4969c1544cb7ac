# nbgrader in a class on one server. How Go is graded is said in notebooks/coursework/nbgrader_config.py, which is read first.
import os
import pathlib

from gdhub import places
from gdhub.collecting import CollectOwned

c = get_config()
load_subconfig("nbgrader_config.py", path=str(places.REPO / "notebooks" / "coursework"))

# The link that every instructor has to the course; a grading under an account of its own names another folder.
course = os.environ.get("GDLAB_COURSE") or str(pathlib.Path.home() / "gdlab" / "course")
c.CourseDirectory.course_id = places.COURSE_ID
c.CourseDirectory.root = course
c.CourseDirectory.db_url = f"sqlite:///{course}/gradebook.db?timeout=60"
# Instructors work in one folder, and what one makes the others may change.
c.CourseDirectory.groupshared = os.access(places.COURSE, os.X_OK) and "GDLAB_COURSE" not in os.environ

c.Exchange.root = str(places.EXCHANGE)
c.Exchange.assignment_dir = str(pathlib.Path.home() / "gdlab")
c.ExchangeFactory.collect = CollectOwned
