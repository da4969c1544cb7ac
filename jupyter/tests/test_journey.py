"""A learner's first hour in a real browser: what `make lab` starts, seen through Chromium."""

import re
import shutil
from urllib.parse import urlsplit

from . import notebooks

LESSON = "01_tangent_line.ipynb"
SHOTS = notebooks.REPO / "test-output" / "journey"
MINUTE = 60_000


class Notebook:
    """One open notebook, in a learner's words."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self.cells = self.root.locator(".jp-CodeCell")
        self.cells.first.wait_for()

    def menu(self, bar: str, item: str) -> None:
        self.page.get_by_role("menuitem", name=bar, exact=True).click()
        self.page.get_by_role("menuitem", name=item).first.click()

    def prompts(self) -> list[str]:
        """What stands before each code cell: [ ] before it ran, [*] while it waits or runs, [3] after."""
        return [text.strip().rstrip(":") for text in self.root.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()]

    def wait_for_prompts(self, wanted: list[str]) -> None:
        self.page.wait_for_function(
            """([selector, wanted]) => {
                const now = [...document.querySelectorAll(selector)].map(p => p.textContent.trim().replace(/:$/, ''));
                return now.length === wanted.length && now.every((text, i) => wanted[i] === '' || text === wanted[i]);
            }""",
            arg=[".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt", wanted],
            timeout=3 * MINUTE,
        )

    def pictures(self) -> list[dict]:
        """The pictures of the outputs: their text alternative, and how wide they came out."""
        return self.root.locator(".jp-OutputArea-output img").evaluate_all(
            "all => all.map(i => ({alt: i.alt, loaded: i.complete && i.naturalWidth > 0}))"
        )

    def put(self, number: int, source: str) -> None:
        """Replaces the source of a code cell."""
        editor = self.cells.nth(number).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(source)

    def run(self, number: int) -> None:
        self.cells.nth(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def output(self, number: int):
        return self.cells.nth(number).locator(".jp-Cell-outputArea")

    def shot(self, name: str) -> None:
        self.page.screenshot(path=SHOTS / f"{name}.png")


def test_first_lesson(chromium, lab, clone, browser):
    from playwright.sync_api import expect

    committed = notebooks.numbered(notebooks.read(clone / "notebooks" / LESSON))
    wanted_alts = [o.metadata["image/png"]["alt"] for _, cell in committed for o in cell.outputs if "image/png" in o.get("data", {})]
    assert wanted_alts, "the lesson has no picture"
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    address = re.search(r"http://\S+", "".join(lab.said))[0]

    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(MINUTE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda socket: asked.append(socket.url))
    try:
        # The address that make lab prints opens on the list of lessons.
        page.goto(address)
        listed = page.locator(".jp-RenderedMarkdown a", has_text=re.compile("tangent line"))
        listed.wait_for()
        assert "token" not in page.url, "the token stays in the address bar"
        page.screenshot(path=SHOTS / "1-lesson-list.png")

        # The lesson opens with its committed pictures, before anything is trusted or run.
        listed.click()
        lesson = Notebook(page)
        page.wait_for_function(
            "n => document.querySelectorAll('.jp-NotebookPanel .jp-OutputArea-output img').length === n", arg=len(wanted_alts)
        )
        assert [p["alt"] for p in lesson.pictures()] == wanted_alts
        lesson.root.locator("mjx-container").first.wait_for()  # formulas are set, without a network
        lesson.wait_for_prompts([""] * len(committed))  # cells out of view come a little later
        lesson.shot("2-opened")

        # Run All: from empty outputs, so that what is seen afterwards is new.
        lesson.menu("Edit", "Clear Outputs of All Cells")
        page.wait_for_function("document.querySelectorAll('.jp-NotebookPanel .jp-OutputArea-output img').length === 0")
        lesson.menu("Run", "Run All Cells")
        lesson.wait_for_prompts([f"[{n}]" for n in range(1, len(committed) + 1)])
        assert lesson.pictures() == [{"alt": alt, "loaded": True} for alt in wanted_alts]
        assert lesson.root.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        picture = lesson.root.locator(".jp-OutputArea-output img").first
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_in_viewport(ratio=0.9)
        lesson.shot("3-run-all")

        # A mistake: the error is plain and names the line of the cell.
        lesson.put(0, '%%\nfmt.Println("one")\nfmt.Println(nobody)')
        lesson.run(0)
        error = (
            lesson.output(0)
            .locator("[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']")
            .first
        )
        error.wait_for()
        said = lesson.output(0).inner_text()
        assert "Line 3" in said and "undefined: nobody" in said, said
        assert "Traceback" not in said and str(clone) not in said, said
        lesson.shot("4-mistake")

        # An endless loop: interrupted while it runs, and the next cell runs.
        lesson.put(0, '%%\nfmt.Println("round", "and", "round")\nfor {\n}')
        lesson.run(0)
        count = len(committed) + 2
        lesson.output(0).get_by_text("round and round").wait_for()
        assert lesson.prompts()[0] == "[*]"
        lesson.menu("Kernel", "Interrupt Kernel")
        lesson.wait_for_prompts([f"[{count}]"] + [""] * (len(committed) - 1))
        assert "interrupt" in lesson.output(0).inner_text()
        lesson.shot("5-interrupted")
        lesson.put(1, '%%\nfmt.Println("still", "here")')
        lesson.run(1)
        lesson.wait_for_prompts(["", f"[{count + 1}]"] + [""] * (len(committed) - 2))
        assert lesson.output(1).inner_text().strip() == "still here"
        lesson.shot("6-next-cell")
    except BaseException:
        page.screenshot(path=SHOTS / "failed.png")
        raise
    finally:
        context.close()

    # Nothing left this computer.
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert hosts == {"127.0.0.1"}, sorted(url for url in asked if urlsplit(url).hostname not in (None, "127.0.0.1"))
    assert any(url.startswith("ws:") for url in asked), "the kernel's websocket was not seen, so the list of requests proves nothing"
