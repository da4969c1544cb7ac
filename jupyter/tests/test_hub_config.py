"""The hub's files, without installing the hub: they can be read, what they name exists, and versions agree.

That it works is proved by `sudo make hub-test`.
"""

import ast
import json
import os
import re

import pytest
from gdhub import copying, limits
from labsetup import lock

from .conftest import REPO

HUB = REPO / "docker" / "hub"
PROGRAMS = ("install", "start", "grade")


def text(name: str) -> str:
    return (HUB / name).read_text("utf-8")


@pytest.mark.parametrize("path", sorted(p.relative_to(HUB).as_posix() for p in HUB.rglob("*.py") if "node_modules" not in p.parts))
def test_python_can_be_read(path: str):
    ast.parse(text(path), path)


@pytest.mark.parametrize("path", sorted(p.relative_to(HUB).as_posix() for p in HUB.rglob("*.json") if "node_modules" not in p.parts))
def test_json_can_be_read(path: str):
    json.loads(text(path))


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_can_be_started(name: str):
    assert (HUB / name).stat().st_mode & 0o111 == 0o111


def test_there_is_one_version_of_jupyterhub():
    """The lock is one resolution, so hub and servers have the same; these name it in their own words."""
    [version] = re.findall(r"^jupyterhub==(\S+)", lock.requirements("hub", "singleuser", "cluster"), re.M)
    assert f"jupyterhub=={version}" in text("cluster/dockerspawner_config.py")
    assert f"JupyterHub 5.5.0, the image {version}" in text("cluster/values.yaml")


def test_the_proxy_is_pinned():
    wanted = json.loads(text("package.json"))["dependencies"]
    packages = json.loads(text("package-lock.json"))["packages"]
    assert packages[""]["dependencies"] == wanted
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for path, package in packages.items():
        assert not path or package["integrity"].startswith("sha512-"), f"{path} has no checksum"


def test_what_is_named_exists():
    started = re.search(r"^c\.Spawner\.cmd = \[.*?places\.REPO((?: / \"[\w.]+\")+)\)\]$", text("jupyterhub_config.py"), re.M)
    assert started and REPO.joinpath(*re.findall(r'"([^"]+)"', started[1])).exists()
    for role in ("student", "instructor"):
        assert (HUB / "config" / role / "jupyter_server_config.json").exists()
        assert (HUB / "config" / role / "labconfig" / "page_config.json").exists()
    unit = text("gdlab-hub.service")
    started = re.search(r"^ExecStart=/opt/gdlab/(\S+) (\S+)$", unit, re.M)
    assert started and (REPO / started[1]).exists() and f'"GDLAB_HUB", "{started[2]}"' in text("gdhub/places.py")
    assert "Delegate=memory pids\nEnvironment=GDLAB_DELEGATED=yes" in unit, "without it the hub cannot bound a user's memory as a whole"


def test_students_have_no_formgrader():
    settings = json.loads(text("config/student/jupyter_server_config.json"))
    assert settings["ServerApp"]["jpserver_extensions"]["nbgrader.server_extensions.formgrader"] is False
    assert json.loads(text("config/student/labconfig/page_config.json"))["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is True


def test_what_was_not_run_says_so():
    for name in ("dockerspawner_config.py", "values.yaml"):
        assert text(f"cluster/{name}").startswith("# NOT RUN"), name


def test_control_groups_of_version_2(tmp_path, monkeypatch):
    """The bound of memory for all of a user's processes, in folders that stand for the kernel's."""
    monkeypatch.setenv("GDLAB_DELEGATED", "yes")
    group = tmp_path / "system.slice" / "gdlab-hub.service"
    group.mkdir(parents=True)
    (group / "cgroup.controllers").write_text("cpu memory pids\n")
    (group / "cgroup.subtree_control").write_text("")
    (group / "cgroup.procs").write_text("41\n42\n")
    found = limits.own_group("0::/system.slice/gdlab-hub.service\n", tmp_path)
    assert found == group
    assert limits.divide(group) == group
    assert (group / "hub" / "cgroup.procs").read_text() == "42"  # one at a time, as the kernel wants it
    assert (group / "cgroup.subtree_control").read_text() == "+memory +pids"
    user = limits.user_group(group, 1001, 2 << 30)
    assert user.name == "user-1001" and (user / "memory.max").read_text() == str(2 << 30)
    assert (user / "memory.swap.max").read_text() == "0"
    monkeypatch.delenv("GDLAB_DELEGATED")
    assert limits.own_group("0::/system.slice/gdlab-hub.service\n", tmp_path) is None  # a terminal's, not the service's


@pytest.mark.parametrize("listing", ["0::/\n", "4:memory:/x\n0::/\n", "4:memory:/x\n", "0::/nowhere\n"])
def test_no_control_group_of_ones_own(listing: str, tmp_path, monkeypatch):
    monkeypatch.setenv("GDLAB_DELEGATED", "yes")
    assert limits.own_group(listing, tmp_path) is None


def test_copying_follows_no_link_and_takes_nobody_elses_file(tmp_path, monkeypatch):
    """What an instructor collects and what root takes over from a grading."""
    secret, given = tmp_path / "secret", tmp_path / "given"
    secret.mkdir()
    (secret / "grades").write_text("5 of 6")
    (given / "deep").mkdir(parents=True)
    (given / "deep" / "a0.ipynb").write_text("{}")
    (given / "file").symlink_to(secret / "grades")
    (given / "folder").symlink_to(secret)
    os.mkfifo(given / "pipe")
    copying.copy_owned(given, tmp_path / "out", os.getuid())
    assert sorted(p.name for p in (tmp_path / "out").rglob("*")) == ["a0.ipynb", "deep"]
    for folder, uid in ((given, os.getuid() + 1), (given / "folder", os.getuid()), (tmp_path / "none", os.getuid())):
        with pytest.raises(copying.Refused):
            copying.copy_owned(folder, tmp_path / "no", uid)
    if os.getuid() == 0:
        os.chown(given / "deep" / "a0.ipynb", 12345, 12345)
        copying.copy_owned(given, tmp_path / "again", 0)
        assert not list((tmp_path / "again").rglob("a0.ipynb"))
    monkeypatch.setattr(copying, "MOST", 2)
    with pytest.raises(copying.Refused):
        copying.copy_owned(given, tmp_path / "much", os.getuid())
