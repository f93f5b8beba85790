"""What was agreed: the five files, the working days, the dates."""
