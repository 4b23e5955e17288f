"""What a recogniser makes of its examples, and what it does when it cannot tell."""

import numpy as np
import pytest

from oase.experts.topics.evaluating import BadFile, evaluate, folds, read
from oase.experts.topics.likeness import LENGTH, likeness, nearest, packed, unpacked, vector, vectors
from oase.experts.topics.packing import pack, unpack
from oase.experts.topics.recogniser import Recogniser
from oase.experts.topics.training import RIDGE, Example, _ridge, train
from tests.experts.topics.questions import CLEANING, DELIVERY, INVOICES, STRANGE

EXAMPLES = [
    Example(text, label)
    for label, texts in (("cleaning", CLEANING), ("invoices", INVOICES), ("delivery", DELIVERY))
    for text in texts
]


@pytest.fixture(scope="module")
def taught() -> Recogniser:
    return train(EXAMPLES).recogniser


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Womit kann man die Maschine entkalken?", "cleaning"),
        ("What do I descale the machine with?", "cleaning"),
        ("The invoice shows the wrong sum", "invoices"),
        ("Der Betrag auf meiner Rechnung stimmt nicht", "invoices"),
        ("My parcel still has not arrived", "delivery"),
        ("Mein Paket ist immer noch nicht da", "delivery"),
        ("WO BLEIBT MEIN PAKET", "delivery"),
        ("[Name 1] wartet auf das Paket mit [Number 1]", "delivery"),
    ],
)
def test_a_question_finds_its_topic_in_either_language(taught: Recogniser, text: str, label: str) -> None:
    answer = taught.answer(text)
    assert answer.guesses[0].label == label
    assert answer.label == label


@pytest.mark.parametrize("text", STRANGE)
def test_what_is_none_of_them_is_not_guessed(taught: Recogniser, text: str) -> None:
    assert taught.answer(text).label is None


def test_sureness_is_a_probability_and_guesses_are_in_order(taught: Recogniser) -> None:
    for one in [*CLEANING, *STRANGE, "x" * 100_000, "\x00", "🐘" * 500]:
        answer = taught.answer(one)
        assert 0 <= answer.sureness <= 1
        assert [guess.score for guess in answer.guesses] == sorted((g.score for g in answer.guesses), reverse=True)
        assert {guess.label for guess in answer.guesses} == {"cleaning", "invoices", "delivery"}


def test_what_is_packed_answers_as_before_and_holds_nothing_that_runs(taught: Recogniser) -> None:
    data = pack(taught)
    again = unpack(memoryview(data))
    assert b"pickle" not in data
    for text in [*CLEANING, *INVOICES, *DELIVERY, *STRANGE]:
        assert again.answer(text).label == taught.answer(text).label
    for broken in (b"", b"PK\x03\x04", data[:-100], np.array([1]).tobytes()):
        with pytest.raises(ValueError, match=r"."):
            unpack(broken)


def test_the_same_examples_teach_the_same_and_twice_is_once() -> None:
    once, again = train(EXAMPLES).recogniser, train([*EXAMPLES, *EXAMPLES]).recogniser
    assert pack(once) == pack(again)


def test_known_strangers_are_learned_from() -> None:
    of_none = [Example(f"Which team won the game number {number}?", None) for number in range(8)]
    answer = train([*EXAMPLES, *of_none]).recogniser.answer("Which team won the game yesterday?")
    assert answer.label is None


@pytest.mark.parametrize("examples", [[], EXAMPLES[:6], [Example("a", None), Example("b", "b")]])
def test_one_topic_is_nothing_to_choose_from(examples: list[Example]) -> None:
    with pytest.raises(ValueError, match="two topics"):
        train(examples)


def test_of_too_many_examples_each_topic_keeps_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oase.experts.topics.training.MOST_LEARNED", 9)
    many = [*EXAMPLES, *(Example(f"Wo bleibt mein Paket {number}?", "delivery") for number in range(50))]
    recogniser = train(many).recogniser
    assert len(recogniser.remembered) == 9
    assert np.bincount(recogniser.votes.argmax(axis=1)).tolist() == [3, 3, 3]


def test_what_each_would_get_left_out_is_what_it_gets_left_out() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(12, 6)).astype(np.float32)
    kernel = np.exp(-np.square(rows[:, None] - rows[None]).sum(axis=2) / 6).astype(np.float32)
    wanted = np.eye(3, dtype=np.float32)[np.arange(12) % 3]
    votes, unseen = _ridge(kernel.copy(), wanted)
    assert np.allclose((kernel + RIDGE * np.eye(12)) @ votes, wanted, atol=1e-4)
    for one in range(12):
        others = np.arange(12) != one
        learned, _ = _ridge(np.ascontiguousarray(kernel[np.ix_(others, others)]), wanted[others])
        assert np.allclose(kernel[one, others] @ learned, unseen[one], atol=1e-3)


def test_evaluating_reads_both_forms_and_both_names(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("evaluating")
    lines, table, category = folder / "a.jsonl", folder / "b.csv", folder / "c.csv"
    lines.write_text('{"text": "Wo ist\u2028mein Paket?", "intent": "delivery"}\n\n{"text": "Hm", "intent": null}\n')
    table.write_text('\ufefftext,intent\n"Wo, bitte,\nist es?",delivery\nHm,\n')
    category.write_text("text,category\nWo?,delivery\n")
    assert read(lines) == [Example("Wo ist\u2028mein Paket?", "delivery"), Example("Hm", None)]
    assert read(table) == [Example("Wo, bitte,\nist es?", "delivery"), Example("Hm", None)]
    assert read(category) == [Example("Wo?", "delivery")]
    for words in (
        "", "{", '{"text": 1, "intent": "a"}', "a,b\n1,2\n", '{"text": "a"}', '{"text": "a", "intent": [1]}',
        '{"text": ' + "[" * 100_000, '{"text": "\\ud800", "intent": "a"}',
        '{"text": "a", "intent": 1' + "0" * 5000 + "}",
    ):  # fmt: skip
        lines.write_text(words)
        with pytest.raises(BadFile, match=r"."):
            read(lines)
    with pytest.raises(BadFile, match="cannot be read"):
        read(folder / "nowhere")


def test_evaluating_counts_what_it_asked() -> None:
    asked = [Example("Where is my parcel?", "delivery"), Example("The bill is wrong", "delivery"), Example("???", None)]
    result = evaluate(EXAMPLES, asked)
    assert (result.topics, result.learned, result.asked, result.strangers) == (3, 18, 2, 1)
    assert (result.right_at_1, result.right_at_3, result.found) == (0.5, 1.0, 1.0)


def test_each_example_is_asked_once_by_what_did_not_learn_it() -> None:
    examples = [*EXAMPLES, *(Example(text, None) for text in STRANGE)]
    parts = list(folds(examples, 3))
    assert sorted((one for _, asked in parts for one in asked), key=str) == sorted(examples, key=str)
    for taught, asked in parts:
        assert sorted([*taught, *asked], key=str) == sorted(examples, key=str)
        assert [sum(one.label == label for one in asked) for label in ("cleaning", "invoices", "delivery")] == [2, 2, 2]
    assert list(folds(examples, 3)) == parts


def test_likeness_crosses_languages_and_says_nothing_of_nothing() -> None:
    assert likeness("Mein Rad wurde gestohlen", "My bike was stolen") > likeness("Mein Rad wurde gestohlen", "Rechnung")
    assert not vector("  ?! ").any()
    assert likeness("[Name 1]  grüßt", "Name grüßt") == pytest.approx(1, abs=1e-5)
    rows = vectors(["a word", "another word", "a word"])
    assert (rows[0] == rows[2]).all()
    assert vectors([]).shape == (0, LENGTH)
    stored = unpacked([packed(row) for row in rows])
    assert np.abs(stored - rows).max() < 1e-3
    assert [place for place, _ in nearest(rows[0], rows, 2)] == [0, 2]
    with pytest.raises(ValueError, match="1024"):
        unpacked([b"short"])
