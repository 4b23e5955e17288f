from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Topic
from oase.experts.setting_up import LONGEST_PROMISE, TopicWanted, wanted_of

PLAIN = {"spellcheck": "false"}


class TopicForm(forms.Form):
    """What a company decides about a topic; whether it can stand is decided by `save_topic`."""

    name_de = forms.CharField(label=_("Name, in German"), max_length=200)
    name_en = forms.CharField(label=_("Name, in English"), max_length=200)
    description_de = forms.CharField(
        label=_("Description, in German"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    description_en = forms.CharField(
        label=_("Description, in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    open_to_experts = forms.BooleanField(
        label=_("Open to experts"),
        help_text=_("Otherwise the company's own people answer."),
        required=False,
    )
    first_answer_minutes = forms.IntegerField(
        label=_("First answer within"),
        help_text=_("Minutes: around the clock from experts, in opening hours from the company."),
        min_value=1,
        max_value=LONGEST_PROMISE,
    )
    next_answer_minutes = forms.IntegerField(
        label=_("Every further answer within"), help_text=_("Minutes"), min_value=1, max_value=LONGEST_PROMISE
    )
    wave_sizes = forms.CharField(
        label=_("How many are asked, wave by wave"),
        help_text=_("Such as 5, 10, 25: first five experts, then ten more. The last number holds for all that follow."),
        max_length=200,
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "numeric"}),
    )
    wave_seconds = forms.IntegerField(
        label=_("Seconds from one wave to the next"),
        help_text=_("Empty: a twentieth of the time promised for the first answer."),
        required=False,
        min_value=1,
        max_value=86_400,
    )
    keywords = forms.CharField(
        label=_("Words that point to this topic"),
        help_text=_("One a line, in both languages."),
        required=False,
        widget=forms.Textarea(attrs=PLAIN | {"rows": 6}),
    )
    examples = forms.CharField(
        label=_("Questions as people ask them"),
        help_text=_("One a line, in any language. The more, the better this topic is recognised."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def wanted(self) -> TopicWanted:
        """What a valid form says."""
        return TopicWanted(**self.cleaned_data)


NEW: dict[str, Any] = wanted_of(Topic())


def form_of(topic: Topic | None) -> TopicForm:
    """The form as the topic stands; a new topic begins with the house's defaults."""
    return TopicForm(initial=NEW if topic is None else wanted_of(topic))
