"""What was written: reading mail, writing letters."""
