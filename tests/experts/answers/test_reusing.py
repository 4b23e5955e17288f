"""What counts as using a saved answer again: its words have to be there, and it has to be a colleague's."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from oase.experts import actions as expert_actions
from oase.experts.answers import saving
from oase.experts.answers.models import Reuse
from oase.experts.answers.ranking import searched, suggested
from oase.experts.answers.reusing import MOST_AUTHORS, is_used
from oase.experts.matching.models import Standing
from oase.experts.topics.likeness import ENCODER, packed, vector
from tests.cast import Cast
from tests.experts.checks.story import expert, held_by, waiting, window_ends

BODY = "Bitte das Sieb unter dem Tank herausnehmen, spülen und wieder einsetzen."


@pytest.mark.parametrize(
    ("sent", "used"),
    [
        (BODY, True),
        (f"Guten Tag! {BODY} Viele Grüße", True),
        ("Bitte das Sieb unter dem Tank herausnehmen und abends trocknen.", True),
        ("Bitte den Tank leeren.", False),
        ("einsetzen wieder und spülen herausnehmen Tank dem unter Sieb das Bitte", False),
        ("", False),
    ],
)
def test_enough_of_it_must_stand_there(sent: str, used: bool) -> None:
    assert is_used(BODY, sent) is used


@pytest.mark.parametrize(("mine", "shared", "sent"), [(True, True, BODY), (False, False, BODY), (False, True, "Nein.")])
def test_what_is_not_a_reuse(cast: Cast, mine: bool, shared: bool, sent: str) -> None:
    nils = expert(cast, "Nils", Standing.EXPERT)
    saved = saving.save(
        by=cast.emil if mine else nils, wanted=saving.Wanted(cast.machines.pk, "Sieb", BODY, "de", shared)
    )
    conversation = held_by(cast, cast.emil)
    expert_actions.answer(
        conversation_id=conversation.pk, by=cast.emil, text=sent, client_id=uuid4(), inserted=[saved.pk]
    )
    assert Reuse.objects.count() == 0


@pytest.mark.parametrize("saved", ["Guten Tag", "Guten Tag, viele Grüße", "Bitte", "."])
def test_what_stands_in_every_answer_is_nobodys(saved: str) -> None:
    assert is_used(saved, f"Guten Tag, bitte spülen. {saved} Viele Grüße") is False
    assert is_used(saved, saved) is False


def test_not_everybody_earns_with_one_answer(cast: Cast) -> None:
    """Emil and his friends keep the same words each; he sends them, and claims to have inserted all of theirs."""
    friends = [expert(cast, name, Standing.EXPERT) for name in ("Nils", "Pia", "Wei", "Ruth", "Bruno")]
    kept = [
        saving.save(by=one, wanted=saving.Wanted(cast.machines.pk, "Sieb", BODY, "de", shared=True)).pk
        for one in friends
    ]
    conversation = held_by(cast, cast.emil)
    for part in (kept[:2], kept[2:], kept):
        expert_actions.answer(
            conversation_id=conversation.pk, by=cast.emil, text=BODY, client_id=uuid4(), inserted=part
        )
    assert Reuse.objects.count() == MOST_AUTHORS


def test_of_a_checked_answer_it_counts_when_it_goes_out(cast: Cast) -> None:
    saved = saving.save(by=cast.emil, wanted=saving.Wanted(cast.machines.pk, "Sieb", BODY, "de", shared=True))
    nils, _, check = waiting(cast, BODY)
    check.inserted = [saved.pk]
    check.save(update_fields=["inserted"])
    assert Reuse.objects.count() == 0
    window_ends(check)
    assert [(one.author_id, one.by_id) for one in Reuse.objects.all()] == [(cast.emil.pk, nils.pk)]
    saving.delete(by=cast.emil, answer_id=saved.pk)
    assert Reuse.objects.get().answer_id is None


@dataclass(frozen=True)
class Kept:
    title: str
    body: str
    encoder: str = ENCODER

    @property
    def likeness(self) -> bytes:
        return packed(vector(f"{self.title}\n{self.body}"))


SIEVE, INVOICE = Kept("Sieb spülen", BODY), Kept("Rechnung", "Die Rechnung kommt am Monatsende per Post.")


def test_the_one_like_the_question_is_suggested_in_whatever_language() -> None:
    assert suggested("How do I clean the sieve below the water tank?", [INVOICE, SIEVE], most=1) == [SIEVE]
    assert suggested("Wann kommt meine Rechnung?", [SIEVE, INVOICE], most=1) == [INVOICE]
    assert suggested("", [SIEVE], most=1) == []
    assert suggested("Wie spüle ich das Sieb?", [Kept("Sieb", BODY, encoder="older")], most=1) == []


def test_exact_words_come_first() -> None:
    assert searched("monatsende", [SIEVE, INVOICE], most=5) == [INVOICE]
    assert searched("  ", [SIEVE, INVOICE], most=1) == [SIEVE]
    assert searched("monatsende", [Kept("Rechnung", INVOICE.body, encoder="older")], most=5) != []
