"""What is wrong with a notebook, whatever its numbers are."""

import base64
import html
import re

from nbformat import NotebookNode

from .notebooks import METADATA, numbered, text
from .outputs import PICTURE_DATA, png

# Bytes of a notebook: what a slow line loads in a moment and a repository carries for years. The gallery has every picture once.
LARGEST, LARGEST_GALLERY = 1_500_000, 4_000_000

# A path of one computer, in a source or an output.
COMPUTER_PATH = re.compile(r"""(?:^|[\s"'`(=\[])((?:/(?:home|root|Users|tmp|mnt|opt|var|usr|private)/|[A-Za-z]:\\)[^\s"'`)]*)""", re.M)
PICTURE_TAG = re.compile(r"<img\b[^>]*>")


def faults(notebook: NotebookNode) -> list[str]:
    found = []
    largest = LARGEST_GALLERY if notebook.cells and notebook.cells[0].source.startswith("# Gallery") else LARGEST
    # First of all, because writing a notebook gives double ids new values.
    ids = [cell.get("id") for cell in notebook.cells]
    if None in ids or len(set(ids)) < len(ids):
        found.append("its cells do not have ids of their own; open and save it in JupyterLab")
    if notebook.metadata != METADATA:
        found.append("its metadata is not that of a Go notebook; make notebooks sets it")
    if (size := len(text(notebook).encode())) > largest:
        found.append(f"it has {size} bytes, at most {largest} are wanted; draw fewer or smaller pictures")
    for cell in notebook.cells:
        if path := COMPUTER_PATH.search(cell.source):
            found.append(f"the cell with id {cell.get('id')} names a path of one computer, {path[1]!r}; use a relative one")
    for count, (label, cell) in enumerate(numbered(notebook), 1):
        if cell.execution_count != count:
            found.append(f"{label} has the number {cell.execution_count}, want {count}; make notebooks runs all cells in order")
        for output in cell.outputs:
            found += [f"{label} {fault}" for fault in output_faults(output)]
    return found


def output_faults(output: NotebookNode) -> list[str]:
    if output.output_type == "error":
        return [f"ends with an error: {output.evalue}"]
    if output.output_type == "stream":
        if output.name == "stderr":
            # The kernel calls a cell with an unknown %command or a failed !command a success; only this tells.
            return [f"writes to standard error: {output.text.strip()!r}"]
        shown = output.text
    else:
        shown = "\n".join(str(value) for kind, value in output.data.items() if kind.startswith("text/"))
        shown = PICTURE_DATA.sub("", shown)
    path = COMPUTER_PATH.search(shown)
    found = [f"puts out a path of one computer, {path[1]!r}"] if path else []
    return found + (picture_faults(output) if output.output_type != "stream" else [])


def picture_faults(output: NotebookNode) -> list[str]:
    """Each picture says what it shows, in every form in which it is kept."""
    found = []
    tags = PICTURE_TAG.findall(output.data.get("text/html", ""))
    texts = [html.unescape(m[1]) if (m := re.search(r'\balt="([^"]*)"', tag)) else "" for tag in tags]
    if "image/png" in output.data:
        texts += [output.metadata.get("image/png", {}).get("alt", ""), output.data.get("text/plain", "")]
        if len(set(texts)) > 1:
            found.append(f"shows a picture whose text alternatives differ: {sorted(set(texts))}")
        # A moving picture has a still one beside it, for readers who want less motion.
        inline = [base64.b64decode(m[0]) for m in PICTURE_DATA.finditer(output.data.get("text/html", ""))]
        if inline and png(output) not in inline:
            found.append("shows one picture as text/html and another as image/png")
    if not all(t.strip() for t in texts):
        found.append("shows a picture without a text alternative")
    return found
