"""Students' feedback pages: nbgrader's, in our template, which needs no network."""

from pathlib import Path

import nbgrader.server_extensions.formgrader as formgrader
from nbconvert.exporters import HTMLExporter

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class FeedbackExporter(HTMLExporter):
    """Used for feedback alone; the formgrader has pages of its own."""


def use_for_feedback(c) -> None:
    """Settings for nbgrader_config.py."""
    theirs = Path(formgrader.__file__).parent
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.FeedbackExporter.template_name = "gdfeedback"
    c.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES), str(theirs / "templates")]
    c.FeedbackExporter.extra_template_paths = [str(theirs / "templates"), str(theirs / "static/components/bootstrap/css")]
