"""Names by what stands around them: every kind of cue, in German and English, and what only looks like one."""

import pytest

from oase.privacy.shield import shield

HIDDEN = [
    ("Die Eheleute Karl und Rosa Blum ziehen um.", "Die Eheleute [Name 1] und [Name 2] ziehen um."),
    ("Fam. Quandt ist verreist, Quandts Konto auch.", "Fam. [Name 1] ist verreist, [Name 1] Konto auch."),
    ("Bitte z. Hd. Frau Dr. Quandt", "Bitte z. Hd. Frau Dr. [Name 1]"),
    ("Lieferung c/o Quandt, danke", "Lieferung c/o [Name 1], danke"),
    ("Danke.\ni. A. Tilo Quandt", "Danke.\ni. A. [Name 1]"),
    ("Es steht bei Quandt im Hinterhaus.", "Es steht bei [Name 1] im Hinterhaus."),
    ("Karla Blum hier, mein Rad quietscht.", "[Name 1] hier, mein Rad quietscht."),
    ("Moin, Hinnerk mein Name.", "Moin, [Name 1] mein Name."),
    ("Ich bins nochmal, Gunnar. Es tropft.", "Ich bins nochmal, [Name 1]. Es tropft."),
    ("Wir heißen Wendlandt und wohnen oben.", "Wir heißen [Name 1] und wohnen oben."),
    ("ich heiße merve aksoy und mein rad quietscht", "ich heiße [Name 1] und mein rad quietscht"),
    ("Ein Techniker namens Prätorius war da.", "Ein Techniker namens [Name 1] war da."),
    ("Nachbar Schimmelpfennig hat es angenommen.", "Nachbar [Name 1] hat es angenommen."),
    ("Ich habe mit Svetlana telefoniert.", "Ich habe mit [Name 1] telefoniert."),
    ("Laut Ihnen hat ein gewisser Tscherny unterschrieben.", "Laut Ihnen hat ein gewisser [Name 1] unterschrieben."),
    ("Bearbeiter: Kröncke\nEs tropft.", "Bearbeiter: [Name 1]\nEs tropft."),
    ("Buchstabiert: B-L-U-M, danke", "Buchstabiert: [Name 1], danke"),
    ("B wie Berta, L wie Ludwig, U wie Ulrich, M wie Martha", "[Name 1]"),
    ("Es tropft immer noch. G. Fassbender", "Es tropft immer noch. [Name 1]"),
    ("Bis dann! Wibke", "Bis dann! [Name 1]"),
    ("Bitte an Torge Wulff überweisen.", "Bitte an [Name 1] überweisen."),
    ("Läuft.\nMit besten Grüßen aus Kiel\nKarla Petersen-Blum", "Läuft.\nMit besten Grüßen aus Kiel\n[Name 1]"),
    ("My flatmates Usman, Rhiannon and Theo agree.", "My flatmates [Name 1], [Name 2] and [Name 3] agree."),
    ("I spoke to Bronwyn last week.", "I spoke to [Name 1] last week."),
    ("I was told by Rashida Karim to wait.", "I was told by [Name 1] to wait."),
    ("Your agent Dwayne hung up on me.", "Your agent [Name 1] hung up on me."),
    ("Please make it out to Desiree Yazzie today.", "Please make it out to [Name 1] today."),
    ("It was handed to R. Abernathy at noon.", "It was handed to [Name 1] at noon."),
    ("Thanks from the Ferreira family!", "Thanks from the [Name 1] family!"),
    ("The machine is from Mr and Mrs Hargreaves.", "The machine is from Mr and Mrs [Name 1]."),
    ("Solveig here again, it broke.", "[Name 1] here again, it broke."),
    ("Works now. Thx Kiran", "Works now. Thx [Name 1]"),
    ("please log him out. kayleigh", "please log him out. [Name 1]"),
    ("On Tue, Karla Blum <karla@blum.example> wrote:\n> hi", "On Tue, [Name 1] <[Email 1]> wrote:\n> hi"),
]

READABLE = [
    "Der Bäcker nebenan hat dieselbe Maschine, der Koch und der Schneider auch.",
    "Im Sommer war der Motor warm, im Winter nicht, im Mai fahre ich zur Inspektion.",
    "Der Techniker Notdienst kam, der Kollege sagte, der Berater ruft an.",
    "Herr Kollege vom letzten Mal weiß Bescheid, die Frau am Telefon auch.",
    "Ich habe mit Ihrer Hotline gesprochen und mit Bedauern gelesen, was Sie schreiben.",
    "Die Bestellung wurde bei Regen geliefert und mit Klebeband verschlossen.",
    "Gibt es die Kompakt 1 auch in Grün? Passt der Gepäckträger vom Tour 500?",
    "Danke für alles. Bis bald",
    "Will you still take it? The spring in the door snapped and the grace period ends in May.",
    "I spoke to customer service and was transferred to billing on Monday.",
    "Mark the right answer in the manual, please; my agent was helpful.",
    "Sent from my iPhone. Thanks in advance",
    "USB-C and WPA-PSK are fine. The A B C of brewing.",
    "Is it as good as new? A for effort.",
]


@pytest.mark.parametrize(("text", "shielded"), HIDDEN)
def test_hidden(text: str, shielded: str) -> None:
    language = "en" if "[Email" in shielded else "de"
    assert shield(text, language=language).text == shielded


@pytest.mark.parametrize("text", READABLE)
def test_readable(text: str) -> None:
    assert shield(text).text == text
