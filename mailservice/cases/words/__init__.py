"""What somebody's word does: one function for each word, found by `table`: (status, word) to function."""
