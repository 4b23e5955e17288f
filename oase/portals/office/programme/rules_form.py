from django import forms
from django.utils.translation import gettext_lazy as _

from oase.experts.programme.models import TopicTest


class RulesForm(forms.Form):
    """How a topic is tested; the bounds are those of `set_rules`."""

    questions = forms.IntegerField(label=_("Questions drawn"), min_value=1, max_value=50)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240)
    pass_percent = forms.IntegerField(
        label=_("Passed from"), help_text=_("Percent of the points"), min_value=1, max_value=100
    )
    wait_hours = forms.IntegerField(
        label=_("Hours until another try"), help_text=_("After a failure"), min_value=0, max_value=24 * 90
    )

    @classmethod
    def of(cls, test: TopicTest) -> "RulesForm":
        """The form as the test stands."""
        return cls(initial={name: getattr(test, name) for name in cls.base_fields})
