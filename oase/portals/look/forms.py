"""Django's form fields in the house's clothes; what they mean and check stays Django's."""

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString
from django.utils.translation import gettext


def kind(field: BoundField) -> str:
    """How a field is laid out: "checkbox", "radio" or "input"."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "radio"
    return "input"


def dressed(field: BoundField, code: bool | str = False) -> SafeString:
    """The field's input with our class; `code` spaces a short code out. Django itself names hint and error."""
    own = str(field.field.widget.attrs.get("class", ""))
    classes = " ".join(filter(None, [own, "input", "code" if code else ""]))
    attrs: dict[str, str | bool] = {"class": classes}
    if str(field.field.widget.attrs.get("placeholder", "")) == str(field.label):
        # A label said twice is noise, and vanishes when one starts to write.
        attrs["placeholder"] = ""
    return field.as_widget(attrs=attrs)


def star_words(highest: int) -> list[tuple[int, str]]:
    """Each number of stars with what a screen reader says for it."""
    words = {
        1: gettext("1 of 5: disappointing"),
        2: gettext("2 of 5: not good"),
        3: gettext("3 of 5: fair"),
        4: gettext("4 of 5: good"),
        5: gettext("5 of 5: wonderful"),
    }
    return [(number, words[number]) for number in range(1, highest + 1)]


def one(value: object) -> list[object]:
    """A single thing where a list is asked for; nothing stays an empty list."""
    return [value] if value else []
