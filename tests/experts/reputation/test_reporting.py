"""Customers, peers and staff say what was not right; those who lead judge it; the expert learns of nobody."""

import pytest

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.models import Expert
from oase.experts.reputation.guard import opening
from oase.experts.reputation.models import Report
from oase.experts.reputation.queries import reports_visible_to, waiting_for
from oase.experts.reputation.reporting import experts_in, judge, report
from oase.people.models import Person
from tests.cast import Cast, person, qualify
from tests.experts.test_views import as_expert


def answered(cast: Cast) -> Conversation:
    conversation = cast.claimed()
    actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Bitte entkalken.", client_id=conversation.pk)
    return conversation


def said_by(cast: Cast, who: Person, conversation: Conversation, words: str = "") -> Report:
    return report(conversation_id=conversation.pk, expert_id=cast.emil.pk, by=who, reason=Report.WRONG, words=words)


def test_karla_ada_and_a_peer_report_each_as_what_they_are(cast: Cast) -> None:
    conversation = answered(cast)
    peer = person("Mira")
    Expert.objects.create(person=peer, languages=["de"])
    qualify(peer, cast.machines)
    opening(peer.pk, conversation.pk)
    roles = [said_by(cast, who, conversation).role for who in (cast.karla, cast.ada, peer)]
    assert roles == [Report.CUSTOMER, Report.AGENT, Report.PEER]
    assert waiting_for(cast.member(cast.sven)) == 3


def test_words_are_shielded(cast: Cast) -> None:
    written = said_by(cast, cast.karla, answered(cast), "Emil wollte meine Nummer, 0171 3920045, ich bin Karla Blum.")
    assert "3920045" not in written.words
    assert "Blum" not in written.words
    assert written.words.startswith("Emil wollte meine Nummer")


def test_strangers_and_the_expert_himself_report_nothing(cast: Cast) -> None:
    conversation = answered(cast)
    peer = person("Mira")
    Expert.objects.create(person=peer, languages=["de"])
    for who in (cast.mallory, peer, cast.emil):
        with pytest.raises(NotAllowed):
            said_by(cast, who, conversation)
    assert Report.objects.count() == 0


def test_only_an_expert_who_helped_here_is_reported(cast: Cast) -> None:
    conversation = cast.asks(wants_company=True)
    assert experts_in(conversation.pk, besides=cast.karla.pk) == []
    for somebody in (cast.emil, cast.ada):
        with pytest.raises(NotAllowed):
            report(conversation_id=conversation.pk, expert_id=somebody.pk, by=cast.karla, reason=Report.RUDE)


def test_reporting_again_changes_what_was_said_until_it_is_decided(cast: Cast) -> None:
    conversation = answered(cast)
    first = said_by(cast, cast.karla, conversation, "Falsch.")
    assert said_by(cast, cast.karla, conversation, "Ganz falsch.").pk == first.pk
    judge(report_id=first.pk, by=cast.member(cast.sven), upheld=True)
    assert said_by(cast, cast.karla, conversation, "Noch falscher.").words == "Ganz falsch."
    assert judge(report_id=first.pk, by=cast.member(cast.sven), upheld=False).upheld is True


def test_a_reason_is_needed_and_something_else_needs_words(cast: Cast) -> None:
    conversation = answered(cast)
    for reason, words in (("", "Falsch."), ("boring", "Falsch."), (Report.OTHER, " ")):
        with pytest.raises(Refused):
            report(conversation_id=conversation.pk, expert_id=cast.emil.pk, by=cast.karla, reason=reason, words=words)
    assert Report.objects.count() == 0


def test_judging_is_for_those_who_lead_and_did_not_report(cast: Cast) -> None:
    conversation = answered(cast)
    dora = cast.member(cast.dora)
    dora.role = Membership.ADMIN
    dora.save()
    by_sven = said_by(cast, cast.sven, conversation)
    mallory = cast.member(cast.mallory)
    mallory.role = Membership.ADMIN
    mallory.save()
    for membership in (cast.member(cast.sven), cast.member(cast.ada), mallory):
        with pytest.raises(NotAllowed):
            judge(report_id=by_sven.pk, by=membership, upheld=True)
    assert judge(report_id=by_sven.pk, by=dora, upheld=True).by == cast.dora


def test_staff_who_do_not_lead_see_their_own_reports_only(cast: Cast) -> None:
    conversation = answered(cast)
    said_by(cast, cast.karla, conversation)
    own = said_by(cast, cast.ada, conversation)
    assert list(reports_visible_to(cast.member(cast.ada))) == [own]
    assert list(reports_visible_to(cast.member(cast.dora))) == []
    assert reports_visible_to(cast.member(cast.sven)).count() == 2
    assert list(reports_visible_to(cast.member(cast.mallory))) == []


def test_no_view_of_the_expert_tells_of_reports(cast: Cast) -> None:
    said_by(cast, cast.karla, answered(cast), "Unverschämt und falsch.")
    names = [
        name
        for (name,) in as_expert(
            "SELECT viewname FROM pg_views WHERE schemaname = 'desk' ORDER BY 1", expert=cast.emil.pk
        )
    ]
    assert "standing" in names
    read = "\n".join(repr(as_expert(f"SELECT * FROM desk.{name}", expert=cast.emil.pk)) for name in names)
    assert "Unverschämt" not in read
