"""A company sets up a topic: every decision is checked before anything is changed."""

import re
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership, Topic
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused, clean_line, clean_text
from oase.experts.matching.waves import LONGEST_SECONDS, MOST_ASKED, SHORTEST_SECONDS
from oase.privacy.shield import shield

LONGEST_NAME = 80
LONGEST_DESCRIPTION = 600
LONGEST_KEYWORD = 80
LONGEST_EXAMPLE = 400
MOST_KEYWORDS = 200
MOST_EXAMPLES = 1000
LONGEST_PROMISE = 7 * 24 * 60
"""Minutes of a week."""
MOST_WAVES = 10
MAY_BE_ORDINARY = {"person", "place"}
"""Kinds of data that ordinary words are now and then taken for: told, and not refused."""


@dataclass(frozen=True)
class TopicWanted:
    """What was filled in. `keywords` and `examples` stand one a line, `wave_sizes` with commas or spaces between.

    Promises are in minutes; `wave_seconds` is the time from one wave to the next, None for a twentieth of the promise.
    """

    name_de: str
    name_en: str
    description_de: str
    description_en: str
    open_to_experts: bool
    first_answer_minutes: int
    next_answer_minutes: int
    wave_sizes: str
    wave_seconds: int | None
    keywords: str
    examples: str


WANTED = tuple(field.name for field in fields(TopicWanted))


class Wrong(Refused):
    """One decision cannot stand; `field` is its name."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def wanted_of(topic: Topic) -> dict[str, Any]:
    """The topic as `TopicWanted` writes it, by field."""
    return {name: getattr(topic, name) for name in WANTED} | {
        "wave_sizes": ", ".join(str(size) for size in topic.wave_sizes),
        "keywords": "\n".join(topic.keywords),
        "examples": "\n".join(topic.examples),
    }


def topic_like(company: Company, topic: Topic | None, wanted: TopicWanted) -> Topic:
    """The topic as it would be, for whoever wants to see what that means. Nothing is stored.

    Raises:
        Wrong: a decision cannot stand.
    """
    kept = {} if topic is None else {"pk": topic.pk, "slug": topic.slug, "position": topic.position}
    money = {} if topic is None else {"reward_cents": topic.reward_cents}
    return Topic(company=company, **kept, **money, **_checked(company, wanted))


@transaction.atomic
def save_topic(*, by: Membership, topic: Topic | None, wanted: TopicWanted) -> Topic:
    """Put the decisions about a topic into force, all or none; without a topic a new one is added as the last.

    What is asked from now on follows them; questions that are under way keep what they were promised.

    Raises:
        Wrong: a decision cannot stand.
        NotAllowed: the topic is another company's, or `by` does not lead.
    """
    # Two who add a topic at once wait for each other, so that both find a place and a name.
    company = Company.objects.select_for_update().get(pk=by.company_id)
    read_anew(by)
    if by.role not in {Membership.SUPERVISOR, Membership.ADMIN}:
        raise NotAllowed
    if topic and topic.company_id != by.company_id:
        raise NotAllowed
    checked = _checked(company, wanted)
    if topic is None:
        last = company.topics.order_by("-position").first()
        place = 0 if last is None else last.position + 1
        made = Topic.objects.create(company=company, slug=_slug(company, wanted), position=place, **checked)
        _record(by, made, before=None)
        return made
    before = _kept(Topic.objects.get(pk=topic.pk))
    Topic.objects.filter(pk=topic.pk).update(**checked)
    topic.refresh_from_db()
    _record(by, topic, before=before)
    return topic


def _record(by: Membership, topic: Topic, *, before: dict[str, Any] | None) -> None:
    after = _kept(topic)
    if before is not None:
        gone, came = _changed(before["examples"], after["examples"])
        before |= {"examples": len(before["examples"]), "examples_gone": gone, "examples_new": 0}
        after |= {"examples": len(after["examples"]), "examples_gone": 0, "examples_new": came}
    else:
        after["examples"] = len(after["examples"])
    record_change(company=by.company, by=by.person, area="topics", subject=topic.name_de, before=before, after=after)


def _kept(topic: Topic) -> dict[str, Any]:
    return {name: getattr(topic, name) for name in WANTED}


def _changed(before: list[str], after: list[str]) -> tuple[int, int]:
    """How many examples went and how many came: the log, which forgets nothing, keeps nobody's words."""
    return len([one for one in before if one not in after]), len([one for one in after if one not in before])


def _slug(company: Company, wanted: TopicWanted) -> str:
    first = slugify(wanted.name_en)[:40] or "topic"
    taken = set(company.topics.values_list("slug", flat=True))
    return next(slug for slug in (first, *(f"{first}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _checked(company: Company, wanted: TopicWanted) -> dict[str, Any]:
    first, following = wanted.first_answer_minutes, wanted.next_answer_minutes
    return {
        "name_de": _name("name_de", wanted.name_de),
        "name_en": _name("name_en", wanted.name_en),
        "description_de": _text("description_de", wanted.description_de),
        "description_en": _text("description_en", wanted.description_en),
        "open_to_experts": wanted.open_to_experts,
        "first_answer_minutes": _promise("first_answer_minutes", first),
        "next_answer_minutes": _promise("next_answer_minutes", following),
        "wave_sizes": _waves(wanted.wave_sizes),
        "wave_seconds": _seconds(wanted.wave_seconds, first),
        "keywords": _keywords(wanted.keywords),
        "examples": _examples(company, wanted.examples),
    }


def _name(field: str, text: str) -> str:
    name = clean_line(text)
    if not name:
        raise Wrong(field, _("Please give the topic a name in both languages."))
    if len(name) > LONGEST_NAME:
        raise Wrong(field, _("Please keep the name under %(most)d characters.") % {"most": LONGEST_NAME})
    return name


def _text(field: str, text: str) -> str:
    if not text.strip():
        return ""
    text = clean_text(text)
    if len(text) > LONGEST_DESCRIPTION:
        raise Wrong(field, _("Please keep the description under %(most)d characters.") % {"most": LONGEST_DESCRIPTION})
    return text


def _promise(field: str, minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_PROMISE:
        raise Wrong(field, _("Please promise between one minute and a week (%(most)d minutes).") % {
            "most": LONGEST_PROMISE
        })  # fmt: skip
    return minutes


def _waves(text: str) -> list[int]:
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    if not all(re.fullmatch(r"[0-9]{1,6}", part) for part in parts):
        raise Wrong("wave_sizes", _("Please write whole numbers with commas between, such as 5, 10, 25."))
    sizes = [int(part) for part in parts]
    if not 1 <= len(sizes) <= MOST_WAVES:
        raise Wrong("wave_sizes", _("Please plan between one and %(most)d waves.") % {"most": MOST_WAVES})
    if not all(1 <= size <= MOST_ASKED for size in sizes):
        raise Wrong("wave_sizes", _("A wave asks between 1 and %(most)d experts.") % {"most": MOST_ASKED})
    if sizes != sorted(sizes):
        raise Wrong("wave_sizes", _("A later wave asks at least as many as the one before, so that help comes sooner."))
    return sizes


def _seconds(seconds: int | None, first_answer_minutes: int) -> int | None:
    longest = min(LONGEST_SECONDS, first_answer_minutes * 60)
    if seconds is not None and not SHORTEST_SECONDS <= seconds <= longest:
        raise Wrong(
            "wave_seconds",
            _("Please choose between %(least)d and %(most)d seconds, or leave it to the promise.")
            % {"least": SHORTEST_SECONDS, "most": longest},
        )
    return seconds


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line for line in map(clean_line, text.splitlines()) if line))


def _keywords(text: str) -> list[str]:
    words = list(dict.fromkeys(word.lower() for word in _lines(text)))
    _few("keywords", len(words), MOST_KEYWORDS)
    if long := [word for word in words if len(word) > LONGEST_KEYWORD]:
        raise Wrong("keywords", _("Please shorten “%(line)s…”: a keyword is a word or two.") % {"line": long[0][:40]})
    return words


def _examples(company: Company, text: str) -> list[str]:
    lines = _lines(text)
    _few("examples", len(lines), MOST_EXAMPLES)
    for line in lines:
        if len(line) > LONGEST_EXAMPLE:
            raise Wrong("examples", _("Please shorten “%(line)s…”: one question a line.") % {"line": line[:40]})
        # A question copied from somebody's message must not live on here with their number or address.
        if found := ", ".join(found_in(company, line, named=False)):
            raise Wrong(
                "examples",
                _("Please leave out what says who asked (%(found)s) in “%(line)s”.")
                % {"found": found, "line": line[:80]},
            )
    return lines


def found_in(company: Company, line: str, *, named: bool) -> list[str]:
    """What in a line may say who somebody is: with `named` what looks like a name or a place, else all that is sure."""
    spans = shield(line, vocabulary=frozenset(company.vocabulary)).spans
    return [line[span.start : span.end] for span in spans if (span.type in MAY_BE_ORDINARY) == named]


def _few(field: str, number: int, most: int) -> None:
    if number > most:
        over = number - most
        raise Wrong(
            field, ngettext("%(over)d line is too many.", "%(over)d lines are too many.", over) % {"over": over}
        )
