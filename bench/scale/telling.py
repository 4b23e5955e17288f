"""The figures of every size beside each other, in the page about speed."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.table import number, table

BEGIN, END = "<!-- second level: begin -->", "<!-- second level: end -->"
AIMS: Final = (("view:", 20.0), ("counts", 50.0), ("search:", 100.0), ("a concern of", 15.0))
"""Milliseconds of the database's processor time, by what a read's name begins with."""


def keep(file: Path, concerns: int, figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Beside what was measured at other sizes before."""
    known = json.loads(file.read_text()) if file.exists() else {}
    known[str(concerns)] = figures
    file.write_text(json.dumps(known, indent=1) + "\n")


def table_of(file: Path) -> Sequence[str]:
    """A line a read, a column a size, and how many times longer the largest takes than the smallest."""
    known: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text())
    sizes = sorted(known, key=int)
    rows = []
    for name in known[sizes[-1]]:
        found = [known[size].get(name) for size in sizes]
        cells = [f"{number(one['middle'])} ({number(one['least'])})" if one else "" for one in found]
        aim = next((aim for begins, aim in AIMS if name.startswith(begins)), None)
        times = f"{found[-1]['middle'] / found[0]['middle']:.1f}" if found[0] and found[-1] and len(found) > 1 else ""
        rows.append(
            [name, *cells, times, f"≤ {aim:g}" if aim else "", " · ".join(str(one["rows"]) for one in found if one)]
        )
    head = [
        "ms of the database: median (least)",
        *(f"{int(size):,} concerns" for size in sizes),
        "times",
        "aim",
        "rows",
    ]
    return table(head, rows)


def write(page: Path, lines: Sequence[str]) -> None:
    """Put the table where the page keeps it."""
    text = page.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}")
