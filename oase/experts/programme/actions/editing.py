"""The company writes its lessons: each saving is a version, and a material one lapses qualifications with notice."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership, Topic
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.words import clean_line, clean_text
from oase.experts.programme.granting import lapse_with_notice
from oase.experts.programme.models import Lesson, LessonVersion
from oase.experts.programme.rules import leads
from oase.experts.programme.writing import check_markdown
from oase.experts.setting_up import Wrong
from oase.jobs import clock

LONGEST_TITLE = 120
LONGEST_LESSON = 6000
"""Characters: a lesson is read in five minutes."""
LAST_PLACE = 32767


@dataclass(frozen=True)
class LessonWanted:
    """What was filled in. One language is enough: the other shows it too. `topic` None: for every topic.

    `material`: it says something new, so that whoever read an earlier version reads it again.
    """

    title_de: str
    title_en: str
    body_de: str
    body_en: str
    topic: Topic | None = None
    position: int = 0
    material: bool = False


def lesson_like(wanted: LessonWanted) -> LessonVersion:
    """The lesson as it would be, for whoever wants to see it first. Nothing is stored.

    Raises:
        Wrong: something in it cannot stand; `field` is where.
    """
    title_de, title_en = _title("title_de", wanted.title_de), _title("title_en", wanted.title_en)
    body_de, body_en = _body("body_de", wanted.body_de), _body("body_en", wanted.body_en)
    if not (title_de or title_en):
        raise Wrong("title_de", _("Please give the lesson a title."))
    if not (body_de or body_en):
        raise Wrong("body_de", _("Please write the lesson first."))
    for title, body, field in ((title_de, body_de, "de"), (title_en, body_en, "en")):
        if bool(title) != bool(body):
            missing = "title" if body else "body"
            raise Wrong(f"{missing}_{field}", _("In this language the title or the text is missing."))
    return LessonVersion(
        title_de=title_de, title_en=title_en, body_de=body_de, body_en=body_en, material=wanted.material
    )


@transaction.atomic
def save_lesson(*, by: Membership, lesson: Lesson | None, wanted: LessonWanted) -> LessonVersion:
    """Write a lesson, or its next version; saving the same words again writes none. Gives back the version that holds.

    A material change lapses the qualifications it concerns after the company's notice, and tells their experts.

    Raises:
        Wrong: something in it cannot stand; `field` is where.
        NotAllowed: the lesson or the topic is another company's, or `by` does not lead.
    """
    if not leads(by) or (lesson and lesson.company_id != by.company_id):
        raise NotAllowed
    if wanted.topic is not None and wanted.topic.company_id != by.company_id:
        raise NotAllowed
    version = lesson_like(wanted)
    if not 0 <= wanted.position <= LAST_PLACE:
        raise Wrong("position", _("Please choose a place from 0 to %(last)d.") % {"last": LAST_PLACE})
    # Two who write at once wait for each other; the later one's version follows.
    company = Company.objects.select_for_update(no_key=True).get(pk=by.company_id)
    read_anew(by)
    if not leads(by):
        raise NotAllowed
    before = _kept(lesson)
    if lesson is None:
        lesson = Lesson.objects.create(company_id=by.company_id, topic=wanted.topic, position=wanted.position)
    else:
        Lesson.objects.filter(pk=lesson.pk).update(topic=wanted.topic, position=wanted.position)
        lesson.refresh_from_db()
    last = lesson.versions.order_by("-number").first()
    if last is not None and _same(last, version) and not wanted.material:
        _record(company, by, lesson, before)
        return last
    version.lesson, version.number = lesson, last.number + 1 if last else 1
    version.by_id, version.at = by.person_id, clock.now()
    version.save(force_insert=True)
    _record(company, by, lesson, before)
    if version.material:
        lapse_with_notice(lesson, at=version.at)
    return version


@transaction.atomic
def retire_lesson(*, by: Membership, lesson: Lesson, retired: bool = True) -> None:
    """Take a lesson out of the programme, or back into it; what was read stays read.

    Raises:
        NotAllowed: it is another company's, or `by` does not lead.
    """
    read_anew(by)
    if not leads(by) or lesson.company_id != by.company_id:
        raise NotAllowed
    at = clock.now() if retired else None
    if Lesson.objects.filter(pk=lesson.pk, retired_at__isnull=retired).update(retired_at=at):
        title = lesson.versions.order_by("-number").values_list("title_de", "title_en").first() or ("", "")
        before, after = {"offered": retired}, {"offered": not retired}
        record_change(
            company=by.company, by=by.person, area="programme", subject=title[0] or title[1], before=before, after=after
        )


def _kept(lesson: Lesson | None) -> dict[str, object] | None:
    """A lesson as the log of settings keeps it: its words, which topic it is of, and its place."""
    if lesson is None:
        return None
    stored = Lesson.objects.select_related("topic").get(pk=lesson.pk)
    last = stored.versions.order_by("-number").first()
    names = ("title_de", "title_en", "body_de", "body_en")
    words = {name: getattr(last, name) if last else "" for name in names}
    return words | {"topic": stored.topic.name_de if stored.topic else "", "position": stored.position}


def _record(company: Company, by: Membership, lesson: Lesson, before: dict[str, object] | None) -> None:
    after = _kept(lesson) or {}
    subject = str(after["title_de"] or after["title_en"])
    record_change(company=company, by=by.person, area="programme", subject=subject, before=before, after=after)


def _same(one: LessonVersion, other: LessonVersion) -> bool:
    names = ("title_de", "title_en", "body_de", "body_en")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _title(field: str, text: str) -> str:
    title = clean_line(text)
    if len(title) > LONGEST_TITLE:
        raise Wrong(field, _("Please keep the title under %(most)d characters.") % {"most": LONGEST_TITLE})
    return title


def _body(field: str, text: str) -> str:
    if not text.strip():
        return ""
    text = clean_text(text)
    if len(text) > LONGEST_LESSON:
        raise Wrong(field, _("Please keep a lesson under %(most)d characters; two are better.") % {
            "most": LONGEST_LESSON
        })  # fmt: skip
    return check_markdown(field, text)
