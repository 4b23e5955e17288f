"""The second level of a company of the demo: what is set up before its stories, and what stands after them."""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from oase.companies.models import Company, Membership
from oase.companies.teams.actions import TeamWanted, save_team
from oase.companies.teams.models import Team
from oase.conversations.models import Conversation
from oase.demo import shapes
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.advisors.actions import plan_absence
from oase.second_level.goodwill.actions import ask_for, save_budgets, save_kind
from oase.second_level.goodwill.models import GoodwillKind
from oase.second_level.goodwill.setting import KindWanted
from oase.second_level.macros.saving import Wanted, save_macro
from oase.second_level.people.learning import save_learning
from oase.second_level.shaping.tags import make_tag, put_tag


class Office:
    """One company's second level, set up by the one who leads it."""

    def __init__(self, company: Company, words: shapes.Company, people: Mapping[str, Person]) -> None:
        self.company, self.words, self.set_up = company, words, words.second_level
        by_person = {one.person_id: one for one in company.memberships.select_related("person", "company")}
        self.staff = {agent.person: by_person[people[agent.person].pk] for agent in words.agents}
        self.leader = next(one for one in self.staff.values() if one.role == Membership.SUPERVISOR)
        self.topics = {topic.slug: topic for topic in company.topics.all()}

    def open(self) -> dict[str, GoodwillKind]:
        """Before any story: what may be given, and how much of it; the kinds by their keys."""
        kinds = {}
        for one in self.set_up.kinds:
            wanted = KindWanted(one.name.de, one.name.en, one.cents, one.text.de, one.text.en, one.icon, one.adjustable)
            kinds[one.key] = save_kind(by=self.leader, wanted=wanted)
        own = {self.staff[key].pk: cents for key, cents in self.set_up.budgets.items() if key}
        save_budgets(by=self.leader, usual=self.set_up.budgets.get("", 0), own=own, teams={})
        return kinds

    def furnish(self, told: Mapping[str, Conversation], kinds: Mapping[str, GoodwillKind]) -> None:
        """After the stories: teams, tags, macros, who knows and learns what, who will be away, what is wished."""
        self._teams()
        tags = {name: make_tag(by=self.leader, name=name) for name in self.set_up.tags}
        for name, keys in self.set_up.tags.items():
            for key in keys:
                self._tag(told[key], tags[name].pk)
        for macro in self.set_up.macros:
            steps = [{"kind": "tag", "tag": tags[macro.tag].pk}] if macro.tag else []
            wanted = Wanted(macro.name, macro.text.de, macro.text.en, steps=steps)
            save_macro(by=self.leader, macro=None, wanted=wanted)
        for agent in self.words.agents:
            self.staff[agent.person].knows.set([self.topics[slug] for slug in agent.skills])
        for key, slugs in self.set_up.learning.items():
            save_learning(membership=self.staff[key], topic_ids=[self.topics[slug].pk for slug in slugs])
        for absence in self.set_up.absences:
            begins = clock.now() + absence.begins
            plan_absence(membership=self.staff[absence.person], starts_at=begins, ends_at=begins + absence.lasts)
        for wish in self.set_up.wishes:
            ask_for(
                conversation_id=told[wish.conversation].pk,
                membership=self.staff[wish.by],
                kind=kinds[wish.kind],
                client_id=uuid5(NAMESPACE_URL, f"oase-demo:wish:{self.company.slug}:{wish.conversation}"),
                reason=wish.reason,
                words=wish.words,
            )

    def _teams(self) -> None:
        cents: dict[int, int | None] = {}
        for one in self.set_up.teams:
            members, topics = [self.staff[key].pk for key in one.members], [self.topics[slug].pk for slug in one.topics]
            team: Team = save_team(
                by=self.leader, team=None, wanted=TeamWanted(one.name.de, one.name.en, members, topics)
            )
            cents[team.pk] = one.cents or None
        save_budgets(by=self.leader, usual=self.set_up.budgets.get("", 0), own={}, teams=cents)

    def _tag(self, conversation: Conversation, tag_id: int) -> None:
        # Nobody looks after what they asked themself: then somebody else puts the tag.
        cares = next(one for one in self.staff.values() if one.person_id != conversation.customer.person_id)
        put_tag(conversation_id=conversation.pk, by=cares, tag_id=tag_id)
