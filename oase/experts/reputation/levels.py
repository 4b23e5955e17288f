"""How far an expert is trusted on a topic: newcomer, expert or senior, by solved and rated work or by appointment."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction

from oase.companies.audit.recording import record_change
from oase.companies.models import Membership, Topic
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.experts.matching.models import Standing
from oase.experts.models import Expert, Qualification
from oase.experts.reputation.models import Appointment
from oase.experts.reputation.rules import may_moderate
from oase.jobs import clock

GOOD_STARS = 4
"""A rating from here on says that the answer was good."""
GOOD_ANSWERS = 3
"""So many good answers on a topic, agreed to by a senior expert or rated well, and somebody is no newcomer there."""
SENIOR_SOLVED = 25
SENIOR_RATINGS = 10
SENIOR_MEAN = 4.5
SENIOR_SHARE = 0.75
"""Of what came to an end in their hands, the part that they solved."""


@dataclass(frozen=True, slots=True)
class Work:
    """What counts on one topic. `good`: different conversations with a good answer; `stars_sum` of `stars` ratings."""

    good: int = 0
    solved: int = 0
    unsolved: int = 0
    stars_sum: int = 0
    stars: int = 0
    appointed: bool = False

    @property
    def mean(self) -> float | None:
        """Mean stars; None before the first."""
        return self.stars_sum / self.stars if self.stars else None


def level_of(work: Work, before: str = Standing.NEWCOMER) -> str:
    """The level that this work earns. Whoever was trusted once is no newcomer again, though its proof be deleted."""
    if work.appointed or is_senior_by_work(work):
        return Standing.SENIOR
    if work.good >= GOOD_ANSWERS or before != Standing.NEWCOMER:
        return Standing.EXPERT
    return Standing.NEWCOMER


def is_senior_by_work(work: Work) -> bool:
    """Enough solved, enough rated, rated well, and most of it solved."""
    return (
        work.good >= GOOD_ANSWERS
        and work.solved >= SENIOR_SOLVED
        and work.stars >= SENIOR_RATINGS
        and work.stars_sum >= SENIOR_MEAN * work.stars
        and work.solved >= SENIOR_SHARE * (work.solved + work.unsolved)
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing to the next level, in numbers that can be worked for; `mean` and `share` ask for better work."""

    level: str
    good: int = 0
    solved: int = 0
    ratings: int = 0
    mean: bool = False
    share: bool = False


def missing_for(work: Work, level: str) -> Missing | None:
    """What this work lacks for the next level after `level`; None for whoever is senior."""
    if level == Standing.SENIOR:
        return None
    if level == Standing.NEWCOMER:
        return Missing(Standing.EXPERT, good=max(GOOD_ANSWERS - work.good, 0))
    return Missing(
        Standing.SENIOR,
        good=max(GOOD_ANSWERS - work.good, 0),
        solved=max(SENIOR_SOLVED - work.solved, 0),
        ratings=max(SENIOR_RATINGS - work.stars, 0),
        mean=work.stars > 0 and work.stars_sum < SENIOR_MEAN * work.stars,
        share=work.solved < SENIOR_SHARE * (work.solved + work.unsolved),
    )


# A conversation counts once, whatever made its answer good. What was deleted since still counts, each by itself.
_WORK = """
WITH good AS (
    SELECT expert_id, topic_id, count(*) AS number FROM (
        SELECT o.expert_id, o.topic_id, coalesce(o.conversation_id::text, 'outcome ' || o.id) AS one
          FROM oase_outcome o WHERE o.expert_id = ANY(%(experts)s::bigint[]) AND o.stars >= %(good)s::int
         UNION
        SELECT k.author_id, c.topic_id, c.id::text
          FROM oase_check k
          JOIN oase_assignment a ON a.id = k.assignment_id
          JOIN oase_conversation c ON c.id = a.conversation_id
         WHERE k.author_id = ANY(%(experts)s::bigint[]) AND k.outcome = 'agreed') answers
     GROUP BY 1, 2
), appointed AS (
    SELECT expert_id, topic_id FROM oase_appointment
     WHERE expert_id = ANY(%(experts)s::bigint[]) AND ended_at IS NULL
)
SELECT s.id, s.level, s.solved, s.unsolved, s.stars_sum, s.stars, coalesce(good.number, 0),
       appointed.topic_id IS NOT NULL
  FROM oase_standing s
  LEFT JOIN good ON good.expert_id = s.expert_id AND good.topic_id = s.topic_id
  LEFT JOIN appointed ON appointed.expert_id = s.expert_id AND appointed.topic_id = s.topic_id
 WHERE s.expert_id = ANY(%(experts)s::bigint[])
"""


@transaction.atomic
def settle(expert_ids: Collection[int]) -> int:
    """Bring the levels of these experts up to date with their standings, checks and appointments; how many changed.

    Safe to repeat. Called by `matching.standing.measure` once the standings are there.
    """
    changed: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_WORK, {"experts": sorted(set(expert_ids)), "good": GOOD_STARS})
        for pk, before, solved, unsolved, stars_sum, stars, good, appointed in cursor.fetchall():
            level = level_of(Work(good, solved, unsolved, stars_sum, stars, appointed), before)
            if level != before:
                changed.setdefault(level, []).append(pk)
    for level, rows in changed.items():
        Standing.objects.filter(pk__in=rows).update(level=level)
    return sum(map(len, changed.values()))


@transaction.atomic
def appoint(*, by: Membership, expert_id: int, topic_id: int) -> None:
    """Make an expert senior on a topic of one's company; doing it twice is doing it once.

    Raises:
        NotAllowed: they do not lead here, it is not their company's topic, themself, or nobody qualified for it.
    """
    _concerned(by, expert_id, topic_id)
    if not Qualification.objects.filter(expert_id=expert_id, topic_id=topic_id).exists():
        raise NotAllowed("not qualified for this topic")
    if not Appointment.objects.filter(expert_id=expert_id, topic_id=topic_id, ended_at=None).exists():
        Appointment.objects.create(expert_id=expert_id, topic_id=topic_id, by_id=by.person_id, at=clock.now())
        _record(by, expert_id, topic_id, appointed=True)
    Standing.objects.get_or_create(expert_id=expert_id, topic_id=topic_id)
    settle([expert_id])


@transaction.atomic
def dismiss(*, by: Membership, expert_id: int, topic_id: int) -> None:
    """Take an appointment back: from then on their work alone says what they are.

    Raises:
        NotAllowed: they do not lead here, or it is not their company's topic.
    """
    _concerned(by, expert_id, topic_id)
    standing = Appointment.objects.filter(expert_id=expert_id, topic_id=topic_id, ended_at=None)
    if standing.update(ended_at=clock.now()):
        _record(by, expert_id, topic_id, appointed=False)
    settle([expert_id])


def _record(by: Membership, expert_id: int, topic_id: int, *, appointed: bool) -> None:
    topic, expert = Topic.objects.get(pk=topic_id), Expert.objects.select_related("person").get(pk=expert_id)
    name = {"senior": expert.person.first_name}
    before, after = (None, name) if appointed else (name, None)
    record_change(company=by.company, by=by.person, area="programme", subject=topic.name_de, before=before, after=after)


def _concerned(by: Membership, expert_id: int, topic_id: int) -> None:
    read_anew(by)
    own_topic = Topic.objects.filter(pk=topic_id, company_id=by.company_id).exists()
    if not may_moderate(by, expert_id) or not own_topic:
        raise NotAllowed("appointments are made by those who lead the topic's company")
    Expert.objects.select_for_update(no_key=True).filter(pk=expert_id).first()
