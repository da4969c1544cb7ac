"""The pages for people: links that lead somewhere, one version in all places, and a definition of the tests that only calls them."""

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from .conftest import REPO

# Not ours, or made from what is.
LEFT_OUT = {".git", ".venv", "node_modules", "book", "test-output", "release", "submitted", "autograded", "feedback"}
LINK = re.compile(r"\]\(<?([^()\s>]+)>?\)|\bsrc=\"([^\"]+)\"")
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|`[^`\n]+`", re.M | re.S)


def pages() -> list[Path]:
    found = []
    for folder, inside, files in os.walk(REPO):
        inside[:] = sorted(set(inside) - LEFT_OUT)
        found += [Path(folder) / name for name in sorted(files) if name.endswith(".md")]
    return found


def anchors(page: Path) -> set[str]:
    """The names that a forge gives to the headings of a page."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?)\s*$", CODE.sub(lambda m: m[0] if "\n" not in m[0] else "", page.read_text("utf-8")), re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        found.add(re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-"))
    return found


def broken(page: Path, text: str) -> list[str]:
    found = []
    for match in LINK.finditer(CODE.sub("", text)):
        link = match[1] or match[2]
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue  # elsewhere, which a test must not ask
        path, _, anchor = link.partition("#")
        target = page if not path else page.parent / unquote(path)
        if not target.exists() or not target.resolve().is_relative_to(REPO):
            found.append(f"{link}: there is no such file")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            found.append(f"{link}: the page has no such heading")
    return found


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(REPO).as_posix())
def test_links_lead_somewhere(page):
    assert not broken(page, page.read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "[a](README.md) [b](RELEASE.md#each-time) [c](https://go.dev) `[d](nowhere.md)`\n```\n[e](nowhere.md)\n```\n[f](#once)\n# Once",
            1,
        ),
        ("[a](nowhere.md)", 1),
        ("![a](gdkit/nowhere.png)", 1),
        ("[a](RELEASE.md#never)", 1),
        ("[a](../outside.md)", 1),
    ],
)
def test_a_broken_link_is_found(text, faults):
    assert len(broken(REPO / "README.md", text)) == faults


def test_one_version_and_one_date():
    """The newest version of CHANGELOG is the one to cite; above it stands what is not yet part of a version."""
    headings = re.findall(r"^## (.+)$", (REPO / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == "Unreleased"
    versions = [re.fullmatch(r"(\d+\.\d+\.\d+) – (\d{4}-\d\d-\d\d)", heading) for heading in headings[1:]]
    assert versions and all(versions), f"want ## 1.2.3 – 2026-11-23: {headings}"
    order = [(m[2], tuple(map(int, m[1].split(".")))) for m in versions]
    assert order == sorted(order, reverse=True)
    citation = yaml.safe_load((REPO / "CITATION.cff").read_text("utf-8"))
    assert (citation["version"], str(citation["date-released"])) == (versions[0][1], versions[0][2])
    project = re.search(r'^version = "(.+)"$', (REPO / "jupyter" / "pyproject.toml").read_text("utf-8"), re.M)
    assert project and project[1] == versions[0][1]
    assert citation["authors"] == [{"name": "The gdlab contributors"}] and citation["license"] == "MIT"


def test_the_forge_only_calls_what_anybody_can_call():
    text = (REPO / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)
    assert jobs["permissions"] == {"contents": "read"} and "secrets." not in text
    steps = [step for job in jobs["jobs"].values() for step in job["steps"]]
    assert [step["run"] for step in steps if "run" in step] == ["sudo .ci/run", "make book", "make image"]
    assert all(step["uses"].startswith("actions/") for step in steps if "uses" in step)
    assert os.access(REPO / ".ci" / "run", os.X_OK)
    targets = re.findall(r"^([\w-]+):", (REPO / "Makefile").read_text("utf-8"), re.M)
    assert {"book", "image", "rename"} <= set(targets)
