"""One installation that many users of a computer share: what docker/ builds its image and its class on."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from .conftest import copy_of_repository, missing
from .lab_process import Lab, free_port

USER = 54321  # an id that no account has
SYSTEM = "/usr/bin/python3"  # of which everybody may make use
PLOT = "%%\ngdplot.Show(gdplot.Curve(gdkit.Scalar(math.Sin, math.Cos), 0, 1))"


@pytest.fixture(scope="module")
def installed() -> Path:
    if os.getuid() != 0:
        missing("to become another user needs root")
    if not os.access(SYSTEM, os.X_OK) or subprocess.run([SYSTEM, "-c", "import venv, ensurepip"], capture_output=True).returncode != 0:
        missing(f"{SYSTEM} with venv is needed, a Python that other users can run (Debian: apt install python3-venv)")
    folder = Path(tempfile.mkdtemp(prefix="gdlab-shared-", dir="/var/tmp"))
    folder.chmod(0o755)
    repo = copy_of_repository(folder / "the lab")
    done = subprocess.run([SYSTEM, "jupyter/lab.py", "setup", "--shared"], cwd=repo, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    yield repo
    shutil.rmtree(folder)


def as_user(repo: Path, home: Path, *arguments: str) -> list[str]:
    env = ["env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", f"HOME={home}"]
    who = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs"]
    return [*who, *env, f"{repo}/.venv/bin/python", f"{repo}/jupyter/lab.py", *arguments]


@pytest.fixture
def home() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gdhome", dir="/tmp"))
    os.chown(folder, USER, USER)
    yield folder
    shutil.rmtree(folder)
    shutil.rmtree(f"/tmp/gdlab-{USER}", ignore_errors=True)


class GuestLab(Lab):
    """The lab of somebody who may only read the installation."""

    def __init__(self, repo: Path, home: Path):
        self.port = free_port()
        self.open(as_user(repo, home, "start", "--no-browser", "--port", str(self.port)), Path("/"))

    def pid(self) -> int:
        return self.process.pid  # there is no make in between


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Everything below a folder that somebody could have changed."""
    return {str(p): (p.lstat().st_size, p.lstat().st_mtime_ns) for p in sorted(folder.rglob("*")) if "__pycache__" not in p.parts}


def test_another_user_works_at_once_and_changes_nothing(installed, home):
    before = files(installed)
    with GuestLab(installed, home) as lab:
        listed = json.loads(lab.ask("/api/contents")[1])["content"]
        assert {"README.md", "01_tangent_line.ipynb", "explorations"} <= {entry["name"] for entry in listed}
        kernel = lab.kernel()
        assert kernel.run(PLOT)[0] == "ok"
        assert not (home / ".cache/gdlab/cells").exists()  # built by the recipe that all share; nothing had to be learned for it
        status, text = kernel.run("%%\nfmt.Println(http.StatusText(404))")[:2]  # an import that no lesson has
        assert (status, text.strip()) == ("ok", "Not Found")
        tries = f'%%\nfmt.Println(os.WriteFile("{installed}/.venv/shared/seed/README", nil, 0o644), os.Remove("{installed}/go.mod"))'
        assert kernel.run(tries)[1].count("permission denied") == 2
        kernel.close()
    assert files(installed) == before


def test_nothing_is_fetched(installed, home):
    """A cell that imports a module which is not there says so at once."""
    with GuestLab(installed, home) as lab:
        kernel = lab.kernel()
        status, text = kernel.run('import "example.com/nothing"\n%%\nfmt.Println(nothing.X)')[:2]
        assert status == "error" and "no required module provides package example.com/nothing" in text
        kernel.close()


def test_lessons_are_given_once(installed, home):
    def give() -> None:
        done = subprocess.run(as_user(installed, home, "lessons", f"{home}/mine"), capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, done.stdout + done.stderr

    give()
    mine = home / "mine"
    changed, deleted = mine / "02_learning_rate.ipynb", mine / "explorations/gallery.ipynb"
    changed.write_text("my own")
    deleted.unlink()
    given = (mine / ".gdlab-given").read_text().splitlines()
    (mine / ".gdlab-given").write_text("".join(f"{name}\n" for name in given if name != "13_checking_derivatives.ipynb"))
    (mine / "13_checking_derivatives.ipynb").unlink()  # as if a later version had brought it
    give()
    assert changed.read_text() == "my own" and not deleted.exists()
    assert (mine / "13_checking_derivatives.ipynb").exists()
    assert sorted(given) == sorted((mine / ".gdlab-given").read_text().splitlines())


def test_a_folder_that_others_cannot_enter_is_named(installed):
    installed.parent.chmod(0o700)
    try:
        (installed / ".venv/state/shared.stamp").unlink()
        done = subprocess.run([SYSTEM, "jupyter/lab.py", "setup"], cwd=installed, capture_output=True, text=True)
        assert done.returncode == 1 and f"other users cannot enter {installed.parent}" in done.stderr, done.stderr
    finally:
        installed.parent.chmod(0o755)
    assert subprocess.run([SYSTEM, "jupyter/lab.py", "setup"], cwd=installed, capture_output=True).returncode == 0  # shared it stays
    assert (installed / ".venv/shared/env").exists()
