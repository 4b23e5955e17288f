"""`python -m oase`."""

import sys

if sys.argv[1:2] == ["shield"]:
    # A filter for other programs starts without the house behind it.
    from oase.privacy.trying import main as shield

    sys.exit(shield(sys.argv[2:]))

from oase.cli import main

main()
