"""Who leads and is a customer, too, decides nothing about their own concern."""

import pytest

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.experts.reputation.queries import reports_visible_to, waiting_for
from oase.experts.reputation.reporting import judge
from tests.cast import Cast
from tests.experts.reputation.test_reporting import answered, said_by


def test_reports_in_ones_own_concern_are_for_another_who_leads(cast: Cast) -> None:
    written = said_by(cast, cast.ada, answered(cast))
    karla = Membership.objects.create(person=cast.karla, company=cast.kaffeewerk, role=Membership.SUPERVISOR)
    assert (reports_visible_to(karla).count(), waiting_for(karla)) == (0, 0)
    with pytest.raises(NotAllowed):
        judge(report_id=written.pk, by=karla, upheld=True)
    assert waiting_for(cast.member(cast.sven)) == 1
    assert judge(report_id=written.pk, by=cast.member(cast.sven), upheld=True).upheld is True
