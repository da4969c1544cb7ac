"""The Go code: form, suspicious constructs, modules, and its own tests."""

import json
import os
import subprocess
import time

from gdcommon.places import GO, REPO

from .tally import Tally

ENV = {k: v for k, v in os.environ.items() if k not in ("GOROOT", "GOFLAGS")}
ENV |= {"GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"}  # compiles as the kernel does, so both share the build cache


def go(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([GO, *arguments], cwd=REPO, env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def static(tally: Tally) -> None:
    tally.part("Go code")
    gofmt = (GO.resolve().with_name("gofmt"), "-l", *folders())
    checks = {
        "gofmt": lambda: subprocess.run(gofmt, cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True),
        "go vet": lambda: go("vet", "./..."),
        "staticcheck": lambda: go("tool", "staticcheck", "./..."),
        "go.mod is tidy": lambda: go("mod", "tidy", "-diff"),
        "modules are those of go.sum": lambda: go("mod", "verify"),
    }
    for name, run in checks.items():
        begun = time.monotonic()
        done = run()
        # gofmt names files that are not in its form, and calls that a success.
        if done.returncode or (name == "gofmt" and done.stdout):
            tally.failed(name, done.stdout or f"ended with {done.returncode}", time.monotonic() - begun)
        else:
            tally.passed(name, time.monotonic() - begun)


def folders() -> list[str]:
    """The folders of the module's packages; gofmt knows nothing of modules and would walk into .venv."""
    found = go("list", "-f", "{{.Dir}}", "./...")
    return found.stdout.split("\n")[:-1] if found.returncode == 0 else ["."]


def tests(tally: Tally) -> None:
    """Each test, example and fuzz target with its seeds counts once; a package that does not build counts as one failure."""
    tally.part("Go tests")
    argv = [GO, "test", "-json", "-count=1", "./..."]
    running = subprocess.Popen(argv, cwd=REPO, env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
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
    if running.wait() and not failed:
        tally.failed("go test", "".join(said.get(("", ""), [])) or f"ended with {running.returncode}")
    if not counted:
        tally.failed("go test", "no Go test was found")


def reason(text: str) -> str:
    """Why a test was skipped: its own words, without go test's verdict."""
    return " ".join(line.strip() for line in text.splitlines() if not line.startswith("--- "))
