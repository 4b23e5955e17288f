"""Questions as customers of a coffee shop ask them, in German and English."""

from typing import Final

CLEANING: Final = [
    "Wie entkalke ich meine Kaffeemaschine?",
    "How do I descale my coffee machine?",
    "Die Maschine will entkalkt werden, womit mache ich das?",
    "Which cleaning tablets should I use for the brewing unit?",
    "Wie reinige ich die Brühgruppe richtig?",
    "My milk frother is dirty, how do I clean it?",
]
INVOICES: Final = [
    "Wo finde ich meine Rechnung?",
    "I need a copy of my invoice for the tax office",
    "Auf der Rechnung steht ein falscher Betrag",
    "I was charged twice for the same order",
    "Können Sie mir die Rechnung noch einmal schicken?",
    "The amount on my bill is wrong",
]
DELIVERY: Final = [
    "Wann kommt mein Paket an?",
    "Where is my parcel? It should have arrived yesterday",
    "Die Lieferung ist seit einer Woche überfällig",
    "My order has not been delivered yet",
    "Kann ich die Lieferadresse noch ändern?",
    "Can you send the package to another address?",
]
STRANGE: Final = [
    "Wer hat die Weltmeisterschaft 1974 gewonnen?",
    "Sing me a song about the sea",
    "???",
    "",
    "Guten Tag",
]
