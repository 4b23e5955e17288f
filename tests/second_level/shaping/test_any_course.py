"""Whatever is joined, parted, split, written and answered in whatever order: nothing is lost, nothing is there twice.

Law 1 holds, no expert comes near, and a refusal changes nothing.
"""

from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oase.conversations import actions, watching
from oase.conversations.append import NotAllowed
from oase.conversations.joining import parts_of
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.thread import thread_visible_to_customer
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.actions import give_back
from oase.second_level.shaping.actions import merge, snooze, split, unmerge
from oase.second_level.shaping.models import Copied, Merge
from oase.second_level.shaping.promised import promise_of
from oase.second_level.shaping.rules import stays_with_the_company
from tests.cast import Cast, current

WHICH = st.integers(min_value=0, max_value=5)


class AnyShape(RuleBasedStateMachine):
    cast: Cast

    @initialize()
    def karla_asks(self) -> None:
        self.now = clock.now()
        self.said: dict[str, UUID] = {}
        self.concerns: list[Conversation] = []
        for number in range(3):
            self.asks(number)

    def asks(self, number: int) -> None:
        with clock.standing_at(self.now):
            text = f"Frage {number} {uuid4().hex}"
            one = self.cast.asks(text, wants_company=True, topic=self.cast.machines)
            self.said[text] = one.pk
            self.concerns.append(one)

    def at(self, which: int) -> Conversation:
        return Conversation.objects.get(pk=self.concerns[which % len(self.concerns)].pk)

    def _stand(self) -> list[object]:
        return [
            list(Conversation.objects.order_by("pk").values_list("pk", "solved_at", "merged_into", "last_seq")),
            list(Assignment.objects.order_by("pk").values()),
            Message.objects.count(),
            list(Merge.objects.order_by("pk").values()),
        ]

    def _try(self, verb: object) -> bool:
        before = self._stand()
        try:
            with clock.standing_at(self.now):
                verb()  # type: ignore[operator]  # a story's shorthand
        except (NotAllowed, Refused):
            assert self._stand() == before
            return False
        return True

    @rule(which=WHICH, into=WHICH, who=st.sampled_from(["ada", "sven", "mallory"]))
    def somebody_joins(self, which: int, into: int, who: str) -> None:
        by = self.cast.member(getattr(self.cast, who))
        one, other = self.at(which), self.at(into)
        self._try(lambda: merge(source_id=one.pk, target_id=other.pk, by=by))

    @rule(which=WHICH)
    def ada_joins_and_parts_at_once(self, which: int) -> None:
        open_ = [one for one in map(self.at, range(len(self.concerns))) if one.is_open]
        if len(open_) < 2:
            return
        source, target = open_[which % len(open_)], open_[(which + 1) % len(open_)]
        stood = [(current(one).level, current(one).holder_id, promise_of(current(one))) for one in (source, target)]
        due = min(current(one).due_at for one in (source, target))
        by = self.cast.member(self.cast.ada)
        if self._try(lambda: merge(source_id=source.pk, target_id=target.pk, by=by)):
            merged = Merge.objects.latest("pk")
            assert self._try(lambda: unmerge(merge_id=merged.pk, by=by))
            if due > self.now:
                assert stood == [
                    (current(one).level, current(one).holder_id, promise_of(current(one))) for one in (source, target)
                ]

    @rule(which=WHICH)
    def somebody_parts(self, which: int) -> None:
        merges = list(Merge.objects.order_by("pk"))
        if merges:
            merged = merges[which % len(merges)]
            self._try(lambda: unmerge(merge_id=merged.pk, by=self.cast.member(self.cast.dora)))

    @rule(which=WHICH, chosen=st.sets(st.integers(min_value=0, max_value=4), max_size=3))
    def ada_splits(self, which: int, chosen: set[int]) -> None:
        if len(self.concerns) >= 6:
            return
        one = self.at(which)
        ids = list(one.messages.filter(author_role=Message.CUSTOMER).order_by("seq").values_list("pk", flat=True))
        wanted = [ids[place] for place in sorted(chosen) if place < len(ids)]
        made: list[Conversation] = []
        by = self.cast.member(self.cast.ada)
        self._try(lambda: made.append(split(conversation_id=one.pk, by=by, message_ids=wanted, client_id=uuid4())))
        self.concerns += made

    @rule(which=WHICH)
    def karla_writes_twice_with_one_id(self, which: int) -> None:
        one, text, client_id = self.at(which), f"Wort {uuid4().hex}", uuid4()

        def writes() -> None:
            actions.reply(
                conversation_id=one.pk, author=self.cast.karla, role=Message.CUSTOMER, text=text, client_id=client_id
            )

        if self._try(writes):
            self._try(writes)
            self.said[text] = one.merged_into_id or one.pk

    @rule(which=WHICH)
    def ada_answers(self, which: int) -> None:
        one = self.at(which)
        self._try(
            lambda: actions.reply(
                conversation_id=one.pk,
                author=self.cast.ada,
                role=Message.AGENT,
                text="Ich bin dran.",
                client_id=uuid4(),
            )
        )

    @rule(which=WHICH, verb=st.sampled_from(["take", "solve", "propose_solution"]))
    def dora_acts(self, which: int, verb: str) -> None:
        one = self.at(which)
        self._try(lambda: getattr(actions, verb)(conversation_id=one.pk, by=self.cast.dora))

    @rule(which=WHICH)
    def ada_puts_it_aside(self, which: int) -> None:
        one, by = self.at(which), self.cast.member(self.cast.ada)
        self._try(lambda: snooze(conversation_id=one.pk, by=by, until=self.now + timedelta(hours=5)))

    @rule(which=WHICH)
    def ada_offers_it_to_experts(self, which: int) -> None:
        one, by = self.at(which), self.cast.member(self.cast.ada)
        marked = stays_with_the_company(one)
        if self._try(lambda: give_back(conversation_id=one.pk, membership=by)):
            assert not marked

    @rule(span=st.sampled_from([timedelta(minutes=1), timedelta(minutes=20), timedelta(hours=3)]))
    def time_passes(self, span: timedelta) -> None:
        self.now += span
        with clock.standing_at(self.now):
            watching.move_lapsed()

    @invariant()
    def every_open_concern_is_held_once_and_no_joined_one_is(self) -> None:
        for one in Conversation.objects.all():
            held = one.assignments.filter(ended_at=None).count()
            assert held == (1 if one.is_open else 0)
            if one.merged_into_id is not None:
                assert not one.is_open
                assert one.merged_into is not None
                assert one.merged_into.merged_into_id is None

    @invariant()
    def every_word_is_where_it_was_written_and_read_once(self) -> None:
        roots = list(Conversation.objects.filter(customer=self.cast.customer, merged_into=None))
        copies = Copied.objects.values("copy_id")
        written = Message.objects.filter(author_role=Message.CUSTOMER).exclude(pk__in=copies)
        assert Counter(written.values_list("conversation_id", flat=True)) == Counter(self.said.values())
        read = {text for root in roots for _root, text in self._words(root)}
        assert read == set(self.said)
        together = [line for root in roots if parts_of(root) for line in self._words(root)]
        assert len(together) == len(set(together))

    def _words(self, root: Conversation) -> list[tuple[UUID, str]]:
        lines = thread_visible_to_customer(root, parts_of(root))
        return [(root.pk, line.text) for line in lines if line.role == Message.CUSTOMER]

    @invariant()
    def no_expert_reads_what_was_joined_or_split(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM oase_conversation WHERE oase_stays_with_the_company(id)")
            ours = {row[0] for row in cursor.fetchall()}
        with transaction.atomic(using="expert"), connections["expert"].cursor() as cursor:
            cursor.execute("SELECT set_config('oase.expert', %s, true)", [str(self.cast.emil.pk)])
            cursor.execute("SELECT id FROM desk.conversation")
            assert not ours & {row[0] for row in cursor.fetchall()}
        offered = Assignment.objects.filter(ended_at=None, level__in=("network", "expert"))
        assert not ours & set(offered.values_list("conversation_id", flat=True))


@pytest.mark.parametrize("course", range(3))
def test_any_course_of_joining_and_splitting(cast: Cast, course: int) -> None:
    """A long course in a house of its own each time: what it left must not meet the next one."""

    class Course(AnyShape):
        pass

    Course.cast = cast
    seed(course)(Course)
    run_state_machine_as_test(
        Course,
        settings=settings(
            max_examples=1,
            stateful_step_count=14,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
