"""What a board is shown of a quarter or a year: start at `laying.files`. Counts of cases, and none by which to guess a person."""
