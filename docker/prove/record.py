"""Prints the figures of a proof and what it leaves open; for a learner's image also writes docker/proved.txt."""

import collections
import datetime
import json
import os
import sys
from pathlib import Path

NOT_PROVED = """\
Not proved: that the tags in the Dockerfile are in the registry, and their digests; the content of golang:… and debian:… as
Docker publishes them (the same Debian packages and the same Go stood in for them); Docker's own engine and the schedule of its
health check (Podman ran the containers, and the check's command was called directly); that a published port is reached from the
host; docker compose itself (its file was checked against the specification); other processors than this one's."""


def main(figures: str, sbom: str, built: str, took: str, state: str, whom: str) -> None:
    known = json.loads(Path(figures).read_text())
    packages = json.loads(Path(sbom).read_text())["packages"]
    names = {ref["referenceLocator"] for package in packages for ref in package.get("externalRefs", [])}
    kinds = collections.Counter(name.split(":", 1)[1].split("/")[0] for name in names if name.startswith("pkg:"))
    if min(kinds["deb"], kinds["pypi"], kinds["golang"]) < 20:
        sys.exit(f"syft found {dict(kinds)}, but packages of Debian, Python and Go are in the image")
    when = f"Proved on {datetime.date.today()} with {os.cpu_count()} cores, image for a {whom}"
    lines = [f"{when}; {took} s in all, of which building {built} s"]
    lines += [f"  {title}: {figure}" for title, figure in known.items() if title != "megabytes"]
    lines += [f"  {size:>4} MB  {title}" for title, size in known["megabytes"].items()]
    lines += [f"  packages by syft: {kinds['deb']} of Debian, {kinds['pypi']} of Python, {kinds['golang']} of Go", NOT_PROVED]
    text = "\n".join(lines)
    print(f"{text}\nThe list of packages (SPDX) is {sbom}")
    if whom == "learner":
        record = Path(__file__).resolve().parents[1] / "proved.txt"
        record.write_text(f"Written by docker/prove.sh. The state is that of docker/prove/state.py.\n\nstate {state}\n\n{text}\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
