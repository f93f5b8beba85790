"""What a board is shown of a quarter or a year: start at `laying.files`. Counts of cases, and none that lets a person be guessed."""
