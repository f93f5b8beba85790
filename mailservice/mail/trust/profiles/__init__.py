"""One file for each kind of receiving service: which of a mail's headers are its word, and what they say."""
