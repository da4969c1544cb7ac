"""Markdown as HTML with its formulas as MathML, which browsers draw by themselves: no script, no network."""

import html

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class Renderer(IPythonRenderer):
    """A formula that cannot be drawn is an error, but where `forgiving` is set: there it stays as it was typed."""

    forgiving = False

    def drawn(self, formula: str, display: str) -> str:
        try:
            return convert(formula.replace(r"\$", "$"), display=display)  # it knows no escaped dollar
        except Exception:
            if not self.forgiving:
                raise
            return f"<code>{html.escape(formula)}</code>"

    def block_math(self, body: str) -> str:
        return f"<div class='formula' role='group' tabindex='0'>{self.drawn(body, 'block')}</div>"

    def inline_math(self, body: str) -> str:
        return self.drawn(body, "inline")

    def multiline_math(self, body: str) -> str:
        return self.block_math(body)


def markdown(source: str, forgiving: bool = False) -> str:
    renderer = Renderer(escape=False, anchor_link_text="", exclude_anchor_links=True)
    renderer.forgiving = forgiving
    return MarkdownWithMath(renderer=renderer).render(source)
