"""Forgetting a person: one transaction that is done whole or not at all, then what may be done any number of times.

1. One transaction, under the locks of the person and of all their concerns: open concerns are closed, kept texts are
   shielded once more, the key is destroyed, everything of theirs is deleted, the row that is left is empty.
2. Afterwards, each step safe to repeat: files on disk, concerns nobody must keep, hints in the history, VACUUM, the
   last mail. A process that is killed in between leaves `done_at` empty, and the job takes it up again.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q

from oase.companies.models import Customer, Membership
from oase.conversations.assignments import lock
from oase.conversations.choices import recording as choices
from oase.conversations.models import Assignment, Conversation, Event, Message, Outbox
from oase.experts import rewards
from oase.experts.answers import forgetting as answers
from oase.experts.models import Expert
from oase.experts.programme import forgetting as programme
from oase.experts.reputation import forgetting as reputation
from oase.jobs import clock
from oase.live import notify
from oase.people.mailboxes import address_of
from oase.people.models import Person
from oase.privacy import forgotten, vault
from oase.privacy.erasures import Erasure
from oase.privacy.files import path_of
from oase.privacy.forgotten import Forgotten
from oase.privacy.models import SealedFile
from oase.privacy.shield import Known
from oase.ratings.models import Rating
from oase.service_cloud.erasure import belongings, history, lastlook, letter, naming, report, traces

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
"""In one round of the job; the next one tries again."""
NOBODY = "Anonym"
"""What someone who helped others is called afterwards; a customer is called nothing."""


def list_file() -> Path:
    """Where the list of the forgotten lies: beside the vault's files, outside the database."""
    return Path(settings.VAULT_FILES).parent / forgotten.NAME


def erase(erasure_id: UUID) -> Erasure:
    """Carry out one erasure, or what is left to do of it."""
    erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.revoked_at is not None or erasure.done_at is not None:
        return erasure
    if erasure.key_destroyed_at is None:
        for _attempt in range(MOST_ATTEMPTS):
            with suppress(_Meanwhile):
                _forget(erasure.pk)
                break
        erasure.refresh_from_db()
    return _tidy(erasure.pk) if erasure.key_destroyed_at is not None else erasure


class _Meanwhile(Exception):
    """A concern came in while the others were being locked: all is undone and begun again."""


def _concerned(person_id: int) -> list[UUID]:
    """Their own concerns, and those of others that they hold."""
    held = Assignment.objects.filter(holder_id=person_id, ended_at=None).values_list("conversation_id", flat=True)
    own = Conversation.objects.filter(customer__person_id=person_id).values_list("pk", flat=True)
    return sorted({*own, *held})


@transaction.atomic
def _forget(erasure_id: UUID) -> None:
    erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
    if not erasure.is_waiting:
        return
    # Concerns first, then the person, as everybody who writes: in another order two would wait for each other.
    concerned = _concerned(erasure.person_id)
    locked = [lock(conversation_id) for conversation_id in concerned]
    # The lock that laws of the database wait for (privacy/erasures.sql): nothing of theirs comes in any more.
    person = Person.objects.select_for_update().get(pk=erasure.person_id)
    if _concerned(person.pk) != concerned:
        raise _Meanwhile
    counts: Counter[str] = Counter()
    conversations = [one for one in locked if one.customer.person_id == person.pk]
    if not _may_go(erasure, person):
        return
    remembered = lastlook.remember(person)
    for conversation in conversations:
        counts["closed"] += history.close(conversation)
        counts["shielded"] += lastlook.look_once_more(conversation, remembered)
    rewards.settle(at_once=[one.pk for one in conversations])
    lapsed = _leave_the_helpers(person, counts)
    stays, gone = report.staying(person)
    erasure.key_destroyed_at = clock.now()
    # Written before the commit: a list that says too early what will be done is made true by the replay.
    if erasure.mailed_at is None:  # in a replay it stands there already
        forgotten.add(list_file(), [Forgotten(erasure.key_destroyed_at, person.pk)])
    files = [file_id.hex for file_id in SealedFile.objects.filter(person=person).values_list("pk", flat=True)]
    counts["concerns"] = len(gone)
    address = address_of(person)
    _delete(person, [one.pk for one in conversations], counts)
    answers = Message.objects.filter(author=person, author_role=Message.EXPERT).count()
    erasure.report = report.written(counts, stays, cents=report.earned(person), answers=answers)
    erasure.report |= {"files": files, "gone": [one.pk.hex for one in gone], "lapsed": lapsed}
    erasure.report["to"] = letter.sealed_address(erasure, address) if erasure.mailed_at is None else ""
    erasure.save(update_fields=["key_destroyed_at", "report"])
    _empty(person)
    vault.destroy_key(person.pk)


def _may_go(erasure: Erasure, person: Person) -> bool:
    """Nobody goes who was taken on a staff since they asked. On a restored backup they left since: that is repeated."""
    staff = Membership.objects.filter(person=person, left_at=None)
    if erasure.mailed_at is not None:
        staff.update(left_at=clock.now())
    elif staff.exists():
        erasure.not_before = clock.now() + timedelta(hours=1)
        erasure.save(update_fields=["not_before"])
        return False
    return True


def _leave_the_helpers(person: Person, counts: Counter[str]) -> list[int]:
    """What an expert or a former member of staff leaves: held concerns find new hands, their name goes from texts.

    Gives back the events in which their first name stands as of one who was late.
    """
    if not _helped(person):
        return []
    helped = Q(conversation__assignments__holder=person) | Q(conversation__messages__author=person)
    history.let_go(person)
    known = Known(names=tuple(person.names))
    messages = Message.objects.filter(helped).exclude(conversation__customer__person=person).distinct()
    counts["names"] += lastlook.hide_names(messages, Rating.objects.filter(helpers=person), known)
    counts["names"] += naming.take_name_out(person, instead=NOBODY)
    late = Event.objects.filter(
        kind__in=("lapsed", "rested"), detail__from=person.first_name, conversation__assignments__holder=person
    )
    return list(late.values_list("pk", flat=True).distinct())


def _helped(person: Person) -> bool:
    return Expert.objects.filter(person=person).exists() or Membership.objects.filter(person=person).exists()


def _delete(person: Person, conversations: list[UUID], counts: Counter[str]) -> None:
    exports = list(person.exports.values_list("pk", flat=True))
    counts["jobs"] += traces.forget_jobs(person.pk, [*exports, *conversations])
    addresses = traces.addresses_of(person)
    counts["sessions"] += traces.end_sessions(person.pk, conversations, addresses)
    counts["mails"] += sum(map(traces.forget_mails, addresses))
    traces.forget_cached([*addresses, *person.names])
    Outbox.objects.filter(recipient=person).delete()
    person.contact = None
    person.save(update_fields=["contact"])
    counts["consents"] += choices.forget(conversations)
    for rows in belongings.owned(person):
        counts[report.KIND_OF_TABLE.get(rows.model._meta.db_table, "other")] += _rows(rows)
    expert = Expert.objects.filter(person=person)
    for one in expert:
        one.qualifications.all().delete()
        counts["other"] += programme.forget(one.pk)
        counts["other"] += reputation.forget(one.pk)
        counts["other"] += answers.forget(one.pk)
    expert.update(introduction_de="", introduction_en="", languages=[], available=False)
    _forget_caring(person)
    _forget_wishes(conversations)
    Membership.objects.filter(person=person).update(
        introduction_de="", introduction_en="", languages=[], hours=[], planned=[], away_until=None
    )
    Customer.objects.filter(person=person).update(number="", advisor=None, deputy=None, since=clock.now())


def _forget_caring(person: Person) -> None:
    """Who cared for them and what was handed over about them; when they were away themself."""
    # The second level is a stranger to this room; the names of its tables are all that is known of it here.
    apps.get_model("oase", "AdvisorChange")._default_manager.filter(customer__person=person).delete()
    apps.get_model("oase", "Absence")._default_manager.filter(membership__person=person).delete()


def _forget_wishes(conversations: list[UUID]) -> None:
    """What colleagues said to each other about giving them something; what was given stays in the books."""
    wishes = apps.get_model("oase", "GoodwillWish")._default_manager.filter(conversation__in=conversations)
    wishes.update(words="", reason="", answer="")


def _rows(rows: Any) -> int:
    number = rows.count()
    rows.delete()
    return int(number)


def _empty(person: Person) -> None:
    """The row stays, because history points at it; it names nobody and opens nothing."""
    helped = _helped(person)
    person.email = f"forgotten-{person.pk}@oase.invalid"  # RFC 2606: no such domain will ever be
    person.first_name, person.last_name, person.face, person.language = NOBODY if helped else "", "", "", "de"
    person.is_active, person.last_login, person.joined_at = False, None, clock.now()
    person.set_unusable_password()
    person.save()
    conversations = Conversation.objects.filter(customer__person=person).values_list("pk", flat=True)
    notify.revoke([notify.person(person.pk), *(notify.guest(one) for one in conversations)])


def _tidy(erasure_id: UUID) -> Erasure:
    erasure = Erasure.objects.get(pk=erasure_id)
    left = erasure.report
    for file_id in left.get("files", []):
        path_of(UUID(file_id)).unlink(missing_ok=True)
    history.delete([UUID(one) for one in left.get("gone", [])])
    kept = Conversation.objects.filter(customer__person_id=erasure.person_id).values_list("pk", flat=True)
    hints = history.take_hints_out(kept, left.get("lapsed", []))
    _forget_empty_customers(erasure.person_id)
    _forget_words(kept)
    if hints:
        left["counts"]["hints"] = left["counts"].get("hints", 0) + hints
    for done in ("files", "gone", "lapsed"):
        left.pop(done, None)
    erasure.save(update_fields=["report"])
    vacuum()
    if left.get("to") and not letter.send(erasure):
        return erasure
    left.pop("to", None)
    erasure.done_at = clock.now()
    erasure.save(update_fields=["report", "done_at"])
    # The address and the token's neighbours were in these rows a moment ago.
    vacuum(["oase_erasure", "oase_localmail"])
    return erasure


def _forget_empty_customers(person_id: int) -> None:
    Customer.objects.filter(person_id=person_id, conversations=None).delete()


def _forget_words(conversations: Iterable[UUID]) -> None:
    """The rows the search finds by: made anew from what is left now, and not only when the job comes to it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT oase_search_fill(%s::uuid[])", [list(conversations)])


def vacuum(tables: list[str] | None = None) -> None:
    """Let PostgreSQL reuse the room of deleted rows."""
    connection = connections["owner"]
    with connection.cursor() as cursor:
        for table in tables or belongings.tables():
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
