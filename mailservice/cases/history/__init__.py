"""What happened: events (past), commands (imperative), and the case that the events add up to."""
