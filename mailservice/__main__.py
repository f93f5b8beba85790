"""`python -m mailservice` is the same as `mailservice`."""

from mailservice.cli.main import main

main()
