"""How long does a learner wait for a cell? The same small notebook on three kernels, cell by cell in turn:

gdlab     the kernelspec of this repository
stock     gonb as `gonb --install` leaves it, with the usual boilerplate (go mod edit -replace, import) in the notebook
python    ipykernel with matplotlib, drawing the same picture

    python3 bench/latency.py [ROUNDS]

It prints the median and the 95th percentile of a plain and of a plotting cell, and the ratios to stock gonb.
"""

import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import in_own_environment
from gdcommon.places import GO, REPO

GONB = "github.com/janpfeifer/gonb"
GOIMPORTS = "golang.org/x/tools/cmd/goimports"

GO_PLAIN = "%%\nfmt.Println({i})"
GO_DECLARE = """var J = gdkit.Scalar(
	func(w float64) float64 { return w * w },
	func(w float64) float64 { return 2 * w })"""
GO_PLOT = """%%
fig := gdplot.Curve(J, -3, 3)
for _, w := range []float64{{-2, 0.5, 2}} {{
	fig.Add(gdplot.Tangent(J, w))
}}
fig.Title.Text = "run {i}"
gdplot.Show(fig)"""

PY_PLAIN = "print({i})"
PY_DECLARE = """import numpy as np
import matplotlib.pyplot as plt
%matplotlib inline
plt.rcParams["figure.dpi"] = 192"""
PY_PLOT = """w = np.linspace(-3, 3, 400)
fig, ax = plt.subplots(figsize=(6.46, 4.17))
ax.plot(w, w**2)
for a in (-2, 0.5, 2):
    ax.plot([a - 0.5, a + 0.5], [a * a - a, a * a + a])
ax.set_title("run {i}")
plt.show()"""


class Kernel:
    """One running kernel, and what its cells took."""

    def __init__(self, name: str, spec: str, cells: tuple, env: dict):
        from gdcommon.kernel import LocalKernel

        self.name = name
        self.plain, self.declare, self.plot = cells
        self.kernel = LocalKernel(spec, patience=600, env=env, cwd=str(REPO / "notebooks"))
        self.seconds: dict[str, list[float]] = {"plain": [], "plot": []}

    def run(self, code: str) -> tuple[float, bool]:
        """Seconds from sending the cell to its last message, and whether a picture came."""
        answer = self.kernel.run(code)
        if answer.status != "ok":
            raise SystemExit(f"{self.name}: a cell failed:\n{code}\n{answer.text}")
        return answer.seconds, answer.pictures > 0


def prepare(data: Path) -> dict[str, str]:
    """Installs stock gonb and the Python kernel under a data folder of their own; returns the environment to use."""
    bin_dir = data / "bin"
    bin_dir.mkdir()
    env = dict(os.environ, JUPYTER_DATA_DIR=str(data), JUPYTER_PATH=str(REPO / ".venv" / "share" / "jupyter"))
    env["PATH"] = os.pathsep.join([str(bin_dir), str(GO.resolve().parent), env["PATH"]])
    subprocess.run([GO, "build", "-o", f"{bin_dir}/", GONB, GOIMPORTS], cwd=REPO, check=True)
    subprocess.run([bin_dir / "gonb", "--install", "--force_deps"], env=env, check=True, capture_output=True)
    # Its name would hide ours: the same specification under another name.
    installed = json.loads((data / "kernels" / "gonb" / "kernel.json").read_text("utf-8"))
    installed["argv"][0] = str(bin_dir / "gonb")
    shutil.rmtree(data / "kernels" / "gonb")
    python = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "p", "language": "python"}
    for name, spec in (("stock", installed), ("python", python)):
        (data / "kernels" / name).mkdir()
        (data / "kernels" / name / "kernel.json").write_text(json.dumps(spec), "utf-8")
    return env


def measure(rounds: int) -> list[Kernel]:
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        env = prepare(Path(scratch))
        os.environ.update(env)  # jupyter_client looks for kernels with these
        go = (GO_PLAIN, GO_DECLARE, GO_PLOT)
        kernels: list[Kernel] = []
        try:
            kernels.append(Kernel("gdlab", "gonb", go, env))
            kernels.append(stock := Kernel("stock gonb", "stock", go, env))
            kernels.append(Kernel("ipykernel + matplotlib", "python", (PY_PLAIN, PY_DECLARE, PY_PLOT), env))
            stock.run("!*go mod edit " + shlex.quote(f"-replace=gdlab={REPO}"))  # the clone may lie below a name with a space
            for kind in ("plain", "plot"):
                for k in kernels:
                    if kind == "plot":
                        k.run(k.declare if k is not stock else 'import (\n\t"gdlab/gdkit"\n\t"gdlab/gdkit/gdplot"\n)\n' + k.declare)
                    for warm in range(2):  # the first cells compile what the cache lacks
                        k.run((k.plain if kind == "plain" else k.plot).format(i=-warm))
                for i in range(rounds):
                    for k in kernels:
                        took, picture = k.run((k.plain if kind == "plain" else k.plot).format(i=i))
                        if kind == "plot" and not picture:
                            raise SystemExit(f"{k.name}: the picture of round {i} did not come")
                        k.seconds[kind].append(took)
        finally:
            for k in kernels:
                k.kernel.close()
    return kernels


def table(kernels: list[Kernel]) -> str:
    def p95(values: list[float]) -> float:
        return statistics.quantiles(values, n=20)[18]

    stock = kernels[1]
    lines = [
        f"| cell latency, {len(stock.seconds['plain'])} rounds in turn | plain p50 | p95 | to stock | plotting p50 | p95 | to stock |",
        "|---|---|---|---|---|---|---|",
    ]
    for k in kernels:
        row = [k.name]
        for kind in ("plain", "plot"):
            mine, theirs = statistics.median(k.seconds[kind]), statistics.median(stock.seconds[kind])
            row += [f"{mine:.3f} s", f"{p95(k.seconds[kind]):.3f} s", f"{mine / theirs:.2f}"]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    in_own_environment()
    print(table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20)))
