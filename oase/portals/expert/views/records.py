"""What is behind: past conversations; and what one may answer on."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from oase.experts.desk import Desk, Rows, programme
from oase.experts.desk.testing import to_mark
from oase.portals.expert.gate import expert_page
from oase.portals.expert.pages import framed

A_PAGE = 25


def page_of[Row](request: HttpRequest, rows: Rows[Row]) -> Page[Row]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]  # len() and slices suffice


@require_safe
@expert_page
def past(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Conversations they held: subjects, not threads."""
    return framed(request, desk, "past", {"rows": page_of(request, desk.past())})


@require_safe
@expert_page
def topics(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What they are qualified for, what they can learn, and what they were told about it."""
    context = {
        "qualifications": desk.qualifications(),
        "now": timezone.now(),
        "companies": programme.applied(desk),
        "told": programme.notices(desk),
        "to_mark": len(to_mark(desk)),
    }
    return framed(request, desk, "topics", context)
