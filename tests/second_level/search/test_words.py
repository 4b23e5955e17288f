"""Concerns are found by their words: in any form, in either language, mistyped, inside of compounds."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from oase.companies.models import Customer
from oase.conversations.actions import reply
from oase.conversations.models import Conversation, Message
from oase.second_level.search import filling, finding
from oase.second_level.search.models import Searchable, Vocabulary, WordsWaiting
from oase.second_level.search.queries import search_visible_to
from oase.second_level.search.snippets import Piece, cut_out
from tests.cast import Cast


def work_off() -> None:
    while filling.fill_words():
        pass


def answer(cast: Cast, concern: Conversation, text: str, audience: str = Message.CONVERSATION) -> None:
    reply(
        conversation_id=concern.pk, author=cast.ada, role=Message.AGENT, text=text, client_id=uuid4(), audience=audience
    )


def found(cast: Cast, typed: str, **options: object) -> list[Conversation]:
    work_off()
    results = search_visible_to(cast.member(cast.ada), typed, **options)  # type: ignore[arg-type]  # a test's shorthand
    return [hit.conversation for hit in results.hits]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Die Rechnungen sind falsch.", "rechnung"),
        ("Die Rechnung ist falsch.", "Rechnungen"),
        ("Zwei Häuser, eine Heizung.", "haus"),
        ("My invoices are wrong.", "invoice"),
        ("The pump was leaking.", "leaks"),
        ("Die Kaffeemaschine tropft.", "maschine"),
        ("Die Kaffeemaschine tropft.", "kaffee"),
        ("Die Brühgruppe klemmt.", "brüh"),
        ("Die Rechnung fehlt.", "Rechnug"),
        ("Die Rechnung fehlt.", "Rehcnung"),
        ("Die Entkalkung bricht ab.", "endkalkung"),
        ("Fehler E12 nach dem Start", "e12"),
        ("Die Bohnen-Mischung schmeckt.", "mischung"),
    ],
)
def test_a_word_is_found_in_any_form(cast: Cast, written: str, typed: str) -> None:
    concern, _other = cast.asks(written), cast.asks("Etwas ganz anderes bitte")
    assert found(cast, typed) == [concern]


@pytest.mark.parametrize(
    "typed", ["e13", "wasser", "Rechnung Wasserfall", "'", "\\", "% _", "& | !", "der die das", "", "[Name 1]", "\x00"]
)
def test_what_nobody_wrote_is_not_found(cast: Cast, typed: str) -> None:
    cast.asks("Die Rechnung zur Maschine E12 fehlt.")
    assert found(cast, typed) == []


def test_all_words_must_stand_in_the_concern_though_not_in_one_message(cast: Cast) -> None:
    both, one = cast.given_on("Die Rechnung fehlt."), cast.asks("Die Rechnung ist doppelt.")
    answer(cast, both, "Das Netzteil wird getauscht.")
    assert found(cast, "rechnung netzteil") == [both]
    assert found(cast, "rechnung") == [both, one] or found(cast, "rechnung") == [one, both]


def test_a_note_is_found_and_said_to_be_one(cast: Cast) -> None:
    concern = cast.given_on("Die Rechnung fehlt.")
    answer(cast, concern, "Bitte beim Lieferanten nachfragen", audience=Message.STAFF)
    work_off()
    [hit] = search_visible_to(cast.member(cast.dora), "Lieferant").hits
    assert hit.snippet is not None
    assert hit.snippet.note
    assert hit.snippet.pieces == (Piece("Bitte beim "), Piece("Lieferanten", hit=True), Piece(" nachfragen"))


def test_only_what_is_shielded_is_found(cast: Cast) -> None:
    cast.asks("Guten Tag, mein Name ist Karla Blum. Die Rechnung fehlt.")
    assert found(cast, "Blum") == []
    assert not Vocabulary.objects.filter(word="blum").exists()
    assert len(found(cast, "rechnung")) == 1


def test_other_companies_and_ones_own_concerns_are_not_there(cast: Cast) -> None:
    concern = cast.asks("Die Rechnung fehlt.")
    work_off()
    assert search_visible_to(cast.member(cast.mallory), "rechnung").hits == ()
    Customer.objects.filter(pk=cast.customer.pk).update(person=cast.ada)
    assert found(cast, "rechnung") == []
    assert [hit.conversation for hit in search_visible_to(cast.member(cast.dora), "rechnung").hits] == [concern]


def test_what_was_masked_later_is_forgotten_by_the_vocabulary(cast: Cast) -> None:
    concern = cast.asks("Die Rechnung nennt Rumpelstilz als Besteller.")
    assert found(cast, "rumpelstilz") == [concern]
    message = Message.objects.get(conversation=concern)
    message.body = message.body.replace("Rumpelstilz", "[Name 9]")
    message.save(update_fields=["body"])
    Conversation.objects.filter(pk=concern.pk).update(subject="Die Rechnung")
    assert found(cast, "rumpelstilz") == []
    assert not Vocabulary.objects.filter(word="rumpelstilz").exists()
    assert Vocabulary.objects.get(word="rechnung").uses == 1


def test_a_deleted_concern_leaves_no_word(cast: Cast) -> None:
    concern = cast.asks("Die Rechnung fehlt.")
    assert found(cast, "rechnung") == [concern]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM oase_searchable")
    assert Vocabulary.objects.count() == 0


def test_the_vocabulary_counts_what_the_rows_hold(cast: Cast) -> None:
    concerns = [
        cast.given_on("Die Rechnung zur Mühle fehlt."),
        cast.asks("Die Mühle klemmt."),
        cast.asks("Eine Rechnung."),
    ]
    work_off()
    answer(cast, concerns[0], "Die neue Mühle kommt morgen.")
    work_off()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, count(*) FROM oase_searchable, unnest(tsvector_to_array(words)) AS word GROUP BY word"
        )
        counted = cursor.fetchall()
    assert sorted(Vocabulary.objects.values_list("word", "uses")) == sorted(counted)


def test_what_is_merged_is_found_where_it_is_told(cast: Cast) -> None:
    source, target = cast.given_on("Die Rechnung fehlt."), cast.given_on("Das Netzteil brummt.")
    work_off()
    now = timezone.now()
    with transaction.atomic():
        stood = source.assignments.get(ended_at=None)
        source.merges.create(target=target, by=cast.ada, source_stood=stood)
        source.assignments.filter(pk=stood.pk).update(ended_at=now)
        Conversation.objects.filter(pk=source.pk).update(solved_at=now, merged_into=target)
    assert found(cast, "rechnung") == [target]
    assert found(cast, "rechnung netzteil") == [target]
    assert not Searchable.objects.filter(conversation=source).exists()


def test_pages_follow_one_another_however_it_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    concerns = [cast.asks(f"Die Rechnung Nummer{n} fehlt.") for n in range(7)]
    work_off()
    member = cast.member(cast.ada)
    for rare, walked, many in ((1000, 50, 50), (0, 50, 50), (0, 2, 50), (0, 2, 0)):
        monkeypatch.setattr(finding, "RARE", rare)
        monkeypatch.setattr(finding, "PROBED", min(walked, 4))
        monkeypatch.setattr(finding, "WALKED", walked)
        monkeypatch.setattr(finding, "MANY", many)
        shown, below = [], None
        while True:
            results = search_visible_to(member, "rechnung", below=below, most=3)
            shown += [hit.conversation for hit in results.hits]
            if (below := results.below) is None:
                break
            assert finding.Place.read(str(below)) == below
        assert shown == concerns[::-1]


def test_a_place_that_is_none_is_no_place() -> None:
    assert [finding.Place.read(text) for text in ("", "-", "x-y", "9" * 40 + "-0", "1-2")] == [None] * 5


def test_a_search_reads_as_often_whatever_it_finds(cast: Cast, django_assert_max_num_queries: object) -> None:
    for n in range(9):
        cast.asks(f"Die Rechnung Nummer{n} fehlt.")
    work_off()
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # pytest-django's fixture
        assert len(search_visible_to(cast.member(cast.ada), "Rechnugen fehlen").hits) == 9


def test_a_concern_that_cannot_be_written_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = cast.asks("Die Rechnung fehlt."), cast.asks("Die Rechnung ist doppelt.")
    write = filling.write_words

    def stumble(ids: list[object]) -> None:
        if broken.pk in ids:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        write(ids)  # type: ignore[arg-type]

    monkeypatch.setattr(filling, "write_words", stumble)
    filling.fill_words()
    assert list(Searchable.objects.values_list("conversation", flat=True)) == [whole.pk]
    assert set(WordsWaiting.objects.values_list("conversation_id", flat=True)) == {broken.pk}
    monkeypatch.undo()
    assert set(found(cast, "rechnung")) == {broken, whole}


def test_a_text_without_end_is_found_by_its_beginning(cast: Cast) -> None:
    concern = cast.asks("Anfang")
    words = " ".join(f"wort{n}" for n in range(400_000))
    Message.objects.filter(conversation=concern).update(body=f"Rechnung {words}")
    assert found(cast, "rechnung") == [concern]


def test_what_is_shown_is_around_the_word() -> None:
    text = "Anfang " * 40 + "die Rechnung fehlt " + "Ende " * 80
    pieces = cut_out(text, ["rechnung"])
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.hit] == ["Rechnung"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 200
