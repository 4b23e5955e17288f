from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.models import Company
from oase.experts.programme.actions import QuestionWanted
from oase.experts.programme.actions.bank import MOST_OPTIONS
from oase.experts.programme.models import Lesson, Question
from oase.experts.setting_up import Wrong

KINDS = (
    (Question.SINGLE, gettext_lazy("one is right")),
    (Question.MULTIPLE, gettext_lazy("several may be right")),
    (Question.ORDER, gettext_lazy("put into order")),
    (Question.FREE, gettext_lazy("in their own words")),
)
ROWS, SPARE = 5, 1


@dataclass(frozen=True)
class Option:
    """One row of the form: an option in both languages, and whether it is right."""

    place: int
    de: str = ""
    en: str = ""
    right: bool = False


class LessonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """Lessons by the title they have now."""

    def label_from_instance(self, obj: Lesson) -> str:
        newest = next(iter(obj.versions.all()), None)
        return newest.title if newest else str(obj.pk)


class QuestionForm(forms.Form):
    """A question without its options, which stand in rows of their own (`options_in`)."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of question"), choices=KINDS, widget=forms.RadioSelect)
    text_de = forms.CharField(
        label=gettext_lazy("Question, in German"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text_en = forms.CharField(
        label=gettext_lazy("Question, in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    guide_de = forms.CharField(
        label=gettext_lazy("What a good answer holds, in German"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    guide_en = forms.CharField(
        label=gettext_lazy("What a good answer holds, in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lesson = LessonChoice(
        Lesson.objects.none(), label=gettext_lazy("Learned in"), required=False, empty_label=gettext_lazy("no lesson")
    )

    def __init__(self, company: Company, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        lesson = self.fields["lesson"]
        assert isinstance(lesson, LessonChoice)
        lesson.queryset = company.lessons.filter(retired_at=None).prefetch_related("versions")

    def wanted(self, options: Sequence[Option]) -> QuestionWanted:
        """What a valid form says, with its rows; empty ones do not count.

        Raises:
            Wrong: an empty row is marked as right.
        """
        filled = [one for one in options if one.de.strip() or one.en.strip()]
        if any(one.right for one in options if one not in filled):
            raise Wrong("right", _("An empty option is marked as right."))
        return QuestionWanted(
            options=tuple((one.de, one.en) for one in filled),
            right=tuple(place for place, one in enumerate(filled) if one.right),
            **self.cleaned_data,
        )


def options_in(data: QueryDict) -> list[Option]:
    """The rows as they were typed: never more than a question may have."""
    german, english = data.getlist("option_de")[:MOST_OPTIONS], data.getlist("option_en")[:MOST_OPTIONS]
    right = set(data.getlist("right"))
    return _padded([
        Option(place, _at(german, place), _at(english, place), right=str(place) in right)
        for place in range(max(len(german), len(english)))
    ])  # fmt: skip


def options_of(question: Question | None) -> list[Option]:
    """The rows as the question stands, with room for more."""
    if question is None:
        return _padded([])
    right = set(question.solution.right) if question.kind != Question.ORDER else set()
    return _padded([
        Option(place, one.get("de", ""), one.get("en", ""), right=place in right)
        for place, one in enumerate(question.options)
    ])  # fmt: skip


def _padded(options: list[Option]) -> list[Option]:
    filled = [one for one in options if one.de or one.en or one.right]
    wanted = min(MOST_OPTIONS, max(ROWS, len(options), len(filled) + SPARE))
    return options + [Option(place) for place in range(len(options), wanted)]


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""
