"""The tests of the Go packages, by go test."""

import json
import os
import subprocess

from gdcommon.places import GO, REPO

from .tally import Tally

ENV = {k: v for k, v in os.environ.items() if k not in ("GOROOT", "GOFLAGS")}
ENV |= {"GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"}  # compiles as the kernel does, so both share the build cache


def run(tally: Tally) -> None:
    """Each test, example and fuzz target with its seeds counts once; a package that does not build counts as one failure."""
    tally.part("Go tests")
    argv = [GO, "test", "-json", "-count=1", "./..."]
    running = subprocess.Popen(
        argv, cwd=REPO, env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said: dict[tuple[str, str], list[str]] = {}  # what a test or package printed
    counted: dict[str, int] = {}  # tests of a package so far
    failed: set[str] = set()  # packages whose failure has been said
    for line in running.stdout:
        try:
            event = json.loads(line)
        except ValueError:
            said.setdefault(("", ""), []).append(line)
            continue
        package, test = event.get("Package") or event.get("ImportPath", ""), event.get("Test", "")
        top, action, seconds = test.split("/")[0], event["Action"], event.get("Elapsed", 0)
        if action in ("output", "build-output"):
            said.setdefault((package, top), []).append(event["Output"])
        elif test and test == top and action in ("pass", "fail", "skip"):
            counted[package] = counted.get(package, 0) + 1
            name, text = f"{package} {test}", "".join(x for x in said.pop((package, test), []) if not x.startswith("=== "))
            if action == "fail":
                failed.add(package)
                tally.failed(name, text, seconds)
            elif action == "skip":
                tally.skipped(name, reason(text))
            else:
                tally.passes += 1
        elif not test and action == "fail" and package not in failed:
            failed.add(package)
            build = said.get((event.get("FailedBuild", ""), ""), [])
            tally.failed(package, "".join(build or said.get((package, ""), [])), seconds)
        elif not test and action == "pass" and counted.get(package):
            tally.line("ok", f"{package}, {counted[package]} tests", seconds)
        if not test and action in ("pass", "fail"):
            tally.spend(f"go test {package}", seconds)
    if running.wait() and not failed:
        tally.failed("go test", "".join(said.get(("", ""), [])) or f"ended with {running.returncode}")
    if not counted:
        tally.failed("go test", "no Go test was found")


def reason(text: str) -> str:
    """Why a test was skipped: its own words, without go test's verdict."""
    return " ".join(line.strip() for line in text.splitlines() if not line.startswith("--- "))
