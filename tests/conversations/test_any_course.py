"""Whatever people do, in whatever order and at whatever time: the laws hold, and a refusal changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from oase.companies.models import Customer, Membership, OpeningHours
from oase.companies.queries import membership_of
from oase.conversations import actions, watching
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.experts import actions as expert_actions
from oase.experts.jobs import next_waves
from oase.experts.models import Expert, Offer
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, person, qualify
from tests.conversations.story import fingerprint, says

STARTS = (
    datetime(2026, 3, 28, 22, 50, tzinfo=UTC),
    datetime(2026, 10, 24, 22, 50, tzinfo=UTC),
    datetime(2026, 6, 5, 14, 50, tzinfo=UTC),
)
SPANS = st.sampled_from([timedelta(minutes=1), timedelta(minutes=16), timedelta(hours=1), timedelta(days=3, minutes=1)])
STAFF = st.sampled_from(["ada", "dora", "sven"])
ANYONE = st.sampled_from(["karla", "emil", "grete", "ada", "dora", "sven", "mallory"])
DECISIONS = st.sampled_from(["propose_solution", "confirm_solution", "decline_solution", "solve", "take"])
ROLES = st.sampled_from(["customer", "expert", "agent"])


class AnyCourse(RuleBasedStateMachine):
    people: dict[str, Person]
    cast: Cast

    @initialize(start=st.sampled_from(STARTS), expert_topic=st.booleans())
    def karla_asks(self, start: datetime, expert_topic: bool) -> None:
        self.now = start
        topic = self.cast.machines if expert_topic else self.cast.invoices
        self.cast.customer = Customer.objects.get(pk=self.cast.customer.pk)
        with clock.standing_at(self.now):
            self.conversation = self.cast.asks("Meine Aroma brüht nicht.", topic=topic)

    def teardown(self) -> None:
        # The next course begins in the same house: nothing of this one may lapse there.
        if self.current is not None:
            with clock.standing_at(self.now):
                actions.confirm_solution(conversation_id=self.conversation.pk, by=self.people["karla"])

    def _try(self, verb: Callable[[], object]) -> None:
        before = fingerprint(self.conversation)
        try:
            with clock.standing_at(self.now):
                verb()
        except (NotAllowed, Refused, expert_actions.AlreadyClaimed):
            assert fingerprint(self.conversation) == before

    @property
    def current(self) -> Assignment | None:
        return self.conversation.assignments.select_related("holder").filter(ended_at=None).first()

    # --- Time ---

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        self.now += span

    @rule()
    def somebody_sets_the_clock_back(self) -> None:
        self.now -= timedelta(hours=1)

    @rule()
    def the_promise_runs_out(self) -> None:
        if self.current is not None:
            self.now = max(self.now, self.current.due_at)

    @rule()
    def the_watcher_looks(self) -> None:
        before, print_before = self.current, fingerprint(self.conversation)
        is_due = before is not None and before.due_at <= self.now
        with clock.standing_at(self.now):
            moved = watching.move_lapsed()
            assert moved == is_due
            assert watching.move_lapsed() == 0
        if not is_due:
            assert fingerprint(self.conversation) == print_before

    @rule()
    def more_experts_are_asked(self) -> None:
        with clock.standing_at(self.now):
            next_waves(0)
        offers = Offer.objects.filter(assignment__conversation=self.conversation, assignment__ended_at=None)
        assert len({offer.expert_id for offer in offers}) == len(offers)

    # --- People ---

    @rule(who=ANYONE, role=ROLES, audience=st.sampled_from(["conversation", "conversation", "staff"]))
    def somebody_writes(self, who: str, role: str, audience: str) -> None:
        self._try(lambda: says(self.people[who], role, self.conversation, audience=audience))

    @rule()
    def karla_writes(self) -> None:
        self._try(lambda: says(self.people["karla"], "customer", self.conversation))

    @rule()
    def karla_writes_twice_with_one_id(self) -> None:
        client_id = uuid4()
        for _ in range(2):
            self._try(lambda: says(self.people["karla"], "customer", self.conversation, client_id=client_id))

    @rule(who=ANYONE)
    def somebody_asks_for_the_company(self, who: str) -> None:
        self._try(lambda: actions.ask_for_company(conversation_id=self.conversation.pk, by=self.people[who]))

    @rule(who=ANYONE, verb=DECISIONS)
    def somebody_decides(self, who: str, verb: str) -> None:
        self._try(lambda: getattr(actions, verb)(conversation_id=self.conversation.pk, by=self.people[who]))

    @rule(verb=st.sampled_from(["propose_solution", "solve", "answer"]))
    def the_holder_acts(self, verb: str) -> None:
        assignment = self.current
        if assignment is None or assignment.holder is None:
            return
        holder, role = assignment.holder, "expert" if assignment.level == "expert" else "agent"
        if verb == "answer":
            self._try(lambda: says(holder, role, self.conversation))
        else:
            self._try(lambda: getattr(actions, verb)(conversation_id=self.conversation.pk, by=holder))

    @rule(verb=st.sampled_from(["confirm_solution", "decline_solution"]))
    def karla_decides(self, verb: str) -> None:
        self._try(lambda: getattr(actions, verb)(conversation_id=self.conversation.pk, by=self.people["karla"]))

    @rule(who=STAFF, to=STAFF)
    def staff_hand_over(self, who: str, to: str) -> None:
        member = Membership.objects.get(person=self.people[to])
        self._try(lambda: actions.hand_over(conversation_id=self.conversation.pk, by=self.people[who], to=member))

    @precondition(lambda self: self.current is not None and self.current.level == "network")
    @rule(who=st.sampled_from(["emil", "grete"]))
    def an_expert_claims(self, who: str) -> None:
        expert = self.people[who]
        for offer in Offer.objects.filter(assignment__conversation=self.conversation, expert_id=expert.pk):
            self._try(lambda pk=offer.pk: expert_actions.claim(offer_id=pk, by=expert))  # type: ignore[misc]

    @rule(who=st.sampled_from(["emil", "grete"]), reason=st.sampled_from(["documents", "not_my_field", "boredom"]))
    def an_expert_gives_it_on(self, who: str, reason: str) -> None:
        self._try(
            lambda: expert_actions.give_on(conversation_id=self.conversation.pk, by=self.people[who], reason=reason)
        )

    # --- Laws ---

    @invariant()
    def an_open_concern_is_held_once_and_a_solved_one_by_nobody(self) -> None:
        self.conversation = Conversation.objects.get(pk=self.conversation.pk)
        held = self.conversation.assignments.filter(ended_at=None).count()
        assert held == (1 if self.conversation.is_open else 0)

    @invariant()
    def the_history_has_no_gap(self) -> None:
        messages = self.conversation.messages.values_list("seq", flat=True)
        events = self.conversation.events.values_list("seq", flat=True)
        assert sorted([*messages, *events]) == list(range(1, self.conversation.last_seq + 1))

    @invariant()
    def nobody_holds_it_who_may_not(self) -> None:
        assignment = self.current
        if assignment is None or assignment.holder is None:
            return
        assert assignment.holder != self.people["karla"]
        is_staff = membership_of(assignment.holder, self.cast.kaffeewerk) is not None
        assert is_staff == (assignment.level != "expert")
        assert Expert.objects.filter(pk=assignment.holder_id).exists() == (assignment.level == "expert")

    @invariant()
    def turn_and_promise_agree(self) -> None:
        assignment = self.current
        if assignment is None:
            return
        assert assignment.due_at > assignment.promised_at
        if assignment.turn == "holder":
            assert assignment.reminded_at is None
            assert self.conversation.solution_proposed_at is None
        else:
            assert assignment.late_since is None
            # Among colleagues the hands may change meanwhile; what was proposed to the customer stays.
            proposer = self.conversation.solution_proposed_by
            assert proposer is None or self.conversation.assignments.filter(holder=proposer).exists()
            said = self.conversation.messages.filter(audience="conversation").order_by("seq").last()
            assert self.conversation.solution_proposed_at or (said is not None and said.author_role != "customer")

    @invariant()
    def holders_follow_each_other(self) -> None:
        rows = list(self.conversation.assignments.order_by("started_at", "pk").values_list("started_at", "ended_at"))
        for (_start, end), (start, _end) in pairwise(rows):
            assert end is not None
            assert end <= start


def test_the_laws_hold_on_any_course(cast: Cast) -> None:
    for weekday in range(6):
        OpeningHours.objects.create(company=cast.kaffeewerk, weekday=weekday, opens=time(8), closes=time(18))
    grete = person("Grete")
    Expert.objects.create(person=grete, languages=["de"])
    qualify(grete, cast.machines)
    Expert.objects.update(at_once=10_000, offers_at_once=10_000)
    names = ("karla", "emil", "ada", "dora", "sven", "mallory")
    AnyCourse.cast, AnyCourse.people = cast, {name: getattr(cast, name) for name in names} | {"grete": grete}
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyCourse,
        settings=settings(
            max_examples=14,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # a shorter course would be nicer to read, and takes minutes to find
        ),
    )
