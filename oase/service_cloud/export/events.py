"""What happened in a concern, in a few plain words for the archive."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from oase.companies.models import in_language


def told_event(entry: Mapping[str, Any]) -> str:
    """One event of `data.json` as a sentence; the customer is "you" in it only where nobody else did it."""
    by, to = _name(entry["by"]), _name(entry["to"])
    detail = entry["detail"]
    gift = in_language(detail.get("kind_de", ""), detail.get("kind_en", ""))
    names = {"by": by, "to": to, "purpose": detail.get("purpose", ""), "gift": gift}
    return _words(entry["kind"], bool(by), bool(to)) % names


def _name(who: Mapping[str, str] | None) -> str:
    return who["name"] if who else ""


def _words(kind: str, by: bool, to: bool) -> str:
    match kind:
        case "asked":
            return _("The question was asked.")
        case "claimed":
            return _("%(by)s took it over.") if by else _("An expert took it over.")
        case "given_on" | "given_back" | "rested" | "handed_over" | "assigned" | "came_back" | "advisor_changed":
            return _("It was passed on to %(to)s.") if to else _("It was passed on.")
        case "stepped_in":
            return _("%(by)s answered in place of %(to)s.") if by and to else _("Somebody else answered as well.")
        case "taken":
            return _("%(by)s took it over.") if by else _("It was taken over.")
        case "company_asked":
            return _("The company was asked for.")
        case "lapsed":
            return _("A promise was missed. It went on to %(to)s.") if to else _("A promise was missed. It went on.")
        case "progress":
            return _("%(by)s said how far it is.") if by else _("It was said how far it is.")
        case "told_early":
            return _("%(by)s said early that it takes longer.") if by else _("It was said early that it takes longer.")
        case "promise_moved":
            return _("The opening hours or what is promised changed, and a promise moved with it.")
        case "solution_late":
            return _("The solution was not there by the time that was promised.")
        case "revealed":
            return _("Originals were opened by %(by)s. What for: %(purpose)s")
        case "solution_proposed":
            return _("%(by)s proposed it as solved.")
        case "solution_declined":
            return _("It was not solved yet.")
        case "solved":
            return _("The concern was solved.")
        case "reminded":
            return _("A reminder was sent.")
        case "reopened":
            return _("The concern was opened again.")
        case "rated":
            return _("The help was rated.")
        case "goodwill":
            return _("%(by)s gave you: %(gift)s.") if by else _("You were given: %(gift)s.")
        case "goodwill_withdrawn":
            return _("Taken back: %(gift)s.")
        case "forgotten":
            return _("Originals and files were erased.")
    return kind.replace("%", "%%")
