"""What somebody is and earned as an independent expert."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.experts.models import Expert, Offer, Qualification
from oase.people.models import Person
from oase.ratings.models import Rating
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    expert = Expert.objects.filter(person=person).first()
    if expert is not None:
        yield _profile(expert)
        yield _qualifications(expert)
        yield _offers(expert)
    thanked = Rating.objects.filter(helpers=person).select_related("conversation__company").order_by("at", "pk")
    yield Section(
        "thanks",
        _("Ratings and thanks for your help"),
        _("What people said when their concern was solved, without who they are. Kept with the concern."),
        {
            "company": _("Company"),
            "at": _("When"),
            "stars": _("Stars"),
            "thanks": _("Thanks"),
            "named": _("You were named"),
        },
        [
            {
                "company": one.conversation.company.name,
                "at": one.at,
                "stars": one.stars,
                "thanks": one.thanks,
                "named": any(who.pk == person.pk for who in one.named.all()),
            }
            for one in thanked.prefetch_related("named")
        ],
    )


def _profile(expert: Expert) -> Section:
    return Section(
        "expert",
        _("You as an expert"),
        _("How you introduce yourself and how much you take on."),
        {
            "introduction_de": _("Introduction in German"),
            "introduction_en": _("Introduction in English"),
            "languages": _("Languages"),
            "available": _("Is asked now"),
            "at_once": _("At the same time"),
            "since": _("Since"),
        },
        [
            {
                "introduction_de": expert.introduction_de,
                "introduction_en": expert.introduction_en,
                "languages": list(expert.languages),
                "available": expert.available,
                "at_once": expert.at_once,
                "since": expert.since,
            }
        ],
    )


def _qualifications(expert: Expert) -> Section:
    passed = Qualification.objects.filter(expert=expert).select_related("topic__company").order_by("passed_at", "pk")
    return Section(
        "qualifications",
        _("What you are qualified for"),
        _("Topics whose questions you may answer."),
        {"company": _("Company"), "topic": _("Topic"), "passed_at": _("Passed"), "lapses_at": _("Valid until")},
        [
            {
                "company": one.topic.company.name,
                "topic": one.topic.name,
                "passed_at": one.passed_at,
                "lapses_at": one.lapses_at,
            }
            for one in passed
        ],
    )


def _offers(expert: Expert) -> Section:
    offers = Offer.objects.filter(expert=expert).select_related("assignment__conversation__company")
    return Section(
        "offers",
        _("Questions you were offered"),
        _("When you were asked and whether you declined. Whose questions they were stays with those people."),
        {
            "company": _("Company"),
            "offered_at": _("Offered"),
            "expires_at": _("Stood until"),
            "declined_at": _("Declined"),
            "reward_cents": _("Reward in cents"),
        },
        [
            {
                "company": one.assignment.conversation.company.name,
                "offered_at": one.offered_at,
                "expires_at": one.expires_at,
                "declined_at": one.declined_at,
                "reward_cents": one.reward_cents,
            }
            for one in offers.order_by("offered_at", "pk")
        ],
    )


PART = Part(
    frozenset({"Expert.person", "Qualification.expert", "Offer.expert", "Rating.helpers", "Rating.named"}), _sections
)
