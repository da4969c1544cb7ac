"""The Go kernel as a lesson uses it, through the server of `make lab`."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psutil
import pytest
from gdcommon.processes import is_alive, running

from .lab_process import Lab, wait_until


@pytest.fixture
def kernel(lab):
    running = lab.kernel()
    yield running
    running.close()


def private_folder(kernel) -> Path:
    """The kernel's own temporary folder."""
    status, said = kernel.run("!echo $TMPDIR")[:2]
    assert status == "ok"
    return Path(said.strip())


ALL_IMPORTS = """
import (
	"gdlab/datasets"
	"gdlab/gdkit"
	"gdlab/gdkit/gdplot"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
)
%%
_, _, _ = datasets.Houses, gdkit.Scalar, gdplot.Show
fmt.Println(mat.NewDense(1, 1, nil).At(0, 0), plot.New() != nil)
"""


def test_imports_need_no_boilerplate(kernel):
    assert kernel.run(ALL_IMPORTS)[:2] == ("ok", "0 true\n")


def test_gdkit_needs_no_import_and_survives_reset(kernel):
    cell = "%%\nvar d gdkit.Dataset\nfmt.Println(len(d.Name))"
    assert kernel.run(cell)[:2] == ("ok", "0\n")
    assert kernel.run("%reset")[0] == "ok"
    assert kernel.run(cell)[:2] == ("ok", "0\n")


def test_environment_of_a_cell(kernel, clone):
    status, said = kernel.run("!env")[:2]
    seen = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
    assert status == "ok"
    assert seen["GOPROXY"] == "off" and seen["GOTOOLCHAIN"] == "local" and seen["CGO_ENABLED"] == "0"
    assert seen["PATH"].startswith(f"{clone}/.venv/gotools:")
    assert not [name for name in seen if name.startswith("MAKE")]


def test_compile_error_names_the_cell_line_in_plain_text(kernel):
    status, said = kernel.run('%%\nfmt.Println("one")\nvar unused int')[:2]
    assert status == "error"
    assert "declared and not used: unused" in said and "<" not in said.replace("<<", "")


MANY_FUNCTIONS = "\n".join(f"func f{i}(x int) int {{ return x * {i} }}" for i in range(20000))


@pytest.mark.parametrize(
    ("cell", "busy"),
    [
        ("!sleep 30.125; echo finished", lambda folder: command("sleep", "30.125")),
        ('%%\nfor range 1 << 62 {\n}\nfmt.Println("finished")', lambda folder: runs(folder)),
        (f'{MANY_FUNCTIONS}\n%%\nfmt.Println("finished", f1(1))', lambda folder: command("compile", "main", str(folder))),
    ],
    ids=["shell command", "endless loop", "compiler"],
)
def test_interrupt(kernel, cell, busy):
    folder = private_folder(kernel)
    number = kernel.start(cell)
    assert wait_until(lambda: busy(folder)), "the cell did not start"
    kernel.interrupt()
    assert "finished" not in kernel.finish(number)[1]
    assert kernel.run("%reset")[0] == "ok"
    assert kernel.run('%%\nfmt.Println("still here")')[:2] == ("ok", "still here\n")


def command(name: str, *parts: str) -> bool:
    """Whether a program of this name runs with all these parts in its command line."""

    def holds(process: psutil.Process) -> bool:
        line = process.cmdline()
        return bool(line) and Path(line[0]).name == name and all(part in " ".join(line) for part in parts)

    return bool(running(holds))


def runs(folder: Path) -> list[psutil.Process]:
    """Programs in a kernel's folder."""
    return running(lambda process: process.exe().startswith(f"{folder}/"))


def test_two_kernels_do_not_wait_for_each_other(lab, kernel):
    other = lab.kernel()
    folder = private_folder(kernel)
    number = kernel.start("%%\nfor {\n}")
    assert wait_until(lambda: runs(folder))
    assert other.run('%%\nfmt.Println("B")')[:2] == ("ok", "B\n")
    assert private_folder(other) != folder
    kernel.interrupt()
    kernel.finish(number)
    other.close()


def test_a_killed_kernel_leaves_nothing_after_the_next_start(lab, kernel):
    folder = private_folder(kernel)
    pid = int(folder.name[1:])
    kernel.start("%%\nfor {\n}")
    assert wait_until(lambda: runs(folder))
    loop = runs(folder)
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not is_alive(pid))
    assert folder.exists()
    another = lab.kernel()
    assert another.run('%%\nfmt.Println("next")')[:2] == ("ok", "next\n")
    assert not folder.exists()
    assert not any(map(is_alive, loop))
    another.close()


def test_kernels_listen_on_private_sockets_only(lab, kernel, environment):
    runtime = Path(environment["TMPDIR"]) / f"gdlab-{os.getuid()}" / "run"
    connection = json.loads((runtime / f"kernel-{kernel.name}.json").read_text())
    assert connection["transport"] == "ipc"
    assert runtime.stat().st_mode & 0o777 == runtime.parent.stat().st_mode & 0o777 == 0o700


def test_stopping_the_lab_stops_its_kernels(clone, environment):
    with Lab(clone, environment) as lab:
        kernel = lab.kernel()
        folder = private_folder(kernel)
        kernel.start("%%\nfor {\n}")
        assert wait_until(lambda: runs(folder))
        loop = runs(folder)
        assert lab.stop(signal.SIGINT) == ""
    assert not is_alive(int(folder.name[1:])) and not any(map(is_alive, loop))


def test_missing_set_up_is_a_sentence(clone, tmp_path):
    launch = tmp_path / "jupyter/kernels/gonb/launch"
    launch.parent.mkdir(parents=True)
    shutil.copy(clone / "jupyter/kernels/gonb/launch", launch)
    done = subprocess.run([launch], capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr == f'gdlab: the Go kernel is not built in {tmp_path}; run "make setup" there\n'
