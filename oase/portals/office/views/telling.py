"""What an own view sorts out by, in words."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.companies.models import Membership
from oase.people.models import Person
from oase.portals.office.views.form import CHANNEL_WORDS, STATE_WORDS, stars_words
from oase.second_level.shaping.models import Tag
from oase.second_level.views.filters import ME, NOBODY, Filters


def told(filters: Filters, member: Membership) -> list[str]:
    """Each filter in a few words, in the reader's language."""
    company = member.company
    topics = {one.pk: one.name for one in company.topics.all()} if filters.topics else {}
    tags = Tag.objects.filter(company=company, pk__in=filters.tags) if filters.tags else ()
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    words = [
        str(STATE_WORDS[filters.state]),
        _either(topics.get(one) for one in filters.topics),
        _either(one.name for one in tags),
        _either(_holder_names(filters)),
        _either(languages.get(one) for one in filters.languages),
        _either(CHANNEL_WORDS.get(one) for one in filters.channels),
        _either(stars_words(one) for one in filters.stars),
    ]
    if filters.older_days:
        words.append(
            ngettext("older than %(n)d day", "older than %(n)d days", filters.older_days) % {"n": filters.older_days}
        )
    if filters.younger_days:
        words.append(
            ngettext("younger than %(n)d day", "younger than %(n)d days", filters.younger_days)
            % {"n": filters.younger_days}
        )
    return [one for one in words if one]


def _either(words: Iterable[Any]) -> str:
    return _(" or ").join(str(one) for one in words if one)


def _holder_names(filters: Filters) -> list[str]:
    ids = [int(one) for one in filters.holders if one not in (ME, NOBODY)]
    names = {one.pk: one.first_name for one in Person.objects.filter(pk__in=ids)} if ids else {}
    groups = {ME: _("whoever looks at it"), NOBODY: _("nobody yet")}
    return [groups[one] if one in groups else names.get(int(one), "") for one in filters.holders]
