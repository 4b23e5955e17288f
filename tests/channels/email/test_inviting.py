"""An invitation goes out once, in the language of whoever it is for, and says nothing about anybody else."""

from datetime import timedelta

import pytest
from django.core import mail

from oase.channels.email.inviting import send_invitations
from oase.companies.roles.actions import invite, invite_again, withdraw
from oase.companies.roles.models import OPEN_FOR, Invitation
from oase.jobs import clock
from oase.service_cloud.erasure.sweeping import sweep
from tests.cast import Cast
from tests.threads import at_once


def test_it_goes_out_once(cast: Cast) -> None:
    invite(by=cast.member(cast.sven), email="jana@example.org", role="agent", language="en")
    assert (send_invitations(), send_invitations()) == (1, 0)
    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["jana@example.org"], "An invitation to the team of Kaffeewerk")
    assert "Sven Falk would like to have you" in sent.body
    assert "/office/invitations/" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_whoever_is_known_is_written_to_in_their_language(cast: Cast) -> None:
    invite(by=cast.member(cast.sven), email="emil@example.org", role="agent", language="en")
    send_invitations()
    assert mail.outbox[0].subject == "Einladung ins Team von Kaffeewerk"


def test_once_more_is_another_mail(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    invitation = invite(by=sven, email="jana@example.org", role="agent")
    send_invitations()
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        invite_again(by=sven, invitation_id=invitation.pk)
        assert send_invitations() == 1
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 2


def test_what_was_withdrawn_or_has_run_out_is_not_sent(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    withdraw(by=sven, invitation_id=invite(by=sven, email="jana@example.org", role="agent").pk)
    invite(by=sven, email="jonas@example.org", role="agent")
    with clock.standing_at(clock.now() + OPEN_FOR + timedelta(seconds=1)):
        assert send_invitations() == 0
    assert mail.outbox == []


def test_two_workers_send_one_mail(cast: Cast) -> None:
    invite(by=cast.member(cast.sven), email="jana@example.org", role="agent")
    assert at_once(send_invitations, send_invitations) == []
    assert len(mail.outbox) == 1


def test_a_server_that_refuses_is_asked_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    invite(by=cast.member(cast.sven), email="jana@example.org", role="agent")
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", lambda _self: 1 / 0)
        assert send_invitations() == 0
    assert (Invitation.objects.get().attempts, send_invitations()) == (1, 0)
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        assert send_invitations() == 1


def test_a_list_of_those_who_never_answered_is_not_kept(cast: Cast) -> None:
    invite(by=cast.member(cast.sven), email="jana@example.org", role="agent")
    with clock.standing_at(clock.now() + OPEN_FOR + timedelta(days=1)):
        sweep()
    assert Invitation.objects.count() == 1
    with clock.standing_at(clock.now() + 2 * OPEN_FOR + timedelta(days=1)):
        sweep()
    assert Invitation.objects.count() == 0
