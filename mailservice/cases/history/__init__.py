"""What happened: events (past, a file a noun, all in `events`), commands (imperative), and the case they add up to."""
