"""Step: links inside .venv, so that a plain .venv/bin/jupyter finds kernel and configuration with no variable set."""

import os

from gdcommon import files, places

LINKS = {
    "share/jupyter/kernels/gonb": "kernels/gonb",
    "share/jupyter/lab/settings/overrides.json": "config/overrides.json",
    "etc/jupyter/jupyter_server_config.py": "config/jupyter_server_config.py",
    "etc/jupyter/nbgrader_config.py": "../notebooks/coursework/nbgrader_config.py",
    "etc/jupyter/labconfig/page_config.json": "config/page_config.json",
}


def make() -> None:
    """Relative links, so that a copied folder never points back into the one it was copied from."""
    for inside, target in LINKS.items():
        link = places.VENV / inside
        wanted = os.path.relpath(places.JUPYTER / target, link.parent)
        if link.is_symlink() and os.readlink(link) == wanted:
            continue
        link.parent.mkdir(parents=True, exist_ok=True)
        files.link(link, wanted)
