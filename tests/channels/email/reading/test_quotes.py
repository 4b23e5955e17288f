"""What is shown first, what is folded away. `|` stands for the left margin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oase.channels.email.reading.quotes import Split, split_reply

ANSWER = "Danke, das war es.\n\nViele Grüße\nKarla"

HISTORIES = {
    "german": "Am 03.05.2025 um 10:00 schrieb Ada Stern <ada@kaffeewerk.example>:\n> Läuft sie wieder?\n>> Nein.",
    "german, person first": '"Ada" <ada@kaffeewerk.example> schrieb am Sa., 3. Mai 2025, 10:00:\n\n> Läuft sie wieder?',
    "german, without marks": "Am 3. Mai 2025 um 10:00 schrieb Ada <ada@kaffeewerk.example>:\n\nLäuft sie wieder?",
    "german Outlook": "Von: Ada <ada@kaffeewerk.example>\nGesendet: Samstag, 3. Mai 2025 10:00\nAn: Karla\n"
    "Betreff: AW: Maschine\n\nLäuft sie wieder?",
    "german original": "-----Ursprüngliche Nachricht-----\nVon: Ada\nAn: Karla\n\nLäuft sie wieder?",
    "forward": "Anfang der weitergeleiteten Nachricht:\n\nLäuft sie wieder?",
    "english": "On Sat, 3 May 2025 at 10:00, Ada <ada@kaffeewerk.example> wrote:\n\n> Does it run again?",
    "english, three lines": "On Sat, May 3, 2025 at 10:00 AM Ada Stern\n<ada@kaffeewerk.example>\nwrote:\n\n> Well?",
    "english Outlook": "________________________________\nFrom: Ada <ada@kaffeewerk.example>\n"
    "Sent: Saturday, May 3, 2025\nTo: Karla\nSubject: Re: machine\n\nDoes it run again?",
    "bold labels": "*From:* Ada\n*Sent:* Saturday\n*To:* Karla\n*Subject:* Re: machine\n\nDoes it run again?",
    "french": "Le sam. 3 mai 2025 à 10:00, Ada <ada@kaffeewerk.example> a écrit :\n> Ça marche ?",
    "spanish": "El sáb, 3 may 2025 a las 10:00, Ada (<ada@kaffeewerk.example>) escribió:\n> ¿Funciona?",
    "italian": "Il giorno sab 3 mag 2025 alle ore 10:00 Ada <ada@kaffeewerk.example> ha scritto:\n> Funziona?",
    "dutch": "Op za 3 mei 2025 om 10:00 schreef Ada <\nada@kaffeewerk.example>:\n> Werkt het?",
    "polish": "W dniu 3.05.2025 o 10:00 Ada <ada@kaffeewerk.example> napisał(a):\n> Działa?",
    "russian": "сб, 3 мая 2025 г. в 10:00, Ada <ada@kaffeewerk.example>:\n\n> Работает?",
    "norwegian": "lør. 3. mai 2025 kl. 10:00 skrev Ada <ada@kaffeewerk.example\n>:\n\n> Går den igjen?",
    "only marks": "> Läuft sie wieder?\n> Ada",
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES.keys())
def test_the_history_below_an_answer_is_folded_away(history: str) -> None:
    assert split_reply(f"{ANSWER}\n\n{history}") == Split(ANSWER, history, "")


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES.keys())
def test_a_history_directly_below_takes_no_line_of_the_answer(history: str) -> None:
    assert split_reply(f"{ANSWER}\n{history}") == Split(ANSWER, history, "")


def test_answers_between_the_quotes_stay_with_their_questions() -> None:
    text = (
        "Gern, siehe unten.\n\nAm 3.5.2025 um 10:00 schrieb Ada:\n> Welches Modell?\nKW 7\n"
        "> Seit wann tropft sie?\n\nSeit gestern."
    )
    assert split_reply(f"{text}\n\n> Viele Grüße\n> Ada") == Split(text, "> Viele Grüße\n> Ada", "")


def test_answers_below_unmarked_announcements_with_marks_further_down_stay() -> None:
    text = "Am 3.5.2025 um 10:00 schrieb Ada:\nKW 7, denke ich.\n\n> Welches Modell?\nWie gesagt: KW 7."
    assert split_reply(text) == Split(text, "", "")


def test_an_answer_below_one_full_quote_stands_alone() -> None:
    quote = "Am 3.5.2025 um 10:00 schrieb Ada:\n> Welches Modell?\n> Ada"
    assert split_reply(f"{quote}\n\nKW 7") == Split("KW 7", quote, "")


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nKarla Sommer\nAm Markt 1",
        "--\nKarla Sommer",
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook für Android<https://example.org/app>",
        "Gesendet mit der Post-App",
        "Diese Nachricht wurde von meinem Android-Mobiltelefon gesendet.",
        "Sent from my phone",
        "Get Outlook for iOS<https://example.org/app>",
        "—\nKarla\nSommer & Töchter",
    ],
)
def test_signatures_are_parted_before_and_behind_a_quote(signature: str) -> None:
    quote = "Am 3.5.2025 um 10:00 schrieb Ada:\n> Welches Modell?"
    assert split_reply(f"KW 7\n\n{signature}") == Split("KW 7", "", signature)
    assert split_reply(f"KW 7\n\n{signature}\n\n{quote}") == Split("KW 7", quote, signature)
    assert split_reply(f"KW 7\n\n{quote}\n\n{signature}") == Split("KW 7", quote, signature)


@pytest.mark.parametrize(
    "text",
    [
        "Am Montag rief ich an.\nAm Dienstag schrieb mir niemand:\nich warte noch.",
        "Am 3. Mai 2025 schrieb mir Ihr Kollege:\nich solle warten.\nNun warte ich.",
        "On the one hand it drips, on the other hand it is new.\n\nWhat now?",
        "Es geht um die Reise\nVon: Berlin\nAn: Hamburg\nDatum: 3.5.\n\nBitte umbuchen.",
        "Gesendet von meinem Bruder, nicht von mir. Er wohnt nebenan.",
        "Von meinem Telefon gesendet\n\nund hier geht es weiter.",
        "Folgendes fehlt:\n-- Deckel\n-- Sieb\n-- Dichtung",
        "Preise\n----\nMühle 30\n====\nFilter 5",
        "Die Zeiten:\n2025-05-03 10:00\n03.05.2025 10:00",
        "Siehe https://example.org/on-3-may-2025-ada-wrote:",
        "> Nur ein Zitat",
        "-- \nNur eine Signatur",
        "",
        "   \n",
    ],
)
def test_own_words_are_never_taken_for_something_else(text: str) -> None:
    assert split_reply(text) == Split(text.strip("\n"), "", "")


LINES = st.sampled_from(
    ["", "Hallo", "> Zitat", ">> tief", "-- ", "--", "Von meinem iPhone gesendet", ">:", "____", "Am 3.5.2025 10:00"]
    + [line for history in HISTORIES.values() for line in history.split("\n")]
)


@given(st.lists(LINES, max_size=14).map("\n".join))
def test_no_line_is_lost_or_doubled(text: str) -> None:
    split = split_reply(text)
    kept = "\n".join((split.reply, split.quoted, split.signature)).split("\n")
    assert sorted(line for line in kept if line.strip()) == sorted(line for line in text.split("\n") if line.strip())
    assert bool(split.reply.strip()) == bool(text.strip())
