"""Stories, each a folder: the mails in, and the letters expected out."""
