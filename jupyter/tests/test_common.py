"""What all parts have in common: files that are whole at any time, processes, and what a client makes of a kernel's messages."""

import os
import stat
import subprocess
import sys
import time

import psutil
import pytest
from gdcommon import files, places, processes
from gdcommon.kernel import Kernel

from .lab_process import wait_until


def test_set_up_needs_nothing_but_python():
    """Set-up imports these before there is a .venv; -S leaves out all packages that are installed."""
    code = "import sys; sys.path.insert(0, 'jupyter'); from gdcommon import files, places, problem; from labsetup import cli; print(places.REPO)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=places.REPO, capture_output=True, text=True)
    assert done.stdout.strip() == str(places.REPO), done.stderr


# Files


def test_a_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "grades.csv"
    files.write(path, "α\r\n")
    assert path.read_bytes() == "α\r\n".encode()
    with open(path, "rb") as reader:
        files.write(path, b"\x7fELF", mode=0o755)
        assert reader.read() == "α\r\n".encode(), "who has it open goes on reading the old one"
    assert path.read_bytes() == b"\x7fELF" and stat.S_IMODE(path.stat().st_mode) == 0o755
    assert os.listdir(tmp_path) == ["grades.csv"]


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    path = tmp_path / "stamp"
    files.write(path, "old")
    with pytest.raises(ZeroDivisionError), files.replacing(path) as fresh:
        fresh.write_text("half of th")
        raise ZeroDivisionError
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["stamp"]
    with pytest.raises(FileNotFoundError), files.replacing(path):
        pass  # nothing was written
    assert path.read_text() == "old"


def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path):
    link = tmp_path / "go"
    for version in ("1", "2"):
        (tmp_path / version).mkdir()
        files.link(link, version)
    assert os.readlink(link) == "2" and sorted(os.listdir(tmp_path)) == ["1", "2", "go"] and not list((tmp_path / "1").iterdir())


# Processes


def test_a_zombie_does_not_count():
    child = subprocess.Popen(["true"])
    found = psutil.Process(child.pid)
    assert wait_until(lambda: not processes.is_alive(found))
    assert psutil.pid_exists(child.pid) and not processes.is_alive(child.pid)
    assert child.pid not in {p.pid for p in processes.family(os.getpid())}
    child.wait()
    assert not processes.is_alive(child.pid)


def test_a_family_is_found_and_ended():
    root = subprocess.Popen(["sh", "-c", "sleep 60 & sh -c 'sleep 60; true' & wait"])
    assert wait_until(lambda: len(processes.family(root.pid)) == 4)
    assert processes.family(root.pid)[0].pid == root.pid
    assert len(processes.running(lambda p: p.pid == root.pid)) == 1
    begun = time.monotonic()
    assert processes.end(lambda: processes.family(root.pid)) and time.monotonic() - begun < 5
    root.wait()
    assert processes.family(root.pid) == []


def test_what_starts_copies_of_itself_is_ended():
    code = "import os, time\nfor _ in range(3): os.fork()\nwhile True:\n    if os.fork() == 0: time.sleep(0.3); os._exit(0)\n    time.sleep(0.05)"
    root = subprocess.Popen([sys.executable, "-c", code])
    assert wait_until(lambda: len(processes.family(root.pid)) > 15)
    ours = {p.pid for p in processes.family(os.getpid())} - {p.pid for p in processes.family(root.pid)}
    assert processes.end(lambda: [p for p in processes.family(os.getpid()) if p.pid not in ours])
    root.wait()


def test_that_it_outran_us_is_said():
    assert not processes.end(lambda: [Immortal()], seconds=0.2)


class Immortal:
    """A process that heeds nothing."""

    def suspend(self):
        pass

    kill = suspend


def test_processes_of_users():
    assert os.getpid() in {p.pid for p in processes.of_users({os.getuid()})}
    assert os.getpid() not in {p.pid for p in processes.of_users({54321})}


# Kernels


def message(kind: str, parent: str = "mine", **content) -> dict:
    return {"header": {"msg_type": kind}, "parent_header": {"msg_id": parent}, "content": content}


class Scripted(Kernel):
    """A kernel whose messages are known beforehand."""

    def __init__(self, iopub, shell):
        super().__init__(None, patience=1)
        self.left, self.begun = {"iopub": list(iopub), "shell": list(shell)}, {"mine": time.perf_counter()}

    def receive(self, channel, seconds):
        return self.left[channel].pop(0) if self.left[channel] else None


SAID = [
    message("stream", "another", name="stdout", text="of another cell"),
    message("status", execution_state="busy"),
    message("stream", name="stdout", text="1\n"),
    message("stream", name="stderr", text="2\n"),
    message("display_data", data={"image/png": "AAAA"}),
    message("update_display_data", data={"image/png": "AAAA"}),
    message("execute_result", data={"text/plain": "3"}),
    message("error", traceback=[], evalue="no more"),
    message("status", "another", execution_state="idle"),
    message("status", execution_state="idle"),
]
REPLIES = [message("execute_reply", "another", status="ok"), message("execute_reply", status="error")]


def test_an_answer_has_all_that_the_cell_put_out():
    answer = Scripted(SAID, REPLIES).finish("mine")
    assert answer[:2] == ("error", "1\n2\nno more") and len(answer.displays) == 2 and answer.pictures == 1


def test_a_silent_kernel_is_waited_for_only_so_long():
    for iopub, shell in ((SAID[:3], REPLIES), (SAID, REPLIES[:1])):
        with pytest.raises(TimeoutError, match="has said nothing for 1 s"):
            Scripted(iopub, shell).finish("mine")
    with pytest.raises(TimeoutError, match="has not replied"):
        Scripted(SAID, REPLIES[:1]).reply("mine")
    assert Scripted([], REPLIES).reply("mine") == {"status": "error"}


def test_the_caller_has_a_turn_at_what_is_not_his():
    """The grader looks at the time between messages, so that no flood of others' messages may keep it from that."""
    flood = [message("stream", "another", name="stdout", text="x")] * 1000
    turns = Scripted(flood, []).messages("mine", tick=0.2)
    assert [next(turns) for _ in range(1001)] == [None] * 1001
