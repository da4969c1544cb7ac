"""The lock of the Python packages: what pyproject.toml wants and nothing else, each file with its hash, no place of download."""

import re
import subprocess
import sys

import pytest
from gdcommon.problem import Problem
from labsetup import lock
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .conftest import REPO

if sys.version_info < (3, 11):
    import tomli as tomllib
else:
    import tomllib

GROUPS = tomllib.loads((REPO / "jupyter/pyproject.toml").read_text("utf-8"))["dependency-groups"]


def wanted(group: str) -> list[Requirement]:
    """What a group lists, the groups that it includes as well."""
    found = []
    for entry in GROUPS[group]:
        found += [Requirement(entry)] if isinstance(entry, str) else wanted(entry["include-group"])
    return found


def pinned(*groups: str) -> list[tuple[str, str, str]]:
    """(package, version, entry) of each entry of these groups."""
    return [(*re.match(r"([\w.-]+)==([^\s;]+)", entry).groups(), entry) for entry in lock.entries(*groups)]


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_locked_as_it_is_wanted(group):
    there = pinned(group)
    for want in wanted(group):
        versions = {version for name, version, _ in there if name == canonicalize_name(want.name)}
        assert versions and all(want.specifier.contains(version) for version in versions), (
            f"{want}: locked {versions or 'nowhere'}; run make lock"
        )
    roots = {name for name, _, entry in there if f"gdlab (pyproject.toml:{group})" in entry}
    assert roots == {canonicalize_name(want.name) for want in wanted(group)}, "run make lock"


def test_the_groups_are_the_whole_lock():
    assert lock.groups() == sorted(GROUPS)
    assert lock.requirements(*GROUPS) == lock.LOCK.read_text("utf-8")


def test_every_entry_has_hashes_and_no_place():
    for name, _, entry in pinned(*GROUPS):
        assert "--hash=sha256:" in entry, f"{name} has no hash"
    for place in ("://", "--index", "--find-links", "--extra-index"):
        assert place not in lock.LOCK.read_text("utf-8")


def test_an_unknown_group_is_named():
    with pytest.raises(Problem, match=r"has no group nonsense; its groups are .*\blab\b"):
        lock.requirements("lab", "nonsense")


def pip(*arguments) -> subprocess.CompletedProcess:
    """pip as set-up calls it, on files of this computer alone."""
    argv = [sys.executable, "-I", "-m", "pip", "install", "--require-hashes", "--no-index", "--disable-pip-version-check", *arguments]
    return subprocess.run(argv, capture_output=True, text=True)


@pytest.fixture
def shelf(tmp_path):
    """A folder with two packages, one of which needs the other, and a lock of both."""
    import base64
    import hashlib
    import zipfile

    text = ""
    for name, needs in (("outer", "Requires-Dist: inner\n"), ("inner", "")):
        files = {
            f"{name}.py": "",
            f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}",
            f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        sums = {n: base64.urlsafe_b64encode(hashlib.sha256(c.encode()).digest()).rstrip(b"=").decode() for n, c in files.items()}
        record = f"{name}-1.0.dist-info/RECORD"
        files[record] = "".join(f"{n},sha256={s},{len(files[n])}\n" for n, s in sums.items()) + f"{record},,\n"
        wheel = tmp_path / f"{name}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for inside, content in files.items():
                archive.writestr(inside, content)
        root = "outer" if name == "inner" else "gdlab (pyproject.toml:test)"
        text += f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n    # via {root}\n"
    return tmp_path, text


def test_pip_installs_what_is_locked_and_nothing_else(shelf, monkeypatch):
    folder, text = shelf
    monkeypatch.setattr(lock, "LOCK", folder / "requirements.txt")

    def install(content: str) -> subprocess.CompletedProcess:
        lock.LOCK.write_text(content, "utf-8")
        chosen = folder / "chosen.txt"
        chosen.write_text(lock.requirements("test"), "utf-8")
        return pip("--find-links", str(folder), "--target", str(folder / "target"), "-r", str(chosen))

    done = install(text)
    assert done.returncode == 0 and (folder / "target/inner.py").exists(), done.stderr
    changed = install(re.sub(r"(inner==1.0 \\\n +--hash=sha256:)\w{8}", r"\g<1>00000000", text))
    assert changed.returncode != 0 and "DO NOT MATCH THE HASHES" in changed.stderr
    lost = install(text.partition("inner==")[0])
    assert lost.returncode != 0 and "must have their versions pinned" in lost.stderr
