"""What we write: one row for each kind of letter, and every fact that a letter shows."""
