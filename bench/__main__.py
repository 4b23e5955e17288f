"""`bin/bench`: starts a house, measures it, writes the tables, leaves nothing behind."""

import signal
import sys
import time
from types import FrameType

from bench.house import CHECKOUT, NotUp, house
from bench.options import parse
from bench.report import is_whole, report, to_terminal
from bench.running import Bench


def main(words: list[str]) -> int:
    """0: measured, and everything acknowledged is there; 1: something is missing; 2: it cannot run."""
    options, begin = parse(words), time.monotonic()
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        to_terminal("starting an Oase …")
        with house(options.data, workers=options.workers) as running:
            found = Bench(options, running, to_terminal).go()
            postgres = str(running.server.programs().major)
    except NotUp as error:
        to_terminal(f"bench: {error}")
        return 2
    except KeyboardInterrupt:
        to_terminal("bench: stopped; nothing was left behind.")
        return 130
    text = report(found, options, postgres=postgres, words=words, took=time.monotonic() - begin)
    print(text, end="")
    if options.write is not None or not options.only.symmetric_difference(parse([]).only):
        (options.write or CHECKOUT / "bench" / "results.md").write_text(text, "utf-8")
    return 0 if is_whole(found.checked) and not found.troubles else 1


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
