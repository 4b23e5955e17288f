"""Texts that are hard on the shield: searched for the worst among mixes of what its recognisers look for.

    .venv/bin/python bench/nasty.py [--seconds N] [--worst N]

A text repeats, or shuffles, two to four atoms. The search keeps the slowest and changes one atom of them at a time, and
is the same each time. Times are processor time of one thread, in milliseconds, of the fastest of three runs.
"""

import argparse
import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from oase.privacy.shield import Known, shield  # noqa: E402  # the checkout comes first

LONG = 20_000
KNOWN = Known(
    names=("Karla Blum", "Theresa-Marie Grünwald"),
    emails=("karla@example.org",),
    phones=("0171 3920045",),
    addresses=("Lindenstraße 8", "79098 Freiburg"),
    numbers=("KW-2024-88123",),
)
ATOMS = (
    *("Karla ", "Karla Blum ", "Blum", "karla blum ", "Xyz ", "K. Xyz ", "J. P. Quandt, ", "Torge Wulff "),
    *("Koch ", "May ", "Hi Karla, ", "Hallo Xyz ", "Liebe Frau ", "Herr ", "Dr. ", "Familie ", "Mr. Smith "),
    *("Prof. Dr. med. ", "und ", "and ", "LG\nKarla\n", "Mit freundlichen Grüßen\n", "Best,\n", "Danke, "),
    *("Von: ", "From: ", "An: Karla <", ">", "schrieb ", "wrote: ", "mein Name ist ", "ich bin "),
    *("my name is ", "this is ", "hier ", "Karla hier. ", "auf den Namen ", "c/o ", "bei Xyz im Hinterhaus "),
    *("mein Mann ", "my wife ", "meine Kollegin ", "the Xyz family ", "K a r l a ", "B-L-U-M ", "Blümhcen "),
    *("Gruenwlad ", "gru\nenwald ", "0171 3920045 ", "+49 221 471108 ", "Tel. ", "call ", "(030) "),
    *("null eins sieben ", "eins ", "DE89 3704 0044 0532 0130 00 ", "DE02 1203 ", "IBAN "),
    *("4111 1111 1111 1111 ", "BIC COBADEFF ", "BLZ 37040044 ", "12.03.1981 ", "geb. ", "born on ", "3 "),
    *("1234567890 ", "AB12CD34 ", "Kundennummer ", "Nr. ", "Bestellnummer: 4711-0815 ", "order number "),
    *("Passwort: ", "PIN 4711 ", "code ", "hunter2! ", "a1b2c3 ", "Lindenstraße 8 ", "Am Markt "),
    *("12 Baker Street ", "Road ", "Straße ", "im Kinderweg ", "79098 Freiburg ", "SE1 2ET ", "Postfach 12 "),
    *("karla@example.org ", "a.b@c.", "a at b dot c ", "@", "@karla ", "http://a.b/?x=", "www."),
    *("192.168.0.1 ", "::1 ", "00:1A:2B:", "52.5, 13.4 ", "K-AB 123 ", "WDB1234561A123456 ", "Karla_Blum.pdf "),
    *("scan.jpg ", "(", "[", "[Name 1] ", "[Telefon 2]", "<", "\"", "# ", "* ", "- ", "> ", "/", "\n", " "),
    *("\t", ". ", ", ", ": ", "; ", "-", "'", "\u200b", "e\u0301", "😀", "0😀", "²", "①", "𝐊", "&uuml;", "&"),
    *("\ue000", "ß", "İ", "a", "x ", "aB", "Donaudampfschiff", "der ", "die ist ein ", "Seit dem Update "),
    *("the old one is ", "Maschine ", "§1 ", "1", "A1 ", "Zq"),
)  # fmt: skip
SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "tru",
    "ba",
    "ne",
    "schu",
    "ri",
    "dak",
    "wo",
    "zim",
    "pel",
    "ox",
    "ug",
    "ent",
    "fal",
    "her",
)


class Mix(NamedTuple):
    """How a text is made; the same one each time."""

    atoms: tuple[str, ...]
    shuffled: bool
    fresh: bool
    """Whether capitalised words that nobody has seen before stand between the atoms."""

    def text(self, size: int, seed: int = 0) -> str:
        """Exactly `size` code points."""
        rng = random.Random(f"{size} {seed}")
        out: list[str] = []
        length = 0
        while length < size:
            piece = rng.choice(self.atoms) if self.shuffled else self.atoms[len(out) % len(self.atoms)]
            if self.fresh and len(out) % 2:
                piece = "".join(rng.choices(SYLLABLES, k=3)).capitalize() + " " + piece
            out.append(piece)
            length += len(piece)
        return "".join(out)[:size]


def mix(rng: random.Random) -> Mix:
    return Mix(tuple(rng.choices(ATOMS, k=rng.randint(1, 4))), rng.random() < 0.5, rng.random() < 0.2)


def changed(found: Mix, rng: random.Random) -> Mix:
    """The same with one atom exchanged, added or dropped."""
    atoms = list(found.atoms)
    at = rng.randrange(len(atoms))
    what = rng.random()
    if what < 0.2 and len(atoms) > 1:
        del atoms[at]
    elif what < 0.5 and len(atoms) < 4:
        atoms.insert(at, rng.choice(ATOMS))
    else:
        atoms[at] = rng.choice(ATOMS)
    return Mix(tuple(atoms), found.shuffled ^ (rng.random() < 0.2), found.fresh ^ (rng.random() < 0.1))


def milliseconds(text: str, runs: int = 3) -> float:
    """Processor time of one shielding, of the fastest of `runs`."""
    times = []
    for _ in range(runs):
        before = time.process_time()
        shield(text, known=KNOWN)
        times.append(time.process_time() - before)
    return min(times) * 1000


def search(seconds: float, seed: int = 0) -> list[tuple[float, Mix]]:
    """The slowest first."""
    rng = random.Random(seed)
    begun = time.process_time()
    found: dict[Mix, float] = {
        atom: milliseconds(atom.text(LONG), 1) for atom in (Mix((a,), False, False) for a in ATOMS)
    }
    while time.process_time() - begun < seconds:
        best = sorted(found, key=lambda one: -found[one])[:12]
        one = mix(rng) if rng.random() < 0.4 else changed(rng.choice(best), rng)
        if one not in found:
            found[one] = milliseconds(one.text(LONG), 1)
    worst = sorted(found, key=lambda one: -found[one])[:40]
    return sorted(((milliseconds(one.text(LONG)), one) for one in worst), reverse=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worst", type=int, default=15)
    given = parser.parse_args()
    for taken, one in search(given.seconds, given.seed)[: given.worst]:
        print(f"{taken:8.1f} ms  {one}")


if __name__ == "__main__":
    main()
