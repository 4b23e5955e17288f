"""Why rewards are taken back and transfers come back, in words."""

from django.utils.translation import gettext_lazy

from oase.experts.rewards.models import TakenBack

TAKEN_BACK = {
    TakenBack.FRAUD: gettext_lazy("Fraud"),
    TakenBack.REPORT: gettext_lazy("A report about this answer was upheld"),
    TakenBack.MISTAKE: gettext_lazy("It should not have been earned"),
}
"""Of `TakenBack.REASONS`."""
RETURNED = {
    "AC01": gettext_lazy("The account number is wrong (AC01)"),
    "AC04": gettext_lazy("The account is closed (AC04)"),
    "AC06": gettext_lazy("The account is blocked (AC06)"),
    "MD07": gettext_lazy("The account holder has died (MD07)"),
    "RR04": gettext_lazy("The law forbids it (RR04)"),
    "MS03": gettext_lazy("The bank gives no reason (MS03)"),
    "NARR": gettext_lazy("Another reason (NARR)"),
}
"""Of `Returned.REASONS`, as banks name them (ISO 20022)."""
