from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Company, Topic
from oase.experts.programme.actions import LessonWanted
from oase.experts.programme.models import Lesson, LessonVersion

WORDS = {"rows": 10}


class TopicChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes no argument here
    """Topics by their name."""

    def label_from_instance(self, obj: Topic) -> str:
        return obj.name


class LessonForm(forms.Form):
    """The words of a lesson; whether they can stand is decided by `save_lesson`."""

    topic = TopicChoice(
        Topic.objects.none(), label=_("Belongs to"), required=False, empty_label=_("every topic"), to_field_name="slug"
    )
    title_de = forms.CharField(label=_("Title, in German"), required=False, max_length=400)
    body_de = forms.CharField(label=_("Text, in German"), required=False, widget=forms.Textarea(attrs=WORDS))
    title_en = forms.CharField(label=_("Title, in English"), required=False, max_length=400)
    body_en = forms.CharField(
        label=_("Text, in English"),
        help_text=_("Markdown: **bold**, lists with -, [words](https://…). One language is enough."),
        required=False,
        widget=forms.Textarea(attrs=WORDS),
    )
    position = forms.IntegerField(
        label=_("Place"), help_text=_("Lessons are read from the smallest number on."), min_value=0, max_value=32_767
    )
    material = forms.BooleanField(
        label=_("It says something new"),
        help_text=_("Then everybody reads it again, and who does not loses the qualification after the notice."),
        required=False,
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    """The version that the writer had before them."""

    def __init__(self, company: Company, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        topic = self.fields["topic"]
        assert isinstance(topic, TopicChoice)
        topic.queryset = company.topics.all()

    def wanted(self) -> LessonWanted:
        """What a valid form says."""
        return LessonWanted(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


def form_of(company: Company, lesson: Lesson | None, version: LessonVersion | None, last: int) -> LessonForm:
    """The form with the words of a version; `last` is the number of the newest one."""
    if lesson is None or version is None:
        place = company.lessons.order_by("-position").values_list("position", flat=True).first()
        return LessonForm(company, initial={"position": 0 if place is None else place + 1, "seen": 0})
    names = ("title_de", "title_en", "body_de", "body_en")
    words = {name: getattr(version, name) for name in names}
    topic = lesson.topic.slug if lesson.topic else None
    return LessonForm(company, initial=words | {"topic": topic, "position": lesson.position, "seen": last})
