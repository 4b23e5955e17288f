"""The two bodies of a mail: plain text, and the same as HTML without colours, images or styles on elements, so that it
reads well in dark and light and in every mail program."""

from email.message import EmailMessage
from html import escape

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; max-width: 36rem; margin: 0 auto; padding: 1.5rem; }}
blockquote {{ margin: 1rem 0; padding-left: 1rem; border-left: 3px solid; }}
</style>
</head>
<body>
{content}
</body>
</html>
"""


def fill(
    message: EmailMessage,
    *,
    language: str,
    title: str,
    before: list[str],
    quoted: str,
    after: list[str],
    button: str,
    link: str,
    end: list[str],
) -> EmailMessage:
    """Give a message its subject and both bodies (MIME multipart/alternative): paragraphs, quoted words, one link."""
    message["Subject"] = title
    message.set_content(_plain(before, quoted, after, button, link, end), charset="utf-8", cte="quoted-printable")
    page = _PAGE.format(language=language, title=escape(title), content=_html(before, quoted, after, button, link, end))
    message.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = language  # only now: setting content clears all Content fields
    return message


def _plain(before: list[str], quoted: str, after: list[str], button: str, link: str, end: list[str]) -> str:
    # The link has a line of its own: no mail program then takes a full stop for a part of it.
    paragraphs = [*before, *([quoted] if quoted else []), *after, f"{button}:\n{link}", *end]
    return "\n\n".join(paragraphs) + "\n"


def _html(before: list[str], quoted: str, after: list[str], button: str, link: str, end: list[str]) -> str:
    paragraphs = [f"<p>{escape(each)}</p>" for each in before]
    if quoted:
        paragraphs.append(f"<blockquote>{'<br>'.join(escape(line) for line in quoted.splitlines())}</blockquote>")
    paragraphs.extend(f"<p>{escape(each)}</p>" for each in after)
    paragraphs.append(f'<p><a href="{escape(link)}"><strong>{escape(button)}</strong></a></p>')
    paragraphs.extend(f"<p>{escape(each)}</p>" for each in end)
    return "\n".join(paragraphs)
