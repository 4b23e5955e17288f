"""What the bench does as a part of the house, with its functions: `python -m bench.inside seed|verify|shield`.

It is another process than the load generator, so that neither waits for the other. JSON comes on standard input and
goes to standard output.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any


def main() -> None:
    """Run one command of `COMMANDS` with the house's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oase.config.settings")
    import django

    django.setup()
    from bench.seeding import seed
    from bench.shielded import per_message
    from bench.verifying import verify

    commands: dict[str, Callable[..., dict[str, Any]]] = {"seed": seed, "verify": verify, "shield": per_message}
    given: dict[str, Any] = json.load(sys.stdin)
    answer = commands[sys.argv[1]](**given)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
