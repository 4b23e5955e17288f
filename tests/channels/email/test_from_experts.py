"""Emil replies by mail: his words become an answer by the verb of the desk, or lie there as a draft."""

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from uuid import uuid4

import pytest
from django.core import mail
from pytest_django import Settings

from oase.channels.email.ingesting import Outcome, take_in
from oase.channels.email.models import RejectedMail
from oase.channels.email.to_experts import deliver_due
from oase.conversations import actions
from oase.conversations.drafts import draft_of, save_draft
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.experts.availability.models import ExpertNotice, MailedAnswer
from oase.experts.availability.notices import gather
from oase.experts.availability.relay import address_for, assignment_in
from oase.experts.checks import deciding
from oase.experts.checks.models import Check
from oase.jobs import clock
from tests.cast import Cast, current
from tests.experts.checks.story import emil_is_senior, expert, held_by

ANSWER = "Bitte entlüften Sie die Pumpe: Wassertank abnehmen, wieder einsetzen, einschalten."
QUOTE = "\n\nAm 3. Juni schrieb Stille Eule:\n> Die Pumpe klackert.\n> Was nun?\n"


@pytest.fixture(autouse=True)
def memory(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def reply(cast: Cast, conversation: Conversation, text: str = ANSWER + QUOTE, **changes: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    headers = {
        "From": "Emil Hartmann <emil@example.org>",
        "To": f"Stille Eule <{address_for(current(conversation).pk)}>",
        "Subject": "Re: Stille Eule hat wieder geschrieben",
        "Message-ID": "<reply-1@example.org>",
    }
    for name, value in (headers | {name.replace("_", "-"): value for name, value in changes.items()}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def take(cast: Cast, raw: bytes) -> Outcome:
    return take_in(company=cast.kaffeewerk, raw=raw)


def answers(conversation: Conversation) -> list[str]:
    return list(conversation.messages.filter(author_role=Message.EXPERT).values_list("body", flat=True))


def told() -> list[str]:
    """Subjects of what Emil is told now."""
    mail.outbox.clear()
    deliver_due()
    assert {address for sent in mail.outbox for address in sent.to} <= {"emil@example.org"}
    return [str(sent.subject) for sent in mail.outbox]


def test_his_words_become_an_answer_once_without_the_quote(cast: Cast) -> None:
    conversation = cast.claimed()
    raw = reply(cast, conversation)
    assert [take(cast, raw).kind for _ in range(3)] == ["answer", "known", "known"]
    assert answers(conversation) == [ANSWER]
    assert current(conversation).turn == "customer"
    assert (told(), MailedAnswer.objects.get().outcome) == ([], "sent")


def test_by_whatever_case_and_copy_the_address_is_found(cast: Cast) -> None:
    conversation = cast.claimed()
    address = address_for(current(conversation).pk)
    raw = reply(cast, conversation, From="EMIL@Example.org", To="somebody@example.org", Cc=address.upper())
    assert take(cast, raw).kind == "answer"
    assert answers(conversation) == [ANSWER]


def test_what_stays_out_is_looked_at_first(cast: Cast) -> None:
    conversation = cast.claimed()
    text = f"{ANSWER} Rufen Sie mich an: 0171 5550199."
    assert take(cast, reply(cast, conversation, text)).kind == "answer"
    assert (answers(conversation), MailedAnswer.objects.get().outcome) == ([], "kept")
    draft = draft_of(cast.emil.pk, conversation.pk)
    assert draft is not None
    assert draft.text == text
    (subject,) = told()
    assert subject == "Noch nicht gesendet: Bitte schauen Sie noch einmal"
    assert "5550199" not in mail.outbox[0].body
    assert f"/desk/{conversation.pk}/" in mail.outbox[0].body


def test_what_he_had_begun_on_the_desk_stays(cast: Cast) -> None:
    conversation = cast.claimed()
    save_draft(conversation_id=conversation.pk, person=cast.emil, body="Angefangen.")
    take(cast, reply(cast, conversation, "Mein Telefon: 0171 5550199."))
    draft = draft_of(cast.emil.pk, conversation.pk)
    assert draft is not None
    assert draft.text == "Angefangen.\n\nMein Telefon: 0171 5550199."


def test_a_signature_does_not_stand_in_the_way(cast: Cast) -> None:
    conversation = cast.claimed()
    text = f"{ANSWER}\n\nViele Grüße\nEmil\n\n-- \nEmil Hartmann\nemil@example.org\n0171 5550199\n"
    assert take(cast, reply(cast, conversation, text)).kind == "answer"
    (said,) = answers(conversation)
    assert said == f"{ANSWER}\n\nViele Grüße\nEmil"


def test_a_file_stays_behind_and_he_is_told(cast: Cast) -> None:
    conversation = cast.claimed()
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "emil@example.org", address_for(current(conversation).pk)
    message.set_content(ANSWER)
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="Geheim.pdf")
    assert take(cast, message.as_bytes()).kind == "answer"
    assert answers(conversation) == [ANSWER]
    assert told() == ["Ihre Antwort ist hinausgegangen, die Datei nicht"]
    assert "Geheim" not in mail.outbox[0].body


@pytest.mark.parametrize("sender", ["mallory@example.org", "karla@example.org", "emil@example.org.evil.example"])
def test_who_knows_the_address_is_not_yet_its_owner(cast: Cast, sender: str) -> None:
    conversation = cast.claimed()
    outcomes = [take(cast, reply(cast, conversation, From=sender, Message_ID=f"<{n}@x.example>")) for n in range(3)]
    assert [one.kind for one in outcomes] == ["set aside"] * 3
    assert (answers(conversation), draft_of(cast.emil.pk, conversation.pk)) == ([], None)
    # The owner is told once, however often it is tried.
    assert told() == ["Eine Mail von einer anderen Adresse"]
    assert RejectedMail.objects.count() == 3


def test_an_address_cannot_be_made_up(cast: Cast) -> None:
    conversation = cast.claimed()
    address = address_for(current(conversation).pk)
    number = current(conversation).pk
    for other in (
        address.replace(f"x{number}-", f"x{number + 1}-"), address[:-1] + "x", address.replace("+", "+0"),
        address.replace("service", "other"), f"x{number}-@localhost", f"service+x{'9' * 30}-{'a' * 24}@localhost",
    ):  # fmt: skip
        assert assignment_in([other]) is None
    assert assignment_in([address, "emil@example.org"]) == number
    assert take(cast, reply(cast, conversation, To=address.replace(f"x{number}-", f"x{number + 1}-"))).kind == "new"


def test_answers_to_what_has_moved_on_go_nowhere(cast: Cast) -> None:
    conversation = cast.claimed()
    raw = reply(cast, conversation)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="")
    assert take(cast, raw).kind == "set aside"
    assert (answers(conversation), MailedAnswer.objects.get().outcome) == ([], "refused")
    assert told() == ["Nicht gesendet: Das Anliegen ist weitergezogen"]


def test_an_old_address_does_not_open_what_came_back(cast: Cast) -> None:
    """He gave it on; the company gave it to the experts again and another holds it: his old address is dead."""
    conversation = cast.claimed()
    raw = reply(cast, conversation)
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    assert take(cast, raw).kind == "set aside"
    assert answers(conversation) == []


def test_a_machine_is_not_answered_and_answers_nothing(cast: Cast) -> None:
    conversation = cast.claimed()
    raw = reply(cast, conversation, "Ich bin bis Montag nicht da.", Auto_Submitted="auto-replied")
    assert take(cast, raw).kind == "set aside"
    bounce = reply(cast, conversation, "Undelivered", From="MAILER-DAEMON@example.org")
    assert take(cast, bounce).kind == "set aside"
    assert (answers(conversation), told(), ExpertNotice.objects.count()) == ([], [], 0)


def test_nothing_but_a_quote_is_no_answer(cast: Cast) -> None:
    conversation = cast.claimed()
    take(cast, reply(cast, conversation, "> Die Pumpe klackert.\n> Was nun?\n"))
    assert (answers(conversation), MailedAnswer.objects.get().outcome) == ([], "kept")


def test_what_is_far_too_long_is_kept_whole_and_he_is_told(cast: Cast, settings: Settings) -> None:
    settings.LARGEST_TEXT = 200
    conversation = cast.claimed("Meine Aroma 4 brüht nicht.")
    assert take(cast, reply(cast, conversation, "Entlüften. " * 50)).kind == "set aside"
    assert (answers(conversation), RejectedMail.objects.count()) == ([], 1)
    assert told() == ["Nicht gesendet: Die Mail ist zu lang"]


def test_a_newcomers_words_wait_for_a_look_by_mail_as_on_the_desk(cast: Cast) -> None:
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    raw = reply(cast, conversation, From="nils@example.org")
    assert [take(cast, raw).kind for _ in range(2)] == ["answer", "known"]
    check = Check.objects.get()
    assert (answers(conversation), check.author_id) == ([], nils.pk)
    second = reply(cast, conversation, "Und noch etwas.", From="nils@example.org", Message_ID="<2@example.org>")
    assert take(cast, second).kind == "set aside"
    mail.outbox.clear()
    assert deliver_due() == 1
    assert mail.outbox[0].subject == "Nicht gesendet: Ihre vorige Antwort wird noch gelesen"
    deciding.take(check_id=check.pk, by=cast.emil)
    deciding.agree(check_id=check.pk, by=cast.emil)
    assert answers(conversation) == [ANSWER]
    assert take(cast, raw).kind == "known"


def test_the_way_there_and_back(cast: Cast) -> None:
    """A follow-up is mailed, and the mail that replies to it stands in the conversation."""
    conversation = cast.claimed()
    asked = "Die Pumpe klackert immer noch, was nun?"
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        actions.reply(
            conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text=asked, client_id=uuid4()
        )
        gather()
    with clock.standing_at(clock.now() + timedelta(minutes=3)):
        assert deliver_due() == 1
        (sent,) = mail.outbox
        quoted = "\n".join(f"> {line}" for line in sent.body.splitlines())
        text = f"{ANSWER}\n\nAm 3. Juni 2030 um 10:11 schrieb {sent.from_email}:\n\n{quoted}\n"
        raw = reply(cast, conversation, text, To=sent.extra_headers["Reply-To"])
        assert take(cast, raw).kind == "answer"
    assert answers(conversation) == [ANSWER]
