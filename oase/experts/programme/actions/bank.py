"""The company writes the questions of a topic. What was once drawn is never changed: another takes its place."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Membership, Topic
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.conversations.words import clean_line, clean_text
from oase.experts.programme.models import Lesson, Question, Solution
from oase.experts.programme.rules import leads
from oase.experts.setting_up import Wrong
from oase.jobs import clock

LONGEST_QUESTION = 1000
LONGEST_OPTION = 300
LONGEST_GUIDE = 2000
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10


@dataclass(frozen=True)
class QuestionWanted:
    """What was filled in. `options` are pairs (German, English), in the order in which they are written.

    `right` are places in `options` from 0: one for "single", at least one for "multiple". For "order" the options are
    written in their right order, and `right` is not asked. "free" has no options, and a guide for whoever marks it.
    """

    kind: str
    text_de: str
    text_en: str
    options: tuple[tuple[str, str], ...] = ()
    right: tuple[int, ...] = ()
    guide_de: str = ""
    guide_en: str = ""
    lesson: Lesson | None = None


def question_like(topic: Topic, wanted: QuestionWanted) -> tuple[Question, Solution]:
    """The question and what is right as they would be, for whoever wants to see them first. Nothing is stored.

    Raises:
        Wrong: something in it cannot stand; `field` is a name of `QuestionWanted`.
    """
    if wanted.kind not in dict(Question.KINDS):
        raise Wrong("kind", _("Please choose what kind of question it is."))
    text_de = _text("text_de", wanted.text_de, LONGEST_QUESTION)
    text_en = _text("text_en", wanted.text_en, LONGEST_QUESTION)
    if not (text_de or text_en):
        raise Wrong("text_de", _("Please write the question first."))
    if wanted.lesson and (wanted.lesson.company_id != topic.company_id):
        raise Wrong("lesson", _("Please choose one of your own lessons."))
    options = [] if wanted.kind == Question.FREE else _options(wanted, german=bool(text_de), english=bool(text_en))
    question = Question(
        topic=topic, lesson=wanted.lesson, kind=wanted.kind, text_de=text_de, text_en=text_en, options=options
    )
    guide_de = guide_en = ""
    if wanted.kind == Question.FREE:
        guide_de = _text("guide_de", wanted.guide_de, LONGEST_GUIDE)
        guide_en = _text("guide_en", wanted.guide_en, LONGEST_GUIDE)
        if not (guide_de or guide_en):
            raise Wrong("guide_de", _("Please say what a good answer holds: others mark by it."))
    solution = Solution(question=question, right=_right(wanted, len(options)), guide_de=guide_de, guide_en=guide_en)
    return question, solution


@transaction.atomic
def save_question(*, by: Membership, topic: Topic, question: Question | None, wanted: QuestionWanted) -> Question:
    """Add a question to a topic's bank, or change one; one that was drawn is retired and its successor given back.

    Raises:
        Wrong: something in it cannot stand.
        NotAllowed: topic or question are another company's, or `by` does not lead.
    """
    read_anew(by)
    if not leads(by) or topic.company_id != by.company_id:
        raise NotAllowed
    written, solution = question_like(topic, wanted)
    before = None
    if question is not None:
        kept = Question.objects.select_for_update().filter(pk=question.pk, topic__company_id=by.company_id).first()
        if kept is None:
            raise NotAllowed
        before = _kept(kept)
        if kept.drawn.exists():
            Question.objects.filter(pk=kept.pk, retired_at=None).update(retired_at=clock.now())
        else:
            written.pk, written.retired_at = kept.pk, kept.retired_at
    written.save()
    solution.question = written
    Solution.objects.update_or_create(
        question=written,
        defaults={"right": solution.right, "guide_de": solution.guide_de, "guide_en": solution.guide_en},
    )
    subject, after = topic.name_de, _kept(written)
    record_change(company=by.company, by=by.person, area="programme", subject=subject, before=before, after=after)
    return written


@transaction.atomic
def retire_question(*, by: Membership, question: Question, retired: bool = True) -> None:
    """Take a question out of the bank, or back into it; tests that are running keep it.

    Raises:
        NotAllowed: it is another company's, or `by` does not lead.
    """
    own = Question.objects.filter(pk=question.pk, topic__company_id=by.company_id)
    read_anew(by)
    if not leads(by) or not own.exists():
        raise NotAllowed
    kept = own.select_related("topic").get()
    if own.filter(retired_at__isnull=retired).update(retired_at=clock.now() if retired else None):
        words = kept.text_de or kept.text_en
        before, after = {"question": words, "offered": retired}, {"question": words, "offered": not retired}
        record_change(
            company=by.company, by=by.person, area="programme", subject=kept.topic.name_de, before=before, after=after
        )


def _kept(question: Question) -> dict[str, object]:
    """A question as the log of settings keeps it, with what is right: those who lead read both."""
    solution = Solution.objects.filter(question=question).first()
    options = [" / ".join(filter(None, [one["de"], one["en"]])) for one in question.options]
    right = [options[place] for place in solution.right] if solution else []
    guides = [solution.guide_de, solution.guide_en] if solution else []
    return {
        "question_de": question.text_de,
        "question_en": question.text_en,
        "options": options,
        "right": right,
        "guide": " / ".join(filter(None, guides)),
    }


def _text(field: str, text: str, most: int) -> str:
    if not text.strip():
        return ""
    text = clean_text(text)
    if len(text) > most:
        raise Wrong(field, _("Please keep this under %(most)d characters.") % {"most": most})
    return text


def _options(wanted: QuestionWanted, *, german: bool, english: bool) -> list[dict[str, str]]:
    options = [{"de": clean_line(de), "en": clean_line(en)} for de, en in wanted.options]
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise Wrong(
            "options",
            _("Please write between %(least)d and %(most)d options.") % {"least": FEWEST_OPTIONS, "most": MOST_OPTIONS},
        )
    for language, asked in (("de", german), ("en", english)):
        written = [one[language] for one in options]
        # What is written in one language only is shown to all; half of it in another would be a riddle.
        if (
            (asked or any(written))
            and not all(written)
            and (any(written) or not all(o["de"] or o["en"] for o in options))
        ):
            raise Wrong("options", _("An option is empty. Please fill it in, or leave it out in both languages."))
        if any(len(one) > LONGEST_OPTION for one in written):
            raise Wrong("options", _("Please keep an option under %(most)d characters.") % {"most": LONGEST_OPTION})
        filled = [one.casefold() for one in written if one]
        if len(set(filled)) != len(filled):
            raise Wrong("options", _("Two options are the same."))
    return options


def _right(wanted: QuestionWanted, number: int) -> list[int]:
    if wanted.kind == Question.FREE:
        return []
    if wanted.kind == Question.ORDER:
        return list(range(number))
    right = sorted(set(wanted.right))
    if any(not 0 <= place < number for place in right):
        raise Wrong("right", _("One of the right answers is not among the options."))
    if wanted.kind == Question.SINGLE and len(right) != 1:
        raise Wrong("right", _("Please mark the one right answer."))
    if not right:
        raise Wrong("right", _("Please mark at least one right answer."))
    return right
