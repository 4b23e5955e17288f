"""What may stand in Markdown that a company writes for its experts: words, lists, links; nothing that runs or loads."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from oase.experts.setting_up import Wrong

READER = MarkdownIt("commonmark")
"""CommonMark 0.31, with HTML recognised, so that it can be refused."""
# The reader itself does not make a link of these, and shows them as words; a writer wants to know.
READER.validateLink = lambda url: True  # type: ignore[method-assign]
SCHEMES = {"http", "https", ""}


def check_markdown(field: str, text: str) -> str:
    """The text, when there is nothing in it but Markdown.

    Raises:
        Wrong: it holds HTML, a picture, or a link that is not http or https.
    """
    for token in _all(READER.parse(text)):
        if token.type in {"html_block", "html_inline"}:
            raise Wrong(field, _("Please write Markdown without HTML: “%(found)s” would not be shown.") % {
                "found": token.content.strip()[:60]
            })  # fmt: skip
        if token.type == "image":
            raise Wrong(field, _("Pictures from elsewhere are not shown here. Please describe it in words."))
        if token.type == "link_open" and _scheme(str(token.attrs.get("href", ""))) not in SCHEMES:
            raise Wrong(field, _("Links begin with https://; “%(found)s” does not.") % {
                "found": str(token.attrs["href"])[:60]
            })  # fmt: skip
    return text


def _all(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *(token.children or ()))]


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "unreadable"
