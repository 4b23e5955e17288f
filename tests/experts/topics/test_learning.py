"""A company's recogniser learns by itself, and what it says is what questions are offered by."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from oase.companies.care import customer_of
from oase.companies.models import Topic
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.experts.firms import firms_of
from oase.experts.routing import receive
from oase.experts.topics import recognise
from oase.experts.topics.correcting import correct_topic
from oase.experts.topics.jobs import learn_topics
from oase.experts.topics.learning import MOST_OF_ONE, NEWLY_SOLVED, due, learn
from oase.experts.topics.models import Recognition, TopicCorrection
from oase.experts.topics.remembering import recogniser_of
from tests.cast import Cast, person
from tests.conversations.story import says
from tests.experts.topics.questions import CLEANING, DELIVERY, INVOICES, STRANGE


@pytest.fixture
def taught(cast: Cast) -> Cast:
    cast.machines.examples, cast.invoices.examples = CLEANING, INVOICES
    cast.machines.save()
    cast.invoices.save()
    return cast


def topics(cast: Cast) -> list[Topic]:
    return list(cast.kaffeewerk.topics.all())


def test_examples_are_learned_by_the_job_and_used_at_once(taught: Cast) -> None:
    text = "Womit kann man so ein Gerät vom Kalk befreien?"
    assert recognise(text, topics(taught)) is None
    assert firms_of([taught.kaffeewerk.pk])[taught.kaffeewerk.pk].recogniser is None
    learn_topics(0)
    assert recognise(text, topics(taught)) == taught.machines
    assert firms_of([taught.kaffeewerk.pk])[taught.kaffeewerk.pk].recogniser is not None
    assert taught.asks(text, topic=None).topic == taught.machines
    row = Recognition.objects.get(company=taught.kaffeewerk)
    assert (row.version, row.examples, row.conversations) == (1, 12, 0)


def test_nothing_new_is_nothing_to_learn(taught: Cast) -> None:
    learn_topics(0)
    assert due() == []
    learn_topics(0)
    assert Recognition.objects.get(company=taught.kaffeewerk).version == 1
    taught.machines.examples = CLEANING[:4]
    taught.machines.save()
    assert due() == [taught.kaffeewerk.pk]
    learn_topics(0)
    assert Recognition.objects.get(company=taught.kaffeewerk).version == 2
    assert len(recogniser_of(taught.kaffeewerk.pk).remembered) == 10  # type: ignore[union-attr]  # it was learned


def test_without_examples_keywords_decide(cast: Cast) -> None:
    learn_topics(0)
    assert recogniser_of(cast.kaffeewerk.pk) is None
    assert recognise(f"Frage: {cast.machines.keywords[0]}", topics(cast)) == cast.machines


def test_a_topic_without_examples_still_has_its_keywords(taught: Cast) -> None:
    parcels = Topic.objects.create(company=taught.kaffeewerk, slug="parcels", name_de="Pakete", keywords=["paket"])
    learn_topics(0)
    assert recognise("Paket 7?", topics(taught)) == parcels


def test_none_of_these_is_for_the_company(taught: Cast) -> None:
    learn_topics(0)
    for text in STRANGE:
        assert recognise(text, topics(taught)) is None


def test_another_company_learns_nothing_of_it(taught: Cast) -> None:
    learn_topics(0)
    assert recogniser_of(taught.velotal.pk) is None


def test_what_another_version_kept_is_left_alone_and_learned_anew(taught: Cast) -> None:
    learn_topics(0)
    Recognition.objects.filter(company=taught.kaffeewerk).update(data=b"PK\x03\x04 something else", version=2)
    assert recogniser_of(taught.kaffeewerk.pk) is None
    learn(taught.kaffeewerk.pk)
    assert recogniser_of(taught.kaffeewerk.pk) is not None


def solved(
    cast: Cast, texts: list[str], topic: Topic, *, by_one: bool = False, answered: bool = True
) -> list[Conversation]:
    """Somebody else asked each, or Karla all of them; Ada answered, and they were solved."""
    asked = []
    for text in texts:
        who = cast.customer if by_one else customer_of(person=person(f"k{uuid4().hex}"), company=cast.kaffeewerk)
        one = receive(customer=who, text=text, topic=topic, wants_company=True, client_id=uuid4())
        if answered:
            says(cast.ada, "agent", one)
        asked.append(one)
    ids = [one.pk for one in asked]
    later = timezone.now() + timedelta(seconds=1)
    with transaction.atomic():
        for one in asked:
            one.assignments.filter(ended_at=None).update(ended_at=later)
        Conversation.objects.filter(pk__in=ids).update(solved_at=later)
    return asked


def test_one_customer_does_not_teach_what_a_topic_is(taught: Cast) -> None:
    """Somebody asks about cleaning, says it were about invoices, and closes it: as often as they like."""
    learn_topics(0)
    wrong = [f"{text} ({number})" for text in CLEANING for number in range(5)]
    solved(taught, wrong, taught.invoices, by_one=True, answered=False)
    learn(taught.kaffeewerk.pk)
    assert Recognition.objects.get(company=taught.kaffeewerk).conversations == 0
    assert recognise("Womit kann man so ein Gerät vom Kalk befreien?", topics(taught)) == taught.machines
    solved(taught, wrong, taught.invoices, by_one=True)
    learn(taught.kaffeewerk.pk)
    assert Recognition.objects.get(company=taught.kaffeewerk).conversations == MOST_OF_ONE


def test_solved_concerns_teach_once_there_are_enough(taught: Cast) -> None:
    parcels = Topic.objects.create(company=taught.kaffeewerk, slug="parcels", name_de="Pakete", name_en="Parcels")
    learn_topics(0)
    solved(taught, DELIVERY, parcels)
    assert due() == []
    solved(taught, [f"Mein Paket {number} kommt nicht an" for number in range(NEWLY_SOLVED)], parcels)
    assert due() == [taught.kaffeewerk.pk]
    learn_topics(0)
    assert Recognition.objects.get(company=taught.kaffeewerk).conversations == len(DELIVERY) + NEWLY_SOLVED
    assert recognise("Has my parcel been delivered to the wrong address?", topics(taught)) == parcels


def test_what_the_staff_put_right_counts_more_than_what_it_was_taken_for(taught: Cast) -> None:
    learn_topics(0)
    ada = taught.member(taught.ada)
    for text in DELIVERY:
        conversation = taught.asks(text, topic=taught.invoices, wants_company=True)
        correction = correct_topic(by=ada, conversation_id=conversation.pk, topic=taught.machines)
        assert correction is not None
        assert (correction.was, correction.topic) == (taught.invoices, taught.machines)
        assert correct_topic(by=ada, conversation_id=conversation.pk, topic=taught.machines) is None
    assert due() == [taught.kaffeewerk.pk]
    learn_topics(0)
    assert recognise("Where is my parcel?", topics(taught)) == taught.machines
    for conversation in Conversation.objects.filter(topic_corrections__isnull=False):
        correct_topic(by=ada, conversation_id=conversation.pk, topic=None)
    learn_topics(0)
    assert recognise("Where is my parcel?", topics(taught)) is None


def test_only_their_own_staff_corrects_and_not_while_experts_have_it(cast: Cast) -> None:
    conversation = cast.asks()
    ada, mallory = cast.member(cast.ada), cast.member(cast.mallory)
    other = Topic.objects.create(company=cast.velotal, slug="other", name_de="Andere", name_en="Other")
    with pytest.raises(Refused):
        correct_topic(by=ada, conversation_id=conversation.pk, topic=None)
    with pytest.raises(NotAllowed):
        correct_topic(by=mallory, conversation_id=conversation.pk, topic=None)
    with pytest.raises(NotAllowed):
        correct_topic(by=ada, conversation_id=conversation.pk, topic=other)
    with pytest.raises(Conversation.DoesNotExist):
        correct_topic(by=ada, conversation_id=uuid4(), topic=None)
    conversation.refresh_from_db()
    assert conversation.topic == cast.machines
    assert not TopicCorrection.objects.exists()


def test_what_was_not_shielded_is_not_learned_from(taught: Cast) -> None:
    asked = solved(taught, [f"Mein Paket {number} kommt nicht an" for number in range(4)], taught.invoices)
    for one in asked:
        one.messages.update(body="", shielded_at=None)
    learn_topics(0)
    assert Recognition.objects.get(company=taught.kaffeewerk).conversations == 0
