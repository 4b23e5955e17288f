"""The demo becomes rows by the real actions, and ends where its stories say."""

from collections import Counter

from oase.conversations.models import Assignment, Conversation, Message, Outbox
from oase.demo.loading import load
from oase.demo.reading import read
from oase.experts.rewards.models import Reward
from oase.privacy.models import AccessLog

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
