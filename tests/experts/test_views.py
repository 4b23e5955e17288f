"""Law 3, the expert's world is a connection: whatever this role can read, any bug in a page could show."""

import inspect
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connections, transaction
from django.db.utils import InternalError, OperationalError

from oase.companies.care import customer_of
from oase.conversations import actions, pseudonyms, shielding
from oase.conversations.models import Message
from oase.conversations.words import IncomingFile
from oase.experts import actions as expert_actions
from oase.experts import rewards
from oase.experts.models import Expert, Offer
from oase.experts.reputation.guard import glimpse
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.models import Person
from oase.ratings.actions import rate
from tests.cast import Cast, person, qualify

READABLE = {
    "desk.availability": [
        "available", "time_zone", "languages", "at_once", "offers_at_once", "suspended", "paused", "paused_until",
        "unanswered", "beyond_until", "mail_offers", "mail_replies", "held", "offered", "topics", "hours",
    ],
    "desk.alarm": ["at", "sessions", "disowned_at"],
    "desk.conversation": [
        "id", "subject", "language", "pseudonym", "opened_at", "last_seq", "solution_proposed_at", "company",
        "company_slug", "topic_de", "topic_en", "reward_cents", "turn", "due_at", "promised_at", "claimed_at",
    ],
    "desk.event": ["conversation_id", "seq", "kind", "mine", "at", "hint"],
    "desk.message": [
        "conversation_id", "seq", "author_role", "mine", "author_name", "author_face", "body", "shielded", "at",
    ],
    "desk.offer": [
        "id", "pseudonym", "language", "company", "topic_de", "topic_en", "reward_cents", "reason", "offered_at",
        "expires_at", "due_at", "opened_at", "excerpt",
    ],
    "desk.past": [
        "id", "subject", "language", "pseudonym", "company", "topic_de", "topic_en", "ended_at", "solved_at", "cents",
        "answered_after", "sensitive",
    ],
    "desk.profile": [
        "first_name", "face", "introduction_de", "introduction_en", "languages", "available", "at_once", "since",
    ],
    "desk.progress": ["conversation_id", "customer_delivered", "customer_read", "asked", "answered", "unread"],
    "desk.public_page": ["name", "since"],
    "desk.standing": [
        "company", "topic_de", "topic_en", "level", "solved", "unsolved", "stars_sum", "stars", "good", "appointed",
    ],
    "desk.suspension": [
        "id", "company", "reason", "words", "at", "lifted_at", "appeal", "appealed_at", "granted", "reply",
        "decided_at",
    ],
    "desk.qualification": [
        "company", "topic_de", "topic_en", "about_de", "about_en", "reward_cents", "passed_at", "lapses_at",
    ],
    "desk.owed": ["company", "cents"],
    "desk.payment": ["agreed_at"],
    "desk.payout": ["id", "company", "month", "closed_at", "pay_on", "net_cents", "tax_cents", "readable", "returned"],
    "desk.reward": [
        "cents", "reason", "earned_at", "pseudonym", "subject", "topic_de", "topic_en", "company", "paid", "taken_back",
    ],
    "desk.attempt": [
        "id", "topic_id", "company_slug", "company", "topic_de", "topic_en", "started_at", "due_at", "handed_in_at",
        "decided_at", "pass_percent", "percent", "passed", "again_from", "questions", "unmarked", "lapses_at",
    ],
    "desk.lesson": [
        "id", "company_slug", "company", "topic_id", "topic_de", "topic_en", "position", "number", "title_de",
        "title_en", "body_de", "body_en", "at", "read_at", "read_before",
    ],
    "desk.marking": [
        "id", "company", "topic_de", "topic_en", "text_de", "text_en", "guide_de", "guide_en", "words", "handed_in_at",
    ],
    "desk.programme": ["company_slug", "company", "applied_at", "experience", "inviting"],
    "desk.programme_notice": [
        "id", "company_slug", "company", "topic_de", "topic_en", "kind", "reason", "lapses_at", "at", "is_read",
    ],
    "desk.question": ["id", "attempt_id", "place", "kind", "text_de", "text_en", "options", "answer", "words"],
    "desk.result": ["attempt_id", "place", "complete", "lesson_id", "remark"],
    "desk.test": [
        "topic_id", "company_slug", "company", "topic_de", "topic_en", "about_de", "about_en", "reward_cents", "prices",
        "questions", "minutes", "pass_percent", "wait_hours", "lessons", "lessons_left", "passed_at", "lapses_at",
        "notice_days", "attempt_id", "due_at", "handed_in_at", "decided_at", "percent", "passed", "again_from",
    ],
    "desk.thanks": ["stars", "thanks", "at", "pseudonym", "subject", "topic_de", "topic_en"],
    "desk.answer_topic": ["id", "company", "topic_de", "topic_en"],
    "desk.saved_answer": [
        "id", "topic_id", "company", "topic_de", "topic_en", "title", "body", "language", "shared", "likeness",
        "encoder", "changed_at", "uses",
    ],
    "desk.suited_answer": [
        "conversation_id", "id", "mine", "author_name", "title", "body", "language", "likeness", "encoder",
        "changed_at",
    ],
    "desk.similar": [
        "conversation_id", "id", "alike", "opened", "subject", "topic_de", "topic_en", "language", "stars",
    ],
    "desk.similar_message": [
        "conversation_id", "similar_id", "seq", "author_role", "mine", "author_name", "author_face", "body", "shielded",
        "at",
    ],
    "desk.waiting": [
        "conversation_id", "body", "solved", "written_at", "until_at", "checker_name", "checker_face", "wrote_since",
    ],
    "desk.asked_to_check": [
        "id", "mine", "pseudonym", "language", "last_seq", "opened_at", "company", "topic_de", "topic_en", "written_at",
        "until_at", "excerpt", "reward_cents",
    ],
    "desk.asked_before": ["id"],
    "desk.taken_check": [
        "id", "pseudonym", "language", "last_seq", "opened_at", "company", "topic_de", "topic_en", "written_at",
        "until_at", "reward_cents", "subject", "solved", "author_name", "author_face", "body", "shielded",
        "wrote_since",
    ],
    "desk.check_message": [
        "check_id", "seq", "author_role", "mine", "author_name", "author_face", "body", "shielded", "at",
    ],
    "desk.checked": [
        "id", "conversation_id", "wrote", "outcome", "decided_at", "remark", "pseudonym", "language", "company",
        "topic_de", "topic_en", "body", "other_name", "other_face",
    ],
}  # fmt: skip
OUTSIDE = "NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"


def as_expert(query: str, parameters: list[Any] | None = None, *, expert: object = None) -> list[tuple[Any, ...]]:
    """Ask on the expert's connection, as the page of `expert` would."""
    with transaction.atomic(using="expert"), connections["expert"].cursor() as cursor:
        if expert is not None:
            cursor.execute("SELECT set_config('oase.expert', %s, true)", [str(expert)])
        cursor.execute(query, parameters or [])
        return list(cursor.fetchall())


def everything(expert: object) -> str:
    """All that this expert can read, as one text, with the first words of what is offered to them."""
    if isinstance(expert, int):
        glimpse(expert)
    return "\n".join(repr(as_expert(f"SELECT * FROM {view}", expert=expert)) for view in READABLE)


def test_the_role_is_nobody_in_particular(house: None) -> None:
    (row,) = as_expert(
        "SELECT current_user, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolinherit,"
        " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid) FROM pg_roles r WHERE rolname = current_user"
    )
    assert row[:6] == ("oase_expert", False, False, False, False, False)
    assert row[7] == 0


def test_exactly_these_columns_can_be_read(house: None) -> None:
    rows = as_expert(
        "SELECT n.nspname || '.' || c.relname, a.attname FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        f" WHERE n.nspname {OUTSIDE} AND c.relkind IN ('r', 'v', 'm', 'p', 'f')"
        "   AND has_column_privilege(c.oid, a.attnum, 'SELECT') ORDER BY 1, a.attnum"
    )
    readable: dict[str, list[str]] = {}
    for name, column in rows:
        readable.setdefault(name, []).append(column)
    assert readable == READABLE


def test_every_column_is_named_for_its_page(house: None) -> None:
    """The allow-list is of what views give, so a view that is readable must be one of the desk."""
    rows = as_expert(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE n.nspname {OUTSIDE}"
        "   AND (has_any_column_privilege(c.oid, 'SELECT') OR has_table_privilege(c.oid, 'SELECT'))"
        "   AND c.relkind IN ('r', 'v', 'm', 'p', 'f') ORDER BY 1"
    )
    assert [name for (name,) in rows] == sorted(READABLE)


def test_nothing_can_be_changed(house: None) -> None:
    rows = as_expert(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE n.nspname {OUTSIDE} AND c.relkind IN ('r', 'v', 'm', 'p', 'f')"
        "   AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"
        "     OR has_any_column_privilege(c.oid, 'INSERT, UPDATE, REFERENCES'))"
    )
    assert rows == []


def test_schemas_functions_and_sequences(house: None) -> None:
    schemas = as_expert(
        f"SELECT n.nspname FROM pg_namespace n WHERE n.nspname {OUTSIDE} AND has_schema_privilege(n.oid, 'USAGE')"
    )
    assert schemas == [("desk",)]
    created = as_expert("SELECT n.nspname FROM pg_namespace n WHERE has_schema_privilege(n.oid, 'CREATE')")
    assert created == []
    functions = as_expert(
        "SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        f" WHERE n.nspname {OUTSIDE} AND has_schema_privilege(n.oid, 'USAGE')"
        "   AND has_function_privilege(p.oid, 'EXECUTE')"
    )
    assert functions == [("desk.me",)]
    sequences = as_expert(
        "SELECT c.relname FROM pg_class c"
        " WHERE CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE') END"
    )
    assert sequences == []


def test_functions_of_the_owner_cannot_be_called(house: None) -> None:
    """A function that runs with the owner's rights would be a door, in whatever schema it stands."""
    doors = as_expert(
        "SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        f" WHERE n.nspname {OUTSIDE} AND p.prosecdef AND has_function_privilege(p.oid, 'EXECUTE')"
    )
    assert doors == []


@pytest.mark.parametrize(
    "table",
    ["oase_person", "oase_sealed", "oase_sealedfile", "oase_personkey", "oase_customer", "oase_conversation",
     "oase_message", "oase_attachment", "oase_draft", "oase_accesslog", "oase_outbox", "django_session"],
)  # fmt: skip
def test_tables_are_closed(cast: Cast, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_expert(f"SELECT * FROM public.{table}", expert=cast.emil.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE oase_app",
        "SET ROLE oase_owner",
        "SET SESSION AUTHORIZATION oase_owner",
        "CREATE TABLE desk.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE OR REPLACE VIEW desk.profile AS SELECT 1 AS one",
        "INSERT INTO public.oase_draft (sealed) VALUES ('x')",
        "UPDATE desk.profile SET at_once = 99",
        "DELETE FROM desk.offer",
        "UPDATE public.oase_expert SET at_once = 99",
        "SELECT nextval('public.oase_message_id_seq')",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY desk.profile TO '/tmp/profile'",
    ],
)
def test_nothing_else_can_be_done(cast: Cast, statement: str) -> None:
    with transaction.atomic(using="expert"), connections["expert"].cursor() as cursor:
        # The role's transactions begin read-only; whoever can send statements can end that, and gains nothing.
        cursor.execute("SET TRANSACTION READ WRITE")
        with pytest.raises((ProgrammingError, InternalError, OperationalError)) as caught:
            cursor.execute(statement)
        transaction.set_rollback(True, using="expert")
    # A view of several tables takes nothing in, whatever is granted; that nothing is granted is tested above.
    assert re.search("permission denied|must be owner|cannot (insert into|update|delete from) view", str(caught.value))


def test_transactions_begin_read_only(house: None) -> None:
    assert as_expert("SHOW transaction_read_only") == [("on",)]


def test_with_no_setting_there_is_nothing(cast: Cast) -> None:
    cast.claimed()
    cast.asks()
    assert {view: as_expert(f"SELECT * FROM {view}") for view in READABLE} == {view: [] for view in READABLE}


def test_the_setting_ends_with_its_transaction(cast: Cast) -> None:
    cast.claimed()
    assert len(as_expert("SELECT * FROM desk.conversation", expert=cast.emil.pk)) == 1
    assert as_expert("SELECT * FROM desk.conversation") == []


def another_expert(cast: Cast) -> Person:
    """Nils knows the same machines, and holds nothing."""
    nils = person("Nils")
    Expert.objects.create(person=nils, languages=["de", "en"])
    qualify(nils, cast.machines)
    return nils


def test_an_expert_sees_what_is_theirs(cast: Cast) -> None:
    held, offered = cast.claimed(), cast.asks()
    nils = another_expert(cast)
    assert as_expert("SELECT id FROM desk.conversation", expert=cast.emil.pk) == [(held.pk,)]
    offer = cast.offer_to(cast.emil, offered)
    assert as_expert("SELECT id FROM desk.offer", expert=cast.emil.pk) == [(offer.pk,)]
    own = {"desk.answer_topic", "desk.availability", "desk.profile", "desk.qualification", "desk.standing"}
    for view in set(READABLE) - own:
        assert as_expert(f"SELECT * FROM {view}", expert=nils.pk) == [], view
    for who in (cast.karla, cast.ada, cast.mallory):
        assert everything(who.pk) == "\n".join(["[]"] * len(READABLE))


def test_words_are_shielded(cast: Cast) -> None:
    cast.claimed()
    cast.asks()
    seen = everything(cast.emil.pk)
    assert "[Name 1]" in seen
    assert "[IBAN 1]" in seen
    for secret in ("Karla", "Blum", "karla@", "3920045", "DE02", "2020 51", "Lindenstra", "79098"):
        assert secret not in seen


def test_what_two_of_karlas_concerns_share_a_strangers_shares_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """No value links two conversations of one customer: whatever both rows hold, that of another customer holds."""
    drawn = iter(["golden", "fuchs", "still", "linde", "blau", "mond"] * 2)
    monkeypatch.setattr("secrets.choice", lambda _choices: next(drawn))
    stranger = customer_of(person=cast.mallory, company=cast.kaffeewerk)
    text = "Meine Aroma 4 zeigt E12 und brüht nicht mehr."
    asked = [cast.asks(text), cast.asks(text)]
    asked.append(receive(customer=stranger, text=text, topic=cast.machines, client_id=uuid4()))

    def compare(view: str, key: str, keys: list[Any]) -> None:
        rows = [set(map(repr, row)) for one in keys
                for row in as_expert(f"SELECT * FROM {view} WHERE {key} = %s", [one], expert=cast.emil.pk)]  # fmt: skip
        assert len(rows) >= 3, view
        size = len(rows) // 3
        first, second, other = (set().union(*rows[place : place + size]) for place in range(0, 3 * size, size))
        assert first & second <= other, view

    compare("desk.offer", "id", [cast.offer_to(cast.emil, one).pk for one in asked])
    for one in asked:
        expert_actions.claim(offer_id=cast.offer_to(cast.emil, one).pk, by=cast.emil)
    ids = [one.pk for one in asked]
    compare("desk.conversation", "id", ids)
    for one in asked:
        expert_actions.answer(conversation_id=one.pk, by=cast.emil, text="Bitte das Sieb spülen.", client_id=uuid4())
        actions.save_draft(conversation_id=one.pk, person=cast.emil, body="Und dann?")
    for view in ("desk.message", "desk.event"):
        compare(view, "conversation_id", ids)
    for one, by in zip(asked, (cast.karla, cast.karla, cast.mallory), strict=True):
        actions.confirm_solution(conversation_id=one.pk, by=by)
        rate(conversation_id=one.pk, by=by, stars=5, thanks="Wunderbar!")
    rewards.settle()
    compare("desk.past", "id", ids)
    names = ["golden-fuchs", "still-linde", "blau-mond"]
    for view in ("desk.thanks", "desk.reward"):
        compare(view, "pseudonym", names)


def test_a_pseudonym_knows_nobody() -> None:
    assert inspect.signature(pseudonyms.draw).parameters == {}


def test_after_giving_on_only_the_subject_is_left(cast: Cast) -> None:
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Bitte spülen.", client_id=uuid4())
    actions.save_draft(conversation_id=conversation.pk, person=cast.emil, body="Und")
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="Sensor")
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role="agent", text="Ich prüfe das.", client_id=uuid4()
    )
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    for view in ("conversation", "message", "event", "offer"):
        assert as_expert(f"SELECT * FROM desk.{view}", expert=cast.emil.pk) == [], view
    conversation.refresh_from_db()
    rows = as_expert("SELECT id, subject, solved_at, cents FROM desk.past", expert=cast.emil.pk)
    assert rows == [(conversation.pk, conversation.subject, None, None)]


def test_after_an_hour_the_topic_stands_for_the_subject(cast: Cast) -> None:
    with clock.standing_at(clock.now() - timedelta(minutes=61)):
        conversation = cast.claimed()
        expert_actions.answer(
            conversation_id=conversation.pk, by=cast.emil, text="Bitte spülen.", client_id=uuid4(), solved=True
        )
        actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
        rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Danke!")
        rewards.settle()
    for view in ("desk.past", "desk.thanks", "desk.reward"):
        rows = as_expert(f"SELECT subject, topic_de FROM {view}", expert=cast.emil.pk)
        assert rows == [("", cast.machines.name_de)], view


def test_within_the_hour_what_was_theirs_is_named(cast: Cast) -> None:
    conversation = cast.claimed()
    expert_actions.answer(
        conversation_id=conversation.pk, by=cast.emil, text="Bitte spülen.", client_id=uuid4(), solved=True
    )
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5, thanks="Danke!")
    rewards.settle()
    for view in ("desk.past", "desk.thanks", "desk.reward"):
        rows = as_expert(f"SELECT subject FROM {view}", expert=cast.emil.pk)
        assert rows == [(conversation.subject,)], view


def test_of_what_was_solved_with_them_they_see_that_it_was(cast: Cast) -> None:
    conversation = cast.claimed()
    expert_actions.answer(
        conversation_id=conversation.pk, by=cast.emil, text="Bitte spülen.", client_id=uuid4(), solved=True
    )
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5)
    rewards.settle()
    conversation.refresh_from_db()
    rows = as_expert("SELECT id, solved_at, cents FROM desk.past", expert=cast.emil.pk)
    assert rows == [(conversation.pk, conversation.solved_at, 420)]
    assert as_expert("SELECT * FROM desk.conversation", expert=cast.emil.pk) == []


def test_attachments_and_notes_stay_inside(cast: Cast) -> None:
    file = IncomingFile("rechnung-blum.pdf", "application/pdf", 9, BytesIO(b"Rechnung!"))
    conversation = cast.asks("Meine Aroma 4 zeigt E12.", files=[file])
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role="agent", audience=Message.STAFF,
        text="Kundin seit langem, bitte kulant.", client_id=uuid4(),
    )  # fmt: skip
    assert [row[0] for row in as_expert("SELECT body FROM desk.message", expert=cast.emil.pk)] == [
        "Meine Aroma 4 zeigt E12."
    ]
    seen = everything(cast.emil.pk)
    for secret in ("rechnung-blum", "pdf", "kulant"):
        assert secret not in seen


def test_what_the_shield_could_not_read_has_no_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = cast.claimed()

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the shield broke")

    monkeypatch.setattr(shielding, "shield", broken)
    actions.reply(
        conversation_id=conversation.pk,
        author=cast.karla,
        role="customer",
        text="Meine IBAN: DE02 1203",
        client_id=uuid4(),
    )
    rows = as_expert("SELECT body, shielded FROM desk.message ORDER BY seq", expert=cast.emil.pk)
    assert rows[-1] == ("", False)
    assert "1203 0" not in everything(cast.emil.pk)


def test_what_the_shield_could_not_read_is_not_offered(cast: Cast) -> None:
    conversation = cast.asks()
    Message.objects.filter(conversation=conversation).update(body="", shielded_at=None)
    assert as_expert("SELECT * FROM desk.offer", expert=cast.emil.pk) == []


def test_of_an_expert_before_them_they_know_first_name_and_face(cast: Cast) -> None:
    nils = another_expert(cast)
    conversation = cast.asks()
    expert_actions.claim(offer_id=cast.offer_to(nils, conversation).pk, by=nils)
    expert_actions.answer(conversation_id=conversation.pk, by=nils, text="Ist das Sieb frei?", client_id=uuid4())
    expert_actions.decline(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    offer = Offer.objects.get(expert_id=cast.emil.pk)
    offer.delete()  # so that he is asked anew
    expert_actions.give_on(
        conversation_id=conversation.pk, by=nils, reason="not_my_field", hint="Rufen Sie mich an: 0171 3920045"
    )
    expert_actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)
    rows = as_expert(
        "SELECT author_role, mine, author_name, author_face FROM desk.message ORDER BY seq", expert=cast.emil.pk
    )
    assert rows == [("customer", False, "", ""), ("expert", False, "Nils", "nils")]
    hints = as_expert("SELECT hint FROM desk.event WHERE kind = 'given_back'", expert=cast.emil.pk)
    # The number is the customer's own; an expert who writes it is not told so.
    assert hints == [("Rufen Sie mich an: [Telefon 2]",)]
    assert "nils@" not in everything(cast.emil.pk)
