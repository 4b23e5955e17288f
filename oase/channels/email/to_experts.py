"""Mails to experts: what is due goes out, read at that moment through the expert's own desk (law 3).

A mail about offers names topics and companies, never a word of a question. A mail about a held conversation quotes the
shielded words that stand on the desk, and comes from a relay address.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from oase.channels.email.delivering import AT_ONCE, FIRST_PAUSE, LONGEST_PAUSE, for_django
from oase.channels.email.writing import DeskKind, Envelope, Language, desk_notice
from oase.conversations.models import Assignment
from oase.experts.availability.models import ExpertNotice, Pause
from oase.experts.availability.notices import is_wanted, told_until
from oase.experts.availability.relay import address_for
from oase.experts.availability.unsubscribing import token_for
from oase.experts.checks.rules import SHORTEST
from oase.experts.desk import Desk, desk_of
from oase.experts.desk.checks import asked_to_check
from oase.experts.models import Expert
from oase.jobs import clock

log = logging.getLogger(__name__)
AGAIN = timedelta(minutes=5)
"""What has to wait, for the shield or for somebody's hours, is looked at again after so long."""
WAITS = timedelta(minutes=15)
"""So long a mail waits for words that are still being checked; then it says nothing of them."""
MOST_LINES = 5
MOST_QUOTED = 4000
"""Characters of an asker's words in one mail; all of them are on the desk."""

ABOUT_THEIR_MAIL: dict[str, DeskKind] = {
    "": "files", "look": "unsent_look", "check": "unsent_check", "waits": "unsent_waits", "long": "unsent_long",
    "moved": "unsent_moved",
}  # fmt: skip


@dataclass(frozen=True)
class Content:
    """What a mail says, once there is something to say."""

    kind: DeskKind
    place: str
    values: dict[str, str] = field(default_factory=dict)
    quoted: str = ""
    relay: str = ""
    sender_name: str = ""


class NotYet(Exception):
    """There will be something to say in a while."""


def deliver_due() -> int:
    """Send what is due; how many mails went out."""
    due = ExpertNotice.objects.filter(sent_at=None, dropped_at=None, not_before__lte=clock.now())
    return sum(deliver(pk) for pk in due.order_by("not_before", "pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def deliver(notice_id: int) -> bool:
    """Send one, unless another worker has it or there is nothing to tell any more."""
    row = (
        ExpertNotice.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person", "conversation")
        .filter(pk=notice_id, sent_at=None, dropped_at=None)
        .first()
    )
    if row is None:
        return False
    try:
        content = _content(row) if row.person.is_active and row.person.email else None
        if content is not None:
            _composed(row, content).send()
    except NotYet:
        return _save(row, not_before=clock.now() + AGAIN)
    except Exception:  # whatever the mail server said, the other mails go on and this one is tried again
        log.exception("notice %s to an expert could not be sent", row.pk)
        pause = min(FIRST_PAUSE * 2 ** min(row.attempts + 1, 12), LONGEST_PAUSE)
        return _save(row, attempts=row.attempts + 1, not_before=clock.now() + pause)
    if content is None:
        return _save(row, dropped_at=clock.now())
    _save(row, sent_at=clock.now())
    return True


def _save(row: ExpertNotice, **values: object) -> bool:
    ExpertNotice.objects.filter(pk=row.pk).update(**values)
    return False


def _content(row: ExpertNotice) -> Content | None:
    with override(_language(row)), desk_of(row.person_id) as desk:
        match row.kind:
            case ExpertNotice.OFFERS:
                return _offers(row, desk)
            case ExpertNotice.CHECKS:
                return _to_check(row, desk)
            case ExpertNotice.REPLIES:
                return _replies(row, desk)
            case ExpertNotice.PAUSED:
                pause = Pause.objects.filter(person_id=row.person_id).exclude(unanswered=0).first()
                return Content("paused", reverse("desk"), {"number": str(pause.unanswered)}) if pause else None
            case ExpertNotice.FILES | ExpertNotice.UNSENT:
                return _about_their_mail(row, desk)
    raise ValueError(f"there are no words for a notice of kind {row.kind}")


def _offers(row: ExpertNotice, desk: Desk) -> Content | None:
    if not is_wanted(row):
        return None
    now, told = clock.now(), told_until(row)
    standing = [one for one in desk.offers() if one.expires_at > now and (told is None or one.offered_at > told)]
    if not standing:
        return None
    lines = [" · ".join(filter(None, (one.topic, one.company))) for one in standing[:MOST_LINES]]
    if len(standing) > MOST_LINES:
        lines.append("…")
    number = len(standing)
    kind: DeskKind = "offers" if number == 1 else "offers_more"
    return Content(kind, reverse("desk"), {"number": str(number)}, quoted="\n".join(lines))


def _to_check(row: ExpertNotice, desk: Desk) -> Content | None:
    if not is_wanted(row):
        return None
    told = told_until(row)
    waiting = [one for one in asked_to_check(desk) if not one.mine and one.until_at > clock.now() + SHORTEST / 2]
    new = [one for one in waiting if told is None or one.written_at > told]
    if not new:
        return None
    lines = [" · ".join(filter(None, (one.topic, one.company))) for one in new[:MOST_LINES]]
    if len(new) > MOST_LINES:
        lines.append("…")
    until = _written(min(one.until_at for one in new), row)
    return Content("checks", reverse("desk"), {"due_at_text": until}, quoted="\n".join(lines))


def _replies(row: ExpertNotice, desk: Desk) -> Content | None:
    assert row.conversation_id is not None
    work = desk.conversation(row.conversation_id)
    if work is None or work.turn != Assignment.HOLDER or not work.unread:
        return None
    if not is_wanted(row):
        raise NotYet
    told = told_until(row)
    others = [one for one in desk.messages(work.id) if not one.mine or one.author_role == "customer"]
    new = [one for one in others[-work.unread :] if one.author_role == "customer" and (not told or one.at > told)]
    if not new:
        return None
    checked = [one.body for one in new if one.shielded]
    if len(checked) < len(new) and clock.now() < row.created_at + WAITS:
        raise NotYet
    quoted = "\n\n".join(checked)
    if len(quoted) > MOST_QUOTED:
        quoted = quoted[:MOST_QUOTED].rstrip() + " …"
    values = {"name": work.name, "company_name": work.company, "due_at_text": _written(work.due_at, row)}
    holding = Assignment.objects.filter(conversation_id=work.id, holder_id=row.person_id, ended_at=None)
    relay = address_for(holding.values_list("pk", flat=True).get())
    return Content("replies", reverse("desk-conversation", args=[work.id]), values, quoted, relay, work.name)


def _about_their_mail(row: ExpertNotice, desk: Desk) -> Content | None:
    if row.reason == "address":
        return Content("unsent_address", reverse("desk"))
    work = desk.conversation(row.conversation_id) if row.conversation_id is not None else None
    if work is None:
        # Whatever they could have done about it is somebody else's by now.
        return Content("unsent_moved", reverse("desk")) if row.kind == ExpertNotice.UNSENT else None
    place, values = reverse("desk-conversation", args=[work.id]), {"due_at_text": _written(work.due_at, row)}
    return Content(ABOUT_THEIR_MAIL[row.reason], place, values)


def _composed(row: ExpertNotice, content: Content) -> EmailMultiAlternatives:
    house_name, house = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = urlsplit(settings.BASE_URL).hostname
    thread = f"<{row.conversation_id.hex}.desk@{host}>" if row.conversation_id and content.relay else ""
    finished = desk_notice(
        envelope=Envelope(
            sender=content.relay or house,
            to=row.person.email,
            message_id=f"<desk.{row.pk}@{host}>",
            date=row.created_at,
            reply_to=content.relay,
            references=(thread,) if thread else (),
            unsubscribe=_unsubscribe(row),
        ),
        kind=content.kind,
        language=_language(row),
        sender_name=content.sender_name or house_name,
        values={"first_name": row.person.first_name, **content.values},
        link=settings.BASE_URL + content.place,
        settings_link=settings.BASE_URL + reverse("desk-availability"),
        quoted=content.quoted,
    )
    return for_django(finished, to=row.person.email)


def _unsubscribe(row: ExpertNotice) -> str:
    """Where mails of this kind are turned off with one click; over https only (RFC 8058)."""
    token = token_for(row.person_id, row.kind)
    if not token or not settings.BASE_URL.startswith("https://"):
        return ""
    return str(settings.BASE_URL + reverse("no-mails", args=[token]))


def _language(row: ExpertNotice) -> Language:
    return "en" if row.person.language == "en" else "de"


def _written(moment: datetime, row: ExpertNotice) -> str:
    """A moment on the expert's own clock."""
    zone = Expert.objects.values_list("time_zone", flat=True).get(pk=row.person_id)
    local = moment.astimezone(ZoneInfo(zone))
    return date_format(local, r"l, j. F, H:i \U\h\r") if _language(row) == "de" else date_format(local, "l j F, H:i")
