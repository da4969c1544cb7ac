"""An assignment's way through the class, each step as the button in JupyterLab does it."""

import json
import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat

from .install import ENVIRONMENT, HOME, LAB
from .room import PREFIX, as_user

SLOPE = "func Slope(w float64) float64 { return 2 * (w - 3) }"
RIGHT = "func Step(w, grad []float64, rate float64) {\n\tfor i := range w {\n\t\tw[i] -= rate * grad[i]\n\t}\n}"
# Two weights as in the visible test, and no others: the hidden property of one point does not hold.
PARTLY = RIGHT.replace("range w", "range 2")
SCORES = {"anna": 5.0, "bert": 4.0}  # two for Slope, one for each of three properties of Step
MOST = 6.0  # with one point for a sentence, which is graded by hand
SENTENCE = "The slope points to where the cost rises."


def press(c, name: str, button: str, **form) -> dict:
    """A button: a POST to the person's own server, with an answer in JSON."""
    answer = c.browsers[name].ask(button, "POST", **({"data": form} if form else {}))
    assert answer.status_code == 200, f"{button}: {answer.status_code} {answer.text[:500]}"
    found = answer.json()
    if isinstance(found, dict) and found.get("success") is False:
        lines = "\n".join(str(found.get(part) or "") for part in ("error", "log", "value")).strip().splitlines()
        raise AssertionError("\n".join([f"{button} failed; the last of what it says:", *lines[-15:]]))
    return found


def released(c) -> None:
    """The instructor makes the student version in the Formgrader and releases it."""
    press(c, "clara", "formgrader/api/assignment/a0/assign")
    press(c, "clara", "formgrader/api/assignment/a0/release")
    text = (HOME / "exchange/gdlab/outbound/a0/a0.ipynb").read_text()
    assert "HIDDEN" not in text and "2*w-6" not in text and "not implemented" in text, "the student version shows too much"


def fetched(c) -> None:
    """Both students fetch it, and write their answers in JupyterLab."""
    for name, step in (("anna", RIGHT), ("bert", PARTLY)):
        press(c, name, "assignments/fetch", course_id="gdlab", assignment_id="a0")
        browser = c.browsers[name]
        notebook = browser.notebook("a0/a0.ipynb")
        for cell in notebook["cells"]:
            match cell["metadata"].get("nbgrader", {}).get("grade_id"):
                case "slope":
                    cell["source"] = SLOPE
                case "step":
                    cell["source"] = step
                case "words" if name == "anna":
                    cell["source"] = SENTENCE
        browser.save("a0/a0.ipynb", notebook)


def validated(c) -> None:
    """The button Validate says what fails, and nothing where the visible checks pass."""
    browser = c.browsers["bert"]
    wrong = browser.notebook("a0/a0.ipynb")
    for cell in wrong["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "slope":
            cell["source"] = SLOPE.replace("- 3", "+ 3")
    browser.save("wrong.ipynb", wrong)
    failed = press(c, "bert", "assignments/validate", path="wrong.ipynb")["value"]
    assert "Slope(5) is 16, want 4" in json.dumps(failed, ensure_ascii=False), failed
    passed = press(c, "anna", "assignments/validate", path="a0/a0.ipynb")["value"]
    assert passed == {}, passed


def submitted(c) -> None:
    """Both submit. One also tries to submit for the other, and to hand in a link to the gradebook."""
    bert = c.room.uid("bert")
    for name in ("anna", "bert"):
        press(c, name, "assignments/submit", course_id="gdlab", assignment_id="a0")
    inbox = HOME / "exchange/gdlab/inbound"
    entries = list(inbox.iterdir())
    assert sorted(p.name.split("+")[0] for p in entries) == [PREFIX + "anna", PREFIX + "bert"], entries
    own = next(p for p in entries if p.name.startswith(PREFIX + "bert"))
    linked = as_user(bert, "ln", "-s", str(HOME / "course" / "gradebook.db"), str(own / "grades.txt"))
    assert linked.returncode == 0, linked.stderr
    later = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    forged = inbox / f"{PREFIX}anna+a0+{later}+forged"
    copied = as_user(
        bert,
        "sh",
        "-c",
        f'cd "{own}" && mkdir "{forged}" && cp *.ipynb *.txt "{forged}"; echo {later} > "{forged}/timestamp.txt"; chmod -R a+rX "{forged}"',
    )
    assert forged.is_dir(), copied.stderr
    removed = as_user(bert, "mv", str(next(p for p in entries if p.name.startswith(PREFIX + "anna"))), str(inbox / "gone"))
    assert removed.returncode != 0, "a student could take away another's submission"


def collected(c) -> None:
    """The instructor collects: each has one's own submission, and no link was followed."""
    press(c, "clara", "formgrader/api/assignment/a0/collect")
    for name, step in (("anna", RIGHT), ("bert", PARTLY)):
        folder = HOME / "course/submitted" / (PREFIX + name) / "a0"
        nb = nbformat.read(str(folder / "a0.ipynb"), 4)
        assert any(cell.source == step for cell in nb.cells), f"what was collected for {name} is not what {name} handed in"
        assert not (folder / "grades.txt").exists(), "a link in a submission was followed"


def graded(c) -> str:
    """Autograded under an account that lives as long as the grading, with exact scores."""
    users_before = Path("/etc/passwd").read_text()
    done = subprocess.run([LAB / "docker/hub/grade", "a0"], env=os.environ | ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert Path("/etc/passwd").read_text() == users_before, "the account is still there"
    assert "graded as gdlab-g" in done.stdout, done.stdout
    exact(c)
    return f"{', '.join(f'{name} {score:g}' for name, score in SCORES.items())} of the 5 points that need no eye"


def exact(c, **by_hand: float) -> None:
    """The scores, and that anna's sentence still waits for somebody, if nobody has read it."""
    answer = c.browsers["clara"].ask("formgrader/api/submissions/a0").json()
    got = {row["student"].removeprefix(PREFIX): (row["score"], row["max_score"], row["needs_manual_grade"]) for row in answer}
    wanted = {name: (score + by_hand.get(name, 0), MOST, name == "anna" and not by_hand) for name, score in SCORES.items()}
    assert got == wanted, f"{got} instead of {wanted}"


def graded_by_the_instructor(c) -> None:
    """Autograde in the Formgrader, as the instructor, gives the same: the sandbox works for an ordinary user."""
    press(c, "clara", f"formgrader/api/submission/a0/{PREFIX}bert/autograde")
    exact(c)


def marked_by_hand(c) -> None:
    """The instructor reads a sentence and gives its point, which makes full marks."""
    browser = c.browsers["clara"]
    submissions = browser.ask("formgrader/api/submitted_notebooks/a0/a0").json()
    number = next(row["id"] for row in submissions if row["student"] == PREFIX + "anna")
    grades = browser.ask(f"formgrader/api/grades?submission_id={number}").json()
    waiting = [row for row in grades if row["needs_manual_grade"]]
    assert len(waiting) == 1, grades
    assert browser.ask(f"formgrader/api/grade/{waiting[0]['id']}", "PUT", json={"manual_score": 1}).status_code == 200
    exact(c, anna=1)


def given_back(c) -> None:
    """Feedback is made, released and fetched, and says what was wrong."""
    press(c, "clara", "formgrader/api/assignment/a0/generate_feedback")
    press(c, "clara", "formgrader/api/assignment/a0/release_feedback")
    for name, score in {"anna": MOST, "bert": SCORES["bert"]}.items():
        press(c, name, "assignments/fetch_feedback", course_id="gdlab", assignment_id="a0")
        found = list((c.room.home(name) / "gdlab/a0/feedback").rglob("a0.html"))
        assert len(found) == 1, f"feedback of {name}: {found}"
        text = found[0].read_text("utf-8")
        said = re.findall(r"\b(\d[\d.]*) (?:of|/) (\d[\d.]*)", text)
        assert (score, MOST) in {(float(a), float(b)) for a, b in said}, f"the feedback of {name} does not say {score} of {MOST}"
        assert ("0 of 1  any length, any rate" in text) == (score < MOST), f"the feedback of {name} does not say what was wrong"


CHECKS = (released, fetched, validated, submitted, collected, graded, graded_by_the_instructor, marked_by_hand, given_back)
