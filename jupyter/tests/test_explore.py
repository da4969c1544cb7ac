"""The figure of gdlive.Explore in a real browser: in JupyterLab, reopened without trust, and on an exported page."""

import json
import re
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from . import notebooks
from .test_journey import MINUTE, Notebook

NAME = "explore-figure.ipynb"
SHOTS = notebooks.REPO / "test-output" / "explore"

RATES = ["0.03", "0.1", "0.15", "0.18", "0.195", "0.21", "0.25"]
EXPLORE = """%%
gdlive.Explore(plan, gdlive.Rates(rates...), gdlive.Starts(starts...))"""
SETUP = (
    f"var rates = []float64{{{', '.join(RATES)}}}"
    + """
var starts = [][]float64{{-9, 2}, {8, 2}, {5, -3}}
var plan = gdkit.Descent{Cost: gdkit.Quadratic(1, 10), Start: starts[0], Rate: 0.15, Steps: 40}
"""
)
PREDICT = """%%
gdlive.Predict(plan, gdlive.Rates(rates...))"""
# What gdkit says of the same runs.
TRACES = """%%
for _, start := range starts {
	for _, rate := range rates {
		d := plan
		d.Rate, d.Start = rate, start
		out, _ := json.Marshal(d.Run())
		fmt.Println(string(out))
	}
}"""


class Figure:
    """One figure, as the eye and the hand find it."""

    def __init__(self, root):
        self.root, self.page = root, root.page
        root.wait_for()
        self.rate, self.start, self.step = (self.slider(name) for name in ("learning rate α", "start", "step t"))
        self.status = root.get_by_role("status")

    def slider(self, name: str):
        return self.root.get_by_role("slider", name=name)

    def button(self, name: str):
        return self.root.get_by_role("button", name=name, exact=True)

    def text(self) -> str:
        return self.root.inner_text()

    def said(self, part: str) -> None:
        """Waits until a screen reader has been told."""
        self.status.filter(has_text=part).wait_for(state="attached")

    def drawn(self, plate: int) -> list[tuple[float, float]]:
        """The points of the path as it is drawn, in the units of the axes: from the labels of the ticks and where they stand."""
        found = (
            self.root.locator("svg[role=img]")
            .nth(plate)
            .evaluate(
                """svg => {
                const inner = svg.querySelector('svg'), at = e => [Number(e.getAttribute('x')), Number(e.getAttribute('y'))];
                const ticks = anchor => [...svg.querySelectorAll(`text[text-anchor=${anchor}]:not([class])`)]
                    .filter(t => t.parentNode.tagName === 'g' && t.getAttribute('x')).map(t => [t.textContent, ...at(t)]);
                const [x, y] = at(inner);
                return {x, y, across: ticks('middle'), up: ticks('end'), points: inner.querySelector('.gdlive-path').getAttribute('points')};
            }"""
            )
        )

        def value(label: str) -> float:
            return float(label.replace("−", "-"))

        (x0, px0), (x1, px1) = ((value(t[0]), t[1]) for t in (found["across"][0], found["across"][-1]))
        # A label stands 4.5 below its tick.
        (y0, py0), (y1, py1) = ((value(t[0]), t[2] - 4.5) for t in (found["up"][0], found["up"][-1]))
        self.pixel = (abs((x1 - x0) / (px1 - px0)), abs((y1 - y0) / (py1 - py0)))
        points = [tuple(map(float, p.split(","))) for p in found["points"].split()]
        return [
            (x0 + (x + found["x"] - px0) * (x1 - x0) / (px1 - px0), y0 + (y + found["y"] - py0) * (y1 - y0) / (py1 - py0))
            for x, y in points
        ]

    def numbers(self) -> tuple[list[float], float]:
        """What the line below the pictures reads: w and J."""
        line = re.search(r"w = \(?(.*?)\)?, J = (\S+)", self.root.locator(".gdlive-read").inner_text())
        values = [float(v.replace("−", "-")) for v in [*line[1].split(", "), line[2]]]
        return values[:-1], values[-1]

    def violations(self) -> list[str]:
        results = Axe().run(self.page, context=".gdlive")
        assert results.response["passes"], "axe looked at nothing"
        return [f"{v['id']}: {v['help']}: {[n['html'] for n in v['nodes']]}" for v in results.response["violations"]]


def same_path(figure: Figure, trace: dict) -> None:
    """The drawn path is the trace, to half a pixel, as far as the picture reaches; and so are the numbers at its end."""
    w = list(zip(trace["Params"][::2], trace["Params"][1::2], strict=True))
    drawn = figure.drawn(0)
    near = [i for i, p in enumerate(w) if all(abs(v) < 12 for v in p)]
    assert len(near) > 3 and len(drawn) >= len(near)
    for i in near:
        for axis in (0, 1):
            assert abs(drawn[i][axis] - w[i][axis]) <= figure.pixel[axis] / 2, (trace["Label"], i, drawn[i], w[i])
    at, j = figure.numbers()
    assert j == float(f"{trace['J'][-1]:.4g}")
    if all(abs(v) < 10 for v in w[-1]):
        assert all(abs(a - b) <= 0.0051 for a, b in zip(at, w[-1], strict=True)), (at, w[-1])
    else:
        assert at == [float(f"{v:.4g}") for v in w[-1]]


@pytest.fixture(scope="module")
def notebook(clone):
    """A notebook with two figures that are the same, a question, and the traces."""
    sources = [SETUP + EXPLORE, EXPLORE, PREDICT, TRACES]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources], metadata=notebooks.METADATA)
    path = clone / "notebooks" / NAME
    nbformat.write(made, path)
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    yield path
    path.unlink()


@pytest.fixture(scope="module")
def page(browser, lab, notebook):
    """The notebook, run in JupyterLab."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(MINUTE)
    page = context.new_page()
    page.asked = []
    context.on("request", lambda request: page.asked.append(request.url))
    # A cell that is run before the kernel is there is cleared and not run.
    with page.expect_websocket(lambda socket: "/channels" in socket.url) as kernel:
        page.goto(f"{lab.url}/lab/workspaces/explore/tree/{NAME}?reset&token={lab.token}")
    kernel.value.wait_for_event("framereceived")
    open_notebook = Notebook(page)
    page.wait_for_function("document.querySelectorAll('.jp-CodeCell').length === 4")
    try:
        open_notebook.menu("Run", "Run All Cells")
        open_notebook.wait_for_prompts(["[1]", "[2]", "[3]", "[4]"])
        page.figures = [Figure(open_notebook.output(i).locator(".gdlive")) for i in range(3)]
    except BaseException:
        page.screenshot(path=SHOTS / "failed.png")
        raise
    said = open_notebook.output(3).inner_text()
    page.traces = {(i // len(RATES), i % len(RATES)): json.loads(line) for i, line in enumerate(said.strip().splitlines())}
    assert len(page.traces) == 21
    page.keyboard.press("Control+s")
    deadline = time.monotonic() + 30
    while b"image/png" not in notebook.read_bytes() and time.monotonic() < deadline:
        time.sleep(0.1)
    yield page
    context.close()


def test_keys_move_the_slider_and_the_path_is_that_of_the_trace(page):
    figure, other = page.figures[:2]
    before = other.text()
    figure.rate.focus()
    figure.page.keyboard.press("Home")
    active = page.evaluate("document.querySelectorAll('.jp-mod-active .jp-InputPrompt')[0].textContent")
    for place, rate in enumerate(RATES):
        assert figure.rate.input_value() == str(place)
        assert f"α = {rate}" in figure.text()
        trace = page.traces[0, place]
        same_path(figure, trace)
        spoken = figure.rate.get_attribute("aria-valuetext")
        if trace["Reason"] == "diverged":
            rise = 1 + max(i for i, j in enumerate(trace["J"]) if j <= trace["J"][0])
            assert spoken == f"α = {rate}, diverged at step {rise}"
            assert "Diverged." in figure.text() and "below 2/λmax = 0.2" in figure.text()
        else:
            assert spoken.startswith(f"α = {rate}, J = ") and "Diverged." not in figure.text()
        page.keyboard.press("ArrowRight" if place % 2 else "ArrowUp")
    figure.said("α = 0.25, start = (−9, 2): Diverged.")
    # The keys were the slider's: JupyterLab neither moved to another cell nor took letters for commands.
    for key in ("ArrowDown", "a", "Enter"):
        page.keyboard.press(key)
    assert figure.rate.input_value() == "5"
    assert page.evaluate("document.querySelectorAll('.jp-mod-active .jp-InputPrompt')[0].textContent") == active
    assert page.locator(".jp-CodeCell").count() == 4
    assert other.text() == before, "the other figure moved too"


def test_mouse_moves_the_slider_drags_the_start_and_reads_values(page):
    figure = page.figures[1]
    figure.rate.scroll_into_view_if_needed()
    box = figure.rate.bounding_box()
    page.mouse.click(box["x"] + 10 + (box["width"] - 20) * 3 / 6, box["y"] + box["height"] / 2)
    assert figure.rate.input_value() == "3"
    same_path(figure, page.traces[0, 3])

    rings = figure.root.locator("svg[role=img]").first.locator(".gdlive-grab circle, circle.gdlive-grab")
    rings.first.scroll_into_view_if_needed()
    centres = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in (rings.nth(i).bounding_box() for i in range(3))]
    page.mouse.move(*centres[0])
    page.mouse.down()
    for to in (2, 1):
        page.mouse.move(centres[to][0] - 6, centres[to][1] + 5, steps=5)
        assert figure.start.input_value() == str(to)
        same_path(figure, page.traces[to, 3])
    page.mouse.up()
    page.mouse.move(*centres[2], steps=3)
    assert figure.start.input_value() == "1", "it moved after it was let go"
    assert figure.start.get_attribute("aria-valuetext").startswith("start = (8, 2), J = ")

    # The pointer on the right-hand picture reads a step.
    trace = page.traces[1, 3]
    plate = figure.root.locator("svg[role=img]").nth(1).bounding_box()
    page.mouse.move(plate["x"] + plate["width"] * (64 + 376 * 10 / 40) / 460, plate["y"] + plate["height"] / 2)
    figure.root.get_by_text("step 10: w =").wait_for()
    assert figure.numbers()[1] == float(f"{trace['J'][10]:.4g}")
    page.mouse.move(5, 5)


def test_steps_and_play(page):
    figure = page.figures[0]
    figure.rate.focus()
    page.keyboard.press("Home")
    figure.step.focus()
    page.keyboard.press("Home")
    assert len(figure.drawn(0)) == 1 and figure.button("Back").is_disabled()
    figure.button("Step").press("Enter")
    figure.button("Step").press("Space")
    assert len(figure.drawn(0)) == 3 and figure.step.input_value() == "2"
    trace = page.traces[0, 0]
    assert figure.step.get_attribute("aria-valuetext").startswith("step 2 of 40, w = (")
    assert figure.numbers()[1] == float(f"{trace['J'][2]:.4g}")
    figure.button("Back").click()
    assert len(figure.drawn(0)) == 2
    figure.button("Play").click()
    figure.button("Pause").wait_for()
    figure.button("Play").wait_for()
    same_path(figure, trace)


def test_predict_then_reveal_by_keyboard(page):
    figure = page.figures[2]
    figure.rate.scroll_into_view_if_needed()
    assert len(figure.drawn(0)) == 1 and not figure.drawn(1), "the runs are shown before the answer"
    assert figure.button("Play").count() == 0
    figure.rate.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert figure.rate.get_attribute("aria-valuetext") == "α = 0.21", "the slider tells the end"
    assert "verge at" not in figure.text() and "×" not in figure.text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for part in (
        "You said α = 0.21.",
        "Too large: it diverges; the largest that does not is α = 0.195.",
        "2/λmax = 0.2; you are at 1.05 of it",
    ):
        assert part in figure.text(), figure.text()
        figure.said(part)
    figure.button("Pause").wait_for()
    figure.button("Play").wait_for()
    same_path(figure, page.traces[0, 5])
    assert figure.violations() == []
    figure.root.screenshot(path=SHOTS / "predict-revealed.png")

    page.keyboard.press("Enter")  # the focus has stayed on the button, which says "Guess again"
    assert len(figure.drawn(0)) == 1 and "You said" not in figure.text()
    figure.rate.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "Right: it is the largest on the slider" in figure.text()


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_reopened_with_trust_in_two_themes(page, lab, theme):
    """Our own notebook opens again with figures that move, and axe finds nothing."""
    themes = "/lab/api/settings/@jupyterlab/apputils-extension:themes"
    assert lab.ask(themes, "PUT", {"raw": json.dumps({"theme": theme})})[0] == 204
    again = page.context.new_page()
    try:
        again.goto(f"{lab.url}/lab/workspaces/{theme.split()[1]}/tree/{NAME}?reset&token={lab.token}")
        again.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")
        opened = Notebook(again)
        figures = [Figure(opened.output(i).locator(".gdlive")) for i in (0, 2)]
        figures[0].rate.focus()
        again.keyboard.press("End")
        same_path(figures[0], page.traces[0, 6])
        for figure in figures:
            figure.root.scroll_into_view_if_needed()
            assert figure.violations() == []
        figures[0].root.scroll_into_view_if_needed()
        again.screenshot(path=SHOTS / f"{theme.split()[1].lower()}.png")
    finally:
        again.close()
        lab.ask(themes, "PUT", {"raw": "{}"})


def test_nobody_was_asked(page):
    """All that happened above was between this browser and this computer's lab."""
    assert page.asked and {urlsplit(url).hostname for url in page.asked if urlsplit(url).scheme not in ("data", "blob")} == {"127.0.0.1"}


def test_reopened_without_trust(page, lab, notebook):
    """A notebook of somebody else's: scripts are taken out, the picture and a sentence stay."""
    foreign = nbformat.read(notebook, as_version=4)
    foreign.cells[0].source = "// from elsewhere\n" + foreign.cells[0].source
    path = notebook.with_name("foreign.ipynb")
    nbformat.write(foreign, path)
    fresh = page.context.new_page()
    try:
        fresh.goto(f"{lab.url}/lab/workspaces/foreign/tree/{path.name}?reset&token={lab.token}")
        opened = Notebook(fresh)
        fresh.wait_for_function("document.querySelectorAll('.jp-NotebookPanel .jp-OutputArea-output img').length === 3")
        output = opened.output(0)
        output.get_by_text("Run this cell, or trust the notebook, to move the sliders.").wait_for()
        alts = [p["alt"] for p in opened.pictures()]
        assert all(p["loaded"] for p in opened.pictures())
        assert "40 steps from w = (−9, 2)" in alts[0] and alts[1] == alts[0]
        assert "diverge" not in alts[2]
        assert fresh.locator(".gdlive").count() == 0
        assert output.inner_text().strip() == "Run this cell, or trust the notebook, to move the sliders."
        fresh.screenshot(path=SHOTS / "not-trusted.png")
    finally:
        fresh.close()
        path.unlink()


def export(source, folder, name: str):
    target = folder / f"{name}.html"
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.fixture(scope="module")
def exported(page, notebook, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    bare = nbformat.read(notebook, as_version=4)
    for cell in bare.cells:
        cell.outputs = []
    nbformat.write(bare, folder / "bare.ipynb")
    return export(notebook, folder, "figures"), export(folder / "bare.ipynb", folder, "bare")


def offline(context) -> list[str]:
    """The addresses that a page asks for; none is answered but files."""
    asked: list[str] = []

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    context.route(lambda url: urlsplit(url).scheme not in ("file", "data", "blob"), refuse)
    return asked


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_exported_page(exported, browser, page, motion):
    with_figures, without = exported
    asked = {}
    for target in (without, with_figures):
        context = browser.new_context(viewport={"width": 1100, "height": 900}, reduced_motion=motion)
        context.set_default_timeout(MINUTE)
        asked[target] = offline(context)
        errors: list[str] = []
        alone = context.new_page()
        alone.on("pageerror", lambda error, errors=errors: errors.append(error.message))
        alone.goto(target.as_uri(), wait_until="domcontentloaded")
        if target == with_figures:
            figures = [Figure(alone.locator(".gdlive").nth(i)) for i in range(3)]
            assert alone.locator(".gdlive").count() == 3
            use_alone(figures, page.traces, motion)
            ids = alone.evaluate("[...document.querySelectorAll('[data-gdlive] [id]')].length")
            assert ids == 0
            for width in (960, 480):
                alone.set_viewport_size({"width": width, "height": 900})
                for i, figure in enumerate(figures):
                    box = figure.root.bounding_box()
                    wide = alone.evaluate(f"document.querySelectorAll('.gdlive')[{i}].scrollWidth")
                    assert wide <= box["width"], "it is wider than its place"
            assert figures[0].violations() == []
        if target == without:
            errors.clear()  # nbconvert's own page misses what it can't fetch
        context.close()
    assert sorted(set(asked[with_figures])) == sorted(set(asked[without])), "the figures asked for something"


def use_alone(figures, traces, motion):
    figure, _, question = figures
    figure.rate.focus()
    figure.page.keyboard.press("End")
    same_path(figure, traces[0, 6])
    figure.page.keyboard.press("Home")
    same_path(figure, traces[0, 0])
    # Who wants less motion sees at most six pictures, and nothing plays by itself.
    figure.step.evaluate(
        """e => { window.seen = new Set();
                  new MutationObserver(() => window.seen.add(e.getAttribute('aria-valuetext'))).observe(e, {attributes: true}); }"""
    )
    figure.button("Play").click()
    figure.button("Pause").wait_for()
    figure.button("Play").wait_for()
    seen = figure.page.evaluate("window.seen.size")
    assert seen <= 6 if motion == "reduce" else seen > 30, seen
    question.button("Reveal").click()
    assert question.button("Play").is_visible() == (motion == "reduce")
    assert "You said α = 0.15." in question.text() and "Safe, but so is α = 0.195" in question.text()


def test_started_without_a_current_script(exported, browser):
    """A page that runs a figure's script in its own way, twice, still has each figure once."""
    context = browser.new_context()
    offline(context)
    alone = context.new_page()
    alone.goto(exported[0].as_uri(), wait_until="domcontentloaded")
    alone.evaluate(
        """() => {
            const root = document.querySelector('[data-gdlive]'), host = document.createElement('div');
            root.querySelector('.gdlive').remove();
            host.innerHTML = root.outerHTML + root.outerHTML;
            document.body.replaceChildren(host);
            for (let n = 0; n < 2; n++) new Function(host.querySelector('script:not([type])').textContent)();
        }"""
    )
    assert alone.locator(".gdlive").count() == 2
    first, second = (Figure(alone.locator(".gdlive").nth(i)) for i in (0, 1))
    before = second.text()
    first.rate.focus()
    alone.keyboard.press("End")
    assert "Diverged." in first.text() and second.text() == before
    context.close()
