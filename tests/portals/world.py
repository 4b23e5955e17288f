"""Data that could leak: everybody has something that is nobody else's business."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oase.channels.push.models import PushDevice
from oase.channels.widget.models import Widget
from oase.companies.care import customer_of
from oase.companies.models import Purpose
from oase.companies.roles.models import Invitation
from oase.companies.teams.models import Team
from oase.conversations import actions
from oase.conversations.choices.models import Choice
from oase.conversations.links import file_token, link_token
from oase.conversations.models import Attachment, Conversation, Message
from oase.conversations.words import IncomingFile
from oase.experts import actions as expert_actions
from oase.experts.answers.models import SavedAnswer
from oase.experts.availability.unsubscribing import token_for
from oase.experts.programme.models import Attempt, DrawnQuestion, Lesson, ProgrammeNotice, Question
from oase.experts.reputation.guard import glimpse
from oase.experts.reputation.models import Alarm, PublicPage, Report, Suspension
from oase.experts.rewards.models import Reward
from oase.experts.rewards.payouts.models import Payout
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.actions import person_for_email
from oase.people.known import save_contact
from oase.second_level.macros.models import Macro
from oase.second_level.people.unsubscribing import token_for as thanks_token
from oase.second_level.views.models import OwnView
from oase.service_cloud.export.models import Export
from tests.cast import IBAN, PHONE, Cast
from tests.experts.rewards.months import EMILS, KAFFEEWERKS, close, earn, ready
from tests.portals.caring import cared_for, caring_forms
from tests.portals.gestures import forms, gestures
from tests.portals.learning import learn
from tests.portals.office.programme.leader import LESSON, QUESTION, TOPIC

WHO = ("anon", "guest", "karla", "emil", "ada", "dora", "sven", "mallory")

NAME = "Karoline Blum"
"""Karla's, in these stories: "Karla" is also a portrait that anybody may choose."""

# Words that stand in no page by themselves, one for each text, and that the shield has no reason to hide.
OFFERED, HELD, GIVEN, SOLVED, NOTE, GUESTS, MALLORYS = (
    "sprudelt", "knattert", "quietscht", "klemmt", "bleibt-intern", "wackelt", "schleift",
)  # fmt: skip
FILE = b"%PDF-1.4 Rechnung von Karoline Blum"
ABOUT_KARLA = ("Karoline", "Blum", "karla@example.org", PHONE, PHONE.replace(" ", ""), IBAN, IBAN.replace(" ", ""),
               "Lindenstr")  # fmt: skip
ABOUT_THE_GUEST = ("Petersen", "guest@example.org", "0160 5550199")
ABOUT_MALLORY = ("mallory@example.org", "0151 5550123", "Werftgasse")


def _signed(words: str, name: str, phone: str) -> str:
    return f"Guten Tag, mein Name ist {name}. {words} Sie erreichen mich unter {phone}."


@dataclass
class World:
    """The cast with their concerns in every state, and a browser for each of them."""

    cast: Cast
    offered: Conversation
    held: Conversation
    given: Conversation
    solved: Conversation
    guests: Conversation
    mallorys: Conversation
    file_id: UUID
    browsers: dict[str, Client]

    def secrets_from(self, who: str) -> tuple[str, ...]:
        """What must stand on no page that `who` is shown."""
        texts = (OFFERED, HELD, GIVEN, SOLVED)
        match who:
            case "anon":
                return (*ABOUT_KARLA, *ABOUT_THE_GUEST, *ABOUT_MALLORY, *texts, NOTE, GUESTS, MALLORYS)
            case "guest":
                return (*ABOUT_KARLA, *ABOUT_MALLORY, *texts, NOTE, MALLORYS)
            case "karla":
                return (*ABOUT_THE_GUEST, *ABOUT_MALLORY, NOTE, GUESTS, MALLORYS)
            case "emil":
                # He holds one and is offered one; what he gave on, and what is solved, is a subject at most.
                return (*ABOUT_KARLA, *ABOUT_THE_GUEST, *ABOUT_MALLORY, NOTE, GUESTS, MALLORYS)
            case "mallory":
                return (*ABOUT_KARLA, *ABOUT_THE_GUEST, *texts, NOTE, GUESTS)
            case _:
                # Staff know their customers by name. The rest is shielded until a purpose is given.
                closed = (*ABOUT_KARLA[2:], *ABOUT_THE_GUEST[1:])
                return (*closed, *ABOUT_MALLORY, MALLORYS)


def build(cast: Cast) -> World:
    """Tell the stories through the same actions as everybody."""
    cast.karla.first_name = "Karoline"
    cast.karla.save(update_fields=["first_name"])
    cast.customer.refresh_from_db()
    offered = cast.asks(_signed(f"Meine Aroma 4 {OFFERED} und zeigt E12.", NAME, PHONE))
    held = cast.claimed(_signed(f"Meine Aroma 4 {HELD} und brüht nicht, IBAN {IBAN}.", NAME, PHONE))
    actions.reply(
        conversation_id=held.pk, author=cast.karla, role=Message.CUSTOMER, text="Die Tropfschale ist leer.",
        client_id=uuid4(), wishes=actions.Wishes(masked=("Tropfschale",)),
    )  # fmt: skip
    given = receive(
        customer=cast.customer,
        topic=cast.machines,
        text=_signed(f"Meine Aroma 4 {GIVEN}, Konto {IBAN}.", NAME, PHONE),
        client_id=uuid4(),
        files=[IncomingFile("Rechnung-Blum.pdf", "application/pdf", len(FILE), BytesIO(FILE))],
    )
    _claim_and_give_on(cast, given)
    actions.reply(
        conversation_id=given.pk, author=cast.ada, role=Message.AGENT, text=f"Kulanz {NOTE}.", client_id=uuid4(),
        audience=Message.STAFF,
    )  # fmt: skip
    solved = cast.asks(f"Meine Aroma 4 {SOLVED}.", wants_company=True)
    actions.solve(conversation_id=solved.pk, by=cast.ada)
    save_contact(cast.mallory, {"phone": "0151 5550123", "street": "Werftgasse 3", "place": "20459 Hamburg"})
    nele = person_for_email(email="guest@example.org", first_name="Nele")
    guests = receive(
        customer=customer_of(person=nele, company=cast.kaffeewerk),
        text=_signed(f"Meine Aroma 4 {GUESTS}.", "Nele Petersen", "0160 5550199"),
        client_id=uuid4(),
        wants_company=True,
    )
    mallorys = receive(
        customer=customer_of(person=cast.mallory, company=cast.velotal),
        text=f"Mein Rad {MALLORYS}.",
        client_id=uuid4(),
    )
    for company in (cast.kaffeewerk, cast.velotal):
        Widget.objects.create(company=company, origins=["https://shop.example"])
    learn(cast)
    file_id = Attachment.objects.get(message__conversation=given).file_id
    world = World(cast, offered, held, given, solved, guests, mallorys, file_id, {})
    world.browsers = {who: _browser(world, who) for who in WHO}
    # What a page counts as read is not committed where its changes are taken back: it was read before.
    glimpse(cast.emil.pk)
    return world


def _claim_and_give_on(cast: Cast, conversation: Conversation) -> None:
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="Rechnung")


def _browser(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who == "guest":
        client.get(reverse("link", args=[link_token(world.guests.pk)]))
    elif who != "anon":
        client.force_login(getattr(world.cast, who), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _device(cast: Cast) -> PushDevice:
    made = {"session_key": "karlas", "sealed": b"", "label": "Firefox · Android"}
    return PushDevice.objects.get_or_create(digest="d" * 64, person=cast.karla, defaults=made)[0]


def _moderated(world: World) -> dict[str, object]:
    """What is to be decided about Emil, and his public page."""
    cast = world.cast
    emil, kaffeewerk = cast.emil.pk, cast.kaffeewerk
    told = {"role": "customer", "reason": "rude"}
    ended = {"reason": "conduct", "words": "Ruhen.", "by": cast.sven, "lifted_by": cast.sven}
    of_emil = Suspension.objects.filter(expert_id=emil).first()
    return {
        "expert_id": emil,
        "name": PublicPage.objects.get_or_create(expert_id=emil, defaults={"name": "a2b3c4"})[0].name,
        "alarm_id": Alarm.objects.get_or_create(expert_id=emil, company=kaffeewerk, defaults={"sessions": 1})[0].pk,
        "report_id": Report.objects.get_or_create(
            conversation=world.held, expert_id=emil, by=cast.karla, defaults=told
        )[0].pk,
        "suspension_id": (
            of_emil or Suspension.objects.create(expert_id=emil, company=kaffeewerk, lifted_at=clock.now(), **ended)
        ).pk,
    }


def _led(cast: Cast) -> dict[str, object]:
    """A team, somebody who leads may change, and an invitation that waits for Karla."""
    made = {"role": "agent", "by": cast.sven}
    return {
        "team_id": Team.objects.get_or_create(company=cast.kaffeewerk, name_de="Technik", name_en="Workshop")[0].pk,
        "member_id": cast.member(cast.dora).pk,
        "invitation_id": Invitation.objects.get_or_create(
            company=cast.kaffeewerk, person=cast.karla, defaults=made
        )[0].pk,
    }  # fmt: skip


def _settings(cast: Cast) -> dict[str, dict[str, object]]:
    """The forms of those who set a company up."""
    promises = {"first_answer": "15 min", "next_answer": "30 min"}
    team = {"name_de": "Büro", "name_en": "Desk"}
    return {
        "office-hours": {"day_0": "9–17", "time_zone": "Europe/Berlin"},
        "office-holidays": {"region": "DE-BY"},
        "office-company-promises": promises,
        "office-topic-promises": promises,
        "office-team-new": team,
        "office-team-edit": team,
        "office-roles": {"email": "jana@example.org", "role": "agent"},
        "office-invitation-change": {"withdraw": "1"},
        "office-place": {"role": "supervisor", "capacity": "20"},
        "office-retention": {"company_days": "2192", "company_duty": "on", "network_days": "365"},
        "office-company": {
            "name": "Kaffeewerk", "silence_days": "3", "vocabulary": "aroma",
            "purpose_de": "Garantie prüfen", "purpose_en": "check the warranty",
        },
        "office-invited": {"invitation": _led(cast)["invitation_id"]},
    }  # fmt: skip


def _kept(cast: Cast) -> SavedAnswer:
    made = {"body": "Bitte spülen.", "likeness": b"\0" * 1024, "encoder": ""}
    return SavedAnswer.objects.get_or_create(expert_id=cast.emil.pk, topic=cast.machines, defaults=made)[0]


def _paid_out(cast: Cast) -> dict[str, object]:
    """A closed month with one credit note of Emil's."""
    payout = Payout.objects.first()
    if payout is None:
        ready(cast)
        earn(cast.emil, cast.kaffeewerk, 420)
        close(cast)
        payout = Payout.objects.get()
    return {
        "payout_id": payout.pk,
        "month": "2026-10",
        "number": payout.number,
        "kind": "table",
        "reward_id": Reward.objects.filter(expert=payout.expert_id).order_by("pk")[0].pk,
    }


def arguments(world: World, name: str, wanted: tuple[str, ...]) -> dict[str, object]:
    """What stands in an address of this name: always somebody's own thing, so that others could get at it."""
    cast, prefix = world.cast, name.partition("-")[0]
    conversation = {"desk": world.held, "concern": world.held, "office": world.given}.get(prefix, world.given)
    if name == "concern-rate":
        conversation = world.solved
    given: dict[str, object] = {
        "conversation_id": conversation.pk,
        "slug": cast.kaffeewerk.slug,
        "offer_id": cast.offer_to(cast.emil, world.offered).pk,
        "person_id": cast.emil.pk,
        **_moderated(world),
        **gestures(cast, world.given.pk),
        **cared_for(cast),
        **_led(cast),
        "answer_id": _kept(cast).pk,
        # Of nobody: whose they are is tried at their own pages (tests/portals/expert/).
        "check_id": 1,
        "similar_id": 1,
        "choice_id": Choice.objects.get().pk,
        "export_id": Export.objects.get_or_create(person=cast.karla)[0].pk,
        "token": {
            "link": link_token(world.guests.pk),
            "no-mails": token_for(cast.emil.pk, "offers"),
            "no-thanks": thanks_token(cast.ada.pk),
            "forgotten": "no-such-report",
            "file": file_token(world.file_id, cast.karla.pk),
            "widget-file": file_token(world.file_id, cast.karla.pk),
            "office-file": file_token(world.file_id, cast.ada.pk),
        }.get(name, ""),
        "view_id": OwnView.objects.get_or_create(
            company=cast.kaffeewerk, owner=cast.ada, name="Mails", defaults={"filters": {"channels": ["email"]}}
        )[0].pk,
        "macro_id": Macro.objects.get_or_create(
            company=cast.kaffeewerk, name="Danke", defaults={"text_de": "Danke!", "retired_at": None}
        )[0].pk,
        "page": "parts",
        "language": "de",
        "device_id": _device(cast).pk,
        "lesson_id": Lesson.objects.get().pk,
        "topic_id": cast.machines.pk,
        "topic_slug": cast.machines.slug,
        "question_id": Question.objects.values_list("pk", flat=True)[0],
        "attempt_id": Attempt.objects.get().pk,
        "drawn_id": DrawnQuestion.objects.get().pk,
        "notice_id": ProgrammeNotice.objects.get().pk,
        **_paid_out(cast),
        "merge_id": 1,
        "pk": 1,
        "uidb36": "1",
        "key": "set-password",
    }
    return {one: given[one] for one in wanted}


def _programme() -> dict[str, dict[str, object]]:
    """The forms of those who lead the programme."""
    lesson = LESSON | {"seen": "1"}
    return {
        "office-recognised": {"question": "E12"},
        "office-topic": TOPIC,
        "office-topic-new": TOPIC,
        "office-invitation": {"inviting": "on", "welcome_en": "Come!", "valid_days": "365", "notice_days": "14"},
        "office-lesson": lesson,
        "office-lesson-new": LESSON,
        "office-test": {"questions": "1", "minutes": "10", "pass_percent": "70", "wait_hours": "24"},
        "office-question": QUESTION,
        "office-question-new": QUESTION,
        "office-prices": {"handover": "20", "checked": "20", "reuse": "10"},
        "office-topic-prices": {"base": "4,20"},
        "office-mark": {"drawn": DrawnQuestion.objects.get().pk, "points": "80"},
    }


def posted(world: World, name: str) -> dict[str, object]:
    """A form that is filled in rightly, so that only permission can stand in its way."""
    words = {"text": "Wie geht es weiter?", "client_id": str(uuid4()), "audience": "conversation"}
    own: dict[str, dict[str, object]] = {
        "office-progress": {"text": "Ich frage in der Werkstatt nach.", "client_id": str(uuid4())},
        "office-later": {"until": f"{timezone.localtime(timezone.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"},
        "office-hand-over": {"to": world.cast.member(world.cast.dora).pk, "note": "Bitte übernehmen."},
        "office-correct-topic": {"topic": world.cast.invoices.pk},
        "office-reveal": {"purpose": Purpose.objects.get(company=world.cast.kaffeewerk).pk},
        "office-contact": {"purpose": Purpose.objects.get(company=world.cast.kaffeewerk).pk},
        "office-macro-new": {"name": "Gruß", "text_de": "Guten Tag {{customer.first_name}}!"},
        "office-macro": {"name": "Danke", "text_de": "Vielen Dank!"},
        "office-tag": {"name": "Retoure"},
        "office-untag": {"tag": 1},
        "office-snooze": {"until": "week"},
        "office-tags": {"deed": "make", "name": "Retoure"},
        "office-own-view": {"name": "Post", "languages": "de"},
        "office-own-view-new": {"name": "Neue Post", "languages": "de"},
        "office-own-view-fits": {"languages": "de"},
        "office-away": {"until": f"{timezone.localtime() + timedelta(days=9):%Y-%m-%dT%H:%M}"},
        "concern-rate": {"stars": "5", "thanks": "Danke!"},
        "desk-give-on": {"reason": "documents", "hint": "Rechnung"},
        "desk-answer": {"topic": world.cast.machines.pk, "body": "Bitte spülen.", "language": "de"},
        "desk-answer-new": {"topic": world.cast.machines.pk, "body": "Bitte spülen.", "language": "de"},
        "desk-insert": {"insert": _kept(world.cast).pk},
        "desk-available": {"available": "1"},
        "desk-payment": EMILS.__dict__ | {"agreed": "on", "small_business": "on"},
        "office-payout-account": dict(KAFFEEWERKS.__dict__),
        "office-payout-close": {"month": "2026-10"},
        "office-take-back": {"reason": "mistake"},
        "office-came-back": {"reason": "AC04"},
        "desk-public": {"public": "1"},
        "desk-appeal": {"words": "Ich war krank."},
        "office-report": {"upheld": "1"},
        "office-suspend": {"reason": "conduct", "words": "Bitte ruhen."},
        "office-report-expert": {"expert": world.cast.emil.pk, "reason": "rude"},
        "concern-report": {"expert": world.cast.emil.pk, "reason": "rude"},
        **_programme(),
        **forms(world.cast),
        **caring_forms(world.cast),
        **_settings(world.cast),
        "office-widget": {
            "origins": "https://shop.example",
            "accent": "#1c5a43",
            "on_accent": "#ffffff",
            "side": "left",
        },
        "apply": {
            "first_name": "Neu",
            "introduction_de": "Mag Kaffee.",
            "experience": "Rösterei.",
            "languages": ["de"],
        },
        "desk-lesson": {"number": "1"},
        "desk-mark": {"points": "100"},
        "desk-profile": {"face": "emil"},
        "desk-availability": {"part": "told", "offers": "on"},
        "ask": {"email": "neu@example.org"},
        "notices": {"answers": "on", "quiet_from": "22:00", "quiet_until": "07:00", "zone": "Europe/Berlin"},
        "profile": {"first_name": "Neu", "language": "de"},
        "set_language": {"language": "en", "next": "/"},
        "account_logout": {},
    }
    # A form of filters refuses whatever it does not know.
    return own.get(name, {}) if name.startswith("office-own-view") else words | own.get(name, {})
