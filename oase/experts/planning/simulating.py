"""The simulation: events in the order of time (discrete-event; Law, Simulation Modeling and Analysis, chapter 1).

Pure and seeded. An expert is offered a question, looks at it after a while, and wants it or lets it go. They take what
they want when they can begin to write, and write one answer at a time. What nobody takes, and what is not answered in
time, goes to the company. Every question runs to its end, also those of the last hour.
"""

from oase.experts.planning import course
from oase.experts.planning.arriving import arrivals
from oase.experts.planning.choosing import Choosing
from oase.experts.planning.course import Course, Run, Worked
from oase.experts.planning.events import Events
from oase.experts.planning.people import DONE, HELD, WAITING, Asked, Expert, experts_of
from oase.experts.planning.plan import Plan
from oase.experts.planning.weeks import WEEK
from oase.experts.planning.wrong import WrongPlan

MOST_QUESTIONS = 5_000_000
TIME_TO_READ = 300.0
"""Seconds: whoever claims at the last moment still gets this long, as in `actions.claiming`."""


def simulate(plan: Plan, *, weeks: int = 1, warm_up: int = 1, seed: int | str = 1) -> Run:
    """Run the plan for so many weeks, after `warm_up` weeks in which experts show what they can and nothing counts.

    Raises:
        WrongPlan: too few or too many weeks, or more questions than can be simulated.
    """
    if weeks < 1 or warm_up < 0:
        raise WrongPlan("At least one week is simulated, and no fewer than none before it.")
    if (weeks + warm_up) * plan.a_week > MOST_QUESTIONS:
        raise WrongPlan(f"That is more than {MOST_QUESTIONS:,} questions: simulate fewer weeks, or fewer questions.")
    return _Simulation(plan, weeks, warm_up, seed).run()


class _Simulation:
    def __init__(self, plan: Plan, weeks: int, warm_up: int, seed: int | str) -> None:
        self.plan, self.weeks, self.warm_up = plan, weeks, warm_up
        self.choosing = Choosing(seed)
        self.experts: list[Expert] = []
        for place, group in enumerate(plan.groups):
            self.experts += experts_of(group, place, len(self.experts), plan.topics, seed)
        self.asked = arrivals(plan, weeks=weeks, warm_up=warm_up, seed=seed)
        self.courses: dict[Asked, Course] = {}
        self.events = Events(-warm_up * WEEK)
        for one in self.asked:
            self.events.at(one.at, self._ask, one)

    def run(self) -> Run:
        for expert in self.experts:
            self._begin(expert)
        self.events.run()
        counted = tuple(self.courses[one] for one in self.asked if one.counts)
        return Run(self.weeks, counted, tuple(self._worked(expert) for expert in self.experts))

    # Experts come and go.

    def _begin(self, expert: Expert) -> None:
        if expert.kind.hours.always or expert.kind.hours.cover(self.events.now):
            self.choosing.come(expert)
        if expert.kind.hours.always:
            return
        for begin, end in expert.kind.hours.spans:
            for week in range(-self.warm_up, self.weeks):
                self.events.at(week * WEEK + begin, self._come, expert)
                self.events.at(week * WEEK + end, self._go, expert)

    def _come(self, expert: Expert) -> None:
        self.choosing.come(expert)
        self._free(expert)

    def _go(self, expert: Expert) -> None:
        # One span may end in the very second in which the next begins, over the end of the week.
        if not expert.kind.hours.cover(self.events.now):
            self.choosing.go(expert)

    # A question finds its expert.

    def _ask(self, asked: Asked) -> None:
        self.events.at(asked.due, self._due, asked)
        self._wave(asked)
        if not asked.offered:
            self._end(asked, course.NOBODY)

    def _wave(self, asked: Asked) -> None:
        if asked.state != WAITING:
            return
        waves = self.plan.topics[asked.topic].waves
        chosen = self.choosing.best(asked, waves.size(asked.waves + 1), self.events.now)
        asked.waves += bool(chosen)
        for expert in chosen:
            asked.offered[expert] = asked.waves
            expert.desk[asked] = False
            expert.offers += asked.counts
            self.events.at(self.events.now + expert.kind.notice.draw(expert.chance), self._look, expert, asked)
        if self.events.now + waves.seconds < asked.due:
            self.events.at(self.events.now + waves.seconds, self._wave, asked)

    def _look(self, expert: Expert, asked: Asked) -> None:
        wants = expert.chance.random() < expert.kind.takes
        if asked not in expert.desk:
            return
        if wants:
            expert.desk[asked] = True
            self._free(expert)
        else:
            del expert.desk[asked]
            expert.shown[asked.topic].saw(offered=1)

    def _free(self, expert: Expert) -> None:
        """Begin with what comes next: an asker who wrote again, else the oldest offer they want."""
        if expert.writing is not None:
            return
        if expert.follow_ups:
            self._write(expert, expert.follow_ups.popleft())
        elif expert.there and expert.held < expert.kind.at_once:
            wanted = next((asked for asked, wants in expert.desk.items() if wants), None)
            if wanted is not None:
                self._claim(expert, wanted)

    def _claim(self, expert: Expert, asked: Asked) -> None:
        for one, wave in asked.offered.items():
            # Whoever was asked in an earlier wave let it lie, as `matching.standing` counts.
            if one.desk.pop(asked, None) is not None and wave < asked.offered[expert]:
                one.shown[asked.topic].saw(offered=1)
        expert.shown[asked.topic].saw(offered=1, claimed=1)
        expert.held += 1
        expert.claims += asked.counts
        asked.state, asked.holder, asked.claimed_at = HELD, expert, self.events.now
        if self.events.now + TIME_TO_READ > asked.due:
            asked.due = self.events.now + TIME_TO_READ
            self.events.at(asked.due, self._due, asked)
        self._write(expert, asked)

    # The expert answers.

    def _write(self, expert: Expert, asked: Asked) -> None:
        expert.writing, expert.since = asked, self.events.now
        self.events.at(
            self.events.now + asked.works[asked.answers] * expert.pace, self._written, expert, asked, self.events.now
        )

    def _written(self, expert: Expert, asked: Asked, since: float) -> None:
        if expert.writing is not asked or expert.since != since:
            return
        self._rest(expert)
        asked.answers += 1
        if asked.answers == 1 and asked.claimed_at is not None:
            asked.answered_at = self.events.now
            expert.shown[asked.topic].saw(seconds=max(self.events.now - asked.claimed_at, 1.0))
        pause = asked.pauses[asked.answers - 1]
        if asked.answers < len(asked.works):
            self.events.at(self.events.now + pause, self._again, expert, asked)
        else:
            self._conclude(expert, asked, pause)
        self._free(expert)

    def _again(self, expert: Expert, asked: Asked) -> None:
        expert.follow_ups.append(asked)
        self._free(expert)

    def _conclude(self, expert: Expert, asked: Asked, pause: float) -> None:
        topic = self.plan.topics[asked.topic]
        if expert.solves(asked, topic):
            self.events.at(self.events.now + pause, self._settle, expert, asked, course.SOLVED)
        elif asked.founded < topic.given_on:
            self._settle(expert, asked, course.GIVEN_ON)
        else:
            self.events.at(self.events.now + pause, self._settle, expert, asked, course.COMPANY_ASKED)

    def _settle(self, expert: Expert, asked: Asked, end: str) -> None:
        solved, price = end == course.SOLVED, self.plan.topics[asked.topic].price(asked.language, asked.at)
        expert.held -= 1
        expert.shown[asked.topic].saw(solved=solved, unsolved=not solved)
        if asked.counts:
            expert.solved += solved
            percent = 100 if solved else self.plan.handover_percent if end == course.GIVEN_ON else 0
            expert.cents += price * percent // 100
        self._end(asked, end)
        self._free(expert)

    def _rest(self, expert: Expert) -> None:
        if expert.writing is not None and expert.writing.counts:
            expert.busy_seconds += self.events.now - expert.since
        expert.writing = None

    # Time runs out.

    def _due(self, asked: Asked) -> None:
        if self.events.now < asked.due or asked.answered_at is not None:
            return
        if asked.state == WAITING:
            for expert in asked.offered:
                if expert.desk.pop(asked, None) is not None:
                    expert.shown[asked.topic].saw(offered=1)
            self._end(asked, course.UNCLAIMED)
        elif asked.state == HELD and asked.holder is not None:
            expert = asked.holder
            expert.held -= 1
            expert.shown[asked.topic].saw(unsolved=1)
            if expert.writing is asked:
                self._rest(expert)
            self._end(asked, course.LATE)
            self._free(expert)

    def _end(self, asked: Asked, end: str) -> None:
        asked.state = DONE
        answered = asked.answered_at
        if answered is None:
            answered = self.plan.company.hours.next(self.events.now) + asked.company_seconds
        self.courses[asked] = Course(
            asked.topic, asked.at, len(asked.offered), asked.waves, asked.claimed_at, answered, self.events.now, end
        )

    def _worked(self, expert: Expert) -> Worked:
        there = expert.kind.hours.seconds * self.weeks
        return Worked(
            expert.group, there, expert.busy_seconds, expert.offers, expert.claims, expert.solved, expert.cents
        )
