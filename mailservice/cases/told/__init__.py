"""How the record reads to a person: each event in a sentence, a case as a whole transcript."""
