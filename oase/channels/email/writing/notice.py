"""Composes the notices a customer gets by mail: plain text, and the same as HTML without colours, images or styles
on elements, so that it reads well in dark and light and in every mail program."""

import re
from email.message import EmailMessage
from html import escape
from string import Formatter

from oase.channels.email.reading.charsets import one_line, tidy

from .envelope import Envelope
from .texts import FRAMES, TEXTS, Kind, Language

_LINK = re.compile(r"https?://[!-;=?-~]{1,1900}")
_LONGEST_SUBJECT = 150  # characters
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


def notice(
    *,
    envelope: Envelope,
    kind: Kind,
    language: Language,
    company_name: str,
    subject: str,
    first_name: str,
    link: str,
    holder_name: str,
    due_at_text: str,
    body: str = "",
) -> EmailMessage:
    """A notice about one conversation, ready to send (RFC 5322, MIME multipart/alternative, RFC 3834).

    `body` is quoted as it is: give it shielded text only. `first_name`, `holder_name` and `due_at_text` (written out
    in `language`, such as "heute, 17 Uhr") may be empty; then the sentences that need them are left out. Raises
    ValueError for a link or an address that is not valid, and KeyError for a kind or language that is not known.
    """
    if not _LINK.fullmatch(link):
        raise ValueError("The link of a notice has to be an http or https address.")
    text, frame = TEXTS[language][kind], FRAMES[language]
    values = {
        "company_name": one_line(company_name),
        "subject": one_line(subject),
        "first_name": one_line(first_name),
        "holder_name": one_line(holder_name),
        "due_at_text": one_line(due_at_text),
    }
    message = envelope.new_message(values["company_name"])
    title = _subject(text.subject, values)
    message["Subject"] = title
    greeting = _filled([frame.greeting], values) or [frame.greeting_without_name]
    before = [*greeting, *_filled(text.before, values)]
    quoted = tidy(body).strip()
    after = _filled(text.after, values)
    end = [*([frame.reply] if envelope.reply_to else []), values["company_name"], frame.footer]
    message.set_content(_plain(before, quoted, after, text.button, link, end), charset="utf-8", cte="quoted-printable")
    page = _PAGE.format(
        language=language, title=escape(title), content=_html(before, quoted, after, text.button, link, end)
    )
    message.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = language  # only now: setting content clears all Content fields
    return message


def _filled(sentences: tuple[str, ...] | list[str], values: dict[str, str]) -> list[str]:
    """The sentences whose values are all known, with the values in place. Values are never read as templates."""
    return [
        sentence.format_map(values)
        for sentence in sentences
        if all(values[name] for _, name, _, _ in Formatter().parse(sentence) if name)
    ]


def _subject(template: str, values: dict[str, str]) -> str:
    """The subject, without hanging punctuation where a value is unknown, and not too long to be shown."""
    title = template.format_map(values).strip(" :·")
    return title if len(title) <= _LONGEST_SUBJECT else title[: _LONGEST_SUBJECT - 1].rstrip() + "…"


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
