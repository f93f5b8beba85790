"""What happened: events (past), commands (imperative), the words people use, and the case that the events add up to."""
