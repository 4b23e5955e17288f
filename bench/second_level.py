"""How the second level reads in a small house and in a very large one: `python -m bench.second_level`.

Loads a house of that many concerns into a data folder, unless it is there already, and measures what its statements
take in the database. `--write` puts the figures of all sizes measured so far into docs/performance.md.
"""

import argparse
import os
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs/performance.md"
SEED = 4


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.second_level", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--concerns", type=int, default=10_000, help="a multiple of 500; five times as many messages")
    parser.add_argument("--data", type=Path, required=True, help="a folder of its own for each size; it is kept")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--figures", type=Path, default=Path("bench/second_level.json"))
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    given = parser.parse_args()
    os.environ |= {"OASE_DATA": str(given.data.absolute()), "DJANGO_SETTINGS_MODULE": "oase.config.settings"}
    for name in ("DATABASE_URL", "OASE_DEMO", "OASE_DEBUG"):
        os.environ.pop(name, None)
    measure(given)


def measure(given: argparse.Namespace) -> None:
    import django

    given.data.mkdir(parents=True, exist_ok=True)
    django.setup()
    from bench.scale import loading, measuring, telling

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    with loading.served(given.data.absolute()) as server:
        if not loading.is_loaded(given.concerns):
            loading.load(server, given.concerns, seed=SEED, say=say)
        figures = measuring.measure(given.rounds, say=say)
    telling.keep(given.figures, given.concerns, figures)
    table = telling.table_of(given.figures)
    print("\n".join(table))
    if given.write:
        telling.write(PAGE, table)


if __name__ == "__main__":
    main()
