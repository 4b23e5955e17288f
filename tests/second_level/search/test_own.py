"""Searching is no way to find out what colleagues wrote about oneself."""

from uuid import uuid4

from oase.companies.models import Customer, Membership
from oase.second_level.mentions.actions import write_note
from oase.second_level.search.queries import search_visible_to
from tests.cast import Cast
from tests.portals.office.test_search import work_off


def test_a_search_does_not_know_what_colleagues_wrote_about_oneself(cast: Cast) -> None:
    """Karla works here, too. A word in a note on her own concern is as unknown to her as any other."""
    concern = cast.asks("Meine Aroma 4 tropft.", wants_company=True)
    write_note(conversation_id=concern.pk, author=cast.ada, text="Wirkt querulatorisch.", client_id=uuid4())
    work_off()
    karla = Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    for typed in ("querulatorisch", "querulatorisches", "querulatrisch", "quer", '"querulatorisch"'):
        shown = search_visible_to(karla, typed)
        assert [(term.words, term.instead, term.uses) for term in shown.wanted.terms] == [((), "", 0)]
        assert shown.hits == ()
    assert len(search_visible_to(cast.member(cast.ada), "querulatorisch").hits) == 1


def test_a_word_of_others_is_found_though_it_stands_in_ones_own_concern_too(cast: Cast) -> None:
    cast.asks("Meine Aroma 4 tropft.", wants_company=True)
    karla = Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    other = Customer.objects.create(person=cast.mallory, company=cast.kaffeewerk)
    cast.customer = other
    theirs = cast.asks("Meine Latte tropft.", wants_company=True)
    work_off()
    assert [hit.conversation for hit in search_visible_to(karla, "tropft").hits] == [theirs]
