"""The companies, experts and customers of the bench, and a session for everyone who signs in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from bench.claiming import RACERS
from bench.wire import CSRF
from bench.words import VOCABULARY, Writer, said_by, writer
from oase.companies.models import Company, Customer, Membership, Purpose, Topic
from oase.conversations.models import Conversation
from oase.experts.matching.standing import measure
from oase.experts.models import Expert, Qualification
from oase.experts.opening import Opened, Question
from oase.experts.receiving import receive_all
from oase.people.known import save_contact
from oase.people.models import Person

COMPANIES, EXPERTS = 4, 32
MANY = 30_000
"""What a person could never hold; here few stand for many."""
A_BATCH = 32
NEVER_LAPSES = 24 * 60
"""Minutes promised for an answer: nothing moves along the chain while it is measured."""


@dataclass
class Firm:
    """A company with the people of its second level."""

    company: Company
    topic: Topic
    ours: Topic
    advisor: Membership
    deputy: Membership


class Town:
    """Everybody there is; cookies are kept so that a person signs in once."""

    def __init__(self) -> None:
        self._cookies: dict[int, str] = {}
        self._number = 0
        self.firms = [self.firm(number) for number in range(COMPANIES)]
        self.races = Topic.objects.create(
            company=self.firms[0].company, slug="races", name_de="Wettläufe", name_en="Races", open_to_experts=True,
            first_answer_minutes=NEVER_LAPSES, wave_sizes=[RACERS],
        )  # fmt: skip
        self.experts = [self._expert(*(firm.topic for firm in self.firms)) for _ in range(EXPERTS)]
        self.racers = [self._expert(self.races) for _ in range(RACERS)]

    def cookie(self, person: Person) -> str:
        """The header a browser of this person sends: a session like that of signing in."""
        if person.pk not in self._cookies:
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.create()
            self._cookies[person.pk] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}"
        return self._cookies[person.pk]

    def person(self) -> tuple[Person, Writer]:
        """Somebody new, whose phone and address are known."""
        self._number += 1
        who = writer(self._number)
        person = Person.objects.create(email=who.mail, first_name=who.first, last_name=who.last, face="karla")
        save_contact(person, {"phone": who.phone, "street": f"{who.street} {who.house}", "place": "79098 Freiburg"})
        return person, who

    def customer(self, firm: Firm) -> tuple[Customer, Writer]:
        person, who = self.person()
        customer = Customer.objects.create(
            person=person, company=firm.company, advisor=firm.advisor, deputy=firm.deputy, number=who.order
        )
        return customer, who

    def concerns(self, asked: Sequence[tuple[Customer, Writer, Topic]]) -> list[Conversation]:
        """A question of each, many opened together; its topic says where it begins."""
        opened: list[Conversation] = []
        for part in batched(asked, A_BATCH):
            questions = [
                Question(one.company_id, one.person_id, next(said_by(who, uuid4())), uuid4(), topic.pk)
                for one, who, topic in part
            ]
            for outcome in receive_all(questions):
                if not isinstance(outcome, Opened):
                    raise outcome
                opened.append(Conversation.objects.get(pk=outcome.conversation_id))
        return opened

    def firm(self, number: int) -> Firm:
        company = Company.objects.create(slug=f"firm-{number}", name=f"Firm {number}", vocabulary=list(VOCABULARY))
        Purpose.objects.create(company=company, text_de="Garantie prüfen", text_en="check the warranty")
        minutes = {"first_answer_minutes": NEVER_LAPSES, "next_answer_minutes": NEVER_LAPSES}
        topic = Topic.objects.create(
            company=company, slug="machines", name_de="Maschinen", name_en="Machines", open_to_experts=True,
            reward_cents=420, keywords=["maschine", "machine", "display", "pump"], **minutes,
        )  # fmt: skip
        ours = Topic.objects.create(
            company=company, slug="invoices", name_de="Rechnungen", name_en="Invoices", keywords=["rechnung"], **minutes
        )
        places = [
            Membership.objects.create(person=self.person()[0], company=company, role=role, languages=["de", "en"])
            for role in (Membership.AGENT, Membership.AGENT, Membership.SUPERVISOR)
        ]
        return Firm(company, topic, ours, places[0], places[1])

    def _expert(self, *topics: Topic) -> Person:
        person, _ = self.person()
        Expert.objects.create(
            person=person, languages=["de", "en"], introduction_de="Röstet selbst.", at_once=MANY, offers_at_once=MANY
        )
        Qualification.objects.bulk_create([Qualification(expert_id=person.pk, topic=topic) for topic in topics])
        measure([person.pk])
        return person
