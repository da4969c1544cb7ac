"""Writes all notebooks as a small static site: `make book`. Nothing on its pages needs a kernel or a network.

page.html   the frame of a page;  book.css   its look
"""

import html
import re
import shutil
import sys
from pathlib import Path

import nbformat
from formulas import markdown
from gdcommon.places import NOTEBOOKS, REPO
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import HTMLExporter

HERE = Path(__file__).resolve().parent


class Exporter(HTMLExporter):
    """nbconvert's own cells and outputs, with our formulas."""

    def default_filters(self):
        yield from super().default_filters()
        yield "markdown2html", markdown


def page_name(path: Path) -> str:
    return path.relative_to(NOTEBOOKS).with_suffix(".html").as_posix()


def title(notebook: nbformat.NotebookNode) -> str:
    first = next((c.source for c in notebook.cells if c.cell_type == "markdown"), "")
    return first.lstrip("# ").partition("\n")[0]


def relink(page: str) -> str:
    """Links to notebooks lead to their pages, and README.md is the first page. What scrolls can be reached by key."""
    page = page.replace("<pre>", '<pre tabindex="0">')  # wide lines scroll, and the keyboard must be able to
    page = re.sub(r'href="([^":]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', page)
    return re.sub(r'href="((?:\.\./)*)README\.md(#[^"]*)?"', r'href="\1index.html\2"', page)


def notebooks() -> list[Path]:
    lessons = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
    return lessons + sorted((NOTEBOOKS / "explorations").glob("*.ipynb"))


def make(target: Path) -> list[Path]:
    """Writes the site into the folder target and returns its pages."""
    frame = Environment(loader=FileSystemLoader(HERE), autoescape=False).get_template("page.html")
    exporter = Exporter(template_name="basic")
    paths = notebooks()
    books = [nbformat.read(p, as_version=4) for p in paths]
    contents = [(page_name(p), title(b)) for p, b in zip(paths, books, strict=True)]

    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copy(HERE / "book.css", target)

    def write(name: str, heading: str, body: str, before=None, after=None) -> Path:
        page = target / name
        page.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * name.count("/")
        page.write_text(
            frame.render(title=html.escape(heading), body=relink(body), up=up, before=before, after=after, contents=contents, here=name),
            "utf-8",
        )
        return page

    pages = [write("index.html", "Lessons", markdown((NOTEBOOKS / "README.md").read_text("utf-8")), after=contents[0])]
    for i, (book, (name, heading)) in enumerate(zip(books, contents, strict=True)):
        for cell in book.cells:
            cell.metadata.pop("execution", None)
        book.metadata.language_info.pygments_lexer = "go"
        body, _ = exporter.from_notebook_node(book)
        pages.append(
            write(
                name, heading, body, contents[i - 1] if i else ("index.html", "Lessons"), contents[i + 1] if i + 1 < len(contents) else None
            )
        )
    return pages


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPO / "book"
    print(f"{len(make(folder))} pages; open {folder / 'index.html'}")
