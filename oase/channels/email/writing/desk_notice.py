"""Composes the mails an expert gets."""

from email.message import EmailMessage

from oase.channels.email.reading.charsets import one_line, tidy

from .desk_texts import DESK_FRAMES, DESK_TEXTS, DeskKind
from .envelope import Envelope
from .letter import fill
from .notice import filled, is_link, titled
from .texts import Language


def desk_notice(
    *,
    envelope: Envelope,
    kind: DeskKind,
    language: Language,
    sender_name: str,
    values: dict[str, str],
    link: str,
    settings_link: str,
    quoted: str = "",
) -> EmailMessage:
    """A mail to an expert, ready to send (RFC 5322, RFC 3834).

    `values` are those of the sentences; one that is missing leaves its sentences out. `quoted` stands as it is: give it
    shielded text only. Raises ValueError for a link or an address that is not valid, KeyError for an unknown kind.
    """
    if not is_link(link) or not is_link(settings_link):
        raise ValueError("The link of a notice has to be an http or https address.")
    text, frame = DESK_TEXTS[language][kind], DESK_FRAMES[language]
    names = ("first_name", "name", "company_name", "due_at_text", "number")
    known = {name: one_line(values.get(name, "")) for name in names} | {"settings_link": settings_link}
    greeting = filled([frame.greeting], known) or [frame.greeting_without_name]
    return fill(
        envelope.new_message(one_line(sender_name)),
        language=language,
        title=titled(text.subject, known),
        before=[*greeting, *filled(text.before, known)],
        quoted=tidy(quoted).strip(),
        after=[*filled(text.after, known), *([frame.reply] if envelope.reply_to else [])],
        button=text.button,
        link=link,
        end=filled([frame.footer], known),
    )
