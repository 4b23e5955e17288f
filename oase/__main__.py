"""`python -m oase`."""

from oase.cli import main

main()
