"""Every column that can hold words: what is in it, and why it is harmless where experts might read it."""

from io import BytesIO
from typing import Final
from uuid import uuid4

from django.apps import apps
from django.db import models

from oase.channels.email.ingesting import take_in
from oase.conversations import actions
from oase.conversations.models import Message
from oase.conversations.words import IncomingFile
from oase.experts import actions as expert_actions
from oase.experts.models import Expert
from oase.experts.routing import receive
from oase.ratings.actions import rate
from oase.second_level.actions import give_back
from tests.cast import IBAN, PHONE, Cast, person, qualify

SHIELDED = "shielded before it is stored (conversations.shielding)"
KEY = "a key, a code or a digest: the house writes it, nobody types it"
SEALED = "ciphertext or the name of its kind: opens with the person's key only"
COMPANYS = "the company's own public words: no person's"
OWN = "the person's own record: read by them, their company and the shield, in no view of the expert's role"
OWN_EXPERT = "written by an expert about themself; refused while it says how to be reached (experts.presenting)"
OWN_MAIL = "a mail to its own recipient, where no mail server is set up; in no view of the expert's role"
OWN_VIEW = "a name for filters, by staff for staff; in no view of the expert's role"
TAGS = "a word of the company's own; what looks like somebody's data is refused (shaping/tags.py); in no expert's view"
COUNTS = "counts and kinds of what was erased, no words of it"
SETTINGS = "a company's settings as they were: names of topics, teams and staff; in no view of the expert's role"
LOG = "a purpose, shielded before it is written (privacy/vault.py)"

DEVICE = "browser and system, chosen by the house among names it knows (channels/push/devices.py)"

FIELDS: Final = {
    "AccessLog": {"kind": KEY, "purpose": LOG},
    "AdvisorChange": {"reason": KEY},
    "Alarm": {"conversations": KEY},
    "AlarmAnswer": {"found": KEY},
    "Appeal": {"words": SHIELDED, "reply": SHIELDED},
    "Application": {"experience": OWN_EXPERT},
    "Assignment": {"level": KEY, "turn": KEY, "promise": KEY},
    "BlindMark": {"kind": KEY},
    "Check": {"body": SHIELDED, "inserted": KEY, "outcome": KEY, "remark": SHIELDED},
    "Choice": {"what": KEY, "digest": KEY, "kind": KEY, "placeholder": SHIELDED},
    "Company": {
        "slug": COMPANYS, "name": COMPANYS, "description_de": COMPANYS, "description_en": COMPANYS, "time_zone": KEY,
        "vocabulary": COMPANYS, "retention": KEY, "holiday_region": KEY,
    },
    "Conversation": {
        "subject": SHIELDED, "language": KEY, "channel": KEY, "pseudonym": KEY, "placeholders": KEY,
    },
    "Customer": {"number": OWN},
    "Draft": {"audience": KEY},
    "DrawnQuestion": {"shuffle": KEY, "answer": KEY, "words": SHIELDED, "remark": SHIELDED},
    "Erasure": {"token": KEY, "language": KEY, "report": COUNTS},
    "Event": {"kind": KEY, "detail": SHIELDED},
    "Expert": {
        "introduction_de": OWN_EXPERT, "introduction_en": OWN_EXPERT, "languages": KEY, "time_zone": KEY,
    },
    "HandoverNote": {"body": SHIELDED},
    "Imprint": {"encoder": KEY},
    "Goodwill": {"budget": KEY},
    "GoodwillKind": {
        "name_de": COMPANYS, "name_en": COMPANYS, "text_de": COMPANYS, "text_en": COMPANYS, "icon": KEY,
    },
    "GoodwillWish": {"words": SHIELDED, "reason": SHIELDED, "verdict": KEY, "answer": SHIELDED},
    "IdentityKey": {"kid": KEY, "algorithm": KEY, "public": KEY},
    "Invitation": {"role": KEY},
    "LessonVersion": {"title_de": COMPANYS, "title_en": COMPANYS, "body_de": COMPANYS, "body_en": COMPANYS},
    "Listing": {"language": KEY, "channel": KEY, "level": KEY},
    "LocalMail": {"recipient": OWN_MAIL, "subject": OWN_MAIL, "body": OWN_MAIL},
    "Membership": {
        "role": KEY, "introduction_de": COMPANYS, "introduction_en": COMPANYS, "languages": KEY, "hours": KEY,
        "planned": KEY,
    },
    "Message": {"author_role": KEY, "audience": KEY, "body": SHIELDED},
    "ExpertNotice": {"kind": KEY, "key": KEY, "reason": KEY},
    "Macro": {"name": COMPANYS, "text_de": COMPANYS, "text_en": COMPANYS, "audience": KEY, "steps": KEY},
    "MailedAnswer": {"digest": KEY, "outcome": KEY},
    "NoticeWishes": {"off": KEY, "zone": KEY},
    "Offer": {"reason": KEY},
    "Opening": {"session": KEY},
    "Outbox": {"kind": KEY, "key": KEY},
    "LedgerEntry": {"account": KEY},
    "LedgerTransaction": {"kind": KEY},
    "Outcome": {"result": KEY},
    "OwnView": {"name": OWN_VIEW, "shared": KEY, "filters": KEY},
    "Payer": {
        "name": COMPANYS, "street": COMPANYS, "postcode": COMPANYS, "town": COMPANYS, "country": KEY,
        "tax_number": COMPANYS, "iban": COMPANYS, "bic": COMPANYS,
    },
    "PayoutRun": {"payer": COMPANYS},
    "Person": {
        "password": KEY, "email": OWN, "first_name": OWN, "last_name": OWN, "face": KEY, "language": KEY,
    },
    "PersonKey": {"key_id": KEY},
    "Placing": {"language": KEY},
    "OwnDay": {"name": COMPANYS, "openings": KEY},
    "Portrait": {"key": KEY},
    "Programme": {"welcome_de": COMPANYS, "welcome_en": COMPANYS},
    "ProgrammeNotice": {"kind": KEY, "reason": KEY, "key": KEY},
    "Price": {"language": KEY, "days": KEY},
    "PublicPage": {"name": KEY},
    "Purpose": {"text_de": COMPANYS, "text_en": COMPANYS},
    "Push": {"kind": KEY, "key": KEY, "place": KEY},
    "PushDevice": {"session_key": KEY, "digest": KEY, "label": DEVICE},
    "Question": {"kind": KEY, "text_de": COMPANYS, "text_en": COMPANYS, "options": COMPANYS},
    "Rating": {"thanks": SHIELDED},
    "ReadMark": {"role": KEY},
    "ReceivedMail": {"digest": KEY, "header_id": KEY},
    "RejectedMail": {"digest": KEY, "reason": KEY},
    "Recognition": {"learned_from": KEY},
    "Report": {"role": KEY, "reason": KEY, "words": SHIELDED},
    "Returned": {"reason": KEY},
    "Reward": {"reason": KEY},
    "SavedAnswer": {"title": SHIELDED, "body": SHIELDED, "language": KEY, "encoder": KEY},
    "Sealed": {"kind": SEALED},
    "SettingChange": {"area": KEY, "subject": SETTINGS, "before": SETTINGS, "after": SETTINGS},
    "Solution": {"right": KEY, "guide_de": COMPANYS, "guide_en": COMPANYS},
    "Standing": {"level": KEY},
    "Suspension": {"reason": KEY, "words": SHIELDED},
    "TakenBack": {"reason": KEY},
    "Tag": {"name": TAGS},
    "Team": {"name_de": COMPANYS, "name_en": COMPANYS},
    "Topic": {
        "slug": COMPANYS, "name_de": COMPANYS, "name_en": COMPANYS, "description_de": COMPANYS,
        "description_en": COMPANYS, "keywords": COMPANYS, "examples": COMPANYS, "wave_sizes": KEY,
    },
    "UsedNonce": {"digest": KEY},
    "VaultKey": {"id": KEY, "state": KEY},
    "Vocabulary": {"word": SHIELDED, "german": SHIELDED, "english": SHIELDED},
    "Widget": {
        "origins": COMPANYS, "accent": KEY, "on_accent": KEY, "side": KEY, "label_de": COMPANYS, "label_en": COMPANYS,
        "greeting_de": COMPANYS, "greeting_en": COMPANYS,
    },
}  # fmt: skip

WORDS = (models.CharField, models.TextField, models.JSONField)
SECRETS = ("Blum", "2020 51", "3920045", "Lindenstraße", "karla@example.org", "Karla")


def words_of(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, WORDS)]


def all_models() -> list[type[models.Model]]:
    return list(apps.get_app_config("oase").get_models(include_auto_created=True))


def test_every_column_for_words_says_why_it_is_harmless() -> None:
    found = {model.__name__: sorted(words_of(model)) for model in all_models() if words_of(model)}
    assert found == {name: sorted(fields) for name, fields in FIELDS.items()}


def test_through_every_door_nothing_personal_comes_to_rest(cast: Cast) -> None:
    said = f"Ich bin Karla Blum, Lindenstraße 8, karla@example.org, {PHONE}, {IBAN}. Datei Rechnung_Karla_Blum.pdf."
    files = [IncomingFile("Rechnung_Karla_Blum.pdf", "application/pdf", 1, BytesIO(b"x"))]
    karla = receive(
        customer=cast.customer, text=f"E12. {said}", subject=f"E12 {said}", client_id=uuid4(), topic=cast.machines,
        files=files,
    )  # fmt: skip
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, karla).pk, by=cast.emil)
    expert_actions.give_on(conversation_id=karla.pk, by=cast.emil, reason="documents", hint=f"{IBAN} {PHONE}")
    actions.reply(
        conversation_id=karla.pk, author=cast.karla, role=Message.CUSTOMER, text=said, client_id=uuid4(),
        wishes=actions.Wishes(masked=("Datei",)),
    )  # fmt: skip
    for audience in (Message.CONVERSATION, Message.STAFF):
        actions.reply(
            conversation_id=karla.pk, author=cast.ada, role=Message.AGENT, text=f"Frau Blum: {said}",
            client_id=uuid4(), audience=audience,
        )  # fmt: skip
    actions.hand_over(conversation_id=karla.pk, by=cast.ada, to=cast.member(cast.dora), note=said)
    another(cast)
    give_back(conversation_id=karla.pk, membership=cast.member(cast.ada), masked=["Rechnung"], hint=said)
    actions.confirm_solution(conversation_id=karla.pk, by=cast.karla)
    rate(conversation_id=karla.pk, by=cast.karla, stars=5, thanks=said)
    mail = (
        "From: Karla Blum <karla@example.org>\r\nTo: hilfe@kaffeewerk.example\r\nSubject: Karla Blum fragt\r\n"
        "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<p>Ich bin <b>Karla</b> Bl<i>um</i>, IBAN {IBAN}</p><p>Tel. {PHONE}</p>"
    )
    assert take_in(company=cast.kaffeewerk, raw=mail.encode("utf-8")).kind == "new"
    for model in all_models():
        for name in words_of(model):
            if FIELDS[model.__name__][name] in (OWN, COMPANYS, OWN_MAIL):
                continue
            for value in model._default_manager.values_list(name, flat=True):
                found = [secret for secret in SECRETS if secret in str(value)]
                assert found == [], (model.__name__, name, value)


def another(cast: Cast) -> Expert:
    nils = person("Nils", "Ohm")
    expert = Expert.objects.create(person=nils, languages=["de", "en"])
    qualify(nils, cast.machines)
    return expert
