"""The tests' own tools: a comparison that accepts everything would prove nothing."""

import base64
import io
import random

import nbformat
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from . import lint, notebooks, outputs, pictures
from .execute import Failed, execute


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def figure(label: str = "0.1", shift: int = 0, size=(1240, 800), shade: int = 0) -> Image.Image:
    """Something like a plot: a line of two pixels, and one tick label as small as gdplot writes it."""
    picture = Image.new("RGB", size, (255 - shade,) * 3)
    draw = ImageDraw.Draw(picture)
    draw.line([(100, 700 + shift), (1100, 100 + shift)], fill=(31 + shade, 119, 180), width=2)
    draw.text((90, 720), label, fill="black", font=ImageFont.load_default(24))
    return picture


def test_a_picture_is_the_same_when_only_shades_differ():
    same = png(figure())
    assert pictures.compare(same, same) == ""
    assert pictures.compare(png(figure(shade=9)), same) == ""
    assert pictures.compare(png(figure().convert("P", palette=Image.Palette.ADAPTIVE)), same) == ""
    noise, grains = figure(), random.Random(1)
    for _ in range(30):
        noise.putpixel((grains.randrange(1240), grains.randrange(800)), (0, 0, 0))
    assert pictures.compare(png(noise), same) == ""


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (figure(label="0.2"), "pixels of the picture differ"),
        (figure(shift=2), "pixels of the picture differ"),
        (figure(size=(1240, 801)), "the picture is 1240 × 801 pixels, want 1240 × 800"),
        (ImageChops.invert(figure()), "pixels of the picture differ"),
    ],
    ids=["one digit", "two pixels lower", "size", "inverted"],
)
def test_a_picture_is_another_one(changed, reason, tmp_path):
    got, want = png(changed), png(figure())
    assert reason in pictures.compare(got, want)
    pictures.write(tmp_path, "cell", got, want)
    left = {file.name for file in tmp_path.iterdir()}
    same_size = changed.size == (1240, 800)
    assert left == {"cell.got.png", "cell.want.png"} | ({"cell.difference.png"} if same_size else set())
    if same_size:
        red = {colour: n for n, colour in Image.open(tmp_path / "cell.difference.png").getcolors(1 << 24)}[255, 0, 0]
        assert str(red) in pictures.compare(got, want)


def shown(alt="A bowl.", picture=None, tag_alt=None, plain=None):
    data = png(picture or figure())
    code = base64.b64encode(data).decode()
    tag = alt if tag_alt is None else tag_alt
    return nbformat.v4.new_output(
        "display_data",
        {
            "text/html": f'<img alt="{tag}" src="data:image/png;base64,{code}">',
            "image/png": code,
            "text/plain": alt if plain is None else plain,
        },
        metadata={"image/png": {"alt": alt}},
    )


def printed(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def test_outputs_are_compared():
    want = [printed("α = 0.1\n"), shown()]
    assert outputs.compare(want, want) == []
    assert outputs.compare([shown(), printed("α = 0.1\n")], want) == [], "two pipes, no promise about their order"
    for got, reason in [
        ([printed("α = 0.2\n"), shown()], "+α = 0.2"),
        ([printed("α = 0.1 \n"), shown()], "+α = 0.1 "),
        ([printed("α = 0.1"), shown()], "now"),
        ([shown()], "-α = 0.1"),
        ([printed("α = 0.1\n")], "it shows 0 pictures"),
        ([printed("α = 0.1\n"), shown(), shown()], "it shows 2 pictures"),
        ([printed("α = 0.1\n"), shown("A hill.")], "A hill."),
        ([printed("α = 0.1\n"), shown(picture=figure("0.7"))], "pixels of the picture differ"),
        ([printed("α = 0.1\n"), printed("oh\n", "stderr"), shown()], "stderr"),
    ]:
        differences = outputs.compare(got, want)
        assert len(differences) == 1 and reason in differences[0][0], (reason, differences)
    assert outputs.merge([printed("a"), printed("b"), shown(), printed("c")]) == [printed("ab"), shown(), printed("c")]


def notebook(*cells):
    """A faultless notebook of code cells, each given as (source, outputs)."""
    made = [nbformat.v4.new_code_cell(source, execution_count=n, outputs=out) for n, (source, out) in enumerate(cells, 1)]
    return nbformat.v4.new_notebook(metadata=nbformat.from_dict(notebooks.METADATA), cells=made)


def test_lint_accepts_a_good_notebook():
    assert lint.faults(notebook(("%%\nfmt.Println(1/2)", [printed("0\n")]), ("%%\nplot()", [shown()]))) == []


@pytest.mark.parametrize(
    ("output", "fault"),
    [
        (printed('"%nonsense" unknown or not implemented yet.', "stderr"), "standard error"),
        (printed("see /home/somebody/data.csv"), "'/home/somebody/data.csv'"),
        (nbformat.v4.new_output("error", ename="ERROR", evalue="exit status 2"), "exit status 2"),
        (shown(alt=""), "without a text alternative"),
        (shown(alt=" "), "without a text alternative"),
        (shown(tag_alt=""), "without a text alternative"),
        (shown(plain="Another text."), "text alternatives differ"),
        (nbformat.v4.new_output("display_data", {"image/png": "AAAA"}), "without a text alternative"),
        (nbformat.v4.new_output("display_data", {"text/html": "<p><img src='x.png'></p>"}), "without a text alternative"),
        (nbformat.v4.new_output("display_data", {"text/html": "read from /opt/data"}), "'/opt/data'"),
    ],
)
def test_lint_finds_faults_of_outputs(output, fault):
    faults = lint.faults(notebook(("%%\nf()", [output])))
    assert any(fault in f for f in faults), faults


def test_lint_finds_faults_of_notebooks():
    bad = notebook(('%%\nos.Open("/root/data.csv")', []), ("%%", []))
    bad.cells[1].id = bad.cells[0].id
    bad.cells[1].execution_count = 7
    bad.metadata["kernelspec"]["name"] = "python3"
    said = "\n".join(lint.faults(bad))
    for fault in ("'/root/data.csv'", "do not have ids of their own", "has the number 7, want 2", "metadata"):
        assert fault in said
    assert "bytes" in "".join(lint.faults(notebook(("%%", [printed("x" * 1_500_001)]))))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('%%\nfmt.Println("fine")\nfmt.Println(nobody)', "Line 3"),
        ("%%\nfmt.Println(gdkit.Descent{Cost: J, Start: []float64{3}, Rate: 0, Steps: 1}.Run())", "Descent.Rate is 0"),
    ],
    ids=["does not compile", "panics"],
)
def test_a_failing_notebook_names_cell_and_reason(source, said):
    cost = "var J = gdkit.Scalar(func(w float64) float64 { return w * w }, func(w float64) float64 { return 2 * w })"
    path = notebooks.NOTEBOOKS / f".failing-{abs(hash(source))}.ipynb"
    path.write_text(notebooks.text(notebook((cost + "\n%%", []), (source, []))), "utf-8")
    try:
        with pytest.raises(Failed) as failed:
            list(execute(path))
    finally:
        path.unlink()
    text = str(failed.value)
    assert f"{notebooks.name(path)}: code cell 2 (id " in text and said in text and source.split("\n")[1] in text
    assert "\x1b" not in text and "Traceback" not in text
