"""The cast of every story: Karla asks, Emil knows, Ada cares, Dora stands in, Sven leads; Mallory belongs elsewhere."""

from dataclasses import dataclass
from uuid import uuid4

from oase.companies.models import Company, Customer, Membership, Purpose, Topic
from oase.conversations.models import Assignment, Conversation
from oase.experts import actions as expert_actions
from oase.experts.matching.standing import measure
from oase.experts.models import Expert, Offer, Qualification
from oase.experts.routing import receive
from oase.people.known import save_contact
from oase.people.models import Person

IBAN = "DE02 1203 0000 0000 2020 51"
PHONE = "0171 3920045"
QUESTION = (
    "Guten Tag, mein Name ist Karla Blum. Meine Aroma 4 zeigt E12 und brüht nicht mehr. "
    f"Sie erreichen mich unter {PHONE}, mein Konto ist {IBAN}."
)


@dataclass
class Cast:
    karla: Person
    emil: Person
    ada: Person
    dora: Person
    sven: Person
    mallory: Person
    kaffeewerk: Company
    velotal: Company
    machines: Topic
    invoices: Topic
    customer: Customer

    def asks(self, text: str = QUESTION, **options: object) -> Conversation:
        """Karla asks Kaffeewerk about her machine."""
        options = {"topic": self.machines, "client_id": uuid4()} | options
        return receive(customer=self.customer, text=text, **options)  # type: ignore[arg-type]  # a test's shorthand

    def offer_to(self, expert: Person, conversation: Conversation) -> Offer:
        return Offer.objects.get(expert_id=expert.pk, assignment__conversation=conversation)

    def claimed(self, text: str = QUESTION) -> Conversation:
        """Karla asked and Emil has it."""
        conversation = self.asks(text)
        expert_actions.claim(offer_id=self.offer_to(self.emil, conversation).pk, by=self.emil)
        return conversation

    def given_on(self, text: str = QUESTION) -> Conversation:
        """Karla asked, Emil gave it on, Ada has it."""
        conversation = self.claimed(text)
        expert_actions.give_on(conversation_id=conversation.pk, by=self.emil, reason="documents", hint="Rechnung")
        return conversation

    def member(self, person: Person) -> Membership:
        return Membership.objects.select_related("company", "person").get(person=person)


def current(conversation: Conversation) -> Assignment:
    """Who holds it now."""
    return conversation.assignments.select_related("holder").get(ended_at=None)


def person(name: str, last_name: str = "", **fields: object) -> Person:
    return Person.objects.create(
        email=f"{name.lower()}@example.org", first_name=name, last_name=last_name, face=name.lower(), **fields
    )


def qualify(expert: Person, topic: Topic, **fields: object) -> Qualification:
    """Qualify somebody who is an expert already; they are found for the topic from now on."""
    qualification = Qualification.objects.create(expert_id=expert.pk, topic=topic, **fields)
    measure([expert.pk])
    return qualification


def gather() -> Cast:
    """The cast with two companies; promises are 15 minutes for a first answer and 30 for the next."""
    karla, emil, ada = person("Karla", "Blum"), person("Emil", "Hartmann"), person("Ada", "Lind")
    dora, sven, mallory = person("Dora", "Weiss"), person("Sven", "Falk"), person("Mallory", "Grau")
    kaffeewerk = Company.objects.create(slug="kaffeewerk", name="Kaffeewerk", vocabulary=["aroma", "latte", "kompakt"])
    velotal = Company.objects.create(slug="velotal", name="Velotal", vocabulary=["tour", "stadt"])
    Purpose.objects.create(company=kaffeewerk, text_de="Garantie prüfen", text_en="check the warranty")
    Purpose.objects.create(company=velotal, text_de="Leasing klären", text_en="clarify the lease")
    machines = Topic.objects.create(
        company=kaffeewerk,
        slug="machines",
        name_de="Kaffeemaschinen",
        name_en="Coffee machines",
        open_to_experts=True,
        reward_cents=420,
        keywords=["aroma", "e12", "brüht", "brew"],
    )
    invoices = Topic.objects.create(
        company=kaffeewerk,
        slug="invoices",
        name_de="Rechnungen",
        name_en="Invoices",
        keywords=["rechnung", "invoice"],
        position=1,
    )
    Topic.objects.create(company=velotal, slug="leasing", name_de="Leasing", name_en="Leasing")
    both = ["de", "en"]
    Expert.objects.create(person=emil, languages=both, introduction_de="Röstet selbst.")
    qualify(emil, machines)
    advisor = Membership.objects.create(person=ada, company=kaffeewerk, languages=both)
    deputy = Membership.objects.create(person=dora, company=kaffeewerk, languages=both)
    Membership.objects.create(person=sven, company=kaffeewerk, role=Membership.SUPERVISOR, languages=both)
    Membership.objects.create(person=mallory, company=velotal, languages=both)
    Customer.objects.create(person=mallory, company=velotal)
    customer = Customer.objects.create(person=karla, company=kaffeewerk, advisor=advisor, deputy=deputy)
    save_contact(karla, {"phone": PHONE, "street": "Lindenstraße 8", "place": "79098 Freiburg"})
    return Cast(
        karla, emil, ada, dora, sven, mallory, kaffeewerk, velotal, machines, invoices, customer
    )  # fmt: skip
