"""Compares pictures by their pixels, because the bytes of two equal PNG files may differ."""

import io
from pathlib import Path

from PIL import Image, ImageChops

# Another processor may round differently, which shows as a slightly other shade along edges. A pixel counts as different
# when one of its colours is off by more than LEVELS of 255, and a picture when more than one pixel in ONE_IN is: for a
# figure of 1240 × 800 pixels that is less than one digit of a tick label.
LEVELS = 48
ONE_IN = 20_000


def read(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGBA")


def different(got: Image.Image, want: Image.Image) -> Image.Image:
    """A mask of the same size, white where a pixel is different."""
    off = ImageChops.difference(got, want).split()
    worst = off[0]
    for channel in off[1:]:
        worst = ImageChops.lighter(worst, channel)
    return worst.point(lambda level: 255 if level > LEVELS else 0)


def compare(got_png: bytes, want_png: bytes) -> str:
    """Why the pictures are not the same, or an empty string."""
    if got_png == want_png:
        return ""
    got, want = read(got_png), read(want_png)
    if got.size != want.size:
        return f"the picture is {got.width} × {got.height} pixels, want {want.width} × {want.height}"
    off = different(got, want).histogram()[255]
    allowed = got.width * got.height // ONE_IN
    if off > allowed:
        return f"{off} pixels of the picture differ by more than {LEVELS} of 255, at most {allowed} may"
    return ""


def write(folder: Path, name: str, got_png: bytes, want_png: bytes) -> None:
    """Leaves what came, what was wanted, and both laid over each other with the different pixels in red."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.got.png").write_bytes(got_png)
    (folder / f"{name}.want.png").write_bytes(want_png)
    got, want = read(got_png), read(want_png)
    if got.size == want.size:
        faint = Image.blend(want, Image.new("RGBA", want.size, "white"), 0.7)
        faint.paste("red", mask=different(got, want))
        faint.convert("RGB").save(folder / f"{name}.difference.png")
