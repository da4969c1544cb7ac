"""Cells as learners write them, on the repository's own kernel: imports, errors, many pictures."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from gdcommon.kernel import LocalKernel

from . import notebooks
from .execute import check_kernel

COST = "var J = gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return 2 * w })\n"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    check_kernel()
    running = LocalKernel("gonb", cwd=str(tmp_path_factory.mktemp("cells")))
    yield running
    running.close()


def importable() -> dict[str, str]:
    """The packages that a cell may import, those of the standard library left out, each with a name of it that a cell can use."""
    go, env = notebooks.REPO / ".venv/gotools/go", os.environ | {"GOFLAGS": "", "GOPROXY": "off", "CGO_ENABLED": "0"}
    usable = '{{if and .GoFiles (ne .Name "main") (not .Error) (not .DepsErrors)}}{{.ImportPath}}\t{{.Dir}}\t{{join .GoFiles "\t"}}{{end}}'
    may = json.loads((notebooks.REPO / "jupyter/cellimports/cellimports.json").read_text("utf-8"))
    wanted = [*(f"./{folder}/..." for folder in may["folders"]), *may["modules"]]
    listed = subprocess.check_output([go, "list", "-e", "-f", usable, *wanted], cwd=notebooks.REPO, env=env, text=True)
    found = {}
    for package, folder, *files in (line.split("\t") for line in listed.splitlines() if line):
        if "internal" not in package.split("/"):
            text = "\n".join((Path(folder) / file).read_text("utf-8") for file in files)
            function, kind = re.search(r"^func ([A-Z]\w*)\(", text, re.M), re.search(r"^type ([A-Z]\w*) ", text, re.M)
            if function or kind:  # one package has constants only
                found[package] = "{}." + function[1] if function else "new({}." + kind[1] + ")"
    return found


def test_every_package_can_be_imported_without_network_and_boilerplate(kernel):
    packages = importable()
    for expected in ("gdlab/gdkit", "gdlab/gdkit/gdplot", "gdlab/datasets", "gonum.org/v1/gonum/stat", "gonum.org/v1/plot/plotter"):
        assert expected in packages
    assert kernel.run("!echo $GOPROXY")[:2] == ("ok", "off\n")
    # An import that nothing uses is taken out again before it is compiled, so each gets a use.
    imports = "".join(f'\tp{n} "{package}"\n' for n, package in enumerate(packages))
    uses = ", ".join(use.format(f"p{n}") for n, use in enumerate(packages.values()))
    cell = f"import (\n{imports})\n%%\nfmt.Println(len([]any{{{uses}}}))"
    assert kernel.run(cell)[:2] == ("ok", f"{len(packages)}\n")
    assert kernel.run("%reset")[0] == "ok"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (COST + "%%\nfmt.Println(gdkit.Descent{Cost: J, Start: []float64{3}, Rate: 0.5, Steps: 1}.Run().Last())", "[0]\n"),
        ("%%\nfmt.Println(datasets.Houses().X.Dims())", "2930 2\n"),
        ("%%\nfmt.Println(floats.Sum([]float64{1, 2}), stat.Mean([]float64{1, 2}, nil))", "3 1.5\n"),
        ("%%\nfmt.Println(mat.Norm(mat.NewVecDense(2, []float64{3, 4}), 2))", "5\n"),
        ("%%\np := plot.New()\np.Add(plotter.NewGrid())\nfmt.Println(len(p.Title.Text))", "0\n"),
    ],
    ids=["gdkit", "datasets", "floats and stat", "mat", "plot and plotter"],
)
def test_names_work_without_an_import(kernel, cell, said):
    assert kernel.run(cell)[:2] == ("ok", said)


def test_a_compile_error_names_the_line_of_the_cell_in_plain_text(kernel):
    for line in (2, 4):
        cell = "\n".join(["%%", *['fmt.Println("fine")'] * (line - 2), "var unused int"])
        status, said = kernel.run(cell)[:2]
        assert status == "error" and f"Line {line}\n" in said and "declared and not used: unused" in said
        assert "<div" not in said and "<span" not in said


def test_a_panic_shows_its_sentence_and_the_line_of_the_cell(kernel):
    cell = COST + "%%\nfmt.Println(1)\nrun := gdkit.Descent{Cost: J, Start: []float64{3}, Rate: 0, Steps: 30}.Run()\nfmt.Println(run)"
    status, said = kernel.run(cell)[:2]
    assert status == "error"
    assert "gdkit: Descent.Rate is 0, want a finite number > 0" in said
    assert "Line 4 ]]" in said, said


def test_a_failed_cell_changes_nothing_for_the_next(kernel):
    assert kernel.run("func half(x float64) float64 { return x / 2 }\n%%\nfmt.Println(half(4))")[:2] == ("ok", "2\n")
    assert kernel.run("func half(x float64) float64 { return x / }\n%%\nfmt.Println(half(4))")[0] == "error"
    assert kernel.run("%%\nfmt.Println(half(4))")[:2] == ("ok", "2\n")


def test_thirty_pictures_in_a_row_and_none_is_lost(kernel):
    assert kernel.run(COST + "%%\nfmt.Println(1)")[0] == "ok"
    for number in range(30):
        cell = f'%%\nfig := gdplot.Curve(J, -1, 1)\nfig.Title.Text = "number {number}"\nfmt.Println("drawn")\ngdplot.Show(fig)'
        answer = kernel.run(cell)
        assert (answer.status, answer.text, len(answer.displays)) == ("ok", "drawn\n", 1), f"cell {number}"
        assert f"number {number}" in answer.displays[0]["metadata"]["image/png"]["alt"]
