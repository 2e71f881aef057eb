"""`python -m wiki` is the command `territoire`."""

from wiki.cli import main

main()
