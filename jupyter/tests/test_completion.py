"""Tab and Shift-Tab in a lesson, asked of the real kernel."""

import os
import re
import signal
import time
from pathlib import Path

import build_tools
import psutil
import pytest
from gdcommon.kernel import LocalKernel
from gdcommon.places import REPO
from gdcommon.processes import is_alive

CURSOR = "‸"
COST = "var J = gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return 2 * w })\n"


class Lesson(LocalKernel):
    """A kernel and the questions that a notebook asks it."""

    def __init__(self, cwd: Path):
        super().__init__("gonb", patience=60, cwd=str(cwd))

    def ask_tab(self, cell: str) -> str:
        return self.client.complete(cell.replace(CURSOR, ""), cell.index(CURSOR))

    def tab(self, cell: str) -> list[str]:
        """The cells that Tab offers: each match put where the kernel says."""
        code, content = cell.replace(CURSOR, ""), self.reply(self.ask_tab(cell))
        assert content["status"] == "ok", content
        head, tail = code[: content["cursor_start"]], code[content["cursor_end"] :]
        return [head + match + tail for match in content["matches"]]

    def names(self, cell: str) -> list[str]:
        content = self.reply(self.ask_tab(cell))
        assert content["status"] == "ok", content
        return content["matches"]

    def tip(self, cell: str) -> str:
        content = self.reply(self.client.inspect(cell.replace(CURSOR, ""), cell.index(CURSOR)))
        assert content["status"] == "ok" and content["found"], content
        return content["data"]["text/markdown"]

    def servers(self) -> list[psutil.Process]:
        """The language servers that this kernel has started."""
        return [child for child in psutil.Process(self.pid).children() if child.name().endswith("gopls")]


@pytest.fixture
def fresh(tmp_path):
    kernel = Lesson(tmp_path)
    yield kernel
    kernel.close()


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    kernel = Lesson(tmp_path_factory.mktemp("lesson"))
    yield kernel
    kernel.close()


def exported(folder: str) -> set[str]:
    """The functions and types of a package, read from its source."""
    files = [f for f in (REPO / folder).glob("*.go") if not f.name.endswith("_test.go")]
    text = "\n".join(f.read_text("utf-8") for f in files)
    return set(re.findall(r"^(?:func|type) ([A-Z]\w*)", text, re.M))


def test_first_question_of_a_kernel_is_answered(fresh):
    names = fresh.names(f"%%\ngdkit.{CURSOR}")
    assert "Descent" in names
    assert exported("gdkit") <= set(names)


@pytest.mark.parametrize("folder, package", [("gdkit", "gdkit"), ("gdkit/gdplot", "gdplot"), ("datasets", "datasets")])
def test_packages_without_an_import(lesson, folder, package):
    names = exported(folder)
    assert names, f"no exported name found in {folder}"
    assert names <= set(lesson.names(f"%%\n{package}.{CURSOR}"))
    for name in sorted(names):
        assert name in lesson.names(f"%%\n{package}.{name[:3]}{CURSOR}")


def test_fields_that_are_not_set_yet(lesson):
    names = lesson.names(f"{COST}%%\nrun := gdkit.Descent{{Cost: J, {CURSOR}")
    assert names[:3] == ["Start", "Rate", "Steps"] and "Cost" not in names
    assert lesson.names(f"{COST}%%\nrun := gdkit.Descent{{Cost: J, Ra{CURSOR}}}.Run()") == ["Rate"]


def test_members_of_a_local_variable(lesson):
    begun = f"{COST}%%\nrun := gdkit.Descent{{Cost: J, Start: []float64{{3}}, Rate: 0.1, Steps: 5}}.Run()\n"
    for ending in (f"run.{CURSOR}", f"run.{CURSOR}\nfmt.Println(run)", f"fmt.Println(run.{CURSOR})", f"for i := range run.{CURSOR}"):
        names = lesson.names(begun + ending)
        assert {"J", "Reason", "Len", "String"} <= set(names), ending
        assert not {"Descent", "Println"} & set(names), ending


def test_the_match_is_put_in_the_right_place(lesson):
    assert f"%%\nα := gdkit.Desc{CURSOR}ent{{}}".replace(CURSOR, "") in lesson.tab(f"%%\nα := gdkit.Desc{CURSOR}{{}}")
    assert lesson.tab(f"%%\nα, θ := 0.1, 2.0\nfmt.Println(α, gdkit.Rosenb{CURSOR}, θ)") == [
        "%%\nα, θ := 0.1, 2.0\nfmt.Println(α, gdkit.Rosenbrock, θ)"
    ]
    assert lesson.tab(f"var K = gdkit.Rosenb{CURSOR}") == ["var K = gdkit.Rosenbrock"]


def test_nothing_is_offered_in_text_and_commands(lesson):
    for cell in (f'%%\nfmt.Println("gdkit.{CURSOR}")', f"%%\n// gdkit.{CURSOR}", f"%help{CURSOR}"):
        assert lesson.names(cell) == [], cell


def test_names_of_earlier_cells(fresh):
    assert (
        fresh.run(COST + "// Half is half of x.\nfunc Half(x float64) float64 { return x / 2 }\n%%\nfmt.Println(J != nil)").status == "ok"
    )
    assert "Half" in fresh.names(f"%%\nx := Ha{CURSOR}")
    assert "Start" in fresh.names(f"%%\nrun := gdkit.Descent{{Cost: J, {CURSOR}")
    assert "Len" in fresh.names(f"%%\nrun := gdkit.Descent{{Cost: J}}.Run()\nrun.{CURSOR}")
    assert "Half is half of x." in fresh.tip(f"%%\nHa{CURSOR}lf(2)")


def test_shift_tab_shows_declaration_and_comment(lesson):
    tip = lesson.tip(f"%%\nd := gdkit.Desc{CURSOR}ent{{}}")
    assert "type Descent struct" in tip and "Rate" in tip
    source = "".join(f.read_text("utf-8") for f in (REPO / "gdkit").glob("*.go"))
    above = re.search(r"((?:^//.*\n)+)^type Descent ", source, re.M)
    words = re.findall(r"\w+", above[1].split(".")[0])
    assert len(words) > 3 and " ".join(words) in " ".join(re.findall(r"\w+", tip))
    assert "func Curve(" in lesson.tip(f"{COST}%%\ngdplot.Show(gdplot.Curve({CURSOR}")
    assert "*gdkit.Trace" in lesson.tip(f"%%\nru{CURSOR}n := gdkit.Descent{{}}.Run()")
    assert "```" not in lesson.tip(f"%%\nnobody{CURSOR}")


def test_questions_and_cells_in_one_queue(fresh):
    """Tab before, during and behind a running cell: each gets its answer, and the cells run."""
    asked = [
        ("tab", fresh.ask_tab(f"%%\ngdkit.{CURSOR}")),
        ("run", fresh.client.execute('import "time"\n%%\ntime.Sleep(time.Second)')),
        ("tab", fresh.ask_tab(f"%%\ngdkit.{CURSOR}")),
        ("run", fresh.client.execute("%%\nfmt.Println(1)")),
    ]
    for kind, request in asked:
        content = fresh.reply(request)
        assert content["status"] == "ok", content
        assert kind == "run" or "Descent" in content["matches"]


def test_no_server_outlives_its_kernel(fresh):
    assert "Descent" in fresh.names(f"%%\ngdkit.{CURSOR}")
    servers = fresh.servers()
    assert len(servers) == 1
    os.kill(fresh.pid, signal.SIGKILL)
    for _ in range(300):
        if not any(map(is_alive, servers)):
            return
        time.sleep(0.1)
    pytest.fail("the language server is still there 30 s after its kernel was killed")


def test_another_gonb_is_refused(tmp_path):
    """A gonb whose text is not the expected one stops the build with a sentence that names the file."""
    original = tmp_path / "gonb"
    for c in build_tools.CHANGES:
        file = original / c.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(c.old * c.times, "utf-8")
    build_tools.change(original, tmp_path / "good")
    for c in build_tools.CHANGES:
        assert (tmp_path / "good" / c.file).read_text("utf-8") == c.new * c.times
    last = build_tools.CHANGES[-1]
    (original / last.file).write_text("package goexec\n", "utf-8")
    with pytest.raises(SystemExit, match=re.escape(last.file)):
        build_tools.change(original, tmp_path / "bad")
