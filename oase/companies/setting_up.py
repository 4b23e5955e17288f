"""How a company presents itself and what holds for all its concerns: one verb, written into the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership, Purpose
from oase.companies.roles.now import read_anew
from oase.companies.roles.rules import leads
from oase.companies.words import NotAllowed, Wrong, clean_line, storable

LONGEST_NAME = 80
LONGEST_DESCRIPTION = 2000
LONGEST_WORD = 60
MOST_WORDS = 2000
LONGEST_SILENCE = 60
LONGEST_PURPOSE = 120
MOST_PURPOSES = 50


@dataclass(frozen=True)
class CompanyWanted:
    """What was filled in. `vocabulary` stands one word a line; `purposes` are pairs, German and English."""

    name: str
    description_de: str
    description_en: str
    silence_days: int
    vocabulary: str
    purposes: Sequence[tuple[str, str]]


def wanted_of(company: Company) -> CompanyWanted:
    """The company as `CompanyWanted` writes it."""
    return CompanyWanted(
        company.name,
        company.description_de,
        company.description_en,
        company.silence_days,
        "\n".join(company.vocabulary),
        [(one.text_de, one.text_en) for one in company.purposes.all()],
    )


@transaction.atomic
def save_company(*, by: Membership, wanted: CompanyWanted) -> Company:
    """Put what is decided for the whole company into force, all or none. What was opened for a purpose keeps its words.

    Raises:
        Wrong: a decision cannot stand; of purposes, `place` says which.
        NotAllowed: `by` does not lead.
    """
    company = Company.objects.select_for_update(no_key=True).get(pk=by.company_id)
    read_anew(by)
    if not leads(by):
        raise NotAllowed
    values, purposes = checked(wanted)
    before = _values(company)
    for name, value in values.items():
        setattr(company, name, value)
    company.save(update_fields=list(values))
    _save_purposes(company, purposes)
    record_change(company=company, by=by.person, area="company", before=before, after=_values(company))
    return company


def checked(wanted: CompanyWanted) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What would be stored.

    Raises:
        Wrong: a decision cannot stand.
    """
    name = clean_line(wanted.name)
    if not name or len(name) > LONGEST_NAME:
        raise Wrong(
            "name", _("Please give the company a name of at most %(most)d characters.") % {"most": LONGEST_NAME}
        )
    if not 1 <= wanted.silence_days <= LONGEST_SILENCE:
        raise Wrong("silence_days", _("Please choose between 1 and %(most)d days.") % {"most": LONGEST_SILENCE})
    values = {
        "name": name,
        "description_de": _description("description_de", wanted.description_de),
        "description_en": _description("description_en", wanted.description_en),
        "silence_days": wanted.silence_days,
        "vocabulary": _vocabulary(wanted.vocabulary),
    }
    return values, _purposes(wanted.purposes)


def _description(field: str, text: str) -> str:
    text = storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > LONGEST_DESCRIPTION:
        raise Wrong(field, _("Please keep the description under %(most)d characters.") % {"most": LONGEST_DESCRIPTION})
    return text


def _vocabulary(text: str) -> list[str]:
    words = list(dict.fromkeys(word.lower() for word in map(clean_line, text.splitlines()) if word))
    if len(words) > MOST_WORDS:
        raise Wrong("vocabulary", _("Please keep it to %(most)d words.") % {"most": MOST_WORDS})
    for word in words:
        if len(word) > LONGEST_WORD or " " in word:
            raise Wrong("vocabulary", _("Please write one word a line: “%(line)s” is more.") % {"line": word[:40]})
    return words


def _purposes(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    cleaned = [(clean_line(german), clean_line(english)) for german, english in pairs]
    filled = [(place, pair) for place, pair in enumerate(cleaned) if any(pair)]
    seen: set[str] = set()
    for place, pair in filled:
        if not all(pair):
            raise Wrong("purposes", _("Please write the purpose in both languages."), place=place)
        if max(map(len, pair)) > LONGEST_PURPOSE:
            words = _("Please keep a purpose under %(most)d characters.") % {"most": LONGEST_PURPOSE}
            raise Wrong("purposes", words, place=place)
        if pair[0].lower() in seen:
            raise Wrong("purposes", _("This purpose stands there twice."), place=place)
        seen.add(pair[0].lower())
    if not filled:
        raise Wrong("purposes", _("Please keep at least one purpose: without one nobody can open an original."))
    if len(filled) > MOST_PURPOSES:
        raise Wrong("purposes", _("Please keep it to %(most)d purposes.") % {"most": MOST_PURPOSES})
    return [pair for _place, pair in filled]


def _save_purposes(company: Company, wanted: list[tuple[str, str]]) -> None:
    stored = {(one.text_de, one.text_en): one for one in company.purposes.all()}
    for position, pair in enumerate(wanted):
        one = stored.pop(pair, None) or Purpose(company=company, text_de=pair[0], text_en=pair[1])
        one.position = position
        one.save()
    # The access log holds the words of a purpose, not the row: what was read stays readable.
    Purpose.objects.filter(pk__in=[one.pk for one in stored.values()]).delete()


def _values(company: Company) -> dict[str, Any]:
    return {
        "name": company.name,
        "description_de": company.description_de,
        "description_en": company.description_en,
        "silence_days": company.silence_days,
        "vocabulary": list(company.vocabulary),
        "purposes": list(company.purposes.order_by("position", "id").values_list("text_de", flat=True)),
    }
