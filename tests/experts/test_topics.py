"""What a question is about, and what is never for the network."""

import pytest

from oase.companies.models import Topic
from oase.experts.topics import is_sensitive, recognise

SENSITIVE = [
    "Da kommt Rauch aus dem Akku!",
    "Rauch aus dem Akku",
    "Hilfe, der Motor qualmt",
    "Der Akku brennt",
    "Es brennt!",
    "Das Kabel ist verschmort.",
    "Ich habe mir die Hand verbrannt",
    "Mein Sohn hat sich verletzt.",
    "Ich bekam einen Stromschlag",
    "Ich hatte einen Unfall mit dem Rad",
    "Mein Rad wurde gestohlen",
    "Mein Rad wurde gestern geklaut.",
    "Ich werde Sie verklagen",
    "Mein Anwalt meldet sich",
    "Ich schalte meine Rechtsanwältin ein.",
    "Das ist Betrug!",
    "Auskunft nach DSGVO",
    "Bitte meine Daten\nlöschen",
    "SIE HABEN MICH BETROGEN",
    "The battery caught fire",
    "There is smoke coming out of it",
    "The machine is smoking",
    "I burnt my hand on the nozzle",
    "My daughter got burned",
    "I got an electric shock",
    "My lawyers will write to you",
    "This looks like fraud",
    "My bike was stolen",
    "Please delete my\n data",
    "A GDPR request",
    "Ich will nicht mehr leben",
    "Ich bringe Sie um, wenn das nicht klappt",
    "I want to die",
    "I will kill you",
    "In dem Paket war eine Bombe",
    "Dann leite ich rechtliche Schritte ein",
    "Ich fordere Schadensersatz",
    "Die Verbraucherzentrale hat mir geraten, Ihnen zu schreiben.",
    "I will take you to court",
    "I am going to sue",
    "Mein Konto wurde gehackt",
    "Auf der Karte ist eine unbekannte Abbuchung",
    "There is an unauthorised payment on my card",
    "I answered a phishing mail",
    "Welche Daten haben Sie über mich gespeichert?",
    "Löschen Sie bitte alle meine Daten",
    "Ich möchte, dass meine Daten gelöscht werden",
    "Auskunft über die gespeicherten personenbezogenen Daten",
    "What data do you hold about me?",
    "Please remove my data",
    "I claim my right to be forgotten",
]
ORDINARY = [
    "Der Kaffee schmeckt verbrannt",
    "Der Espresso riecht leicht verbrannt.",
    "Die Lampe brennt",
    "Die rote Lampe brennt dauernd",
    "The red lamp flashes",
    "The coffee tastes burned",
    "The coffee tastes burnt and bitter",
    "It tastes like smoke",
    "Die Anzeige blinkt rot",
    "Meine Aroma 4 zeigt E12 und brüht nicht mehr.",
    "Der Brenner der Lampe ist aus",
    "Wie reinige ich den Rauchfang?",
    "Die Beklagte",
    "Ist der Akku entflammbar?",
    "How long is the warranty?",
    "My brake squeals",
    "Wo ist der Food Court?",
    "Die Aroma bringt mich um den Schlaf",
    "Wie lösche ich das Rezept?",
    "Welche Daten stehen auf dem Typenschild?",
    "What information is on the label?",
    "Ich möchte nicht mehr warten",
    "Wie lange leben die Dichtungen?",
    "My name is Susan",
    "Ist die Bombenstimmung im Preis dabei?",
    "",
]


@pytest.mark.parametrize("text", SENSITIVE)
def test_life_law_fraud_and_data_rights_go_to_the_company(text: str) -> None:
    assert is_sensitive(text)
    assert is_sensitive(f"Guten Tag, {text} Was nun?")


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_trouble_is_for_experts(text: str) -> None:
    assert not is_sensitive(text)


MACHINES = Topic(pk=1, slug="machines", keywords=["aroma", "brüht", "descal", "e12"], position=0, open_to_experts=True)
INVOICES = Topic(pk=2, slug="invoices", keywords=["rechnung", "invoice"], position=1)
GRINDERS = Topic(pk=3, slug="grinders", keywords=["mahlwerk", "mühle", "c++"], position=2, open_to_experts=True)
PARTS = Topic(pk=4, slug="parts", keywords=["ersatz", "filter"], position=3, open_to_experts=True)
TOPICS = [MACHINES, INVOICES, GRINDERS, PARTS]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Meine Aroma 4 zeigt E12.", MACHINES),
        ("Die AROMA BRÜHT nicht", MACHINES),
        ("How often should I descale?", MACHINES),
        ("Wo finde ich meine Rechnungen?", INVOICES),
        ("Where is my invoice?", INVOICES),
        ("Rechnung für die Aroma", INVOICES),
        ("Das Mahlwerk klemmt", GRINDERS),
        ("c++", GRINDERS),
        ("Mein Kaffeearoma leidet", None),
        ("Guten Tag", None),
        ("", None),
    ],
)
def test_the_topic_is_recognised_by_its_words(text: str, topic: Topic | None) -> None:
    assert recognise(text, TOPICS) == topic
    assert recognise(text, TOPICS[::-1]) == topic


def test_of_two_that_weigh_the_same_the_company_is_the_safer_guess_then_the_first() -> None:
    twins = [
        Topic(pk=1, keywords=["wasser"], position=0, open_to_experts=True),
        Topic(pk=2, keywords=["wasser"], position=9),
        Topic(pk=3, keywords=["wasser"], position=8),
    ]
    assert recognise("Wasser läuft aus", twins) == twins[2]
    assert recognise("Wasser läuft aus", twins[:1] * 1) == twins[0]
    assert recognise("Wasser", []) is None
