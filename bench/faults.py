"""Parts of a real house are killed while people write and read; what was acknowledged is there, once.

    .venv/bin/python bench/faults.py --rounds 200 --seed 7

It starts an Oase of its own on a folder of its own, and tells which promise was broken, if any: docs/faults.md.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.faults.house import House  # found from any folder
from tests.faults.run import play  # found from any folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200, help="how often something is killed (default 200)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed kills in the same order (default 7)")
    parser.add_argument("--workers", type=int, default=2, help="web workers (default 2)")
    parser.add_argument("--minutes", type=float, default=60, help="begin nothing new after so long (default 60)")
    parser.add_argument("--log", type=Path, help="where to put what the house said (default: only shown when wrong)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="oase-faults-") as folder:
        house = House(Path(folder), workers=options.workers)
        try:
            house.start()
            report = play(
                house,
                seed=options.seed,
                rounds=options.rounds,
                seconds=options.minutes * 60,
                say=lambda text: print(text, flush=True),
            )
        finally:
            house.stop()
            words = house.log.read_text(errors="replace")
        if options.log:
            options.log.write_text(words)
        print(report.text())
        if report.wrong:
            print(f"\nThe end of what the house said:\n{words[-8000:]}")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
