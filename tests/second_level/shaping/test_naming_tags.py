"""A tag stays when its customer is forgotten, so it never names them; many concerns are tagged as one is."""

import pytest

from oase.companies.models import Membership
from oase.conversations.words import Refused
from oase.second_level.shaping.actions import put_tag
from oase.second_level.shaping.bulk import tag_all, undo_all
from oase.second_level.shaping.models import Tag, Tagging
from tests.cast import PHONE, Cast
from tests.second_level.shaping.story import with_ada


@pytest.mark.parametrize("name", ["Fall Blum", "blum", "Karla Blum", PHONE, "karla@example.org"])
def test_not_even_whoever_leads_names_the_customer_in_a_tag(cast: Cast, name: str) -> None:
    bill = with_ada(cast, "Die Rechnung ist doppelt.")
    with pytest.raises(Refused):
        put_tag(conversation_id=bill.pk, by=cast.member(cast.sven), name=name)
    assert not Tag.objects.exists()


def test_a_word_of_the_company_is_none_of_theirs(cast: Cast) -> None:
    cast.kaffeewerk.vocabulary = [*cast.kaffeewerk.vocabulary, "blum"]
    cast.kaffeewerk.save()
    bill = with_ada(cast, "Die Rechnung ist doppelt.")
    assert put_tag(conversation_id=bill.pk, by=cast.member(cast.sven), name="Blum")


@pytest.mark.parametrize("typed", ["  zwei   Wörter ", "#zwei\tWörter", "zwei Wörter", "ZWEI Wörter;"])
def test_a_tag_of_two_words_on_many_at_once(cast: Cast, typed: str) -> None:
    concerns = [with_ada(cast, text) for text in ("Die Rechnung ist doppelt.", "Das Paket fehlt.")]
    ada: Membership = cast.member(cast.ada)
    done = tag_all(ids=[one.pk for one in concerns], by=ada, name=typed)
    assert [one.refused for one in done] == ["", ""]
    assert Tagging.objects.count() == 2
    undo_all(undone=[(one.id, one.undo) for one in done if one.undo], by=ada)
    assert not Tagging.objects.exists()
