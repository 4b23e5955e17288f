"""What stands behind the addresses of advisors: Ada plans a holiday, and is asked for a word about Karla."""

from datetime import timedelta

from oase.companies.models import Topic
from oase.jobs import clock
from oase.second_level.advisors.actions import plan_absence
from oase.second_level.advisors.models import Absence, AdvisorChange
from tests.cast import Cast


def cared_for(cast: Cast) -> dict[str, object]:
    """Parts of addresses."""
    ada, now = cast.member(cast.ada), clock.now()
    absence = Absence.objects.filter(membership=ada).first()
    if absence is None:
        ahead = now + timedelta(days=30)
        absence = plan_absence(membership=ada, starts_at=ahead, ends_at=ahead + timedelta(days=7), reason="Segeln")
    change = AdvisorChange.objects.filter(before=ada).first() or AdvisorChange.objects.create(
        customer=cast.customer, before=ada, after=cast.member(cast.dora), by=cast.karla, reason="customer",
        note_asked_at=now,
    )  # fmt: skip
    return {"absence_id": absence.pk, "handover_id": change.pk, "absent_id": ada.pk}


def caring_forms(cast: Cast) -> dict[str, dict[str, object]]:
    """Forms that are filled in rightly."""
    dora = cast.member(cast.dora).pk
    return {
        "advisor-choose": {"to": dora},
        "office-advisor": {"to": dora, "note": "Kommt am liebsten per Mail."},
        "office-presenting": {
            "introduction_de": "Guten Tag!", "languages": ["de"], "knows": [Topic.objects.get(slug="invoices").pk],
            "0-0-begins": "09:00", "0-0-ends": "13:00",
        },
        "office-absence": {"starts_at": "2027-08-01T08:00", "ends_at": "2027-08-14T08:00", "reason": "Meer"},
        "office-handover-note": {"note": "Wartet schon lange."},
        "office-absences": {"starts_at": "2027-08-01T08:00", "ends_at": "2027-08-14T08:00"},
        "office-me-leaving": {"sure": "1"},
        "office-absent": {"until": "2027-01-01T08:00"},
    }  # fmt: skip
