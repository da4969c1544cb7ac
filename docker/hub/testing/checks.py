"""What hub_test.py checks, in the order of a lesson and of an assignment. Each function is one counted test; what it returns is said beside its title."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from gdcommon import processes

from . import course, isolation, room
from .browser import Browser, Kernel
from .install import CACHE, HOME, LAB
from .room import PREFIX, Room

LESSON = "02_learning_rate.ipynb"
GREEDY = """%%
var all [][]byte
for range 64 { // times 128 MB
	part := make([]byte, 1<<27)
	for i := 0; i < len(part); i += 4096 {
		part[i] = 1
	}
	all = append(all, part)
}
fmt.Println(len(all))"""
SEED = LAB / ".venv" / "shared" / "seed"


class Class:
    """What the checks hand on to each other."""

    def __init__(self, a_room: Room):
        self.room = a_room
        self.browsers: dict[str, Browser] = {}
        self.kernels: dict[str, Kernel] = {}


def title(check: Callable) -> str:
    return check.__doc__.split("\n")[0].rstrip(".")


def strangers_stay_out(c: Class) -> None:
    """A wrong password and an account outside both groups are refused."""
    assert Browser(c.room.url, PREFIX + "anna").log_in("wrong") == 403
    assert Browser(c.room.url, PREFIX + "dora").log_in(c.room.passwords[PREFIX + "dora"]) == 403


def everybody_comes_in(c: Class) -> str:
    """Two students and an instructor log in with their passwords and start their servers."""

    def come(name: str) -> float:
        c.browsers[name] = c.room.browser(name)
        return c.browsers[name].start_server()

    with ThreadPoolExecutor() as pool:
        took = list(pool.map(come, ("anna", "bert", "clara")))
    for name in c.browsers:
        mode = c.room.home(name).stat().st_mode & 0o777
        assert mode == 0o700, f"the home of {name} has mode {mode:o}, not 700"
    return f"{max(took):.1f} s for all three"


def everybody_runs_a_lesson(c: Class) -> str:
    """Each of them opens lesson 02 at the same time and runs it, and every picture comes."""

    def work(name: str) -> list[tuple[int, float]]:
        lesson = c.browsers[name].notebook(LESSON)
        kernel = c.kernels[name] = c.browsers[name].open(LESSON)
        seconds = []
        for cell in (x for x in lesson["cells"] if x["cell_type"] == "code"):
            wanted = sum("image/png" in output.get("data", {}) for output in cell["outputs"])
            got = kernel.run("".join(cell["source"]))
            assert got.status == "ok", f"{name}: {got.text}"
            assert got.pictures == wanted, f"{name}: {got.pictures} pictures instead of {wanted}"
            seconds.append((wanted, got.seconds))
        return seconds

    with ThreadPoolExecutor() as pool:
        all_cells = list(pool.map(work, c.browsers))
    pictures = [s for cells in all_cells for wanted, s in cells if wanted]
    assert len(pictures) >= 3, "the lesson has no pictures"
    first = max(cells[0][1] for cells in all_cells)
    return f"{len(pictures)} plotting cells, median {sorted(pictures)[len(pictures) // 2]:.2f} s, slowest first cell {first:.2f} s"


def one_more_import(c: Class) -> str:
    """A student's cell may import a package of the standard library that no lesson uses."""
    got = c.kernels["anna"].run(
        'import "text/template"\n\n%%\ntemplate.Must(template.New("").Parse("{{.}} steps\\n")).Execute(os.Stdout, 40+2)'
    )
    assert (got.status, got.text) == ("ok", "42 steps\n"), got.text
    return f"{got.seconds:.2f} s"


def a_cell_takes_too_much(c: Class) -> str:
    """A cell that takes more memory than it may ends with an error, and the kernel lives."""
    got = c.kernels["bert"].run(GREEDY)
    assert got.status == "error", f"8 GB were given: {got.text}"
    after = c.kernels["bert"].run('%%\nfmt.Println("still here")')
    assert after.text == "still here\n", after.text
    return (
        "control group"
        if "user-" in Path(f"/proc/{server_of(c, 'bert')}/cgroup").read_text()
        else "no control groups of version 2 here, so each process is bounded alone"
    )


def server_of(c: Class, name: str) -> int:
    return next(p.pid for p in c.room.processes(name) if "jupyterhub" in command(p))


def command(process: psutil.Process) -> str:
    """Its command line; empty if it has just ended."""
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def cache_of_forty_days(c: Class) -> str:
    """A shared build cache of forty days ago is as warm as ever, and nothing has tidied it away."""
    old = time.time() - 40 * 24 * 3600
    files = sorted(SEED.rglob("*"))
    for path in files:
        os.utime(path, (old, old))
    own = c.room.home("bert") / ".cache" / "gdlab" / "build"
    before = sum(1 for _ in own.rglob("*-d"))
    kernel = c.browsers["bert"].open("04_feature_scaling.ipynb")
    got = kernel.run(
        'import (\n\t"encoding/json"\n\t"gdlab/gdkit"\n\t"gonum.org/v1/gonum/optimize"\n\t"gonum.org/v1/plot/plotter"\n)\n\n%%\n'
        "_, _ = json.Marshal(1)\nfmt.Println(len(plotter.XYs{}), optimize.Success)\n_ = gdkit.HalfSquared"
    )
    assert got.status == "ok", got.text
    compiled = sum(1 for _ in own.rglob("*-d")) - before
    # The cell's own package and program; a cold cache would compile some 200 packages.
    assert compiled <= 8, f"{compiled} things were compiled anew"
    assert sorted(SEED.rglob("*")) == files, "files of the shared cache are gone or new"
    return f"{got.seconds:.2f} s, {compiled} things compiled, {len(files)} shared files untouched"


def instructors_help(c: Class) -> None:
    """An instructor stops a student's server that hangs, and nothing else: not the hub, and no student does it."""

    def ask(name: str, method: str, path: str) -> int:
        browser = c.browsers[name]
        headers = {"X-XSRFToken": browser.xsrf("/hub/")}
        return browser.session.request(method, f"{c.room.url}/hub/api/{path}", headers=headers, timeout=60).status_code

    server = f"users/{PREFIX}bert/server"
    assert ask("anna", "DELETE", server) in (403, 404), "a student stopped another's server"
    assert ask("clara", "POST", "shutdown") == 403, "an instructor stopped the hub"
    assert c.room.processes("bert"), "bert has no server"
    assert ask("clara", "DELETE", server) in (202, 204), "the instructor was refused"
    end = time.monotonic() + 30
    while (left := c.room.processes("bert")) and time.monotonic() < end:
        time.sleep(0.2)
    assert not left, f"the server is stopped, but these are left: {left}"


def the_hub_keeps_its_secrets(c: Class) -> None:
    """The cookie secret and the hub's data base are for root alone."""
    for path, wanted in ((HOME / "state", 0o700), (HOME / "state" / "cookie_secret", 0o600)):
        assert path.stat().st_mode & 0o777 == wanted and path.stat().st_uid == 0, f"{path} has mode {path.stat().st_mode & 0o777:o}"
    culler = [line for line in c.room.log.read_text().splitlines() if "(idle-culler@" in line]
    assert culler and all(" 200 " in line for line in culler), "the culler was refused:\n" + "\n".join(culler)


def the_hub_stops_with_everything(c: Class) -> str:
    """The hub stops while a cell computes, and no process of any account is left."""
    endless = c.browsers["anna"].open("03_cost_of_a_line.ipynb")
    endless.start("%%\nfor {\n}")
    time.sleep(2)
    running = c.room.processes()
    assert any("main" in command(p) or "gonb_" in command(p) for p in running), "no cell is computing"
    begun = time.monotonic()
    c.room.hub.send_signal(signal.SIGTERM)
    status = c.room.hub.wait(90)
    took = time.monotonic() - begun
    roots = [found for p in processes.of_users({0}) if str(HOME) in (found := command(p)) and "hub_test" not in found]
    assert not roots, f"of the hub itself there is left: {roots}"
    left = c.room.processes()
    assert not left, f"{len(left)} processes are left: {sorted(map(command, left))}"
    assert status == 0, f"the hub ended with {status}"
    return f"{len(running)} processes, {took:.1f} s"


def no_traces() -> None:
    """No account, group, process or file of this test is left."""
    assert not room.accounts() and not any(line.startswith(PREFIX) for line in Path("/etc/group").read_text().splitlines())
    assert not HOME.exists() and CACHE.exists()
    grading = [line for line in Path("/etc/passwd").read_text().splitlines() if line.startswith("gdlab-g")]
    assert not grading, f"an account of a grading is left: {grading}"


CHECKS = (
    *(strangers_stay_out, everybody_comes_in, everybody_runs_a_lesson, one_more_import, a_cell_takes_too_much),
    *course.CHECKS,
    *isolation.CHECKS,
    cache_of_forty_days,
    *(instructors_help, the_hub_keeps_its_secrets, the_hub_stops_with_everything),
)
