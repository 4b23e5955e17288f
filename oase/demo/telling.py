"""One demo conversation told step by step, each at its own time."""

from collections.abc import Callable
from io import BytesIO
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import override

from oase.companies.care import customer_of
from oase.companies.models import Company, Membership, Topic
from oase.conversations import actions, watching
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.words import IncomingFile
from oase.demo import shapes
from oase.demo.pictures import picture
from oase.experts import actions as expert_actions
from oase.experts.models import Offer
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.actions import person_for_email
from oase.people.models import Person
from oase.ratings.actions import rate
from oase.second_level.actions import reveal_conversation
from oase.second_level.goodwill.actions import give
from oase.second_level.goodwill.models import GoodwillKind


class Teller:
    """Tells the conversations of one company."""

    def __init__(self, company: Company, words: shapes.Company, people: dict[str, Person]) -> None:
        self.company, self.people = company, people
        self.topics: dict[str, Topic] = {topic.slug: topic for topic in company.topics.all()}
        self.staff = {one.person_id: one for one in company.memberships.select_related("person", "company")}
        purposes = company.purposes.order_by("position")
        self.purposes = {choice.key: row.pk for choice, row in zip(words.purposes, purposes, strict=True)}
        self.now = clock.now()
        self.kinds: dict[str, GoodwillKind] = {}

    def tell(self, given: shapes.Conversation) -> Conversation:
        """Make the conversation and let its steps happen."""
        opened = self.now - given.age
        with override(given.language):
            for place, step in enumerate(given.steps):
                try:
                    with clock.standing_at(min(opened + step.at, self.now)):
                        if place == 0:
                            conversation = self._asked(given, step)
                        else:
                            VERBS[step.kind](self, conversation, given, step, place)
                except Exception as error:
                    error.add_note(f"in {given.company}, {given.key}, step {place} ({step.kind})")
                    raise
        return conversation

    def _asked(self, given: shapes.Conversation, step: shapes.Step) -> Conversation:
        if given.customer:
            person = self.people[given.customer]
        else:
            person = person_for_email(email=given.guest, first_name="", language=given.language)
        return receive(
            customer=customer_of(person=person, company=self.company),
            text=step.text,
            client_id=_client_id(given, 0),
            topic=self.topics[given.topic],
            language=given.language,
            subject=given.subject,
            files=_files(step),
        )

    def _by(self, conversation: Conversation, step: shapes.Step) -> Person:
        return self.people.get(step.by, conversation.customer.person)

    def claim(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        by = self._by(conversation, step)
        if by.pk in self.staff:
            actions.take(conversation_id=conversation.pk, by=by)
            return
        waiting = conversation.assignments.get(ended_at=None)
        if waiting.level != Assignment.NETWORK:
            raise ValueError(f"{given.topic} went to {waiting.level}, not to the network: {conversation.subject}")
        offer, _ = Offer.objects.get_or_create(
            assignment=waiting,
            expert_id=by.pk,
            defaults={
                "wave": 1,
                "reward_cents": conversation.topic.reward_cents if conversation.topic else 0,
                "offered_at": waiting.started_at,
                "expires_at": waiting.due_at,
            },
        )
        expert_actions.claim(offer_id=offer.pk, by=by)

    def say(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        by = self._by(conversation, step)
        if by.pk == conversation.customer.person_id:
            role = Message.CUSTOMER
        else:
            held = conversation.assignments.filter(ended_at=None, level=Assignment.EXPERT, holder=by)
            role = Message.EXPERT if held.exists() else Message.AGENT
        actions.reply(
            conversation_id=conversation.pk,
            author=by,
            role=role,
            text=step.text,
            client_id=_client_id(given, place),
            audience=Message.STAFF if step.kind == "note" else Message.CONVERSATION,
            files=_files(step),
        )

    def _say_first(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        if step.text:
            self.say(conversation, given, step, place)

    def give_on(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        by, reason = self._by(conversation, step), REASONS.get(step.choice, "company_only")
        expert_actions.give_on(conversation_id=conversation.pk, by=by, reason=reason, hint=step.text)

    def reveal(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        membership = self.staff[self._by(conversation, step).pk]
        reveal_conversation(
            conversation_id=conversation.pk, membership=membership, purpose_id=self.purposes[step.choice]
        )

    def goodwill(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        give(
            conversation_id=conversation.pk,
            membership=self.staff[self._by(conversation, step).pk],
            kind=self.kinds[step.choice],
            client_id=_client_id(given, place),
            words=step.text,
        )

    def hand_over(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        to: Membership = self.staff[self.people[step.to].pk]
        actions.hand_over(conversation_id=conversation.pk, by=self._by(conversation, step), to=to, note=step.text)

    def ask_for_company(
        self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int
    ) -> None:
        self._say_first(conversation, given, step, place)
        actions.ask_for_company(conversation_id=conversation.pk, by=conversation.customer.person)

    def propose(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        self._say_first(conversation, given, step, place)
        actions.propose_solution(conversation_id=conversation.pk, by=self._by(conversation, step))

    def confirm(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        actions.confirm_solution(conversation_id=conversation.pk, by=conversation.customer.person)

    def rate(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        by = conversation.customer.person
        rate(conversation_id=conversation.pk, by=by, stars=step.stars, thanks=step.text)

    def lapse(self, conversation: Conversation, given: shapes.Conversation, step: shapes.Step, place: int) -> None:
        # The promise lapsed at this moment, whatever the opening hours of the day on which the demo is loaded.
        conversation.assignments.filter(ended_at=None, due_at__gt=clock.now()).update(due_at=clock.now())
        watching.move_on(conversation.pk)


Verb = Callable[[Teller, Conversation, shapes.Conversation, shapes.Step, int], None]
VERBS: dict[str, Verb] = {
    "claim": Teller.claim,
    "answer": Teller.say,
    "ask_back": Teller.say,
    "reply": Teller.say,
    "reopen": Teller.say,
    "note": Teller.say,
    "give_on": Teller.give_on,
    "reveal": Teller.reveal,
    "goodwill": Teller.goodwill,
    "hand_over": Teller.hand_over,
    "ask_for_company": Teller.ask_for_company,
    "propose_solved": Teller.propose,
    "confirm": Teller.confirm,
    "rate": Teller.rate,
    "lapse": Teller.lapse,
}
REASONS = {"needs_account": "documents", "needs_attachment": "documents"}


def _client_id(given: shapes.Conversation, place: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"oase-demo:{given.company}:{given.key}:{place}")


def _files(step: shapes.Step) -> list[IncomingFile]:
    files = []
    for one in step.attachments:
        content = picture(one.picture) if one.picture else one.text.encode()
        content_type = "image/png" if one.picture else "text/plain"
        files.append(IncomingFile(one.name, content_type, len(content), BytesIO(content)))
    return files
