"""Whatever people do, in whatever order and at whatever time: the laws hold, and a refusal changes nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

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

from oase.companies.models import Company, Customer, Membership, OpeningHours
from oase.companies.opening.calendar import Opening
from oase.companies.queries import membership_of
from oase.conversations import actions, warning, watching
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.words import Refused
from oase.experts import actions as expert_actions
from oase.experts.checks import deciding, ending
from oase.experts.checks.asking import Written
from oase.experts.checks.models import AskedToCheck, Check
from oase.experts.jobs import next_waves
from oase.experts.matching.models import Standing
from oase.experts.models import Expert, Offer
from oase.experts.reputation import levels
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.promising.actions import save_holidays, save_hours, save_promises
from oase.second_level.promising.preview import preview_holidays, preview_hours, preview_promises
from oase.second_level.promising.terms import Day, Promises
from tests.cast import Cast, person, qualify
from tests.conversations.story import fingerprint, says

STARTS = (
    # Before summer time, before winter time, a Friday afternoon, before a leap day, and Good Friday's eve.
    datetime(2026, 3, 28, 22, 50, tzinfo=UTC),
    datetime(2026, 10, 24, 22, 50, tzinfo=UTC),
    datetime(2026, 6, 5, 14, 50, tzinfo=UTC),
    datetime(2028, 2, 28, 16, 50, tzinfo=UTC),
    datetime(2026, 4, 2, 15, 50, tzinfo=UTC),
)
SPANS = st.sampled_from(
    [timedelta(minutes=1), timedelta(minutes=16), timedelta(hours=1), timedelta(hours=2), timedelta(days=3, minutes=1)]
)
WEEKS = st.sampled_from(
    [
        [(day, time(8), time(18)) for day in range(6)],
        [(day, time(12), time(0)) for day in range(7)],
        [(0, time(9), time(10))],
        [],
    ]
)
OWN_DAYS = st.sampled_from(
    [
        [],
        [Day(date(2026, 6, 8))],
        [Day(date(2028, 2, 29), yearly=True, openings=((time(9), time(9, 30)),))],
    ]
)
PROMISES = st.sampled_from(
    [Promises(15, 30), Promises(60, 60, 120, 240), Promises(1, 1, 1, 60), Promises(30, 30, None, 0)]
)
STAFF = st.sampled_from(["ada", "dora", "sven"])
ANYONE = st.sampled_from(["karla", "emil", "grete", "ruth", "ada", "dora", "sven", "mallory"])
DECISIONS = st.sampled_from(["propose_solution", "confirm_solution", "decline_solution", "solve", "take"])
EXPERTS = st.sampled_from(["emil", "grete", "grete", "ruth"])
LOOKS = st.sampled_from(["take", "agree", "agree", "answer_instead", "let_go_by"])
ROLES = st.sampled_from(["customer", "expert", "agent"])


class AnyCourse(RuleBasedStateMachine):
    people: dict[str, Person]
    cast: Cast

    @initialize(start=st.sampled_from(STARTS), expert_topic=st.sampled_from([True, True, True, False]))
    def karla_asks(self, start: datetime, expert_topic: bool) -> None:
        self.now, self.set_back = start, False
        topic = self.cast.machines if expert_topic else self.cast.invoices
        topic.refresh_from_db()
        self.cast.customer = Customer.objects.get(pk=self.cast.customer.pk)
        # What was agreed to in an earlier course would make Grete an expert, and nothing would wait any more.
        Check.objects.all().delete()
        Standing.objects.filter(expert_id=self.people["grete"].pk).update(level=Standing.NEWCOMER)
        with clock.standing_at(self.now):
            self.conversation = self.cast.asks("Meine Aroma brüht nicht.", topic=topic)

    def teardown(self) -> None:
        # The next course begins in the same house: nothing of this one may lapse there.
        if self.current is not None:
            with clock.standing_at(self.now):
                actions.confirm_solution(conversation_id=self.conversation.pk, by=self.people["karla"])

    def _try(self, verb: Callable[[], object]) -> None:
        before = self._all()
        try:
            with clock.standing_at(self.now):
                verb()
        except (NotAllowed, Refused, expert_actions.AlreadyClaimed, deciding.TooLate):
            assert self._all() == before

    def _all(self) -> tuple[object, ...]:
        checks = Check.objects.filter(assignment__conversation=self.conversation).order_by("pk")
        asked = AskedToCheck.objects.filter(check_of__in=checks).order_by("pk")
        offers = Offer.objects.filter(assignment__conversation=self.conversation).order_by("pk")
        return *fingerprint(self.conversation), list(checks.values()), list(asked.values()), list(offers.values())

    @property
    def waiting(self) -> Check | None:
        """The answer that waits for a look."""
        open_checks = Check.objects.filter(assignment__conversation=self.conversation, assignment__ended_at=None)
        return open_checks.filter(decided_at=None).first()

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
        self.set_back = True

    @rule()
    def the_promise_runs_out(self) -> None:
        if self.current is not None:
            self.now = max(self.now, self.current.due_at)

    @rule()
    def the_watcher_looks(self) -> None:
        before, print_before = self.current, fingerprint(self.conversation)
        # What waits for a look goes out first, by itself: then there is an answer.
        is_due = before is not None and before.due_at <= self.now and self.waiting is None
        with clock.standing_at(self.now):
            moved = watching.move_lapsed()
            assert moved == is_due
            assert watching.move_lapsed() == 0
        if not is_due:
            assert fingerprint(self.conversation) == print_before

    @rule()
    def late_solutions_are_noted(self) -> None:
        before, is_due = self.conversation.solution_missed_at, self._solution_is_due()
        waits = self.waiting is not None
        with clock.standing_at(self.now):
            assert watching.note_late_solutions() == (is_due and not waits)
            assert watching.note_late_solutions() == 0
        self.conversation.refresh_from_db()
        if not is_due:
            assert self.conversation.solution_missed_at == before

    def _solution_is_due(self) -> bool:
        one = self.conversation
        running = one.solved_at is None and one.solution_paused_at is None and one.solution_missed_at is None
        return running and one.solution_due_at is not None and one.solution_due_at <= self.now

    @rule()
    def whoever_holds_it_is_warned(self) -> None:
        before, print_before = self.current, fingerprint(self.conversation)
        with clock.standing_at(self.now):
            told = warning.warn_in_time()
            assert warning.warn_in_time() == 0
        if not told:
            assert fingerprint(self.conversation) == print_before
            return
        assert before is not None
        assert self.current is not None
        assert before.warned_at is None
        assert self.current.warned_at == self.now < self.current.due_at == before.due_at

    @rule(week=WEEKS, region=st.sampled_from(["", "DE-BY"]), days=OWN_DAYS, wanted=PROMISES)
    def sven_sets_other_terms(self, week: list[Opening], region: str, days: list[Day], wanted: Promises) -> None:
        sven, before = Membership.objects.get(person=self.people["sven"]), self.current
        with clock.standing_at(self.now):
            for verb, preview, terms in (
                (save_hours, preview_hours, {"openings": week}),
                (save_holidays, preview_holidays, {"region": region, "own_days": days}),
                (save_promises, preview_promises, {"topic": self.conversation.topic, "wanted": wanted}),
            ):
                seen = preview(by=sven, **terms)
                assert verb(by=sven, **terms) == seen
                assert preview(by=sven, **terms) == []
        after = self.current
        if before is None or after is None:
            assert before == after
        elif before.turn == "customer" or before.level in {"network", "expert"} or before.due_at <= self.now:
            assert after.due_at == before.due_at
        else:
            # Nobody becomes late by a change of settings.
            assert after.due_at > self.now

    @rule()
    def more_experts_are_asked(self) -> None:
        with clock.standing_at(self.now):
            next_waves(0)
        offers = Offer.objects.filter(assignment__conversation=self.conversation, assignment__ended_at=None)
        assert len({offer.expert_id for offer in offers}) == len(offers)

    @rule()
    def the_windows_of_checks_end(self) -> None:
        check = self.waiting
        if check is not None:
            self.now = max(self.now, check.until_at)
        with clock.standing_at(self.now):
            ending.shield_anew()
            ending.send_what_waited()
            assert ending.send_what_waited() == 0
        assert self.waiting is None
        assert not Check.objects.filter(assignment__conversation=self.conversation, decided_at=None).exists()
        if check is not None:
            check.refresh_from_db()
            assert check.outcome == Check.UNSEEN

    # --- People ---

    @rule(who=ANYONE, role=ROLES, audience=st.sampled_from(["conversation", "conversation", "staff"]))
    def somebody_writes(self, who: str, role: str, audience: str) -> None:
        self._try(lambda: says(self.people[who], role, self.conversation, audience=audience))

    @rule(who=STAFF, minutes=st.sampled_from([10, 300, 60 * 24 * 30]))
    def staff_promise_another_time(self, who: str, minutes: int) -> None:
        before = self.current
        until = self.now + timedelta(minutes=minutes)
        self._try(lambda: actions.promise_later(conversation_id=self.conversation.pk, by=self.people[who], until=until))
        after = self.current
        if before is not None and after is not None and after.due_at != before.due_at:
            assert before.told_early_at is None
            assert before.due_at < after.due_at == until

    @rule(who=ANYONE)
    def somebody_says_how_far_it_is(self, who: str) -> None:
        before, by = self.conversation.messages.count(), self.people[who]
        self._try(
            lambda: actions.report_progress(
                conversation_id=self.conversation.pk, by=by, text="Ich bin dran.", client_id=uuid4()
            )
        )
        if self.conversation.messages.count() > before:
            assert self.current is not None
            assert (self.current.turn, self.current.promise) == ("holder", "progress")

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
    @rule(who=EXPERTS)
    def an_expert_claims(self, who: str) -> None:
        expert = self.people[who]
        for offer in Offer.objects.filter(assignment__conversation=self.conversation, expert_id=expert.pk):
            self._try(lambda pk=offer.pk: expert_actions.claim(offer_id=pk, by=expert))  # type: ignore[misc]

    @rule(who=EXPERTS, reason=st.sampled_from(["documents", "not_my_field", "boredom"]))
    def an_expert_gives_it_on(self, who: str, reason: str) -> None:
        self._try(
            lambda: expert_actions.give_on(conversation_id=self.conversation.pk, by=self.people[who], reason=reason)
        )

    @precondition(lambda self: self.current is not None and self.current.level == "network")
    @rule(then=st.sampled_from(["answer", "answer", "give_back"]))
    def grete_takes_it(self, then: str) -> None:
        self.an_expert_claims("grete")
        if then == "answer":
            self._answers(self.people["grete"], solved=False)
        else:
            self.an_expert_gives_it_back("grete")

    @rule(who=EXPERTS, solved=st.booleans())
    def an_expert_answers(self, who: str, solved: bool) -> None:
        self._answers(self.people[who], solved=solved)

    @precondition(lambda self: self.current is not None and self.current.level == "expert")
    @rule(solved=st.booleans(), twice=st.booleans())
    def the_expert_who_holds_it_answers(self, solved: bool, twice: bool) -> None:
        assignment = self.current
        assert assignment is not None
        assert assignment.holder is not None
        client_id = uuid4()
        for _ in range(1 + twice):
            self._answers(assignment.holder, solved=solved, client_id=client_id)

    def _answers(self, who: Person, *, solved: bool, client_id: UUID | None = None) -> None:
        self._try(
            lambda: expert_actions.answer(
                conversation_id=self.conversation.pk, by=who, text="Bitte entkalken.", client_id=client_id or uuid4(),
                solved=solved,
            )
        )  # fmt: skip

    @precondition(lambda self: self.waiting is not None)
    @rule(who=EXPERTS, verb=LOOKS)
    def an_expert_looks_at_what_waits(self, who: str, verb: str) -> None:
        check, by = self.waiting, self.people[who]
        assert check is not None
        if verb == "answer_instead":
            wanted = Written("Bitte spülen.", uuid4())
            self._try(lambda: deciding.answer_instead(check_id=check.pk, by=by, written=wanted))
        else:
            self._try(lambda: getattr(deciding, verb)(check_id=check.pk, by=by))

    @rule(who=EXPERTS)
    def an_expert_takes_an_answer_back(self, who: str) -> None:
        self._try(lambda: deciding.take_back(conversation_id=self.conversation.pk, by=self.people[who]))

    @rule(who=EXPERTS)
    def an_expert_gives_it_back(self, who: str) -> None:
        before, events = self.current, self.conversation.events.count()
        self._try(lambda: expert_actions.give_back(conversation_id=self.conversation.pk, by=self.people[who]))
        told = self.conversation.events.order_by("seq").last()
        if self.conversation.events.count() > events and told is not None and told.detail.get("early"):
            # Nobody is disturbed by it: what the customer was promised stands, and others have time to keep it.
            assert before is not None
            assert self.current is not None
            assert (self.current.level, self.current.due_at, self.current.turn) == (
                "network", before.due_at, before.turn,
            )  # fmt: skip
            assert not self.conversation.messages.filter(author_id=before.holder_id).exists()

    # --- Laws ---

    @invariant()
    def what_waits_is_seen_by_nobody_and_what_was_agreed_to_is_said_once(self) -> None:
        checks = Check.objects.filter(assignment__conversation=self.conversation)
        for check in checks.select_related("assignment"):
            said = Message.objects.filter(conversation=self.conversation, client_id=check.client_id)
            if check.outcome in (Check.AGREED, Check.UNSEEN):
                assert [(one.author_id, one.author_role) for one in said] == [(check.author_id, "expert")]
            else:
                assert not said.exists()
            assert check.checker_id != check.author_id
            assert check.checker_id != self.people["karla"].pk
        assert checks.filter(decided_at=None, assignment__ended_at=None).count() <= 1

    @invariant()
    def what_waits_goes_out_before_the_promise_ends(self) -> None:
        check = self.waiting
        assert check is None or check.until_at < check.assignment.due_at

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
    def a_solution_stands_still_while_it_is_the_customers_turn(self) -> None:
        one, assignment = Conversation.objects.get(pk=self.conversation.pk), self.current
        if assignment is None or one.solution_due_at is None or one.solution_missed_at is not None:
            return
        assert (one.solution_paused_at is not None) == (assignment.turn == "customer")

    @invariant()
    def nothing_moves_on_early_or_twice(self) -> None:
        seen: set[tuple[object, ...]] = set()
        for event in self.conversation.events.filter(kind__in=["lapsed", "solution_late"]).order_by("seq"):
            was_due = datetime.fromisoformat(event.detail["was_due"])
            assert was_due <= event.at
            missed = (event.kind, was_due, event.detail["before"])
            # Where a clock was set back, the same moment may be promised, and missed, a second time.
            assert self.set_back or missed not in seen
            seen.add(missed)
        late = self.conversation.events.filter(kind="lapsed", detail__before="supervisors", to=None)
        promised = [event.detail.get("promised_at") for event in late if "promised_at" in event.detail]
        assert len(promised) == len(set(promised))

    @invariant()
    def whatever_is_told_early_is_told_before_it_is_late(self) -> None:
        for event in self.conversation.events.filter(kind="told_early"):
            assert event.at < datetime.fromisoformat(event.detail["was_due"])

    @invariant()
    def holders_follow_each_other(self) -> None:
        rows = list(self.conversation.assignments.order_by("started_at", "pk").values_list("started_at", "ended_at"))
        for (_start, end), (start, _end) in pairwise(rows):
            assert end is not None
            assert end <= start


def test_the_laws_hold_on_any_course(cast: Cast) -> None:
    for weekday in range(6):
        OpeningHours.objects.create(company=cast.kaffeewerk, weekday=weekday, opens=time(8), closes=time(18))
    Company.objects.filter(pk=cast.kaffeewerk.pk).update(solution_minutes=240, holiday_region="DE-BY")
    grete = person("Grete")
    Expert.objects.create(person=grete, languages=["de"])
    qualify(grete, cast.machines)
    ruth = person("Ruth")
    Expert.objects.create(person=ruth, languages=["de"])
    qualify(ruth, cast.machines)
    Expert.objects.update(at_once=10_000, offers_at_once=10_000)
    # Grete is new, Emil and Ruth look at what she writes.
    for senior in (cast.emil, ruth):
        levels.appoint(by=cast.member(cast.sven), expert_id=senior.pk, topic_id=cast.machines.pk)
    names = ("karla", "emil", "ada", "dora", "sven", "mallory")
    AnyCourse.cast, AnyCourse.people = (
        cast,
        {name: getattr(cast, name) for name in names} | {"grete": grete, "ruth": ruth},
    )
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
