"""The company decides whether it invites experts, how a topic is tested, and how long a qualification holds."""

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Membership, Topic
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.words import clean_text
from oase.experts.programme.models import Programme, TopicTest
from oase.experts.programme.rules import leads
from oase.experts.programme.writing import check_markdown
from oase.experts.setting_up import Wrong

LONGEST_WELCOME = 3000
MOST = {
    "questions": 50,
    "minutes": 240,
    "pass_percent": 100,
    "wait_hours": 24 * 90,
    "valid_days": 3660,
    "notice_days": 90,
}


@transaction.atomic
def set_rules(
    *, by: Membership, topic: Topic, questions: int, minutes: int, pass_percent: int, wait_hours: int
) -> TopicTest:
    """Decide how a topic is tested: how many questions, minutes, percent of the points, hours after a failure.

    Tests that are running keep the rules they began with.

    Raises:
        Wrong: a number is out of bounds; `field` is its name.
        NotAllowed: the topic is another company's, or `by` does not lead.
    """
    read_anew(by)
    if not leads(by) or topic.company_id != by.company_id:
        raise NotAllowed
    rules = {
        "questions": _number("questions", questions, least=1),
        "minutes": _number("minutes", minutes, least=1),
        "pass_percent": _number("pass_percent", pass_percent, least=1),
        "wait_hours": _number("wait_hours", wait_hours, least=0),
    }
    before = TopicTest.objects.filter(topic=topic).values(*rules).first()
    record_change(company=by.company, by=by.person, area="programme", subject=topic.name_de, before=before, after=rules)
    return TopicTest.objects.update_or_create(topic=topic, defaults=rules)[0]


@transaction.atomic
def set_programme(
    *, by: Membership, inviting: bool, welcome_de: str, welcome_en: str, valid_days: int, notice_days: int
) -> Programme:
    """Decide whether experts are invited and with which words, and how long a qualification holds.

    Raises:
        Wrong: a number is out of bounds or a text cannot stand; `field` is its name.
        NotAllowed: `by` does not lead.
    """
    read_anew(by)
    if not leads(by):
        raise NotAllowed
    wanted = {
        "inviting": inviting,
        "welcome_de": _welcome("welcome_de", welcome_de),
        "welcome_en": _welcome("welcome_en", welcome_en),
        "valid_days": _number("valid_days", valid_days, least=1),
        "notice_days": _number("notice_days", notice_days, least=1),
    }
    before = Programme.objects.filter(company_id=by.company_id).values(*wanted).first()
    record_change(company=by.company, by=by.person, area="programme", before=before, after=wanted)
    return Programme.objects.update_or_create(company_id=by.company_id, defaults=wanted)[0]


def _number(field: str, number: int, *, least: int) -> int:
    if not least <= number <= MOST[field]:
        raise Wrong(field, _("Please choose a number from %(least)d to %(most)d.") % {
            "least": least, "most": MOST[field]
        })  # fmt: skip
    return number


def _welcome(field: str, text: str) -> str:
    if not text.strip():
        return ""
    text = clean_text(text)
    if len(text) > LONGEST_WELCOME:
        raise Wrong(field, _("Please keep this under %(most)d characters.") % {"most": LONGEST_WELCOME})
    return check_markdown(field, text)
