"""The book of all lessons: complete, linked, and readable without a kernel or a network."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from book import make_book

from . import notebooks

LOADS = {("img", "src"), ("script", "src"), ("link", "href"), ("source", "srcset"), ("iframe", "src")}


class Page(HTMLParser):
    """What a page links to, what it loads, and where it can be linked to."""

    def __init__(self, path: Path):
        super().__init__()
        self.links, self.loads, self.anchors, self.math = [], [], set(), 0
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.math += tag == "math"
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value)
            elif (tag, name) in LOADS:
                self.loads.append(value)
            elif (tag, name) == ("a", "href"):
                self.links.append(value)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("the book")
    return folder, {p: Page(p) for p in make_book.make(folder)}


def test_every_notebook_has_its_page(book):
    folder, pages = book
    want = {"index.html"} | {make_book.page_name(p) for p in notebooks.find()}
    assert {p.relative_to(folder).as_posix() for p in pages} == want


def test_links_lead_somewhere(book):
    _, pages = book
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme == "https", f"{path.name}: {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target in pages, f"{path.name}: the link {link} leads nowhere"
            assert not parts.fragment or unquote(parts.fragment) in pages[target].anchors, f"{path.name}: no place {link}"


def test_nothing_is_fetched(book):
    _, pages = book
    for path, page in pages.items():
        for load in page.loads:
            assert load.startswith("data:") or (path.parent / load).is_file(), f"{path.name} loads {load[:80]}"
    assert sum(page.math for page in pages.values()) > 50, "formulas are missing"


def test_pages_open_in_a_browser(browser, book):
    """Without a request, an error, or a fault that axe-core finds; no formula is left as it was typed."""
    _, pages = book
    for path in pages:
        tab, asked, errors = browser.new_page(), [], []
        tab.on("request", lambda r, asked=asked: asked.append(r.url) if r.url.startswith("http") else None)
        tab.on("pageerror", lambda e, errors=errors: errors.append(str(e)))
        tab.goto(path.as_uri())
        assert not asked and not errors, f"{path.name}: {asked} {errors}"
        faults = Axe().run(tab).response["violations"]
        assert not faults, f"{path.name}: {[(f['id'], f['nodes'][0]['html'][:100]) for f in faults]}"
        math = tab.evaluate("[...document.querySelectorAll('math')].map(m => m.textContent).filter(t => t.includes('\\\\'))")
        assert not math, f"{path.name}: commands are left in {math}"
        text = tab.evaluate(PROSE)
        assert "\\frac" not in text and "$$" not in text, f"{path.name}: a formula is not drawn"
        tab.close()


PROSE = """() => {
    for (const other of document.querySelectorAll("pre, code, math, script")) other.remove();
    return document.body.innerText;
}"""
