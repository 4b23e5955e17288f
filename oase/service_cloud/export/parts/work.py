"""What an expert's work has shown, by which they are asked again: outcomes, standings, places."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.experts.matching.models import Outcome, Placing, Standing
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    standings = Standing.objects.filter(expert_id=person.pk).select_related("topic__company")
    if not standings:
        return
    languages: dict[int, list[str]] = {}
    for topic_id, language in Placing.objects.filter(expert_id=person.pk, ready=True).values_list("topic", "language"):
        languages.setdefault(topic_id, []).append(language)
    yield Section(
        "standings",
        _("What your work has shown"),
        _("Counted for each topic: by it you are asked. Kept as long as you are an expert."),
        {
            "company": _("Company"),
            "topic": _("Topic"),
            "level": _("Level"),
            "offered": _("Offers that were yours to take"),
            "claimed": _("Claimed"),
            "solved": _("Solved"),
            "unsolved": _("Given on, lapsed, or rated badly"),
            "stars": _("Ratings"),
            "stars_sum": _("Stars in all"),
            "answered": _("First answers"),
            "seconds_log_sum": _("Logarithms of their seconds, in all"),
            "seconds_log_squares": _("Squares of these, in all"),
            "checked": _("Agreed to by a senior expert"),
            "languages": _("You are asked in"),
        },
        [
            {
                "company": one.topic.company.name,
                "topic": one.topic.name,
                "level": one.level,
                "offered": one.offered,
                "claimed": one.claimed,
                "solved": one.solved,
                "unsolved": one.unsolved,
                "stars": one.stars,
                "stars_sum": one.stars_sum,
                "answered": one.answered,
                "seconds_log_sum": one.seconds_log_sum,
                "seconds_log_squares": one.seconds_log_squares,
                "checked": one.checked,
                "languages": sorted(languages.get(one.topic_id, [])),
            }
            for one in standings.order_by("topic__company_id", "topic_id")
        ],
    )
    yield _outcomes(person)


def _outcomes(person: Person) -> Section:
    held = Outcome.objects.filter(expert_id=person.pk).select_related("topic__company").order_by("claimed_at", "pk")
    return Section(
        "outcomes",
        _("What came of what you held"),
        _("Whose concerns they were stays with those people."),
        {
            "company": _("Company"),
            "topic": _("Topic"),
            "claimed_at": _("Claimed"),
            "result": _("What came of it"),
            "stars": _("Stars"),
            "seconds": _("Seconds to your first answer"),
        },
        [
            {
                "company": one.topic.company.name,
                "topic": one.topic.name,
                "claimed_at": one.claimed_at,
                "result": one.result,
                "stars": one.stars,
                "seconds": one.seconds,
            }
            for one in held
        ],
    )


PART = Part(frozenset({"Standing.expert", "Outcome.expert", "Placing.expert"}), _sections)
