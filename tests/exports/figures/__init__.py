"""What a board is shown, and what nobody can work out of it."""
