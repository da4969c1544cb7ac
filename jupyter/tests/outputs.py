"""What cells put out: how it is merged and compared."""

import base64
import difflib
import re

import nbformat
from nbformat import NotebookNode

from . import pictures

PICTURE_DATA = re.compile(r'(?<=="data:image/png;base64,)[A-Za-z0-9+/=\s]+(?=")')


def merge(found: list[NotebookNode]) -> list[NotebookNode]:
    """Joins text that came in several pieces, as it happens to come."""
    merged: list[NotebookNode] = []
    for output in found:
        if merged and output.output_type == "stream" == merged[-1].output_type and output.name == merged[-1].name:
            merged[-1].text += output.text
        else:
            merged.append(nbformat.from_dict(output))
    return merged


def unordered(found: list[NotebookNode]) -> tuple:
    """The text of each stream and the list of displays: what stays the same when a pipe is late."""
    streams: dict[str, str] = {}
    for output in found:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
    return streams, [output for output in found if output.output_type != "stream"]


def error_text(cell: NotebookNode) -> str:
    """What a learner reads under a failed cell."""
    parts = []
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            parts.append(output.text)
        elif output.output_type == "error":
            parts.append("\n".join(output.traceback) or output.evalue)
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(parts))


def png(output: NotebookNode) -> bytes:
    return base64.b64decode(output.data["image/png"])


def compare(got: list[NotebookNode], want: list[NotebookNode]) -> list[tuple[str, tuple[bytes, bytes] | None]]:
    """The differences, each as a sentence and, for a picture, both of them."""
    (got_text, got_shown), (want_text, want_shown) = unordered(got), unordered(want)
    found: list = [
        (f"{stream}:\n{line_by_line(got_text.get(stream, ''), want_text.get(stream, ''))}", None)
        for stream in sorted(got_text | want_text)
        if got_text.get(stream) != want_text.get(stream)
    ]
    if len(got_shown) != len(want_shown):
        return [*found, (f"it shows {len(got_shown)} pictures or other displays, want {len(want_shown)}", None)]
    for number, (a, b) in enumerate(zip(got_shown, want_shown, strict=True), 1):
        if without_picture(a) != without_picture(b):
            found.append((f"display {number}:\n{line_by_line(readable(a), readable(b))}", None))
        both = "image/png" in a.get("data", {}) and "image/png" in b.get("data", {})
        if both and (reason := pictures.compare(png(a), png(b))):
            found.append((f"display {number}: {reason}", (png(a), png(b))))
    return found


def without_picture(output: NotebookNode) -> dict:
    """All of a display that must be the same to the letter."""
    kept = {k: v for k, v in output.items() if k != "data"}
    data = {k: PICTURE_DATA.sub("", v) if isinstance(v, str) else v for k, v in output.get("data", {}).items()}
    return kept | {"data": data | ({"image/png": ""} if "image/png" in data else {})}


def readable(output: NotebookNode) -> str:
    plain = without_picture(output)
    return "\n".join(f"{kind}: {value}" for kind, value in [*plain.pop("data").items(), *plain.items()])


def line_by_line(got: str, want: str) -> str:
    """The lines that differ, marked as diff does."""
    lines = difflib.unified_diff(want.splitlines(), got.splitlines(), "committed", "now", n=1, lineterm="")
    return "\n".join(f"    {line}" for line in lines) or f"    now {got!r}, committed {want!r}"
