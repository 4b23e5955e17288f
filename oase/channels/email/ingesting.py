"""A mail comes in: as a new question, as a reply, or set aside with a reason. Nothing is lost, nothing doubles."""

import hashlib
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction

from oase.channels.email import from_experts
from oase.channels.email.models import ReceivedMail, RejectedMail
from oase.channels.email.reading import Mail, Unreadable, read_files, read_mail
from oase.companies.care import customer_of
from oase.companies.models import Company
from oase.conversations import actions
from oase.conversations.models import Conversation, Message
from oase.conversations.words import IncomingFile, Refused
from oase.experts.availability.models import MailedAnswer
from oase.experts.routing import receive
from oase.people.actions import person_for_email
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.files import seal_file
from oase.privacy.shield import language_of

log = logging.getLogger(__name__)
LONGEST_REASON = 300
_OUR_ID = re.compile(r"<([0-9a-f]{32})\.")
_REPORTERS = {"mailer-daemon", "postmaster"}


@dataclass(frozen=True)
class Outcome:
    """What became of a mail: `new`, `reply`, `answer` (an expert's), `known` (it had come in before) or `set aside`
    with a reason.
    """

    source: str
    kind: str
    reason: str = ""
    conversation: Conversation | None = None


def ingest(*, company: Company, paths: Iterable[Path]) -> Iterable[Outcome]:
    """Take in mails from .eml files, folders and mbox files, one after the other.

    Raises:
        OSError: a path cannot be read.
    """
    for source, raw in read_files(paths):
        yield take_in(company=company, raw=raw, source=source)


def take_in(*, company: Company, raw: bytes, source: str = "") -> Outcome:
    """Turn one raw mail into a message, in one transaction; whatever stands in the way, the mail is kept."""
    digest = hashlib.sha256(raw).hexdigest()
    rejected = RejectedMail.objects.filter(company=company, digest=digest).values_list("reason", flat=True).first()
    if rejected is not None:
        return Outcome(source, "set aside", rejected)
    known = ReceivedMail.objects.filter(company=company, digest=digest).select_related("message__conversation").first()
    if known is not None:
        return Outcome(source, "known", conversation=known.message.conversation)
    if (answered := from_experts.known(digest)) is not None:
        return Outcome(source, "known", conversation=answered.conversation)
    try:
        with transaction.atomic():
            return _taken_in(company, raw, digest, source)
    except from_experts.WrongSender as error:
        from_experts.warn(error.assignment)
        reason = str(error)
    except (Unreadable, Refused) as error:
        reason = str(error)
    except Exception as error:  # a mail is somebody's words: whatever it did to us, it must not be lost
        log.exception("a mail could not be taken in")
        reason = f"It could not be taken in ({type(error).__name__})."
    return _set_aside(company, raw, digest, source, reason)


def _set_aside(company: Company, raw: bytes, digest: str, source: str, reason: str) -> Outcome:
    RejectedMail.objects.bulk_create(
        [
            RejectedMail(
                company=company,
                digest=digest,
                raw=vault.seal_for_the_house(raw, bound_to=digest),
                reason=reason[:LONGEST_REASON],
            )
        ],
        ignore_conflicts=True,
    )
    return Outcome(source, "set aside", reason)


def _taken_in(company: Company, raw: bytes, digest: str, source: str) -> Outcome:
    mail = read_mail(raw)
    if (assignment := from_experts.meant_for(mail)) is not None:
        answered = from_experts.answer_by_mail(assignment, mail, digest)
        if answered.outcome == MailedAnswer.REFUSED:
            return _set_aside(
                company,
                raw,
                digest,
                source,
                "An expert's answer could not go out; they were told why.",
            )
        return Outcome(source, "answer", conversation=answered.conversation)
    sender = mail.answer_to
    if mail.automatic and sender.email.partition("@")[0].lower() in _REPORTERS:
        raise Unreadable("It is a delivery report, not somebody's question.")
    text, files = _words(mail, raw)
    first_name, _, last_name = sender.name.rpartition(" ")
    person = person_for_email(
        email=sender.email,
        first_name=first_name or last_name,
        last_name=last_name if first_name else "",
        language=_language(mail, text),
    )
    client_id = uuid5(NAMESPACE_URL, f"mail:{company.pk}:{digest}")
    conversation = _answered(company, person, mail)
    if conversation is not None:
        written = actions.reply(
            conversation_id=conversation.pk,
            author=person,
            role=Message.CUSTOMER,
            text=text,
            client_id=client_id,
            files=files,
        )
        message_id, kind = written.id, "reply"
    else:
        conversation = receive(
            customer=customer_of(person=person, company=company),
            text=text,
            client_id=client_id,
            language=person.language if person.has_usable_password() else _language(mail, text),
            subject=mail.subject,
            channel="email",
            files=files,
            quiet=mail.automatic,
        )
        message_id, kind = conversation.messages.values_list("pk", flat=True).get(client_id=client_id), "new"
    whole = seal_file(BytesIO(raw), person_id=person.pk, name="mail.eml", content_type="message/rfc822")
    ReceivedMail.objects.create(
        company=company, digest=digest, header_id=mail.message_id[:500], message_id=message_id, whole=whole
    )
    return Outcome(source, kind, conversation=conversation)


def _words(mail: Mail, raw: bytes) -> tuple[str, list[IncomingFile]]:
    """The new words and the files; of a very long mail the beginning, with the whole as one more file."""
    text = mail.reply or mail.text or mail.subject
    files = [
        IncomingFile(one.name, one.content_type, len(one.content), BytesIO(one.content)) for one in mail.attachments
    ]
    if len(text) > settings.LARGEST_TEXT:
        text = text[: settings.LARGEST_TEXT - 2] + " …"
        files.append(IncomingFile("mail.eml", "message/rfc822", len(raw), BytesIO(raw)))
    return text, files


def _language(mail: Mail, text: str) -> str:
    given = (mail.language or "")[:2].lower()
    return given if given in {"de", "en"} else language_of(f"{mail.subject}\n{text}")


def _answered(company: Company, person: Person, mail: Mail) -> Conversation | None:
    """The conversation this mail replies to, if it is the sender's own: knowing an id is not enough."""
    named = [mail.in_reply_to or "", *reversed(mail.references)]
    own = Conversation.objects.filter(company=company, customer__person=person)
    for header_id in filter(None, named):
        ours = _OUR_ID.match(header_id)
        if ours and (conversation := own.filter(pk=ours[1]).first()):
            return conversation
        earlier = ReceivedMail.objects.filter(company=company, header_id=header_id[:500]).select_related("message")
        for received in earlier[:5]:
            if conversation := own.filter(pk=received.message.conversation_id).first():
                return conversation
    return None
