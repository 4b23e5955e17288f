"""What a simulation says, in words of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oase.experts.planning.figures import Answers
from oase.experts.planning.outlook import EVERY_DAY, Outlook, Wish

DAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
PARTS = (
    gettext_lazy("at night (0 to 6)"),
    gettext_lazy("in the morning (6 to 12)"),
    gettext_lazy("in the afternoon (12 to 18)"),
    gettext_lazy("in the evening (18 to 24)"),
)
ON_A_DAY = (
    gettext_lazy("on %(day)s between midnight and 6"),
    gettext_lazy("on %(day)s morning"),
    gettext_lazy("on %(day)s afternoon"),
    gettext_lazy("on %(day)s evening"),
)
EACH_DAY = (
    gettext_lazy("every night"),
    gettext_lazy("every morning"),
    gettext_lazy("every afternoon"),
    gettext_lazy("every evening"),
)
LONG = 120
"""Minutes from which hours are said."""


def when(wish: Wish) -> str:
    """The hours of a wish: "on Sunday evening"."""
    if wish.day == EVERY_DAY:
        return str(EACH_DAY[wish.part])
    return str(ON_A_DAY[wish.part]) % {"day": DAYS[wish.day]}


def lasting(seconds: float) -> str:
    """How long, rounded: "6 minutes", "3 hours"."""
    minutes = round(seconds / 60)
    if minutes < LONG:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(seconds / 3600)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def between(before: float, after: float) -> str:
    """From one time to another, the unit said once where it is the same: "from 14 to 6 minutes"."""
    minutes = round(before / 60), round(after / 60)
    if max(minutes) < LONG:
        return _("from %(before)s to %(after)s minutes") % {"before": minutes[0], "after": minutes[1]}
    if min(minutes) >= LONG:
        return _("from %(before)s to %(after)s hours") % {
            "before": round(before / 3600),
            "after": round(after / 3600),
        }
    return _("from %(before)s to %(after)s") % {"before": lasting(before), "after": lasting(after)}


def what_if(outlook: Outlook) -> str:
    """What the wished experts change, as one sentence."""
    wish, before, after = outlook.wish, outlook.compared.before, outlook.compared.after
    words = {"n": wish.count, "when": when(wish)}
    if not before.questions:
        return _("Nobody asks %(when)s, so more experts would change nothing then.") % words
    if lasting(before.median) == lasting(after.median):
        text = ngettext(
            "With %(n)s more expert %(when)s the median stays at %(median)s.",
            "With %(n)s more experts %(when)s the median stays at %(median)s.",
            wish.count,
        )
        return text % (words | {"median": lasting(after.median)})
    words |= {"change": between(before.median, after.median)}
    if after.median < before.median:
        text = ngettext(
            "With %(n)s more expert %(when)s the median falls %(change)s.",
            "With %(n)s more experts %(when)s the median falls %(change)s.",
            wish.count,
        )
    else:
        text = ngettext(
            "With %(n)s more expert %(when)s the median goes %(change)s: more do not help there.",
            "With %(n)s more experts %(when)s the median goes %(change)s: more do not help there.",
            wish.count,
        )
    return text % words


def percent(share: float) -> int:
    """A share in whole per cent."""
    return round(share * 100)


def as_it_stands(answers: Answers) -> str:
    """How things are, in one sentence."""
    return _("Half of all who ask have an answer within %(median)s, and 95 of 100 within %(p95)s.") % {
        "median": lasting(answers.median),
        "p95": lasting(answers.p95),
    }
