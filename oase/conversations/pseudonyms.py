"""Who experts see instead of a customer: drawn afresh for every conversation, so that nothing links two of them."""

import secrets

from oase.companies.models import in_language

ENDINGS = {"m": "er", "f": "e", "n": "es"}
PICTURES = {
    "fuchs": ("m", "Fuchs", "Fox"),
    "linde": ("f", "Linde", "Linden"),
    "mond": ("m", "Mond", "Moon"),
    "eisvogel": ("m", "Eisvogel", "Kingfisher"),
    "birke": ("f", "Birke", "Birch"),
    "milan": ("m", "Milan", "Kite"),
    "igel": ("m", "Igel", "Hedgehog"),
    "otter": ("m", "Otter", "Otter"),
    "reh": ("n", "Reh", "Deer"),
    "wolke": ("f", "Wolke", "Cloud"),
    "stern": ("m", "Stern", "Star"),
    "eule": ("f", "Eule", "Owl"),
}
ADJECTIVES = {
    "golden": ("Golden", "Golden"),
    "still": ("Still", "Quiet"),
    "blau": ("Blau", "Blue"),
    "rot": ("Rot", "Red"),
    "ruhig": ("Ruhig", "Calm"),
    "sanft": ("Sanft", "Gentle"),
    "wach": ("Wach", "Wakeful"),
    "klug": ("Klug", "Clever"),
    "flink": ("Flink", "Nimble"),
    "froh": ("Froh", "Merry"),
    "hell": ("Hell", "Bright"),
    "mutig": ("Mutig", "Brave"),
}


def draw() -> str:
    """A fresh pseudonym key such as `golden-fuchs`."""
    return f"{secrets.choice(list(ADJECTIVES))}-{secrets.choice(list(PICTURES))}"


def picture(pseudonym: str) -> str:
    """The key of its picture."""
    return pseudonym.partition("-")[2]


def name(pseudonym: str, language: str | None = None) -> str:
    """Its name: „Goldener Fuchs“, "Golden Fox"."""
    adjective, _, key = pseudonym.partition("-")
    german, english = ADJECTIVES[adjective]
    gender, german_noun, english_noun = PICTURES[key]
    return in_language(f"{german}{ENDINGS[gender]} {german_noun}", f"{english} {english_noun}", language)
