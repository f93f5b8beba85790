"""The directory in life: a sheet of it, edits while the service runs, and the drill."""
