"""What may happen between a customer and who cares for them: keyword-only verbs."""

from oase.second_level.advisors.absences import cancel_absence, plan_absence, set_away
from oase.second_level.advisors.changing import change_advisor, choose_advisor
from oase.second_level.advisors.leaving import leave
from oase.second_level.advisors.notes import add_note
from oase.second_level.advisors.presenting import present

__all__ = [
    "add_note",
    "cancel_absence",
    "change_advisor",
    "choose_advisor",
    "leave",
    "plan_absence",
    "present",
    "set_away",
]
