"""The demo becomes rows by the real actions, and ends where its stories say."""

from collections import Counter

from oase.companies.teams.models import Team
from oase.conversations.models import Assignment, Conversation, Message, Outbox
from oase.demo.loading import load
from oase.demo.reading import read
from oase.demo.shapes import Demo
from oase.experts.answers.models import SavedAnswer
from oase.experts.availability.models import ExpertHours, ExpertNotice
from oase.experts.matching.models import Standing
from oase.experts.models import Qualification
from oase.experts.programme.models import Attempt, Lesson, ProgrammeNotice, Question
from oase.experts.programme.queries import waiting
from oase.experts.rewards.models import Price, Reward
from oase.jobs import clock
from oase.privacy.models import AccessLog
from oase.second_level.advisors.models import Absence
from oase.second_level.goodwill.models import Goodwill, GoodwillKind, GoodwillWish
from oase.second_level.macros.models import Macro
from oase.second_level.people.models import LearningWish
from oase.second_level.shaping.models import Tagging

IN_THE_NETWORK = {"waiting"}


def test_the_demo_loads_whole_and_shielded(house: None) -> None:
    demo = read()
    load(demo)
    stories = [story for company in demo.companies for story in company.conversations]
    assert Conversation.objects.count() == len(stories)
    solved = Counter(story.state.startswith(("rated", "solved")) for story in stories)
    assert Conversation.objects.exclude(solved_at=None).count() == solved[True]
    open_levels = Counter(Assignment.objects.filter(ended_at=None).values_list("level", flat=True))
    assert open_levels[Assignment.NETWORK] == sum(story.state in IN_THE_NETWORK for story in stories)
    assert set(open_levels) == {"network", "expert", "advisor", "deputy", "team"}
    assert not Message.objects.filter(shielded_at=None).exists()
    said = "\n".join(Message.objects.filter(author_role="customer").values_list("body", flat=True))
    for person in demo.people:
        if person.phone:
            assert person.phone not in said
        assert person.email not in said
    assert AccessLog.objects.exists()
    assert Reward.objects.exists()
    assert not Outbox.objects.filter(sent_at=None).exists()
    assert not ExpertNotice.objects.filter(sent_at=None).exists()
    assert not ProgrammeNotice.objects.filter(sent_at=None).exists()
    the_programme_stands(demo)
    the_second_level_stands(demo)


def the_programme_stands(demo: Demo) -> None:
    programmes = [company.programme for company in demo.companies]
    assert Lesson.objects.count() == sum(len(one.lessons) for one in programmes)
    assert Question.objects.count() == sum(len(test.bank) for one in programmes for test in one.tests)
    assert Price.objects.count() == sum(len(one.prices) for one in programmes)
    assert SavedAnswer.objects.count() == sum(len(one.answers) for one in programmes)
    assert set(ExpertHours.objects.values_list("person__first_name", flat=True)) == {
        one.first_name for one in demo.people if any(one.key in programme.hours for programme in programmes)
    }
    assert not Qualification.objects.filter(lapses_at__lte=clock.now()).exists()
    emil = Standing.objects.filter(expert__person__first_name="Emil", level=Standing.SENIOR)
    assert sorted(emil.values_list("topic__slug", flat=True)) == ["descaling", "faults", "grinding", "milk"]
    new = Standing.objects.filter(expert__person__first_name="Hannah").values_list("topic__slug", "level")
    assert sorted(new) == [("milk", "newcomer"), ("taste", "newcomer")]
    # Noor and Chloe have handed in a test with words that somebody has to mark.
    assert sorted(one.attempt.expert.person.first_name for one in waiting()) == ["Chloe", "Noor"]
    assert Attempt.objects.filter(passed=True).count() == 4


def the_second_level_stands(demo: Demo) -> None:
    stories = [story for company in demo.companies for story in company.conversations]
    set_up = [company.second_level for company in demo.companies]
    given = sum(step.kind == "goodwill" for story in stories for step in story.steps)
    assert (Goodwill.objects.count(), GoodwillKind.objects.count()) == (given, sum(len(one.kinds) for one in set_up))
    assert given > 0
    assert GoodwillWish.objects.filter(verdict="").count() == sum(len(one.wishes) for one in set_up)
    assert Team.objects.count() == sum(len(one.teams) for one in set_up)
    assert Macro.objects.count() == sum(len(one.macros) for one in set_up)
    assert Absence.objects.count() == sum(len(one.absences) for one in set_up)
    tagged = sum(len(keys) for one in set_up for keys in one.tags.values())
    assert Tagging.objects.count() == tagged
    learning = sum(len(topics) for one in set_up for topics in one.learning.values())
    assert LearningWish.objects.count() == learning
