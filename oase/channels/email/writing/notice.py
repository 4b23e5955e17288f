"""Composes the notices a customer gets by mail: plain text, and the same as HTML without colours, images or styles
on elements, so that it reads well in dark and light and in every mail program."""

import re
from email.message import EmailMessage
from string import Formatter

from oase.channels.email.reading.charsets import one_line, tidy

from .envelope import Envelope
from .letter import fill
from .texts import FRAMES, TEXTS, Kind, Language

_LINK = re.compile(r"https?://[!-;=?-~]{1,1900}")
_LONGEST_SUBJECT = 150  # characters


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
    if not is_link(link):
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
    title = titled(text.subject, values)
    greeting = filled([frame.greeting], values) or [frame.greeting_without_name]
    before = [*greeting, *filled(text.before, values)]
    quoted = tidy(body).strip()
    after = filled(text.after, values)
    end = [*([frame.reply] if envelope.reply_to else []), values["company_name"], frame.footer]
    return fill(
        message, language=language, title=title, before=before, quoted=quoted, after=after, button=text.button,
        link=link, end=end,
    )  # fmt: skip


def is_link(text: str) -> bool:
    """Whether a mail may lead there: an http or https address without anything around it."""
    return _LINK.fullmatch(text) is not None


def filled(sentences: tuple[str, ...] | list[str], values: dict[str, str]) -> list[str]:
    """The sentences whose values are all known, with the values in place. Values are never read as templates."""
    return [
        sentence.format_map(values)
        for sentence in sentences
        if all(values[name] for _, name, _, _ in Formatter().parse(sentence) if name)
    ]


def titled(template: str, values: dict[str, str]) -> str:
    """The subject, without hanging punctuation where a value is unknown, and not too long to be shown."""
    title = template.format_map(values).strip(" :·")
    return title if len(title) <= _LONGEST_SUBJECT else title[: _LONGEST_SUBJECT - 1].rstrip() + "…"
