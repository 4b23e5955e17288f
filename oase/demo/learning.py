"""The programme of a demo's company becomes rows: first what is read and asked, later who has come how far."""

from collections.abc import Mapping
from datetime import timedelta

from oase.companies import models as companies
from oase.demo import shapes
from oase.demo.programme import Beginner, Test
from oase.experts.answers import saving
from oase.experts.availability.actions import set_hours
from oase.experts.availability.hours import Span
from oase.experts.matching.models import Standing
from oase.experts.matching.standing import measure
from oase.experts.models import Expert, Qualification
from oase.experts.programme import actions
from oase.experts.programme.lessons import current_versions
from oase.experts.programme.models import Acknowledgement, Application, Attempt, Lesson, Question
from oase.experts.reputation.levels import appoint
from oase.experts.rewards.setting_prices import PriceWanted, save_prices, save_shares
from oase.jobs import clock
from oase.people.models import Person

WRITTEN = timedelta(days=300)
"""How long ago the lessons were written; everybody who is qualified passed since."""
PASSED, APART, WITHIN = timedelta(days=20), timedelta(days=23), 11
POINTS = 95
HOW_LONG, MARKED_AFTER = timedelta(minutes=7), timedelta(hours=2)


class School:
    """The programme of one company, told by the one who leads it."""

    def __init__(self, company: companies.Company, given: shapes.Company, people: Mapping[str, Person]) -> None:
        self.company, self.given, self.people = company, given.programme, people
        self.experts = [people[expert.person] for expert in given.experts]
        leaders = company.memberships.filter(role=companies.Membership.SUPERVISOR)
        self.leader = leaders.select_related("company", "person").get()
        self.topics: dict[str, companies.Topic] = {topic.slug: topic for topic in company.topics.all()}

    def open(self) -> None:
        """Invitation, lessons, tests and prices; then those who answered from the start have read and passed."""
        given = self.given
        with clock.standing_at(clock.now() - WRITTEN):
            actions.set_programme(
                by=self.leader,
                inviting=given.inviting,
                welcome_de=given.welcome.de,
                welcome_en=given.welcome.en,
                valid_days=given.valid_days,
                notice_days=given.notice_days,
            )
            for place, lesson in enumerate(given.lessons):
                title, body, topic = lesson.title, lesson.body, self.topics.get(lesson.topic)
                wanted = actions.LessonWanted(title.de, title.en, body.de, body.en, topic, place)
                actions.save_lesson(by=self.leader, lesson=None, wanted=wanted)
            for test in given.tests:
                self._test(test)
        self._prices()
        for place, person in enumerate(self.experts):
            self._qualified(person, PASSED + APART * (place % WITHIN))
        self.measure()
        # They proved themselves before this house began to count.
        Standing.objects.filter(
            expert_id__in=[person.pk for person in self.experts], topic__company=self.company
        ).update(level=Standing.EXPERT)

    def settle(self) -> None:
        """Who is senior, who is new, when they want to be asked and what they keep; after the past was told."""
        self.measure()
        for person, slugs in self.given.seniors.items():
            for slug in slugs:
                appoint(by=self.leader, expert_id=self.people[person].pk, topic_id=self.topics[slug].pk)
        for newcomer in self.given.newcomers:
            for slug in newcomer.topics:
                attempt = self._takes(newcomer, slug)
                with clock.standing_at(clock.now() - newcomer.ago + MARKED_AFTER):
                    self._marked(attempt)
        for applicant in self.given.applicants:
            self._takes(applicant, applicant.topics[0])
        for answer in self.given.answers:
            wanted = saving.Wanted(
                self.topics[answer.topic].pk, answer.title, answer.body, answer.language, answer.shared
            )
            saving.save(by=self.people[answer.person], wanted=wanted)
        for person, openings in self.given.hours.items():
            spans = [Span(one.weekday, one.start, one.end) for one in openings]
            set_hours(by=self.people[person], spans=spans, time_zone=self.company.time_zone)

    def measure(self) -> None:
        """What matching goes by, from what has happened."""
        measure([person.pk for person in self.experts])

    def _test(self, test: Test) -> None:
        topic = self.topics[test.topic]
        actions.set_rules(
            by=self.leader,
            topic=topic,
            questions=test.questions,
            minutes=test.minutes,
            pass_percent=test.pass_percent,
            wait_hours=test.wait_hours,
        )
        lesson = Lesson.objects.filter(company=self.company, topic=topic).first()
        for one in test.bank:
            wanted = actions.QuestionWanted(
                kind=one.kind,
                text_de=one.text.de,
                text_en=one.text.en,
                options=tuple((option.de, option.en) for option in one.options),
                right=one.right,
                guide_de=one.guide.de,
                guide_en=one.guide.en,
                lesson=lesson,
            )
            actions.save_question(by=self.leader, topic=topic, question=None, wanted=wanted)

    def _prices(self) -> None:
        save_shares(by=self.leader, **self.given.shares)
        for slug, topic in self.topics.items():
            prices = [
                PriceWanted(one.cents, one.language, one.days, one.begins, one.ends)
                for one in self.given.prices
                if one.topic == slug
            ]
            if prices:
                save_prices(by=self.leader, topic=topic, base_cents=topic.reward_cents, wanted=prices)

    def _qualified(self, person: Person, ago: timedelta) -> None:
        expert, passed = Expert.objects.get(pk=person.pk), clock.now() - ago
        Application.objects.create(expert=expert, company=self.company, applied_at=expert.since)
        Qualification.objects.filter(expert=expert, topic__company=self.company).update(
            passed_at=passed, lapses_at=passed + timedelta(days=self.given.valid_days)
        )
        versions = current_versions(Lesson.objects.filter(company=self.company))
        Acknowledgement.objects.bulk_create(
            Acknowledgement(expert=expert, version=version, at=passed - timedelta(hours=1)) for version in versions
        )

    def _takes(self, beginner: Beginner, slug: str) -> Attempt:
        """Somebody applies, reads everything, and hands a test in with all the right answers and words of their own."""
        by = self.people[beginner.person]
        started = clock.now() - beginner.ago
        with clock.standing_at(started - timedelta(hours=1)):
            actions.apply(
                by=by,
                company_id=self.company.pk,
                first_name=by.first_name,
                introduction_de=beginner.introduction_de,
                introduction_en=beginner.introduction_en,
                experience=beginner.experience,
                languages=beginner.languages,
                face=by.face,
            )
            for version in current_versions(Lesson.objects.filter(company=self.company)):
                actions.acknowledge(by=by, lesson_id=version.lesson_id, number=version.number)
        with clock.standing_at(started):
            attempt = actions.start(by=by, topic_id=self.topics[slug].pk)
        answers: dict[int, actions.Given] = {}
        for drawn in attempt.drawn.select_related("question__solution"):
            right, kind = drawn.question.solution.right, drawn.question.kind
            if kind == Question.FREE:
                answers[drawn.pk] = beginner.words
            elif kind == Question.ORDER:
                answers[drawn.pk] = [drawn.shuffle.index(place) for place in right]
            else:
                answers[drawn.pk] = [shown for shown, place in enumerate(drawn.shuffle) if place in right]
        with clock.standing_at(started + HOW_LONG):
            return actions.hand_in(by=by, attempt_id=attempt.pk, answers=answers)

    def _marked(self, attempt: Attempt) -> None:
        for drawn in attempt.drawn.filter(question__kind=Question.FREE):
            actions.mark(by=self.leader.person, drawn_id=drawn.pk, points=POINTS)
