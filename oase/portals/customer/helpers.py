"""The page of somebody who helped: the face, a few words, and what others said thank you for."""

from babel import Locale
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from oase.companies.queries import membership_of
from oase.conversations.helpers import last_helped_by
from oase.experts.models import Expert
from oase.people.models import Person
from oase.portals.customer.finding import own_page
from oase.portals.public.sessions import reader_of
from oase.ratings.queries import standing_of
from oase.second_level.people.thanks import words_for

MOST_THANKS = 12


def names_of_languages(codes: list[str]) -> list[str]:
    """What somebody speaks, in the language of whoever reads it."""
    return [str(Locale.parse(get_language() or "de", sep="-").languages.get(one, one)) for one in codes]


@own_page
@require_safe
def helper(request: HttpRequest, person_id: int) -> HttpResponse:
    """For a customer whom this person helps or helped; for everybody else there is no such page."""
    conversation = last_helped_by(reader_of(request), person_id)
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if conversation is None or person is None or conversation.customer.person_id == person_id:
        raise Http404
    member = membership_of(person, conversation.company)
    expert = None if member else Expert.objects.filter(pk=person_id).first()
    context = {
        "person": person,
        "company": conversation.company,
        "conversation": conversation,
        "member": member,
        "expert": expert,
        # Figures of a company's own people are for themselves; an expert stands for what they did.
        "standing": standing_of(person, company_id=conversation.company_id) if member is None else None,
        "languages": names_of_languages(member.languages) if member else [],
        "knows": member.knows.all() if member else [],
        "thanks": list(words_for(person, company_id=conversation.company_id)[:MOST_THANKS]),
    }
    return render(request, "customer/helper.html", context)
