"""Nobody goes on beside the messages: in gestures, wishes, notes, tags, the search, the log of settings."""

from datetime import timedelta
from uuid import uuid4

from django.db import connections

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership
from oase.companies.roles.actions import change_place
from oase.companies.teams.actions import TeamWanted, save_team
from oase.conversations.models import Conversation, Event, Message
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.advisors.actions import change_advisor, plan_absence
from oase.second_level.advisors.models import HandoverNote
from oase.second_level.goodwill.actions import ask_for, decide
from oase.second_level.goodwill.models import Goodwill, GoodwillWish
from oase.second_level.goodwill.setting import save_budgets
from oase.second_level.macros.saving import Wanted, save_macro
from oase.second_level.mentions.actions import write_note
from oase.second_level.search.filling import fill_marks, fill_words
from oase.second_level.search.models import BlindMark, Searchable, Vocabulary
from oase.second_level.shaping.actions import put_tag, snooze
from oase.service_cloud.erasure.erasing import NOBODY, erase
from tests.cast import Cast
from tests.second_level.goodwill.story import budgets, flowers, gives
from tests.service_cloud.erasure.story import (
    LAST,
    NAME,
    OTHER_PHONE,
    PHONE,
    everything_stored,
    sing,
    singing,
    wish,
)


def _care(cast: Cast, kept: Conversation) -> None:
    """What the second level does about Karla, with what the shield missed at first."""
    ada, sven = cast.member(cast.ada), cast.member(cast.sven)
    budgets(cast)
    gives(cast, kept, words=f"Für Sie, Frau {LAST}, mit Gruß von Ada.")
    asked = {"kind": flowers(cast), "cents": None, "words": f"Liebe {NAME}", "reason": f"{LAST} war verärgert."}
    for grant in (True, False):
        one = ask_for(conversation_id=kept.pk, membership=ada, client_id=uuid4(), **asked)  # type: ignore[arg-type]
        decide(wish_id=one.pk, by=sven, grant=grant, answer=f"Zu viel für {LAST}.")
    change_advisor(customer=cast.customer, to=cast.member(cast.dora), by=ada, note=f"{NAME} {LAST}: bitte {PHONE}.")
    put_tag(conversation_id=kept.pk, by=ada, name="Retoure")
    note = f"@Dora, {NAME} {LAST} ruft an."
    write_note(conversation_id=kept.pk, author=cast.ada, text=note, client_id=uuid4())
    snooze(conversation_id=kept.pk, by=cast.member(cast.dora), until=clock.now() + timedelta(hours=1))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE oase_event SET detail = jsonb_set(detail, '{words}', to_jsonb(%s::text)) WHERE detail ? 'words'",
            [f"Gern auch unter {OTHER_PHONE}."],
        )
    GoodwillWish.objects.update(reason=f"Sie rief von {OTHER_PHONE} an.", words=OTHER_PHONE, answer=OTHER_PHONE)
    HandoverNote.objects.update(body=OTHER_PHONE)
    assert fill_words() > 0
    assert fill_marks() > 0


def test_nothing_of_a_customer_stays_beside_the_messages(cast: Cast) -> None:
    kept = sing(cast)["kept"]
    _care(cast, kept)
    digits = OTHER_PHONE.split()[1]
    assert BlindMark.objects.filter(person=cast.karla).exists()
    assert Searchable.objects.filter(conversation=kept, words__contains=digits).exists()
    heard = [line.split(" ")[0] for line in everything_stored().splitlines() if OTHER_PHONE in line]
    assert {"oase_event", "oase_goodwillwish", "oase_handovernote", "oase_message"} <= set(heard)
    erasure = erase(wish(cast.karla).pk)
    assert erasure.done_at is not None
    assert [line[:200] for line in everything_stored().splitlines() if singing(line) or digits in line] == []
    assert Conversation.objects.filter(pk=kept.pk).exists()
    assert set(GoodwillWish.objects.values_list("words", "reason", "answer")) == {("", "", "")}
    assert not HandoverNote.objects.exists()
    assert not BlindMark.objects.filter(person=cast.karla).exists()
    # What was given stays in the books.
    assert Goodwill.objects.filter(conversation=kept).count() == 2


def test_what_was_found_by_is_gone_once_it_is_said_to_be_gone(cast: Cast) -> None:
    kept = sing(cast)["kept"]
    fill_words()
    digits = OTHER_PHONE.split()[1]
    assert Vocabulary.objects.filter(word=digits).exists()
    erase(wish(cast.karla).pk)
    assert not Vocabulary.objects.filter(word=digits).exists()
    assert not Searchable.objects.filter(conversation=kept, words__contains=digits).exists()


FIRST = "Adalinde"


def _ada_works(cast: Cast) -> Conversation:
    """Ada, called otherwise in this story, with her name wherever others write it."""
    Person.objects.filter(pk=cast.ada.pk).update(first_name=FIRST)
    cast.ada.refresh_from_db()
    ada, dora, sven = cast.member(cast.ada), cast.member(cast.dora), cast.member(cast.sven)
    team = TeamWanted("Werkstatt", "Workshop", [ada.pk, dora.pk], [])
    save_team(by=sven, team=None, wanted=team)
    macro = Wanted("Weiter", "Guten Tag", "", steps=[{"kind": "hand_over", "to": ada.pk}])
    save_macro(by=sven, macro=None, wanted=macro)
    change_place(by=sven, member=ada, role=Membership.AGENT, capacity=40)
    budgets(cast)
    save_budgets(by=sven, usual=2500, own={ada.pk: 3000}, teams={})
    concern = cast.asks("Die Rechnung ist doppelt.", topic=cast.invoices, wants_company=True)
    gives(cast, concern, words=f"Mit Gruß von {FIRST}.")
    one = ask_for(
        conversation_id=concern.pk, membership=dora, kind=flowers(cast), client_id=uuid4(), reason=f"{FIRST} rät dazu."
    )
    decide(wish_id=one.pk, by=sven, grant=False, answer=f"{FIRST} hat schon etwas gegeben.")
    change_advisor(customer=cast.customer, to=dora, by=ada, note=f"{FIRST} weiß mehr.")
    write_note(conversation_id=concern.pk, author=cast.dora, text=f"@{FIRST} kennt das.", client_id=uuid4())
    plan_absence(
        membership=ada, starts_at=clock.now() + timedelta(days=1), ends_at=clock.now() + timedelta(days=2), reason=FIRST
    )
    return concern


def _leaves(cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(left_at=clock.now())


def test_the_name_of_who_worked_here_is_nowhere_any_more(cast: Cast) -> None:
    concern = _ada_works(cast)
    heard = {line.split(" ")[0] for line in everything_stored().splitlines() if FIRST in line}
    assert {"oase_event", "oase_goodwillwish", "oase_handovernote", "oase_settingchange", "oase_message"} <= heard
    _leaves(cast)
    erase(wish(cast.ada).pk)
    assert [line[:200] for line in everything_stored().splitlines() if FIRST.lower() in line.lower()] == []
    (said,) = Event.objects.filter(conversation=concern, kind="goodwill").values_list("detail__words", flat=True)
    assert said.startswith("Mit Gruß von [")
    assert Message.objects.filter(conversation=concern, audience=Message.STAFF).exists()
    (place,) = SettingChange.objects.filter(area="roles").values_list("subject", flat=True)
    assert place == NOBODY
    members = SettingChange.objects.filter(area="teams").values_list("after__members", flat=True)
    assert [sorted(one) for one in members] == [sorted([NOBODY, "Dora"])]


def test_the_log_keeps_a_name_that_a_colleague_has_too(cast: Cast) -> None:
    _ada_works(cast)
    Person.objects.filter(pk=cast.dora.pk).update(first_name=FIRST)
    _leaves(cast)
    erase(wish(cast.ada).pk)
    assert SettingChange.objects.filter(area="roles", subject=FIRST).count() == 1
