"""What happened: events (past, a file a noun, all in `events`), commands (imperative), words, and the case they add up to."""
