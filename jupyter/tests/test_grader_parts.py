"""The parts of the grader by themselves, and the commands that an instructor and a student type."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from gdgrader import cells, check, collect, plan, sandbox
from gdgrader.course import main
from gdgrader.disarm import safe_markdown

from .conftest import REPO
from .coursework import student_version
from .grader_corpus import SLOPE, WRONG, fill, find


def test_a_cell_is_taken_apart():
    cell = cells.read(
        'import (\n\t"fmt"\n\tm "math"\n)\nimport "os"\n!ls func\n%env A=1\n// F is f.\n// It returns a func.\nfunc F(a, b []float64, '
        "g func(x float64) interface{ M() }) (c struct{ x int }, err error) {\n\treturn /* } */ \"func G() {\", '{'\n}\n\n"
        "//gdlab:student\nfunc H() {}\nfunc (t T) M() {}\nvar v = func() int {\nfunc_ := 1\n\treturn `\nfunc K() {}\n`\n}\ntype T struct {\n\tx int\n}\n"
        "%%\nfunc_()\n!pwd\nfmt.Println(`a\n\tb`)"
    )
    assert cell.imports == ['import (\n\t"fmt"\n\tm "math"\n)', 'import "os"']
    assert [(f.name, f.signature, f.beside) for f, _ in cell.functions] == [
        ("F", "(a, b []float64, g func(x float64) interface{ M() }) (c struct{ x int }, err error)", False),
        ("H", "()", True),
    ]
    assert cell.functions[0][1].startswith("// F is f.")
    assert [d.split()[0] for d in cell.declarations] == ["func", "var", "type"]
    assert cell.main == "func_()\nfmt.Println(`a\n\tb`)"
    with pytest.raises(cells.CellError, match="Max has type parameters"):
        cells.read("func Max[T any](a, b T) T { return a }")


def source(name, text, solution=False, grade=False):
    return plan.Source(name, text, solution, grade)


def test_a_check_has_what_stands_above_it_and_nothing_of_the_student():
    checks = plan.checks(
        [
            source("helpers", "const eps = 1e-9\nfunc close(a float64) bool { return a < eps }\nfunc both() float64 { return A() + B() }"),
            source("a", "type pair struct{ x float64 }\nfunc A() float64 { panic(1) }", solution=True),
            source("test_a", "%%\nif !close(A()) {\n\tpanic(`a\nb`)\n}", grade=True),
            source("b", "func B() float64 { panic(2) }\nfunc unused(p pair) {}", solution=True),
            source("test_b", "%%\nfmt.Println(both())", grade=True),
            source("words", "// text", solution=True, grade=True),
        ]
    )
    assert set(checks) == {"test_a", "test_b"}
    assert [f.name for f in checks["test_a"].students] == ["A"]
    assert {f.name for f in checks["test_b"].students} == {"A", "B"}, "also what a trusted function calls"
    for one in checks.values():
        assert "const eps" in one.program and "type pair" in one.program and "panic(1)" not in one.program
    assert "func both" not in checks["test_a"].program and "func both" in checks["test_b"].program
    assert "panic(`a\nb`)" in checks["test_a"].program, "text keeps its form"
    assert '"A": (func() float64)(A)' in plan.serving(checks["test_a"], "/s")


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ([], 1.0),
        ([{"end": True}], 1.0),
        ([{"points": 1, "of": 1}, {"points": 0, "of": 2}, {"end": True}], 1 / 3),
        ([{"points": 0.1, "of": 0.1}, {"points": 0.2, "of": 0.2}], 1.0),
        ([{"points": 5, "of": 1}], 1.0),
        ([{"points": 0, "of": 0}], 0.0),
    ],
)
def test_points_of_properties(lines, part):
    assert check.fraction(lines) == part


def test_text_is_shown_and_not_run():
    shown = safe_markdown(
        "**bold** $a<b$ `x<y` <b onclick='f()'>b</b> <script>f()</script> [l](javascript:f()) <iframe src=x></iframe> ![a](data:x)"
    )
    assert "<strong>bold</strong>" in shown and "<code>x&lt;y</code>" in shown
    for never in ("<script", "onclick", "javascript:", "<iframe", "data:"):
        assert never not in shown


# Collecting


def collected(tmp_path, course):
    found = collect.collect(tmp_path / "in", tmp_path / "submitted", "a0", ["a0"])
    return found, {p.relative_to(tmp_path / "submitted").as_posix() for p in (tmp_path / "submitted").rglob("*") if p.is_file()}


def test_submissions_in_every_form(tmp_path, course):
    notebook = nbformat.writes(student_version(course)).encode()
    folder = tmp_path / "in"
    for name in ("flat_a0.ipynb", "byfolder/a0.ipynb", "own/a0/a0.ipynb", "renamed/my work.ipynb", "two/a0.ipynb", "two/old/a0.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(notebook)
    (folder / "byfolder/data.csv").write_text("1,2\n")
    (folder / "byfolder/.ipynb_checkpoints").mkdir()
    (folder / "byfolder/.ipynb_checkpoints/a0-checkpoint.ipynb").write_bytes(b"{}")
    (folder / "byfolder/link.csv").symlink_to("/etc/passwd")
    (folder / "linked").symlink_to(folder / "own")
    (folder / "nothing").mkdir()
    (folder / "müller_a0.ipynb").write_bytes(notebook)
    (folder / "readme.txt").write_text("?")
    with zipfile.ZipFile(folder / "zipped.zip", "w") as z:
        z.writestr("deep/er/a0.ipynb", notebook)
        z.writestr("deep/er/data.csv", "3,4\n")
        z.writestr("../../../escaped.ipynb", notebook)
        link = zipfile.ZipInfo("deep/er/link.csv")
        link.external_attr = 0o120777 << 16
        z.writestr(link, "/etc/passwd")
    (folder / "torn.zip").write_bytes((folder / "zipped.zip").read_bytes()[:200])
    found, files = collected(tmp_path, course)
    assert found.students == ["byfolder", "flat", "own", "renamed", "two", "zipped"]
    assert files == {f"{s}/a0/a0.ipynb" for s in found.students} | {"byfolder/a0/data.csv", "zipped/a0/data.csv"}
    assert set(found.notes) == {"müller", "nothing", "torn", "two"}
    assert "more than one" in found.notes["two"] and "no notebook called a0.ipynb" in found.notes["nothing"]
    assert not list(tmp_path.rglob("escaped.ipynb"))


def test_work_for_another_assignment_is_left_to_it(tmp_path):
    for name in ("a0", "a1"):
        (tmp_path / "source" / name).mkdir(parents=True)
        (tmp_path / "source" / name / f"{name}.ipynb").touch()
    folder = tmp_path / "in"
    for name in ("anna_a1.ipynb", "bert_a0.ipynb", "clara/clara_a1.ipynb", "dora/a1.ipynb", "emil/my a0.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text('{"cells": []}')
    found, files = collected(tmp_path, None)
    assert found.students == ["bert", "emil"] and files == {"bert/a0/a0.ipynb", "emil/a0/a0.ipynb"}
    assert set(found.notes) == {"clara", "dora"}  # a folder of a student's in which a0 is missing


# Commands


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def grader(capsys):
    """The command line, in this process: starting Python and nbgrader anew takes two seconds."""

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        status = main(list(arguments))
        return Done(status, *capsys.readouterr())

    return run


def test_without_a_sandbox_it_refuses(course, tmp_path, monkeypatch, grader):
    (tmp_path / "anna_a0.ipynb").write_text(nbformat.writes(student_version(course)))
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox.check.cache_clear()
    done = grader("grade", str(tmp_path), "--course", str(course))
    sandbox.check.cache_clear()
    assert done.returncode == 1 and "bubblewrap" in done.stderr and "--no-sandbox" in done.stderr and "Traceback" not in done.stderr
    assert not (course / "submitted/anna").exists()


def test_wrong_calls_are_sentences(course, tmp_path, grader):
    for arguments, said in [
        (("grade", "/nowhere", "--course", str(course)), "is not a folder"),
        (("grade", str(tmp_path), "--course", str(course)), "no submission"),
        (("grade", str(tmp_path), "--course", str(course), "--assignment", "a9"), "has no assignment a9"),
        (("course", "--course", str(tmp_path)), "nbgrader_config.py"),
    ]:
        done = grader(*arguments)
        assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_a_test_that_needs_what_is_not_locked_is_told_to_the_instructor(tmp_path, course, grader):
    broken = make_course_copy(course, tmp_path / "broken")
    path = broken / "source/a0/a0.ipynb"
    nb = nbformat.read(str(path), 4)
    nb.cells[find(nb, "helpers")].metadata.pop("nbgrader")
    nbformat.write(nb, str(path))
    made = grader("course", "--course", str(broken))
    assert made.returncode == 1 and "The check slope_test cannot be built" in made.stderr and "undefined: near" in made.stderr
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "anna_a0.ipynb").write_text(nbformat.writes(student_version(broken)))
    done = grader("grade", str(folder), "--course", str(broken))
    assert done.returncode == 1
    assert "The check slope_test cannot be built" in done.stdout


def test_a_solution_without_all_points_is_told_to_the_instructor(tmp_path, course, grader):
    own = make_course_copy(course, tmp_path / "own")
    path = own / "source/a0/a0.ipynb"
    nb = nbformat.read(str(path), 4)
    nb.cells[find(nb, "slope")].source = nb.cells[find(nb, "slope")].source.replace("2 *", "3 *")
    nb.cells[find(nb, "step_test")].metadata.nbgrader.points = 4
    nbformat.write(nb, str(path))
    made = grader("course", "--course", str(own))
    assert made.returncode == 1
    assert "slope_test: the solution gets 0 of 2 points: Slope(5) is 6, want 4" in made.stderr
    assert "step_test: its properties are worth 3 points, the cell 4" in made.stderr


def make_course_copy(course: Path, to: Path, made: bool = False) -> Path:
    """The course's sources, and, if `made`, what `make course` made of them."""
    to.mkdir()
    if made:
        shutil.copytree(course / "release", to / "release")
        shutil.copy(course / "gradebook.db", to)
    shutil.copytree(course / "source", to / "source")
    shutil.copy(course / "nbgrader_config.py", to)
    return to


def test_nbgraders_own_commands(tmp_path, course):
    own = make_course_copy(course, tmp_path / "own", made=True)
    (own / "source/a0/data.csv").write_text("given\n")
    place = own / "submitted/anna/a0"
    place.mkdir(parents=True)
    nb = student_version(course)
    fill(before="!cat data.csv; ls; test -e a0.ipynb || echo no notebook; echo changed > data.csv")(nb)
    nbformat.write(nb, str(place / "a0.ipynb"))
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for command in (("autograde", "a0"), ("generate_feedback", "a0"), ("export",)):
        done = subprocess.run(["nbgrader", *command], cwd=own, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    grades = (own / "grades.nbgrader.csv").read_text()
    assert ",anna," in grades and ",5.0," in grades, grades
    graded = (own / "autograded/anna/a0/a0.ipynb").read_text()
    assert "given" in graded and "no notebook" in graded
    assert (own / "autograded/anna/a0/data.csv").read_text() == "given\n", "what a submission changes is gone at its end"
    assert "Slope(5) is right." in (own / "feedback/anna/a0/a0.html").read_text()


@pytest.mark.parametrize(
    ("slope", "status", "said"),
    [
        (SLOPE, 0, "Success!"),
        (SLOPE.replace("{ return", '{ println("hello"); return'), 0, "Success!"),
        (WRONG, 1, "Slope(5) is 5, want 4"),
    ],
    ids=["right", "prints to stderr", "wrong"],
)
def test_validate(tmp_path, course, slope, status, said, grader):
    nb = student_version(course)
    fill(slope, words="It climbs.")(nb)
    nbformat.write(nb, str(tmp_path / "a0.ipynb"))
    done = grader("validate", str(tmp_path / "a0.ipynb"))
    assert done.returncode == status and said in done.stdout, done.stdout + done.stderr
    # What the Validate button asks, with the configuration that set-up links.
    code = (
        "import json, sys; from nbgrader.server_extensions.validate_assignment.handlers import ValidateAssignmentHandler as H\n"
        "class S:\n    root_dir = '/'\n    load_config = H.load_config\nprint(json.dumps(H.validate_notebook(S(), sys.argv[1])))"
    )
    answer = subprocess.run([sys.executable, "-c", code, tmp_path / "a0.ipynb"], capture_output=True, text=True, cwd=REPO / "notebooks")
    result = json.loads(answer.stdout.splitlines()[-1])
    assert result["success"] and bool(result["value"]) == bool(status), result


def test_no_sandbox_grades_as_well(tmp_path, course, grader):
    own = make_course_copy(course, tmp_path / "open", made=True)
    folder = tmp_path / "in"
    folder.mkdir()
    for name, slope in (("anna", SLOPE), ("ben", WRONG)):
        nb = student_version(course)
        fill(slope)(nb)
        nbformat.write(nb, str(folder / f"{name}_a0.ipynb"))
    done = grader("grade", str(folder), "--course", str(own), "--no-sandbox")
    assert done.returncode == 0 and "all your rights" in done.stderr, done.stderr
    rows = (own / "grades.csv").read_text().splitlines()
    assert [r.split(",")[1:3] for r in rows[1:]] == [["anna", "5"], ["ben", "3"]]
