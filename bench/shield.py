"""How long the shield takes, how fast it starts and how much memory it needs, on this machine.

    .venv/bin/python bench/shield.py [--runs N] [--write bench/shield.md]

Each figure is the median of its runs; the spread is the fastest and the slowest of them. Texts are measured in
processor time, the start on the clock. Runs of all texts take turns, so that a busy moment of the machine falls on all.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from bench.mails import ENGLISH, GERMAN, mail  # noqa: E402  # the checkout comes first
from bench.nasty import ATOMS, Mix  # noqa: E402  # the checkout comes first
from oase.privacy.shield import Known, shield  # noqa: E402  # the checkout comes first

SHORT, LONG = 400, 20_000
STARTS = 7
KNOWN = Known(
    names=("Karla Blum",),
    emails=("karla@example.org",),
    phones=("0171 3920045",),
    addresses=("Lindenstraße 8", "79098 Freiburg"),
    numbers=("KW-2024-88123",),
)
QUIET = """Seit dem letzten Update braucht das Display lange, bis es hell wird, und die Taste für heißes Wasser reagiert
erst beim zweiten Mal. Der Tank ist voll, der Filter neu, und entkalkt wurde vor zwei Wochen. Lässt sich das einstellen?
"""
ODD = {
    "digits": "0123456789",
    "digits and spaces": "12 34 ",
    "almost IBANs": "DE02 1203 0000 0000 2020 5 ",
    "almost mail addresses": "a.b@c.",
    "almost links": "http://a.b/?",
    "capitalised words": "Blum Lind Falk Grau ",
    "initials": "A. B. C. ",
    "streets": "Lindenstraße 8 ",
    "greetings": "Hallo Karla,\n",
    "sign-offs": "Viele Grüße\n",
    "hyphens": "a-",
    "brackets": "[[[",
    "placeholders": "[Name 1] ",
    "line ends": "\n",
    "blanks": " ",
    "one word": "x",
    "combining marks": "e\u0301",
    "zero-width signs": "a\u200b",
    "emoji": "😀",
    "quoted": "> > > ",
    "colons": "Name: ",
    "short names": "May ",
    "initials and names": "K. Xyz ",
    "greetings in a line": "Hi Karla, ",
    "senders": "Von: >",
    "telephone numbers": "0171 3920045 ",
    "IBANs": "DE89 3704 0044 0532 0130 00 ",
    "numbers and pictures": "0😀171 ",
    "codes": "this is code ::1 ",
    "titles": "K. Xyz Dr. A1 schrieb ",
}


def filled(piece: str, size: int) -> str:
    """Exactly `size` code points of it."""
    return (piece * (size // len(piece) + 1))[:size]


def texts(seed: int) -> dict[str, tuple[str, Known | None]]:
    """What is measured, by its name; mails say something else with each seed."""
    found: dict[str, tuple[str, Known | None]] = {}
    for size in (SHORT, LONG):
        german, english = mail(GERMAN, size, seed), mail(ENGLISH, size, seed)
        found[f"German mail, {size:,} characters"] = german, None
        found[f"English mail, {size:,} characters"] = english, None
        found[f"German mail, {size:,} characters, customer known"] = german, KNOWN
        found[f"nothing personal, {size:,} characters"] = filled(QUIET, size), None
    odd = {f"{name}, {LONG:,} characters": (filled(piece, LONG), KNOWN) for name, piece in ODD.items()}
    strange = Mix(("der ", "ist "), shuffled=True, fresh=True).text(LONG, seed)
    mixed = Mix(ATOMS, shuffled=True, fresh=False)
    return (
        found
        | odd
        | {
            f"words nobody has seen, {LONG:,} characters": (strange, KNOWN),
            f"everything mixed, {LONG:,} characters": (mixed.text(LONG, seed), KNOWN),
            f"everything mixed, {10 * LONG:,} characters": (mixed.text(10 * LONG, seed), KNOWN),
        }
    )


def seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def measured(runs: int) -> dict[str, list[float]]:
    """Seconds by text, after one run that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in texts(0)}
    for run in range(runs + 1):
        for name, (text, known) in texts(run).items():
            took = seconds(partial(shield, text, known=known))
            if run:
                taken[name].append(took)
    return taken


def started() -> tuple[list[float], float]:
    """Seconds from the start of the program to its first answer, and its greatest memory in MB while it answers."""
    asked = "\n".join(json.dumps({"text": text}) for text in ("Ich bin Karla Blum", mail(GERMAN, LONG, 0))) + "\n"
    command, environment = (
        [sys.executable, "-m", "oase", "shield", "--spans"],
        os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    taken = []
    for _ in range(STARTS):
        before = time.perf_counter()
        with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
            assert running.stdin is not None
            assert running.stdout is not None
            running.stdin.write(asked.encode())
            running.stdin.flush()
            running.stdout.readline()
            taken.append(time.perf_counter() - before)
            running.stdin.close()
            running.stdout.read()
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 if sys.platform != "darwin" else 1
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e6


def row(name: str, taken: list[float]) -> str:
    low, middle, high = (f"{value * 1000:,.1f}" for value in (min(taken), statistics.median(taken), max(taken)))
    return f"| {name} | {middle} | {low} – {high} |"


def table(runs: int) -> str:
    """Everything as Markdown."""
    starts, memory = started()
    lines = [
        "# How long the shield takes",
        "",
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; medians of {runs} runs"
        f" ({STARTS} for the start), in milliseconds.",
        "",
        "Made by `.venv/bin/python bench/shield.py --write bench/shield.md`.",
        "",
        "| what | median, ms | fastest – slowest |",
        "|---|---|---|",
        row("start of `oase shield --spans` to its first answer", starts),
        *(row(name, taken) for name, taken in measured(runs).items()),
        "",
        f"Greatest memory of that process, a text of {LONG:,} characters included: {memory:,.0f} MB.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, metavar="N")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there as well")
    given = parser.parse_args()
    made = table(max(1, given.runs))
    print(made, end="")
    if given.write:
        given.write.write_text(made, "utf-8")


if __name__ == "__main__":
    main()
