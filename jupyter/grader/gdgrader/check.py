"""Builds the program of a check, runs it beside the student's program, and reads its verdict."""

import contextlib
import hashlib
import json
import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from gdcommon import files, places
from gdcommon.problem import Problem
from labsetup import shared

from . import golang, plan
from .caches import Caches
from .kernel import LEFT_OUT, LINK, Dead, Kernel
from .sandbox import Limits, Sandbox

OUT = "/run/out"


class CheckError(Problem):
    """A check that cannot be built: the instructor's to mend."""


@dataclass
class Verdict:
    fraction: float = 0.0  # of the cell's points
    said: str = ""  # by the check
    student: str = ""  # by the student's program meanwhile
    fault: str = ""  # why there are no points at all
    lines: list[dict] = field(default_factory=list)


def build(caches: Caches, check: plan.Check) -> Path:
    """The check's program. It is the same for all submissions, so it is built once."""
    key = hashlib.sha256(check.program.encode()).hexdigest()[:32]
    program = caches.checks / key
    if program.exists():
        return program
    # Its own cache: what hidden tests are compiled to does not get where students' code can read.
    env = golang.environment() | {"GOWORK": "off", "GOCACHEPROG": shared.command(caches.gocache, caches.seed, caches.checks / "cache")}
    with tempfile.TemporaryDirectory(prefix="gdg-") as folder:
        main = Path(folder) / "main.go"
        main.write_text(check.program, "utf-8")
        fresh = Path(folder) / "check"
        for argv in ([str(places.TOOLS / "goimports"), "-w", str(main)], [str(places.GO), "build", "-o", str(fresh), str(main)]):
            done = subprocess.run(argv, cwd=places.REPO, env=env, capture_output=True, text=True)
            if done.returncode != 0:
                said = (done.stdout + done.stderr).replace(folder + "/", "")
                raise CheckError(f"The check {check.name} cannot be built. Does it use something that no locked cell declares?\n{said}")
        files.write(program, fresh.read_bytes(), 0o755)
    return program


def question_seed(check: plan.Check) -> int:
    """The random questions: the same for all students and at each grading, and not to be known before."""
    return int.from_bytes(hashlib.sha256(check.program.encode()).digest()[:6], "big")


class Room:
    """Where the checks of one notebook run: beside the student's sandbox, with one socket in common."""

    def __init__(self, caches: Caches, kernel: Kernel, seconds: float, call_seconds: float, given: Path | None = None):
        self.caches, self.kernel, self.seconds, self.call_seconds, self.given = caches, kernel, seconds, call_seconds, given
        self.number = 0

    def run(self, check: plan.Check) -> Verdict:
        program = build(self.caches, check)
        self.number += 1
        socket = self.kernel.link / str(self.number)
        out = self.kernel.folder / f"out{self.number}"
        out.mkdir()
        if os.getuid() == 0:
            out.chmod(0o777)
            self.kernel.link.chmod(0o777)
        room = Sandbox(Limits(), self.kernel.folder, given=self.given, enabled=self.kernel.room.enabled)
        room.read[program] = "/check"
        room.write |= {self.kernel.link: LINK, out: OUT}
        room.env = {
            "GDGRADER_SOCKET": f"{room.seen(self.kernel.link)}/{self.number}",
            "GDGRADER_CALL": str(self.call_seconds),
            "GDCHECK_REPORT": f"{room.seen(out)}/report",
            "GDCHECK_SEED": str(question_seed(check)),
        }
        with open(out / "said", "wb") as said:
            process = room.start([room.seen(program)], stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            return self.verdict(check, process, socket, out)
        finally:
            process.kill()
            process.wait()
            with contextlib.suppress(FileNotFoundError):
                socket.unlink()

    def verdict(self, check: plan.Check, process: subprocess.Popen, socket: Path, out: Path) -> Verdict:
        end = time.monotonic() + 10
        while not socket.exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        verdict = Verdict()
        code = plan.serving(check, f"{self.kernel.room.seen(self.kernel.link)}/{self.number}")
        try:
            outcome = self.kernel.run(code, self.seconds)
            verdict.student, verdict.fault = outcome.text(), friendly(outcome.error, check)
        except Dead as err:
            verdict.fault = str(err)
        # The student's program ends when the check is done. If it ends before, the check notices at its next call. The
        # socket is there until the program has connected; a check whose program never has would wait for ever.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5 if socket.exists() else 10)
        ended = process.poll()
        verdict.said = clipped((out / "said").read_text("utf-8", "replace"), self.kernel.kept)
        verdict.lines = report(out / "report")
        if ended is None:
            verdict.fault = verdict.fault or "The program ended before the check could ask it anything (os.Exit?)."
        elif ended != 0:
            verdict.fault = panic(verdict.said) or f"The check ended with {ended}."
            if self.kernel.watch.said:
                verdict.fault += "\n" + self.kernel.watch.said
            verdict.said = verdict.said.partition("panic: ")[0]
        elif not any(line.get("end") is True for line in verdict.lines):
            verdict.fault = "The check did not come to its end."
        else:
            verdict.fault = ""  # it has come to its end; how the student's program ended then does not matter
            verdict.fraction = fraction(verdict.lines)
        return verdict


def friendly(error: str, check: plan.Check) -> str:
    """The two complaints of the compiler that everybody meets, in words about the student's function."""
    for f in check.students:
        if f"undefined: {f.name}" in error:
            return f"There is no function {f.name} here: its cell is missing, stands below this test, or does not compile."
        if re.search(rf"cannot convert {f.name}\b", error):
            return f"{f.name} is not a func{f.signature}, as the assignment has it."
    return error


def report(file: Path) -> list[dict]:
    """What the check wrote down, line by line."""
    try:
        lines = file.read_text("utf-8", "replace")[: 1 << 20].splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        with contextlib.suppress(ValueError):
            entry = json.loads(line)
            if isinstance(entry, dict):
                found.append(entry)
    return found


def fraction(lines: list[dict]) -> float:
    """The part of the points that the properties earned; all of them if the check counted none."""
    counted = [line for line in lines if "of" in line]
    if not counted:
        return 1.0
    earned, of = sum(float(line["points"]) for line in counted), sum(float(line["of"]) for line in counted)
    return min(1.0, max(0.0, earned / of)) if of > 0 else 0.0


def panic(said: str) -> str:
    """A check's panic without the stack of its program."""
    _, _, text = said.partition("panic: ")
    text = text.split("\n\ngoroutine ")[0].removesuffix(" [recovered, repanicked]")
    return text.strip()


def clipped(text: str, kept: int) -> str:
    return text if len(text) <= kept else text[:kept] + LEFT_OUT
