"""The demo becomes rows by the same actions that everybody uses, with the clock standing where each thing happened."""

from datetime import UTC, date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from oase.channels.widget.models import Widget
from oase.companies import models as companies
from oase.conversations.models import Assignment, Outbox
from oase.demo import money, shapes
from oase.demo.learning import School
from oase.demo.second_level import Office
from oase.demo.telling import Teller
from oase.experts.availability.models import ExpertNotice
from oase.experts.models import Expert, Qualification
from oase.experts.programme.models import ProgrammeNotice
from oase.experts.rewards import settle
from oase.jobs import clock
from oase.people.known import save_contact
from oase.people.models import Person

PASSWORD = "oase-kaffee-rad"
AT_ONCE = 8
"""The demo's experts hold more at a time than people should: they never sleep either."""


@transaction.atomic
def load(demo: shapes.Demo) -> None:
    """Fill an empty database with the demo, whole or not at all."""
    people = _people(demo)
    for company in demo.companies:
        _company(company, people)
    for company in demo.companies:
        teller = Teller(companies.Company.objects.get(slug=company.slug), company, people)
        school = School(teller.company, company, people)
        school.open()
        office = Office(teller.company, company, people)
        teller.kinds = office.open()
        told = {}
        for conversation in company.conversations:
            if conversation.holder:
                # Whoever is asked about what is still open is known by what they had done until then.
                with clock.standing_at(teller.now - conversation.age):
                    school.measure()
            told[conversation.key] = teller.tell(conversation)
        school.settle()
        _opening_hours(teller.company, company)
        office.furnish(told, teller.kinds)
    money.pay(people)
    settle()
    money.worry()
    _look_ahead()
    # What happened in the past has been read long ago.
    for notices in (Outbox, ExpertNotice, ProgrammeNotice):
        notices._default_manager.filter(sent_at=None).update(sent_at=clock.now())


def _people(demo: shapes.Demo) -> dict[str, Person]:
    password, people = make_password(PASSWORD), {}
    for one in demo.people:
        person = Person.objects.create(
            email=one.email,
            first_name=one.first_name,
            last_name=one.last_name,
            face=one.face,
            language=one.language,
            password=password,
        )
        if one.phone or one.address:
            street, _, place = one.address.partition(", ")
            save_contact(person, {"phone": one.phone, "street": street, "place": place})
        EmailAddress.objects.create(user=person, email=one.email, verified=True, primary=True)
        people[one.key] = person
    return people


def _company(given: shapes.Company, people: dict[str, Person]) -> None:
    company = companies.Company.objects.create(
        slug=given.slug,
        name=given.name,
        description_de=given.description.de,
        description_en=given.description.en,
        time_zone=given.time_zone,
        vocabulary=sorted({word.lower() for phrase in given.vocabulary for word in phrase.split()}),
    )
    # Only pages on this machine may frame it: whoever tries the demo has one there.
    Widget.objects.create(company=company, origins=["http://localhost:*", "http://127.0.0.1:*"])
    companies.Purpose.objects.bulk_create(
        companies.Purpose(company=company, text_de=purpose.text.de, text_en=purpose.text.en, position=place)
        for place, purpose in enumerate(given.purposes)
    )
    topics = {topic.slug: _topic(company, topic, place) for place, topic in enumerate(given.topics)}
    staff = {agent.person: _agent(company, agent, people) for agent in given.agents}
    deputies = {agent.person: agent.deputy for agent in given.agents}
    for expert in given.experts:
        _expert(expert, people, topics)
    for customer in given.customers:
        companies.Customer.objects.create(
            person=people[customer.person],
            company=company,
            number=customer.number,
            advisor=staff.get(customer.advisor),
            deputy=staff.get(deputies.get(customer.advisor, "")),
            since=_noon(customer.since),
        )


def _opening_hours(company: companies.Company, given: shapes.Company) -> None:
    """Set after the past was told: its stories count plain hours, and so are the same on every weekday."""
    companies.OpeningHours.objects.bulk_create(
        companies.OpeningHours(company=company, weekday=hour.weekday, opens=hour.start, closes=hour.end)
        for hour in given.hours
    )


def _topic(company: companies.Company, given: shapes.Topic, place: int) -> companies.Topic:
    return companies.Topic.objects.create(
        company=company,
        slug=given.slug,
        name_de=given.name.de,
        name_en=given.name.en,
        description_de=given.description.de,
        description_en=given.description.en,
        open_to_experts=given.open_to_experts,
        first_answer_minutes=given.first_answer // timedelta(minutes=1),
        next_answer_minutes=given.next_answer // timedelta(minutes=1),
        reward_cents=given.reward_cents,
        keywords=sorted({word.lower() for word in (*given.keywords.de, *given.keywords.en)}),
        examples=[*given.examples.de, *given.examples.en],
        position=place,
    )


def _agent(company: companies.Company, given: shapes.Agent, people: dict[str, Person]) -> companies.Membership:
    return companies.Membership.objects.create(
        person=people[given.person],
        company=company,
        role=given.role,
        introduction_de=given.introduction.de,
        introduction_en=given.introduction.en,
        languages=["de", "en"],
    )


def _expert(given: shapes.Expert, people: dict[str, Person], topics: dict[str, companies.Topic]) -> None:
    since = _noon(given.since)
    expert, _ = Expert.objects.get_or_create(
        person=people[given.person],
        defaults={
            "introduction_de": given.introduction.de,
            "introduction_en": given.introduction.en,
            "languages": list(given.languages),
            "at_once": AT_ONCE,
            "since": since,
        },
    )
    Qualification.objects.bulk_create(
        Qualification(expert=expert, topic=topics[topic], passed_at=since) for topic in given.topics
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _look_ahead() -> None:
    """A promise that would lapse while somebody opens the demo for the first time is given a little longer."""
    now = clock.now()
    soon = Assignment.objects.filter(ended_at=None, due_at__lt=now + timedelta(minutes=3)).order_by("due_at", "pk")
    for place, assignment in enumerate(soon):
        assignment.due_at = now + timedelta(minutes=12 + 7 * (place % 12))
        assignment.promised_at = max(assignment.promised_at, now - timedelta(minutes=10 + place % 9))
        assignment.save(update_fields=["due_at", "promised_at"])
        assignment.offers.update(expires_at=assignment.due_at)
