"""An expert takes a test: it is drawn for them, has an end, and counts once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Topic
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused, clean_text
from oase.experts.models import Expert
from oase.experts.programme.admission import check_may_start
from oase.experts.programme.closing import close_if_over
from oase.experts.programme.deciding import decide, mark_what_needs_nobody
from oase.experts.programme.drawing import draw, shuffled
from oase.experts.programme.hiding import hidden
from oase.experts.programme.models import Attempt, DrawnQuestion, Question
from oase.experts.programme.queries import bank_of, test_of
from oase.jobs import clock
from oase.people.models import Person

GRACE = timedelta(seconds=20)
"""What was sent at the last second may still be on its way."""
LONGEST_ANSWER = 2000

type Given = Sequence[int] | str
"""An answer: places as they are shown (ticked, or all of them in order), or words."""


class HandedIn(Refused):
    """It was handed in before, or its time is over: what came now does not count, and nothing was changed."""


@transaction.atomic
def start(*, by: Person, topic_id: int) -> Attempt:
    """Draw a test on a topic; one that is running is given back as it is.

    Raises:
        NotAllowed: the topic is closed to experts, or no company's they applied to.
        Refused: lessons are unread, the waiting time is not over, they are qualified already, a test is being marked,
            there are no questions, or they may not work here at the moment.
    """
    # Two starts at once: the expert's own row lets the second see the first.
    expert = Expert.objects.select_for_update(no_key=True).filter(pk=by.pk).first()
    mine = Topic.objects.filter(pk=topic_id, open_to_experts=True, company__applications__expert_id=by.pk)
    topic = mine.select_related("company").first()
    if expert is None or topic is None:
        raise NotAllowed("no topic of theirs")
    latest = Attempt.objects.filter(expert=expert, topic=topic).order_by("-started_at", "-pk").first()
    if latest is not None:
        latest = close_if_over(latest, grace=timedelta())
        if latest.handed_in_at is None:
            return latest
    check_may_start(expert, topic, latest)
    rules, now = test_of(topic), clock.now()
    attempt = Attempt.objects.create(
        expert=expert,
        topic=topic,
        started_at=now,
        due_at=now + timedelta(minutes=rules.minutes),
        pass_percent=rules.pass_percent,
        wait_hours=rules.wait_hours,
    )
    drawn = draw(list(bank_of(topic)), rules.questions)
    DrawnQuestion.objects.bulk_create(
        DrawnQuestion(attempt=attempt, question=one, place=place, shuffle=shuffled(len(one.options)))
        for place, one in enumerate(drawn, start=1)
    )
    return attempt


def keep(*, by: Person, attempt_id: int, answers: Mapping[int, Given]) -> None:
    """Keep what was answered so far, by the ids of the drawn questions; at the end of the time it counts.

    Raises:
        NotAllowed: it is no test of theirs.
        HandedIn: it is over.
        Refused: an answer belongs to another test, or cannot be one.
    """
    with transaction.atomic():
        attempt = close_if_over(_own(by, attempt_id), grace=GRACE)
        if attempt.handed_in_at is None:
            _write(attempt, answers)
    if attempt.handed_in_at is not None:
        raise HandedIn(_over(attempt))


def hand_in(*, by: Person, attempt_id: int, answers: Mapping[int, Given]) -> Attempt:
    """Hand a test in. What needs nobody is marked at once; free answers wait for whoever marks them.

    Raises:
        NotAllowed: it is no test of theirs.
        HandedIn: it was handed in before, or its time is over: then what was kept until its end counts.
        Refused: an answer belongs to another test, or cannot be one.
    """
    with transaction.atomic():
        attempt = close_if_over(_own(by, attempt_id), grace=GRACE)
        over = attempt.handed_in_at is not None
        if not over:
            _write(attempt, answers)
            attempt.handed_in_at = clock.now()
            attempt.save(update_fields=["handed_in_at"])
            mark_what_needs_nobody(attempt)
            decide(attempt, told=False)
    if over:
        raise HandedIn(_over(attempt))
    return attempt


@transaction.atomic
def close(*, by_id: int, attempt_id: int) -> None:
    """Let a test of theirs end whose time is over, before they look at it; of others nothing happens."""
    own = Attempt.objects.select_for_update(of=("self",)).select_related("topic")
    attempt = own.filter(pk=attempt_id, expert_id=by_id, handed_in_at=None).first()
    if attempt is not None:
        close_if_over(attempt, grace=GRACE)


def _own(by: Person, attempt_id: int) -> Attempt:
    own = Attempt.objects.select_for_update(of=("self",)).select_related("topic__company")
    attempt = own.filter(pk=attempt_id, expert_id=by.pk).first()
    if attempt is None:
        raise NotAllowed("no test of theirs")
    return attempt


def _over(attempt: Attempt) -> str:
    if attempt.handed_in_at == attempt.due_at:
        return _("The time for this test was over. What you had answered until then counts; this no longer does.")
    return _("You have handed this test in already. What you sent first counts; nothing was changed.")


def _write(attempt: Attempt, answers: Mapping[int, Given]) -> None:
    drawn = {one.pk: one for one in attempt.drawn.select_related("question")}
    if set(answers) - set(drawn):
        raise Refused(_("An answer belongs to a question that is not in your test. Nothing was handed in."))
    for pk, given in answers.items():
        one = drawn[pk]
        if one.question.kind == Question.FREE:
            one.words = _words(attempt, given)
        else:
            one.answer = _places(one, given)
        one.save(update_fields=["words", "answer"])


def _words(attempt: Attempt, given: Given) -> str:
    if not isinstance(given, str):
        raise Refused(_("Please answer this question in words."))
    if not given.strip():
        return ""
    text = clean_text(given)
    if len(text) > LONGEST_ANSWER:
        raise Refused(_("Please keep an answer under %(most)d characters.") % {"most": LONGEST_ANSWER})
    # Whoever marks it needs no names and numbers; masks may be longer than what they hide.
    return hidden(text, attempt.topic.company)


def _places(one: DrawnQuestion, given: Given) -> list[int] | None:
    if isinstance(given, str) or any(place not in range(len(one.shuffle)) for place in given):
        raise Refused(
            _("Question %(place)d has no such option. Please choose from those shown.") % {"place": one.place}
        )
    if not given:
        return None
    if one.question.kind == Question.SINGLE and len(given) != 1:
        raise Refused(_("Question %(place)d has one answer. Please choose one.") % {"place": one.place})
    if len(set(given)) != len(given) or (one.question.kind == Question.ORDER and len(given) != len(one.shuffle)):
        raise Refused(_("Question %(place)d: please give each step a place of its own.") % {"place": one.place})
    return list(given)
