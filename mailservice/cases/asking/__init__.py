"""Who must answer: whom a question reaches, and who is asked in the place of those it does not."""
