"""The lock ../requirements.txt: what a group needs, and how it is made anew.

It is one resolution of all groups of ../pyproject.toml, made by `uv pip compile`, with a hash for every file. Each entry
says in comments what it is there for ("# via"), down to the groups. What a group needs is found by these comments, because
Python 3.10, where set-up may run, reads no TOML. Nothing can slip in unlocked: pip installs with --require-hashes, and
ends when it meets a package that has no entry.
"""

import re

from gdcommon import places
from gdcommon.problem import Problem

LOCK = places.JUPYTER / "requirements.txt"
ENTRY = re.compile(r"^(?=\w)", re.M)
NAME = re.compile(r"[\w.-]+")
VIA = re.compile(r"^ +#(?: via)? +(\S.*)$", re.M)
ROOT = re.compile(r"gdlab \(pyproject\.toml:([\w-]+)\)")


def groups() -> list[str]:
    return sorted({found[1] for name in VIA.findall(places.text(LOCK)) if (found := ROOT.match(name))})


def entries(*names: str) -> list[str]:
    """The lock's entries of these groups, in its order, with what the groups' packages need."""
    every = [(NAME.match(entry)[0], set(VIA.findall(entry)), entry) for entry in ENTRY.split(places.text(LOCK))[1:]]
    wanted = {f"gdlab (pyproject.toml:{group})" for group in names}
    if unknown := {*names} - {*groups()}:
        raise Problem(f"{LOCK.name} has no group {min(unknown)}; its groups are {', '.join(groups())}.")
    while more := {name for name, via, _ in every if via & wanted} - wanted:
        wanted |= more
    return [entry for name, via, entry in every if via & wanted]


def requirements(*names: str) -> str:
    """What pip reads to install these groups: `pip install --require-hashes -r`."""
    return "".join(entries(*names))
