"""`python -m mailservice` is the same as `mailservice`."""

from mailservice.cli import main

main()
