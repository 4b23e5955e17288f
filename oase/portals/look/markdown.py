"""Markdown that a company wrote becomes HTML here: CommonMark without HTML and pictures, then cleaned once more."""

from typing import Final

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from oase.portals.look.text import TURNING

READER: Final = MarkdownIt("commonmark", {"html": False}).disable("image")
"""CommonMark 0.31. HTML is shown as the words it is."""
HIGHEST_HEADING: Final = 3
"""The page and the lesson have headings of their own above."""
TAGS: Final = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "a",
}  # fmt: skip


def lesson(body: str | None) -> SafeString:
    """Markdown as safe HTML. Links are http and https only and open with rel="noopener nofollow"."""
    tokens = READER.parse(TURNING.sub("", body or ""))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + HIGHEST_HEADING - 1, 6)}"
    html = nh3.clean(
        READER.renderer.render(tokens, READER.options, {}),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="noopener nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}, "p": {"dir": "auto"}, "li": {"dir": "auto"}},
    )
    return SafeString(html)
